"""How slow the machine is at the moment, so that a limit in seconds allows as much work on each of them."""

from __future__ import annotations

import time
from math import ceil
from typing import Final

USUAL: Final = 0.05
"""Seconds of processor time that a million additions take on the machine on which the limits of the tests were set."""


def seconds(usual: int) -> int:
    """So many seconds of processor time, more on a machine that is slower: by how much is measured at each call."""
    begin = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return ceil(usual * max(1.0, (time.process_time() - begin) / USUAL))
