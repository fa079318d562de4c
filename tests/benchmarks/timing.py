"""How the benchmarks measure: what is compared is run in turns, and the least taken, or the median of the ratios."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.command import started

CHECKOUT = Path(__file__).parent.parent.parent

_WITH_PEAK = """
import json, resource, sys
from pathlib import Path
{program}
status = Path("/proc/self/status")
if status.exists():
    # Not getrusage: what it gives includes the memory of the process that started this one.
    peak = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([result, peak]))
"""


class Spent(NamedTuple):
    """What a run took, in seconds: on the clock, and of the processor (user and system)."""

    wall: float
    cpu: float


def run_process(*arguments: str) -> Spent:
    """Run Python with arguments in the checkout, and give what the process took."""
    begin = time.perf_counter()
    with started([sys.executable, *arguments], cwd=CHECKOUT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Spent(wall, usage.ru_utime + usage.ru_stime)


def run_program(program: str, *arguments: str | Path) -> tuple[Any, int]:
    """Run a Python program in a process of its own: the value that it leaves in `result`, and its peak memory in bytes.

    The program sees `arguments` as `sys.argv[1:]`.
    """
    process = subprocess.run(
        [sys.executable, "-c", _WITH_PEAK.format(program=program), *map(str, arguments)],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
    )
    result, peak = json.loads(process.stdout.splitlines()[-1])
    return result, peak


def time_call(function: Callable[[], object]) -> Spent:
    """What one call took."""
    wall, cpu = time.perf_counter(), time.process_time()
    function()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


class Compared(NamedTuple):
    """The least time on the clock of runs in turns, in seconds: what else the machine does can only add to it."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """How many times the other ours is."""
        return self.ours / self.other


def in_turns(ours: Callable[[], object], other: Callable[[], object], rounds: int = 11) -> Compared:
    """Run two functions in turns, once each unmeasured first."""
    ours()
    other()
    walls = [(time_call(ours).wall, time_call(other).wall) for _ in range(rounds)]
    return Compared(*map(min, zip(*walls, strict=True)))


def median_ratio(runs: Sequence[tuple[Spent, Spent]]) -> Spent:
    """The medians of the ratios of runs in turns, ours first, of each kind of time."""
    return Spent(median(a.wall / b.wall for a, b in runs), median(a.cpu / b.cpu for a, b in runs))


def least(runs: Sequence[Spent]) -> Spent:
    """The least time of each kind: what else the machine does can only add to it."""
    return Spent(min(run.wall for run in runs), min(run.cpu for run in runs))
