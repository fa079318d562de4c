"""Doubts about lines of texts that begin as no text goes on, and about texts that hold what belongs to no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Final, TypeAlias

from ingest.document.damaged_letters import damage_of
from ingest.table.division.heads import Piece, is_on_line
from ingest.table.doubts.addresses import Tails, asks_for_address
from ingest.table.doubts.beginnings import begins_small_word
from ingest.table.doubts.texts import CodeText
from ingest.table.reading import Reading
from ingest.table.scene.known_remarks import Remarks
from ingest.table.scene.lines import text_of
from ingest.table.scene.shapes import row_number
from ingest.table.scene.wording import begins_capital, begins_small, wants_more
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_STRANGE: Final = re.compile(r"""\{|[*†‡§¹²³]{1,3}(?:\s|$)|<\w|"\w+":|[^|]+\s\|\s""")
"""What begins an example, a note, or a mark of a format; and the bar between the parts of a running head."""

_ADDRESS: Final = re.compile(r"\w+://|www\.")
"""What begins an address, which programs print at the foot of each page."""

_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)+"|\'(?:[^\'\\]|\\.)+\'|«[^«»]+»|“[^“”]+”|„[^„“”]+[“”]')
_NEARLY_ALL: Final = 0.8
_FEWEST: Final = 5
_MANY: Final = 8
_LONG: Final = 20
_HARDLY: Final = 2
"""How many further lines the texts of a table of so many codes have at most, if hardly any has one."""

_TORN: Final = 3
_SEVERAL: Final = 3
_BLANK: Final = 1.0
"""How wide a blank is, which some copies have before any line."""

_SELDOM: Final = 0.1
_SOME: Final = 0.25
_MUCH: Final = 0.8
"""What part of a line is filled at most, if much room was left on it."""

_SHOWN: Final = 50
_MARKS: Final = ":)*"
"""What stands right behind a code in a row, and behind no number of a text."""


_Amid: TypeAlias = Callable[[], frozenset[tuple[str, ...]]]
"""The pairs of words that texts say within pages, gathered when they are asked for."""


def strange_doubts(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """All doubts about lines that are no part of the text that they stand in."""
    amid = cache(partial(_said_within_pages, reading))  # hardly a document asks for it
    yield from _strange_lines(reading, amid)
    yield from _only_ones(reading)
    yield from _left_of_rows(reading)
    yield from _with_their_codes(reading)
    yield from _torn_lines(reading, amid)
    yield from _rests_of_others(reading, amid)
    yield from _begins_of_others(reading)
    yield from _begins_with_a_mark(reading)
    yield from _ends_with_a_line(reading)
    yield from _all_in_quotes(texts)
    yield from _all_signed(texts)
    yield from _damaged(texts)


def _strange_lines(reading: Reading, amid: _Amid) -> Iterator[Finding]:
    """Further lines of texts that begin as no text goes on; or a page with a word in capitals, as heads do: not with
    one that texts say within a page, and go on so.
    """
    tails = Tails(reading.scene.texts)
    for head, run in reading.headed:
        for before, piece in pairwise(run):
            is_capital = begins_capital(piece.first.text) and piece.first.text.isupper()
            begins_page = before.first.place.page != piece.first.place.page
            is_head = begins_page and is_capital and tuple(piece.text.split()[:2]) not in amid()
            is_strange = _STRANGE.match(piece.text) or is_head
            if not is_strange and _ADDRESS.match(piece.text):
                is_strange = not (asks_for_address(before) or tails.has(piece.text))
            if head.kind == "code" and is_strange:
                message = f"«{piece.text[:_SHOWN]}» in the text of {head.number:04d} may be no part of it"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _said_within_pages(reading: Reading) -> frozenset[tuple[str, ...]]:
    """The pairs of words of the lines of texts that begin no page."""
    runs = [([head.word, *(piece.first for piece in run)], run) for head, run in reading.coded]
    pairs = (pair for above, run in runs for pair in zip(above, run, strict=False))
    pieces = (piece for above, piece in pairs if above.place.page == piece.first.place.page)
    return frozenset(pair for piece in pieces for pair in pairwise(piece.text.split()))


def _is_said(amid: _Amid, before: Piece, piece: Piece) -> bool:
    """Whether other lines say what stands at the end of a line and at the begin of the next."""
    return (before.last.text, piece.first.text) in amid()


def _only_ones(reading: Reading) -> Iterator[Finding]:
    """The further lines of texts of a copy in which hardly any text has one: the only one, or with room for it above.

    What begins with a small letter goes on with its text.
    """
    room = reading.texture.room
    hanging = {piece.indices for _, piece in room.hanging} if reading.scene.fragments.layout == "text" else set()
    if len(hanging) > _HARDLY or len(reading.chain.codes) < _LONG:
        return
    for head, run in reading.headed:
        for before, piece in pairwise(run):
            is_apart = not begins_small(piece.first.text) or _IN_BRACKETS.fullmatch(piece.text)
            is_told = is_apart and (len(hanging) == 1 or room.could_hold(before, piece))
            if head.kind == "code" and piece.indices in hanging and is_told:
                text = piece.text[:_SHOWN]
                message = f"«{text}» in the text of {head.number:04d} is a further line, as hardly any text has"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _left_of_rows(reading: Reading) -> Iterator[Finding]:
    """The few further lines of texts of a copy that begin left of all its rows, and not small: titles over the next.

    What the line above wants goes on with it.
    """
    scene = reading.scene
    codes = reading.coded if scene.fragments.layout == "text" else ()
    begins = (scene.words[scene.lines[scene.line_of[head.index]].begin].x0 for head, _ in codes)
    left = min(begins, default=0.0) - _BLANK
    pairs = [(head, *pair) for head, run in codes for pair in pairwise(run)]
    further = [
        (head, piece) for head, before, piece in pairs if piece.first.cell is None and not wants_more(before.last.text)
    ]
    found = [(head, piece) for head, piece in further if piece.first.x0 < left and not begins_small(piece.first.text)]
    for head, piece in found if len(found) <= max(1, _SOME * len(codes)) else ():
        message = f"«{piece.text[:_SHOWN]}» in the text of {head.number:04d} begins left of all rows"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _with_their_codes(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that hold their own code with a mark behind other words: it is printed twice."""
    words = reading.scene.words
    for head, run in reading.coded if reading.scene.fragments.layout == "text" else ():
        marked = {f"{head.number:04d}{mark}" for mark in _MARKS}
        inside = [words[index].text for piece in run for index in piece.indices]
        if not marked.isdisjoint(inside[1:]):
            message = f"the text of {head.number:04d} holds this code, and another row may begin or end there"
            yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)


def _torn_lines(reading: Reading, amid: _Amid) -> Iterator[Finding]:
    """The few texts of a copy with several short lines that had room for the next: parts of a line that a tool tore.

    In which order they stood is not known, unless other texts say the words at their borders.
    """
    room = reading.texture.room
    texts = [(head, run) for head, run in reading.coded if run]
    half = max((len(piece.text) for _, run in texts for piece in run), default=0) / 2
    torn = [
        (head, run, [pair for pair in pairwise(run) if len(pair[0].text) < half and room.could_hold(*pair, _MUCH)])
        for head, run in (texts if reading.scene.fragments.layout == "text" else ())
        if len(run) > _TORN
    ]
    found = [(head, run, pairs) for head, run, pairs in torn if len(pairs) >= _TORN]
    unsaid = [(head, run) for head, run, pairs in found if sum(not _is_said(amid, *pair) for pair in pairs) >= _TORN]
    for head, run in unsaid if len(found) <= _SELDOM * len(texts) else ():
        message = f"the text of {head.number:04d} stands in {len(run)} lines that could be parts of one, in any order"
        yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _rests_of_others(reading: Reading, amid: _Amid) -> Iterator[Finding]:
    """The few second lines of texts of a copy that begin small and had much room on the first, below a full text; or
    below any, where texts begin so too.

    A tool sets the rests of several lines behind all of their rows: it may be the rest of the text above, or the text
    of a row that lost its code.
    """
    room = reading.texture.room
    is_asked = reading.scene.fragments.layout == "text" and not reading.texture.is_aligned
    texts = [(head, run) for head, run in reading.headed if run and is_asked]
    pairs = [(above[-1], head, run) for (_, above), (head, run) in pairwise(texts) if len(run) > 1]
    begin_so = sum(begins_small_word(run[0].first.text) for _, run in texts) >= _SEVERAL
    found = [
        (head, run)
        for above, head, run in pairs
        if head.kind == "code" and begins_small(run[1].first.text) and not wants_more(run[0].last.text)
        if room.could_hold(run[0], run[1], _MUCH) and (begin_so or room.is_full(above, run[1]))
    ]
    unsaid = [(head, run[1]) for head, run in found if not _is_said(amid, *run[:2])]
    for head, piece in unsaid if len(found) <= max(1, _SELDOM * len(texts)) else ():
        message = f"«{piece.text[:_SHOWN]}» in the text of {head.number:04d} could be the end of the text above"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _begins_of_others(reading: Reading) -> Iterator[Finding]:
    """Last lines of texts of a copy that keeps its columns, with much room above and none for the text below, which
    begins small: its code may stand in the middle of its lines.
    """
    room = reading.texture.room
    texts = [(head, run) for head, run in reading.headed if run] if reading.scene.fragments.layout == "text" else []
    for (head, run), (after, below) in pairwise(texts if reading.texture.is_aligned else ()):
        is_open = len(run) > 1 and head.kind == after.kind == "code" and begins_small(below[0].first.text)
        if is_open and room.could_hold(run[-2], run[-1], _MUCH) and room.is_full(run[-1], below[0]):
            message = f"«{run[-1].text[:_SHOWN]}» could belong to {head.number:04d} or to {after.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[-1].first.span, code=head.number)


def _begins_with_a_mark(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that begin with a small number alone beside their code, a capital below: the mark of a note."""
    for head, run in reading.headed if reading.scene.fragments.layout == "text" else ():
        is_mark = len(run) > 1 and row_number(run[0].text) is not None and begins_capital(run[1].first.text)
        if is_mark and head.kind == "code" and is_on_line(run[0].first, head.word):
            message = f"«{run[0].text}» beside {head.number:04d} may be the mark of a note, and no part of its text"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _ends_with_a_line(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy whose last line ends with a capital and what is a line of no text: a remark may stand there."""
    scene = reading.scene
    owned = {scene.line_of[piece.indices[0]] for piece in reading.owned}
    free = (text for number, text in enumerate(scene.texts) if number not in owned and begins_capital(text))
    phrases = frozenset(text for text in free if " " in text)
    firsts = {text[0] for text in phrases}
    remarks = Remarks(phrases, frozenset(), frozenset(), max((text.count(" ") + 1 for text in phrases), default=0))
    for head, run in reading.headed if remarks.phrases and scene.fragments.layout == "text" else ():
        inner = [index for piece in run[-1:] for index in piece.indices[1:][-remarks.most_words :]]
        begun = (index for index in inner if scene.words[index].text[:1] in firsts)
        first = next((index for index in begun if remarks.holds(scene.words, index, inner[-1] + 1)), None)
        if head.kind == "code" and first is not None:
            shown = text_of(scene.words[first : inner[-1] + 1])[:_SHOWN]
            message = f"«{shown}» ends the text of {head.number:04d}, and is a line of no text elsewhere"
            yield DOUBTFUL_TEXT.finding(message, scene.words[first].span, code=head.number)


def _all_in_quotes(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that nearly all stand in quotes: these may be marks of the list and no part of it."""
    found = [text for text in texts if _QUOTED.fullmatch(text.whole)]
    if len(found) > max(_FEWEST, _NEARLY_ALL * len(texts)):
        message = f"{len(found)} texts stand in quotes, as {found[0].shown}: the quotes may be no part of them"
        yield DOUBTFUL_TEXT.finding(message, found[0].head.word.span, code=found[0].head.number)


def _all_signed(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that nearly all end with the same word in brackets, or the same sign: a link of the page stands so."""
    ends = Counter(text.words[-1] for text in texts if len(text.words) > 1 and not text.words[-1][:1].isalnum())
    end, count = ends.most_common(1)[0] if ends else ("", 0)
    if count >= max(_MANY, _NEARLY_ALL * len(texts)):
        message = f"{count} texts end with «{end}»: it may be no part of them"
        yield DOUBTFUL_TEXT.finding(message, texts[0].head.word.span, code=texts[0].head.number)


def _damaged(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts whose letters a copy lost, or that it read in a wrong encoding: they were said to be read right."""
    damage = damage_of(" ".join(text.whole for text in texts))
    if damage:
        message = f"the list is damaged: {damage}; give the document from before that"
        yield DOUBTFUL_TEXT.finding(message, texts[0].head.word.span, code=texts[0].head.number)
