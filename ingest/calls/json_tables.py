"""JSON as a table with one row for each code, and the fields above it: all as texts, as they stand in the document.

The document is read twice: what columns there are, and which fields stand behind the calls that they belong to, is
known only at its end. So rows wait for fields in memory only where they must.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple

import pyarrow

from ingest.calls.answers import Lines, lines_of_texts
from ingest.calls.json_events import ELEMENT, JsonText, Paths, text_of
from ingest.calls.json_paths import CONTAINERS, VALUES, Target, open_document, path_of, scalar, steps_of
from ingest.calls.rows import Part, TableRows
from model.decoding.columns import check_columns

Cell = tuple[int, str]
"""A field of a level: the path of the level, and the path of the field from there."""

Row = tuple[object, list[dict[str, Any]]]
"""A code, and the fields of each level above and beside it."""


class Field(NamedTuple):
    """A field of an object on the way to the codes: its level, its path from there, and its value."""

    level: int
    name: str
    value: Any
    is_text: bool


@dataclass
class Survey:
    """What is known of a document that was read once.

    Parameters
    ----------
    columns
        The names of the columns, by the level (how many steps from the document) and the name of the field there.
    late
        The levels, of which there are many, with fields behind the calls that they belong to.
    once
        The fields of levels of which there is one, with their values.
    documents
        How many values there are, as lines of JSON have.
    """

    columns: dict[Cell, str] = field(default_factory=dict)
    late: set[int] = field(default_factory=set)
    once: dict[Cell, Any] = field(default_factory=dict)
    documents: int = 0


class _Levels:
    """Takes events apart into fields of the levels from the document to the codes."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.levels = {path: number for number, path in enumerate(target.levels())}
        self.passed: set[int] = set()
        """The levels of which the calls, or some, were gone by."""
        self._nested: JsonText | None = None
        self._depth = 0
        self._cells: dict[int, Cell | None] = {}

    def field_of(self, at: int, event: str, value: Any) -> Field | None:
        """The field that an event completes, if it does."""
        if (number := self.levels.get(at)) is not None and event in CONTAINERS:
            # What stands outside of this one was gone by, and below it there is nothing yet.
            self.passed = set(range(number))
        if self._nested is not None:
            self._nested.add(event, value)
            self._depth += (event in CONTAINERS) - (event in {"end_map", "end_array"})
            if self._depth:
                return None
            text, self._nested = self._nested.take().strip(), None
            return self._named(at, text, is_text=False)
        if event == "start_array" and at not in self.levels:
            self._nested, self._depth = JsonText(), 1
            self._nested.add(event, value)
            return None
        if event == "map_key" or event in CONTAINERS or event in {"end_map", "end_array"} or at in self.levels:
            return None
        return self._named(at, value, is_text=True)

    def _named(self, at: int, value: Any, is_text: bool) -> Field | None:
        if at not in self._cells:
            self._cells[at] = self._cell(at)
        cell = self._cells[at]
        return None if cell is None else Field(*cell, value, is_text)

    def _cell(self, at: int) -> Cell | None:
        """The level that an object with a field belongs to: the last that its path goes through."""
        if at == Paths.OTHER:
            return None
        steps, own = self._target.paths.steps[at], self._target.steps
        count = 0
        while count < len(own) - 1 and count < len(steps) - 1 and steps[count] == own[count]:
            count += 1
        rest = steps[count:]
        return None if ELEMENT in rest else (count, path_of(rest))


def survey(stream: IO[bytes], place: str, path: str) -> Survey:
    """What there is in a document.

    Raises
    ------
    ColumnError
        If there is no code at all, or one is an object or an array.
    InputError
        `damaged-file`.
    """
    target, events = open_document(stream, place, path)
    levels, found = _Levels(target), Survey()
    order: dict[Cell, None] = {}
    many = target.steps.index(ELEMENT) if ELEMENT in target.steps else len(target.steps)
    for at, event, value in events:
        if at == target.code:
            scalar(event, value, path)
        found.documents += at == 0 and event in CONTAINERS
        one = levels.field_of(at, event, value)
        if one is not None:
            order[one.level, one.name] = None
            found.late.update({one.level} & levels.passed)
            if one.level < many:
                found.once[one.level, one.name] = _value_of(one)
    target.check_found()
    if found.documents > 1:
        found.once.clear()
    else:
        found.late -= set(range(many))
    found.columns.update(_column_names(order, target))
    return found


def _column_names(cells: Collection[Cell], target: Target) -> Iterator[tuple[Cell, str]]:
    """The names of columns: those of the fields, and whole paths where levels have fields of one name."""
    counts = Counter(name for _, name in cells)
    for level, name in cells:
        whole = f"{path_of(target.steps[:level])}.{name}".removeprefix(".")
        yield (level, name), name if counts[name] == 1 else whole


def flat_rows(stream: IO[bytes], place: str, path: str, known: Survey) -> Generator[list[Row], None, None]:
    """The rows of a document, some at once: each a code, and the fields of the levels.

    Raises
    ------
    InputError
        `damaged-file`.
    """
    target, events = open_document(stream, place, path)
    levels = _Levels(target)
    rows = _Rows(len(target.steps) - 1, known)
    for at, event, value in events:
        if at == target.code:
            rows.code = value
        number = levels.levels.get(at)
        if number is not None and event == "start_map":
            rows.begin(number)
        elif number is not None and event == "end_map":
            yield from rows.end(number)
        elif (one := levels.field_of(at, event, value)) is not None:
            rows.current[one.level][one.name] = _value_of(one)
    yield rows.held


class _Rows:
    """Rows that are made, and those that wait for fields behind the calls."""

    def __init__(self, last: int, known: Survey) -> None:
        self._last = last
        self._waits = min(known.late - {last}, default=last)
        self._once: list[dict[str, Any]] = [{} for _ in range(last + 1)]
        for (level, name), value in known.once.items():
            self._once[level][name] = value
        self.current = list(map(dict, self._once))
        self.code: object = None
        self.held: list[Row] = []

    def begin(self, level: int) -> None:
        """Begin an object of a level: those below it are others, too."""
        self.current[level:] = map(dict, self._once[level:])

    def end(self, level: int) -> Iterator[list[Row]]:
        """End an object of a level: if no row waits any longer, and they are many, they are given."""
        if level == self._last:
            self.held.append((self.code, list(self.current)))
            self.code = None
        if level <= self._waits and len(self.held) >= VALUES:
            held, self.held = self.held, []
            yield held


def _value_of(one: Field) -> Any:
    return Nested(one.value) if not one.is_text else one.value


class Nested(str):
    """The text of a value that is an array."""

    __slots__ = ()


def as_cell(value: Any) -> str | None:
    """A value as the text of a cell; None if it is missing."""
    return value if value is None or isinstance(value, str) else text_of(value)


def as_members(row: Mapping[str, Any]) -> str:
    """A row as members of an object of JSON, without braces."""
    return ", ".join(
        f"{json.dumps(name, ensure_ascii=False)}: {value if isinstance(value, Nested) else text_of(value)}"
        for name, value in row.items()
    )


def named(row: Row, columns: Mapping[Cell, str]) -> Iterator[tuple[str, Any]]:
    """The fields of a row under the names of their columns."""
    _, levels = row
    for (level, name), column in columns.items():
        if name in levels[level]:
            yield column, levels[level][name]


@dataclass(frozen=True)
class FlatRows:
    """Rows for codes, under the names of their columns."""

    columns: Mapping[Cell, str]
    rows: Sequence[Row]

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""
        return list(self.columns.values())

    def batch(self) -> pyarrow.RecordBatch:
        """The rows as a table of texts."""
        texts = [
            pyarrow.array([as_cell(levels[level].get(name)) for _, levels in self.rows], pyarrow.string())
            for level, name in self.columns
        ]
        return pyarrow.RecordBatch.from_arrays(texts, names=list(self.names))

    def records(self, delimiter: str) -> Lines:
        """The rows as records."""
        return TableRows(self.batch()).records(delimiter)

    def objects(self) -> Lines:
        """The rows as objects, of the fields that are there, with their values as they are."""
        return lines_of_texts([f"{{{as_members(dict(named(row, self.columns)))}}}".encode() for row in self.rows])


def parts_of_paths(stream: IO[bytes], place: str, path: str, new: Sequence[str]) -> Generator[Part, None, None]:
    """The rows for the codes at a path, part by part; the stream can go back to its begin.

    Raises
    ------
    ColumnError
        If there is no code at all, or a column has the name of an answer.
    InputError
        `damaged-file`.
    """
    # Imports pandas; only for this form.
    from model.decoding.pandas_frames import to_arrow

    known = survey(stream, place, path)
    names = list(known.columns.values())
    code = next(known.columns[cell] for cell in reversed(known.columns) if cell[1] == steps_of(path)[-1])
    check_columns(names, code, new)
    stream.seek(0)
    for rows in flat_rows(stream, place, path, known):
        yield Part(to_arrow([code for code, _ in rows]), FlatRows(known.columns, rows))
