"""What the tests of the command line share: how it is run, within this process or as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from model import CodeBook, Edition

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
