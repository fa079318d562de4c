"""What it costs to read a document in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.conftest import Show, hold
from tests.benchmarks.timing import CHECKOUT, Spent, least, run_program

ROUNDS = 15
ALLOWED = {"result-codes.txt": 3.0, "vpbx-api-2018.pdf": 1.3}
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


@pytest.mark.parametrize("name", ALLOWED)
def test_isolation_costs_little(name: str, request: pytest.FixtureRequest, show: Show) -> None:
    """A read in a process of its own, as a ratio to the same read within this one, the least of rounds in turns."""
    folder = CHECKOUT / "data" / "sources"
    document = folder / name
    if not document.is_file():
        shared: Path = request.getfixturevalue("shared")
        document = shared / "documents" / name
    times, _ = run_program(COMPARE, document, str(ROUNDS))
    apart, within = (least([Spent(*run) for run in runs]) for runs in zip(*times, strict=True))
    ratios = Spent(apart.wall / within.wall, apart.cpu / within.cpu)
    show(
        f"{name} in a process of its own: {apart.wall:.3f} s to {within.wall:.3f} s, {ratios.wall:.2f} times; "
        f"processor {apart.cpu:.3f} s to {within.cpu:.3f} s, {ratios.cpu:.2f} times"
    )
    hold(max(ratios), ALLOWED[name], slack=1.7)
