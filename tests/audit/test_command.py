"""The command `audit`: what it prints for people, programs and change requests, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.audit.report import ranges
from model import CodeBook
from tests.command import Run, write

LIST = """<?php
$texts = [
    7000 => 'Busy',
    7001 => 'Not at home',
    7101 => 'No such campaign!',
    7120 => 'The limit | of `today`',
    7121 => 'Limit of the day',
    7999 => "Ours \\u{1b}[31m",
];

function text($code) { return $texts[$code] ?? 'Never heard of'; }
"""


@pytest.fixture
def behind(run: Run) -> Run:
    """The command, in a directory with a list that says other than the book."""
    Path("src").mkdir()
    write("src/texts.php", LIST)
    return run


def test_for_people(behind: Run, book: Path) -> None:
    """Each list with its place, what it lacks, what is its own, what differs, and the fate of an unknown code."""
    result = behind("audit", "src", "--book", book)
    assert result.code == 0
    assert result.out.splitlines() == [
        "src/texts.php:3-8  $texts  6 codes",
        "  missing    1  8000",
        "  extra      1  7999",
        "  differ     1  the least alike first; after the arrow, the document",
        "     7120  The limit | of `today` → Limit",
        "  unknown  becomes a text of its own, “Never heard of”",
    ]
    assert result.err.splitlines() == ["1 file, 1 list, 1 not as the document"]


def test_for_programs(behind: Run, book: Path) -> None:
    """Everything that is known, as JSON."""
    found = json.loads(behind("audit", "src", "--book", book, "--json").out)
    (audit,) = found.pop("audits")
    (item,) = audit.pop("lists")
    assert found == {"edition": "made-up", "sha256": "0" * 64}
    assert audit == {"path": "src", "files": 1, "left_out": []}
    assert item.pop("differ") == [
        {"code": 7120, "list": "The limit | of `today`", "document": "Limit", "similarity": 0.43, "is_corrected": False}
    ]
    assert item == {
        "file": "texts.php",
        "name": "$texts",
        "first_line": 3,
        "last_line": 8,
        "entries": 6,
        "missing": [8000],
        "extra": [7999],
        "same": 4,
        "is_translated": False,
        "unknown": "text",
        "unknown_text": "Never heard of",
        "editions": {"made-up": {"missing": 1, "extra": 1, "differ": 1}},
        "best_edition": "made-up",
        "decided_by": "what it has",
        "is_up_to_date": False,
    }


def test_for_a_change_request(behind: Run, book: Path) -> None:
    """Markdown that shows every text as it stands."""
    result = behind("audit", "src", "--book", book, "--markdown")
    fate = "a text of its own, “Never heard of”; the document asks for its nearest known class"
    assert result.out.splitlines() == [
        "## Result codes in src, compared with the edition made-up",
        "",
        "### texts.php, lines 3–8: $texts",
        "",
        f"6 codes. An unknown code becomes {fate}.",
        "",
        "Missing: 1",
        "",
        "| code | in the document |",
        "|---|---|",
        "| 8000 | Alone |",
        "",
        "Not in the document: 7999",
        "",
        "Other texts: 1, the least alike first",
        "",
        "| code | in the list | in the document |",
        "|---|---|---|",
        "| 7120 | The limit \\| of \\`today\\` | Limit |",
    ]


def test_exit_code_is_for_a_job_that_watches(behind: Run, book: Path) -> None:
    """1 if a list is behind, and only if that is asked; 0 if all say what the document says, or there is none."""
    assert behind("audit", "src", "--book", book).code == 0
    assert behind("audit", "src", "--book", book, "--exit-code").code == 1
    right = LIST.replace("The limit | of `today`", "Limit").replace("7999", "8000").replace("Ours \\u{1b}[31m", "Alone")
    write("src/texts.php", right)
    result = behind("audit", "src", "--book", book, "--exit-code")
    assert (result.code, result.err) == (0, "1 file, 1 list, 0 not as the document\n")
    write("src/texts.php", "nothing")
    assert behind("audit", "src", "--book", book, "--exit-code").code == 0


def test_a_known_misprint_put_right_is_no_fault(run: Run, bundled: CodeBook) -> None:
    """The document has it wrong; nobody is to copy that."""
    texts = {str(record.code): record.description for record in bundled}
    texts["1110"] = "Вызов завершен вызывающим абонентом"
    write("list.json", json.dumps(texts))
    result = run("audit", "list.json", "--exit-code")
    assert result.code == 0
    assert "Вызов завершен вызываемым абонентом  (a known misprint; the list has it right)" in result.out
    assert "(a known misprint; the list has it right) |" in run("audit", "list.json", "--markdown").out


def test_editions_that_are_published_are_asked(run: Run, checkout: Path, bundled: CodeBook) -> None:
    """Which of them the list was copied from."""
    table = (checkout / "data/sources/result-codes.txt").read_text(encoding="utf-8")
    write("old.txt", table.replace("вызываемым абонентом", "вызывающим абонентом", 1))
    assert run("ingest", "old.txt", "--edition", "2018", "--out", "books").code == 0
    texts = {str(record.code): record.description for record in bundled if record.code < 3000}
    write("list.json", json.dumps({**texts, "1110": "Вызов завершен вызывающим абонентом"}))
    assert run("audit", "list.json", "--out", "books").out.splitlines()[1] == "  like  the edition 2018"
    write("list.json", json.dumps({**texts, "1110": "Повесил трубку"}))
    newest = f"the edition {bundled.edition.name}, only by what it has not"
    assert run("audit", "list.json", "--out", "books").out.splitlines()[1] == f"  like  {newest}"
    markdown = run("audit", "list.json", "--out", "books", "--markdown").out
    assert f"Most like the edition {bundled.edition.name} (only by what it has not)." in markdown.splitlines()


def test_all_paths_that_are_missing_are_told(behind: Run) -> None:
    """And nothing is printed of the others: half of an answer looks like the whole."""
    result = behind("audit", "src", "nowhere", "elsewhere")
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines() == [
        "error: nowhere: there is no such file or folder [missing-file]",
        "error: elsewhere: there is no such file or folder [missing-file]",
    ]


def test_what_is_left_out_is_told(behind: Run, book: Path) -> None:
    """With the reason, on the standard error, and in JSON."""
    result = behind("audit", "src", "--book", book, "--max-size", "100")
    reason = f"{len(LIST.encode())} bytes are more than the limit of 100"
    assert result.err.splitlines()[0] == f"warning: src/texts.php: left out: {reason}"
    found = json.loads(behind("audit", "src", "--book", book, "--max-size", "100", "--json").out)
    assert found["audits"][0]["left_out"] == [{"file": "texts.php", "reason": reason}]


def test_a_file_that_is_named_itself_is_not_left_out(behind: Run, book: Path) -> None:
    """Nothing would be searched then, and a job that watches the exit code would find nothing wrong for ever."""
    result = behind("audit", "src/texts.php", "--book", book, "--max-size", "100")
    reason = f"{len(LIST.encode())} bytes are more than the limit of 100"
    assert result == (3, "", f"error: src/texts.php: {reason} [unreadable-file]\n")


def test_editions_that_are_named_must_be_there(behind: Run, book: Path) -> None:
    """The usual place of editions may be missing; one that is given is a slip of the pen."""
    assert behind("audit", "src", "--book", book, "--out", "out").code == 0
    result = behind("audit", "src", "--book", book, "--out", "boks")
    assert result == (3, "", "error: boks: there is no directory of editions [no-edition]\n")


def test_too_many_files_are_refused(behind: Run) -> None:
    """Before anything is said of some of them."""
    write("src/more.txt", "1")
    result = behind("audit", "src", "--max-files", "1")
    assert result.code == 3
    assert "error: src: more than 1 files; name folders in it, or raise --max-files [limit-files]" in result.err


def test_two_forms_at_once_are_refused(behind: Run) -> None:
    """One cannot be read within the other."""
    assert behind("audit", "src", "--json", "--markdown").code == 2


def test_nothing_of_a_file_reaches_a_terminal_raw(behind: Run, book: Path) -> None:
    """Neither its name, nor the name of a list or a text in it."""
    write("src/\u202ea.php", LIST.replace("Not at home", "\\u{202e}Home \\x1b[31m").replace("$texts", "$t\u0430"))
    for form in ((), ("--json",), ("--markdown",)):
        result = behind("audit", "src", "--book", book, *form)
        assert not {"\x1b", "\u202e"} & {*result.out, *result.err}


def test_nothing_is_changed(behind: Run, book: Path) -> None:
    """Neither a file nor its time."""
    before = Path("src/texts.php").stat()
    behind("audit", ".", "--book", book)
    after = Path("src/texts.php").stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert sorted(path.as_posix() for path in Path().rglob("*")) == ["codebook.json", "src", "src/texts.php"]


def test_a_translated_list_is_said_in_one_line(run: Run, bundled: CodeBook) -> None:
    """Not in one for each text."""
    write("list.json", json.dumps({str(record.code): f"text {record.code}" for record in bundled}))
    assert run("audit", "list.json").out.splitlines() == [
        "list.json:1-1  103 codes",
        "  differ   103  none is like that of the document: translated?",
        "  unknown  becomes what this file does not show",
    ]
    line = "All 103 texts are others than those of the document: translated?"
    assert line in run("audit", "list.json", "--markdown").out.splitlines()


def test_no_list_at_all(run: Run) -> None:
    """Is an answer too."""
    write("empty.txt", "nothing")
    assert run("audit", ".").err == "1 file, 0 lists, 0 not as the document\n"
    assert run("audit", ".", "--markdown").out.splitlines()[-1] == "No list of these codes was found."


def test_missing_codes_are_told_in_ranges(bundled: CodeBook) -> None:
    """In the order of the document, and only where that saves something."""
    assert ranges([], bundled) == []
    assert ranges(list(bundled.codes), bundled) == ["1000-6102"]
    assert ranges([5103, 5105, 5107, 6000], bundled) == ["5103", "5105", "5107", "6000"]
    assert ranges([5103, 5105, 5106], bundled) == ["5103-5106"]
