"""Doubts about numbers that were not read as codes, and could be some."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.codes.case import Case
from ingest.table.codes.weights import weights
from ingest.table.codes.words import (
    joining_word_follows,
    line_before_goes_on,
    no_room_follows,
    text_goes_on,
    unit_follows,
)
from ingest.table.findings import is_in_order
from ingest.table.reading import Reading
from ingest.table.scene.candidates import Candidate
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital
from model import ClassPattern, Finding
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_NUMBER

_PASSED: Final = 1.5
_OPEN_PASSED: Final = 0.5
_HARDLY: Final = 2.5
"""The odds that a row begins a line, if hardly any of the table begins inside a text."""

_FAR: Final = 2.0
"""How much room, in letter heights, is before the right half of a page, and in no text."""

_MOST: Final = 0.8
"""So many of the codes stand at one end of their lines, where a column of codes does."""

_LABELS: Final = 2
"""So many labels alone on their lines above the headings are those of a table."""

_SEVERAL: Final = 3
"""So many numbers that rise are no years by chance."""

_BESIDE: Final = 4
"""No more lines away from a number a code stands that may be none because the number is one."""

_MOST_QUOTED: Final = 4
"""So many codes an example behind the table quotes at most."""

_STANDS: Final = 3.0
_STANDS_ALONE: Final = 1.0


def passed_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about which numbers are no codes."""
    yield from _above(reading)
    yield from _numbers(reading)


def _above(reading: Reading) -> Iterator[Finding]:
    """Numbers above the headings that stand behind a label, or begin a line and are of a label alone on its line.

    On a page or in a copy one that begins a cell, with a text behind it, may be of the right of two halves: right of
    the headings of the codes. The years of a table above stand left of them. In a copy of a cell a line several of
    classes of the table that rise there may be rows.
    """
    scene, first = reading.scene, reading.scene.table_begin
    alone = [label for label in scene.labels if label.index < first and scene.is_alone(label.index)]
    is_laid_out = scene.fragments.layout != "grid"
    edge = max(
        (column.x1 for item in scene.headings[:1] for column in item.columns if column.role == "code"), default=0.0
    )
    patterns = {pattern for label in alone for pattern in label.patterns} if len(alone) >= _LABELS else set()
    rising = _rising_above(reading)
    for item, _ in reading.chain.passed:
        case = reading.chain.weighed[item.index].case
        begins = item in rising
        begins |= case.begins and case.before is None and not patterns.isdisjoint(ClassPattern.all_of(item.number))
        is_right = is_laid_out and scene.words[item.index].x0 > edge
        begins |= is_right and case.begins and case.begins_as_texts_do and _is_declared(reading, item.number)
        if item.index < first and item.number not in reading.chain.numbers and (case.follows_label or begins):
            message = f"{item.number:04d} stands as codes do above the headings: rows there may be codes"
            yield DOUBTFUL_NUMBER.finding(message, scene.words[item.index].span, code=item.number)


def _rising_above(reading: Reading) -> Sequence[Candidate]:
    """The numbers alone on lines of a copy above the headings, of classes of the table, where several rise."""
    scene, first = reading.scene, reading.scene.table_begin
    above = [item for item, _ in reading.chain.passed if item.index < first and scene.is_alone(item.index)]
    found = [item for item in above if item.number not in reading.chain.numbers and _is_declared(reading, item.number)]
    are_rows = scene.fragments.layout == "text" and len(found) >= _SEVERAL
    return found if are_rows and all(one.number < two.number for one, two in pairwise(found)) else ()


def _is_declared(reading: Reading, number: int) -> bool:
    """Whether a label of the table holds a number."""
    return not reading.declared.isdisjoint(ClassPattern.all_of(number))


def _numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers that were not read and are close to a code, stand as codes stand, or fill a cell of a row without one."""
    rows: defaultdict[int, set[int]] = defaultdict(set)
    for cell in (head.word.cell for head in reading.heads if head.kind == "code"):
        if cell is not None:
            rows[cell.table].add(cell.row)
    edges = reading.own_edges
    for item, margin in reading.chain.passed:
        case = reading.chain.weighed[item.index].case
        if item.index < reading.scene.table_begin:
            continue
        is_in_column = case.begins and reading.scene.edge(item.index) in edges and is_in_order(reading, item)
        is_there = is_in_column or _could_be_code(reading, case) or _is_in_row_without(reading, case, rows)
        could_be = (is_there and not _is_quoted(reading, item)) or margin < _least_passed(case)
        is_again = item.number in reading.chain.numbers
        stands = _stands_as_codes(reading, case) and not (is_again and _is_quoted_behind(reading, item))
        if (could_be and not is_again) or stands:
            message = f"{item.number:04d} was read as a number in a text, and could be a code"
            yield DOUBTFUL_NUMBER.finding(message, reading.scene.words[item.index].span, code=item.number)
            yield from _against(reading, item)


def _against(reading: Reading, item: Candidate) -> Iterator[Finding]:
    """The code alone on its line near a number that is none if the number is one: the two would be in no order."""
    codes, place = reading.chain.codes, bisect_left(reading.chain.places, item.index)
    for other, is_before in ((place - 1, True), (place, False)):
        if not 0 <= other < len(codes) or is_before == (codes[other].number < item.number):
            continue
        if abs(codes[other].line - item.line) <= _BESIDE and reading.scene.is_alone(codes[other].index):
            message = f"{codes[other].number:04d} was read as a code, and could be a number in a text"
            yield DOUBTFUL_CODE.finding(message, reading.scene.words[codes[other].index].span, code=codes[other].number)


def _stands_as_codes(reading: Reading, case: Case) -> bool:
    """Whether a number begins what it stands in, and its own evidence is that of codes.

    Whether room follows says in which column a number stands, and not whether a code stands in two.
    """
    least = _STANDS_ALONE if case.scene.is_alone(case.item.index) else _STANDS
    own = reading.chain.weighed[case.item.index].score
    own -= weights("code")["no_room_follows"].weight * no_room_follows(case)
    return case.begins and own > least and not case.is_inside


def _is_quoted_behind(reading: Reading, item: Candidate) -> bool:
    """Whether a code comes again alone on a line behind the table, as few others do: an example quotes it.

    A copy sets the columns of a small table one behind the other. What stands there changes no text of the table.
    """
    scene, end = reading.scene, reading.region[-1]
    behind = [other for other, _ in reading.chain.passed if other.index > end and scene.is_alone(other.index)]
    return item in behind and len(behind) <= _MOST_QUOTED


def _could_be_code(reading: Reading, case: Case) -> bool:
    """Whether a number stands where a row could begin, or end."""
    ways = (_could_be_combined, _could_be_a_paragraph, _is_apart, _is_of_right_half, _ends_a_row, _begins_a_row)
    return any(way(reading, case) for way in ways)


def _is_in_row_without(reading: Reading, case: Case, rows: Mapping[int, Collection[int]]) -> bool:
    """Whether a number fills a cell, or begins the text, of a row that is none of those with codes (`rows`, by table).

    Or a converter left it out of the tables. Below the headings of another table a number of no class is none, but in
    the order of the codes.
    """
    cell = case.scene.words[case.item.index].cell
    if cell is None:
        return _is_left_alone(reading, case.item)
    if case.scene.foreign[case.item.line] == "table" and not case.held_by and not is_in_order(reading, case.item):
        return False
    is_without = cell.table in rows and cell.row not in rows[cell.table]
    fills = is_without and _fills(case.scene, case.item.index) and not line_before_goes_on(case)
    return fills or (is_without and _has_slipped(reading, case))


def _is_quoted(reading: Reading, item: Candidate) -> bool:
    """Whether a mark stands before a number, as a quote does, and before no code."""
    return item.shape.start > 0 and not any(code.shape.start for code in reading.chain.codes)


def _least_passed(case: Case) -> float:
    """How sure a number must be none: less where the text around it goes on, and no row of many begins inside one."""
    is_open = case.is_inside and case.habits.rows_begin >= _HARDLY and text_goes_on(case)
    return _OPEN_PASSED if is_open else _PASSED


def _is_left_alone(reading: Reading, item: Candidate) -> bool:
    """Whether a number in order begins a line beside the tables of a format: a converter left its row out of them.

    It is all of the line, or its text begins behind it; the mark of a list or labels may stand before it.
    """
    scene, after = reading.scene, reading.chain.weighed[item.index].case.after
    is_format = scene.fragments.layout == "grid" and _is_declared(reading, item.number)
    before = (index for index in range(scene.lines[item.line].begin, item.index) if index not in scene.label_at)
    begins = not any(scene.words[index].text[-1:].isalnum() for index in before) and begins_capital(after or "")
    return is_format and (begins or scene.is_alone(item.index)) and is_in_order(reading, item)


def _is_of_right_half(reading: Reading, case: Case) -> bool:
    """Whether a number of a declared class stands far behind a text, as a row of the right half of a page does."""
    is_page = reading.scene.fragments.layout == "page"
    is_far = is_page and case.before is not None and reading.scene.words[case.item.index].gap >= _FAR
    return is_far and case.begins_as_texts_do and not unit_follows(case) and _is_declared(reading, case.item.number)


def _fills(scene: Scene, index: int) -> bool:
    """Whether a word is all of its cell."""
    beside = [scene.words[other].cell for other in (index - 1, index + 1) if 0 <= other < len(scene.words)]
    return scene.words[index].cell not in beside


def _could_be_combined(reading: Reading, case: Case) -> bool:
    """Whether a number inside a text could be the code of a row that stands in the same cell.

    Where rows share cells between tabs, a text may begin with any sign, and «ошибка» end one.
    """
    begins = case.shares_a_cell or case.begins_as_texts_do or case.follows_script
    is_free = not text_goes_on(case)
    if case.habits.shares_cells and case.after is not None and not case.after[:1].isalpha():
        begins, is_free = True, not joining_word_follows(case) and not unit_follows(case)
    return case.is_inside and begins and is_free and case.after is not None and is_in_order(reading, case.item)


def _could_be_a_paragraph(reading: Reading, case: Case) -> bool:
    """Whether a number begins a line of its own in a cell, and what follows begins as texts do."""
    is_free = not line_before_goes_on(case) and not unit_follows(case) and case.begins_as_texts_do
    return is_free and case.breaks_a_line and is_in_order(reading, case.item)


def _has_slipped(reading: Reading, case: Case) -> bool:
    """Whether a number in order begins the text of a row, as a code does that has slipped into the cell of its text.

    A small letter behind it does not speak against that: some texts begin with one where most do not.
    """
    is_free = not any(told(case) for told in (line_before_goes_on, unit_follows, joining_word_follows))
    return is_free and case.begins and case.after is not None and is_in_order(reading, case.item)


def _is_apart(reading: Reading, case: Case) -> bool:
    """Whether a number in order is all that stands in the first column of a line of a copy: the row has slipped."""
    scene, line = reading.scene, reading.scene.lines[case.item.line]
    is_first = scene.fragments.layout == "text" and case.begins and scene.is_alone(case.item.index)
    has_text = is_first and case.item.index + 1 < line.end
    return has_text and not line_before_goes_on(case) and is_in_order(reading, case.item)


def _ends_a_row(reading: Reading, case: Case) -> bool:
    """Whether a number ends a line as the codes of the table do, or as that of a row whose label begins the line.

    Such a line has no code; the number rises, and lies in the class in force, or in that of the label.
    """
    scene, places, codes = reading.scene, reading.chain.places, reading.chain.codes
    line = scene.lines[case.item.line]
    label = scene.label_at.get(line.begin)
    if case.after is not None:
        return False
    if label is None or not label.holds(case.item.number):
        end_lines = reading.share_of_ending_codes > _MOST and not _goes_on(reading, case)
        return end_lines and is_in_order(reading, case.item)
    place = bisect_left(places, line.begin)
    rises = place == 0 or codes[place - 1].number < case.item.number
    return rises and (place == len(codes) or case.item.number < codes[place].number)


def _goes_on(reading: Reading, case: Case) -> bool:
    """Whether a number stands in a text of a copy whose codes stand above theirs: it has none, or the words say so.

    A head stands below its line, and most codes are alone on theirs.
    """
    places, behind = reading.chain.places, case.item.index + 1
    is_above_head = behind in reading.scene.label_at or behind in places[bisect_left(places, behind) :][:1]
    are_above = len(reading.texture.codes_above_texts) > _MOST * len(places)
    return are_above and (is_above_head or text_goes_on(case))


def _begins_a_row(reading: Reading, case: Case) -> bool:
    """Whether a number begins a line as all rows of a copy do, with a capital behind it: rows may be in any order."""
    is_row = case.before is None and case.begins_as_texts_do and (case.after or "")[:1].isupper()
    is_usual = reading.scene.fragments.layout == "text" and case.habits.rows_begin >= _HARDLY
    is_free = not line_before_goes_on(case) and not unit_follows(case)
    return is_row and is_usual and is_free and _is_declared(reading, case.item.number)
