"""What the tests start and open: a test that fails leaves none of it to the next one."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.command import pseudo_terminal, started

FOREVER = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('begun', flush=True); signal.pause()"


def test_process_ends_with_a_failure() -> None:
    """A process that waits for ever is ended and waited for when its block fails, and its pipe is closed."""
    with (
        suppress(ZeroDivisionError),
        started([sys.executable, "-c", FOREVER], stdout=subprocess.PIPE) as process,
    ):
        output = process.stdout
        assert output is not None
        assert output.readline() == b"begun\n"
        raise ZeroDivisionError
    assert process.returncode == -9
    assert output is not None
    assert output.closed


def test_terminal_is_closed_with_a_failure() -> None:
    """Both sides of a terminal are closed when its block fails."""
    with suppress(ZeroDivisionError), pseudo_terminal() as sides:
        numbers = [side.fileno() for side in sides]
        raise ZeroDivisionError
    for number in numbers:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)
