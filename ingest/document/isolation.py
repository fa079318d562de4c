"""Work on a document in a process of its own: whatever the document does to that, this process lives on."""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final, NoReturn

from ingest.document.failures import death, failure, memory_limit
from ingest.document.limits import CAN_LIMIT, CAN_LIMIT_MEMORY, Limits, free_memory_limit, limit_this_process
from model import Fault, InputError

_DONE: Final = b"+"
_FAILED: Final = b"-"
_HEAD: Final = 9
"""An answer is a sign, the length of what follows in 8 bytes, and that."""

_PIECE: Final = 1 << 20

_NEW_OBJECTS: Final = 1_000_000
_STARTING: Final = threading.Lock()
"""Held until the child's end of the answer is closed here: a child started meanwhile would keep it open."""


def isolated(work: Callable[[], bytes], place: str, limits: Limits) -> bytes:
    """What a piece of work on a document gives, done in a process of its own, within limits.

    Where the system cannot limit a process, it is done in this one, and a warning says so once.

    `work`: gives the result as bytes. It is done in a fork of this process: nothing that it changes is seen here.
    `place`: how errors name the document. `limits`: what the process may take.

    Raises
    ------
    InputError
        What the work raised, with all its faults; `limit-time` or `limit-memory`, if it was ended for taking more
        than it may; `reader-failed` for any other exception; `reader-died`, if it ended without one, as by a signal;
        `reader-not-started`, if the system has no process left.
    """
    if not CAN_LIMIT_MEMORY:
        _warn_once()
    if not CAN_LIMIT:
        return _in_this_process(work, place, limits)
    child = _Child(place, limits)
    try:
        child.start(work)
        answer = child.receive()
    except BaseException:
        child.kill()
        raise
    finally:
        status = child.end()
    sign, length, content = answer[:1], answer[1:_HEAD], answer[_HEAD:]
    if len(answer) < _HEAD or int.from_bytes(length, "big") != len(content):
        raise death(status, place, limits)
    if sign == _FAILED:
        raise _carried_over(content)
    return content


@cache
def _warn_once() -> None:
    what = "the memory of a process" if CAN_LIMIT else "what a process takes"
    warnings.warn(f"this system cannot limit {what}: read no document that you do not trust", stacklevel=4)


def _in_this_process(work: Callable[[], bytes], place: str, limits: Limits) -> bytes:
    try:
        return work()
    except Exception as error:
        raise failure(error, place, limits) from error


class _Child:
    """A process at work, seen from this one."""

    def __init__(self, place: str, limits: Limits) -> None:
        self._place = place
        self._limits = limits
        self._id = 0
        self._open: list[int] = []

    def start(self, work: Callable[[], bytes]) -> None:
        """Fork this process, and do the work there."""
        with _STARTING:
            # Until the child is by itself, a signal such as Ctrl-C would have it run on as this program does.
            unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            try:
                self._fork(work)
            except OSError as error:
                message = f"no process can be started to read it: {error.strerror}; try again"
                raise InputError(Fault("reader-not-started", message, self._place)) from error
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)

    def _fork(self, work: Callable[[], bytes]) -> None:
        answer, answering = os.pipe()
        self._open += [answer, answering]
        lifeline, holding = os.pipe()
        self._open += [lifeline, holding]
        with warnings.catch_warnings():
            # Of threads that may hold a lock in the fork: those that libraries hold are freed there by themselves,
            # and what waits for another is ended by its limits.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._id = os.fork()
        if self._id == 0:
            _STARTING.release()
            os.close(answer)
            os.close(holding)
            _work_as_child(work, self._place, self._limits, answering, lifeline)
        for descriptor in (answering, lifeline):
            self._open.remove(descriptor)
            os.close(descriptor)

    def receive(self) -> bytes:
        """The answer, whole or as far as the child came before it ended."""
        pieces = []
        length = 0
        while piece := os.read(self._open[0], _PIECE):
            pieces.append(piece)
            length += len(piece)
            if length > self._limits.max_memory:
                raise memory_limit(self._place, self._limits)
        return b"".join(pieces)

    def kill(self) -> None:
        """End the child, if it was started."""
        if self._id:
            os.kill(self._id, signal.SIGKILL)

    def end(self) -> int:
        """Wait until the child has ended, and give its exit status, or the negative number of its signal."""
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self._id, 0)[1]) if self._id else 0
        except ChildProcessError:  # this program has the system take note of ended children
            return 0
        finally:
            while self._open:
                os.close(self._open.pop())


def _carried_over(content: bytes) -> InputError:
    """The error that a child told."""
    told = json.loads(content)
    error = InputError(*(Fault(**fault) for fault in told["faults"]))
    for note in told["notes"]:
        error.add_note(note)
    return error


# In the child


def _work_as_child(work: Callable[[], bytes], place: str, limits: Limits, answering: int, lifeline: int) -> NoReturn:
    """Do the work, answer and end: nothing of what this process was before the fork runs on."""
    import fcntl  # not there on Windows

    status = 1
    try:
        answering, lifeline = (fcntl.fcntl(number, fcntl.F_DUPFD, 3) for number in (answering, lifeline))
        _silence()
        _die_with_the_parent(lifeline)
        _look_for_garbage_rarely()
        sign, content = _answer(work, place, limits)
        with open(answering, "wb") as stream:  # noqa: PTH123 - a pipe has no path
            stream.write(sign + len(content).to_bytes(_HEAD - 1, "big"))
            stream.write(content)
        status = 0
    finally:
        os._exit(status)


def _silence() -> None:
    """Let nothing that libraries say reach the streams of the parent."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    faulthandler.disable()


def _die_with_the_parent(lifeline: int) -> None:
    """Have signals end this process, and one be sent when the parent is no more, which closes its end of a pipe."""
    import fcntl

    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGIO):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    try:
        os.read(lifeline, 1)
    except BlockingIOError:
        return
    os._exit(1)  # the parent ended before


def _look_for_garbage_rarely() -> None:
    """Look for garbage at every so many new objects, and never among what was there before the fork.

    A reading makes many objects and little garbage: to look at every 700, as Python does, takes a fifth of its time.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def _answer(work: Callable[[], bytes], place: str, limits: Limits) -> tuple[bytes, bytes]:
    """The sign and the content of the answer."""
    try:
        limit_this_process(limits)
        return _DONE, work()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it ends here
        free_memory_limit()
        failed = failure(error, place, limits)
        told = {"faults": [asdict(fault) for fault in failed.faults], "notes": getattr(failed, "__notes__", [])}
        return _FAILED, json.dumps(told).encode()
