"""Call records part by part: how each form is read, with the codes of each part."""

from __future__ import annotations

import csv as delimited
import io
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import numpy
import pyarrow
from pyarrow import csv, parquet, types
from pyarrow import json as lines_of_json

from model.decoding.buffers import bits_of
from model.decoding.columns import check_columns

if TYPE_CHECKING:
    from model.decoding.lookup import Request

ROWS: Final = 1 << 18
"""How many rows of Parquet are in memory at once."""

BYTES: Final = 1 << 23
"""How many bytes of text are in memory at once."""

DELIMITERS: Final = {"csv": ",", "tsv": "\t"}

Batches = Generator[pyarrow.RecordBatch, None, None]
Check = Callable[[list[str]], None]


class Part(NamedTuple):
    """Some rows: their codes, and the rows in the way of their form."""

    codes: pyarrow.Array
    rows: Any


Parts = Generator[Part, None, None]
"""Parts of a stream; to be closed, for what reads ahead."""


def read_parts(stream: IO[bytes], form: str, column: str, request: Request, as_lines: bool) -> Parts:
    """The parts of a stream, at least one.

    Parameters
    ----------
    stream, form
        The bytes, and what they are: `csv`, `tsv`, `parquet` or `ndjson`.
    column, request
        The column of the codes, and the answers to add.
    as_lines
        Whether the rows of lines of JSON are these lines, and not batches of Arrow, as of all other forms.

    Raises
    ------
    ColumnError
        If there is no such column, or one has the name of an answer.
    ValueError
        If the stream is not of its form; errors of pyarrow among them.
    """
    if form == "ndjson" and as_lines:
        yield from _read_lines(stream, column, request)
        return

    def check(names: list[str]) -> None:
        check_columns(names, column, request.names)

    # Closed on failure too: what reads ahead for it must not be at work when the process ends.
    with closing(_BATCHES[form](stream, check)) as batches:
        for batch in batches:
            codes = batch.column(batch.schema.names.index(column))
            yield Part(codes if form in {"parquet", "ndjson"} else _without_empty(codes), batch)


def _without_empty(texts: pyarrow.Array) -> pyarrow.Array:
    """The texts with null for the empty ones: in a delimited file, nothing is a missing value."""
    if not len(texts):
        return texts
    _, bounds, letters = texts.buffers()
    offsets = numpy.frombuffer(bounds, numpy.int32, texts.offset + len(texts) + 1)
    is_there = bits_of(offsets[1:] > offsets[:-1])
    return pyarrow.Array.from_buffers(texts.type, len(texts), [is_there, bounds, letters], offset=texts.offset)


def _read_parquet(stream: IO[bytes], check: Check) -> Batches:
    file = parquet.ParquetFile(stream)
    check(file.schema_arrow.names)
    yield from _batches_of_parquet(file)


def _batches_of_parquet(file: Any) -> Batches:
    if not file.metadata.num_rows:
        yield _nothing(file.schema_arrow)
    # One after the other: a reader of all row groups keeps what it has read of them.
    for group in range(file.num_row_groups):
        yield from file.iter_batches(ROWS, row_groups=[group])


def _nothing(schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_arrays([pyarrow.nulls(0, kind) for kind in schema.types], schema=schema)


def _read_delimited(stream: IO[bytes], check: Check, delimiter: str) -> Batches:
    """The rows as text, whatever they look like: 0020 stays 0020."""
    names, rest = _read_header(stream, delimiter)
    check(names)
    if not rest:
        yield _nothing(pyarrow.schema([(name, pyarrow.string()) for name in names]))
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


def _read_lines(stream: IO[bytes], column: str, request: Request) -> Parts:
    # Imports pandas; only for this form.
    from model.decoding.pandas_frames import to_arrow

    number = 0
    present: dict[str, None] = {}
    while lines := stream.readlines(BYTES):
        rows = [_object(line, number + index) for index, line in enumerate(lines, 1)]
        number += len(lines)
        kept = [line for line, row in zip(lines, rows, strict=True) if row is not None]
        present.update(dict.fromkeys(name for row in rows if row for name in row))
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


def _read_objects(stream: IO[bytes], check: Check) -> Batches:
    """Lines of JSON as a table: its columns and their types are those of the first part."""
    schema = None
    while lines := stream.readlines(BYTES):
        text = b"".join(lines)
        try:
            if schema is None:
                schema = _schema_of(text)
                check(schema.names)
            yield from _objects(text, explicit_schema=schema, unexpected_field_behavior="error").to_batches()
        except pyarrow.ArrowInvalid as error:
            raise ValueError(
                f"{error}; lines that are no table of one type a column can only become .ndjson"
            ) from error
    if schema is None:
        raise ValueError("it is empty")


def _schema_of(text: bytes) -> pyarrow.Schema:
    """The columns of lines of JSON. What looks like a time stays the text that it is, to the letter."""
    fields = _objects(text).schema
    return pyarrow.schema(
        [field.with_type(pyarrow.string()) if types.is_timestamp(field.type) else field for field in fields]
    )


def _objects(text: bytes, **options: Any) -> pyarrow.Table:
    # In one block: a line that stands in two is an error.
    block = lines_of_json.ReadOptions(block_size=len(text) + 1)
    return lines_of_json.read_json(pyarrow.BufferReader(text), block, lines_of_json.ParseOptions(**options))


_BATCHES: Final[Mapping[str, Callable[[IO[bytes], Check], Batches]]] = {
    "csv": partial(_read_delimited, delimiter=DELIMITERS["csv"]),
    "tsv": partial(_read_delimited, delimiter=DELIMITERS["tsv"]),
    "parquet": _read_parquet,
    "ndjson": _read_objects,
}
"""How the rows of each form become batches of Arrow; the names of the columns are checked before any is read."""
