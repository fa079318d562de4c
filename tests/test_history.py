"""The history: what became of each code over all editions, the same bytes for the same editions."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path
from shutil import rmtree

import pytest

from ingest.publish.catalog import publish
from ingest.publish.editions import read_editions
from ingest.publish.history import Wording, history_files, wordings
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode, PublicationError
from tests.command import Run, write


def make_book(name: str, texts: dict[int, str | None], classes: dict[str, int | None] | None = None) -> CodeBook:
    """A code book of a document of its own."""
    edition = Edition(name=name, sha256=f"{sum(map(ord, name)):064}", source=f"{name}.txt", format="text")
    printed = [PrintedClass(ClassPattern(pattern), default) for pattern, default in (classes or {}).items()]
    return CodeBook.build(edition, printed, [PrintedCode(*item) for item in texts.items()])


THREE = (
    make_book("zero", {7000: "Busy", 7001: "Full", 7002: None}, {"7xxx": None}),
    make_book("alpha", {7000: "Busy, try again", 7002: "Told"}, {"7xxx": 7000}),
    make_book("mid", {7000: "Busy, try again", 7001: "Full", 7002: "Told"}, {"7xxx": 7000}),
)


def events(content: bytes) -> list[list[str]]:
    """The rows of a history, without the header."""
    header, *rows = csv.reader(content.decode().splitlines())
    assert header == ["code", "edition", "event", "old", "new"]
    return rows


def test_history_tells_every_event_of_a_code() -> None:
    """By code and then by edition: it came, changed, went and came back."""
    assert events(history_files(THREE)["history.csv"]) == [
        ["7000", "zero", "code-added", "", "Busy"],
        ["7000", "alpha", "reworded", "Busy", "Busy, try again"],
        ["7000", "alpha", "default-gained", "", "7xxx"],
        ["7001", "zero", "code-added", "", "Full"],
        ["7001", "alpha", "code-removed", "Full", ""],
        ["7001", "mid", "code-added", "", "Full"],
        ["7002", "zero", "code-added", "", ""],
        ["7002", "alpha", "description-gained", "", "Told"],
        ["7002", "alpha", "moved", "7xxx under no parent", "7xxx under 7000"],
    ]


def test_changelog_tells_the_newest_first() -> None:
    """Each edition with its document and what changed since the one before."""
    text = history_files(THREE)["CHANGELOG.md"].decode()
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## mid", "## alpha", "## zero"]
    assert "Document alpha.txt, sha256 " in text
    assert "Changes since zero: " in text
    assert "- reworded `7000`: ~~Busy~~ **Busy, try again**\n" in text
    assert "- code-removed `7001`: Full\n" in text
    assert text.endswith("The first edition.\n")


def test_order_is_that_of_first_publication(tmp_path: Path) -> None:
    """Neither names nor a second publication change the order of editions."""
    for book in THREE:
        publish(book, tmp_path, accept_removals=1)
    expected = history_files(THREE)
    assert {name: (tmp_path / name).read_bytes() for name in expected} == expected
    for book in THREE:
        publish(book, tmp_path, accept_removals=1)
    assert {name: (tmp_path / name).read_bytes() for name in expected} == expected
    assert [edition.book.edition.name for edition in read_editions(tmp_path)] == ["zero", "alpha", "mid"]
    assert [edition.sequence for edition in read_editions(tmp_path)] == [1, 2, 3]


def test_an_edition_that_was_removed(tmp_path: Path) -> None:
    """Nothing is written without it; when it is back it has its place in the order, and a new edition comes last."""
    for book in THREE:
        publish(book, tmp_path, accept_removals=1)
    rmtree(tmp_path / "alpha")
    new = make_book("beta", {7000: "Busy", 7001: "Full", 7002: "Told"}, {"7xxx": 7000})
    with pytest.raises(PublicationError) as caught:
        publish(new, tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/alpha: missing, and named by history.csv and the manifest of mid; "
        "ingest its document again under the same --edition"
    )
    publish(THREE[1], tmp_path)
    publish(new, tmp_path)
    assert {edition.book.edition.name: edition.sequence for edition in read_editions(tmp_path)} == {
        "zero": 1,
        "alpha": 2,
        "mid": 3,
        "beta": 4,
    }
    expected = history_files([*THREE, new])
    assert {name: (tmp_path / name).read_bytes() for name in expected} == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (7000, (Wording("zero", "zero", "Busy"), Wording("alpha", "mid", "Busy, try again"))),
        (7001, (Wording("zero", "zero", "Full"), Wording("mid", "mid", "Full"))),
        (7002, (Wording("zero", "zero", None), Wording("alpha", "mid", "Told"))),
        (7009, ()),
    ],
)
def test_wordings(code: int, expected: tuple[Wording, ...]) -> None:
    """Each wording with the editions in a row that have it."""
    assert wordings(THREE, code) == expected


# The command

HEADER = "Класс\tКод\tОписание\n7xxx\t7000\tЗанято\n"


def test_history_of_a_vanished_code(run: Run) -> None:
    """A code that went is told with its editions and wordings, and how it is read now."""
    write("a.txt", HEADER + "\t7001\tНедоступен\n")
    write("b.txt", HEADER + "\t7001\tНедоступен сейчас\n")
    write("c.txt", HEADER)
    for name in "ab":
        assert run("ingest", f"{name}.txt", "--edition", name).code == 0
    assert run("ingest", "c.txt", "--edition", "c", "--accept-removals", "1").code == 0
    assert run("history", "7001") == (
        0,
        (
            "7001  first in a, last in b\n"
            "  a: Недоступен\n"
            "  b: Недоступен сейчас\n"
            "  c: printed no more, read as 7000 by class 7xxx\n"
        ),
        "",
    )
    assert run("history", "7000").out == "7000  first in a, last in c\n  a to c: Занято\n"
    assert json.loads(run("history", "7001", "--json").out) == {
        "code": 7001,
        "first": "a",
        "last": "b",
        "is_printed": False,
        "wordings": [
            {"first": "a", "last": "a", "description": "Недоступен"},
            {"first": "b", "last": "b", "description": "Недоступен сейчас"},
        ],
    }
    assert run("history", "7009") == (
        3,
        "",
        "error: 7009 is not a code of any edition in out; resolve tells how it is read all the same [unknown-code]\n",
    )


def test_history_without_editions(run: Run) -> None:
    """Where there is no edition, that is told."""
    message = "error: out: there is no directory of editions [no-edition]\n"
    assert run("history", "7000") == (3, "", message)


# A folder


def test_folder_takes_what_is_new(run: Run) -> None:
    """Documents of a folder are taken by name; those that are published are named, and not read again."""
    Path("inbox/sub").mkdir(parents=True)
    write("inbox/b.txt", HEADER + "\t7001\tНедоступен\n")
    write("inbox/a.txt", HEADER)
    write("inbox/.hidden.txt", HEADER + "\t7002\tСкрыт\n")
    write("inbox/sub/deep.txt", HEADER + "\t7003\tГлубоко\n")
    first = run("ingest", "inbox", "--json")
    assert [(item["codes"], item["changed"]) for item in json.loads(first.out)] == [(1, True), (2, True)]
    latest = Path("out/latest").readlink()
    again = run("ingest", "inbox", "--json")
    assert (again.code, again.err) == (0, "")
    assert [(item["codes"], item["changed"]) for item in json.loads(again.out)] == [(1, False), (2, False)]
    assert Path("out/latest").readlink() == latest
    a, b = (item["directory"] for item in json.loads(again.out))
    assert run("ingest", "inbox").out == f"inbox/a.txt: not new, it is {a}\ninbox/b.txt: not new, it is {b}\n"
    write("inbox/c.txt", HEADER + "\t7001\tНедоступен\n\t7004\tНовый\n")
    assert [item["changed"] for item in json.loads(run("ingest", "inbox", "--json").out)] == [False, False, True]
    assert len(CodeBook.load("out/latest")) == 3


def test_folder_with_what_is_no_document(run: Run) -> None:
    """What cannot be read is an error, on every run, and the others are published all the same."""
    Path("inbox").mkdir()
    write("inbox/a.txt", "prose\n")
    write("inbox/b.txt", HEADER)
    for changed in (True, False):
        result = run("ingest", "inbox", "--json")
        assert result.code == 3
        error = json.loads(result.err)
        assert (error["error"], error["place"]) == ("no-table", "inbox/a.txt")
        assert [item["changed"] for item in json.loads(result.out)] == [changed]


def test_folder_mends_a_damaged_edition(run: Run) -> None:
    """An edition that is not whole any more is made anew from its document."""
    Path("inbox").mkdir()
    write("inbox/a.txt", HEADER)
    run("ingest", "inbox")
    Path("out/latest/codes.csv").unlink()
    assert [item["changed"] for item in json.loads(run("ingest", "inbox", "--json").out)] == [True]
    assert run("verify", "out").code == 0


def test_empty_folder(run: Run) -> None:
    """A folder without documents is an error: the wrong folder, most likely."""
    Path("inbox").mkdir()
    assert run("ingest", "inbox") == (3, "", "error: inbox: a folder with no documents in it [no-documents]\n")
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (["ingest", "place"], "folder"),
        (["history", "7000", "--out", "place"], "directory"),
        (["verify", "place"], "directory"),
    ],
)
def test_a_place_that_cannot_be_read(run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], what: str) -> None:
    """What the system says of a directory is one line of error."""

    def fail(_: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    Path("place").mkdir()
    monkeypatch.setattr(Path, "iterdir", fail)
    message = f"error: place: the {what} cannot be read: Permission denied [unreadable-file]\n"
    assert run(*command) == (3, "", message)


def test_edition_names_no_folder(run: Run) -> None:
    """A name for one edition does not go with a folder."""
    Path("inbox").mkdir()
    result = run("ingest", "inbox", "--edition", "first")
    assert (result.code, result.out) == (2, "")
    assert "it names one edition, and there are several documents" in result.err
