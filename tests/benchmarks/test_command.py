"""The whole command as a process, beside the imports that it cannot do without."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.benchmarks.conftest import Show
from tests.benchmarks.timing import least, run_process

PAIRS = 25
ALLOWED = 2.0


def test_ingest_costs_no_more_than_twice_its_imports(tmp_path: Path, show: Show) -> None:
    """An ingest of the user's document, published whole, takes at most twice `import pydantic, pyarrow`.

    Both are processes, run in turns, the least of each compared, of wall time and of processor time.
    """
    document = "data/sources/result-codes.txt"
    ours, reference = [], []
    for number in range(PAIRS):
        ours.append(run_process("-m", "ingest", "ingest", document, "--out", str(tmp_path / str(number))))
        reference.append(run_process("-c", "import pydantic, pyarrow"))
    ratios = {}
    for kind, times, others in zip(
        least(ours)._fields, zip(*ours, strict=True), zip(*reference, strict=True), strict=True
    ):
        ratios[kind] = min(times) / min(others)
        show(
            f"ingest result-codes.txt, {kind} time: least {min(times):.3f} s to {min(others):.3f} s "
            f"of the imports, {ratios[kind]:.2f} times; "
            f"median {statistics.median(times):.3f} s to {statistics.median(others):.3f} s"
        )
    assert ratios["wall"] <= ALLOWED
    assert ratios["cpu"] <= ALLOWED
