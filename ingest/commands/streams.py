"""The standard streams of the process: none that is missing, full or closed ends the command with a trace."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO


def prepare_streams() -> None:
    """Let no letter and no missing stream end the command.

    A stream that the process was started without is, in Python, None. Its number is taken by the null device here:
    else the next file or pipe that is opened gets it, and what is written to that stream ends up there. The standard
    input stays None: who reads it says that there is none.
    """
    for number in range(3):
        _occupy(number)
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _occupy(number: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        # The system gives the lowest number that is free: this one.
        os.open(os.devnull, os.O_RDWR)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def abandon(stream: TextIO) -> None:
    """Let what is left in the buffer of a stream that cannot be written go nowhere.

    Python writes it when it ends: that would fail a second time, and change the exit code.
    """
    with suppress(OSError, ValueError):  # what stands for a stream in a notebook or a test has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
