"""Doubts about lines of texts that begin as no text goes on, and about texts that hold what belongs to no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.damaged_letters import damage_of
from ingest.table.doubts.texts import CodeText
from ingest.table.reading import Reading
from ingest.table.scene.wording import begins_capital, begins_small
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_STRANGE: Final = re.compile(r"""\{|[*†‡§¹²³]{1,3}(?:\s|$)|<\w|\w+://|www\.|"\w+":|[^|]+\s\|\s""")
"""What begins an example, a note, a mark of a format, or an address, which programs print at the foot of each page; and
the bar between the parts of a running head.
"""

_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_QUOTED: Final = re.compile(r'"[^"]+"|«[^«»]+»|“[^“”]+”|„[^„“”]+[“”]')
_NEARLY_ALL: Final = 0.8
_FEWEST: Final = 5
_MANY: Final = 8
_LONG: Final = 20
_HARDLY: Final = 2
"""How many further lines the texts of a table of so many codes have at most, if hardly any has one."""

_SHOWN: Final = 50


def strange_doubts(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """All doubts about lines that are no part of the text that they stand in."""
    yield from _strange_lines(reading)
    yield from _only_ones(reading)
    yield from _all_in_quotes(texts)
    yield from _all_signed(texts)
    yield from _damaged(texts)


def _strange_lines(reading: Reading) -> Iterator[Finding]:
    """Further lines of texts that begin as no text goes on; or a page with a word in capitals, as heads do."""
    for head, run in reading.headed:
        for before, piece in pairwise(run):
            is_capital = begins_capital(piece.first.text) and piece.first.text.isupper()
            begins_page = before.first.place.page != piece.first.place.page
            if head.kind == "code" and (_STRANGE.match(piece.text) or (begins_page and is_capital)):
                message = f"«{piece.text[:_SHOWN]}» in the text of {head.number:04d} may be no part of it"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


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
