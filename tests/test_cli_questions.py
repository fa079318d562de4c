"""The commands that ask a code book: `show`, `resolve` and `search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model.tables import CLASSES, CODES
from tests.command import Run, write


def test_show_prints_the_tree(run: Run, book: Path) -> None:
    """The whole tree: codes under their class, a default code on the line of it, and how many codes a class holds."""
    assert run("show", "--book", book) == (
        0,
        (
            "7xxx  7000  Busy  [5 codes]\n"
            "├── 7001\n"
            "└── 71xx  Campaigns  [3 codes]\n"
            "    ├── 7101  No such campaign\n"
            "    └── 712x  7120  Limit  [2 codes]\n"
            "        └── 7121  Limit of the day\n"
            "8000  Alone\n"
        ),
        "made-up: 6 codes, 3 classes\n",
    )


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("7120", "7000  Busy\n└── 7120  Limit\n    └── 7121  Limit of the day\n"),
        ("7000", "7000  Busy\n├── 7001\n├── 7101  No such campaign\n└── 7120  Limit\n"),
        (
            "71XX",
            (
                "7xxx  7000  Busy  [5 codes]\n└── 71xx  Campaigns  [3 codes]\n"
                "    ├── 7101  No such campaign\n    └── 712x  7120  Limit  [2 codes]\n"
            ),
        ),
        (
            "712х",  # noqa: RUF001 - the Cyrillic letter, as documents print it
            (
                "7xxx  7000  Busy  [5 codes]\n└── 71xx  Campaigns  [3 codes]\n"
                "    └── 712x  7120  Limit  [2 codes]\n        └── 7121  Limit of the day\n"
            ),
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
        ("busy", 2, "'busy' is not a code; give its digits, such as 2219; search finds codes by words [invalid-code]"),
        (
            "\uff11\uff12",
            2,
            "'\uff11\uff12' is not a code; give its digits, such as 2219; search finds codes by words [invalid-code]",
        ),
    ],
)
def test_show_of_what_is_not_there(run: Run, book: Path, entry: str, code: int, error: str) -> None:
    """What is no code or pattern is a usage error, and a code that the book does not print is one of the input."""
    assert run("show", entry, "--book", book) == (code, "", f"error: {error}\n")


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
    assert run("resolve", "7121", "71XX", "22x9", "2219.5", "--book", book) == (
        2,
        "",
        (
            "error: '71XX' is a class, not a code; see it by: show 71xx [invalid-code]\n"
            "error: '22x9' is not a code; give its digits, such as 2219; search finds codes by words [invalid-code]\n"
            "error: '2219.5' is not a code; give its digits, such as 2219; search finds codes by words [invalid-code]\n"
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


@pytest.mark.parametrize("command", ["resolve", "show"])
def test_a_negative_number_stands_behind_two_hyphens(run: Run, command: str) -> None:
    """A shell user who asks for a negative number is told how."""
    message = f"No such option: -1; a negative number stands behind --: resultcodes {command} -- -1"
    assert run(command, "-18897").err == f"error: command line: {message}; see resultcodes {command} --help [usage]\n"
    assert run("resolve", "--", "-18897").code == 0
