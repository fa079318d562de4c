"""Tables whose parts stand further to the side than the rest: margins of books alternate, split tables move."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.pdf.pages import Word, drawn

HEADER: tuple[Word, ...] = ((40, 60, "Class"), (100, 60, "Code"), (150, 60, "Since"), (200, 60, "Description"))
ENDS = ("in the last hour", "for this number", "of the other line", "at the far end", "on both sides", "by the rules")
TEXTS = ("Line busy", "Queue full", "Key unknown", "Plan expired", "Fax sent", "Room empty", "File moved", "Call lost")


def _rows(numbers: Sequence[int], top: float, step: float) -> list[Word]:
    """Rows of two lines, each with a year before its text, so far to the side."""
    words: list[Word] = []
    for place, number in enumerate(numbers):
        base = top + 30 * place
        words += [(100 + step, base, f"{number}"), (150 + step, base, f"{2018 + place % 3}")]
        words += [(200 + step, base, TEXTS[number % 8]), (200 + step, base + 12, ENDS[number % 6])]
    return words


def _is_whole(book: CodeBook, numbers: Sequence[int]) -> bool:
    texts = {code.code: code.description for code in book}
    return texts == {number: f"{TEXTS[number % 8]} {ENDS[number % 6]}" for number in numbers}


@pytest.mark.parametrize("step", [-24.0, 8.0, 60.0])
def test_margins_that_alternate(step: float) -> None:
    """Every other page stands further to the side, without headings."""
    numbers = range(1000, 1032)
    pages = [[*HEADER, (40, 80, "1xxx"), *_rows(numbers[:8], 80, 0)]]
    pages += [_rows(numbers[8 * page : 8 * page + 8], 60, step * (page % 2)) for page in (1, 2, 3)]
    book = read_book(drawn(*pages), "book.pdf")
    assert not [finding for finding in book.findings if finding.is_doubt]
    assert _is_whole(book, numbers)


def test_the_rest_of_a_table_that_moved_on_its_page() -> None:
    """A program that splits a row sets the rest of the table in the middle of the page."""
    numbers = range(1000, 1012)
    words = [*HEADER, (40, 80, "1xxx"), *_rows(numbers[:5], 80, 0), *_rows(numbers[5:], 230, 40)]
    book = read_book(drawn(words), "book.pdf")
    assert not [finding for finding in book.findings if finding.is_doubt]
    assert _is_whole(book, numbers)


def test_codes_that_another_table_quotes_stay_where_they_are() -> None:
    """They stand beside their texts as those of the table do, and were printed before."""
    numbers = range(1000, 1008)
    quoted = [(140, 320, "Code"), (240, 320, "What to do"), *_rows([1002, 1005], 340, 40)]
    book = read_book(drawn([*HEADER, (40, 80, "1xxx"), *_rows(numbers, 80, 0), *quoted]), "book.pdf")
    doubts = [finding for finding in book.findings if finding.is_doubt]
    assert doubts or _is_whole(book, numbers)


def test_codes_that_stand_below_another_heading_are_told() -> None:
    """What stands elsewhere and rises by no step of its own is not laid where the table is: its rows are not lost."""
    moved = [word for place in range(4) for word in _rows([1010 + place], 240 + 40 * place, 40 + 3 * place)]
    book = read_book(drawn([*HEADER, (40, 80, "1xxx"), *_rows(range(1000, 1005), 80, 0), *moved]), "book.pdf")
    doubts = [finding for finding in book.findings if finding.is_doubt]
    assert {1010, 1013} & {finding.code for finding in doubts}
