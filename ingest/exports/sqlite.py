"""The code book as an SQLite database: the tables with their keys, and the fallback rule as a view."""

from __future__ import annotations

import sqlite3
from typing import Final

from ingest.exports.content import Content
from model.pattern import CODE_SPACE
from model.tables import RESOLUTION, SCHEMA_VERSION, Column, Table, Type

_TYPES: Final[dict[Type, str]] = {"integer": "INTEGER", "string": "TEXT", "boolean": "INTEGER"}

# What gives each column of the view. The columns of corrections have the names of those of `codes`.
_ANSWERS: Final = {
    # The cast gives the column a type: without one a join with a column that has one could use no index.
    "code": "CAST(numbers.code AS INTEGER)",
    "resolved_code": "resolved.code",
    "match": "CASE WHEN exact.code IS NULL THEN 'class' ELSE 'exact' END",
    "matched_pattern": "CASE WHEN exact.code IS NULL "
    "THEN coalesce(level_3.pattern, level_2.pattern, level_1.pattern) END",
}

_VIEW: Final = """
CREATE VIEW resolution AS
WITH RECURSIVE numbers (code) AS (SELECT {first} UNION ALL SELECT code + 1 FROM numbers WHERE code < {last})
SELECT
    {columns}
FROM numbers
LEFT JOIN codes AS exact ON exact.code = numbers.code
LEFT JOIN classes AS level_3
    ON level_3.pattern = printf('%03dx', numbers.code / 10) AND level_3.default_code IS NOT NULL
LEFT JOIN classes AS level_2
    ON level_2.pattern = printf('%02dxx', numbers.code / 100) AND level_2.default_code IS NOT NULL
LEFT JOIN classes AS level_1
    ON level_1.pattern = printf('%dxxx', numbers.code / 1000) AND level_1.default_code IS NOT NULL
JOIN codes AS resolved
    ON resolved.code = coalesce(exact.code, level_3.default_code, level_2.default_code, level_1.default_code)
"""


def to_sqlite(content: Content) -> bytes:
    """The database as the bytes of its file.

    The tables are those of `model.tables`, with primary and foreign keys; `edition` has one row, the edition. The view
    `resolution` has the rows of that table, found by SQL among all numbers from 0 to 9999: a number without a row is
    in no known class. The same SQLite library gives the same bytes for the same content.
    """
    connection = sqlite3.connect(":memory:")
    # Foreign keys are not watched meanwhile: every insertion would look for them through whole tables.
    try:
        with connection:
            tables = list(content.tables())
            for table, _ in tables:
                connection.execute(_view(table) if table.name == RESOLUTION.name else _create(table))
            for table, rows in tables:
                if table.name != RESOLUTION.name:
                    connection.executemany(_insert(table), rows)
            _add_edition(connection, content)
        return connection.serialize()
    finally:
        connection.close()


def _create(table: Table) -> str:
    """The statement for a table, with the meaning of every column beside it: SQLite keeps comments."""
    parts = [_column(table, column) for column in table]
    parts += [(_foreign_key(column), "") for column in table if column.references]
    commas = [","] * (len(parts) - 1) + [""]
    lines = [f"    {part}{comma}{comment}" for (part, comment), comma in zip(parts, commas, strict=True)]
    return "\n".join((f"CREATE TABLE {table.name} ( -- {table.description}", *lines, ")"))


def _column(table: Table, column: Column) -> tuple[str, str]:
    key = " PRIMARY KEY" if column.name == table.primary_key else ""
    need = " NOT NULL" if column.required else ""
    check = f" CHECK ({column.name} IN (0, 1))" if column.type == "boolean" else ""
    return f"{column.name} {_TYPES[column.type]}{need}{key}{check}", f" -- {column.description}"


def _foreign_key(column: Column) -> str:
    assert column.references is not None
    table, key = column.references
    # Codes name codes, and classes name codes that name classes: whoever changes rows is checked when all are there.
    return f"FOREIGN KEY ({column.name}) REFERENCES {table} ({key}) DEFERRABLE INITIALLY DEFERRED"


def _insert(table: Table) -> str:
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - a name of ours


def _view(table: Table) -> str:
    columns = (f"{_ANSWERS.get(name, f'resolved.{name}')} AS {name}" for name in table.names)
    return _VIEW.format(columns=",\n    ".join(columns), first=CODE_SPACE[0], last=CODE_SPACE[-1])


def _add_edition(connection: sqlite3.Connection, content: Content) -> None:
    edition = content.book.edition
    connection.execute("CREATE TABLE edition (name TEXT, sha256 TEXT, source TEXT, schema_version TEXT)")
    values = (edition.name, edition.sha256, edition.source, SCHEMA_VERSION)
    connection.execute("INSERT INTO edition VALUES (?, ?, ?, ?)", values)
