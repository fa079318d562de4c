"""What it means for a document that its reader failed: every exception and every death, as faults."""

from __future__ import annotations

import errno
import signal
import traceback
from collections.abc import Iterator
from typing import Final

from ingest.document.limits import CLOCK_FACTOR, Limits
from model import Fault, InputError

TRACEBACK_VARIABLE: Final = "RESULTCODES_TRACEBACK"
"""The variable of the environment that has the command show where a reader failed."""

_LIBXML_NO_MEMORY: Final = 2

_ANEW: Final = "the document is damaged or made to do harm; save or export it again"
_LONGEST: Final = 200


def failure(error: BaseException, place: str, limits: Limits) -> InputError:
    """The error for an exception that ended the reading of a document; for an error of ours, an equal one.

    A note on it holds the traceback, if the exception was none of ours.
    """
    if any(map(_is_refused_memory, _causes(error))):
        return memory_limit(place, limits)
    if isinstance(error, InputError):
        return InputError(*error.faults)
    reason = " ".join(f"{_library(error)} raised {_name(error)}: {error}".split()).removesuffix(":")[:_LONGEST]
    message = f"cannot be read ({reason}): {_ANEW}; {TRACEBACK_VARIABLE}=1 shows where it failed"
    failed = InputError(Fault("reader-failed", message, place))
    failed.add_note("".join(traceback.format_exception(error)))
    return failed


def death(status: int, place: str, limits: Limits) -> InputError:
    """The error for a reader that ended without an answer: its exit status, or the negative number of a signal."""
    if status == -signal.SIGXCPU:
        message = f"reading takes more than {limits.max_cpu:,} seconds of processor time; raise it with --max-cpu"
        return InputError(Fault("limit-time", message, place))
    if status == -signal.SIGALRM:
        seconds = CLOCK_FACTOR * limits.max_cpu
        message = f"reading is not done after {seconds:,} seconds, {CLOCK_FACTOR} times what --max-cpu allows; raise it"
        return InputError(Fault("limit-time", message, place))
    if status == -signal.SIGABRT:  # how pdfium ends when it gets no memory, and C libraries that see theirs destroyed
        return memory_limit(place, limits, ", or the document is damaged: a library aborted")
    ending = f"exit status {status}" if status >= 0 else signal.Signals(-status).name
    return InputError(Fault("reader-died", f"the reader died of {ending}: {_ANEW}", place))


def memory_limit(place: str, limits: Limits, doubt: str = "") -> InputError:
    """The error for a reader that would take more memory than it may, with a doubt that there is about that."""
    message = f"reading takes more than {limits.max_memory:,} bytes of memory{doubt}; raise it with --max-memory"
    return InputError(Fault("limit-memory", message, place))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, those that it was raised from, while handling, or about, and theirs."""
    seen: set[int] = set()
    stack: list[object] = [error]
    while stack:
        cause = stack.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            stack += [cause.__cause__, cause.__context__, *cause.args]
            yield cause


def _is_refused_memory(error: BaseException) -> bool:
    """Whether an exception says that the system gave no memory: by its type, or by a number that libraries give it."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    is_of_libxml = type(error).__module__.startswith("lxml.")
    return isinstance(error, MemoryError) or (is_of_libxml and getattr(error, "code", None) == _LIBXML_NO_MEMORY)


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _library(error: BaseException) -> str:
    """The module in which an exception was raised."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return str(frames[-1].f_globals.get("__name__")) if frames else "the reader"
