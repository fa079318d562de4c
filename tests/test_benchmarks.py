"""What the benchmarks hold their ratios against: a busy moment does not break a bound, a slower program does."""

from __future__ import annotations

import pytest

from tests.benchmarks.conftest import TRIES, Bar, hold, measured_again

BAR = Bar(goal=1.0, bound=2.0)


def run_measured(ratios: list[float]) -> list[str]:
    """Run a benchmark that measures these ratios one after another, and give what it shows."""
    shown: list[str] = []
    measured = iter(ratios)

    def measure() -> None:
        hold(shown.append, "it", next(measured), BAR)

    measured_again(measure, "test_it", shown.append, pause=0)()
    return shown


def test_a_busy_moment_is_measured_again_and_shown() -> None:
    """A ratio beyond its bound is measured again, and stands among the figures."""
    assert run_measured([9.0, 1.5]) == [
        "it: 9.00 times; goal 1 not reached, bound 2",
        "test_it: measured again (1) after: it: 9.00 times, and the bound is 2",
        "it: 1.50 times; goal 1 not reached, bound 2",
    ]


def test_what_is_slower_fails() -> None:
    """A ratio that is beyond its bound each time fails."""
    with pytest.raises(AssertionError, match=r"it: 5\.00 times, and the bound is 2"):
        run_measured([9.0] * (TRIES - 1) + [5.0])
