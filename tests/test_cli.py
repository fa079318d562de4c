"""The command line: what it prints, where, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.cli import main
from ingest.commands.display import ExitCode, as_json, visible
from ingest.rows import ReadOptions
from model import (
    ClassPattern,
    CodeBook,
    Edition,
    Fault,
    InputError,
    PrintedClass,
    PrintedCode,
)
from model.tables import CLASSES, CODES, FINDINGS

HEADER = "Класс\tКод\tОписание\n"
CLEAN = HEADER + "1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
REPEATED = CLEAN + "\t1002\tВызов завершен\n"
CONFLICT = CLEAN + "\t1001\tВызов отклонен\n"
HOSTILE = "\x1b]0;owned\x07 \x9b31m red \u202egnirts\u2066\u200b\u2028\x7f \udcff"
HOSTILE_SHOWN = r"\x1b]0;owned\x07 \x9b31m red \u202egnirts\u2066\u200b\u2028\x7f \udcff"
MADE_UP = Edition(name="made-up", sha256="0" * 64, source="made-up.txt", format="text")


class Result(NamedTuple):
    """What one run of the command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty directory, within this process."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str | Path) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run_command


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A code book with every kind of entry: a class without default code, a code without class or description."""
    classes = [
        PrintedClass(ClassPattern("7xxx"), default_code=7000),
        PrintedClass(ClassPattern("71xx"), title="Campaigns"),
        PrintedClass(ClassPattern("712x"), default_code=7120),
    ]
    texts = {7000: "Busy", 7001: None, 7101: "No such campaign", 7120: "Limit", 7121: "Limit of the day", 8000: "Alone"}
    return save(CodeBook.build(MADE_UP, classes, [PrintedCode(code, text) for code, text in texts.items()]), tmp_path)


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


# ingest


def test_ingest_publishes_and_sums_up(run: Run) -> None:
    """An ingest says where the files are, and counts codes, classes, findings and characters."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--edition", "first")
    assert result == (
        0,
        (
            "out/first (published), also out/latest\n"
            "  codes       3\n"
            "  classes     1\n"
            "  findings    1 (0 error, 1 warning, 0 info), shown by: resultcodes check codes.txt\n"
            "  characters  75 in the table, 0 unaccounted for\n"
        ),
        "",
    )
    assert CodeBook.load("out/latest")[1002].description == "Вызов завершен"


def test_ingest_again_changes_nothing(run: Run) -> None:
    """A second ingest of the same document says that nothing changed, and a clean one names no way to its findings."""
    write("codes.txt", CLEAN)
    run("ingest", "codes.txt", "--edition", "first", "--out", "books")
    result = run("ingest", "codes.txt", "--edition", "first", "--out", "books")
    assert result.out.splitlines()[0] == "books/first (unchanged), also books/latest"
    assert result.out.splitlines()[3] == "  findings    0 (0 error, 0 warning, 0 info)"


def test_ingest_json(run: Run) -> None:
    """The JSON of an ingest is a list with an object for each edition."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--edition", "first", "--json")
    assert result.code == 0
    assert json.loads(result.out) == [
        {
            "edition": "first",
            "directory": "out/first",
            "latest": "out/latest",
            "changed": True,
            "codes": 3,
            "classes": 1,
            "findings": {"error": 0, "warning": 1, "info": 0},
            "characters": 75,
            "unaccounted": 0,
        }
    ]


def test_ingest_goes_on_after_a_failure(run: Run) -> None:
    """A document that fails does not stop the others, and every fault is shown."""
    write("codes.txt", CLEAN)
    result = run("ingest", "missing.txt", "codes.txt", "also-missing.txt")
    assert result.code == 3
    assert result.err.splitlines() == [
        "error: missing.txt: there is no such file [missing-file]",
        "error: also-missing.txt: there is no such file [missing-file]",
    ]
    assert CodeBook.load("out/latest")[1001].description == "Вызов завершен"


def test_ingest_shows_every_fault_of_a_document(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error with several faults is shown as one line for each, with its place and id."""

    def unreadable(source: Path, **_: object) -> CodeBook:
        raise InputError(Fault("one", "is wrong", f"{source}, line 2"), Fault("two", "is too", f"{source}, line 9"))

    monkeypatch.setattr("ingest.pipeline.ingest", unreadable)
    result = run("ingest", "codes.txt")
    assert result == (3, "", "error: codes.txt, line 2: is wrong [one]\nerror: codes.txt, line 9: is too [two]\n")


def test_strict_publishes_nothing_with_findings(run: Run) -> None:
    """Under --strict a document with any finding is not published, and the findings are shown as messages."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--strict")
    assert result == (
        1,
        "",
        (
            "warning: codes.txt, line 4: 1002 has the same description as 1001: «Вызов завершен»; "
            "both were kept as printed [repeated-description]\n"
            "error: codes.txt: not published: --strict allows no findings, and it has 1 [strict]\n"
        ),
    )
    assert not Path("out").exists()


def test_conflict_is_published_only_without_strict(run: Run) -> None:
    """Even an error finding is published, with its count, unless --strict is given."""
    write("codes.txt", CONFLICT)
    assert run("ingest", "codes.txt", "--strict").code == 1
    assert not Path("out").exists()
    result = run("ingest", "codes.txt", "--json")
    assert (result.code, json.loads(result.out)[0]["findings"]["error"]) == (0, 1)


def test_strict_publishes_a_clean_document(run: Run) -> None:
    """Without findings --strict changes nothing."""
    write("codes.txt", CLEAN)
    assert run("ingest", "codes.txt", "--strict").code == 0
    assert Path("out/latest/codebook.json").is_file()


def test_refused_publication(run: Run) -> None:
    """A publication that is refused gives exit code 4 and says why."""
    write("codes.txt", CLEAN)
    write("out", "a file")
    assert run("ingest", "codes.txt") == (
        4,
        "",
        "error: out: is a file, not a directory; choose another --out [publication-refused]\n",
    )


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (["clean.txt", "missing.txt", "refused.txt", "findings.txt"], 3),
        (["findings.txt", "refused.txt", "clean.txt"], 4),
        (["findings.txt", "clean.txt"], 1),
        (["clean.txt"], 0),
    ],
)
def test_gravest_failure_is_the_exit_code(run: Run, sources: list[str], code: int) -> None:
    """Of several documents, one that cannot be read counts before a refusal, and that before findings."""
    write("clean.txt", CLEAN)
    write("findings.txt", REPEATED)
    write("refused.txt", CLEAN + "\t1003\tНомер занят\n")
    (published,) = json.loads(run("ingest", "refused.txt", "--json").out)
    Path(published["directory"], "codebook.json").write_text("{}", encoding="utf-8")
    result = run("ingest", "--strict", "--json", *sources)
    assert result.code == code
    assert [Path(item["directory"]).name.split("-")[0] for item in json.loads(result.out)] == ["clean"]


def test_reading_options_reach_the_pipeline(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoding, size limit, pages, password and edition are passed on as they were given."""
    seen = []

    def read(source: Path, *, edition: str | None = None, options: ReadOptions) -> CodeBook:
        seen.append((source, edition, options))
        return CodeBook.build(MADE_UP, [], [])

    monkeypatch.setattr("ingest.pipeline.ingest", read)
    options = ("--encoding", "koi8-r", "--max-size", "2M", "--pages", "43-45", "--password", "secret")
    assert run("ingest", "a.pdf", "--edition", "made-up", *options).code == 0
    assert run("check", "a.pdf", *options).code == 0
    expected = ReadOptions(encoding="koi8-r", pages=range(43, 46), password="secret", max_bytes=2_000_000)
    assert seen == [(Path("a.pdf"), "made-up", expected), (Path("a.pdf"), None, expected)]


@pytest.mark.parametrize(("text", "size"), [("7", 7), ("500K", 500_000), ("1g", 1_000_000_000), ("100MB", 100_000_000)])
def test_sizes(run: Run, monkeypatch: pytest.MonkeyPatch, text: str, size: int) -> None:
    """A size is a number of bytes, of thousands, millions or thousands of millions of them."""
    seen = []

    def read(_: Path, *, options: ReadOptions) -> CodeBook:
        seen.append(options)
        return CodeBook.build(MADE_UP, [], [])

    monkeypatch.setattr("ingest.pipeline.ingest", read)
    assert run("check", "a.txt", "--max-size", text, "--pages", "7").code == 0
    assert seen == [ReadOptions(max_bytes=size, pages=range(7, 8))]


# check


def test_check_shows_findings_and_publishes_nothing(run: Run) -> None:
    """A check prints a line for each finding, counts on the standard error, and writes no file."""
    write("codes.txt", REPEATED)
    result = run("check", "codes.txt")
    assert result == (
        0,
        (
            "warning: codes.txt, line 4: 1002 has the same description as 1001: «Вызов завершен»; "
            "both were kept as printed [repeated-description]\n"
        ),
        "codes.txt: 3 codes, 1 classes, findings: 0 error, 1 warning, 0 info\n",
    )
    assert [path.name for path in Path().iterdir()] == ["codes.txt"]


def test_check_json_has_the_columns_of_findings(run: Run) -> None:
    """The JSON of a check is a list of findings with the columns of the table `findings`."""
    write("codes.txt", REPEATED)
    result = run("check", "codes.txt", "--json")
    (finding,) = json.loads(result.out)
    assert tuple(finding) == FINDINGS.names
    assert (finding["rule"], finding["severity"], finding["code"], finding["line"]) == (
        "repeated-description",
        "warning",
        1002,
        4,
    )
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(("text", "code"), [(REPEATED, 1), (CLEAN, 0)])
def test_check_strict(run: Run, text: str, code: int) -> None:
    """A strict check fails exactly if there is a finding."""
    write("codes.txt", text)
    assert run("check", "codes.txt", "--strict").code == code


def test_check_of_an_unreadable_document(run: Run) -> None:
    """A check of what is no document gives exit code 3 and one line."""
    assert run("check", "missing.txt") == (3, "", "error: missing.txt: there is no such file [missing-file]\n")


# show


def test_show_prints_the_tree(run: Run, book: Path) -> None:
    """The whole tree: classes within classes, codes under their class, a default code on the line of its class."""
    assert run("show", "--book", book) == (
        0,
        (
            "7xxx  7000  Busy\n"
            "├── 7001\n"
            "└── 71xx  Campaigns\n"
            "    ├── 7101  No such campaign\n"
            "    └── 712x  7120  Limit\n"
            "        └── 7121  Limit of the day\n"
            "8000  Alone\n"
        ),
        "",
    )


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("7120", "7000  Busy\n└── 7120  Limit\n    └── 7121  Limit of the day\n"),
        ("7000", "7000  Busy\n├── 7001\n├── 7101  No such campaign\n└── 7120  Limit\n"),
        ("71XX", "7xxx  7000  Busy\n└── 71xx  Campaigns\n    ├── 7101  No such campaign\n    └── 712x  7120  Limit\n"),
        (
            "712х",  # noqa: RUF001 - the Cyrillic letter, as documents print it
            "7xxx  7000  Busy\n└── 71xx  Campaigns\n    └── 712x  7120  Limit\n        └── 7121  Limit of the day\n",
        ),
        ("8000", "8000  Alone\n"),
    ],
)
def test_show_prints_one_entry(run: Run, book: Path, entry: str, shown: str) -> None:
    """A code stands under its ancestors and over its children, and so does a class, in any wildcard."""
    assert run("show", entry, "--book", book) == (0, shown, "")


def test_show_json(run: Run, book: Path) -> None:
    """The JSON of the tree has the rows of the tables `classes` and `codes`."""
    shown = json.loads(run("show", "--json", "--book", book).out)
    assert shown["edition"] == "made-up"
    assert [item["pattern"] for item in shown["classes"]] == ["7xxx", "71xx", "712x"]
    assert [item["code"] for item in shown["codes"]] == [7000, 7001, 7101, 7120, 7121, 8000]
    assert {tuple(item) for item in shown["classes"]} == {CLASSES.names}
    assert {tuple(item) for item in shown["codes"]} == {CODES.names}


def test_show_entry_json(run: Run, book: Path) -> None:
    """The JSON of an entry has its row, and those of its ancestors, the nearest first, and of its children."""
    shown = json.loads(run("show", "7121", "--json", "--book", book).out)
    assert shown["entry"]["description"] == "Limit of the day"
    assert [item["code"] for item in shown["ancestors"]] == [7120, 7000]
    assert shown["children"] == []
    shown = json.loads(run("show", "71xx", "--json", "--book", book).out)
    assert shown["entry"]["title"] == "Campaigns"
    assert [item["pattern"] for item in shown["ancestors"]] == ["7xxx"]
    assert [item.get("code", item.get("pattern")) for item in shown["children"]] == [7101, "712x"]


@pytest.mark.parametrize(
    ("entry", "code", "error"),
    [
        ("9999", 3, "9999 is not a code of edition made-up; resolve tells how it is read all the same [unknown-code]"),
        ("7129", 3, "7129 is not a code of edition made-up; resolve tells how it is read all the same [unknown-code]"),
        ("72xx", 3, "72xx is not a class of edition made-up; show lists all that are [unknown-code]"),
        ("22", 3, "22 is not a code of edition made-up; resolve tells how it is read all the same [unknown-code]"),
        (
            "22x9",
            2,
            (
                "'22x9' is no class pattern: one to three digits, then x to a width of four, such as 22xx "
                "[invalid-pattern]"
            ),
        ),
        ("busy", 2, "'busy' is not a code; give an integer such as 2219, its digits, or None [invalid-code]"),
        (
            "\uff11\uff12",
            2,
            "'\uff11\uff12' is not a code; give an integer such as 2219, its digits, or None [invalid-code]",
        ),
    ],
)
def test_show_of_what_is_not_there(run: Run, book: Path, entry: str, code: int, error: str) -> None:
    """What is no code or pattern is a usage error, and a code that the book does not print is one of the input."""
    assert run("show", entry, "--book", book) == (code, "", f"error: {error}\n")


# resolve and search


def test_resolve_says_how_each_code_is_read(run: Run, book: Path) -> None:
    """Exact codes, fallbacks and unknown ones are told apart, in the order asked."""
    assert run("resolve", "--book", book, "--", "7121", "7129", "7199", "90", "-5", "0007") == (
        0,
        (
            "7121 → 7121  exact  Limit of the day\n"
            "7129 → 7120  by class 712x  Limit\n"
            "7199 → 7000  by class 7xxx  Busy\n"
            "0090 → none  in no known class\n"
            "-5 → none  in no known class\n"
            "0007 → none  in no known class\n"
        ),
        "",
    )


def test_resolve_json(run: Run, book: Path) -> None:
    """The JSON of a resolution tells the code asked for, the code it is read as, and how."""
    result = run("resolve", "7129", "7121", "9000", "--json", "--book", book)
    names = ("requested", "code", "match", "matched_pattern", "description")
    assert [tuple(item) for item in json.loads(result.out)] == [names] * 3
    assert [tuple(item.values()) for item in json.loads(result.out)] == [
        (7129, 7120, "class", "712x", "Limit"),
        (7121, 7121, "exact", None, "Limit of the day"),
        (9000, None, "none", None, None),
    ]


def test_resolve_refuses_what_is_no_code(run: Run, book: Path) -> None:
    """Each argument that is no code is a line of the error, and nothing is resolved."""
    assert run("resolve", "7121", "22x9", "2219.5", "--book", book) == (
        2,
        "",
        (
            "error: '22x9' is not a code; give an integer such as 2219, its digits, or None [invalid-code]\n"
            "error: '2219.5' is not a code; give an integer such as 2219, its digits, or None [invalid-code]\n"
        ),
    )


def test_search_finds_codes_by_all_words(run: Run, book: Path) -> None:
    """A search prints the codes that hold every word, in any case."""
    assert run("search", "LIMIT", "day", "--book", book) == (0, "7121  Limit of the day\n", "")
    assert [item["code"] for item in json.loads(run("search", "limit", "--json", "--book", book).out)] == [7120, 7121]


def test_search_without_a_hit(run: Run, book: Path) -> None:
    """A search that finds nothing says so as a message, and its JSON is an empty list."""
    assert run("search", "no", "limit", "--book", book) == (0, "", "no code holds all of: no limit\n")
    assert run("search", "no", "limit", "--json", "--book", book) == (0, "[]\n", "")


@pytest.mark.parametrize("command", [["show"], ["resolve", "7000"], ["search", "busy"]])
def test_questions_need_a_code_book(run: Run, command: list[str]) -> None:
    """Without a code book at the path, each question gives exit code 3 and says where it looked."""
    assert run(*command, "--book", "nowhere") == (
        3,
        "",
        "error: nowhere: no code book can be read there: No such file or directory [invalid-code-book]\n",
    )
    write("broken.json", "{}")
    result = run(*command, "--book", "broken.json")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: broken.json: not a valid code book, ")
    assert result.err.count("\n") == 1


# Usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "a command is missing"),
        (["publish"], "No such command 'publish'"),
        (["ingest"], "Missing argument 'SOURCE'"),
        (["check", "--quick", "a.txt"], "No such option: --quick"),
        (["resolve"], "Missing argument 'CODE'"),
        (["check", "a.txt", "b.txt"], "Got unexpected extra argument(s) (b.txt)"),
        (
            ["ingest", "a.txt", "b.txt", "--edition", "first"],
            "Invalid value for '--edition': it names one edition, and there are several documents",
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
    """A wrong command line is one line of error, exit code 2, and nothing is read."""
    assert run(*arguments) == (2, "", f"error: command line: {message}; see resultcodes --help [usage]\n")


def test_help_lists_commands_and_exit_codes(run: Run) -> None:
    """The help names every command, and every exit code with its meaning."""
    result = run("--help")
    assert (result.code, result.err) == (0, "")
    for command in ("ingest", "check", "show", "resolve", "search"):
        assert f"\n  {command} " in result.out
    for code in ExitCode:
        assert f"  {code:3}  {code.meaning}\n" in result.out


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ingest", ["--out", "--edition", "--encoding", "--strict", "--max-size", "--pages", "--password", "--json"]),
        ("check", ["--encoding", "--strict", "--max-size", "--pages", "--password", "--json"]),
        ("show", ["--book", "--json"]),
        ("resolve", ["--book", "--json"]),
        ("search", ["--book", "--json"]),
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


def test_errors_that_are_bugs_are_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that the project did not raise on purpose comes through with its traceback."""

    def broken(*_: object, **__: object) -> CodeBook:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("ingest.pipeline.ingest", broken)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        run("check", "a.txt")


def test_interrupt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command with exit code 130 and without a traceback."""

    def interrupted(*_: object, **__: object) -> CodeBook:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.ingest", interrupted)
    assert run("ingest", "a.txt") == (130, "", "")


# What documents and file names hold never reaches a terminal raw


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


# As a process


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
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    reading, writing = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "ingest", "show", "7121", "--book", "codebook.json"],
        cwd=book.parent,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "TERM": "xterm", **settings},
        stdin=subprocess.DEVNULL,
        stdout=writing,
        check=True,
    )
    os.close(writing)
    shown = os.read(reading, 10_000).decode("utf-8")
    os.close(reading)
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
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", *command.split(), "--book", "codebook.json"],
        cwd=book.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
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
    """A process that was started without a standard output does its work without a message."""
    command = f"{sys.executable} -m ingest show --book codebook.json >&-"
    process = subprocess.run(["/bin/sh", "-c", command], cwd=book.parent, stderr=subprocess.PIPE, check=False)
    assert (process.returncode, process.stderr) == (0, b"")
