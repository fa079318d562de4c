"""Streams that are full or closed, and whatever else ends a command: one line with an id, never a trace."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.cli import COMMANDS
from tests.command import CHECKOUT, Result, Run, write

DOCUMENT = CHECKOUT / "data" / "sources" / "result-codes.txt"
QUOTED = shlex.quote(str(DOCUMENT))
EDITION = shlex.quote(str(CHECKOUT / "data" / "editions" / "result-codes"))
LINES = {
    "ingest": f"ingest {QUOTED}",
    "check": f"check {QUOTED}",
    "show": "show",
    "resolve": "resolve 2219 --json",
    "decode": "decode calls.csv --column reason",
    "search": "search лимит",
    "audit": "audit calls.csv --json",
    "diff": f"diff {EDITION} {QUOTED} --json",
    "verify": f"verify {EDITION}",
    "history": "history 1110 --out out",
    "export": "export --format csv --to export --json",
}
"""A command line for each command that writes to the standard output and exits with 0."""
HELP = ("--help", "decode --help", "--version", "--show-completion bash")
REDIRECTED = {
    ">/dev/full": (4, 0, 1),
    ">/dev/full 2>/dev/full": (4, 0, 0),
    "2>&-": (0, 1, 0),
    "2>/dev/full": (0, 1, 0),
    "<&- >&- 2>&-": (0, 0, 0),
}
"""What a shell does with the streams: the exit code, whether something is on the standard output, how many errors."""


def in_bash(line: str, cwd: Path, **environment: str) -> Result:
    """A command line run by bash, where `resultcodes` is this checkout's command."""
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    process = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m ingest {line}'],
        cwd=cwd,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(process.returncode, process.stdout, process.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with calls and an edition."""
    path = tmp_path_factory.mktemp("streams")
    (path / "calls.csv").write_text("call,reason\na,2211\nb,2219\n", encoding="utf-8")
    assert in_bash(f"ingest {QUOTED}", path).code == 0
    return path


def wrong(line: str, result: Result, redirected: str) -> Iterator[str]:
    """What is not as it should be."""
    code, writes, errors = REDIRECTED[redirected]
    if result.code != code:
        yield f"{line} {redirected}: exit code {result.code}: {result.err}"
    if bool(result.out) != bool(writes):
        yield f"{line} {redirected}: standard output: {result.out!r}"
    told = [_id_of(part) for part in result.err.splitlines()]
    ids = [name for name in told if name is not None]
    if errors is not None and ids != ["output"] * errors:
        yield f"{line} {redirected}: standard error: {result.err}"
    if "Traceback" in result.err or "Exception ignored" in result.err:
        yield f"{line} {redirected}: a trace: {result.err}"


def _id_of(line: str) -> str | None:
    """The id of an error in a line for people, or in one of JSON under `--json`; None if the line tells of none."""
    if line.startswith('{"error": '):
        return str(json.loads(line)["error"])
    return line.rpartition(" [")[2].removesuffix("]") if line.startswith("error: ") else None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("redirected", REDIRECTED)
def test_every_command_with_every_stream(folder: Path, redirected: str) -> None:
    """A full standard output is one line and exit code 4; a missing stream changes nothing of what is done."""
    assert set(LINES) == set(COMMANDS)
    lines = [*LINES.values(), *(HELP if redirected == ">/dev/full" else ())]
    with ThreadPoolExecutor(2) as threads:
        results = threads.map(lambda line: in_bash(f"{line} {redirected}", folder), lines)
        faults = [
            fault for line, result in zip(lines, results, strict=True) for fault in wrong(line, result, redirected)
        ]
    assert faults == []


def test_no_standard_input_to_read(folder: Path) -> None:
    """Who asks for the standard input, which is closed, is told so."""
    assert in_bash("decode - --column reason <&-", folder) == (
        3,
        "",
        "error: -: the standard input is closed; give the name of a file [missing-file]\n",
    )


def test_a_fault_of_ours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody thought of is one line that says how to report it, with a code of its own; a trace on request."""
    monkeypatch.setattr("model.CodeBook.load", _fails)
    monkeypatch.delenv("RESULTCODES_TRACEBACK", raising=False)
    result = run("show")
    assert (result.code, result.out) == (70, "")
    assert result.err.count("\n") == 1
    assert result.err.startswith("error: resultcodes ")
    assert "(RuntimeError: nobody thought of this)" in result.err
    assert "please report it" in result.err
    assert result.err.endswith(" [internal]\n")
    monkeypatch.setenv("RESULTCODES_TRACEBACK", "1")
    assert "Traceback (most recent call last):\n" in run("show").err


def _fails(*_arguments: object, **_options: object) -> None:
    raise RuntimeError("nobody thought\nof this")


@pytest.mark.parametrize(
    "line",
    [
        ["show", "--book", "x" * 300],
        ["verify", "x" * 300],
        ["check", "x" * 300],
        ["ingest", "codes.txt", "--out", "x" * 300],
        ["export", "--format", "csv", "--to", "x" * 300],
        ["decode", "calls.csv", "--column", "reason", "--out", "x" * 300 + ".csv"],
        ["decode", "x" * 300, "--column", "reason"],
    ],
    ids=" ".join,
)
def test_names_that_are_too_long(run: Run, line: list[str]) -> None:
    """No file system takes such a name: that is one line, whichever option has it."""
    write("calls.csv", "reason\n1110\n")
    write("codes.txt", DOCUMENT.read_text(encoding="utf-8"))
    result = run(*line)
    assert (result.code in {3, 4}, result.out) == (True, "")
    assert result.err.startswith("error: ")
    assert result.err.count("\n") == 1
    assert "File name too long" in result.err or "there is no" in result.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the superuser can become another")
@pytest.mark.parametrize("command", ["decode private --column reason", "ingest private", "verify private/out"])
def test_a_folder_of_somebody_else(tmp_path: Path, command: str) -> None:
    """A folder that may not be read is told by its name."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "calls.csv").write_text("reason\n1110\n", encoding="utf-8")
    # Run once before: what is imported late may stand where only this user can read.
    script = (
        "import json, os, sys; from ingest.cli import main; os.chdir(sys.argv[1]); line = json.loads(sys.argv[2]); "
        "main(line); print('now', file=sys.stderr); os.setuid(65534); sys.exit(main(line))"
    )
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    process = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), json.dumps(command.split())],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    told = process.stderr.split("now\n")[1]
    assert process.returncode in {2, 3, 4}
    assert re.fullmatch(r"error: .*private.*(Permission denied|not readable).* \[[a-z-]+\]\n", told)


def test_a_prefix_that_is_no_text(run: Run) -> None:
    """Bytes in the command line that are no text of UTF-8 cannot name a column."""
    write("calls.csv", "reason\n1110\n")
    assert run("decode", "calls.csv", "--column", "reason", "--prefix", "\udcff", "--out", "out.csv") == (
        2,
        "",
        (
            "error: command line: Invalid value for --prefix: it is no text of UTF-8; "
            "see resultcodes decode --help [usage]\n"
        ),
    )
