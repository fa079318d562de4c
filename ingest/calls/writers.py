"""How each form of call records is written, with the answers to the codes of each part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

import pyarrow
from pyarrow import compute, parquet

from ingest.calls.answers import Answers
from ingest.calls.rows import DELIMITERS, Rows
from model import ColumnError

if TYPE_CHECKING:
    from model.decoding.lookup import Indices

ROWS: Final = 1 << 17
"""How many rows are texts at once: with the answers, many short rows are more bytes than were read."""


class Writer(Protocol):
    """Writes parts with the answers to their codes."""

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part, of which the codes are given as numbers.

        Raises
        ------
        ColumnError
            If the form cannot hold a value.
        """

    def close(self) -> None:
        """Write what stands at the end of the form."""


class RecordWriter:
    """Writes records of CSV or TSV: quotes where they are needed; missing is empty, an empty text has two quotes."""

    def __init__(self, stream: IO[bytes], form: str, answers: Answers) -> None:
        self._stream = stream
        self._delimiter = DELIMITERS[form]
        self._answers = answers
        self._ends = answers.as_records(self._delimiter)
        self._is_first = True

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part."""
        records = rows.records(self._delimiter)
        if self._is_first:
            self._is_first = False
            header = io.StringIO()
            names = [*rows.names, *self._answers.request.names]
            csv.writer(header, delimiter=self._delimiter, lineterminator="\n").writerow(names)
            self._stream.write(header.getvalue().encode())
        for some, texts in _with_texts(records, self._answers, numbers, self._ends):
            self._stream.write(_letters(compute.binary_join_element_wise(some, texts, "")))

    def close(self) -> None:
        """There is nothing at the end."""


class ObjectWriter:
    """Writes lines of JSON, with the answers put at the end of each object: the rest stays as it is, to the letter."""

    def __init__(self, stream: IO[bytes], answers: Answers) -> None:
        self._stream = stream
        self._answers = answers
        self._ends = [f"{members}}}\n" for members in answers.as_members()]

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part."""
        for some, ends in _with_texts(rows.objects(), self._answers, numbers, self._ends):
            begins = compute.ascii_rtrim_whitespace(compute.utf8_slice_codeunits(some, 0, -1))
            comma = compute.if_else(compute.ends_with(begins, "{"), "", ", ")
            self._stream.write(_letters(compute.binary_join_element_wise(begins, comma, ends, "")))

    def close(self) -> None:
        """There is nothing at the end."""


class ParquetWriter:
    """Writes Parquet."""

    def __init__(self, stream: IO[bytes], answers: Answers) -> None:
        self._stream = stream
        self._answers = answers
        self._parquet: Any = None
        self._schema: Any = None

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part, which have the columns of the first."""
        batch = self._answers.beside(rows.batch(), numbers)
        if self._parquet is None:
            # Statistics of texts cost as much as writing them, and nobody looks for rows by a description.
            known = [name for name in batch.schema.names if name not in self._answers.request.names]
            self._schema = batch.schema
            self._parquet = parquet.ParquetWriter(self._stream, batch.schema, write_statistics=known)
        elif not self._schema.equals(batch.schema):
            raise ColumnError(OTHER_COLUMNS)
        self._parquet.write_batch(batch)

    def close(self) -> None:
        """Write the footer."""
        if self._parquet is not None:
            self._parquet.close()


OTHER_COLUMNS: Final = "its columns are not those of the files before it"


def _with_texts(
    rows: pyarrow.Array, answers: Answers, numbers: Indices, texts: Sequence[str]
) -> Iterator[tuple[pyarrow.Array, pyarrow.Array]]:
    """Some rows at once, and for each that of some texts which its code has."""
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS], answers.texts(numbers[start : start + ROWS], texts)


def _letters(texts: pyarrow.Array) -> Any:
    """The letters of an array of texts that was just made, one text behind the other."""
    return memoryview(texts.buffers()[2] or b"") if len(texts) else b""


def writer_of(stream: IO[bytes], form: str, answers: Answers) -> Writer:
    """What writes a form to a stream."""
    if form == "ndjson":
        return ObjectWriter(stream, answers)
    if form == "parquet":
        return ParquetWriter(stream, answers)
    if form == "xlsx":
        from ingest.calls.workbooks import WorkbookWriter

        return WorkbookWriter(stream, answers)
    return RecordWriter(stream, form, answers)
