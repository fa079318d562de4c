"""How much of the machine a process may take, held by the operating system."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

try:
    import resource
except ImportError:  # not on Windows
    CAN_LIMIT = False
else:
    CAN_LIMIT = hasattr(os, "fork")

CAN_LIMIT_MEMORY: Final = CAN_LIMIT and sys.platform == "linux"
"""Other systems take a limit on memory and do not hold it."""

CLOCK_FACTOR: Final = 10
"""How much longer than its processor time a process may take on the clock: a machine is rarely busier than that."""

LONGEST_FIELD: Final = 2**30
"""Characters of a field of delimited text; the `csv` module refuses more than 128 KiB, and whole files are limited."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process that reads a document may take.

    Parameters
    ----------
    max_cpu
        Seconds of processor time; on the clock, ten times as many.
    max_memory
        Bytes of memory, on top of what the process that starts it has.
    """

    max_cpu: int = 60
    max_memory: int = 2**30


def limit_this_process(limits: Limits) -> None:
    """Have the system end this process when it takes more than it may, and let it write no file.

    Over its processor time it dies of SIGXCPU, over its time on the clock of SIGALRM; more memory is refused to it.
    """
    _lower(resource.RLIMIT_CPU, limits.max_cpu)
    signal.setitimer(signal.ITIMER_REAL, CLOCK_FACTOR * limits.max_cpu)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    if CAN_LIMIT_MEMORY:
        # Not RLIMIT_AS: that counts what libraries only reserve, several times of what they use.
        _lower(resource.RLIMIT_DATA, _memory_in_use() + limits.max_memory)
    with suppress(OSError):  # if the whole machine is out of memory, this is the process to end
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def free_memory_limit() -> None:
    """Let this process have memory again, to say that it was refused some."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _lower(kind: int, value: int) -> None:
    """Lower a limit, unless a lower one is set. What it could be raised to again stays."""
    soft, hard = resource.getrlimit(kind)
    set_before = (limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(kind, (min([value, sys.maxsize, *set_before]), hard))


def _memory_in_use() -> int:
    """The bytes of writable private memory that this process has, as RLIMIT_DATA counts them."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except OSError:
        return 0
    return pages * resource.getpagesize()
