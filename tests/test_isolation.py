"""Work in a process of its own: whatever happens there comes back as a result or as one clear error."""

from __future__ import annotations

import ctypes
import errno
import gc
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

import psutil
import pytest
from lxml import etree
from pdfplumber.utils.exceptions import PdfminerException

from ingest.document import isolation
from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from model import Fault, InputError
from tests.command import started

CHECKOUT = Path(__file__).parent.parent
SMALL = Limits(max_cpu=1, max_memory=50_000_000)
DAMAGED = "the document is damaged or made to do harm; save or export it again"

WAITING = """
import os, signal, sys, time
from ingest.document.isolation import isolated
from ingest.document.limits import Limits

# A shell lets its jobs in the background ignore Ctrl-C, and they hand that down.
signal.signal(signal.SIGINT, signal.default_int_handler)
output = os.dup(1)

def work():
    os.write(output, b"at work\\n")
    time.sleep(1000)

try:
    isolated(work, "a.pdf", Limits())
except KeyboardInterrupt:
    os.write(output, b"interrupted\\n")
"""
"""A program whose child waits, and holds the output open as long as it lives."""


def refusal(work: Callable[[], bytes], limits: Limits = SMALL) -> InputError:
    """The error that some work ends with."""
    with pytest.raises(InputError) as caught:
        isolated(work, "a.pdf", limits)
    return caught.value


def raising(error: BaseException) -> Callable[[], bytes]:
    """Work that raises an exception."""

    def work() -> NoReturn:
        raise error

    return work


def process_id() -> bytes:
    """The id of the process that works."""
    return str(os.getpid()).encode()


def wait() -> bytes:
    """Wait for what does not come."""
    time.sleep(100)
    return b""


def descriptors() -> set[str]:
    """The numbers of the open files of this process."""
    return {path.name for path in Path("/dev/fd").iterdir()}


def children() -> set[int]:
    """The ids of the children of this process, those that have ended and were not waited for among them."""
    return {child.pid for child in psutil.Process().children()}


@pytest.fixture(autouse=True)
def leaves_nothing_behind() -> Iterator[None]:
    """Every test, whatever it has happen, leaves no open file and no child."""
    open_before, children_before = descriptors(), children()
    yield
    left_open, left_running = descriptors() - open_before, children() - children_before
    # The next test is not to find them: one failure is enough.
    for child in left_running:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    for number in left_open:
        os.close(int(number))
    assert (left_open, left_running) == (set(), set())


# What comes back


def test_garbage_is_looked_for_rarely_in_the_process_of_a_document() -> None:
    """And never among what was there before; this process goes on as it did."""
    before = gc.get_threshold(), gc.get_freeze_count()

    def work() -> bytes:
        return f"{gc.get_threshold()[0]} {gc.get_freeze_count() > 10_000}".encode()

    assert isolated(work, "a.pdf", Limits()) == b"1000000 True"
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


@pytest.mark.parametrize("content", [b"", b"\0", b"-", "Счет".encode(), bytes(range(256)) * 40_000])
def test_result_comes_back_as_it_is(content: bytes) -> None:
    """Bytes come back as the work gave them: none, those of the protocol itself, and more than a pipe holds."""
    assert isolated(lambda: content, "a.pdf", SMALL) == content


def test_nothing_changes_here() -> None:
    """What the work changes, it changes in its own process."""
    seen = bytearray(b"before")

    def work() -> bytes:
        seen[:] = b"after"
        return bytes(seen)

    assert isolated(work, "a.pdf", SMALL) == b"after"
    assert seen == b"before"
    assert isolated(process_id, "a.pdf", SMALL) != str(os.getpid()).encode()


def test_faults_come_back_equal() -> None:
    """An error of ours comes back with every fault of it, in order, letters that are none included, and no note."""
    faults = [Fault("one", "«\udcff»\x1b", "a.pdf, page 1"), Fault("two", "no", "b"), Fault("two", "no", "b")]
    error = refusal(raising(InputError(*faults)))
    assert list(error.faults) == faults
    assert str(error) == str(InputError(*faults))
    assert not hasattr(error, "__notes__")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (RecursionError("too deep"), "RecursionError: too deep"),
        (OverflowError(), "OverflowError"),
        (KeyError("Root"), "KeyError: 'Root'"),
        (struct.error("unpack\nrequires \x1b[31m"), "struct.error: unpack requires \x1b[31m"),
        (zlib.error("Error -3"), "zlib.error: Error -3"),
        (AssertionError("x" * 500), f"AssertionError: {'x' * 200}"),
        (PdfminerException(ValueError("no number")), "pdfplumber.utils.exceptions.PdfminerException: no number"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (OSError(errno.ENOSPC, "no space"), f"OSError: [Errno {errno.ENOSPC}] no space"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_exception_is_an_input_error(error: BaseException, named: str) -> None:
    """Whatever a library raises becomes one fault that names where, what and how to see more; the note shows it all."""
    failed = refusal(raising(error))
    reason = f"{__name__} raised {named}"[:200]
    message = (
        f"a.pdf: cannot be read ({reason}): {DAMAGED}; RESULTCODES_TRACEBACK=1 shows where it failed [reader-failed]"
    )
    assert str(failed) == message
    (note,) = failed.__notes__
    assert note.startswith("Traceback (most recent call last):\n")
    assert "in work\n    raise error\n" in note


# Limits


def test_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that goes on and on is ended at its processor time."""
    # However busy the machine is.
    monkeypatch.setattr("ingest.document.limits.CLOCK_FACTOR", 1000)

    def work() -> NoReturn:
        while True:
            pass

    assert str(refusal(work)) == (
        "a.pdf: reading takes more than 1 seconds of processor time; raise it with --max-cpu [limit-time]"
    )


def test_time_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that waits for something is ended too, though it takes no processor time."""
    monkeypatch.setattr("ingest.document.limits.CLOCK_FACTOR", 1)
    assert str(refusal(wait)) == (
        "a.pdf: reading is not done after 10 seconds, 10 times what --max-cpu allows; raise it [limit-time]"
    )


def out_of_memory() -> NoReturn:
    """Take memory until there is no more."""
    held = []
    while True:
        held.append(bytearray(1_000_000))


def wrapped() -> NoReturn:
    """An exception of pdfplumber about one of pdfminer, as it comes of memory."""
    try:
        out_of_memory()
    except MemoryError as error:
        raise PdfminerException(error)  # noqa: B904 - as pdfplumber does


def as_damage() -> NoReturn:
    """An error of ours about damage, raised from another for which the lack of memory is the cause."""
    try:
        wrapped()
    except PdfminerException as error:
        raise InputError(Fault("damaged-pdf", "the PDF is damaged", "a.pdf")) from error


def of_libxml() -> NoReturn:
    """What lxml raises when libxml2 gets no memory."""
    raise etree.XMLSyntaxError("unknown error", 2, 0, 0)


@pytest.mark.parametrize(
    "work",
    [out_of_memory, wrapped, as_damage, of_libxml, raising(OSError(errno.ENOMEM, "")), lambda: bytes(10**9)],
    ids=["in small pieces", "wrapped", "as damage", "of libxml", "of the system", "at once"],
)
def test_memory(work: Callable[[], bytes]) -> None:
    """A reader that wants more memory than it may have is told so, whatever a library makes of that.

    It may have all the time that a busy machine takes to give memory.
    """
    assert str(refusal(work, replace(SMALL, max_cpu=30))) == (
        "a.pdf: reading takes more than 50,000,000 bytes of memory; raise it with --max-memory [limit-memory]"
    )


def test_other_errors_of_libxml_are_not_about_memory() -> None:
    """An error of libxml2 about the document is not taken for one about memory."""
    assert refusal(raising(etree.XMLSyntaxError("no element", 4, 0, 0))).faults[0].id == "reader-failed"


def test_result_larger_than_the_memory() -> None:
    """A child cannot fill this process either: its answer may be as large as its memory."""
    content = bytes(100_000)
    limits = Limits(max_memory=50_000)
    assert str(refusal(lambda: content, limits)) == (
        "a.pdf: reading takes more than 50,000 bytes of memory; raise it with --max-memory [limit-memory]"
    )


def test_memory_that_is_had_already_is_not_counted() -> None:
    """The limit is on what reading adds, however much this process has."""
    held = bytearray(3 * SMALL.max_memory)
    assert isolated(lambda: bytes(len(held) == 3 * SMALL.max_memory and SMALL.max_memory // 4), "a", SMALL)


def test_no_file_is_written(tmp_path: Path) -> None:
    """A reader writes no file."""
    error = refusal(lambda: (tmp_path / "a").write_bytes(b"1").to_bytes())
    assert f"OSError: [Errno {errno.EFBIG}]" in str(error)
    assert (tmp_path / "a").read_bytes() == b""


def test_limits_of_the_user_hold() -> None:
    """A limit that the user of the machine has set lower stays, and no limit is above what it can be."""

    def nested() -> bytes:
        return isolated(lambda: str(resource.getrlimit(resource.RLIMIT_CPU)[0]).encode(), "a", Limits(10**6, 2**80))

    assert isolated(nested, "a", Limits(max_cpu=7)) == b"7"


# Deaths


@pytest.mark.parametrize(
    ("die", "ending"),
    [
        (lambda: ctypes.string_at(0), "SIGSEGV"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"),
        (lambda: signal.raise_signal(signal.SIGINT), "SIGINT"),
        (lambda: signal.raise_signal(signal.SIGTERM), "SIGTERM"),
        (lambda: os._exit(0), "exit status 0"),
        (lambda: os._exit(7), "exit status 7"),
    ],
    ids=["SIGSEGV", "SIGKILL", "SIGINT", "SIGTERM", "end", "failure"],
)
def test_death_is_told(die: Callable[[], object], ending: str, request: pytest.FixtureRequest) -> None:
    """A reader that dies, of a signal or by itself, is an error that says of what."""
    # A shell lets its jobs in the background ignore it, and so do their readers.
    request.addfinalizer(partial(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT)))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert str(refusal(lambda: bytes(die() is None))) == f"a.pdf: the reader died of {ending}: {DAMAGED} [reader-died]"


def test_abort_may_be_memory() -> None:
    """An abort is how C libraries end without memory, and with damaged memory: both are said."""
    assert str(refusal(lambda: bytes(os.abort()))) == (
        "a.pdf: reading takes more than 50,000,000 bytes of memory, or the document is damaged: a library aborted; "
        "raise it with --max-memory [limit-memory]"
    )


def test_half_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that dies while it answers has not answered."""

    def half(*_: object) -> tuple[bytes, bytes]:
        # More than the pipe holds: the child waits within the answer, and its processor time does not end.
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        return b"+", bytes(200_000)

    monkeypatch.setattr(isolation, "_answer", half)
    monkeypatch.setattr(isolation._Child, "receive", lambda child: os.read(child._open[0], 100_000))
    assert refusal(bytes).faults[0].id == "limit-time"


# The parent


@pytest.fixture(params=[False, True], ids=["foreground", "background"])
def interruptions(request: pytest.FixtureRequest) -> Iterator[None]:
    """As a shell starts a job: in the foreground, or in the background, where Ctrl-C and a hang-up are ignored."""
    ignored = [signal.SIGINT, signal.SIGHUP] if request.param else []
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ignored}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.usefixtures("interruptions")
def test_child_ends_with_the_parent(end: signal.Signals) -> None:
    """Ctrl-C, an end and a kill of this process end the child too: nothing holds the output any more."""
    with started([sys.executable, "-c", WAITING], cwd=CHECKOUT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"at work\n"
        process.send_signal(end)
        rest, _ = process.communicate(timeout=60)
    assert rest == (b"interrupted\n" if end == signal.SIGINT else b"")
    assert process.returncode == (0 if end == signal.SIGINT else -end)


def test_child_of_a_dead_parent_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child whose parent is gone before it can be told so ends by itself."""
    monkeypatch.setattr("ingest.document.isolation._silence", lambda: time.sleep(0.2))
    child = isolation._Child("a.pdf", SMALL)
    try:
        child.start(bytes)
        os.close(child._open.pop())
        assert os.read(child._open[0], 100) == b""
        assert child.end() == 1
    finally:
        child.end()


def test_handlers_of_this_program_are_not_the_childs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child ends by a signal that this program handles, and by its limits where this program ignores them."""

    def terminate() -> bytes:
        signal.raise_signal(signal.SIGTERM)
        return b""

    before = signal.signal(signal.SIGTERM, lambda *_: None), signal.signal(signal.SIGALRM, signal.SIG_IGN)
    monkeypatch.setattr("ingest.document.limits.CLOCK_FACTOR", 1)
    try:
        assert "SIGTERM" in str(refusal(terminate))
        assert refusal(wait).faults[0].id == "limit-time"
        assert signal.getsignal(signal.SIGALRM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGALRM, before[1])


def test_program_that_does_not_wait_for_children() -> None:
    """Where this program has the system take note of ended children, answers and deaths are told all the same."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert isolated(lambda: b"done", "a.pdf", SMALL) == b"done"
        assert refusal(lambda: bytes(os._exit(1))).faults[0].id == "reader-died"
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_libraries_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """What the work writes to the standard streams, by Python or beneath it, is seen nowhere."""

    def work() -> bytes:
        for stream in (sys.stdout, sys.stderr):
            print("noise", file=stream, flush=True)
        os.write(1, b"noise")
        os.write(2, b"noise")
        ctypes.string_at(0)
        return b""

    assert refusal(work).faults[0].id == "reader-died"
    assert capfd.readouterr() == ("", "")


def test_process_without_standard_streams() -> None:
    """A program that was started without standard streams reads all the same: pipes then have their numbers."""
    program = (
        "import os; from ingest.document.isolation import isolated; from ingest.document.limits import Limits\n"
        "result = os.dup(1)\nos.closerange(0, 3)\n"
        "os.write(result, isolated(lambda: b'done', 'a.pdf', Limits()))"
    )
    process = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, check=True)
    assert process.stdout == b"done"


def test_many_at_once() -> None:
    """Threads that start children at the same time each get their own answer."""
    answers: dict[int, bytes] = {}

    def ask(number: int) -> None:
        answers[number] = isolated(number.to_bytes, "a.pdf", Limits())

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number.to_bytes() for number in range(16)}


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no process left, that is an error that says so."""

    def refused() -> NoReturn:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert str(refusal(bytes)) == (
        "a.pdf: no process can be started to read it: Resource temporarily unavailable; try again [reader-not-started]"
    )


# Other systems


@pytest.fixture
def without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot limit a process."""
    monkeypatch.setattr(isolation, "CAN_LIMIT", False)
    monkeypatch.setattr(isolation, "CAN_LIMIT_MEMORY", False)
    isolation._warn_once.cache_clear()


@pytest.mark.usefixtures("without_limits")
def test_system_without_limits() -> None:
    """Where no process can be limited, the work is done in this one; a warning says so once. Errors are the same."""
    own = str(os.getpid()).encode()
    with pytest.warns(UserWarning, match="^this system cannot limit what a process takes: "):
        assert isolated(process_id, "a.pdf", SMALL) == own
    assert isolated(process_id, "a.pdf", SMALL) == own  # warnings are errors
    assert refusal(raising(KeyError("Root"))).faults[0].id == "reader-failed"
    assert refusal(raising(MemoryError())).faults[0].id == "limit-memory"
    assert refusal(raising(InputError(Fault("one", "two", "three")))).faults == (Fault("one", "two", "three"),)


def test_system_that_cannot_limit_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only memory cannot be limited, the work is done in a process of its own all the same."""
    monkeypatch.setattr(isolation, "CAN_LIMIT_MEMORY", False)
    isolation._warn_once.cache_clear()
    with pytest.warns(UserWarning, match="^this system cannot limit the memory of a process: "):
        assert isolated(process_id, "a.pdf", SMALL) != str(os.getpid()).encode()
    assert isolated(bytes, "a.pdf", SMALL) == b""  # warnings are errors
