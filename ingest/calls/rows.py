"""Rows of calls in the way of their form, as whatever is to be written: a table, records, or objects of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, Protocol

import pyarrow
from pyarrow import compute, types

from ingest.calls.answers import Lines, lines_of_texts
from ingest.calls.cells import Cells
from ingest.calls.rewriting import lines_of_batch, lines_of_cells
from model import ColumnError

DELIMITERS: Final = {"csv": ",", "tsv": "\t"}
"""What stands between the fields of the delimited forms, as they are written."""


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
