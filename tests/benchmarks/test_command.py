"""The whole command as a process, beside the imports that it cannot do without."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.conftest import Bar, Show, hold
from tests.benchmarks.timing import median_ratio, run_process

PAIRS = 11
BAR = Bar(goal=2.0, bound=4.8)
DOCUMENT = "data/sources/result-codes.txt"


def test_ingest_beside_its_imports(scratch: Path, show: Show) -> None:
    """An ingest of the user's document, published whole, beside `import pydantic, pyarrow`, both as processes.

    The clock and the processor time, medians of the ratios of runs in turns.
    """
    runs = [
        (
            run_process("-m", "ingest", "ingest", DOCUMENT, "--out", str(scratch / str(number))),
            run_process("-c", "import pydantic, pyarrow"),
        )
        for number in range(PAIRS)
    ]
    for kind, ratio in median_ratio(runs)._asdict().items():
        hold(show, f"ingest result-codes.txt to its imports, {kind} time", ratio, BAR)
