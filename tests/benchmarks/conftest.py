"""Figures of the benchmarks are shown after the run, whether it passes or not."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

Show = Callable[[str], None]

FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Start with no figures."""
    config.stash[FIGURES] = []


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ENOUGH = 4 * 2**30
"""Bytes that the largest files of a measurement fit into, many times."""

TRIES = 3
"""A bound is broken by what is slower, not by one moment in which the machine was busy: that does not come thrice."""

PAUSE = 10
"""Seconds after which it is measured again: by then other work may have ended."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Measure again what is beyond its bound."""
    for item in items:
        if isinstance(item, pytest.Function):
            item.obj = measured_again(item.obj, item.name, config.stash[FIGURES].append)


def measured_again(test: Callable[..., None], name: str, show: Show, pause: float = PAUSE) -> Callable[..., None]:
    """The same test, which fails when it failed three times, with a pause between; each of them is shown."""

    @functools.wraps(test)
    def run(**arguments: Any) -> None:
        for again in range(1, TRIES):
            try:
                return test(**arguments)
            except AssertionError as error:
                show(f"{name}: measured again ({again}) after: {str(error).partition(chr(10))[0]}")
                time.sleep(pause)
        return test(**arguments)

    return run


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one large enough: how busy the disk is says nothing of a program."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ENOUGH:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Show:
    """Keeps a line of figures for the end of the run."""
    return request.config.stash[FIGURES].append


class Bar(NamedTuple):
    """What a measured ratio is held against: a goal, which is told to be reached or not, and a bound, which fails.

    The bound is at most one and a half times what was measured when it was set; medians of runs in turns vary less.
    """

    goal: float
    bound: float


def hold(show: Show, what: str, ratio: float, bar: Bar) -> None:
    """Show a measured ratio with its goal and its bound, and fail if it is beyond the bound."""
    reached = "reached" if ratio <= bar.goal else "not reached"
    show(f"{what}: {ratio:.2f} times; goal {bar.goal:g} {reached}, bound {bar.bound:g}")
    assert ratio <= bar.bound, f"{what}: {ratio:.2f} times, and the bound is {bar.bound:g}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the figures, and how busy the machine is: ratios of one run bear it, times do not."""
    terminalreporter.section("figures")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    terminalreporter.write_line(f"{os.cpu_count()} processors, load {load} over 1, 5 and 15 minutes")
    for line in config.stash[FIGURES]:
        terminalreporter.write_line(line)
