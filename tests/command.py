"""What the tests of the command line share: how it is run, within this process, as one of its own, or on a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from model import CodeBook, Edition

CHECKOUT = Path(__file__).parent.parent
MADE_UP = Edition(name="made-up", sha256="0" * 64, source="made-up.txt", format="text")


class Result(NamedTuple):
    """What one run of the command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]
Stream = int | IO[bytes] | FileIO | None


def save(book: CodeBook, folder: Path) -> Path:
    """The code book written as a file, the path of which it gives."""
    path = folder / "codebook.json"
    path.write_text(book.to_json(), encoding="utf-8")
    return path


def write(path: str, text: str) -> Path:
    """A document in the current directory."""
    Path(path).write_text(text, encoding="utf-8")
    return Path(path)


def shell(
    *arguments: str, cwd: Path, input_encoding: str = "utf-8", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with nothing of this one's environment that changes its output."""
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "ingest", *arguments],
        cwd=cwd,
        env={**inherited, "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding=input_encoding,
        check=False,
    )


@contextmanager
def started(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: Stream = subprocess.DEVNULL,
    stdout: Stream = None,
    stderr: Stream = None,
) -> Iterator[subprocess.Popen[bytes]]:  # noqa: TID251 - a type
    """A process for the time of the block: whatever fails there, it is ended, and its pipes are closed."""
    with subprocess.Popen(  # noqa: TID251 - the place for it
        command, cwd=cwd, env=env, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


@contextmanager
def pseudo_terminal() -> Iterator[tuple[FileIO, FileIO]]:
    """The two sides of a terminal, that of a person and that of programs, which are closed after the block."""
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    reading, writing = pty.openpty()
    with FileIO(reading, "rb") as ours, FileIO(writing, "wb") as theirs:
        yield ours, theirs


def shown_on(ours: FileIO, theirs: FileIO) -> str:
    """What programs wrote to a terminal until the last one went, escape sequences and all."""
    theirs.close()
    shown = b""
    with suppress(OSError):  # so a terminal says that its last writer is gone
        while part := ours.read(65_536):
            shown += part
    return shown.decode("utf-8").replace("\r\n", "\n")


_RUN_ALL = """
import json, sys
from ingest.cli import main
for arguments in json.loads(sys.argv[1]):
    main(arguments)
    print("\\x1e", flush=True)
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def terminal(commands: Sequence[Sequence[str]], cwd: Path, width: int, **environment: str) -> list[str]:
    """What each command shows on a terminal of a width: its standard output, escape sequences and all."""
    termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", _RUN_ALL, json.dumps(commands)]
    with pseudo_terminal() as (ours, theirs):
        termios.tcsetwinsize(theirs, (50, width))
        with started(
            command, cwd=cwd, env=surroundings | environment, stdout=theirs, stderr=subprocess.DEVNULL
        ) as process:
            *outputs, end = shown_on(ours, theirs).split("\x1e\n")
            assert process.wait() == 0
    assert end == ""
    return outputs
