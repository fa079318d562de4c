"""Every recipe of the README and of docs/ on a million calls, beside the plainest thing that its engine can do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from pyarrow import csv

from ingest.exports.content import Content
from ingest.exports.sqlite import to_sqlite
from model import CodeBook, decode
from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.timing import CHECKOUT, in_turns, run_process

ROWS = 10**6
RESOLUTION = CHECKOUT / "data" / "editions" / "result-codes" / "resolution.parquet"
COLUMNS = ["resolved_code", "match"]
RULE = "SELECT call, resolved_code, match FROM calls LEFT JOIN {table} USING (code) ORDER BY call"

Compare = tuple[Callable[[], object], Callable[[], object]]


@pytest.fixture(scope="module")
def calls() -> pyarrow.Table:
    """A million calls with codes from 1000 to 6999."""
    codes = numpy.random.default_rng(4).integers(1000, 7000, ROWS)
    return pyarrow.table({"call": numpy.arange(ROWS), "code": codes})


def in_pandas(calls: pyarrow.Table) -> Compare:
    """README: `decode` of a frame, beside a merge with the table."""
    frame, table = calls.to_pandas(), pandas.read_parquet(RESOLUTION, columns=["code", *COLUMNS])
    return lambda: decode(frame, "code", columns=COLUMNS), lambda: frame.merge(table, how="left", on="code")


def by_merge(calls: pyarrow.Table) -> Compare:
    """docs/decode.md: a merge with the table as CSV, beside one with a table of integers alone."""
    frame = calls.to_pandas()
    table = pandas.read_csv(RESOLUTION.with_suffix(".csv"), dtype={"resolved_code": "Int64"})
    plain = table[["code", "resolved_code"]].astype("int64")
    return lambda: frame.merge(table, how="left", on="code"), lambda: frame.merge(plain, how="left", on="code")


def in_polars(calls: pyarrow.Table) -> Compare:
    """README: `decode` of a lazy frame, beside a join with the table."""
    frame, table = polars.from_arrow(calls), polars.read_parquet(RESOLUTION, columns=["code", *COLUMNS])
    assert isinstance(frame, polars.DataFrame)
    return (
        lambda: decode(frame.lazy(), "code", columns=COLUMNS).collect(),
        lambda: frame.lazy().join(table.lazy(), how="left", on="code").collect(),
    )


def in_arrow(calls: pyarrow.Table) -> Compare:
    """README: `decode` of a table of Arrow, beside a join with the table."""
    table = pyarrow.parquet.read_table(RESOLUTION, columns=["code", *COLUMNS])
    return lambda: decode(calls, "code", columns=COLUMNS), lambda: calls.join(table, "code")


def in_duckdb(calls: pyarrow.Table) -> Compare:
    """README: the join with the published file, beside one with a table that DuckDB holds."""
    connection = duckdb.connect()
    connection.register("calls", calls)
    connection.execute(f"CREATE TABLE held AS FROM '{RESOLUTION}'")
    return (
        lambda: connection.sql(RULE.format(table=f"'{RESOLUTION}' resolution")).to_arrow_table(),
        lambda: connection.sql(RULE.format(table="held")).to_arrow_table(),
    )


def in_sqlite(calls: pyarrow.Table) -> Compare:
    """README: the join with the view, beside one with a table that has the same rows and a key."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(to_sqlite(Content(CodeBook.load())))
    connection.execute("CREATE TABLE calls (call INTEGER, code INTEGER)")
    rows = zip(*(column.to_pylist() for column in calls.columns), strict=True)
    connection.executemany("INSERT INTO calls VALUES (?, ?)", rows)
    connection.execute("CREATE TABLE held (code INTEGER PRIMARY KEY, resolved_code INTEGER, match TEXT)")
    connection.execute("INSERT INTO held SELECT code, resolved_code, match FROM resolution")
    return (
        lambda: connection.execute(RULE.format(table="resolution")).fetchall(),
        lambda: connection.execute(RULE.format(table="held")).fetchall(),
    )


RECIPES: dict[Callable[[Any], Compare], Bar] = {
    in_pandas: Bar(goal=0.2, bound=0.36),
    by_merge: Bar(goal=4.5, bound=6.0),
    in_polars: Bar(goal=0.5, bound=1.6),
    in_arrow: Bar(goal=0.05, bound=0.11),
    in_duckdb: Bar(goal=1.2, bound=1.6),
    in_sqlite: Bar(goal=1.2, bound=1.6),
}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.__name__)
def test_recipe(calls: pyarrow.Table, recipe: Callable[[Any], Compare], show: Show) -> None:
    """A recipe on a million calls, beside what its engine does anyway: the least of runs in turns."""
    compared = in_turns(*recipe(calls), rounds=5)
    what = f"recipe {recipe.__name__}, {ROWS:,} calls ({compared.ours:.2f} s to {compared.other:.2f} s)"
    hold(show, what, compared.ratio, RECIPES[recipe])


@pytest.fixture
def file(calls: pyarrow.Table, scratch: Path) -> Path:
    """The calls as CSV."""
    csv.write_csv(calls, scratch / "calls.csv")
    return scratch / "calls.csv"


JOIN = """
import sys, polars
calls = polars.read_csv(sys.argv[1])
calls.join(polars.read_parquet(sys.argv[2]), how="left", on="code").write_csv(sys.argv[3])
"""


def test_recipe_of_the_command(file: Path, show: Show) -> None:
    """README: `resultcodes decode` of a CSV file, beside Polars reading, joining and writing it, both as processes."""
    ours, theirs = file.with_name("ours.csv"), file.with_name("theirs.csv")
    compared = in_turns(
        lambda: run_process("-m", "ingest", "decode", str(file), "--column", "code", "--out", str(ours)),
        lambda: run_process("-c", JOIN, str(file), str(RESOLUTION), str(theirs)),
        rounds=5,
    )
    what = f"recipe of the command, {ROWS:,} calls ({compared.ours:.2f} s to {compared.other:.2f} s)"
    hold(show, what, compared.ratio, Bar(goal=1.2, bound=2.1))
