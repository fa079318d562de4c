"""Columns whose roles a user names: headings are read by them, and made where a table has none."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from ingest.document.fragments import STRIPE, TAB, CellPlace, Fragments, Word
from ingest.document.options import wrong_columns
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Column, Headings
from ingest.table.scene.lines import APART, Line, lines_of
from ingest.table.scene.shapes import code_shape, label_shapes
from model import Fault, InputError

_NEARLY_ALL: Final = 0.95
_ROOM: Final = 0.5
_OFTEN: Final = 0.3
"""In what part of the rows something must stand at an edge for it to be surely that of a column."""


class ByHand(NamedTuple):
    """The columns as a user names them, and how errors name the document."""

    names: tuple[str, ...]
    source: str

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the columns."""
        roles: dict[str, Role] = {"class": "class", "code": "code", "description": "description", "number": "number"}
        return tuple(roles.get(name, "other") for name in self.names)

    @property
    def code(self) -> int:
        """Which column is that of the codes, from 0."""
        return self.names.index("code")

    def fault(self, message: str) -> InputError:
        """An error about the columns."""
        return InputError(Fault("columns", message, self.source))

    def require(self, seen: int) -> None:
        """The table must have as many columns as are named; those behind the description may be empty."""
        if seen > len(self.names) or seen <= max(self.code, self.names.index("description")):
            named = f"{len(self.names)} are named ({','.join(self.names)})"
            columns = "1 column" if seen == 1 else f"{seen} columns"
            raise self.fault(f"the table has {columns}, and {named}; name each, and - what is not wanted")


class Set(NamedTuple):
    """A document with its headings, as they were named."""

    fragments: Fragments
    lines: list[Line]
    headings: list[Headings]


def set_by_hand(fragments: Fragments, lines: list[Line], found: Sequence[Headings], hand: ByHand) -> Set:
    """A document with the columns that a user names: those of the headings that were found, or of none.

    Raises
    ------
    InputError
        `columns`, if they are no columns, or the table has not as many.
    """
    if message := wrong_columns(hand.names):
        raise hand.fault(message)
    if found:
        return Set(fragments, lines, [_named(fragments.words, lines, item, hand) for item in found])
    if any(word.cell is not None and code_shape(word.text) for word in fragments.words):
        return _of_cells(fragments, lines, hand)
    return _of_edges(fragments, lines, hand)


def _named(words: Sequence[Word], lines: Sequence[Line], item: Headings, hand: ByHand) -> Headings:
    cell = words[lines[item.begin].begin].cell
    if cell is not None and len(item.columns) != len(hand.names):
        hand.require(_width(words, cell.table))
        return item._replace(columns=_cell_columns(hand))
    if len(item.columns) != len(hand.names):
        hand.require(len(item.columns))
        raise hand.fault(f"the table has {len(item.columns)} headings, and {len(hand.names)} are named")
    named = zip(item.columns, hand.roles, strict=True)
    return item._replace(columns=tuple(column._replace(role=role) for column, role in named))


def _width(words: Sequence[Word], table: int) -> int:
    return max(word.cell.column + word.cell.columns for word in words if word.cell and word.cell.table == table)


def _cell_columns(hand: ByHand) -> tuple[Column, ...]:
    return tuple(Column(role, at * STRIPE, at * STRIPE + 1, at, 1) for at, role in enumerate(hand.roles))


def _is_row(words: Sequence[Word]) -> bool:
    """Whether words can be a row of the table: they hold a code, or begin with a label."""
    return any(code_shape(word.text) for word in words) or bool(label_shapes(words[0].text))


def _of_cells(fragments: Fragments, lines: list[Line], hand: ByHand) -> Set:
    """Of a format with cells: the first table with codes in their column; what stands above its rows is headings."""
    words = fragments.words
    tables = [
        word.cell.table for word in words if word.cell and word.cell.column == hand.code and code_shape(word.text)
    ]
    if not tables:
        first = next(word.cell for word in words if word.cell and code_shape(word.text))
        hand.require(_width(words, first.table))
        raise hand.fault(f"the codes stand in column {first.column + 1}, and code is named as column {hand.code + 1}")
    hand.require(_width(words, tables[0]))
    inside = [line for line in lines if (cell := words[line.begin].cell) and cell.table == tables[0]]
    rows = [place for place, line in enumerate(inside) if _is_row(words[line.begin : line.end])]
    above = inside[: rows[0]]
    if above:
        headings = Headings(above[0].number, above[-1].number + 1, _cell_columns(hand), words[above[0].begin].line)
        return Set(fragments, lines, [headings])
    first_word = words[inside[0].begin]
    made = [
        _empty(first_word)._replace(x0=at * STRIPE, x1=at * STRIPE + 1, cell=CellPlace(tables[0], -1, at))
        for at in range(len(hand.names))
    ]
    return _with_line(fragments, inside[0], made, _cell_columns(hand))


def _of_edges(fragments: Fragments, lines: list[Line], hand: ByHand) -> Set:
    """Of tabs, or of edges that texts share: what stands on the line above the rows in as many places is headings."""
    words = fragments.words
    rows = [line for line in lines if any(_begins_with_code(words, index) for index in line.indices)]
    if not rows:
        raise hand.fault("no code of four digits begins a line, or stands in a column; take away what is before them")
    is_tabbed = any(TAB <= words[index].gap < math.inf for line in rows for index in line.indices)
    inside = lines[rows[0].number : rows[-1].number + 1]
    places = _by_tabs(words, rows) if is_tabbed else _by_edges(fragments, inside, hand)
    if not _are_plain(words, rows, places, hand):
        hand.require(_usual_width(rows, places))
        _require_codes_in(words, places, hand)
    columns = _columns_at(words, places, hand)
    first = _first_row(words, lines, rows[0])
    above = [line for line in lines[max(0, first.number - 1) : first.number] if line.sheet == first.sheet]
    if above and _begins(words, above[0]) >= min(3, len(hand.names)):
        headings = Headings(above[0].number, above[0].number + 1, columns, words[above[0].begin].line)
        return Set(fragments, lines, [headings])
    gap = TAB if is_tabbed else 1.0
    made = [
        _empty(words[first.begin])._replace(x0=column.x0, x1=column.x0, gap=gap if at else math.inf)
        for at, column in enumerate(columns)
    ]
    return _with_line(fragments, first, made, columns)


def _begins_with_code(words: Sequence[Word], index: int) -> bool:
    """Whether a word is a code that stands apart from what is before it, or behind a label."""
    is_behind_label = index > 0 and bool(label_shapes(words[index - 1].text))
    return code_shape(words[index].text) is not None and (words[index].gap >= _ROOM or is_behind_label)


def _are_plain(words: Sequence[Word], rows: Sequence[Line], places: Mapping[int, int], hand: ByHand) -> bool:
    """Whether rows hold a code and a text beside labels, and nothing else: labels may push them from their places."""
    if len(hand.names) != len({*hand.names}) or not {*hand.names} <= {"class", "code", "description"}:
        return False
    inner = [[index for index in line.indices if not label_shapes(words[index].text)] for line in rows]
    return _usual([len({places[index] for index in indices if index in places}) for indices in inner]) <= 2


def _usual_width(rows: Sequence[Line], places: Mapping[int, int]) -> int:
    """How many columns nearly all rows have at most: a row may have slipped."""
    return _usual([max((places.get(index, 0) for index in line.indices), default=0) + 1 for line in rows])


def _usual(counts: Sequence[int]) -> int:
    return sorted(counts)[int(_NEARLY_ALL * (len(counts) - 1))]


def _require_codes_in(words: Sequence[Word], places: Mapping[int, int], hand: ByHand) -> None:
    coded = Counter(place for index, place in places.items() if code_shape(words[index].text))
    place = coded.most_common(1)[0][0] if coded else -1
    if place != hand.code:
        raise hand.fault(f"the codes stand in column {place + 1}, and code is named as column {hand.code + 1}")


def _first_row(words: Sequence[Word], lines: Sequence[Line], row: Line) -> Line:
    """The first row: the one with the first code, or that of the class above it."""
    before = lines[row.number - 1] if row.number else row
    is_label = bool(label_shapes(words[before.begin].text)) and before.sheet == row.sheet
    return before if is_label else row


def _begins(words: Sequence[Word], line: Line) -> int:
    """How many texts stand apart on a line."""
    return sum(words[index].gap >= _ROOM for index in line.indices)


def _by_tabs(words: Sequence[Word], rows: Sequence[Line]) -> dict[int, int]:
    """The number of the column of each word, by the tabs before it."""
    found: dict[int, int] = {}
    for line in rows:
        column, end = 0, 0.0
        for index in line.indices:
            word = words[index]
            column += round(word.x0 - end) if word.gap >= TAB else 0
            found[index], end = column, word.x1
    return found


def _by_edges(fragments: Fragments, lines: Sequence[Line], hand: ByHand) -> dict[int, int]:
    """The number of the column of each word that stands apart, by the edges that most of them share."""
    words, near = fragments.words, (4.0 if fragments.layout == "page" else 1.5)
    room = APART if fragments.layout == "page" else _ROOM
    starts = [index for line in lines for index in line.indices if words[index].gap >= room]
    edges: list[list[int]] = []
    for index in sorted(starts, key=lambda index: words[index].x0):
        if edges and words[index].x0 - words[edges[-1][-1]].x0 <= near:
            edges[-1].append(index)
        else:
            edges.append([index])
    rows = sum(any(code_shape(words[index].text) for index in line.indices) for line in lines)
    ranked = sorted(edges, key=len, reverse=True)
    sure = sum(len(edge) >= _OFTEN * rows for edge in ranked)
    kept = ranked[: max(sure, len(hand.names))]
    kept = sorted((edge for edge in kept if len(edge) > 1 or rows == 1), key=lambda edge: words[edge[0]].x0)
    return {index: number for number, edge in enumerate(kept) for index in edge}


def _columns_at(words: Sequence[Word], places: Mapping[int, int], hand: ByHand) -> tuple[Column, ...]:
    """The columns, each from where most of its words begin; one in which nothing stands apart begins behind another."""
    found = list[Column]()
    for number, role in enumerate(hand.roles):
        behind = found[-1].x1 if found else 0.0
        x0 = min((words[index].x0 for index, place in places.items() if place == number), default=behind)
        found.append(Column(role, x0, x0 + 1, None, 1))
    return tuple(found)


def _empty(word: Word) -> Word:
    """A word of no letters, on a line of its own above a word: the headings that a table has not."""
    return word._replace(text="", line=-1, base=word.base - word.size, gap=math.inf, furniture=None)


def _with_line(fragments: Fragments, before: Line, made: Sequence[Word], columns: tuple[Column, ...]) -> Set:
    words = (*fragments.words[: before.begin], *made, *fragments.words[before.begin :])
    lines = lines_of(words)
    headings = Headings(before.number, before.number + 1, columns, -1)
    return Set(replace(fragments, words=words), lines, [headings])
