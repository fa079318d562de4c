"""What the tests of the command line share: how it is run, within this process, as one of its own, or on a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

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
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")
    reading, writing = pty.openpty()
    termios.tcsetwinsize(writing, (50, width))
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN_ALL, json.dumps(commands)],
        cwd=cwd,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(CHECKOUT),
            "TERM": "xterm",
            "PYTHONUTF8": "1",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    shown = b""
    with suppress(OSError):  # so a terminal says that its last writer is gone
        while part := os.read(reading, 65_536):
            shown += part
    os.close(reading)
    assert process.wait() == 0
    *outputs, end = shown.decode("utf-8").replace("\r\n", "\n").split("\x1e\n")
    assert end == ""
    return outputs
