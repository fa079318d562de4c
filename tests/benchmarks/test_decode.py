"""Decoding whole columns: ratios to what numpy, Arrow, Polars, DuckDB and pandas do with the same codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest
from pyarrow import compute, parquet

from model import CodeBook, decode
from model.decoding.lookup import lookup_of
from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.timing import CHECKOUT, in_turns, run_program

ROWS = 10**7
ANSWERS = ["resolved_code", "description"]
RESOLUTION = CHECKOUT / "data" / "editions" / "result-codes" / "resolution.parquet"


def make_codes(rows: int) -> tuple[Any, Any]:
    """Codes, and which are missing: 80 % known, 15 % unknown in a known class, 4 % in no class, 1 % missing."""
    random = numpy.random.default_rng(4)
    book = CodeBook.load()
    known = numpy.array(list(book.codes))
    by_class = numpy.array([number for number, _, pattern in book.resolutions() if pattern is not None])
    nowhere = numpy.setdiff1d(numpy.arange(1000, 10_000), [number for number, _, _ in book.resolutions()])
    kind = random.random(rows)
    codes = random.choice(known, rows)
    for numbers, begin, end in ((by_class, 0.80, 0.95), (nowhere, 0.95, 0.99)):
        chosen = (kind >= begin) & (kind < end)
        codes[chosen] = random.choice(numbers, int(chosen.sum()))
    return codes, kind >= 0.99


@pytest.fixture(scope="module")
def codes() -> Any:
    """The codes as integers of 64 bits; where one is missing stands 0."""
    numbers, missing = make_codes(ROWS)
    return numpy.where(missing, 0, numbers), missing


def check(show: Show, what: str, ours: Callable[[], Any], other: Callable[[], Any], bar: Bar) -> None:
    """Compare by the least of runs in turns, show the figures, and hold them against the bar."""
    compared = in_turns(ours, other, rounds=7)
    hold(show, f"decode {what} ({compared.ours * 1e3:.1f} ms to {compared.other * 1e3:.1f} ms)", compared.ratio, bar)


def frames(codes: Any) -> dict[str, tuple[Any, Bar]]:
    """The codes in each kind, and how many times the gather it may take."""
    numbers, missing = codes
    nullable = pandas.Series(pandas.arrays.IntegerArray(numbers, missing))
    texts = pyarrow.array(numbers, mask=missing).cast(pyarrow.large_string())
    return {
        "numpy int64": (numbers, Bar(goal=2.0, bound=4.0)),
        "Arrow int64": (pyarrow.array(numbers), Bar(goal=2.0, bound=4.4)),
        "pandas int64": (pandas.Series(numbers), Bar(goal=3.0, bound=4.1)),
        "pandas Int64 with nulls": (nullable, Bar(goal=3.0, bound=4.4)),
        "Arrow texts with nulls": (texts, Bar(goal=8.0, bound=12.0)),
        "pandas texts with nulls": (pandas.Series(texts.to_pandas(), dtype="str"), Bar(goal=8.0, bound=11.0)),
    }


KINDS = (
    "numpy int64",
    "Arrow int64",
    "pandas int64",
    "pandas Int64 with nulls",
    "Arrow texts with nulls",
    "pandas texts with nulls",
)


@pytest.mark.parametrize("kind", KINDS)
def test_beside_the_plain_gather(codes: Any, kind: str, show: Show) -> None:
    """Resolved code and description, beside one gather of numpy on a table of 10,000 entries."""
    values, bar = frames(codes)[kind]
    table, numbers = lookup_of(CodeBook.load())["resolved_code"].indices[:10_000].copy(), codes[0]
    check(show, f"{kind}, to numpy gather", lambda: decode(values, columns=ANSWERS), lambda: table.take(numbers), bar)


def test_beside_the_gather_of_arrow(codes: Any, show: Show) -> None:
    """On a table of Arrow, beside Arrow taking the same two columns."""
    numbers = pyarrow.array(codes[0], mask=codes[1])
    table = pyarrow.table({"reason": numbers})
    lookup = decode(pyarrow.array(range(10_000)), columns=ANSWERS)
    check(
        show,
        "Arrow table, to Arrow take",
        lambda: decode(table, "reason", columns=ANSWERS),
        lambda: [compute.take(lookup[name], numbers) for name in ANSWERS],
        Bar(goal=0.66, bound=0.66),
    )


@pytest.mark.parametrize("kind", ["eager", "lazy"])
def test_beside_the_gather_of_polars(codes: Any, kind: str, show: Show) -> None:
    """On a frame of Polars, beside Polars gathering the same two columns."""
    frame = polars.DataFrame({"reason": polars.from_arrow(pyarrow.array(codes[0], mask=codes[1]))})
    lookup = decode(polars.Series(range(10_000)), columns=ANSWERS)

    def ours() -> Any:
        if kind == "lazy":
            return decode(frame.lazy(), "reason", columns=ANSWERS).collect()
        return decode(frame, "reason", columns=ANSWERS)

    def gather() -> Any:
        taken = [polars.lit(series).gather(polars.col("reason")).alias(series.name) for series in lookup.values()]
        return frame.lazy().with_columns(taken).collect() if kind == "lazy" else frame.with_columns(taken)

    check(show, f"Polars {kind}, to Polars gather", ours, gather, Bar(goal=1.0, bound=2.8))


FILES = """
import time, resource
from pathlib import Path

def copy(source, target):
    import pyarrow.parquet as parquet
    file = parquet.ParquetFile(source)
    with parquet.ParquetWriter(target, file.schema_arrow) as writer:
        for batch in file.iter_batches(1 << 18):
            writer.write_batch(batch)

def decode(source, target):
    from ingest.calls.decode import decode_files
    from ingest.calls.layout import layout_of
    from model import CodeBook
    from model.decoding.decode import request_of
    from model.decoding.lookup import lookup_of
    book = CodeBook.load()
    request = request_of(book, ["resolved_code", "match", "matched_pattern", "description"])
    decode_files(source, layout_of("reason"), target, request, lookup_of(book)["matched_pattern"])

def duckdb(source, target):
    import duckdb
    duckdb.connect().execute(
        f"COPY (SELECT calls.*, resolution.* EXCLUDE (code) FROM '{source}' calls "
        f"LEFT JOIN '{sys.argv[4]}' resolution ON reason = code) TO '{target}'"
    )

def merge(source, target):
    import pandas
    calls = pandas.read_parquet(source)
    calls.merge(pandas.read_parquet(sys.argv[4]), how="left", left_on="reason", right_on="code").to_parquet(target)

function = globals()[sys.argv[1]]
times = []
for _ in range(int(sys.argv[5])):
    begin = time.perf_counter()
    function(sys.argv[2], sys.argv[3])
    times.append(time.perf_counter() - begin)
result = min(times)
"""
"""Reads and writes a file, in one way: the least time of some rounds in one process."""


def write_calls(path: Path, rows: int) -> Path:
    """A Parquet file of calls, part by part."""
    schema = pyarrow.schema({"id": pyarrow.int64(), "reason": pyarrow.int64(), "seconds": pyarrow.int64()})
    with parquet.ParquetWriter(path, schema) as writer:
        for begin in range(0, rows, 10**6):
            size = min(10**6, rows - begin)
            numbers, missing = make_codes(size)
            identifiers = pyarrow.array(numpy.arange(begin, begin + size))
            seconds = pyarrow.array(numpy.random.default_rng(begin).integers(0, 3600, size))
            writer.write_table(
                pyarrow.Table.from_arrays([identifiers, pyarrow.array(numbers, mask=missing), seconds], schema=schema)
            )
    return path


def run_files(ways: Sequence[str], source: Path, rounds: int = 1) -> dict[str, tuple[float, int]]:
    """The time and the peak memory of each way, each in processes of its own, in turns."""
    found: dict[str, list[tuple[float, int]]] = {way: [] for way in ways}
    for _ in range(3):
        for way in ways:
            target = source.with_name(f"{way}.parquet")
            found[way].append(run_program(FILES, way, source, target, RESOLUTION, str(rounds)))
    return {way: (min(time for time, _ in runs), max(peak for _, peak in runs)) for way, runs in found.items()}


def test_file_to_file(scratch: Path, show: Show) -> None:
    """Parquet of ten million rows, beside an untouched copy and a join of DuckDB."""
    ways = ("copy", "decode", "duckdb", "merge")
    found = run_files(ways, write_calls(scratch / "calls.parquet", ROWS), rounds=2)
    copied = found["copy"][0]
    for way, (time, peak) in found.items():
        show(f"decode, file to file, {way}: {time:.2f} s, {time / copied:.2f} times the copy, peak {peak / 1e6:.0f} MB")
    hold(show, "decode, file to file, to an untouched copy", found["decode"][0] / copied, Bar(goal=2.5, bound=3.7))
    ratio = found["decode"][0] / found["duckdb"][0]
    hold(show, "decode, file to file, to a join of DuckDB", ratio, Bar(goal=1.0, bound=1.5))


def test_memory_is_flat(tmp_path: Path, show: Show) -> None:
    """Ten times the rows take no more memory: 10⁶ and 10⁷, which at eight bytes a code would show already."""
    peaks = []
    for rows in (10**6, 10**7):
        source = write_calls(tmp_path / "calls.parquet", rows)
        _, peak = run_program(FILES, "decode", source, tmp_path / "out.parquet", RESOLUTION, "1")
        show(f"decode, file to file, {rows:,} rows: peak {peak / 1e6:.0f} MB")
        peaks.append(peak)
    assert max(peaks) <= 1.5 * peaks[0]
