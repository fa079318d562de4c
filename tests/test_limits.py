"""Limits on the reading of a document, by the library and by the command, and documents read while memory is short."""

from __future__ import annotations

import os
import signal
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from ingest import Limits, ingest
from ingest.document import encoding
from ingest.readers.pdf.streams import check_streams
from model import CodeBook, DoubtfulError, Fault, Finding, InputError
from tests.command import Run, write
from tests.pdf.pages import TABLE, drawn
from tests.test_bad_input import BAD
from tests.test_cases import DOCUMENTS
from tests.test_catalog import contents
from tests.test_formats import GOLD

GOOD = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
HARMFUL = "harmful\n"
"""A text that the reader, as the tests patch it, does not survive."""

STEPS = 20


def outcome(document: Path, limits: Limits | None) -> CodeBook | tuple[Fault | Finding, ...]:
    """The code book of a document, or its faults or doubts."""
    try:
        return ingest(document, limits=limits)
    except DoubtfulError as error:
        return tuple(error.doubts)
    except InputError as error:
        return error.faults


def failing() -> NoReturn:
    """Fail as a library does."""
    raise KeyError("Root\x1b")


def inflatable(size: int, times: int = 1, kind: bytes = b"/FlateDecode", head: bytes = b"") -> bytes:
    """A PDF object with a stream of zeros that is packed some times over."""
    data = bytes(size)
    for _ in range(times):
        data = zlib.compress(data)
    return b"9 0 obj\n<< %s /Filter [%s] /Length %d >>\nstream\r\n%s\nendstream\nendobj\n" % (
        head,
        b" ".join([kind] * times),
        len(data),
        data,
    )


@pytest.fixture
def harm(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has the reader of texts do something when it reads the harmful one."""
    read = encoding.decode

    def set_up(action: Callable[[], object]) -> None:
        def decode(data: bytes, place: str, told: str | None = None) -> tuple[str, str]:
            if data == HARMFUL.encode():
                action()
            return read(data, place, told)

        monkeypatch.setattr("ingest.readers.plain.decode", decode)

    return set_up


# The same with and without


@pytest.mark.parametrize("folder", [*DOCUMENTS, *sorted(BAD.glob("*.txt"))], ids=lambda path: path.stem)
def test_same_with_and_without_isolation(folder: Path) -> None:
    """Every case and every bad document gives an equal code book, or the same faults, in a process of its own."""
    assert outcome(folder, Limits()) == outcome(folder, None)


@pytest.mark.parametrize("document", GOLD)
def test_same_in_every_format(shared: Path, document: str) -> None:
    """The real documents and their renderings give an equal code book in a process of their own."""
    book = outcome(shared / "documents" / document, Limits())
    assert isinstance(book, CodeBook)
    assert book == outcome(shared / "documents" / document, None)


def test_without_limits_exceptions_are_as_they_are(tmp_path: Path, harm: Callable[[object], None]) -> None:
    """`limits=None` reads in this process: a debugger sees what is raised, and where."""
    path = tmp_path / "a.txt"
    path.write_text(HARMFUL, encoding="utf-8")
    harm(failing)
    with pytest.raises(KeyError, match="Root"):
        ingest(path, limits=None)
    with pytest.raises(InputError, match=r"raised KeyError: 'Root\\x1b'"):
        ingest(path)


# By the command


def endless() -> NoReturn:
    """Never end."""
    while True:
        pass


def greedy() -> bytes:
    """Take two gigabytes."""
    return bytes(2_000_000_000)


@pytest.mark.parametrize(
    ("action", "options", "message"),
    [
        pytest.param(
            endless,
            ["--max-cpu", "1"],
            "reading takes more than 1 seconds of processor time; raise it with --max-cpu [limit-time]",
            id="time",
        ),
        pytest.param(
            greedy,
            [],
            "reading takes more than 1,073,741,824 bytes of memory; raise it with --max-memory [limit-memory]",
            id="memory",
        ),
        pytest.param(
            lambda: os.kill(os.getpid(), signal.SIGSEGV),
            [],
            "the reader died of SIGSEGV: the document is damaged or made to do harm; save or export it again "
            "[reader-died]",
            id="death",
        ),
        pytest.param(
            failing,
            [],
            "cannot be read (tests.test_limits raised KeyError: 'Root\\x1b'): the document is damaged or made to do "
            "harm; save or export it again; RESULTCODES_TRACEBACK=1 shows where it failed [reader-failed]",
            id="exception",
        ),
    ],
)
def test_folder_goes_on(
    run: Run,
    harm: Callable[[object], None],
    monkeypatch: pytest.MonkeyPatch,
    action: Callable[[], object],
    options: list[str],
    message: str,
) -> None:
    """Of a folder, a document that is over a limit is one line; the others are published, and what was stays."""
    # However busy the machine is: its processor time is to end the reader.
    monkeypatch.setattr("ingest.document.limits.CLOCK_FACTOR", 1000)
    Path("inbox").mkdir()
    write("inbox/a.txt", GOOD)
    assert run("ingest", "inbox").code == 0
    before = contents(Path("out"))
    write("inbox/b.txt", HARMFUL)
    harm(action)
    alone = run("ingest", "inbox/b.txt", *options)
    assert alone == (3, "", f"error: inbox/b.txt: {message}\n")
    assert contents(Path("out")) == before
    write("inbox/c.txt", GOOD.replace("Вызов", "Звонок"))
    both = run("ingest", "inbox", *options)
    assert (both.code, both.err) == (3, alone.err)
    assert "inbox/a.txt: not new, it is out/a-" in both.out
    assert "out/c-" in both.out
    assert {name: content for name, content in contents(Path("out")).items() if name.startswith("a-")} == {
        name: content for name, content in before.items() if name.startswith("a-")
    }


@pytest.mark.parametrize("command", [["check", "b.txt"], ["diff", "b.txt", "a.txt"]], ids=lambda command: command[0])
def test_other_commands(run: Run, harm: Callable[[object], None], command: list[str]) -> None:
    """What reads a document without publishing it lives on, too."""
    write("a.txt", GOOD)
    write("b.txt", HARMFUL)
    harm(lambda: os.kill(os.getpid(), signal.SIGSEGV))
    result = run(*command)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: b.txt: the reader died of SIGSEGV: ")


def test_traceback_on_demand(run: Run, harm: Callable[[object], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """With RESULTCODES_TRACEBACK=1, the command shows where a reader failed, escaped; of other errors no more."""
    write("b.txt", HARMFUL)
    harm(failing)
    plain = run("check", "b.txt").err
    monkeypatch.setenv("RESULTCODES_TRACEBACK", "1")
    shown = run("check", "b.txt").err
    assert shown.startswith(f"{plain}Traceback (most recent call last):\n  File ")
    assert shown.endswith("\nKeyError: 'Root\\x1b'\n")
    assert shown.replace("\n", "").isprintable()
    assert len(run("check", "none.txt").err.splitlines()) == 1


def test_warning_of_a_system_without_limits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be limited, the command says so in one line, once, and reads."""
    from ingest.document import isolation

    monkeypatch.setattr(isolation, "CAN_LIMIT", False)
    monkeypatch.setattr(isolation, "CAN_LIMIT_MEMORY", False)
    isolation._warn_once.cache_clear()
    monkeypatch.setattr("warnings.filters", [])
    write("a.txt", GOOD)
    write("b.txt", GOOD)
    result = run("ingest", "a.txt", "b.txt")
    assert result.code == 0
    assert result.err == (
        "warning: this system cannot limit what a process takes: read no document that you do not trust\n"
    )


# Pages and unpacked bytes


def test_pages(run: Run) -> None:
    """A PDF of more pages than the limit is refused before any is read; of exactly so many, and so many named, read."""
    Path("a.pdf").write_bytes(drawn(TABLE, (), ()))
    advice = "name those with the table by --pages, or raise it by --max-pages [limit-pages]"
    message = f"error: a.pdf: 3 pages are more than the limit of 2; {advice}\n"
    assert run("check", "a.pdf", "--max-pages", "2") == (3, "", message)
    assert run("check", "a.pdf", "--max-pages", "3").code == 0
    assert run("check", "a.pdf", "--max-pages", "1", "--pages", "1").code == 0


@pytest.mark.parametrize(
    "streams",
    [
        inflatable(10**6),
        inflatable(10**6, times=2),
        inflatable(10**6, times=3),
        inflatable(10**6, kind=b"/Fl"),
        inflatable(4 * 10**5) * 3,
        inflatable(10**6).replace(b"endstream", b""),
        b"junk stream\n" + inflatable(10**6),
    ],
    ids=["once", "twice", "thrice", "short name", "together", "no end", "after another"],
)
def test_unpacked_bytes(streams: bytes) -> None:
    """A PDF whose streams unpack to more than the limit is refused, however they are packed, at any of the times."""
    with pytest.raises(InputError) as caught:
        check_streams(b"%PDF-1.7\n" + streams, "a.pdf", 999_999)
    assert str(caught.value) == (
        "a.pdf: unpacks to more than the limit of 999,999 bytes; raise it with --max-decompressed [limit-decompressed]"
    )
    check_streams(b"%PDF-1.7\n" + streams, "a.pdf", 2_000_000)


@pytest.mark.parametrize(
    "streams",
    [
        inflatable(10**6, head=b"/Type /XObject /Subtype /Image"),
        inflatable(10**6, kind=b"/LZWDecode"),
        inflatable(10**6).replace(b"stream\r\nx", b"stream\r\nX"),
        b"endstream\n" * 1000,
        b"stream\n" * 1000,
    ],
    ids=["picture", "another packing", "damaged", "ends alone", "begins alone"],
)
def test_what_is_not_unpacked_is_not_counted(streams: bytes) -> None:
    """Pictures, which are never unpacked, other packings and damaged streams are no reason to refuse a PDF."""
    check_streams(b"%PDF-1.7\n" + streams, "a.pdf", 10_000)


def test_unpacked_bytes_by_the_command(run: Run) -> None:
    """The option holds for PDFs; the message names it."""
    Path("a.pdf").write_bytes(drawn(TABLE).replace(b"xref\n", inflatable(10**6) + b"xref\n", 1))
    message = "unpacks to more than the limit of 100,000 bytes; raise it with --max-decompressed [limit-decompressed]"
    assert run("check", "a.pdf", "--max-decompressed", "100K") == (3, "", f"error: a.pdf: {message}\n")
    assert run("check", "a.pdf").code == 0


# Memory that runs short


def need(document: Path) -> int:
    """The least memory, to a tenth of a megabyte, with which a document is read."""
    low, high = 0, Limits().max_memory
    while high - low > 100_000:
        middle = (low + high) // 2
        if isinstance(outcome(document, Limits(max_memory=middle)), CodeBook):
            high = middle
        else:
            low = middle
    return high


@pytest.fixture
def sweeps(shared: Path, checkout: Path) -> Mapping[str, Path]:
    """A real document of each format."""
    rendered = shared / "documents" / "rendered"
    return {
        "pdf": shared / "documents" / "vpbx-api-2018.pdf",
        "docx": rendered / "result-codes.word.docx",
        "html": rendered / "result-codes.page.html",
        "text": checkout / "data" / "sources" / "result-codes.txt",
    }


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="this system cannot limit memory")
@pytest.mark.parametrize("form", ["pdf", "docx", "html", "text"])
def test_memory_that_runs_short_at_any_point(sweeps: Mapping[str, Path], form: str) -> None:
    """With any share of the memory that it needs, a document is read whole or refused for lack of memory.

    Twenty shares from nothing to all of it: no other exception, no hang, and no book that is not the full one.
    """
    document = sweeps[form]
    whole = ingest(document)
    least = need(document)
    seen = []
    for step in range(STEPS + 1):
        found = outcome(document, Limits(max_memory=least * step // STEPS))
        if isinstance(found, CodeBook):
            assert found == whole
            seen.append("whole")
        else:
            seen += [fault.id if isinstance(fault, Fault) else fault.rule for fault in found]
    assert seen[0] == "limit-memory"
    assert set(seen) <= {"limit-memory", "whole"}
    assert outcome(document, Limits(max_memory=2 * least)) == whole
