"""The guard: what a new edition loses is refused, unless somebody names how much it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.publish.catalog import publish
from ingest.publish.refusals import removals
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode, PublicationError
from tests.command import Run, write
from tests.test_catalog import contents

HEADER = "Класс\tКод\tОписание\n7xxx\t7000\tЗанято\n"


def make_book(name: str, texts: dict[int, str | None], patterns: tuple[str, ...] = ("7xxx",)) -> CodeBook:
    """A code book of a document of its own; classes have no default code."""
    edition = Edition(name=name, sha256=name[-1] * 64, source="codes.txt", format="text")
    classes = [PrintedClass(ClassPattern(pattern)) for pattern in patterns]
    return CodeBook.build(edition, classes, [PrintedCode(*item) for item in texts.items()])


def many(count: int) -> dict[int, str | None]:
    """So many codes, each with a description."""
    return {7000 + number: f"Text {number}" for number in range(count)}


OLD = make_book("edition1", {7000: "Busy", 7001: "Full", 7002: "Gone", 7003: None})


@pytest.mark.parametrize(
    ("texts", "lost"),
    [
        ({7000: "Busy", 7001: "Full", 7003: None}, (1, "codes 7002")),
        ({7000: "Busy", 7003: None, 7009: "New"}, (2, "codes 7001, 7002")),
        (
            {7000: "Busy", 7001: None, 7002: "Gone", 7003: None},
            (1, "descriptions of 7001"),
        ),
        (
            {7000: None, 7001: "Full", 7003: None},
            (2, "codes 7002; descriptions of 7000"),
        ),
    ],
)
def test_losses_are_refused(tmp_path: Path, texts: dict[int, str | None], lost: tuple[int, str]) -> None:
    """An edition that loses codes or descriptions is refused with the list, and nothing is touched."""
    new = make_book("edition2", texts)
    publish(OLD, tmp_path)
    before = contents(tmp_path)
    number, listed = lost
    with pytest.raises(PublicationError) as caught:
        publish(new, tmp_path)
    assert str(caught.value) == (
        f"edition edition2 loses something of edition edition1: {listed}; "
        f"look at the document, and if all of it is to go, say --accept-removals {number}, and no other number"
    )
    for wrong in (number - 1, number + 1):
        with pytest.raises(PublicationError, match=f"say --accept-removals {number}"):
            publish(new, tmp_path, accept_removals=wrong)
    assert contents(tmp_path) == before
    assert publish(new, tmp_path, accept_removals=number).changed


def test_another_list_of_codes_is_told_as_that(tmp_path: Path) -> None:
    """Who publishes the list of another vendor into the same place is not advised to let all of the first one go."""
    publish(OLD, tmp_path)
    with pytest.raises(PublicationError) as caught:
        publish(make_book("edition2", {7000: "Ready", 7010: "Paid", 7011: "Sent"}), tmp_path)
    assert str(caught.value) == (
        "edition edition2 has 1 of the 4 codes of edition edition1; another list of codes wants a place of its own, by "
        "--out; if it is the same list, and all of it is to go, say --accept-removals 3, and no other number"
    )


@pytest.mark.parametrize("texts", [many(4), {**many(4), 7002: "Other words"}, {**many(4), 7003: "Now told"}])
def test_what_loses_nothing_is_published(tmp_path: Path, texts: dict[int, str | None]) -> None:
    """New codes, other words, and descriptions that were empty are no loss."""
    publish(make_book("edition1", {**many(3), 7003: None}), tmp_path)
    assert publish(make_book("edition2", texts), tmp_path).changed
    assert publish(make_book("edition3", texts), tmp_path, accept_removals=5).changed


@pytest.mark.parametrize(("lost", "refused"), [(1, 0), (2, 0), (3, 3)])
def test_classes_up_to_five_percent_may_go(lost: int, refused: int) -> None:
    """Of 50 rows, 2.5 may go: two classes may, three may not."""
    patterns = tuple(f"70{digit}x" for digit in range(10))
    old, new = make_book("edition1", many(40), patterns), make_book("edition2", many(40), patterns[lost:])
    assert len(removals(old, new)) == refused


def test_classes_count_with_the_codes() -> None:
    """Where codes and classes together are more than 5 %, all of them are listed."""
    old = make_book("edition1", many(18), ("7xxx", "70xx"))
    one, two = make_book("edition2", many(17), ("7xxx", "70xx")), make_book("edition2", many(17), ("7xxx",))
    assert [change.subject for change in removals(old, one)] == ["7017"]
    assert [change.subject for change in removals(old, two)] == ["7017", "70xx"]


def test_the_same_document_read_worse(tmp_path: Path) -> None:
    """A later version of the program that reads less of the same document is refused too."""
    publish(OLD, tmp_path)
    with pytest.raises(PublicationError, match="say --accept-removals 2"):
        publish(make_book("edition1", {7000: "Busy", 7003: None}), tmp_path)


def test_back_to_an_older_edition(tmp_path: Path) -> None:
    """An older edition that stands is published already: it loses nothing, and `latest` does not move back to it."""
    publish(OLD, tmp_path)
    publish(make_book("edition2", {**{code.code: code.description for code in OLD}, 7009: "New"}), tmp_path)
    assert not publish(OLD, tmp_path).changed
    assert CodeBook.load(tmp_path / "latest").edition.name == "edition2"


def test_a_damaged_latest_can_be_mended(tmp_path: Path) -> None:
    """What cannot be read cannot lose anything: its edition is published anew."""
    publish(OLD, tmp_path)
    text = (tmp_path / "edition1" / "codebook.json").read_text()
    (tmp_path / "edition1" / "codebook.json").write_text(text.replace('"code": 7000', '"code": "x"'))
    assert publish(OLD, tmp_path).changed
    assert CodeBook.load(tmp_path / "latest") == OLD


def test_the_command(run: Run) -> None:
    """Exit code 4 and one line of error; with the number named, the edition is published."""
    write("old.txt", HEADER + "\t7001\tНедоступен\n")
    write("new.txt", HEADER)
    assert run("ingest", "old.txt", "--edition", "old").code == 0
    assert run("ingest", "new.txt", "--edition", "new") == (
        4,
        "",
        (
            "error: edition new loses something of edition old: codes 7001; look at the document, and if all of it is "
            "to go, say --accept-removals 1, and no other number [publication-refused]\n"
        ),
    )
    assert CodeBook.load("out/latest").edition.name == "old"
    assert run("ingest", "new.txt", "--edition", "new", "--accept-removals", "1").code == 0
    assert CodeBook.load("out/latest").edition.name == "new"


@pytest.mark.parametrize("sources", [["old.txt", "new.txt"], ["."]])
def test_the_number_is_for_one_document(run: Run, sources: list[str]) -> None:
    """A number for several documents would be for none."""
    assert run("ingest", *sources, "--accept-removals", "1") == (
        2,
        "",
        (
            "error: command line: Invalid value for '--accept-removals': "
            "it is for one document, and there are several; see resultcodes ingest --help [usage]\n"
        ),
    )


def test_first_documents_of_a_history_are_not_held_against_each_other(run: Run) -> None:
    """Documents named together are published together where nothing was before; where something is, it is guarded."""
    write("a.txt", HEADER)
    write("b.txt", HEADER.replace("7", "8"))
    assert run("ingest", "a.txt", "b.txt").code == 0
    assert {path.name[0] for path in Path("out").iterdir() if path.is_dir()} >= {"a", "b"}
    assert run("ingest", "a.txt", "b.txt").code == 0
    write("c.txt", HEADER + "\t7001\tНедоступен\n")
    Path("out/latest").unlink()
    assert run("ingest", "a.txt", "c.txt").code == 4
