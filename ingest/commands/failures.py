"""What is told of every error that ends a command: one line with an id, and a trace only on request."""

from __future__ import annotations

import errno
import os
import re
import traceback
from typing import Final

import typer

from ingest import __version__
from ingest.commands.display import BrokenOutputError, ExitCode, broken_output, complain, complain_of, report
from ingest.document.failures import TRACEBACK_VARIABLE
from model import ResultCodesError

_STREAM_ERRORS: Final = frozenset({errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT})
"""How the system refuses to write to a stream that is open."""


def tell(error: Exception, command: str) -> ExitCode:
    """Say why a command ended, and give its exit code.

    `error`: what ended it. `command`: `resultcodes`, with the name of the command if there is one.
    """
    if isinstance(error, typer.TyperException):
        hint = f"; a negative number stands behind --: {command} -- -1" if _is_negative(error) else ""
        complain_of("usage", f"{error.format_message().rstrip('.')}{hint}; see {command} --help", "command line")
        return ExitCode.USAGE
    if isinstance(error, ResultCodesError):
        return report(error)
    if isinstance(error, OSError) and error.filename is None and error.errno in _STREAM_ERRORS:
        # Only a stream has no name: here, what typer itself writes, such as help.
        error = broken_output(error)
    if isinstance(error, BrokenOutputError):
        if error.exit_code != ExitCode.PIPE_CLOSED:
            complain_of("output", f"cannot be written: {error}", "standard output")
        return error.exit_code
    return _tell_of_system(error) if isinstance(error, OSError) else _tell_of_fault(error)


def _is_negative(error: typer.TyperException) -> bool:
    """Whether an option that there is none of is a number."""
    return re.fullmatch("-[0-9]", getattr(error, "option_name", "")) is not None


def _tell_of_system(error: OSError) -> ExitCode:
    place = None if error.filename is None else os.fsdecode(error.filename)
    complain_of("system", error.strerror or str(error), place)
    _show_trace(error)
    return ExitCode.INPUT


def _tell_of_fault(error: Exception) -> ExitCode:
    reason = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    complain_of(
        "internal",
        f"resultcodes {__version__} failed, which is its own fault ({reason}); please report it where you got it, "
        f"with this command and what it shows with {TRACEBACK_VARIABLE}=1",
    )
    _show_trace(error)
    return ExitCode.INTERNAL


def _show_trace(error: Exception) -> None:
    if os.environ.get(TRACEBACK_VARIABLE):
        for line in "".join(traceback.format_exception(error)).splitlines():
            complain(line)
