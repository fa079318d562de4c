"""Running heads that could be lines of the table, and parts of a page that begin above others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.pdf.pages import HEADER, Word, drawn

LABEL: Word = (40, 80, "1xxx")
HEAD = "Codes of calls"
TEXTS = ("No answer", "Busy line", "No route", "Wrong number")


def _doubts(book: CodeBook) -> list[str]:
    return [item.message for item in book.findings if item.is_doubt]


def _rows(first: int, top: float, step: float = 20, left: float = 100, count: int = 8) -> list[Word]:
    """Rows of one line each: a code and a text."""
    heights = [(first + at, top + step * at) for at in range(count)]
    return [
        word
        for code, height in heights
        for word in ((left, height, f"{code}"), (left + 50, height, TEXTS[code % len(TEXTS)]))
    ]


def test_a_title_that_is_the_running_head_too() -> None:
    """It stands between codes: it was taken out of the table without a word."""
    head: Word = (40, 30, "Campaigns")
    second = [*_rows(1008, 80, count=3), (40, 170, "Campaigns"), (40, 200, "5xxx"), *_rows(5000, 200, count=4)]
    book = read_book(drawn([head, *HEADER, LABEL, *_rows(1000, 80)], [head, *HEADER, *second]), "page.pdf")
    assert _doubts(book) == ["«Campaigns» was read as a running head, and stands between codes"]


def test_a_title_that_names_the_class_below_it() -> None:
    """It stands between codes right above the label that it names, and is no text: it was in doubt."""
    rows = [*HEADER, LABEL, *_rows(1000, 80), (40, 240, "Call failures (2xxx)"), (40, 260, "2xxx"), *_rows(2000, 260)]
    book = read_book(drawn(rows), "page.pdf")
    assert not _doubts(book)
    assert book.codes[1007].description == TEXTS[3]


def test_a_title_that_a_page_parts_from_its_default_code() -> None:
    """It may be the first line of the text of that code, whose row the end of the page cuts."""
    first = [*HEADER, LABEL, *_rows(1000, 80), (40, 240, "2xxx"), (150, 240, "Billing")]
    book = read_book(drawn(first, [*HEADER, *_rows(2000, 80, count=4)]), "page.pdf")
    assert _doubts(book) == ["«Billing» could be the title of a class, or the text of its default code 2000"]


def test_a_title_beside_its_label_that_a_page_parts_from_its_default_code() -> None:
    """It goes on with the label, a space between: no text does, and there was a doubt."""
    first = [*HEADER, LABEL, *_rows(1000, 80), (40, 240, "2xxx Billing of calls")]
    book = read_book(drawn(first, [*HEADER, *_rows(2000, 80, count=4)]), "page.pdf")
    assert (_doubts(book), book.classes["2xxx"].title) == ([], "Billing of calls")


def test_heads_of_a_copy_that_was_printed_on_other_pages() -> None:
    """They stand amid pages, and above the table too, with a bar that no text has: whoever reads it sees that."""
    head = "vendor.com | API v 1.10"
    first = [(40, 30, head), *HEADER, LABEL, *_rows(1000, 80), (40, 240, head), *_rows(1008, 260)]
    second = [*_rows(1016, 40, count=3), (40, 100, head), *_rows(1019, 120)]
    book = read_book(drawn(first, second), "page.pdf")
    assert not _doubts(book)
    assert [code.description for code in book] == [TEXTS[code.code % len(TEXTS)] for code in book]


@pytest.mark.parametrize(
    ("line", "doubted"),
    [
        pytest.param((150, 176, HEAD), [1007, 1015], id="a foot"),
        pytest.param((150, 176, "to this number"), [], id="a text that goes on"),
    ],
)
def test_a_foot_as_near_as_the_lines_of_a_text(line: Word, doubted: list[int]) -> None:
    """On two pages, at one height, where texts go on: it was read into both texts without a word."""
    pages = [[*HEADER, LABEL, *_rows(1000, 80, step=12), line], [*_rows(1008, 80, step=12), line]]
    found = _doubts(read_book(drawn(*pages), "page.pdf"))
    assert found == [f"«{HEAD}» in the text of {code} could be a running head" for code in doubted]


def test_a_line_that_ends_a_longer_one_elsewhere_is_no_foot() -> None:
    """At one height of two pages: it was in doubt as one."""
    row: list[Word] = [(100, 196, "1016"), (150, 196, f"Busy. {HEAD}")]
    pages = [
        [*HEADER, LABEL, *_rows(1000, 80, step=12), (150, 177, HEAD)],
        [*_rows(1008, 80, step=12), (150, 177, HEAD)],
    ]
    assert not _doubts(read_book(drawn(pages[0], [*pages[1], *row]), "page.pdf"))


@pytest.mark.parametrize(("end", "doubted"), [("with more than", []), ("of account", [1007, 1018])])
def test_a_number_that_the_line_before_wants(end: str, doubted: list[int]) -> None:
    """On two pages, at one height, further below than rows stand: it is no running head where a text cannot end."""
    pages = [
        [
            *[*HEADER, LABEL, *_rows(at, 80, step=10, count=7), *_rows(at + 8, 174, step=10, count=3)],
            *[(100.0, 150.0, f"{at + 7}"), (150.0, 150.0, end), (150.0, 164.0, "250")],
        ]
        for at in (1000, 1011)
    ]
    found = [message for message in _doubts(read_book(drawn(*pages), "page.pdf")) if "running head" in message]
    assert found == [f"«250» in the text of {code} could be a running head" for code in doubted]


def _half(left: float, top: float, rows: list[Word]) -> list[Word]:
    """The headings of a half of a page, and rows below them."""
    return [(left, top, "Class"), (left + 40, top, "Code"), (left + 75, top, "Description"), *rows]


def _left_half() -> list[Word]:
    rows = _rows(1000, 158, step=18, left=50, count=6)
    return _half(10, 140, [(10, 158, "1xxx"), *rows])


def test_a_right_half_that_begins_above_the_left_one() -> None:
    """With headings, and the rest of the last text: that was left out as the head of the page without a word."""
    last: Word = (100, 260, "of the account")
    right = _half(205, 90, [(295, 108, "is known"), *_rows(1006, 126, step=18, left=245, count=5)])
    book = read_book(drawn([*_left_half(), last, *right], size=7), "page.pdf")
    assert (_doubts(book), book[1005].description) == ([], "Busy line of the account is known")


@pytest.mark.parametrize(("line", "is_doubt"), [("is known", True), ("Version 9", False)])
def test_a_line_over_a_right_half_without_headings(line: str, *, is_doubt: bool) -> None:
    """It may be the rest of the last text of the left one, or a head: what begins small was left out without a word."""
    last: Word = (100, 260, "of the account")
    right = [(295.0, 104.0, line), *_rows(1006, 126, step=18, left=245, count=5)]
    book = read_book(drawn([*_left_half(), last, *right], size=7), "page.pdf")
    doubts = [f"«{line}» stands above the table, and could be the rest of a text"] if is_doubt else []
    assert _doubts(book) == doubts


def _tiers(left: float, top: float) -> list[Word]:
    """Headings on two lines, and one between them."""
    return [
        (left, top, "Result"),
        (left + 75, top + 5, "Description"),
        (left, top + 10, "Class"),
        (left + 40, top + 10, "Code"),
    ]


def test_a_title_beside_the_headings_of_a_right_half() -> None:
    """What heads the left codes stands right above them: all of them were left out as remarks."""
    title: Word = (10, 95, "List of codes")
    left = [*_tiers(10, 110), (10, 138, "1xxx"), *_rows(1000, 138, step=18, left=50, count=6)]
    right = [*_tiers(205, 90), *_rows(1006, 118, step=18, left=245, count=4)]
    book = read_book(drawn([title, *left, *right], size=7), "page.pdf")
    assert (_doubts(book), [code.code for code in book.codes.values()]) == ([], list(range(1000, 1010)))


def test_a_year_in_the_foot_below_two_halves() -> None:
    """It is no code of the right half, below which the foot stands: what is left of it went to the left half."""
    left = [*_half(10, 140, [(10, 158, "1xxx"), *_rows(1000, 158, step=26, left=50, count=6)])]
    right = _half(205, 140, _rows(1006, 158, step=26, left=245, count=5))
    foot: list[Word] = [(150, 330, "Orbit Limited, of"), (204, 330, "2026"), (260, 330, "1")]
    book = read_book(drawn([*left, *right, *foot], size=7), "page.pdf")
    assert (_doubts(book), book[1005].description) == ([], "Busy line")


def test_a_left_half_that_begins_below_the_right_one() -> None:
    """Prose stands above it, and headings of its own: all of it was left out as remarks."""
    prose: list[Word] = [(10, 95, "Codes are"), (47, 95, "2219"), (65, 95, "and all that is near")]
    left = _half(10, 240, [(10, 258, "1xxx"), *_rows(1000, 258, step=18, left=50, count=6)])
    right = _half(205, 90, _rows(1006, 108, step=18, left=245, count=5))
    book = read_book(drawn([*prose, *left, *right], size=7), "page.pdf")
    assert (_doubts(book), [code.code for code in book]) == ([], list(range(1000, 1011)))


def test_a_foot_where_two_halves_are_parted() -> None:
    """A word of it crosses the cut between the headings: a line of the left half was parted at another place."""
    left = _half(10, 140, [(10, 158, "1xxx"), *_rows(1000, 158, step=26, left=50, count=5)])
    long: list[Word] = [(50, 288, "1005"), (100, 288, "No route to the"), (150, 288, "server")]
    right = _half(205, 140, [(205, 158, "11xx"), *_rows(1100, 158, step=26, left=245, count=5)])
    book = read_book(drawn([*left, *long, *right, (151, 560, "Internal-use-only-1")], size=7), "page.pdf")
    assert (_doubts(book), book[1005].description) == ([], "No route to the server")


def test_a_cell_of_another_table_over_a_right_half() -> None:
    """Its second line begins small, and goes on with the first."""
    cell: list[Word] = [(295, 96, "A string of"), (295, 104, "at most 64 letters")]
    right = [*cell, *_rows(1006, 126, step=18, left=245, count=5)]
    assert not _doubts(read_book(drawn([*_left_half(), (100, 260, "of the account"), *right], size=7), "page.pdf"))


def test_headings_of_a_right_half_inside_a_text() -> None:
    """Where the halves are not found, lines of the one go on with those of the other."""
    right = _half(205, 230, [(280, 248, "is known")])
    book = read_book(drawn([*_left_half(), *right], size=7), "page.pdf")
    assert _doubts(book)


def test_a_line_of_a_text_beside_headings() -> None:
    """The text of the right half goes on where the headings of the left one stand."""
    right = _half(205, 104, [*_rows(1006, 122, step=18, left=245, count=1), (295, 140, "is known")])
    book = read_book(drawn([*_left_half(), *right], size=7), "page.pdf")
    assert _doubts(book)


def test_a_title_that_ends_a_left_half() -> None:
    """All rows stand far apart, and so does it: it was taken for the foot of the page, and its class was lost."""
    title: list[Word] = [(10, 272, "11xx"), (85, 272, "Accounts")]
    left = [*_half(10, 140, [(10, 158, "1xxx"), *_rows(1000, 158, step=18, left=50, count=6)]), *title]
    last: list[Word] = [(205, 212, "8xxx"), *_rows(8000, 212, step=18, left=245, count=3)]
    right = _half(205, 140, [*_rows(1106, 158, step=18, left=245, count=3), *last])
    book = read_book(drawn([*left, *right], size=7), "page.pdf")
    assert (_doubts(book), [str(pattern) for pattern in book.classes]) == ([], ["1xxx", "11xx", "8xxx"])


def test_a_label_behind_the_table_of_a_class_in_it_is_a_doubt() -> None:
    """Something moved it there: its class was lost without a word."""
    labels: list[Word] = [LABEL, (40, 240, "2xxx"), (40, 320, "3xxx")]
    rows = [*_rows(1100, 80), *_rows(2000, 240, count=4), *_rows(3000, 320, count=2)]
    moved: list[Word] = [(40, 400, "Appendix B. Changes"), (40, 420, "11xx"), (150, 420, "Calls")]
    book = read_book(drawn([*HEADER, *labels, *rows, *moved]), "page.pdf")
    assert "the label 11xx stands behind the table, and codes of that class in it" in _doubts(book)


def test_numbered_rows_that_end_their_pages() -> None:
    """With a code alone beside its number, and the text on the line below: both rows were taken for feet of pages."""

    def page(first: int, number: int) -> list[Word]:
        heights = [(number + at, first + at, 80 + 20 * at) for at in range(5)]
        rows = [word for row, code, top in heights for word in ((20, top, f"{row}"), (100, top, f"{code}"))]
        texts: list[Word] = [(150, top + 6, TEXTS[code % len(TEXTS)]) for _, code, top in heights]
        return [*HEADER, *rows, *texts[:-1], (150, 176, "Unknown number")]

    book = read_book(drawn([LABEL, *page(1000, 11)], page(1005, 16)), "page.pdf")
    assert [code.code for code in book] == list(range(1000, 1010))


def test_a_section_that_a_text_names_on_a_line_of_its_own() -> None:
    """It heads no section: all codes below it were in doubt."""
    named: list[Word] = [(150, 92, "section 7.3 of this document"), (150, 132, "7.4. Another"), (150, 172, "Table 5")]
    book = read_book(drawn([*HEADER, LABEL, *_rows(1000, 80), *named]), "page.pdf")
    assert not [message for message in _doubts(book) if "number in a text" in message]


def _numbered_pages(foot: Callable[[int], list[Word]]) -> bytes:
    """Rows with their numbers, between upright rules; the last of each page has its text on the next."""
    pages: list[list[Word]] = []
    for page in range(4):
        first = 1000 + 7 * page
        head: list[Word] = [(150, 60, "Busy")] if page else [(20, 60, "No"), *HEADER, LABEL]
        rows = [*_rows(first, 80, count=6), (100, 200, f"{first + 6}"), *([(150, 200, "Busy")] if page == 3 else [])]
        numbers: list[Word] = [(20, 80 + 20 * at, f"{first + at - 999}") for at in range(7)]
        pages.append([*head, *numbers, *rows, *foot(first)])
    return drawn(*pages, bars=[(x, 50, 210) for x in (15, 35, 95, 145, 300)])


def test_a_row_that_a_page_cuts_behind_its_code() -> None:
    """On several pages a number and a code end it, and where rules part them no room says so: codes were lost."""
    book = read_book(_numbered_pages(lambda first: [(200, 570, f"{first // 7}")]), "page.pdf")
    assert (_doubts(book), [code.code for code in book]) == ([], list(range(1000, 1028)))


def test_a_number_of_a_foot_where_codes_stand() -> None:
    """In the column of the codes, between the last code of its page and the first of the next."""
    pages = [
        [*HEADER, LABEL, *_rows(1000 + 10 * page, 80), (40, 570, "Part"), (100, 570, f"{1008 + 10 * page}")]
        for page in range(3)
    ]
    assert [message[:4] for message in _doubts(read_book(drawn(*pages), "page.pdf"))] == ["1008", "1018", "1028"]


def _of_two_lines(left: float, top: float, rows: list[Word]) -> list[Word]:
    """Headings of which one goes on below, and rows below them."""
    return [*_half(left, top, rows), (left + 40, top + 8, "result")]


def test_a_right_half_that_is_an_appendix() -> None:
    """Its title stands beside the headings of the left one: they were taken for a head, and nothing was published."""
    first = _of_two_lines(10, 60, [(10, 84, "1xxx"), *_rows(1000, 84, step=18, left=50)])
    second = _of_two_lines(205, 60, _rows(1008, 84, step=18, left=245))
    last = _of_two_lines(10, 60, _rows(1016, 84, step=18, left=50, count=2))
    appendix: list[Word] = [
        (205, 67, "Appendix B. History"),
        (205, 89, "Version"),
        (250, 89, "Change"),
        (205, 107, "3.4"),
    ]
    book = read_book(drawn([*first, *second], [*last, *appendix], size=7), "page.pdf")
    assert (_doubts(book), list(book.codes)) == ([], list(range(1000, 1018)))


@pytest.mark.parametrize(("said", "doubted"), [("TAX number unknown", False), ("Unknown TAX office", True)])
def test_a_line_in_capitals_that_begins_a_page_as_a_text_goes_on_elsewhere(said: str, doubted: bool) -> None:
    """Heads of pages stand in capitals, and so do abbreviations."""
    first = [*HEADER, LABEL, *_rows(1000, 80), (100, 240, "1008"), (150, 240, "No access to the data of the")]
    second = [(150, 60, "TAX number"), *_rows(1009, 80), (100, 240, "1017"), (150, 240, said)]
    book = read_book(drawn(first, second), "page.pdf")
    assert book[1008].description == "No access to the data of the TAX number"
    assert _doubts(book) == ["«TAX number» in the text of 1008 may be no part of it"] * doubted


def _remarked(first: int, remarks: list[str]) -> list[Word]:
    """Rows far from each other, and remarks of two lines, each around the line of its row, below another edge."""
    codes = [word for at in range(len(remarks)) for word in _rows(first + at, 80 + 40 * at, count=1)]
    tops = [(remark, 80 + 40 * at) for at, remark in enumerate(remarks)]
    lines = [line for remark, top in tops for line in ((300.0, top - 6, remark), (300.0, top + 6, "again"))]
    return [*HEADER, (310, 60, "Remarks"), *codes, *lines]


def test_remarks_that_end_their_pages() -> None:
    """Lines of a column at the ends of pages come again at one height: they were in doubt as running heads."""
    ends = ("ask us", "ask us", "look there", "ask us")
    pages = [_remarked(1000 + 10 * at, ["wait", "try", "call", "read", end]) for at, end in enumerate(ends)]
    book = read_book(drawn([*pages[0], LABEL], *pages[1:]), "page.pdf")
    assert not [message for message in _doubts(book) if "running head" in message]
