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


def test_the_rest_of_a_table_whose_codes_stand_beside_last_lines() -> None:
    """Its first row begins above its code: that line moved with the row before, and was lost as a remark."""
    numbers = range(1000, 1012)
    words = [*HEADER[:2], (150, 60, "Description"), (300, 60, "Remark"), (40, 92, "1xxx")]
    for number in numbers:
        step, base = (0, 80 + 30 * (number - 1000)) if number < 1005 else (110, 110 + 30 * (number - 1000))
        words += [(100 + step, base + 12, f"{number}"), (150 + step, base, TEXTS[number % 8])]
        words += [
            (150 + step, base + 12, ENDS[number % 6]),
            *([(255 + step, base + 12, "See 4")] if number % 3 else []),
        ]
    book = read_book(drawn(words, size=8), "book.pdf")
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


PLAIN: tuple[Word, ...] = ((40, 60, "Class"), (100, 60, "Code"), (150, 60, "Description"), (40, 80, "1xxx"))


def _plain(numbers: Sequence[int], top: float, step: float = 0) -> list[Word]:
    """Rows of one line, so far to the side."""
    rows = [(number, top + 16 * place) for place, number in enumerate(numbers)]
    return [word for number, y in rows for word in ((100 + step, y, f"{number}"), (150 + step, y, TEXTS[number % 8]))]


def test_a_line_that_a_program_cut_through() -> None:
    """It ends a page and begins the next: it is read once, and told."""
    first = [*PLAIN, *_plain(range(1000, 1007), 80), (100, 192, "1007"), (150, 192, "Number of calls at once")]
    second: list[Word] = [(150, 40, "Number of calls at once"), (150, 52, "is spent"), *_plain(range(1008, 1012), 70)]
    book = read_book(drawn(first, second), "book.pdf")
    assert not [finding for finding in book.findings if finding.is_doubt]
    assert {code.code: code.description for code in book}[1007] == "Number of calls at once is spent"
    assert [finding.code for finding in book.findings if "was read once" in finding.message] == [1007]


def test_a_right_half_that_begins_above_the_left_one() -> None:
    """Prose over the left half alone: the right one begins with headings and the rest of a text, beside the prose."""
    prose: list[Word] = [(20, 40, "Exchange protocol"), (20, 56, "Codes are grouped"), (20, 72, "by their classes.")]
    left: list[Word] = [(20, 130, "Class"), (60, 130, "Code"), (95, 130, "Description"), (20, 146, "1xxx")]
    left += [(x - 40 if x < 150 else x - 55, y, text) for x, y, text in _plain(range(1000, 1020), 146)]
    left += [(60, 466, "1020"), (95, 466, "The call was")]
    right: list[Word] = [(220, 40, "Class"), (260, 40, "Code"), (295, 40, "Description")]
    right += [(295, 56, "ended by the"), (295, 67, "other side of"), (295, 78, "the line")]
    right += [(x + 160 if x < 150 else x + 145, y, text) for x, y, text in _plain(range(1021, 1040), 110)]
    book = read_book(drawn([*prose, *left, *right]), "book.pdf")
    texts = {code.code: code.description for code in book}
    doubts = [finding for finding in book.findings if finding.is_doubt]
    assert texts[1020] == "The call was ended by the other side of the line"
    assert not doubts
    assert len(texts) == 40


def test_labels_behind_the_texts_of_the_left_half_are_no_labels_of_the_right_one() -> None:
    """The class stands last, near the codes of the right half, which begins beside the title and has no headings."""
    heads: list[Word] = [(20, 40, "Appendix A"), (20, 60, "Code"), (50, 60, "Description"), (150, 60, "Class")]
    left = [(20 if x < 150 else 50, y, text) for x, y, text in _plain(range(1000, 1020), 76)]
    right = [(200 if x < 150 else 230, y, text) for x, y, text in _plain(range(1100, 1120), 44)]
    labels: list[Word] = [(150, 76, "1xxx"), (330, 44, "11xx")]
    book = read_book(drawn([*heads, *left, *right, *labels], size=9), "book.pdf")
    assert not [finding for finding in book.findings if finding.is_doubt]
    assert [code.code for code in book] == [*range(1000, 1020), *range(1100, 1120)]
    assert {str(code.class_pattern) for code in book} == {"1xxx", "11xx"}


def test_a_remark_that_names_a_section_begins_none() -> None:
    """`see` `section 4`, on two lines of its column: the codes below it stand in no other section."""
    heads: list[Word] = [(40, 60, "Class"), (100, 60, "Code"), (150, 60, "Description"), (300, 60, "Remark")]
    remark: list[Word] = [(300, 80, "see"), (300, 92, "section 4")]
    rows = [word if word[1] == 80 else (word[0], word[1] + 12, word[2]) for word in _plain(range(1000, 1012), 80)]
    book = read_book(drawn([*heads, (40, 80, "1xxx"), *rows, *remark]), "book.pdf")
    assert not [finding for finding in book.findings if finding.is_doubt]
    assert len(book) == 12


def test_texts_that_begin_with_numbers_left_of_the_codes() -> None:
    """They rise, and the codes go on where they end: below another heading they are no left half of the page."""
    lines = ["Line busy, as are", "1500 others now", "Queue full behind", "2500 calls or so", "Plan expired"]
    head: tuple[Word, ...] = ((40, 60, "Class"), (100, 60, "Description"), (340, 60, "Code"))
    words = [*head, (40, 80, "3xxx"), *((100, 80 + 14 * place, line) for place, line in enumerate(lines))]
    words += [(340, 80, "3000"), (340, 108, "3001"), (340, 136, "3002")]
    book = read_book(drawn(words), "book.pdf")
    assert next(code.description for code in book) == "Line busy, as are 1500 others now"
    assert list(book.codes) == [3000, 3001, 3002]
