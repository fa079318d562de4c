"""The whole command as a process, beside the imports that it cannot do without."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.conftest import Show, hold
from tests.benchmarks.timing import Spent, least, run_process

LEAST_PAIRS, MOST_PAIRS = 15, 40
ALLOWED = 2.0
DOCUMENT = "data/sources/result-codes.txt"


def test_ingest_costs_no_more_than_twice_its_imports(tmp_path: Path, show: Show) -> None:
    """An ingest of the user's document, published whole, takes at most twice `import pydantic, pyarrow`.

    Both are processes, run in turns, the least of each compared, of wall time and of processor time. On a busy machine
    the least needs more runs to be found: there are more while the ratio is above the allowed one, up to a limit.
    """
    ours: list[Spent] = []
    reference: list[Spent] = []
    while len(ours) < LEAST_PAIRS or (len(ours) < MOST_PAIRS and max(ratios(ours, reference)) > ALLOWED):
        ours.append(run_process("-m", "ingest", "ingest", DOCUMENT, "--out", str(tmp_path / str(len(ours)))))
        reference.append(run_process("-c", "import pydantic, pyarrow"))
    for kind, ratio in ratios(ours, reference)._asdict().items():
        times, others = ([getattr(spent, kind) for spent in runs] for runs in (ours, reference))
        show(f"ingest result-codes.txt, {kind} time of {len(ours)} pairs: {ratio:.2f} times that of the imports")
        show(
            f"  least {min(times):.3f} s to {min(others):.3f} s, median {median(times):.3f} s to {median(others):.3f} s"
        )
    hold(max(ratios(ours, reference)), ALLOWED, slack=2.0)


def ratios(ours: Sequence[Spent], reference: Sequence[Spent]) -> Spent:
    """The least time of ours to the least of the reference, of each kind."""
    return Spent(*(mine / other for mine, other in zip(least(ours), least(reference), strict=True)))
