"""The command line as a whole: usage, help, text that a terminal would act on, pipes, encodings."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import sysconfig
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from ingest.cli import COMMANDS
from ingest.commands import display
from ingest.commands.display import ExitCode, as_json, visible
from model import CodeBook, PrintedCode
from tests.command import MADE_UP, Run, pseudo_terminal, save, shell, shown_on, started

HOSTILE = "\x1b]0;owned\x07 \x9b31m red \u202egnirts\u2066\u200b\u2028\x7f \udcff"
HOSTILE_SHOWN = r"\x1b]0;owned\x07 \x9b31m red \u202egnirts\u2066\u200b\u2028\x7f \udcff"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            [],
            (
                "a command is missing, one of ingest, check, show, resolve, decode, search, audit, diff, verify,"
                " history, export"
            ),
        ),
        (["publish"], "No such command 'publish'"),
        (["shwo"], "No such command 'shwo'. Did you mean 'show'?"),
        (["show", "--bok", "out"], "No such option: --bok (Possible options: --book)"),
        (["show", "--book"], "Option '--book' requires an argument"),
        (["ingest"], "Missing argument 'SOURCE'"),
        (["check", "--quick", "a.txt"], "No such option: --quick"),
        (["resolve"], "Missing argument 'CODE'"),
        (["diff", "a.txt"], "Missing argument 'NEW'"),
        (["verify", "a.txt", "b.txt"], "Got unexpected extra argument(s) (b.txt)"),
        (
            ["ingest", "a.txt", "b.txt", "--edition", "first"],
            "Invalid value for '--edition': it names one edition, and there are several documents",
        ),
        (
            ["ingest", "a.txt", "--edition", "latest"],
            (
                "Invalid value for '--edition': 'latest' cannot name an edition: use Latin letters, digits, '.', '_'"
                " and '-', not '.' or '-' first, at most 100, and not 'latest'; choose another --edition"
            ),
        ),
        (
            ["check", "a.txt", "--max-size", "big"],
            "Invalid value for '--max-size': 'big' is no size, such as 500K, 100M or 1G",
        ),
        (["check", "a.txt", "--pages", "0-3"], "Invalid value for '--pages': '0-3' are no pages, such as 43-45 or 7"),
        (["check", "a.txt", "--pages", "9-3"], "Invalid value for '--pages': '9-3' are no pages, such as 43-45 or 7"),
    ],
)
def test_usage_errors(run: Run, arguments: list[str], message: str) -> None:
    """A wrong command line is one line of error that says which help to read, exit code 2, and nothing is read."""
    command = " ".join(["resultcodes", *(name for name in arguments[:1] if name in COMMANDS)])
    assert run(*arguments) == (2, "", f"error: command line: {message}; see {command} --help [usage]\n")


def test_help_lists_commands_and_exit_codes(run: Run) -> None:
    """The help names every command, and every exit code with its meaning."""
    result = run("--help")
    assert (result.code, result.err) == (0, "")
    for command in ("ingest", "check", "show", "resolve", "search", "diff", "verify", "history"):
        assert f"\n  {command} " in result.out
    for code in ExitCode:
        assert f" {int(code)} {code.meaning} " in " ".join(result.out.split()) + " "


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ingest", ["--out", "--edition", "--encoding", "--strict", "--max-size", "--pages", "--password", "--json"]),
        ("ingest", ["--accept-removals"]),
        ("check", ["--encoding", "--strict", "--max-size", "--pages", "--password", "--json"]),
        ("show", ["--book", "--json"]),
        ("resolve", ["--book", "--json"]),
        ("search", ["--book", "--json"]),
        ("diff", ["--out", "--breaking", "--exit-code", "--markdown", "--json"]),
        ("verify", ["--json"]),
        ("history", ["--out", "--json"]),
    ],
)
def test_help_of_commands(run: Run, command: str, options: list[str]) -> None:
    """The help of a command names its options and shows examples of it."""
    result = run(command, "--help")
    assert (result.code, result.err) == (0, "")
    assert [option for option in options if f"  {option} " not in result.out] == []
    assert f"Examples:\n    resultcodes {command}" in result.out


def test_version(run: Run) -> None:
    """The version is that of the installed package."""
    assert run("--version") == (0, version("resultcodes") + "\n", "")


def test_interrupt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command with exit code 130 and without a traceback."""

    def interrupted(*_: object, **__: object) -> CodeBook:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.ingest", interrupted)
    assert run("ingest", "a.txt") == (130, "", "")


def test_hostile_text_is_shown_escaped(run: Run, tmp_path: Path) -> None:
    """Control, bidirectional, zero-width and separator characters of a document are shown as escapes."""
    text = HOSTILE.removesuffix(" \udcff")  # no JSON file can hold a lone surrogate
    shown = HOSTILE_SHOWN.removesuffix(r" \udcff")
    path = save(
        CodeBook.build(MADE_UP, [], [PrintedCode(7000, text), PrintedCode(7001, "[bold]:smile:[/] 12")]), tmp_path
    )
    assert run("show", "--book", path).out == f"7000  {shown}\n7001  [bold]:smile:[/] 12\n"
    assert run("show", "7000", "--book", path).out == f"7000  {shown}\n"
    assert run("resolve", "7000", "--book", path).out == f"7000 → 7000  exact  {shown}\n"
    assert run("search", "red", "--book", path).out == f"7000  {shown}\n"
    output = run("search", "red", "--json", "--book", path).out
    assert output.replace("\n", "").isprintable()
    assert json.loads(output)[0]["description"] == text


def test_hostile_arguments_are_shown_escaped(run: Run, book: Path) -> None:
    """What was typed, file names among it, is shown escaped too, and stays one line."""
    for arguments in (
        ["ingest", f"{HOSTILE}\n.txt"],
        ["ingest", "a.txt", "--max-size", HOSTILE],
        [HOSTILE],
        ["show", f"--{HOSTILE}"],
        ["resolve", HOSTILE, "--book", str(book)],
        ["show", "--book", HOSTILE],
        ["search", HOSTILE, "--book", str(book)],
    ):
        result = run(*arguments)
        assert result.out == ""
        assert result.err.endswith("\n")
        assert result.err[:-1].isprintable()
        assert r"\u202egnirts" in result.err


@pytest.mark.parametrize("start", [0, 0x80, 0x200B, 0x2028, 0x202A, 0x2060, 0x2066, 0xD800, 0xFE00, 0xFFF9, 0xE0001])
def test_visible_leaves_nothing_that_acts(start: int) -> None:
    """No control, format, separator or surrogate character is left, in text or JSON, and JSON keeps its value."""
    text = "".join(map(chr, range(start, start + 16)))
    assert visible(text).isprintable()
    assert as_json(text).isprintable()
    assert json.loads(as_json(text)) == text


def test_visible_leaves_ordinary_text_alone() -> None:
    """Letters of any alphabet, quotes, signs and emoji are shown as they are."""
    text = "«Чёрный» список № 5 — 10 %, naïve 漢字 😀 \\n"
    assert visible(text) == text
    assert json.loads(as_json({text: [text, None, 1, True]})) == {text: [text, None, 1, True]}


@pytest.mark.parametrize("command", [["--version"], ["show", "7121", "--book", "codebook.json"]])
def test_module_is_the_command(book: Path, command: list[str]) -> None:
    """`python -m ingest` does what the command `resultcodes` does."""
    installed = subprocess.run(
        [Path(sysconfig.get_path("scripts"), "resultcodes"), *command],
        cwd=book.parent,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert installed.stdout
    assert shell(*command, cwd=book.parent).stdout == installed.stdout


def test_process_exit_codes(book: Path) -> None:
    """The exit code of the process is that of the command, and messages are on the standard error only."""
    failed = shell("show", "9999", "--book", "codebook.json", cwd=book.parent)
    assert (failed.returncode, failed.stdout) == (3, "")
    assert failed.stderr.startswith("error: 9999 is not a code")
    usage = shell("resolve", "x", "--book", "codebook.json", cwd=book.parent)
    assert (usage.returncode, usage.stdout) == (2, "")


ENDING = """
import atexit, sys
from ingest.__main__ import run

class Loud:
    def __del__(self):
        print("taken down")

loud = Loud()
atexit.register(print, "asked for")
sys.argv = ["resultcodes", "resolve", *sys.argv[1:]]
run()
"""


@pytest.mark.parametrize(("code", "status", "shown"), [("1110", 0, "1110"), ("x", 2, "")])
def test_process_ends_at_once(code: str, status: int, shown: str, checkout: Path) -> None:
    """At its end, what was asked for is done and all output is there, but nothing is taken down piece by piece."""
    process = subprocess.run(
        [sys.executable, "-c", ENDING, code], cwd=checkout, capture_output=True, encoding="utf-8", check=False
    )
    *lines, last = process.stdout.splitlines()
    assert (process.returncode, last) == (status, "asked for")
    assert " ".join(lines).startswith(shown)


INTERRUPTED = """
import sys
from ingest.__main__ import run

class Keyboard:
    def find_spec(self, name, path=None, target=None):
        if name == "ingest.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Keyboard())
run()
"""


def test_a_start_that_is_interrupted_is_silent(checkout: Path) -> None:
    """Imports take the first half of a second: who interrupts them sees no traceback of theirs."""
    process = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=checkout, capture_output=True, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (ExitCode.INTERRUPTED, b"", b"")


def test_output_is_plain_without_a_terminal(book: Path) -> None:
    """No escape sequences and no wrapping where the output is no terminal, whatever the environment asks for."""
    plain = shell("show", "--book", "codebook.json", cwd=book.parent)
    forced = shell("show", "--book", "codebook.json", cwd=book.parent, FORCE_COLOR="1", COLUMNS="20", TERM="xterm")
    assert plain.stdout == forced.stdout
    assert "\x1b" not in forced.stdout
    assert "        └── 7121  Limit of the day\n" in forced.stdout


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_on_a_terminal(book: Path, settings: dict[str, str], coloured: bool) -> None:
    """On a terminal the output is coloured, unless NO_COLOR or a dumb terminal forbids it."""
    command = [sys.executable, "-m", "ingest", "show", "7121", "--book", "codebook.json"]
    surroundings = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "TERM": "xterm", **settings}
    with (
        pseudo_terminal() as (ours, theirs),
        started(command, cwd=book.parent, env=surroundings, stdout=theirs) as process,
    ):
        shown = shown_on(ours, theirs)
        assert process.wait() == 0
    assert ("\x1b[1m7121" in shown) == coloured
    assert ("\x1b" in shown) == coloured


def test_narrow_encodings_do_not_crash(tmp_path: Path) -> None:
    """Where the output cannot show a letter, it is an escape; JSON stays JSON, and the arrow is ASCII."""
    save(CodeBook.build(MADE_UP, [], [PrintedCode(7000, "Счёт é 😀")]), tmp_path)
    command = ("resolve", "7000", "--book", "codebook.json")
    settings = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    shown = shell(*command, cwd=tmp_path, **settings)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout == r"7000 -> 7000  exact  \u0421\u0447\u0451\u0442 \xe9 \U0001f600" + "\n"
    assert json.loads(shell(*command, "--json", cwd=tmp_path, **settings).stdout)[0]["description"] == "Счёт é 😀"
    cyrillic = shell(
        "show", "--book", "codebook.json", cwd=tmp_path, input_encoding="cp1251", PYTHONIOENCODING="cp1251"
    )
    assert cyrillic.stdout == r"7000  Счёт \xe9 \U0001f600" + "\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", ["show", "show --json"])
def test_closed_pipe_is_silent(book: Path, command: str) -> None:
    """Where the reader of the output goes away, as under `| head -0`, there is no message."""
    arguments = [sys.executable, "-m", "ingest", *command.split(), "--book", "codebook.json"]
    with started(arguments, cwd=book.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate()
    assert (process.returncode, errors) == (ExitCode.PIPE_CLOSED, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_full_disk_is_one_line(book: Path) -> None:
    """An output that cannot be written is one line of error and exit code 4."""
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "ingest", "show", "--book", "codebook.json"],
            cwd=book.parent,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert process.returncode == ExitCode.PUBLICATION
    assert process.stderr == "error: standard output: cannot be written: No space left on device [output]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell there")
def test_no_output_at_all(book: Path) -> None:
    """A process that was started without a standard output does its work, and complains of nothing."""
    command = f"{shlex.quote(sys.executable)} -m ingest show --book codebook.json >&-"
    process = subprocess.run(["/bin/sh", "-c", command], cwd=book.parent, stderr=subprocess.PIPE, check=False)
    assert (process.returncode, process.stderr) == (0, b"made-up: 6 codes, 3 classes\n")


def test_a_long_wait_shows_a_sign_of_life_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is shown for a short wait, nor elsewhere than on a terminal; the message is escaped."""
    with display.waiting("reading \x1b[31mcodes.pdf"):
        pass
    monkeypatch.setattr(display, "_PATIENCE", 0.01)
    with display.waiting("reading codes.pdf"):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with display.waiting("reading \x1b[31mcodes.pdf"):
        time.sleep(0.3)
    shown = capsys.readouterr().err
    assert "reading \\x1b[31mcodes.pdf" in shown
