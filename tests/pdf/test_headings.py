"""Pages whose headings have little room, name two columns of texts, or stand below numbers that are no codes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book, read_table
from model import CodeBook, InputError
from tests.pdf.pages import Word, drawn

TEXTS = ("Line busy", "Queue full", "Key unknown", "Plan expired", "Fax sent", "Room empty", "File moved", "Call lost")
LABEL: Word = (40, 80, "2xxx")


def _book(*pages: Sequence[Word]) -> CodeBook:
    return read_book(drawn(*pages), "book.pdf")


def _rows(columns: Sequence[tuple[float, Sequence[str]]], top: float = 80) -> list[Word]:
    return [(x, top + 16 * place, text) for x, texts in columns for place, text in enumerate(texts)]


def _numbers(first: int) -> list[str]:
    return [f"{number}" for number in range(first, first + len(TEXTS))]


def _is_read(book: CodeBook, texts: Sequence[str] = TEXTS) -> bool:
    has_doubts = any(finding.is_doubt for finding in book.findings)
    return not has_doubts and [code.description for code in book] == list(texts)


def test_headings_that_nearly_touch() -> None:
    """Cells with little room: a strange heading stands as near to the next one as words of one heading may."""
    heads: list[Word] = [(40, 60, "Class"), (68, 60, "Code"), (96, 60, "HTTP"), (128, 60, "Description")]
    statuses = ["200", "404", "403", "500"] * 2
    rows = _rows([(68, _numbers(2000)), (96, statuses), (128, TEXTS)])
    assert _is_read(_book([*heads, LABEL, *rows]))


@pytest.mark.parametrize("leading", [12, 16])
def test_a_heading_that_ends_brackets(leading: float) -> None:
    """The last line of a heading, whose brackets are open above, began the text of each page where lines are apart."""
    middle: list[Word] = [(40, 44 + leading, "Class"), (90, 44 + leading, "Code"), (150, 44 + leading, "(in plain")]
    heads: list[Word] = [(150, 44, "Description"), *middle, (150, 44 + 2 * leading, "words)")]
    assert _is_read(_book([*heads, LABEL, *_rows([(90, _numbers(2000)), (150, TEXTS)])]))


@pytest.mark.parametrize(("left", "right"), [("Message", "Description"), ("Description", "Message")])
def test_a_message_beside_the_description(left: str, right: str) -> None:
    """What is called the description is it; the other column was read into it, line by line, without a word."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (130, 60, left), (250, 60, right)]
    messages = ["Access denied, see", "Try again", "No answer from the", "Unknown error"] * 2
    one, two = (messages, TEXTS) if left == "Message" else (TEXTS, messages)
    assert _is_read(_book([*heads, LABEL, *_rows([(90, _numbers(2000)), (130, one), (250, two)])]))


def test_two_columns_of_descriptions_are_a_doubt() -> None:
    """Nobody knows which is it: what stood in both was read as one text without a word."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (130, 60, "Message"), (250, 60, "Meaning")]
    others = ["Try again", "Wait", "Ask us", "Look there"] * 2
    page = drawn([*heads, LABEL, *_rows([(90, _numbers(2000)), (130, others), (250, TEXTS)])])
    _, findings = read_table(page, "book.pdf", ReadOptions())
    assert {(item.rule, item.is_doubt) for item in findings} == {("doubtful-column", True)}


def test_years_of_a_table_above() -> None:
    """They stand left of where the codes do, each with a text behind it, and a class of the table holds them."""
    years = _rows([(40, ["2019", "2020", "2021"]), (90, ["First issue", "Methods added", "Details"])], top=40)
    heads: list[Word] = [(40, 120, "Class"), (90, 120, "Code"), (150, 120, "Description"), (40, 140, "2xxx")]
    rows = _rows([(90, _numbers(2000)), (150, TEXTS)], top=140)
    assert _is_read(_book([(40, 24, "Year"), (90, 24, "Event"), *years, *heads, *rows]))


@pytest.mark.parametrize("first", [998, 1006, 2003])
def test_pages_that_are_numbered_as_codes_are(first: int) -> None:
    """The pages of a long document have numbers of four digits, at one place of each."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (150, 60, "Description"), LABEL]
    rows = [_rows([(90, _numbers(2000 + 8 * page)), (150, TEXTS)]) for page in range(4)]
    feet: list[Word] = [(200, 220, f"{first + page}") for page in range(4)]
    pages = [[*(heads if not page else []), *rows[page], feet[page]] for page in range(4)]
    assert _is_read(_book(*pages), TEXTS * 4)


def test_a_remark_right_behind_a_full_line() -> None:
    """It begins where all remarks begin: no word of the text, however near."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (130, 60, "Description"), (202, 60, "Remark")]
    texts = [*TEXTS[:4], "Number of calls", *TEXTS[5:]]
    remarks = ["Try again later", "see page 4", "Call us", "none", "Wait", "Look there", "Ask us", "Try once more"]
    assert _is_read(_book([*heads, LABEL, *_rows([(90, _numbers(2000)), (130, texts), (202, remarks)])]), texts)


def test_remarks_that_all_stand_right_behind_full_lines() -> None:
    """As in a narrow column that is justified: all begin at one edge, and no word inside a text would."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (130, 60, "Description"), (202, 60, "Remark")]
    texts = ["Number of calls", "Calls of number", "Number of cells", "Cells of number", *TEXTS[4:]]
    remarks = ["Later", "None", "Ask", "Wait", "Beta"]
    assert _is_read(_book([*heads, LABEL, *_rows([(90, _numbers(2000)), (130, texts), (202, remarks)])]), texts)


def test_notes_on_the_page_behind_the_table() -> None:
    """What they begin with is the mark at a code: both libraries are shown that page, and see it."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (150, 60, "Description"), LABEL]
    numbers = [f"{number}1)" if number == "2002" else number for number in _numbers(2000)]
    notes: list[Word] = [(40, 60, "1)"), (60, 60, "Internal calls only.")]
    assert _is_read(_book([*heads, *_rows([(90, numbers), (150, TEXTS)])], notes))


def test_numbers_above_the_first_code_are_a_doubt() -> None:
    """Codes have marks that nobody knows, and stand again behind the table: its texts were lost without a word."""
    heads: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (150, 60, "Description"), (40, 80, "9xxx")]
    rows = _rows([(90, ["90001)", "90012)"]), (150, TEXTS[:2])])
    again = _rows([(40, ["9000", "9001"]), (190, ["9xxx, done"] * 2)], top=140)
    book = _book([*heads, *rows, (40, 120, "Outcome"), (190, 120, "Sense"), *again])
    assert "«90001) Line busy» was read as no part of the table, and could belong to a text" in [
        item.message for item in book.findings if item.is_doubt
    ]


def test_headings_of_one_line_between_those_of_two() -> None:
    """They stand in the middle of their row; what follows the first lines is known in part: remarks went into texts."""
    over: list[Word] = [(40, 54, "Class"), (150, 54, "Code"), (200, 54, "Description")]
    between: list[Word] = [(95, 59, "Subclass"), (300, 59, "Applies")]
    below: list[Word] = [(40, 64, "code"), (150, 64, "result"), (200, 64, "result")]
    remarks = ["Since 2.1", "Beta", "For all", "Twice"] * 2
    rows = _rows([(150, _numbers(2000)), (200, TEXTS), (300, remarks)])
    assert _is_read(_book([*over, *between, *below, LABEL, *rows]))


def test_headings_that_a_page_parts_from_the_text_of_their_code() -> None:
    """The headings come again above the rest of a row, where nothing but they begins the page: the table goes on."""
    section = [(60.0, 60.0, "1xxx"), (60.0, 80.0, "Code"), (120.0, 80.0, "Description")]
    first = [*section, (60.0, 100.0, "1000"), (120.0, 100.0, "Done"), (60.0, 120.0, "1001")]
    second = [(60.0, 60.0, "Code"), (120.0, 60.0, "Description"), (120.0, 80.0, "Busy now")]
    assert [code.description for code in read_book(drawn(first, second), "a.pdf")] == ["Done", "Busy now"]
    with pytest.raises(InputError, match="no-table"):
        read_book(drawn(first, [(60.0, 40.0, "Others"), *second]), "a.pdf")


@pytest.mark.parametrize("label", ["Class 2xxx", "2xxx", "2xxx Common errors", "Class 2xxx: common errors"])
def test_headings_of_a_class_over_a_column_of_remarks(label: str) -> None:
    """The label stands over remarks, and headings go on below: it was left out, and codes had no class."""
    heads: list[Word] = [(40, 52, "Code"), (80, 52, "HTTP"), (130, 52, "Description"), (40, 60, "result")]
    rows = _rows([(40, _numbers(2000)), (80, ["404"] * 8), (130, TEXTS)])
    other = _rows([(40, ["3000", "3001"]), (80, ["500", "503"]), (130, ["Over", "Moved"])], top=280)
    below: list[Word] = [(40, 232, label.replace("2", "3")), *((x, y + 200, text) for x, y, text in heads)]
    book = _book([(40, 32, label), *heads, *rows, *below, *other])
    assert _is_read(book, [*TEXTS, "Over", "Moved"])
    assert [code.class_pattern for code in book] == ["2xxx"] * 8 + ["3xxx"] * 2


def test_pages_with_a_few_codes_below_headings_of_their_class() -> None:
    """No page holds many numbers, and the first one fewest."""
    pages = [
        [
            *((60.0, 60.0, f"{top}xxx Part"), (60.0, 80.0, "Code"), (120.0, 80.0, "Description")),
            *((60.0, 100.0 + 20 * at, f"{top}00{at}") for at in range(2 * top)),
            *((120.0, 100.0 + 20 * at, f"Answer {at} of part {top}") for at in range(2 * top)),
        ]
        for top in (1, 2, 3)
    ]
    book = read_book(drawn(*pages), "a.pdf")
    assert [(item.pattern, item.title) for item in book.classes.values()] == [
        (f"{top}xxx", "Part") for top in (1, 2, 3)
    ]
    assert sorted(book.codes) == [1000, 1001, *range(2000, 2004), *range(3000, 3006)]


def test_brackets_of_a_heading_over_two_lines() -> None:
    """What ends the brackets of a heading is of it: it was read into the first texts of pages."""
    heads: list[Word] = [
        (130, 48, "Description"),
        (40, 56, "Class"),
        (90, 56, "Code"),
        (130, 56, "(in the"),
        (130, 64, "plan)"),
    ]
    assert _is_read(_book([*heads, LABEL, *_rows([(90, _numbers(2000)), (130, TEXTS)])]))


def test_three_other_columns() -> None:
    """Headings that name all three apart are those of the table, however many others stand beside them."""
    heads: list[Word] = [(40, 60, "Class"), (80, 60, "Code"), (120, 60, "Description")]
    others: list[Word] = [(240, 60, "Action"), (300, 60, "Severity"), (360, 60, "Since")]
    columns = [(80, _numbers(2000)), (120, TEXTS), (240, ["Wait"] * 8), (300, ["High"] * 8), (360, ["1.0"] * 8)]
    assert _is_read(_book([*heads, *others, LABEL, *_rows(columns)]))


def test_rows_of_classes_below_headings_of_two_lines() -> None:
    """The headings of another column go on below those of codes and descriptions: the table was not found."""
    heads: list[Word] = [(40, 60, "Code"), (80, 60, "Since"), (130, 60, "Description"), (80, 68, "version")]
    rows = _rows([(40, ["2xxx", *_numbers(2000)]), (80, ["", *["1.0"] * 8]), (130, ["", *TEXTS])])
    book = _book([*heads, *(word for word in rows if word[2])])
    assert _is_read(book)
    assert [code.class_pattern for code in book] == ["2xxx"] * 8


def test_headings_that_narrow_cells_chopped() -> None:
    """A column is narrower than its heading: the rest of its word stands below, and the table was not found."""
    heads: list[Word] = [(40, 56, "Clas"), (90, 56, "Co"), (150, 56, "Descrip"), (40, 64, "s"), (90, 64, "de")]
    assert _is_read(_book([*heads, (150, 64, "tion"), LABEL, *_rows([(90, _numbers(2000)), (150, TEXTS)])]))


def test_headings_below_the_rest_of_a_text_that_heads_a_column() -> None:
    """A text breaks within «first-class», and headings of a class follow: the rest of the text was one of them."""
    rows = _rows([(40, ["2000", "2001"]), (130, ["Sent by ordinary mail", "Sent by the first-"])], top=80)
    heads: list[Word] = [(40, 60, "Code"), (130, 60, "Description")]
    below: list[Word] = [(40, 180, "Code"), (130, 180, "Description"), (40, 200, "3000"), (130, 200, "Lost")]
    book = _book([(40, 40, "2xxx"), *heads, *rows, (130, 108, "class"), (40, 160, "3xxx"), *below])
    assert _is_read(book, ["Sent by ordinary mail", "Sent by the first-class", "Lost"])


def test_numbers_of_rows_right_of_their_heading() -> None:
    """Sheets set numbers to the right, right before the codes: the rest of a text took them in without a word."""
    heads: list[Word] = [(40, 60, "No."), (80, 60, "Code"), (150, 60, "Description")]
    rows: list[Word] = [(40, 76, "2xxx Calls of customers")]
    for at, text in enumerate(TEXTS):
        rows += [(150, 96 + 32 * at, text), (150, 108 + 32 * at, "for some time")]
        rows += [(72, 108 + 32 * at, f"{at + 1}"), (84, 108 + 32 * at, f"{2000 + at}")]
    assert _is_read(_book([*heads, *rows]), [f"{text} for some time" for text in TEXTS])


def test_a_first_line_that_goes_on_small_below_begins_the_headings() -> None:
    """On both pages: where codes stand beside last lines it could belong to the text that the page before ends with."""
    head: list[Word] = [(40, 48, "Code"), (40, 60, "class"), (100, 60, "Code"), (150, 60, "Description")]
    below = ("No answer of the operator", "within the time")
    pages: list[list[Word]] = []
    for first, down in ((1000, 30.0), (1004, 0.0)):
        texts = [(150.0, 86.0 + 36 * at + 13 * line, said) for at in range(4) for line, said in enumerate(below)]
        codes = [(100.0, 99.0 + 36 * at, f"{first + at}") for at in range(4)]
        words = [*head, *texts, *codes, *([(40.0, 99.0, "1xxx")] if down else [])]
        pages.append([(left, top + down, text) for left, top, text in words])
    book = read_book(drawn(*pages), "page.pdf")
    assert not [item.message for item in book.findings if item.is_doubt]
    assert book[1003].description == " ".join(below)


@pytest.mark.parametrize("over", [True, False])
def test_codes_right_of_their_heading(*, over: bool) -> None:
    """Sheets set numbers to the right, right before the next column: all codes were left out as remarks."""
    heads: list[Word] = [(40, 60, "Code"), (120, 60, "Severity"), (200, 60, "Description")]
    named: list[Word] = [(40, 76, "2xxx Calls of all customers")] if over else [(10, 60, "Class"), (10, 96, "2xxx")]
    rows = _rows([(95, _numbers(2000)), (120, ["Warning", "Info"] * 4), (200, TEXTS)], top=96)
    assert _is_read(_book([*heads, *named, *rows]))
