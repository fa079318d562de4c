"""Workbooks: the first sheet, or one by its name, as rows of calls; and decoded calls as a workbook."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final

import pyarrow
import python_calamine as calamine

from ingest.calls.answers import Answers
from ingest.calls.rows import Part, Rows, TableRows
from ingest.document.packages import import_package
from model import ColumnError, Fault, InputError
from model.decoding.columns import check_columns
from model.decoding.lookup import Indices

_ROWS: Final = 1 << 15
MOST_ROWS: Final = 1_048_576
"""How many rows a sheet can have, its header among them."""

_FORMULA: Final = ("=", "+", "-", "@")


def parts_of_workbook(stream: IO[bytes], place: str, column: str, new: list[str]) -> Generator[Part, None, None]:
    """The rows of the first sheet below its header, part by part, all as texts.

    A whole number is its digits, whatever its format shows; a date or time is as in ISO 8601.

    Raises
    ------
    InputError
        `damaged-file`.
    ColumnError
        If there is no such column.
    """
    try:
        sheet = calamine.CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
        rows = sheet.iter_rows()
        header: list[Any] = next(rows, [])
    except (calamine.CalamineError, IndexError) as error:
        raise InputError(Fault("damaged-file", f"cannot be read as a workbook: {error}", place)) from error
    names = [_text(value) or "" for value in header]
    if not any(names):
        raise ValueError("the first row of the first sheet should hold the names of the columns, and is empty")
    if column:
        check_columns(names, column, new)
    number = names.index(column) if column else 0
    while some := [row for row, _ in zip(rows, range(_ROWS), strict=False)]:
        yield _part(some, names, number)
    yield _part([], names, number)


def _part(rows: list[list[Any]], names: list[str], number: int) -> Part:
    texts = [[_text(value) for value in row] for row in rows]
    kept = [row for row in texts if any(cell is not None for cell in row)]
    columns = [pyarrow.array([row[place] for row in kept], pyarrow.string()) for place in range(len(names))]
    return Part(columns[number], TableRows(pyarrow.RecordBatch.from_arrays(columns, names=names)))


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat(*((" ",) if isinstance(value, datetime) else ()))
    return str(value)


class WorkbookWriter:
    """Writes a workbook of one sheet: a header, and rows that are kept nowhere but in the file."""

    def __init__(self, stream: IO[bytes], answers: Answers) -> None:
        openpyxl = import_package("openpyxl", "openpyxl", "a workbook", "workbooks")
        self._cell = import_package("openpyxl.cell", "openpyxl", "a workbook", "workbooks").WriteOnlyCell
        self._stream = stream
        self._answers = answers
        self._book = openpyxl.Workbook(write_only=True)
        self._sheet = self._book.create_sheet("calls")
        self._count = 0

    def write(self, rows: Rows, numbers: Indices) -> None:
        """Write the rows of a part.

        Raises
        ------
        ColumnError
            If a sheet cannot hold so many rows, or a value.
        """
        batch = self._answers.beside(rows.batch(), numbers)
        if not self._count:
            self._append(batch.schema.names)
        if self._count + len(batch) > MOST_ROWS:
            raise ColumnError(f"a sheet holds no more than {MOST_ROWS:,} rows; write .csv or .parquet")
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            self._append(row)

    def _append(self, values: Any) -> None:
        from openpyxl.utils.exceptions import IllegalCharacterError

        try:
            self._sheet.append(list(self._cells(values)))
        except (IllegalCharacterError, ValueError) as error:
            raise ColumnError(f"a sheet cannot hold a value: {error}; write .csv or .parquet") from error
        self._count += 1

    def _cells(self, values: Any) -> Iterator[Any]:
        for value in values:
            if isinstance(value, str) and value.startswith(_FORMULA):
                cell = self._cell(self._sheet, value)
                cell.data_type = "s"  # a text that looks like a formula stays that text
                yield cell
            elif isinstance(value, datetime) and value.tzinfo is not None:
                yield value.isoformat()
            elif value is None or isinstance(value, str | int | float | bool | datetime | date | time | timedelta):
                yield value
            else:
                yield str(value)

    def close(self) -> None:
        """Write the file."""
        from tempfile import TemporaryFile

        with TemporaryFile() as whole:  # a workbook is an archive, which is not written from its begin to its end
            self._book.save(whole)
            whole.seek(0)
            while piece := whole.read(1 << 20):
                self._stream.write(piece)
