"""The tables of a code book as rows of plain values, and as pandas frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from model.errors import UnknownTableError
from model.pattern import ClassPattern
from model.records import CodeClass, Finding, ResultCode
from model.tables import TABLES, Column, Type

if TYPE_CHECKING:
    import pandas

Value = int | str | bool | None

DTYPES: Final[dict[Type, str]] = {"integer": "Int64", "string": "string", "boolean": "boolean"}
"""The pandas type of each column type: all of them can hold a missing value."""


class Tables(Protocol):
    """What tables are made of: of a code book, all that is asked here."""

    @property
    def codes(self) -> Mapping[int, ResultCode]:
        """The codes by number, in order."""

    @property
    def classes(self) -> Mapping[ClassPattern, CodeClass]:
        """The declared classes by pattern, in order."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the document."""

    def resolutions(self) -> Iterator[tuple[int, int, ClassPattern | None]]:
        """Every number that can be resolved, as `CodeBook.resolutions` gives them."""


def table_rows(book: Tables, table: str) -> Iterator[tuple[Value, ...]]:
    """The rows of a table (`codes`, `classes`, `resolution`, `findings`), values in the order of its columns.

    Raises
    ------
    UnknownTableError
        If there is no such table.
    """
    if table not in TABLES:
        raise UnknownTableError(f"{table!r} is no table of a code book; it has {', '.join(TABLES)}")
    if table == "resolution":
        yield from _resolution_rows(book)
        return
    records = {"codes": book.codes.values(), "classes": book.classes.values(), "findings": book.findings}[table]
    names = TABLES[table].names
    for record in records:
        yield tuple(getattr(record, name) for name in names)


def count_rows(book: Tables, table: str) -> int:
    """How many rows a table has."""
    return sum(1 for _ in (book.resolutions() if table == "resolution" else table_rows(book, table)))


def _resolution_rows(book: Tables) -> Iterator[tuple[Value, ...]]:
    for number, code, pattern in book.resolutions():
        yield number, code, "exact" if pattern is None else "class", pattern, book.codes[code].description


def to_pandas(book: Tables, table: str) -> pandas.DataFrame:
    """A table as a pandas frame with a default index; see `CodeBook.to_pandas` for its dtypes."""
    import pandas

    rows = list(table_rows(book, table))
    columns = TABLES[table].columns
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pandas.DataFrame(
        {column.name: _series(column, column_values) for column, column_values in zip(columns, values, strict=True)}
    )


def _series(column: Column, values: tuple[Value, ...]) -> pandas.Series[Any]:
    import pandas

    series = pandas.Series(values, dtype=DTYPES[column.type])
    return series.astype("category") if column.category else series
