"""How slow the machine is at the moment, so that a limit in seconds allows as much work on each of them."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Final, NoReturn

USUAL: Final = 0.05
"""Seconds of processor time that a million additions take on the machine on which the limits of the tests were set."""


def seconds(usual: int) -> int:
    """So many seconds of processor time, more on a machine that is slower: by how much is measured at each call."""
    begin = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return ceil(usual * max(1.0, (time.process_time() - begin) / USUAL))


@contextmanager
def ended_by(timer: int, after: int) -> Iterator[None]:
    """End what takes longer by a timer of the system, on the clock (ITIMER_REAL) or in processor time (ITIMER_PROF)."""
    number = signal.SIGALRM if timer == signal.ITIMER_REAL else signal.SIGPROF
    signal.signal(number, _too_late)
    signal.setitimer(timer, after)
    yield
    signal.setitimer(timer, 0)


def _too_late(*_: object) -> NoReturn:
    raise TimeoutError("this takes longer than it may")
