"""Documents made to kill: each ends in its book or in clear errors, within its limits, and touches nothing else."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from model import CodeBook
from tests.hostile import archive_killers, pdf_killers, text_killers
from tests.hostile.killers import BOOK, KILLERS
from tests.hostile.pdf_parts import CODES, MIB
from tests.test_bad_input import files

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")]

CHECKOUT = Path(__file__).parent.parent.parent
MEMORY = 512 * MIB
LIMITS = ("--max-cpu", "10", "--max-memory", f"{MEMORY // MIB}MiB")
"""Less than by default, so that what can only be ended by a limit is ended soon."""

START = 150 * MIB
"""What a process has when it begins to read: the interpreter and the libraries."""

FAULT = re.compile(r"error: killer(, page [0-9]+)?(, line [0-9]+)?: \S.* \[([a-z0-9-]+)\]")
COMMAND = """
import os, sys
# Whoever opens a connection is no more.
sys.addaudithook(lambda event, _: event.startswith("socket.") and os._exit(99))
from ingest.cli import main
sys.exit(main(sys.argv[1:]))
"""


class Ended(NamedTuple):
    """How a run of the command ended: its exit code, what it said, and the most memory that a process of it had."""

    code: int
    err: str
    memory: int


def run(folder: Path, *arguments: str) -> Ended:
    """The command in a folder, as a process in which no connection can be opened."""
    err = folder / "err"
    with err.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
            stdout=subprocess.DEVNULL,
            stderr=stream,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(process.returncode, err.read_text("utf-8"), usage.ru_maxrss * 1024)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output directory in which the table is published that stands in most killers."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "good.txt").write_text(text_killers.TABLE, "utf-8")
    assert run(folder, "ingest", "good.txt", "--out", "out").code == 0
    return folder / "out"


def test_there_are_many_killers() -> None:
    """The killers are many, of every format, and each says how it may end."""
    makers = {killer.make.__module__ for killer in KILLERS.values()}
    assert makers == {pdf_killers.__name__, archive_killers.__name__, text_killers.__name__}
    assert len(KILLERS) >= 100
    assert [name for name, killer in KILLERS.items() if not killer.ends] == []


@pytest.mark.parametrize("name", KILLERS)
def test_killer(name: str, tmp_path: Path, published: Path) -> None:
    """A killer ends in its own book or in one clear line a fault, within its limits; what was published stays."""
    shutil.copytree(published, tmp_path / "out", symlinks=True)
    (tmp_path / "killer").write_bytes(KILLERS[name].make())
    ended = run(tmp_path, "ingest", "killer", "--out", "out", *LIMITS)
    (tmp_path / "killer").unlink()
    assert ended.memory < START + MEMORY + MEMORY // 4
    if ended.code == 0:
        assert (ended.err, {BOOK} & KILLERS[name].ends) == ("", {BOOK})
        assert tuple(CodeBook.load(tmp_path / "out" / "latest").codes) == CODES
    else:
        faults = [FAULT.fullmatch(line) for line in ended.err.splitlines()]
        assert all(faults), ended.err[:2000]
        assert {fault[3] for fault in faults if fault} <= KILLERS[name].ends
        assert (ended.code, bool(faults)) == (3, True)
        assert files(tmp_path / "out") == files(published)


@pytest.mark.parametrize("name", [name for name, killer in KILLERS.items() if killer.reaches])
def test_nothing_outside_is_read(name: str, tmp_path: Path) -> None:
    """A document that wants to fetch and to open what is outside of it gets nothing: no connection, and no file."""
    secret = tmp_path / "secret"
    secret.write_text("Class\tCode\tDescription\n\t7777\tSecret\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        (tmp_path / "killer").write_bytes(KILLERS[name].make(url, str(secret)))
        was_read(secret)
        ended = run(tmp_path, "ingest", "killer", "--out", "out", *LIMITS)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert not was_read(secret)
    assert ended.code in (0, 3)
    assert "7777" not in ended.err + "".join(path.read_text("utf-8") for path in tmp_path.glob("out/*/codes.csv"))


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


def test_a_connection_is_seen(tmp_path: Path) -> None:
    """A process in which a connection is opened ends with its own exit code, so that the tests above can fail."""
    (tmp_path / "ingest.py").write_text("", "utf-8")
    script = COMMAND.replace("from ingest.cli import main", "import socket; socket.socket()")
    assert subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False).returncode == 99
