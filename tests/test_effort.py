"""How far the tests go: a share of the examples in a usual run, all of them in a full one, and what comes again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

PROGRAM = """
import importlib, os
import tests.conftest
importlib.import_module(os.environ.get("LOADED", "os"))
from hypothesis import given, strategies
from tests.effort import share_of

seen = []

@given(strategies.integers(), strategies.text(max_size=3))
def run(number, text):
    seen.append((number, text))

run()
print(share_of(30), share_of(1), len(seen))
print(seen)
print(tests.conftest.pytest_report_header())
"""


def lines(checkout: Path, **environment: str) -> list[str]:
    """What the program prints in surroundings."""
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=checkout,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()


@pytest.mark.parametrize(
    ("environment", "counts"), [({}, "6 1 20"), ({"HYPOTHESIS_PROFILE": "full"}, "30 1 100")], ids=["few", "full"]
)
def test_share_of_the_examples(checkout: Path, environment: dict[str, str], counts: str) -> None:
    """A usual run tries a fifth, a full one all, and both the same in every run."""
    first, again = (lines(checkout, **environment) for _ in range(2))
    assert first[0] == counts
    assert first[1] == again[1]


def test_examples_do_not_depend_on_what_is_loaded(checkout: Path) -> None:
    """A test gets the same examples whatever ran before it: else it fails elsewhere, and not where it is looked at."""
    alone, beside = (lines(checkout, HYPOTHESIS_PROFILE="full", LOADED=module) for module in ("os", "ingest.pipeline"))
    assert alone[1] == beside[1]


def test_a_run_says_how_it_comes_again(checkout: Path) -> None:
    """The header of a run names the profile and the order of sets as a shell takes them."""
    header = lines(checkout, PYTHONHASHSEED="7")[-1]
    assert header == "to run this again: HYPOTHESIS_PROFILE=few PYTHONHASHSEED=7"


def test_threads_are_not_traced() -> None:
    """A run with coverage does not trace them: two that start at once can make Python 3.11 fail."""
    assert threading.gettrace() is None
