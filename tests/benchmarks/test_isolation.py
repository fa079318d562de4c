"""What it costs to read a document in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.timing import CHECKOUT, Spent, median_ratio, run_program

ROUNDS = {"result-codes.txt": 15, "vpbx-api-2018.pdf": 5}
BARS = {"result-codes.txt": Bar(goal=3.0, bound=3.0), "vpbx-api-2018.pdf": Bar(goal=1.3, bound=1.7)}
"""A small text is read in a few hundredths of a second, and a fork with the way back of its code book takes one."""

COMPARE = """
import resource, time
from ingest import Limits, ingest

def spent():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in (own, children))

def time_reading(limits):
    begin = time.perf_counter(), spent()
    ingest(sys.argv[1], limits=limits)
    return time.perf_counter() - begin[0], spent() - begin[1]

time_reading(None)
result = [(time_reading(Limits()), time_reading(None)) for _ in range(int(sys.argv[2]))]
"""


@pytest.mark.parametrize("name", BARS)
def test_isolation_costs_little(name: str, request: pytest.FixtureRequest, show: Show) -> None:
    """A read in a process of its own, beside the same read within this one: medians of runs in turns."""
    folder = CHECKOUT / "data" / "sources"
    document = folder / name
    if not document.is_file():
        shared: Path = request.getfixturevalue("shared")
        document = shared / "documents" / name
    times, _ = run_program(COMPARE, document, str(ROUNDS[name]))
    ratios = median_ratio([(Spent(*apart), Spent(*within)) for apart, within in times])
    for kind, ratio in ratios._asdict().items():
        hold(show, f"{name} in a process of its own to within this one, {kind} time", ratio, BARS[name])
