"""Rows of a drawn table that are one cell across it: titles of the rows below."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.pdf.pages import HEADER, Word, drawn

STEP = 24.0
ROWS = [
    None,
    "1xxx 1000 Done",
    "11xx 1100 Call is over",
    "- 1101 No answer",
    None,
    "2xxx 2000 No money",
    "- 2001 Card lost",
]


def _book(*titles: Word, is_ruled: bool = True) -> CodeBook:
    words: list[Word] = [*HEADER, *titles, (150, HEADER[0][1] + STEP * 3 + 12, "and the line is free")]
    for number, row in enumerate(ROWS, 1):
        label, code, text = row.split(" ", 2) if row else ("-", "-", "-")
        places = ((40, label), (100, code), (150, text))
        words += [(left, HEADER[0][1] + STEP * number, said) for left, said in places if said != "-"]
    rules = [HEADER[0][1] - 14 + STEP * number for number in range(len(ROWS) + 2)]
    return read_book(drawn(words, rules=rules if is_ruled else ()), "page.pdf")


FIRST = HEADER[0][1] + STEP
AT = HEADER[0][1] + STEP * 5


@pytest.mark.parametrize(
    ("titles", "is_ruled"),
    [
        pytest.param([(40, AT, "Errors of payments")], True, id="between rules"),
        pytest.param([(40, AT, "Errors of payments")], False, id="above a label"),
        pytest.param([(40, FIRST, "Section A"), (40, AT, "Section B")], True, id="as sections begin, between rules"),
        pytest.param([(40, FIRST, "1. Calls"), (40, AT, "2. Payments")], False, id="as sections begin, above labels"),
    ],
)
def test_a_title_of_rows_is_no_text(titles: list[Word], is_ruled: bool) -> None:
    """It begins left of the texts, where labels do, and no code stands in its row."""
    book = _book(*titles, is_ruled=is_ruled)
    assert [(int(code), item.description) for code, item in book.codes.items()] == [
        (1000, "Done"),
        (1100, "Call is over and the line is free"),
        (1101, "No answer"),
        (2000, "No money"),
        (2001, "Card lost"),
    ]
    assert not [finding.message for finding in book.findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param((150, AT, "Errors of payments"), id="in the column of the texts"),
        pytest.param((40, AT, "Errors 200"), id="with what may be a code cut short"),
        pytest.param((40, AT, "errors of payments"), id="in small letters"),
    ],
)
def test_what_may_be_a_text_or_a_row(title: Word) -> None:
    """It is told as a doubt, or read as text; never left out without a word."""
    book = _book(title)
    is_read = any(title[2] in (item.description or "") for item in book.codes.values())
    assert is_read or [finding for finding in book.findings if finding.severity == "error"]
