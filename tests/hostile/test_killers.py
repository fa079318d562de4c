"""Documents made to kill: each ends in its book or in clear errors, within its limits, and touches nothing else."""

from __future__ import annotations

import mmap
import os
import re
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from ingest.cli import main
from model import CodeBook
from tests.command import Run
from tests.hostile import archive_killers, form_killers, pdf_killers, text_killers, xml_killers
from tests.hostile.killers import BOOK, DOUBTFUL, KILLERS
from tests.hostile.pdf_parts import CODES
from tests.pace import ended_by, seconds
from tests.test_bad_input import files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")]


def limits() -> tuple[str, ...]:
    """Less than by default, so that what can only be ended by a limit is ended soon: 3 s on a machine as usual."""
    return ("--max-cpu", str(seconds(3)), "--max-memory", "512MiB")


FAULT = re.compile(r"error: killer(, page [0-9]+)?(, line [0-9]+)?: \S.* \[([a-z0-9-]+)\]")
DOUBT = re.compile(r"error about the reading: killer(, page [0-9]+)?(, line [0-9]+)?: \S.* \[[a-z0-9-]+\]")

CONNECTED = mmap.mmap(-1, 1)
"""Not zero after a connection was opened: in this process, or in a fork of it that reads a document."""


def watch(event: str, _: object) -> None:
    """Note that a connection is opened; the interpreter tells it.

    Not those of the client of Spark, which other tests use: it tells its server at any time that objects are collected.
    """
    if event.startswith("socket.") and not any(map(is_of_spark, traceback.walk_stack(None))):
        CONNECTED[0] = 1


def is_of_spark(call: tuple[FrameType, int]) -> bool:
    """Whether a call on the stack is one of the client of Spark."""
    return str(call[0].f_globals.get("__name__")).startswith("py4j")


sys.addaudithook(watch)


@pytest.fixture(autouse=True)
def _unconnected() -> None:
    CONNECTED[0] = 0


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End a test that no limit ends, such as one that hangs before there is a process with limits."""
    with ended_by(signal.ITIMER_REAL, 60 * seconds(1)):
        yield


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output directory in which the table is published that stands in most killers."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "good.txt").write_text(text_killers.TABLE, "utf-8")
    assert main(["ingest", str(folder / "good.txt"), "--out", str(folder / "out")]) == 0
    return folder / "out"


def test_there_are_many_killers() -> None:
    """The killers are many, of every format, and each says how it may end."""
    makers = {killer.make.__module__ for killer in KILLERS.values()}
    modules = (pdf_killers, archive_killers, text_killers, form_killers, xml_killers)
    assert makers == {module.__name__ for module in modules}
    assert len(KILLERS) >= 145
    assert [name for name, killer in KILLERS.items() if not killer.ends] == []


@pytest.mark.parametrize("name", KILLERS)
def test_killer(name: str, run: Run, published: Path) -> None:
    """A killer ends in its own book or in one clear line a fault, within its limits; what was published stays.

    One that ends in doubt leaves its page beside what is published, to look at, and a line for each doubt.
    """
    shutil.copytree(published, "out", symlinks=True)
    Path("killer").write_bytes(KILLERS[name].make())
    ended = run("ingest", "killer", "--out", "out", *limits())
    Path("killer").unlink()
    assert CONNECTED[0] == 0
    if ended.code == 0:
        assert (ended.err, {BOOK} & KILLERS[name].ends) == ("", {BOOK})
        assert tuple(CodeBook.load(Path("out/latest")).codes) == CODES
    else:
        faults = [FAULT.fullmatch(line) for line in ended.err.splitlines() if not DOUBT.fullmatch(line)]
        assert all(faults), ended.err[:2000]
        ids = {fault[3] for fault in faults if fault}
        assert ids <= KILLERS[name].ends
        assert (ended.code, bool(faults)) == (4 if ids == {DOUBTFUL} else 3, True)
        shutil.rmtree("out/.doubts", ignore_errors=ids != {DOUBTFUL})
        assert files(Path("out")) == files(published)


@pytest.mark.parametrize("name", [name for name, killer in KILLERS.items() if killer.reaches])
def test_nothing_outside_is_read(name: str, run: Run) -> None:
    """A document that wants to fetch and to open what is outside of it gets nothing: no connection, and no file."""
    secret = Path("secret").absolute()
    secret.write_text("Class\tCode\tDescription\n\t7777\tSecret\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        Path("killer").write_bytes(KILLERS[name].make(url, str(secret)))
        was_read(secret)
        ended = run("ingest", "killer", "--out", "out", *limits())
        with pytest.raises(BlockingIOError):
            server.accept()
    assert not was_read(secret)
    assert ended.code in (0, 3)
    assert "7777" not in ended.err + "".join(path.read_text("utf-8") for path in Path().glob("out/*/codes.csv"))


def was_read(path: Path) -> bool:
    """Whether a file was read since this was asked last."""
    state = path.stat()
    # Systems note the time of a read only if the file was written since the last one.
    os.utime(path, (1, state.st_mtime))
    return state.st_atime != 1


def test_a_read_is_seen(tmp_path: Path) -> None:
    """The sign by which a read of a file is told shows one; where a system keeps none, there is nothing to see."""
    path = tmp_path / "file"
    path.write_text("a", "utf-8")
    was_read(path)
    assert not was_read(path)
    path.read_text("utf-8")
    if not was_read(path):
        pytest.skip("this system does not note when a file is read")


def test_a_connection_is_seen() -> None:
    """A connection that is opened in a fork of this process is noted, so that the tests above can fail."""
    assert CONNECTED[0] == 0
    child = os.fork()
    if child == 0:
        try:
            socket.socket().close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert CONNECTED[0] == 1
