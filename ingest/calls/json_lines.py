"""Lines of JSON, part by part, each an object; also lines that are forms with the object in one of their fields."""

from __future__ import annotations

import io
import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, cast
from urllib.parse import parse_qs

import pyarrow
from pyarrow import json as lines_of_json
from pyarrow import types

from ingest.calls.answers import Lines, lines_of_texts
from ingest.calls.delimited import BYTES
from ingest.calls.layout import Layout
from ingest.calls.rows import Part, TableRows
from model import ColumnError, Fault, InputError
from model.decoding.columns import check_columns

MARK = b"\xef\xbb\xbf"
_SHOWN = 60


@dataclass
class Typing:
    """The columns of lines of JSON as a table, and their types: those of the first part."""

    schema: pyarrow.Schema | None = None

    def table(self, lines: Sequence[bytes]) -> pyarrow.RecordBatch:
        """Lines as a table.

        Raises
        ------
        ColumnError
            If they are no table of one type a column, or have other columns than the first ones.
        """
        text = b"\n".join(lines) + b"\n"
        try:
            if self.schema is None:
                self.schema = _schema_of(text)
            options = {"explicit_schema": self.schema, "unexpected_field_behavior": "error"}
            [batch] = _objects(text, **options).combine_chunks().to_batches() or [_nothing(self.schema)]
        except pyarrow.ArrowInvalid as error:
            reason = " ".join(str(error).split())
            raise ColumnError(f"{reason}; lines that are no table of one type a column become one by --flat") from error
        return batch


@dataclass(frozen=True)
class LineRows:
    """Lines, each an object, which stay as they are."""

    names: Sequence[str]
    lines: Sequence[bytes]
    typing: Typing = field(repr=False)

    def batch(self) -> pyarrow.RecordBatch:
        """The objects as a table."""
        return self.typing.table(self.lines)

    def records(self, delimiter: str) -> Lines:
        """The objects as records of a delimited text."""
        return TableRows(self.batch()).records(delimiter)

    def objects(self) -> Lines:
        """The lines."""
        return lines_of_texts(self.lines)


def is_table(stream: IO[bytes], place: str, layout: Layout) -> bool:
    """Whether the first lines are a table of one type a column, without values in values; the stream goes back."""
    lines = stream.readlines(BYTES)
    stream.seek(0)
    try:
        schema = Typing().table([line for line, _ in objects_of(lines, 1, place, layout)]).schema
    except ColumnError:
        return False
    return not any(types.is_nested(kind) for kind in schema.types)


def parts_of_lines(stream: IO[bytes], place: str, layout: Layout, new: Sequence[str]) -> Generator[Part, None, None]:
    """Lines of JSON, part by part, with the codes under a key.

    Raises
    ------
    InputError
        `damaged-file` with the line that is no object of JSON, or no form with one.
    ColumnError
        If no object has the key, or one has that of an answer.
    """
    # Imports pandas; only for this form.
    from model.decoding.pandas_frames import to_arrow

    typing, present = Typing(), dict[str, None]()
    number = 0
    while lines := stream.readlines(BYTES):
        objects = list(objects_of(lines, number + 1, place, layout))
        number += len(lines)
        present.update(dict.fromkeys(name for _, row in objects for name in row))
        if layout.column:
            check_columns(present, layout.column, new)
        codes = to_arrow([row.get(layout.column) for _, row in objects])
        yield Part(codes, LineRows(list(present), [line for line, _ in objects], typing))
    if not number:
        raise ValueError("it is empty")


def objects_of(
    lines: Sequence[bytes], first: int, place: str, layout: Layout
) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """The objects of lines that are not blank, each with its text."""
    for number, line in enumerate(lines, first):
        text = line.strip().removeprefix(MARK)
        if text:
            text = _of_form(text, number, place, layout) if layout.field and text[:1] != b"{" else text
            yield text, _object(text, number, place, line)


def _object(text: bytes, number: int, place: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"is not JSON: {reason}"
        if not line.endswith(b"\n") and text[:1] == b"{" and not text.endswith(b"}"):
            message = "the JSON ends before its object is closed; it is the last line, so the file looks cut"
        raise fault_at(place, number, message) from error
    if not isinstance(row, dict):
        raise fault_at(place, number, "is no JSON object")
    return row


def _of_form(text: bytes, number: int, place: str, layout: Layout) -> bytes:
    """The object in the field of a form. Other fields are secrets of the customer: only their names are told."""
    try:
        fields = parse_qs(text.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    except ValueError:
        shown = text[:_SHOWN].decode("utf-8", "replace")
        message = (
            f"the preset {layout.preset} expects an object of JSON or a form with the field {layout.field!r}, and here "
            f"stands: {shown}"
        )
        raise fault_at(place, number, message) from None
    if layout.field not in fields:
        there = ", ".join(map(repr, fields))
        raise fault_at(place, number, f"the form has no field {layout.field!r}; there are {there}")
    return fields[layout.field][0].encode()


def fault_at(place: str, line: int, message: str) -> InputError:
    """The error for a line."""
    return InputError(Fault("damaged-file", message, f"{place}, line {line:,}"))


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


def _nothing(schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_arrays([pyarrow.nulls(0, kind) for kind in schema.types], schema=schema)


def object_lines(stream: IO[bytes], place: str, layout: Layout) -> IO[bytes]:
    """A stream of JSON, of which lines may be forms if a preset says so."""
    return cast("IO[bytes]", _FormLines(stream, place, layout)) if layout.field else stream


class _FormLines(io.RawIOBase):
    """Lines that are forms or objects as lines of JSON."""

    def __init__(self, stream: IO[bytes], place: str, layout: Layout) -> None:
        self._stream = stream
        self._place = place
        self._layout = layout
        self._line = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read again if the stream can."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to the begin."""
        self._line = 0
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """Some lines, of about so many bytes."""
        lines = self._stream.readlines(size)
        texts = []
        for line in lines:
            self._line += 1
            text = line.strip().removeprefix(MARK)
            is_form = text and text[:1] != b"{"
            texts.append(_of_form(text, self._line, self._place, self._layout) + b"\n" if is_form else line)
        return b"".join(texts)
