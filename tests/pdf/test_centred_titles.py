"""Titles in rows of their own, of classes whose labels stand in the middle of their rows."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book
from tests.pdf.pages import HEADER, Word, drawn

STEP = 14.0


def _page(label_row: float, texts: list[str]) -> list[Word]:
    """Rows of nested classes, each label in the middle of its rows; the one of 53xx is given a place among them."""
    rows: list[Word] = []
    for row, text in enumerate(texts):
        number, _, said = text.partition(" ") if text[0].isdecimal() else ("", "", text)
        rows += [(150, 74 + STEP * row, said), *([(100, 74 + STEP * row, number)] if number else [])]
    labels: list[Word] = [(40, 74, "5xxx"), (40, 74 + STEP * label_row, "53xx"), (40, 74 + STEP * 3, "51xx")]
    return [*HEADER, *labels, *rows]


TEXTS = [
    "5000 Done",
    "5100 Call is over",
    "5101 No answer",
    "5102 The line is",
    "engaged at night",
    "5103 Nobody is here",
]
CLASS = ["Invoices", "5301 The card is lost", "5302 No money", "5303 Nothing is due"]


def test_a_title_as_far_above_its_label_as_the_last_line_is_below() -> None:
    """It was read into the text above it, as rows are as far apart as lines are."""
    book = read_book(drawn(_page(7.5, [*TEXTS, *CLASS])), "page.pdf")
    assert [(str(item.pattern), item.title) for item in book.classes.values()] == [
        ("5xxx", None),
        ("51xx", None),
        ("53xx", "Invoices"),
    ]
    assert book[5103].description == "Nobody is here"
    assert not [finding.message for finding in book.findings if finding.is_doubt]


@pytest.mark.parametrize("row", [7, 8])
def test_a_label_elsewhere_says_nothing_of_the_line_above(row: float) -> None:
    """On the line of the first code it may stand at the top of its rows."""
    book = read_book(drawn(_page(row, [*TEXTS, *CLASS])), "page.pdf")
    assert not [item.title for item in book.classes.values() if item.title]
