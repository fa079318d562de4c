"""The SQLite file: its tables and keys, and the fallback rule as a view."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.exports.content import Content
from ingest.exports.sqlite import to_sqlite
from model import CodeBook
from model.frames import table_rows
from model.tables import RESOLUTION, SCHEMA_VERSION, TABLES
from tests.effort import share_of
from tests.exports.material import book_of, corrected_content, hostile_texts


@contextmanager
def opened(content: Content) -> Iterator[sqlite3.Connection]:
    """The database of an export, with its foreign keys watched."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(to_sqlite(content))
    connection.execute("PRAGMA foreign_keys = ON")
    try:
        yield connection
    finally:
        connection.close()


def test_view_resolves_every_number(bundled: CodeBook) -> None:
    """For all 10,000 numbers the view says what `resolve` says; a number without a row is in no known class."""
    with opened(Content(bundled)) as database:
        rows = {row[0]: row for row in database.execute("SELECT * FROM resolution")}
    for number in range(10_000):
        found = bundled.resolve(number)
        if found.record is None:
            assert number not in rows
        else:
            expected = (number, found.code, found.match, found.matched_pattern, found.record.description)
            assert rows[number] == expected


def test_tables_and_view_are_those_declared(bundled: CodeBook) -> None:
    """Every table and the view have the declared columns and the rows of the code book."""
    with opened(Content(bundled)) as database:
        for name, table in TABLES.items():
            found = database.execute(f"SELECT * FROM {name}")  # noqa: S608 - names of ours
            assert tuple(column[0] for column in found.description) == table.names
            assert found.fetchall() == list(table_rows(bundled, name))
        assert database.execute("SELECT * FROM edition").fetchall() == [
            ("result-codes", bundled.edition.sha256, "result-codes.txt", SCHEMA_VERSION)
        ]


@pytest.mark.parametrize("type_", ["INTEGER", "BIGINT", "TEXT", ""])
def test_a_join_with_the_view_finds_rows_by_an_index(bundled: CodeBook, type_: str) -> None:
    """Whatever the type of a column of calls, the join of the README looks each call up, and does not scan for it."""
    with opened(Content(bundled)) as database:
        database.execute(f"CREATE TABLE calls (call INTEGER, code {type_})")
        plan = database.execute(
            "EXPLAIN QUERY PLAN SELECT call, resolved_code, match FROM calls LEFT JOIN resolution USING (code)"
        ).fetchall()
        assert [step[3] for step in plan if step[3].startswith(("SEARCH resolution", "SCAN resolution"))] == [
            "SEARCH resolution USING AUTOMATIC COVERING INDEX (code=?) LEFT-JOIN"
        ]
        database.executemany("INSERT INTO calls VALUES (?, ?)", [(1, 2211), (2, "2219"), (3, 7000), (4, None)])
        rows = database.execute("SELECT resolved_code FROM calls LEFT JOIN resolution USING (code) ORDER BY call")
        assert rows.fetchall() == [(2211,), (2210,), (None,), (None,)]


def test_keys_are_declared(bundled: CodeBook) -> None:
    """Primary keys, foreign keys and required columns are those of the declaration, and the file is sound."""
    with opened(Content(bundled)) as database:
        for name, table in TABLES.items():
            if table is RESOLUTION:
                continue
            columns = database.execute(f"PRAGMA table_info({name})").fetchall()
            assert [column[1] for column in columns if column[5]] == [table.primary_key] * (
                table.primary_key is not None
            )
            assert {column[1] for column in columns if column[3]} == {item.name for item in table if item.required}
            keys = database.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            assert {(key[3], key[2], key[4]) for key in keys} == {
                (column.name, *column.references) for column in table if column.references
            }
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("INSERT INTO codes (code, is_default, path) VALUES (1000, 0, '1000')", "UNIQUE"),
        ("UPDATE codes SET parent_code = 1999 WHERE code = 1110", "FOREIGN KEY"),
        ("UPDATE codes SET class_3 = '999x' WHERE code = 1110", "FOREIGN KEY"),
        ("DELETE FROM classes WHERE pattern = '1xxx'", "FOREIGN KEY"),
        ("UPDATE codes SET is_default = 2 WHERE code = 1110", "CHECK"),
        ("UPDATE codes SET path = NULL WHERE code = 1110", "NOT NULL"),
    ],
)
def test_keys_refuse_what_contradicts_them(bundled: CodeBook, statement: str, fault: str) -> None:
    """A change that breaks a key or a constraint is refused by the database itself."""
    with opened(Content(bundled)) as database, pytest.raises(sqlite3.IntegrityError, match=fault), database:
        database.execute(statement)


@settings(max_examples=share_of(50))
@given(st.lists(st.none() | hostile_texts(), min_size=1, max_size=5))
def test_texts_come_back_to_the_letter(texts: list[str | None]) -> None:
    """Whatever a description holds, the database gives it back."""
    with opened(Content(book_of(texts))) as database:
        found = [text for (text,) in database.execute("SELECT description FROM codes ORDER BY code")]
    assert found == texts


def test_corrections_stand_beside_the_texts() -> None:
    """With corrections asked for, the tables and the view have both texts."""
    content = corrected_content(book_of(["Busi", "Very busy"]), 1000, "Busy")
    columns = "SELECT code, description, corrected_description, correction_reason"
    with opened(content) as database:
        assert database.execute(f"{columns} FROM codes").fetchall() == [
            (1000, "Busi", "Busy", "A misprint"),
            (1001, "Very busy", None, None),
        ]
        assert database.execute(f"{columns} FROM resolution WHERE code IN (1001, 1999)").fetchall() == [
            (1001, "Very busy", None, None),
            (1999, "Busi", "Busy", "A misprint"),
        ]
