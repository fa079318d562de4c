"""Headings of English documents, of several words: what they are about is named last, or before an `of`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.pipeline import read_book
from model import InputError
from tests.pdf.pages import drawn
from tests.readers.placed import page_of

Write = Callable[[list[list[str]]], str]
ROWS = [["1xxx", "1000", "Done"], ["11xx", "1100", "Call is over"], ["", "1101", "No answer"]]


def commas(rows: list[list[str]]) -> str:
    """Cells between commas."""
    return "".join(",".join(row) + "\n" for row in rows)


def tabs(rows: list[list[str]]) -> str:
    """Cells between tabs."""
    return "".join("\t".join(row) + "\n" for row in rows)


def aligned(rows: list[list[str]]) -> str:
    """Cells in columns of characters."""
    return "".join("".join(f"{cell:<22}" for cell in row).rstrip() + "\n" for row in rows)


@pytest.mark.parametrize(("write", "name"), [(commas, "x.csv"), (tabs, "x.txt"), (aligned, "x.txt")])
@pytest.mark.parametrize(
    "headings",
    [
        "Code class|Code|Description",
        "Class code|Code|Description",
        "Class of code|Result code|Code description",
        "Result class|Result code|Result description",
        "Code group|Error code|Meaning of the code",
        "Class|Code|Message text",
    ],
)
def test_english_headings_of_several_words(headings: str, write: Write, name: str) -> None:
    """`Code class` heads the classes and `Code description` the texts, though both begin with the word code."""
    book = read_book(write([headings.split("|"), *ROWS]).encode(), name)
    assert {code: item.description for code, item in book.codes.items()} == {int(row[1]): row[2] for row in ROWS}
    assert {str(pattern) for pattern in book.classes} == {"1xxx", "11xx"}


TEXTS = (
    "Command is done",
    "Call is over (HTTP 429)",
    "No answer",
    "Line is busy; try again later",
    "Unknown number",
    "Order not found",
    "The refund is locked",
    "Too many requests, 30 at most",
)


@pytest.mark.parametrize(
    "headings",
    [
        "Класс\nошибки\nКод\nошибки\nОписание ошибки",
        "Класс\nкода\nКод\nрезультата\nОписание\nрезультата",
        "Класс\nкода\nКод ре-\nзультата\nОписание результата",
        "Класс\nкода\nКод от-\nвета\nОписание\nкода",
    ],
)
def test_headings_that_a_copy_set_on_many_lines(headings: str) -> None:
    """A copy of narrow cells has a word of a heading a line, and those that a hyphen broke on two."""
    codes = {1000: "1xxx ", 1100: "11xx ", 1101: "", 1102: "", 1200: "12xx ", 1201: "", 2000: "2xxx ", 2001: ""}
    rows = [f"{label}{code} {text}" for (code, label), text in zip(codes.items(), TEXTS, strict=True)]
    book = read_book("\n".join([headings, *rows, ""]).encode(), "copy.txt")
    assert {code: item.description for code, item in book.codes.items()} == dict(zip(codes, TEXTS, strict=True))


def test_a_broken_word_in_the_middle_of_others() -> None:
    """Headings that are set to the middle stand between the two lines of the one that is broken."""
    headings = ((150, 60, "Description of the re-"), (40, 66, "Class"), (100, 66, "Code"), (150, 72, "sult"))
    rows = [((100, 90 + 15 * at, f"{1000 + at}"), (150, 90 + 15 * at, text)) for at, text in enumerate(TEXTS)]
    book = read_book(drawn((*headings, (40, 90, "1xxx"), *(word for row in rows for word in row))), "page.pdf")
    assert {code: item.description for code, item in book.codes.items()} == dict(enumerate(TEXTS, 1000))


def test_a_broken_word_that_heads_nothing_is_no_heading() -> None:
    """Only what makes a word of headings is put together."""
    with pytest.raises(InputError, match="no code table"):
        read_book("Класс\nкода\nКод ка-\nбеля\nОписание результата\n1xxx 1000 Done\n".encode(), "copy.txt")


def test_a_title_in_large_letters_right_above_the_headings() -> None:
    """It names a code too, and stands nearer than its own height: the headings were all read as below one of it."""
    large = [(45, 90, "Result"), (92, 140, "codes")]
    title = "".join(f'<word xMin="{a}" yMin="31" xMax="{b}" yMax="49">{text}</word>' for a, b, text in large)
    heads = (50.0, ((45.0, "Class"), (106.0, "Code"), (161.0, "Status"), (260.0, "Description")))
    texts = ["Done", "Call is over", "No answer", "Line busy", "Queue full", "Key unknown", "Plan expired", "Fax sent"]
    rows = [
        (63.0 + 12 * place, ((106.0, f"{1000 + place}"), (161.0, ("active", "new")[place % 2]), (260.0, text)))
        for place, text in enumerate(texts)
    ]
    page = page_of([heads, (63.0, ((45.0, "1xxx"),)), *rows]).replace(b"<word", f"{title}<word".encode(), 1)
    book = read_book(page, "page.html")
    assert [code.description for code in book] == texts
    assert [finding.message for finding in book.findings if finding.is_doubt] == []
