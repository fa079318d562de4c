"""The rule as a table: a plain equi-join with `resolution.parquet` gives the same answers in any engine."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from model import CodeBook, decode
from tests.decode.answers import NUMBERS

COLUMNS = ["resolved_code", "match", "matched_pattern", "description"]
CODES = [number for number in NUMBERS if number is None or abs(number) < 2**31]
SQL = """
SELECT calls.id, resolved_code, coalesce("match", 'none') AS "match", matched_pattern, description
FROM calls LEFT JOIN resolution ON calls.reason = resolution.code
ORDER BY calls.id
"""
"""The join of the documentation: what finds no row has the match `none`."""

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def resolution(checkout: Path) -> Path:
    """The published table of the bundled book."""
    return checkout / "data" / "editions" / "result-codes" / "resolution.parquet"


@pytest.fixture(scope="module")
def calls() -> pandas.DataFrame:
    """Every four-digit number and some others, and a missing one."""
    return pandas.DataFrame({"id": range(len(CODES)), "reason": pandas.array(CODES, "Int64")})


@pytest.fixture(scope="module")
def wanted(calls: pandas.DataFrame) -> Rows:
    """What `decode` gives."""
    return rows(decode(calls, "reason", book=CodeBook.load()))


def rows(frame: pandas.DataFrame) -> Rows:
    """The rows of answers, null as None."""
    columns = [frame[name].astype(object) for name in ("id", *COLUMNS)]
    return list(zip(*(column.where(column.notna(), None) for column in columns), strict=True))


def test_the_join_is_that_of_the_documentation(checkout: Path) -> None:
    """What is tried here stands in docs/decode.md to the letter."""
    assert f"```sql{SQL}```" in (checkout / "docs" / "decode.md").read_text(encoding="utf-8")


def test_duckdb(calls: pandas.DataFrame, resolution: Path, wanted: Rows) -> None:
    """DuckDB joins the published file itself."""
    connection = duckdb.connect()
    connection.register("calls", calls)
    connection.execute(f"CREATE VIEW resolution AS FROM '{resolution}'")
    assert connection.execute(SQL).fetchall() == wanted


def test_sqlite(calls: pandas.DataFrame, resolution: Path, wanted: Rows) -> None:
    """SQLite joins it once it is loaded; pandas brings it there."""
    with sqlite3.connect(":memory:") as connection:
        calls.to_sql("calls", connection, index=False)
        pandas.read_parquet(resolution).astype({"match": "str", "matched_pattern": "str", "description": "str"}).to_sql(
            "resolution", connection, index=False
        )
        assert connection.execute(SQL).fetchall() == wanted
    connection.close()


def test_pandas_merge(calls: pandas.DataFrame, resolution: Path, wanted: Rows) -> None:
    """A left merge in pandas; a match that is missing is `none`."""
    merged = calls.merge(pandas.read_parquet(resolution), how="left", left_on="reason", right_on="code")
    merged["match"] = merged["match"].astype("str").fillna("none")
    assert rows(merged.sort_values("id")) == wanted
