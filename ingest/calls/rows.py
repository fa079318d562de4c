"""Rows of calls in the way of their form, as whatever is to be written: a table, records, or objects of JSON.

A cell of a record needs quotes if it holds a delimiter, a quote or a line end, or is an empty text: nothing at all is a
missing value. What is written of a record depends on that record alone. Only what has to change is touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

import numpy
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute, types

from ingest.calls.answers import Lines, lines_of_array, lines_of_texts
from ingest.calls.cells import LINE_FEED, QUOTE, RETURN, Cells
from model import ColumnError

DELIMITERS: Final = {"csv": ",", "tsv": "\t"}
"""What stands between the fields of the delimited forms, as they are written."""

Places = NDArray[numpy.integer[Any]]


class Rows(Protocol):
    """Some rows."""

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""

    def batch(self) -> pyarrow.RecordBatch:
        """The rows as a table.

        Raises
        ------
        ColumnError
            If they are none.
        """

    def records(self, delimiter: str) -> Lines:
        """The rows as records of a delimited text, without their ends."""

    def objects(self) -> Lines:
        """The rows as objects of JSON.

        Raises
        ------
        ColumnError
            If JSON cannot hold a value.
        """


class Part(NamedTuple):
    """Some rows with their codes."""

    codes: pyarrow.Array
    rows: Rows


@dataclass(frozen=True)
class TableRows:
    """Rows that are a table."""

    table: pyarrow.RecordBatch

    @property
    def names(self) -> Sequence[str]:
        """The names of the columns."""
        return list(self.table.schema.names)

    def batch(self) -> pyarrow.RecordBatch:
        """The table."""
        return self.table

    def records(self, delimiter: str) -> Lines:
        """The rows as records."""
        for name, kind in zip(self.table.schema.names, self.table.schema.types, strict=True):
            if types.is_nested(kind) or types.is_binary(kind):
                form = next(form for form, other in DELIMITERS.items() if other == delimiter)
                raise ColumnError(f"{form} cannot hold the column {name!r} of type {kind}; Parquet can")
        return lines_of_batch(self.table, delimiter)

    def objects(self) -> Lines:
        """The rows as objects."""
        return lines_of_texts([text.encode() for text in _objects(self.table)])


@dataclass(frozen=True)
class CellRows:
    """Rows of a delimited text."""

    names: Sequence[str]
    cells: Cells

    def batch(self) -> pyarrow.RecordBatch:
        """The cells as a table of texts, whatever they look like: 0020 stays 0020."""
        columns = [self.cells.column(number) for number in range(len(self.names))]
        return pyarrow.RecordBatch.from_arrays(columns, names=list(self.names))

    def records(self, delimiter: str) -> Lines:
        """The records as they stand, where nothing has to change."""
        return lines_of_cells(self.cells, delimiter.encode())

    def objects(self) -> Lines:
        """The rows as objects of texts."""
        return TableRows(self.batch()).objects()


def in_order(rows: Rows, names: Sequence[str]) -> Rows:
    """The same rows, with their columns in an order."""
    return rows if list(rows.names) == list(names) else TableRows(rows.batch().select(list(names)))


def _objects(batch: pyarrow.RecordBatch) -> Iterator[str]:
    """Rows as objects of JSON: what is no number is null; dates, times and decimals are texts."""
    columns = [
        compute.if_else(compute.is_finite(column), column, None) if types.is_floating(column.type) else column
        for column in batch.columns
    ]
    for row in pyarrow.RecordBatch.from_arrays(columns, names=batch.schema.names).to_pylist():
        try:
            yield json.dumps(row, ensure_ascii=False, allow_nan=False, default=_as_json)
        except ColumnError:
            raise
        except ValueError as error:
            raise ColumnError("JSON cannot hold NaN or infinity, which stands within a list or an object") from error


def _as_json(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    raise ColumnError(f"JSON cannot hold a value of type {type(value).__name__}; Parquet can")


def lines_of_cells(cells: Cells, delimiter: bytes) -> Lines:
    """The records of a text, written with another delimiter or the same, without their ends."""
    if not len(cells.starts):
        return Lines(b"", cells.starts.ravel(), cells.ends.ravel())
    letters = numpy.frombuffer(cells.text, numpy.uint8)
    starts, ends = cells.starts[:, 0], cells.ends[:, -1]
    between = cells.ends[:, :-1]
    is_same = not between.size or letters[between[0, 0]] == delimiter[0]
    if not cells.has_quotes and (is_same or delimiter not in cells.text):
        text = cells.text if is_same else cells.text.replace(bytes(letters[between[0, :1]].data), delimiter)
        return Lines(text, starts, ends)
    edits = _edits(cells, letters, delimiter[0])
    if not is_same:
        letters = letters.copy()
        letters[between] = delimiter[0]
    removed = edits.removed + numpy.searchsorted(edits.added, edits.removed, "right")
    text = bytes(numpy.delete(numpy.insert(letters, edits.added, QUOTE), removed).data)
    starts = starts + numpy.searchsorted(edits.added, starts) - numpy.searchsorted(edits.removed, starts)
    ends = ends + numpy.searchsorted(edits.added, ends, "right") - numpy.searchsorted(edits.removed, ends)
    return Lines(text, starts, ends)


class _Edits(NamedTuple):
    """Before which bytes of a text a quote is added, and which quotes are removed."""

    added: Places
    removed: Places


def _edits(cells: Cells, letters: NDArray[numpy.uint8], delimiter: int) -> _Edits:
    starts, ends = cells.starts.ravel(), cells.ends.ravel()
    is_quoted = (letters[starts] == QUOTE) & (ends > starts)
    special = numpy.flatnonzero(
        (letters == delimiter) | (letters == QUOTE) | (letters == LINE_FEED) | (letters == RETURN)
    )
    holder = numpy.searchsorted(starts, special, "right") - 1
    bounding = is_quoted[holder] & ((special == starts[holder]) | (special == ends[holder] - 1))
    inside = (special < ends[holder]) & ~bounding
    needs = is_quoted & (ends - starts == 2)
    needs[holder[inside]] = True
    unquoted, enquoted = is_quoted & ~needs, needs & ~is_quoted
    lone = special[inside & (letters[special] == QUOTE) & ~is_quoted[holder]]
    added = numpy.sort(numpy.concatenate([starts[enquoted], ends[enquoted], lone]))
    removed = numpy.sort(numpy.concatenate([starts[unquoted], ends[unquoted] - 1]))
    return _Edits(added, removed)


def lines_of_batch(batch: pyarrow.RecordBatch, delimiter: str) -> Lines:
    """The rows of a table as records, without their ends."""
    columns = [_as_cells(column, delimiter) for column in batch.columns]
    return lines_of_array(compute.binary_join_element_wise(*columns, delimiter))


def _as_cells(column: pyarrow.Array, delimiter: str) -> pyarrow.Array:
    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    is_text = types.is_string(column.type) or types.is_large_string(column.type) or types.is_string_view(column.type)
    texts = column.cast(pyarrow.string())
    if is_text:
        needs = compute.match_substring_regex(texts, f'["\r\n{delimiter}]|^$')
        if compute.any(needs).as_py():
            doubled = compute.replace_substring(texts, '"', '""')
            texts = compute.if_else(needs, compute.binary_join_element_wise('"', doubled, '"', ""), texts)
    return texts.fill_null("")
