"""Call records part by part: how each form is written, with the answers to the codes of each part."""

from __future__ import annotations

import csv as delimited
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Protocol

import pyarrow
from pyarrow import compute, csv, parquet, types

from ingest.calls.tables import DELIMITERS
from model import ColumnError

if TYPE_CHECKING:
    from model.decoding.lookup import Request


class Writer(Protocol):
    """Writes parts with the answers to their codes."""

    def write(self, rows: Any, answers: Sequence[pyarrow.Array]) -> None:
        """Write the rows of a part."""

    def close(self) -> None:
        """Write what stands at the end of the form."""


class TableWriter:
    """Writes batches of Arrow as CSV, TSV or Parquet."""

    def __init__(self, stream: IO[bytes], form: str, request: Request) -> None:
        self._stream = stream
        self._request = request
        self._write: Callable[[pyarrow.RecordBatch], None] | None = None
        self._schema: pyarrow.Schema | None = None
        self._parquet: Any = None
        self._form = form

    def write(self, rows: pyarrow.RecordBatch, answers: Sequence[pyarrow.Array]) -> None:
        """Write a batch and the answers to its codes.

        Raises
        ------
        ColumnError
            If its columns are others than those before.
        """
        if self._schema is None:
            self._schema = rows.schema
        elif not self._schema.equals(rows.schema):
            raise ColumnError("its columns are not those of the files before it")
        whole = pyarrow.RecordBatch.from_arrays(
            [*rows.columns, *answers], names=[*rows.schema.names, *self._request.names]
        )
        if self._write is None:
            self._write = self._start(whole.schema)
        self._write(whole)

    def _start(self, schema: pyarrow.Schema) -> Callable[[pyarrow.RecordBatch], None]:
        if self._form == "parquet":
            # Those of texts cost as much as writing them, and nobody looks for rows by a description.
            known = [name for name in schema.names if name not in self._request.names]
            self._parquet = parquet.ParquetWriter(self._stream, schema, write_statistics=known)
            write: Callable[[pyarrow.RecordBatch], None] = self._parquet.write_batch
            return write
        for name, kind in zip(schema.names, schema.types, strict=True):
            if types.is_nested(kind) or types.is_binary(kind):
                raise ColumnError(f"{self._form} cannot hold the column {name!r} of type {kind}; Parquet can")
        header = io.StringIO()
        delimiter = DELIMITERS[self._form]
        delimited.writer(header, delimiter=delimiter, lineterminator="\n").writerow(schema.names)
        self._stream.write(header.getvalue().encode())
        return lambda batch: self._write_delimited(batch, delimiter)

    def _write_delimited(self, batch: pyarrow.RecordBatch, delimiter: str) -> None:
        try:
            text = _delimited(batch, delimiter, "none")
        except pyarrow.ArrowInvalid:  # a text with a delimiter in it
            text = _delimited(batch, delimiter, "needed")
        self._stream.write(text)

    def close(self) -> None:
        """Write the footer of Parquet."""
        if self._parquet is not None:
            self._parquet.close()


def _delimited(batch: pyarrow.RecordBatch, delimiter: str, quoting: str) -> pyarrow.Buffer:
    sink = pyarrow.BufferOutputStream()
    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False, delimiter=delimiter, quoting_style=quoting))
    return sink.getvalue()


class LineWriter:
    """Writes lines of JSON, with the answers put at the end of each object: the rest stays as it is, to the letter."""

    def __init__(self, stream: IO[bytes], request: Request) -> None:
        self._stream = stream
        self._request = request

    def write(self, rows: Sequence[bytes] | pyarrow.RecordBatch, answers: Sequence[pyarrow.Array]) -> None:
        """Write lines, or a batch as such, and the answers to their codes.

        Raises
        ------
        ColumnError
            If a batch has values that JSON cannot hold.
        """
        lines = _as_lines(rows) if isinstance(rows, pyarrow.RecordBatch) else rows
        for line, *values in zip(lines, *(array.to_pylist() for array in answers), strict=True):
            begin = line.rstrip()[:-1].rstrip()
            new = json.dumps(dict(zip(self._request.names, values, strict=True)), ensure_ascii=False)[1:]
            self._stream.write(begin + (b"" if begin.endswith(b"{") else b", ") + new.encode() + b"\n")

    def close(self) -> None:
        """There is nothing at the end."""


def _as_lines(batch: pyarrow.RecordBatch) -> Iterator[bytes]:
    """Rows as objects of JSON: what is no number is null; dates, times and decimals are texts."""
    columns = [
        compute.if_else(compute.is_finite(column), column, None) if types.is_floating(column.type) else column
        for column in batch.columns
    ]
    for row in pyarrow.RecordBatch.from_arrays(columns, names=batch.schema.names).to_pylist():
        try:
            yield json.dumps(row, ensure_ascii=False, allow_nan=False, default=_as_json).encode()
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


def writer_of(stream: IO[bytes], form: str, request: Request) -> Writer:
    """What writes a form to a stream."""
    return LineWriter(stream, request) if form == "ndjson" else TableWriter(stream, form, request)
