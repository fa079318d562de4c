"""Doubts about numbers that were read as codes or as remarks, and about rows that were read into texts."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, pairwise
from typing import Final

from ingest.table.codes.case import Case
from ingest.table.codes.habits import STEM
from ingest.table.codes.words import (
    joining_word_follows,
    line_before_cannot_end,
    line_before_goes_on,
    line_before_may_end,
    small_letter_follows,
    text_goes_on,
)
from ingest.table.division.heads import Piece
from ingest.table.reading import Reading
from ingest.table.scene.lines import Line
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import code_shape, label_shapes
from ingest.table.scene.wording import begins_capital, begins_small, is_abbreviation, wants_number
from model import ClassPattern, Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_NUMBER, DOUBTFUL_TEXT

_CODE: Final = 1.2
_SELDOM: Final = 1.0
_RARELY: Final = 1.8
_INSIDE: Final = 3.5
_COLUMN: Final = 4
"""So many other numbers make a column of codes."""

_GLUED: Final = re.compile(rf"(\d{{{CODE_DIGITS}}})[«\"]?([^\W\d_])")
"""Four digits that begin a line, with no room before its text."""

_BESIDE_LETTERS: Final = re.compile(
    rf"(\d{{{CODE_DIGITS}}})(?:[А-ЯЁA-Z]{{5}}[^\W\d_]*|(?=(\d{{{CODE_DIGITS}}}))\2)"
    rf"|\S*(?:[^\W\d_]{{5}}|[)»\".])(\d{{{CODE_DIGITS}}})"
)
"""Four digits right before a word that begins with capitals, or right behind a word or a mark that ends one; or two
such numbers.
"""

_PARTED: Final = re.compile(r"(?=\d+[ \u00a0\u202f]\d+ )((?:\d[ \u00a0\u202f]?){4})(?<=\d) \W?([^\W\d_])")
"""Four digits with a blank among them, as in numbers of thousands."""

_OTHER_WIDTH: Final = re.compile(rf"\d{{{CODE_DIGITS - 1}}}(?:\d\d)? (\S+)")
"""A number with a digit less than codes have, or with one more, that begins a line, and the word behind it."""

_DASHES: Final = ("-", "–", "—", "…")
_RECORDS: Final = "csv"
_ROWS: Final = "markdown"

_MANY_ASIDE: Final = 3
"""So many numbers that rise at one edge are no accident."""


def number_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about which numbers are codes."""
    edges = reading.own_edges
    for item, margin in zip(reading.chain.codes, reading.chain.margins, strict=True):
        is_in_section = reading.scene.foreign[item.line] == "section" and item.line > reading.scene.first_headings
        case = reading.chain.weighed[item.index].case
        is_in_column = case.begins and reading.scene.edge(item.index) in edges
        if margin < _least(case, is_in_column=is_in_column) or is_in_section:
            message = f"{item.number:04d} was read as a code, and could be a number in a text"
            yield DOUBTFUL_CODE.finding(message, reading.scene.words[item.index].span, code=item.number)


def _least(case: Case, *, is_in_column: bool) -> float:
    """How sure a code must be: more inside a text, but for combined cells; never where the line before goes on.

    No line goes on with a number that is in the column of codes, where no text begins; and hardly one goes on in small
    letters with a word that begins other texts.
    """
    if case.is_inside:
        return _CODE if _is_combined(case) or _begins_text_in_shared_cell(case) else _INSIDE
    is_cell = case.begins and case.before is not None and case.scene.edges_near(case.item.index) >= _COLUMN
    is_labelled = case.follows_label or case.precedes_label
    if is_in_column or case.scene.has_cells or is_cell or is_labelled or case.follows_row_number:
        return _CODE
    is_said = (case.after or "")[:STEM] in case.habits.first_words
    least = _SELDOM if case.habits.small_texts == 1 else _RARELY
    is_small = small_letter_follows(case) > least and not is_said
    goes_on = line_before_goes_on(case) or joining_word_follows(case) or is_small
    is_wrapped = case.line_before_is_full and goes_on and not line_before_may_end(case) and not case.is_broken_off
    return math.inf if is_wrapped or line_before_cannot_end(case) else _CODE


def _is_combined(case: Case) -> bool:
    """Whether a code begins the cell of a number inside a text, or its line, in a document whose rows share lines."""
    return case.shares_a_cell and (case.scene.has_cells or case.habits.rows_begin < _SELDOM)


def _begins_text_in_shared_cell(case: Case) -> bool:
    """Whether a number stands between two texts of a cell between tabs, in a document whose codes share such cells.

    It is of a declared class, printed once, and what follows it begins as texts do.
    """
    is_free = not text_goes_on(case)
    stands = case.begins_as_texts_do and is_free and case.held_by and case.printed[case.item.number] == 1
    return bool(stands) and case.habits.shares_cells


def unread_row_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines of texts and titles that begin with a code that was not read, or hold one with letters right beside it;
    lines between records that go on with one.
    """
    following = [item.number for item in reading.chain.codes]
    nexts = dict(pairwise(following))
    words, glued = reading.scene.words, _beside_letters(reading.scene)  # in nearly no document any is
    for head, run in reading.headed:
        before = head.number if head.kind == "code" else head.number - 1
        after = nexts.get(head.number, 10**CODE_DIGITS) if head.kind == "code" else before + 2
        for piece in run:
            begun = _begun(piece.text, small=reading.texture.begins_small) if piece.text[:1].isdigit() else None
            inside = chain.from_iterable(glued.get(words[index].text, ()) for index in piece.indices) if glued else ()
            for number in sorted({*inside, *(() if begun is None else (begun,))}):
                if before < number < after and _is_declared(reading, number):
                    yield _unread(piece, number)
    if reading.scene.fragments.format in {_RECORDS, _ROWS}:
        yield from _between_records(reading)


def _unread(piece: Piece, number: int) -> Finding:
    message = f"«{piece.text[:50]}» holds what could be the code {number:04d}, and was read as text"
    return DOUBTFUL_NUMBER.finding(message, piece.first.span, code=number)


def _beside_letters(scene: Scene) -> dict[str, list[int]]:
    """The words of a copy with a number right before or behind letters or another one, and these numbers: a watermark
    stood between two columns, or over one.
    """
    said = scene.fragments.said if scene.fragments.layout == "text" else ()
    able = (text for text in said if text[:1].isdigit() or text[-1:].isdigit())
    found = (match for match in map(_BESIDE_LETTERS.fullmatch, able) if match is not None)
    return {match[0]: [int(number) for number in match.groups() if number] for match in found}


def other_width_doubts(reading: Reading) -> Iterator[Finding]:
    """Further lines of texts of a copy that begin as rows do, with a number of another width than codes have."""
    scene = reading.scene
    runs = (run for head, run in reading.coded if scene.fragments.layout == "text")
    for run in runs:
        for before, piece in pairwise(run):
            match = _OTHER_WIDTH.match(piece.text)
            if match is not None and _begins_like(match[1], run[0].first.text) and not wants_number(before.last.text):
                message = (
                    f"«{piece.text[:50]}» begins as a row does, with a number that is not {CODE_DIGITS} digits wide"
                )
                yield DOUBTFUL_NUMBER.finding(message, piece.first.span)


def range_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes with a dash right behind them before one without a text: the ends of a range that is on two lines."""
    marks = {item.index: item.shape.marks for item in reading.chain.codes}
    for (head, _), (after, run) in pairwise(reading.headed):
        is_open = head.kind == after.kind == "code" and marks.get(head.index, "").endswith(_DASHES)
        if is_open and not run:
            message = f"{head.number:04d} and {after.number:04d} could be the ends of a range of codes"
            yield DOUBTFUL_CODE.finding(message, head.word.span, code=head.number)


def _begins_like(word: str, other: str) -> bool:
    """Whether a word begins a text as another does: with a capital of the same letters."""
    return begins_capital(word) and not is_abbreviation(word) and word.isascii() == other.isascii()


def _begun(text: str, *, small: bool) -> int | None:
    """The code that a line begins with, with its text behind it."""
    match = _GLUED.match(text) or _PARTED.match(text)
    if match is None or not (small or match[match.lastindex or 0].isupper()):
        return None
    return int(re.sub(r"\D", "", match[1]))


def _is_declared(reading: Reading, number: int) -> bool:
    return number not in reading.chain.numbers and not reading.declared.isdisjoint(ClassPattern.all_of(number))


def _between_records(reading: Reading) -> Iterator[Finding]:
    """Lines with no cell between those of the table that begin with a small letter: a line end broke a record.

    Or right below a row between pipes, with no label in them.
    """
    scene = reading.scene
    for item, after in pairwise(reading.chain.codes):
        if scene.words[item.index].cell is None or scene.words[after.index].cell is None:
            continue
        for line in scene.lines[item.line + 1 : after.line]:
            first = scene.words[line.begin]
            is_loose = first.cell is None and line.number not in scene.furniture
            if is_loose and (begins_small(first.text) or _is_right_below(scene, line)):
                text = line.text[:50]
                message = f"«{text}» stands between the records, and could be a part of the text of {item.number:04d}"
                yield DOUBTFUL_TEXT.finding(message, first.span, code=item.number)


def _is_right_below(scene: Scene, line: Line) -> bool:
    """Whether a line without labels stands right below a row of a table between pipes: a line end broke its text."""
    words, before = scene.words, scene.words[line.begin - 1]
    is_next = before.cell is not None and words[line.begin].span.line == (before.span.line or 0) + 1
    is_prose = words[line.begin].text[:1].isalnum()
    names_class = any(label_shapes(words[index].text.strip("()")) for index in line.indices)
    return scene.fragments.format == _ROWS and is_next and is_prose and not names_class


def aside_doubts(reading: Reading) -> Iterator[Finding]:
    """Numbers that begin a row without a code, in a column of remarks: the rest of a table may be moved.

    They are in order where they stand, or many of them rise by themselves: half of a table that was not seen as one.
    """
    asides = dict(_numbers_aside(reading))
    rising = _rising(reading, asides)
    for index, number in asides.items():
        if index in rising or _could_stand_here(reading, index, number):
            message = f"{number:04d} was read as a remark, and could be the code of its row"
            yield DOUBTFUL_NUMBER.finding(message, reading.scene.words[index].span, code=number)


def furniture_numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers in running heads of a page that stand where the codes do, in order: a row may begin there."""
    scene = reading.scene
    edges = Counter(scene.edge(item.index) for item in reading.chain.codes if scene.fragments.layout == "page")
    places = [index for number in sorted(scene.furniture if edges else ()) for index in scene.lines[number].indices]
    for index in places:
        shape = code_shape(scene.words[index].text) if edges[scene.edge(index)] >= _COLUMN else None
        if shape is not None and _could_stand_here(reading, index, int(shape.text)):
            message = f"{shape.text} was read as a part of a running head, and could be the code of its row"
            yield DOUBTFUL_NUMBER.finding(message, scene.words[index].span, code=int(shape.text))


def _numbers_aside(reading: Reading) -> Iterator[tuple[int, int]]:
    """The numbers, by the index of their word, that begin a row without a code in a column of remarks."""
    scene = reading.scene
    coded = {item.line for item in reading.chain.codes}
    for line in scene.lines[max(0, scene.first_headings) :] if "other" in scene.roles else ():
        first = next((index for index in line.indices if not label_shapes(scene.words[index].text)), line.end)
        if line.number in coded or first == line.end or scene.roles[first] != "other" or not scene.left_out[first]:
            continue
        shape = code_shape(scene.words[first].text)
        if shape is not None and not shape.asks_for_note:
            yield first, int(shape.text)


def _rising(reading: Reading, asides: Mapping[int, int]) -> Collection[int]:
    """Those of the numbers aside that stand at one edge and rise from the first to the last, and are no codes."""
    edges: defaultdict[tuple[float, ...], dict[int, int]] = defaultdict(dict)
    for index, number in asides.items():
        edges[reading.scene.edge(index)][index] = number
    return {
        index
        for numbers in edges.values()
        if len(numbers) >= _MANY_ASIDE
        and all(one < two for one, two in pairwise(numbers.values()))
        and reading.chain.numbers.isdisjoint(numbers.values())
        for index in numbers
    }


def _could_stand_here(reading: Reading, index: int, number: int) -> bool:
    """Whether a number lies between the codes before and behind a word, in a class that a label of the table names."""
    codes, place = reading.chain.codes, bisect_left(reading.chain.places, index)
    before = codes[place - 1].number if place else -1
    behind = codes[place].number if place < len(codes) else math.inf
    return before < number < behind and not reading.declared.isdisjoint(ClassPattern.all_of(number))
