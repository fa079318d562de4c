"""Doubts about how texts of rows begin: a copy sets each line of a page as a row, and codes beside any of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import CellPlace
from ingest.table.division.heads import Head, Piece, is_on_line
from ingest.table.division.phrases import is_note
from ingest.table.division.seams import capital_inside
from ingest.table.division.texture import Texture
from ingest.table.findings import few_end_sentences
from ingest.table.parts import line_text
from ingest.table.reading import Reading
from ingest.table.scene.lines import are_in_one_row
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import (
    OPENING_QUOTES,
    begins_capital,
    begins_small,
    ends_sentence,
    is_abbreviation,
    is_name,
    is_preposition,
    wants_more,
)
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_DASHES: Final = ("—", "–")
"""What a text goes on behind, if none ends with it: where a remark is missing it stands too."""

_HAD_ROOM: Final = 0.85
"""What part of the longest line may be filled with the first word of the next, if that was not wrapped."""

_NEXT: Final = 1.2
"""How many lines below another the next one stands at most."""

_FEW: Final = 3
_SOME: Final = 0.1
"""Rows with a text alone are the manner of a table if there are several, and for more than that share of codes."""

_OF_ROWS: Final = frozenset({"html", "docx"})
"""Formats that say themselves what a row is."""

_SELDOM: Final = 0.25
"""More texts than this share of them begin small where small letters are usual, and say nothing."""

_RARE: Final = 0.15
_FEWEST: Final = 5
_MANY_LINES: Final = 8
_FAR_MORE: Final = 3


def beginning_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about how texts begin and go on, as findings."""
    yield from _small_beginnings(reading)
    yield from _begun_by_page(reading)
    yield from _shifted(reading)
    yield from _long_text(reading)
    yield from _begun_by_note(reading)


def _small_beginnings(reading: Reading) -> Iterator[Finding]:
    """Texts that begin small, as few do, where a row beside may be the begin of one.

    In a format the code of a text of several lines may stand beside its second one: the row above, with nothing but a
    text that begins with a capital, is its beginning then. In a copy of lines, one that begins so below may be a text.
    """
    scene = reading.scene
    yield from _alone_in_rows(reading)
    if scene.fragments.layout == "page" or scene.is_small:
        return
    is_format = scene.fragments.layout == "grid"
    numbers = [number for number, head in enumerate(reading.heads) if head.kind == "code" and reading.runs[number]]
    small = [number for number in numbers if begins_small(reading.runs[number][0].first.text)]
    for number in small if len(small) < _SELDOM * len(numbers) else ():
        yield from _begun_above(reading, number) if is_format else _begun_again(reading, number)


def _begun_by_page(reading: Reading) -> Iterator[Finding]:
    """Texts of pages that begin small above their code, as few do, with the first line of a page.

    It may be the end of the text that the page before ends with, unless texts end beside their codes.
    """
    if reading.scene.fragments.layout != "page" or reading.texture.begins_small:
        return
    has_ended = reading.texture.owners if reading.division.manner == "bottom" else ()
    for number, head in enumerate(reading.heads):
        start = reading.division.run(number).start
        if head.kind != "code" or not start or not reading.runs[number]:
            continue
        before, first = reading.pieces[start - 1 : start + 1]
        is_cut = before.first.sheet < first.first.sheet == head.word.sheet
        is_cut = is_cut and not (has_ended and has_ended[start - 1] is not None)
        if is_cut and first.base < head.word.base - head.word.size / 2 and begins_small_word(first.first.text):
            yield end_of_text_before(head, first)


def _begun_above(reading: Reading, number: int) -> Iterator[Finding]:
    """The doubt about the text of a code whose beginning may stand above it, in a row or beside the tables."""
    head, first = reading.heads[number], reading.runs[number][0]
    begin, was = _left_out_above(reading.scene, head, first), "no part of the table"
    if not begin and _is_below_a_text(reading, number):
        above = reading.pieces[reading.division.run(number).start - 1]
        begin, was = above.text, "text of the code before"
    if begin:
        message = f"«{begin[:50]}», read as {was}, could be the begin of the text of {head.number:04d}"
        yield DOUBTFUL_TEXT.finding(message, first.first.span, code=head.number)


def _shifted(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that begin small beside their codes, below a full line, with a capital inside a text further on.

    Where a cell holds several codes, and the next one their texts, a text of two lines shifts all those below it.
    """
    texture = reading.texture
    firsts = [
        (head, reading.division.run(number).start)
        for number, (head, run) in enumerate(reading.headed)
        if run and texture.owners[reading.division.run(number).start] is not None
    ]
    small = [(head, start) for head, start in firsts if start and begins_small_word(reading.pieces[start].first.text)]
    is_told = reading.scene.fragments.layout == "text" and len(small) < _RARE * len(firsts)
    inner = {piece.indices for run in reading.runs for piece in run[1:]}
    for head, start in small if is_told else ():
        before, piece = reading.pieces[start - 1 : start + 1]
        is_full = texture.room.is_full(before, piece)
        if is_full and _is_next_line(texture, start) and _has_capital_inside(texture, start, inner):
            yield end_of_text_before(head, piece)


def end_of_text_before(head: Head, piece: Piece) -> Finding:
    """The doubt about a line with which the text of a code begins."""
    message = f"«{piece.text[:50]}» could be the end of the text before"
    return DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def begins_small_word(text: str) -> bool:
    """Whether a text begins with a small letter, and with no name: that begins one as it is."""
    return begins_small(text) and not is_name(text)


def _is_next_line(texture: Texture, place: int) -> bool:
    """Whether a piece stands on the line right below the one before it."""
    before, piece = texture.pieces[place - 1 : place + 1]
    return piece.base - before.base < _NEXT * texture.leading


def _has_capital_inside(texture: Texture, place: int, inner: Collection[tuple[int, ...]]) -> bool:
    """Whether a line below a piece that stands beside no code begins as texts do, with no blank line between.

    It is a further line of a text, as those of some words (`inner`) are.
    """
    while place + 1 < len(texture.pieces) and _is_next_line(texture, place + 1):
        place += 1
        is_inside = texture.owners[place] is None and texture.pieces[place].indices in inner
        if is_inside and capital_inside(texture, *texture.pieces[place - 1 : place + 1]):
            return True
    return False


def begun_inside(reading: Reading) -> Iterator[Finding]:
    """The few further lines of texts of a copy that begin as texts do: what is said of a row without a code stands so.

    So does a title between rows. In quotes a name begins a line by chance. Where texts are shifted, that says it all;
    where somebody broke their lines, how these begin says nothing.
    """
    scene = reading.scene
    pairs = [(head, before, piece) for head, run in reading.headed for before, piece in pairwise(run)]
    if next(_shifted(reading), None) is not None or _are_broken(reading, [pair[1:] for pair in pairs]):
        return
    dashes = () if any(run[-1].last.text in _DASHES for run in reading.runs if run) else _DASHES
    found = [
        (head, piece)
        for head, before, piece in (pairs if scene.fragments.layout == "text" else ())
        if head.kind == "code" and piece.first.cell is None and capital_inside(reading.texture, before, piece)
        if not (wants_more(before.last.text) or is_preposition(before.last.text) or before.last.text in dashes)
        if not _ends_full_with_number(reading, before, piece)
        if before.indices not in reading.texture.open_brackets
        if not (piece.first.text.startswith((*OPENING_QUOTES, "(")) or is_abbreviation(piece.first.text))
    ]
    for head, piece in found if len(found) <= max(_FEW, _SOME * len(reading.chain.codes)) else ():
        message = f"«{piece.text[:50]}» in the text of {head.number:04d} begins as texts do, and may be no part of it"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _ends_full_with_number(reading: Reading, before: Piece, piece: Piece) -> bool:
    """Whether a line has no room for the next word, and ends with a number such as codes are: few texts end so."""
    return before.indices[-1] in reading.scene.candidate_at and reading.texture.room.is_full(before, piece)


def _are_broken(reading: Reading, pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether most lines that begin small stand below one that had room: somebody broke the lines."""
    longest = max((len(piece.text) for piece in reading.owned), default=0)
    small = [(before, piece) for before, piece in pairs if begins_small(piece.first.text)]
    broken = sum(len(before.text) + len(piece.first.text) < _HAD_ROOM * longest for before, piece in small)
    return 2 * broken > len(small)


def _long_text(reading: Reading) -> Iterator[Finding]:
    """A text of far more lines than any other of its table: what follows the table may have been read into it."""
    texts = sorted(reading.coded, key=lambda pair: len(pair[1]))
    if len(texts) < _FEWEST or len(texts[-1][1]) < _MANY_LINES:
        return
    (_, second), (head, run) = texts[-2:]
    if len(run) <= _FAR_MORE * len(second):
        return
    message = f"the text of {head.number:04d} has {len(run)} lines, and no other has more than {len(second)}"
    yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _begun_by_note(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy below the lines of their codes that begin as notes do: the code may be a number of a text."""
    is_copy = reading.scene.fragments.layout == "text"
    for head, run in reading.headed if is_copy and reading.scene.notes.printed else ():
        if head.kind == "code" and run and not is_on_line(run[0].first, head.word) and is_note(reading.scene, run[0]):
            message = f"the text of {head.number:04d} begins as a note does, and could be no part of the table"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _alone_in_rows(reading: Reading) -> Iterator[Finding]:
    """Rows of a format with a text alone that begins as one, though the row above had room: a head of a page may be so.

    Where several are so it is the manner of the table. A sentence may go on in a row of its own, but for the last one:
    what is counted or said of the whole table stands there.
    """
    if reading.scene.fragments.layout != "grid":
        return
    longest = max((len(piece.text) for piece in reading.owned), default=0)
    pairs = [(head, before, piece) for head, run in reading.headed for before, piece in pairwise(run)]
    rows = [item for item in pairs if item[0].kind == "code" and _is_next(item[1].first.cell, item[2].first.cell)]
    # A row of a page or of Word is no line that wraps, unless a copy made others so.
    is_only = len(rows) == 1 and reading.scene.fragments.format in _OF_ROWS
    found = [
        (head, piece)
        for head, before, piece in rows
        if begins_capital(piece.first.text)
        if not (wants_more(before.last.text) or is_preposition(before.last.text))
        if not ends_sentence(before.last.text) or piece is reading.owned[-1]
        if not (reading.texture.is_name(piece) or piece.first.text.startswith(OPENING_QUOTES))
        if is_only or len(before.text) + len(piece.first.text) < _HAD_ROOM * longest
    ]
    for head, piece in found if len(found) <= max(_FEW, _SOME * len(reading.chain.codes)) else ():
        message = f"«{piece.text[:50]}» stands in a row of its own, and may be no text of {head.number:04d}"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _begun_again(reading: Reading, number: int) -> Iterator[Finding]:
    """A line of a text that begins with a capital, where the text itself does not: it may be that of the next code."""
    head, run = reading.heads[number], reading.runs[number]
    first, begun = run[0], [piece for before, piece in pairwise(run) if capital_inside(reading.texture, before, piece)]
    if begun and not is_name(first.first.text):
        message = f"«{begun[0].text[:50]}» begins as texts do, and that of {head.number:04d} does not"
        yield DOUBTFUL_TEXT.finding(message, begun[0].first.span, code=head.number)


def _left_out_above(scene: Scene, head: Head, first: Piece) -> str:
    """The line right above the row of a code, where it stands beside the tables of a format and is no furniture."""
    number = min(scene.line_of[head.index], scene.line_of[first.indices[0]]) - 1
    line = scene.lines[number] if number >= 0 else None
    if line is None or number in scene.furniture or number in scene.headed or scene.words[line.begin].cell is not None:
        return ""
    return line_text(scene, number)


def _is_below_a_text(reading: Reading, number: int) -> bool:
    """Whether the piece before the text of a code is the begin of one, alone in the row above the code."""
    start = reading.division.run(number).start
    if start == 0:
        return False
    scene, above = reading.scene, reading.pieces[start - 1]
    line = scene.lines[scene.line_of[above.indices[0]]]
    is_head = any(index in scene.label_at or index in scene.candidate_at for index in line.indices)
    is_head = is_head or are_in_one_row(reading.heads[number - 1].word.cell, above.first.cell)
    begins = begins_capital(above.first.text) and not is_abbreviation(above.first.text)
    begins = begins and not above.first.text.startswith(OPENING_QUOTES)
    # A sentence behind one goes on with its text.
    goes_on = start > 1 and ends_sentence(reading.pieces[start - 2].last.text) and few_end_sentences(reading)
    return begins and not goes_on and not is_head and _is_next(above.first.cell, reading.heads[number].word.cell)


def _is_next(cell: CellPlace | None, other: CellPlace | None) -> bool:
    """Whether a cell stands in the row right below another's, in the same table."""
    return cell is not None and other is not None and (cell.table, cell.row + 1) == (other.table, other.row)
