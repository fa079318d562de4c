"""Comparison of two editions: what changed, what of it breaks, and how other numbers are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from ingest.document.wording import compare_words
from ingest.pipeline import ingest
from ingest.publish.history import comparison_markdown
from model import ClassPattern, CodeBook, Finding, PrintedClass, PrintedCode
from model.changes import CHANGE_RULES, EXACT, RESOLUTIONS, Change
from model.compare import compare
from tests.books import Sample, samples
from tests.command import MADE_UP, Run, save


def make_book(
    codes: dict[int, str | None], classes: dict[str, str | int | None] | None = None, *findings: Finding
) -> CodeBook:
    """A code book; a class has a default code, or a title, or nothing."""
    printed = [
        PrintedClass(
            ClassPattern(pattern), what if isinstance(what, int) else None, None if isinstance(what, int) else what
        )
        for pattern, what in (classes or {}).items()
    ]
    return CodeBook.build(MADE_UP, printed, [PrintedCode(*item) for item in codes.items()], findings)


def told(old: CodeBook, new: CodeBook) -> list[tuple[str, str, str | None, str | None]]:
    """The changes, each as its rule, subject, old and new."""
    return [(change.rule.id, change.subject, change.old, change.new) for change in compare(old, new).changes]


def test_the_document_of_2018_and_that_of_the_user(shared: Path) -> None:
    """Six codes are new, none is gone, 1110 is reworded, and only the new codes are read in another way."""
    old = ingest(shared / "documents" / "vpbx-api-2018.pdf")
    new = ingest(shared / "documents" / "result-codes.txt")
    changes = compare(old, new).changes
    added = [change.code for change in changes if change.rule.id == "code-added"]
    assert added == [5101, 5102, 5103, 5105, 5106, 5107]
    assert [change[:4] for change in told(old, new) if change[0] != "code-added"] == [
        ("reworded", "1110", "Вызов завершен вызывающим абонентом", "Вызов завершен вызываемым абонентом"),
        ("resolution-refined", "5101-5103", "5000", "exact"),
        ("resolution-refined", "5105-5107", "5000", "exact"),
    ]
    assert [change.code for change in changes if change.is_breaking] == [1110]


def test_an_edition_beside_itself(bundled: CodeBook) -> None:
    """Nothing changed."""
    assert compare(bundled, bundled).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Вызов завершен", "Вызов отклонен", "reworded"),
        ("Вызов завершен", "Вызов завершен абонентом", "reworded"),
        ("Код 10", "Код 11", "reworded"),
        ("Счет закрыт", "Счёт закрыт", "respelled"),
        ("вызов завершен", "Вызов  завершен.", "respelled"),
        (None, "Вызов", "description-gained"),
        ("Вызов", None, "description-lost"),
    ],
)
def test_texts(old: str | None, new: str | None, rule: str) -> None:
    """Other words are told from another spelling, and both from a text that came or went."""
    assert told(make_book({7000: old}), make_book({7000: new})) == [(rule, "7000", old, new)]


def test_a_text_that_went_to_another_code() -> None:
    """It is told beside the code that went and the one that came; other letter cases and punctuation are no matter."""
    old, new = make_book({1104: "Нет счёта", 1105: "Занято"}), make_book({1105: "Занято", 1114: "нет счета."})
    assert told(old, new) == [
        ("code-removed", "1104", "Нет счёта", None),
        ("code-added", "1114", None, "нет счета."),
        ("renumbered", "1104", "1104", "1114"),
        ("resolution-lost", "1104", "exact", None),
        ("resolution-gained", "1114", None, "exact"),
    ]
    assert [change.rule.id for change in compare(old, new).breaking] == [
        "code-removed",
        "renumbered",
        "resolution-lost",
    ]


def test_texts_that_all_went_one_further() -> None:
    """A code that is there before and after has another text then: each text is followed to where it stands."""
    old = make_book({7000: "Busy", 7001: "Full", 7002: "Closed"})
    new = make_book({7000: "Done", 7001: "Busy", 7002: "Full", 7003: "Closed"})
    renumbered = [change[1:] for change in told(old, new) if change[0] == "renumbered"]
    assert renumbered == [("7000", "7000", "7001"), ("7001", "7001", "7002"), ("7002", "7002", "7003")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # It came to a second code, and left none.
        ({7000: "Busy"}, {7000: "Busy", 7001: "Busy"}),
        ({7000: "Busy", 7001: "Busy"}, {7001: "Busy"}),
        # Which of two went where, nobody can say.
        ({7000: "Busy", 7001: "Busy"}, {7002: "Busy"}),
        ({7000: "Busy"}, {7001: "Busy", 7002: "Busy"}),
        # Nothing is no text.
        ({7000: None}, {7001: None}),
        ({7000: "–"}, {7001: "…"}),
        ({7000: "Busy"}, {7001: "Very busy"}),
    ],
)
def test_texts_that_went_nowhere_in_particular(old: dict[int, str | None], new: dict[int, str | None]) -> None:
    """No code is said to be another one without need."""
    assert "renumbered" not in {change[0] for change in told(make_book(old), make_book(new))}


def test_moved_to_another_class() -> None:
    """A class that is declared anew takes codes in: they stand under its default code, and its numbers are read so."""
    codes: dict[int, str | None] = {7000: "Busy", 7100: "Full", 7101: "Overfull"}
    old, new = make_book(codes, {"7xxx": 7000}), make_book(codes, {"7xxx": 7000, "71xx": 7100})
    assert told(old, new) == [
        ("moved", "7100", "7xxx under 7000", "71xx under 7000"),
        ("moved", "7101", "7xxx under 7000", "71xx under 7100"),
        ("class-added", "71xx", None, None),
        ("resolution-refined", "7102-7199", "7000", "7100"),
    ]
    assert told(new, old) == [
        ("moved", "7100", "71xx under 7000", "7xxx under 7000"),
        ("moved", "7101", "71xx under 7100", "7xxx under 7000"),
        ("class-removed", "71xx", None, None),
        ("resolution-changed", "7102-7199", "7100", "7000"),
    ]


def test_default_code_gained_and_lost() -> None:
    """A class that gets its default code reads its numbers as that, and back."""
    codes: dict[int, str | None] = {7000: "Busy", 7100: "Full"}
    old, new = make_book(codes, {"7xxx": 7000, "71xx": "Queues"}), make_book(codes, {"7xxx": 7000, "71xx": 7100})
    assert told(old, new) == [
        ("default-gained", "71xx", None, "7100"),
        ("class-retitled", "71xx", "Queues", None),
        ("resolution-refined", "7101-7199", "7000", "7100"),
    ]
    assert [change[:2] for change in told(new, old)] == [
        ("default-lost", "71xx"),
        ("class-retitled", "71xx"),
        ("resolution-changed", "7101-7199"),
    ]


def test_numbers_that_can_be_read_or_not() -> None:
    """A top class that comes or goes opens or closes its thousand numbers, in one range each side of its codes."""
    old, new = make_book({8000: "Alone"}), make_book({7000: "Busy", 7005: "Full", 8000: "Alone"}, {"7xxx": 7000})
    assert [change for change in told(old, new) if change[0].startswith("resolution")] == [
        ("resolution-gained", "7000", None, "exact"),
        ("resolution-gained", "7001-7004", None, "7000"),
        ("resolution-gained", "7005", None, "exact"),
        ("resolution-gained", "7006-7999", None, "7000"),
    ]
    assert {change[0] for change in told(new, old) if change[0].startswith("resolution")} == {"resolution-lost"}


def misprint(rule: str, code: int | None = None, pattern: str | None = None) -> Finding:
    """A finding."""
    return Finding(
        rule=rule,
        severity="warning",
        code=code,
        pattern=ClassPattern(pattern) if pattern else None,
        message="odd",
        action="none",
    )


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (misprint("repeated-description", 7001), [("misprint-repaired", "7001", "odd", None)]),
        (misprint("label-slipped", 7000, "7xxx"), [("misprint-repaired", "7xxx", "odd", None)]),
        (misprint("repeated-description", 7009), []),
        (misprint("label-misprint", None, "79xx"), []),
        (misprint("number-in-text", 7001), []),
        (misprint("duplicate-code", 7001), []),
    ],
)
def test_misprint_repaired(finding: Finding, expected: list[object]) -> None:
    """A misprint is repaired if it is gone and what it was about is still there; other findings are none."""
    codes: dict[int, str | None] = {7000: "Busy", 7001: "Full"}
    old, new = make_book(codes, {"7xxx": 7000}, finding), make_book(codes, {"7xxx": 7000})
    assert told(old, new) == expected
    assert told(old, old) == []
    assert told(new, old) == []


def answers(book: CodeBook) -> dict[int, int]:
    """How each number is read, asked one by one."""
    asked = ((number, book.resolve(number).code) for number in range(10_000))
    return {number: code for number, code in asked if code is not None}


def ranges(changes: tuple[Change, ...]) -> dict[int, tuple[str | None, str | None]]:
    """What the ranges say of each number."""
    return {
        number: (change.old, change.new)
        for change in changes
        if change.rule in RESOLUTIONS and change.code is not None and change.last is not None
        for number in range(change.code, change.last + 1)
    }


def shown(number: int, code: int | None) -> str | None:
    """An answer as changes show it."""
    return None if code is None else EXACT if code == number else f"{code:04d}"


@given(samples(), samples())
def test_any_two_books(one: Sample, other: Sample) -> None:
    """Ranges say of all 10,000 numbers what asking each says; codes come and go as the sets of codes do."""
    old, new = one.book, other.book
    changes = compare(old, new).changes
    before, after = answers(old), answers(new)
    assert ranges(changes) == {
        number: (shown(number, before.get(number)), shown(number, after.get(number)))
        for number in range(10_000)
        if before.get(number) != after.get(number)
    }
    codes = {rule: {change.code for change in changes if change.rule.id == rule} for rule in CHANGE_RULES}
    assert codes["code-added"] == new.codes.keys() - old.codes.keys()
    assert codes["code-removed"] == old.codes.keys() - new.codes.keys()
    texts = codes["reworded"] | codes["respelled"] | codes["description-lost"] | codes["description-gained"]
    both = old.codes.keys() & new.codes.keys()
    assert texts == {code for code in both if old[code].description != new[code].description}
    assert (changes == ()) == (old.content() == new.content())


def test_words_are_compared() -> None:
    """The pieces that stayed and went are the old text, and those that stayed and came the new one."""
    old, new = "Счет закрыт по просьбе абонента", "Счет временно закрыт, по просьбе"
    pieces = list(compare_words(old, new))
    assert " ".join(text for kind, text in pieces if kind != "new") == old
    assert " ".join(text for kind, text in pieces if kind != "old") == new
    assert ("same", "по просьбе") in pieces


def test_markdown_escapes_texts() -> None:
    """What Markdown would act on in a description stays as printed."""
    comparison = compare(make_book({7000: "a"}), make_book({7000: "a *b* <c> | `d` [e](f) #g ~h~"}))
    assert comparison_markdown(comparison) == (
        "Changes since made-up: 1, of them breaking: 1.\n\n### Breaking\n\n"
        "- reworded `7000`: a **\\*b\\* \\<c\\> \\| \\`d\\` \\[e\\](f) \\#g \\~h\\~**\n"
    )


def test_markdown_of_no_changes(bundled: CodeBook) -> None:
    """Two equal editions are one line."""
    assert comparison_markdown(compare(bundled, bundled)) == "No changes since result-codes.\n"


# The command

OLD = make_book({7000: "Busy", 7001: "Call ended by caller"}, {"7xxx": 7000})
NEW = make_book({7000: "Busy", 7001: "Call ended by callee", 7002: "New"}, {"7xxx": 7000})


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two code books as files."""
    folders = tmp_path / "old", tmp_path / "new"
    for folder in folders:
        folder.mkdir()
    return save(OLD, folders[0]), save(NEW, folders[1])


def test_diff_lines(run: Run, sides: tuple[Path, Path]) -> None:
    """A line for each change, with marks at the words that are other."""
    assert run("diff", *sides) == (
        0,
        (
            "made-up → made-up: 3 changes, of them breaking: 1\n"
            "            code-added          7002       New\n"
            "  breaking  reworded            7001       Call ended by [-caller-] {+callee+}\n"
            "            resolution-refined  7002       7000 → exact\n"
        ),
        "",
    )


def test_diff_of_a_renumbered_code(run: Run, tmp_path: Path) -> None:
    """It is named in lines, and in Markdown."""
    for name, code in (("old", 1104), ("new", 1114)):
        (tmp_path / name).mkdir()
        save(make_book({code: "Busy"}), tmp_path / name)
    assert "  breaking  renumbered          1104       1104 → 1114" in run("diff", "old", "new").out.splitlines()
    assert "- renumbered `1104`: now `1114`" in run("diff", "old", "new", "--markdown").out.splitlines()


def test_diff_json(run: Run, sides: tuple[Path, Path]) -> None:
    """The JSON holds both editions and every change in full."""
    result = json.loads(run("diff", *sides, "--json").out)
    assert result["old"] == result["new"] == {"edition": "made-up", "sha256": "0" * 64}
    assert [change["rule"] for change in result["changes"]] == ["code-added", "reworded", "resolution-refined"]
    assert result["changes"][2] == {
        "rule": "resolution-refined",
        "is_breaking": False,
        "code": 7002,
        "last": 7002,
        "pattern": None,
        "old": "7000",
        "new": "exact",
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["old", "new"], 0),
        (["old", "new", "--exit-code"], 1),
        (["old", "new", "--exit-code", "--breaking"], 1),
        (["old", "old", "--exit-code"], 0),
        (["old", "added", "--exit-code"], 1),
        (["old", "added", "--exit-code", "--breaking"], 0),
    ],
)
@pytest.mark.usefixtures("sides")
def test_diff_exit_code(run: Run, tmp_path: Path, arguments: list[str], code: int) -> None:
    """Exit code 1 says that there are changes, or breaking ones, if that is asked for."""
    (tmp_path / "added").mkdir()
    save(make_book({7000: "Busy", 7001: "Call ended by caller", 7002: "New"}, {"7xxx": 7000}), tmp_path / "added")
    for extra in ([], ["--json"], ["--markdown"]):
        assert run("diff", *arguments, *extra).code == code


@pytest.mark.usefixtures("sides")
def test_diff_markdown_of_breaking(run: Run) -> None:
    """Only the breaking changes, for a change log."""
    assert run("diff", "old", "new", "--markdown", "--breaking").out == (
        "Changes since made-up: 1, of them breaking: 1.\n\n### Breaking\n\n"
        "- reworded `7001`: Call ended by ~~caller~~ **callee**\n"
    )


def test_diff_takes_documents_and_names(run: Run, checkout: Path) -> None:
    """A side is a document, a directory, or the name of an edition under --out."""
    document = checkout / "data" / "sources" / "result-codes.txt"
    assert run("ingest", document, "--edition", "first", "--out", "books").code == 0
    for side in (document, "books/first", "books/latest/codebook.json", "first", "latest"):
        result = run("diff", side, "latest", "--out", "books", "--exit-code")
        assert (result.code, result.err) == (0, "")
        assert result.out.endswith("→ first: 0 changes, of them breaking: 0\n")


def test_diff_of_what_is_not_there(run: Run) -> None:
    """A side that is nothing is one line of error."""
    assert run("diff", "gone", "latest") == (
        3,
        "",
        "error: gone: there is no such file, and no edition of that name in out [missing-file]\n",
    )


def test_diff_takes_an_encoding(run: Run, tmp_path: Path) -> None:
    """`diff` is told how the documents among the two are read, as `ingest` is."""
    text = "Класс\tКод\tОписание\n1xxx\t1000\tДа\n\t1001\tНет\n"
    (tmp_path / "old.txt").write_text(text, encoding="mac-cyrillic")
    (tmp_path / "new.txt").write_text(f"{text}\t1002\tЗанято\n", encoding="mac-cyrillic")
    changes = json.loads(run("diff", "old.txt", "new.txt", "--encoding", "mac-cyrillic", "--json").out)["changes"]
    assert [(change["rule"], change["code"]) for change in changes] == [
        ("code-added", 1002),
        ("resolution-refined", 1002),
    ]
    assert run("diff", "old.txt", "new.txt", "--encoding", "utf-8").code == 3


def test_diff_of_what_is_in_doubt(run: Run, tmp_path: Path) -> None:
    """A document in doubt is not compared: each place is told, and what this command can be given for it."""
    rows = ["1xxx\t1000\tДа", "\t1001\tОтменено при", *(f"\t{1002 + number}\tНет {number}" for number in range(6))]
    (tmp_path / "doubtful.csv").write_text("\n".join(["Класс\tКод\tОписание", *rows, ""]), encoding="utf-8")
    result = run("diff", "doubtful.csv", "doubtful.csv")
    place, refusal = result.err.splitlines()
    assert (result.code, result.out) == (4, "")
    assert place.startswith("error about the reading: doubtful.csv, line 3: the text of 1001 ends with «Отменено при»")
    assert refusal == (
        "error: doubtful.csv: not compared: 1 place is in doubt; settle each with: resultcodes check --settle, and "
        "give its file as --readings; or ingest the document first, and compare the edition [doubtful-reading]"
    )


@pytest.mark.usefixtures("sides")
def test_diff_shows_hostile_text_escaped(run: Run, tmp_path: Path) -> None:
    """Control and bidirectional characters of descriptions never reach the terminal."""
    (tmp_path / "hostile").mkdir()
    save(make_book({7000: "Busy \x1b[31m\u202e", 7001: "x\x07"}, {"7xxx": 7000}), tmp_path / "hostile")
    for extra in ([], ["--json"], ["--markdown"]):
        assert run("diff", "old", "hostile", *extra).out.replace("\n", "").isprintable()
