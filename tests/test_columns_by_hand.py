"""Columns that a user names: `--columns class,-,code,description`, with headings or without."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from ingest import ReadOptions, ingest
from ingest.document.options import COLUMN_NAMES, wrong_columns
from ingest.pipeline import read_book
from model import CodeBook, InputError
from tests.command import CHECKOUT, Run, write
from tests.pdf.pages import drawn

Row = tuple[str, str, str, str]
ROWS: Final[tuple[Row, ...]] = (
    ("1xxx", "1000", "7000", "Done"),
    ("", "1001", "7001", "Busy now"),
    ("", "1002", "7002", "No answer"),
    ("2xxx", "2000", "7003", "Other"),
    ("", "2001", "7004", "Not found, not known"),
)
"""The third column holds numbers that look like codes."""

COLUMNS: Final = ("class", "code", "-", "description")
TEXTS: Final = {int(code): text for _, code, _, text in ROWS}


def _aligned(rows: Sequence[Row]) -> str:
    return "\n".join("".join(cell.ljust(9) for cell in row).rstrip() for row in rows)


def _html(rows: Sequence[Row]) -> str:
    inner = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><p>All of 2018</p><table>{inner}</table></body></html>"


def _markdown(rows: Sequence[Row]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (("", "", "", ""), ("---",) * 4, *rows))


def _pdf(rows: Sequence[Row]) -> bytes:
    places = (40.0, 100.0, 160.0, 220.0)
    lines = enumerate(rows)
    return drawn([(x, 60.0 + 20 * at, cell) for at, row in lines for x, cell in zip(places, row, strict=True) if cell])


FORMS: Final[dict[str, Callable[[Sequence[Row]], str | bytes]]] = {
    "csv": lambda rows: "\n".join(";".join(row) for row in rows) + "\n",
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows) + "\n",
    "aligned": _aligned,
    "html": _html,
    "markdown": _markdown,
    "pdf": _pdf,
}


def book_of(content: str | bytes, columns: Sequence[str] = COLUMNS) -> CodeBook:
    """The code book of a document of which the columns are named."""
    data = content.encode() if isinstance(content, str) else content
    return read_book(data, "codes", options=ReadOptions(columns=tuple(columns)))


def texts(book: CodeBook) -> dict[int, str | None]:
    """The codes with their descriptions."""
    return {record.code: record.description for record in book}


@pytest.mark.parametrize(
    "headings",
    [
        None,
        ("Group", "No.", "Before", "What it says"),
        ("Class", "Description", "Code", "Note"),
        ("Class", "Code", "Note", "Text"),
    ],
    ids=["no headings", "other headings", "headings that mislead", "usual headings"],
)
@pytest.mark.parametrize("form", FORMS)
def test_the_columns_are_what_they_are_named(form: str, headings: Row | None) -> None:
    """Whatever stands above the table, or nothing, it is read by the columns that are named."""
    rows = [*([headings] if headings else []), *ROWS]
    book = book_of(FORMS[form](rows))
    assert texts(book) == TEXTS
    assert list(book.classes) == ["1xxx", "2xxx"]
    assert [finding.rule for finding in book.findings] == []
    assert book.edition.account.unaccounted == 0


def test_without_them_there_is_no_table() -> None:
    """A table without headings is none unless somebody says what its columns hold."""
    with pytest.raises(InputError, match="no-table"):
        read_book(str(FORMS["csv"](ROWS)).encode(), "codes")


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (("code", "description"), [("1000", "Done"), ("1001", "Busy now"), ("1002", "No answer")]),
        (("description", "code"), [("Done", "1000"), ("Busy now", "1001"), ("No answer", "1002")]),
        (
            ("number", "code", "description"),
            [("1", "1000", "Done"), ("2", "1001", "Busy now"), ("3", "1002", "No answer")],
        ),
    ],
)
def test_any_order_and_number_of_columns(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """The columns need no class, and may stand in any order; numbers of rows are no text."""
    book = book_of("\n".join(";".join(row) for row in rows) + "\n", columns)
    assert texts(book) == {1000: "Done", 1001: "Busy now", 1002: "No answer"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", [("class", "code", "description"), ("class", "code", "-", "-", "description")])
def test_as_many_must_be_named_as_there_are(form: str, names: tuple[str, ...]) -> None:
    """One too few, or one more than there is for the description, is an error that says how many there are."""
    with pytest.raises(InputError) as caught:
        book_of(FORMS[form](ROWS), names)
    (fault,) = caught.value.faults
    assert fault.id == "columns"
    assert fault.message.startswith(f"the table has 4 columns, and {len(names)} are named ({','.join(names)})")


@pytest.mark.parametrize("form", FORMS)
def test_the_codes_stand_elsewhere(form: str) -> None:
    """Where the column named `code` holds none, the error says which does."""
    with pytest.raises(InputError, match=r"codes: the codes stand in column 2, and code is named as column 4"):
        book_of(FORMS[form]([(a, b, "x", d) for a, b, _, d in ROWS]), ("class", "description", "-", "code"))


def test_the_real_document_without_its_headings() -> None:
    """Labels that slipped by a tab, two cells in one, numbers in the prose above: all is read as with its headings."""
    text = (CHECKOUT / "data/sources/result-codes.txt").read_text(encoding="utf-8")
    bare = text.replace("Класс\tКод\tОписание\n", "")
    assert bare != text
    book = book_of(bare, ("class", "code", "description"))
    assert texts(book) == texts(read_book(text.encode(), "codes"))
    assert not [finding for finding in book.findings if finding.about == "reading"]


def test_labels_in_several_columns() -> None:
    """Labels of two levels may have a column each: `class` is named twice."""
    rows = "1xxx;;1000;Done\n;11xx;1100;Busy\n;;1101;No answer\n"
    book = book_of(rows, ("class", "class", "code", "description"))
    assert list(book.classes) == ["1xxx", "11xx"]
    assert texts(book) == {1000: "Done", 1100: "Busy", 1101: "No answer"}


def test_headings_of_another_number() -> None:
    """Where headings are there, as many columns must be named."""
    with pytest.raises(InputError, match=r"codes: the table has 3 columns, and 4 are named"):
        book_of("Class\tCode\tDescription\n1xxx\t1000\tDone\n\t1001\tBusy\n")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("class", "code"), "description must be among the columns"),
        (("class", "-"), "code and description must be among the columns"),
        (("code", "code", "description"), "code is named twice"),
        (("code", "text"), "'text' is no column; name each as one of class, code, description, number, -"),
        (("code", ""), "'' is no column"),
    ],
)
def test_what_is_wrong_with_the_names(run: Run, columns: tuple[str, ...], message: str) -> None:
    """In Python an error of the input, on the command line one of usage, both before anything is read."""
    assert (wrong_columns(columns) or "").startswith(message)
    with pytest.raises(InputError, match=r"\[columns\]"):
        book_of("Class\tCode\tDescription\n1xxx\t1000\tDone\n", columns)
    result = run("check", "missing.txt", "--columns", ",".join(columns))
    assert result.code == 2
    assert message in result.err


def test_the_commands(run: Run) -> None:
    """`ingest`, `check` and `diff` take the columns, and `ingest` publishes by them."""
    write("old.csv", str(FORMS["csv"](ROWS[:3])))
    write("new.csv", str(FORMS["csv"](ROWS)))
    named = ("--columns", "class, code, -, description")
    assert run("ingest", "old.csv").code == 3
    assert run("ingest", "old.csv", *named).code == 0
    assert texts(CodeBook.load("out/latest")) == {code: text for code, text in TEXTS.items() if code < 2000}
    assert run("check", "new.csv", *named).code == 0
    changes = json.loads(run("diff", "old.csv", "new.csv", *named, "--json").out)["changes"]
    assert [change["code"] for change in changes if change["rule"] == "code-added"] == [2000, 2001]
    assert run("check", "new.csv", "--columns", "class,code,description").code == 3


def test_settled_readings_in_diff(run: Run) -> None:
    """`diff` reads a document in doubt as it was settled."""
    write("codes.txt", "Класс\tКод\tОписание\n1xxx\t1000\tЗанято 1001 Да\n\t1002\tНе отвечает\n")
    assert run("diff", "codes.txt", "codes.txt").code == 4
    assert run("check", "--settle", "codes.txt").code == 0
    assert run("diff", "codes.txt", "codes.txt", "--readings", "readings.toml").code == 0


LISTS: Final = {
    "txt": ("Result codes\n", "{code} - {text}\n", "\n"),
    "adoc": ("= Result codes\n", "{code}:: {text}\n", ""),
    "html": ("<h3>Result codes</h3><dl>", "<dt>{code}</dt><dd>{text}</dd>", "</dl>"),
    "xhtml": ("<html><ul>", "<li><b>{code}</b> — {text}</li>", "</ul></html>"),
}


@pytest.mark.parametrize("form", LISTS)
def test_a_list_whose_texts_stand_at_no_edge(form: str) -> None:
    """Codes begin its lines, each with its text right behind it or below: no column of texts begins anywhere."""
    before, item, after = LISTS[form]
    items = "".join(item.format(code=code, text=text) for code, text in TEXTS.items())
    book = read_book((before + items + after).encode(), "list", options=ReadOptions(columns=("code", "description")))
    assert texts(book) == TEXTS


def test_a_pdf_of_several_pages(run: Run) -> None:
    """A table that goes on over pages without headings is read as one."""
    del run
    pages = [
        [
            (x, 60.0 + 20 * at, cell)
            for at in range(20)
            for x, cell in ((60.0, f"{1000 + 20 * page + at}"), (120.0, f"Text number {at} of {page}"))
        ]
        for page in range(3)
    ]
    Path("codes.pdf").write_bytes(drawn(*pages))
    book = ingest("codes.pdf", options=ReadOptions(columns=("code", "description")))
    assert sorted(book.codes) == list(range(1000, 1060))
    assert book[1059].description == "Text number 19 of 2"


def test_the_names_are_documented() -> None:
    """The help and docs/reading.md tell all names."""
    told = (CHECKOUT / "docs/reading.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told.split("## Columns by hand")[1].split("##")[0] for name in COLUMN_NAMES)
