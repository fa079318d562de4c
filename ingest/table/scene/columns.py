"""What the columns of a table hold: from their headings, and from where their words stand.

Only what is no part of the table's three columns has to be known by its column: row numbers, remarks, a status. Codes
and labels are told by what they are, wherever they stand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import TAB, Fragments, Rule, Word
from ingest.table.scene.beside_codes import counted_rows, told_values
from ingest.table.scene.cell_columns import is_in_place, roles_by_cells
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Column, Headings
from ingest.table.scene.known_remarks import slipped_remarks
from ingest.table.scene.lines import APART, APART_IN_TEXT, Line
from ingest.table.scene.moved_columns import Crossing, by_pages, to_the_last_code
from ingest.table.scene.shapes import code_shape, row_number
from ingest.table.scene.told_remarks import told_remarks

_SAME_EDGE: Final = 4.0
_TOLERANCE: Final = 0.02
"""What part of the lines may cross a rule between two columns."""

_DEAR: Final = 3
"""How many texts must begin at an edge for each word that crosses it."""

_BESIDE: Final = 0.5  # how far to the left of the words of a column its border is
_STEPS: Final = 120


def roles_of(
    fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings], left_out: frozenset[int]
) -> list[Role | None]:
    """The role of the column of each word of a document; None where no heading says it, or none is needed.

    `left_out` are the numbers of lines that are furniture or headings.
    """
    roles: list[Role | None] = [None] * len(fragments.words)
    whole = [(part, [line for line in below if line.number not in left_out]) for part, below in _parts(lines, headings)]
    tabbed = frozenset(
        part.line
        for part in headings
        if any(TAB <= fragments.words[index].gap < math.inf for index in lines[part.begin].indices)
    )
    parts = [(part, inside) for item, below in whole for part, inside in _pages(fragments, lines, item, below, tabbed)]
    borders = _borders_of(fragments, parts)
    for part, members in parts:
        for index, role in _roles_below(fragments, members, part, borders.get(part.columns), tabbed):
            roles[index] = role
    for part, members in whole:
        for index in _counted_words(fragments, members, part):
            roles[index] = "number"
    if fragments.layout != "text":
        for index in _before_codes(fragments.words, lines, roles):
            roles[index] = "number"
        return roles
    _number_rows(fragments.words, [line for _, members in whole for line in members], roles)
    for index in slipped_remarks(fragments.words, [line for _, rows in parts for line in rows], roles):
        roles[index] = "other"
    return _with_values(fragments.words, lines, whole, roles)


def _before_codes(words: Sequence[Word], lines: Sequence[Line], roles: Sequence[Role | None]) -> list[int]:
    """The small numbers that begin lines with a code behind them, both in the column of the codes: those of rows.

    Sheets set numbers to the right of their column, nearer to the codes than to their own heading.
    """
    return [
        line.begin
        for line in lines
        if line.end - line.begin > 1
        and roles[line.begin] == roles[line.begin + 1] == "code"
        and row_number(words[line.begin].text) is not None
        and code_shape(words[line.begin + 1].text) is not None
    ]


def _with_values(
    words: Sequence[Word],
    lines: Sequence[Line],
    whole: Sequence[tuple[Headings, Sequence[Line]]],
    roles: list[Role | None],
) -> list[Role | None]:
    """The roles of the words of a copy, a status or a remark told by its words: where others stand is chance then."""
    headed = lines[whole[0][0].begin : whole[0][0].end] if whole else []
    parts = [members for _, members in whole]
    values = frozenset(told_values(words, headed, [line for members in parts for line in members]))
    values = values or frozenset(told_remarks(words, headed, parts))
    if not values:
        return roles
    return ["other" if index in values else role if role == "number" else None for index, role in enumerate(roles)]


def _number_rows(words: Sequence[Word], lines: Sequence[Line], roles: list[Role | None]) -> None:
    """Tell the numbers of rows of a copy by what they count: where they stand may be that of others by chance."""
    counted = counted_rows(words, lines)
    for index in (index for line in lines for index in line.indices) if counted else ():
        roles[index] = None if roles[index] == "number" else roles[index]
    for index in counted:
        roles[index] = "number"


def _borders_of(
    fragments: Fragments, parts: Sequence[tuple[Headings, Sequence[Line]]]
) -> dict[tuple[Column, ...], list[float]]:
    """The borders between columns, where roles are told by them, for each way that headings stand beside each other.

    Where the headings stand alike, the columns do: what is rare on one page is found on another.
    """
    near = 1.0 if fragments.layout == "text" else _SAME_EDGE
    alike: defaultdict[tuple[tuple[Role, int], ...], list[Line]] = defaultdict(list)
    for part, lines in parts:
        alike[_edges(part, near)] += lines
    return {
        part.columns: _borders(fragments, alike[_edges(part, near)], part.columns)
        for part in {part.columns: part for part, _ in parts}.values()
        if fragments.layout != "grid" and not set(part.roles) <= {"class", "code", "description"} and _are_beside(part)
    }


def _are_beside(part: Headings) -> bool:
    return all(left.x0 < right.x0 for left, right in pairwise(part.columns))


def _roles_below(
    fragments: Fragments,
    lines: Sequence[Line],
    headings: Headings,
    borders: Sequence[float] | None,
    tabbed: frozenset[int],
) -> Iterator[tuple[int, Role | None]]:
    """The roles of words on lines below headings, by their cells, the tabs or the borders between columns."""
    words = fragments.words
    yield from roles_by_cells(words, lines, headings)
    if borders is not None:
        is_by_tabs = fragments.layout == "text" and headings.line in tabbed
        yield from _by_tabs(words, lines, headings) if is_by_tabs else _by_place(words, lines, headings, borders)


def _parts(lines: Sequence[Line], headings: Sequence[Headings]) -> Iterator[tuple[Headings, Sequence[Line]]]:
    """Each headings with the lines below them, to the next ones."""
    for index, part in enumerate(headings):
        end = headings[index + 1].begin if index + 1 < len(headings) else len(lines)
        yield part, lines[part.end : end]


def _pages(
    fragments: Fragments,
    lines: Sequence[Line],
    headings: Headings,
    below: Sequence[Line],
    tabbed: frozenset[int],
) -> Iterator[tuple[Headings, Sequence[Line]]]:
    """The lines below headings, by the pages of a copy where columns are set with blanks; `tabbed` lines hold tabs."""
    words = fragments.words
    is_set = all(column.cell is None for column in headings.columns) and headings.line not in tabbed
    if fragments.layout != "text" or not is_set:
        yield headings, below
    else:
        yield from by_pages(words, below, headings, words[lines[headings.begin].begin].span.page)


def _counted_words(fragments: Fragments, lines: Sequence[Line], headings: Headings) -> list[int]:
    """The numbers to the left of all headings, without one of their own, by which a program counted the rows from 0."""
    words = fragments.words
    left = min((column.x0 for column in headings.columns), default=0.0)
    firsts = [line.begin for line in to_the_last_code(words, lines, APART_IN_TEXT)]
    if fragments.layout != "text" or any(words[index].x1 > left or words[index].cell for index in firsts):
        return []
    return firsts if [words[index].text for index in firsts] == [str(number) for number in range(len(firsts))] else []


def _edges(headings: Headings, near: float) -> tuple[tuple[Role, int], ...]:
    return tuple((column.role, round(column.x0 / near)) for column in headings.columns)


def _borders(fragments: Fragments, lines: Sequence[Line], columns: Sequence[Column]) -> list[float]:
    """The borders between columns, by the words on lines; a row that names a class runs over all of them."""
    rows = [line for line in to_the_last_code(fragments.words, lines) if label_named(fragments.words, line) is None]
    words = [word for line in rows for word in fragments.words[line.begin : line.end]]
    uprights = [rule for rule in fragments.rules if rule.x0 == rule.x1]
    crossing = Crossing(words)
    return [_border(words, crossing, len(lines), uprights, left, right) for left, right in pairwise(columns)]


def _by_place(
    words: Sequence[Word], lines: Sequence[Line], headings: Headings, borders: Sequence[float]
) -> Iterator[tuple[int, Role | None]]:
    """The roles of words by the borders between the columns."""
    for line in lines:
        for index in line.indices:
            word = words[index]
            middle = word.x0 + min(word.x1 - word.x0, word.size) / 2
            role = headings.columns[sum(middle > border for border in borders)].role
            # Where single blanks part all words, codes stand below the heading of the row numbers by chance.
            yield index, None if role == "number" and code_shape(word.text) else role


def _by_tabs(words: Sequence[Word], lines: Sequence[Line], headings: Headings) -> Iterator[tuple[int, Role]]:
    """The roles of words by the tabs before them, on lines that have all columns."""
    for line in lines:
        field, found, end = 0, [], 0.0
        for index in line.indices:
            word = words[index]
            # White space that begins a line is tabs, if tabs part its columns.
            field += round(word.x0 - end) if word.gap >= TAB else 0
            found.append((index, field))
            end = word.x1
        begin, slip = _slip(words, found, headings)
        places = [place + (slip if index >= begin else 0) for index, place in found]
        if len(headings.columns) - 2 <= slip + field and max(places) < len(headings.columns):
            yield from zip(line.indices, (headings.columns[place].role for place in places), strict=True)


def _slip(words: Sequence[Word], found: Sequence[tuple[int, int]], headings: Headings) -> tuple[int, int]:
    """From which word on a row slipped, and by how many columns: from a code in a cell of its own on.

    There is a tab too many before it, or one less. A row with a number in the column of the codes did not slip, nor one
    that begins with a number and has a label in its column: that is a number of another list.
    """
    roles, cells = dict(enumerate(headings.roles)), Counter(place for _, place in found)
    is_alone = (
        (index, place)
        for index, place in found
        if cells[place] == 1 and place < found[-1][1] and code_shape(words[index].text) is not None
    )
    begin, field = next(is_alone, (-1, -1))
    asked = {"code", "class"} if begin == found[0][0] else {"code"}
    is_whole = any(
        roles.get(place) in asked and is_in_place(words[index].text, roles.get(place)) for index, place in found
    )
    return (0, 0) if begin < 0 or is_whole else (begin, headings.roles.index("code") - field)


def _border(
    words: Sequence[Word], crossing: Crossing, lines: int, uprights: Sequence[Rule], left: Column, right: Column
) -> float:
    """Where the border between two columns is: a drawn rule, or the widest stretch that the fewest words cross."""
    low, high = left.x0, (right.x0 + right.x1) / 2
    drawn = {rule.x0 for rule in uprights if low < rule.x0 < high}
    clear = sorted((crossing.at(x), x) for x in drawn)
    if clear and clear[0][0] <= _TOLERANCE * lines:
        return clear[0][1]
    starts = [word.x0 for word in words if low < word.x0 <= high and word.gap >= APART and not _is_of(left, word)]
    edges = Counter(round(x / _SAME_EDGE) for x in [*starts, right.x0])
    begins = {round(x / _SAME_EDGE): x for x in sorted([*starts, right.x0], reverse=True)}
    best, edge = max((count - _DEAR * crossing.at(begins[edge] - _BESIDE), edge) for edge, count in edges.items())
    if best > 0:
        return begins[edge] - _BESIDE
    step = (high - low) / _STEPS
    spots = [low + step * number for number in range(1, _STEPS)]
    crossed = [crossing.at(spot) for spot in spots]
    fewest = min(crossed, default=0)
    return _widest([spot for spot, count in zip(spots, crossed, strict=True) if count == fewest], step * 1.5)


def _is_of(left: Column, word: Word) -> bool:
    """Whether a word that begins between two headings is of the left column: below its heading, or its number or code.

    The words of a column may be centred below its heading, or be set to the right.
    """
    is_number = left.role == "number" and row_number(word.text) is not None
    return word.x0 < left.x1 or is_number or (left.role == "code" and code_shape(word.text) is not None)


def _widest(spots: Sequence[float], step: float) -> float:
    """The right end of the longest run of spots, a little before it: columns are set to the left."""
    runs: list[list[float]] = []
    for spot in spots:
        if runs and spot - runs[-1][-1] <= step:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    longest = max(runs, key=lambda run: run[-1] - run[0])
    return longest[-1] - min(step, (longest[-1] - longest[0]) / 4)
