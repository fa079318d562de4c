"""How each form of call records is written, with the answers to the codes of each part."""

from __future__ import annotations

import csv
import io
from typing import IO, Any, Final, Protocol

import numpy
from numpy.typing import NDArray
from pyarrow import parquet

from ingest.calls.answers import Answers, Lines, lines_of_texts, with_ends
from ingest.calls.rows import DELIMITERS, Rows
from model import ColumnError
from model.decoding.lookup import Indices


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
        for some in with_ends(records, self._answers.which.take(numbers), self._ends):
            self._stream.write(some)

    def close(self) -> None:
        """There is nothing at the end."""


class ObjectWriter:
    """Writes lines of JSON, with the answers put at the end of each object: the rest stays as it is, to the letter."""

    def __init__(self, stream: IO[bytes], answers: Answers) -> None:
        self._stream = stream
        self._answers = answers
        members = [f"{text}}}\n".encode() for text in answers.as_members()]
        self._ends = lines_of_texts([*members, *(b", " + text for text in members)])

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part."""
        objects = rows.objects()
        begins, has_members = _without_braces(objects)
        which = self._answers.which.take(numbers) + has_members * len(self._answers.distinct)
        for some in with_ends(begins, which, self._ends):
            self._stream.write(some)

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


def _without_braces(objects: Lines) -> tuple[Lines, NDArray[numpy.bool_]]:
    """Objects of JSON without their last brace and the blanks before it, and whether each has a member."""
    letters = numpy.frombuffer(objects.text, numpy.uint8)
    ends = objects.ends - 1
    while (is_blank := numpy.isin(letters[ends - 1], _BLANKS)).any():
        ends = ends - is_blank
    return Lines(objects.text, objects.starts, ends), letters[ends - 1] != _BRACE


_BLANKS: Final = numpy.frombuffer(b" \t\r\n", numpy.uint8)
_BRACE: Final = ord("{")


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
