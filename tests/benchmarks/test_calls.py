"""Files of calls: what decoding them takes, beside what Polars takes, and that memory does not grow with them.

Both sides are run in turns, each in a process of its own, and the least time of each is compared: what else the machine
does can only add to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.test_decode import make_codes
from tests.benchmarks.timing import CHECKOUT, run_program

RESOLUTION = CHECKOUT / "data" / "editions" / "result-codes" / "resolution.parquet"
ROWS = 2_000_000
ROUNDS = 5

DECODE = """
import sys, time
from ingest.calls.decode import decode_files
from ingest.calls.layout import layout_of
from model import CodeBook
from model.decoding.decode import request_of
from model.decoding.lookup import lookup_of
book = CodeBook.load()
request = request_of(book, ["resolved_code", "match", "matched_pattern", "description"])
layout = layout_of(sys.argv[3] or None, calls=sys.argv[4])
begin = time.perf_counter()
decode_files(sys.argv[1], layout, sys.argv[2], request, lookup_of(book)["matched_pattern"])
result = time.perf_counter() - begin
"""
POLARS = """
import sys, time
import polars
begin = time.perf_counter()
calls = polars.read_csv(sys.argv[1])
resolution = polars.read_parquet(sys.argv[3])
calls.join(resolution, left_on="reason", right_on="code", how="left", maintain_order="left").write_csv(sys.argv[2])
result = time.perf_counter() - begin
"""
VENDOR = "[{0}];1530864000;1530864095;1530864012;;74950000011;101;sip:u101@example.invalid;{1};74950009000;abonent\n"


def write(path: Path, rows: int, line: Callable[[int, int | str], str], header: str = "") -> Path:
    """A text of calls, part by part."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(header)
        for begin in range(0, rows, 10**6):
            numbers, missing = make_codes(min(10**6, rows - begin))
            codes = ("" if gone else code for code, gone in zip(numbers.tolist(), missing.tolist(), strict=True))
            stream.writelines(line(number, code) for number, code in enumerate(codes, begin))
    return path


def in_turns(ways: Mapping[str, tuple[str | Path, ...]]) -> dict[str, float]:
    """The least time of each way: a program and its arguments."""
    found: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, (program, *arguments) in ways.items():
            found[way].append(run_program(str(program), *arguments)[0])
    return {way: min(times) for way, times in found.items()}


def test_csv_beside_polars(scratch: Path, show: Show) -> None:
    """CSV of two million rows, beside Polars reading, joining and writing the same; and `;` beside the comma."""
    comma = write(scratch / "comma.csv", ROWS, lambda number, code: f"{number},{code},60\n", "id,reason,seconds\n")
    other = write(scratch / "other.csv", ROWS, lambda number, code: f"{number};{code};60\n", "id;reason;seconds\n")
    ways: dict[str, tuple[str | Path, ...]] = {
        "comma": (DECODE, comma, scratch / "out.csv", "reason", ""),
        "polars": (POLARS, comma, scratch / "polars.csv", RESOLUTION),
        "semicolon": (DECODE, other, scratch / "out.csv", "reason", ""),
    }
    times = in_turns(ways)
    what = f"calls, CSV of {ROWS:,} rows"
    hold(show, f"{what}, beside Polars", times["comma"] / times["polars"], Bar(goal=1.2, bound=1.5))
    hold(show, f"{what}, semicolon beside comma", times["semicolon"] / times["comma"], Bar(goal=1.1, bound=1.5))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_memory_is_flat_from_10_6_to_10_7_rows(tmp_path: Path, show: Show, form: str) -> None:
    """Ten times the rows, as the vendor gives them without a header and as lines of JSON, take no more memory."""
    lines: dict[str, Callable[[int, int | str], str]] = {
        "csv": VENDOR.format,
        "jsonl": lambda number, code: f'{{"id": {number}, "disconnect_reason": "{code}"}}\n',
    }
    options = ("", "vpbx-statistics") if form == "csv" else ("disconnect_reason", "")
    peaks = []
    for rows in (10**6, 10**7):
        source = write(tmp_path / f"calls.{form}", rows, lines[form])
        time, peak = run_program(DECODE, source, tmp_path / f"out.{form}", *options)
        show(f"calls, {form}, {rows:,} rows: {time:.1f} s, peak {peak / 1e6:.0f} MB")
        peaks.append(peak)
    assert max(peaks) <= 1.3 * peaks[0]


def test_memory_of_documents_is_flat(tmp_path: Path, show: Show) -> None:
    """Ten times the calls in one JSON document take no more memory, as a document and as a table."""
    for out in ("out.json", "out.csv"):
        peaks = []
        for calls in (10**5, 10**6):
            source = tmp_path / "calls.json"
            with source.open("w", encoding="utf-8") as stream:
                stream.write('{"data": [{"list": [')
                stream.writelines(f'{{"id": {number}, "calls": [{{"end": 2219}}]}},\n' for number in range(calls - 1))
                stream.write('{"calls": []}]}], "result": 1000}\n')
            time, peak = run_program(DECODE, source, tmp_path / out, "data[].list[].calls[].end", "")
            show(f"calls, JSON to {out}, {calls:,} calls: {time:.1f} s, peak {peak / 1e6:.0f} MB")
            peaks.append(peak)
        assert max(peaks) <= 1.3 * peaks[0]
