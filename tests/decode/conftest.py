"""What the tests of the command `decode` share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ingest.cli import main
from tests.command import Result, Run


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `decode` in an empty directory, within this process."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> Result:
        code = main(["decode", *arguments])
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode(), captured.err.decode())

    return run_command
