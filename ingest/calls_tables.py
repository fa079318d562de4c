"""Call records part by part: how each form is read, with the codes of each part, and written with the answers."""

from __future__ import annotations

import csv as delimited
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import pyarrow
from pyarrow import compute, csv, parquet

from model import ColumnError
from model.decode import check_columns
from model.decode_arrays import answers_to_arrow

if TYPE_CHECKING:
    from model.decode_lookup import Indices, Request

ROWS: Final = 1 << 18
"""How many rows of Parquet are in memory at once."""

BYTES: Final = 1 << 23
"""How many bytes of text are in memory at once."""

_DELIMITERS: Final = {"csv": ",", "tsv": "\t"}


class Part(NamedTuple):
    """Some rows: their codes, and the rows in the way of their form."""

    codes: pyarrow.Array
    rows: Any


class Writer(Protocol):
    """Writes parts with the answers to their codes."""

    def write(self, rows: Any, found: Sequence[Indices]) -> None:
        """Write the rows of a part."""

    def close(self) -> None:
        """Write what stands at the end of the form."""


def read_parts(stream: IO[bytes], form: str, column: str, request: Request) -> Iterator[Part]:
    """The parts of a stream, at least one.

    Raises
    ------
    ColumnError
        If there is no such column, or one has the name of an answer.
    ValueError
        If the stream is not of its form; errors of pyarrow among them.
    """
    if form == "ndjson":
        yield from _read_lines(stream, column, request)
        return
    for batch in _read_parquet(stream) if form == "parquet" else _read_delimited(stream, _DELIMITERS[form]):
        names = batch.schema.names
        check_columns(names, column, request.names)
        codes = batch.column(names.index(column))
        yield Part(codes if form == "parquet" else _without_empty(codes), batch)


def _without_empty(texts: pyarrow.Array) -> pyarrow.Array:
    """The texts with null for the empty ones: in a delimited file, nothing is a missing value."""
    is_empty = compute.equal(texts, "")
    return compute.if_else(is_empty, None, texts) if compute.any(is_empty).as_py() else texts


def _read_parquet(stream: IO[bytes]) -> Iterator[pyarrow.RecordBatch]:
    file = parquet.ParquetFile(stream)
    if not file.metadata.num_rows:
        yield pyarrow.RecordBatch.from_pylist([], file.schema_arrow)
    # One after the other: a reader of all row groups keeps what it has read of them.
    for group in range(file.num_row_groups):
        yield from file.iter_batches(ROWS, row_groups=[group])


def _read_delimited(stream: IO[bytes], delimiter: str) -> Iterator[pyarrow.RecordBatch]:
    """The rows as text, whatever they look like: 0020 stays 0020."""
    names, rest = _read_header(stream, delimiter)
    if not rest:
        yield pyarrow.RecordBatch.from_pylist([], pyarrow.schema([(name, pyarrow.string()) for name in names]))
        return
    with csv.open_csv(
        pyarrow.PythonFile(_Rest(rest, stream), mode="r"),
        csv.ReadOptions(column_names=names, block_size=BYTES),
        csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=len(names) > 1),
        csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False),
    ) as reader:
        yield from reader


def _read_header(stream: IO[bytes], delimiter: str) -> tuple[list[str], bytes]:
    """The names of the columns, and what was read behind them."""
    begin = b""
    while b"\n" not in begin and (more := stream.read(BYTES)):
        begin += more
    header, _, rest = begin.partition(b"\n")
    names = next(delimited.reader([header.decode("utf-8-sig")], delimiter=delimiter), [])
    if not any(names):
        raise ValueError("the first line should hold the names of the columns, and is empty")
    return names, rest or stream.read(BYTES)


class _Rest(io.RawIOBase):
    """A stream of which the begin was read already."""

    def __init__(self, begin: bytes, stream: IO[bytes]) -> None:
        self._begin = begin
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._begin:
            return self._stream.read(size)
        size = len(self._begin) if size < 0 else size
        part, self._begin = self._begin[:size], self._begin[size:]
        return part


def _read_lines(stream: IO[bytes], column: str, request: Request) -> Iterator[Part]:
    # Imports pandas; only for this form.
    from model.decode_frames import to_arrow

    number = 0
    while lines := stream.readlines(BYTES):
        rows = [_object(line, number + index) for index, line in enumerate(lines, 1)]
        number += len(lines)
        kept = [line for line, row in zip(lines, rows, strict=True) if row is not None]
        present = dict.fromkeys(name for row in rows if row for name in row)
        check_columns(present, column, request.names)
        yield Part(to_arrow([row.get(column) for row in rows if row is not None]), kept)
    if not number:
        raise ValueError("it is empty")


def _object(line: bytes, number: int) -> dict[str, Any] | None:
    """The object of a line, None for a blank one."""
    if not line.strip():
        return None
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number} is not JSON: {error.msg}") from error
    if not isinstance(row, dict):
        raise ValueError(f"line {number} is no JSON object")
    return row


class TableWriter:
    """Writes batches of Arrow as CSV, TSV or Parquet."""

    def __init__(self, stream: IO[bytes], form: str, request: Request) -> None:
        self._stream = stream
        self._request = request
        self._write: Callable[[pyarrow.RecordBatch], None] | None = None
        self._schema: pyarrow.Schema | None = None
        self._parquet: Any = None
        self._form = form

    def write(self, rows: pyarrow.RecordBatch, found: Sequence[Indices]) -> None:
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
        answers = (answers_to_arrow(*pair) for pair in zip(found, self._request.answers, strict=True))
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
        header = io.StringIO()
        delimiter = _DELIMITERS[self._form]
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

    def write(self, rows: Sequence[bytes], found: Sequence[Indices]) -> None:
        """Write lines and the answers to their codes."""
        columns = [answers_to_arrow(*pair).to_pylist() for pair in zip(found, self._request.answers, strict=True)]
        for line, *values in zip(rows, *columns, strict=True):
            begin = line.rstrip()[:-1].rstrip()
            new = json.dumps(dict(zip(self._request.names, values, strict=True)), ensure_ascii=False)[1:]
            self._stream.write(begin + (b"" if begin.endswith(b"{") else b", ") + new.encode() + b"\n")

    def close(self) -> None:
        """There is nothing at the end."""


def writer_of(stream: IO[bytes], form: str, request: Request) -> Writer:
    """What writes a form to a stream."""
    return LineWriter(stream, request) if form == "ndjson" else TableWriter(stream, form, request)
