"""Pages with little room: rows as near as the lines of a text, cells that touch, halves under one running head."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pytest

from ingest.document.dictionary import knows
from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.readers.pdf.fragments import read_again, read_pdf
from ingest.table.reading import read
from ingest.table.scene.making import scene_of
from ingest.table.scene.own_edges import own_edges
from model import CodeBook
from tests.pdf.pages import HEADER, Word, drawn

LINES = ("The number of attempts for this", "subscriber and for all of his", "operators is spent")
SHORT = ["Call lost", "Line busy", "Queue full", "Key unknown", "Plan expired", "Fax sent", "Room empty", "File moved"]


def _tight(counts: Sequence[int], *, row: float, line: float) -> bytes:
    """A page of rows, each of so many lines, with steps of their own from row to row and from line to line."""
    words: list[Word] = [*HEADER, (40, 80, "1xxx")]
    top = 80.0
    for number, count in enumerate(counts, start=1000):
        words.append((100, top, f"{number}"))
        words += [(150, top + line * at, text) for at, text in enumerate(LINES[:count])]
        top += line * (count - 1) + row
    return drawn(words)


def _descriptions(book: CodeBook) -> list[str | None]:
    return [code.description for code in book]


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([2, 3] * 6, id="texts of three lines"),
        pytest.param([1, 1, 2, 1] * 4, id="rows of one line"),
        pytest.param([1] * 9 + [2] + [1] * 4, id="one line that is surely the second of a text"),
        pytest.param([2] * 12, id="all second lines begin small, and no text does"),
    ],
)
def test_rows_nearer_than_lines(counts: list[int]) -> None:
    """Where all rows are one step apart and all lines another, rows that can be read in one way say which is which."""
    book = read_book(_tight(counts, row=12, line=14), "page.pdf")
    assert _descriptions(book) == [" ".join(LINES[:count]) for count in counts]
    assert not any(item.is_doubt for item in book.findings)


def test_rows_that_remarks_make_taller() -> None:
    """A remark of two lines needs the room below a text of one: it does not part texts that stand below each other."""
    words: list[Word] = [*HEADER, (330, 60, "Remark"), (40, 80, "1xxx")]
    top = 80.0
    texts = [LINES[:2] if number % 4 == 3 else (SHORT[number],) for number in range(8)]
    for number, text in enumerate(texts, start=1000):
        remark = ("See part 4", "of the guide") if number % 4 == 1 else ()
        words.append((100, top, f"{number}"))
        words += [(150, top + 14 * at, line) for at, line in enumerate(text)]
        words += [(330, top + 14 * at, line) for at, line in enumerate(remark)]
        top += 14 * (max(len(text), len(remark)) - 1) + 12
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == [" ".join(text) for text in texts]
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_texts_of_a_part_begin_where_its_headings_say() -> None:
    """A part of a table may have narrower columns than the others; a text that begins left of all others is a doubt."""
    words: list[Word] = [*HEADER, (40, 80, "1xxx")]
    for at in range(24):
        words += [(100, 80 + 16 * at, f"{1000 + at}"), (200, 80 + 16 * at, "No answer")]
    part: list[Word] = [(40, 60, "Class"), (80, 60, "Code"), (120, 60, "Description"), (40, 80, "2xxx")]
    part += [(80, 80, "2000"), (120, 80, "Call refused"), (80, 96, "2001"), (120, 96, "Line is busy")]
    book = read_book(drawn(words, part), "page.pdf")
    assert _descriptions(book) == ["No answer"] * 24 + ["Call refused", "Line is busy"]
    assert [item.message for item in book.findings if item.is_doubt] == []


@pytest.mark.parametrize("room", [0.5, 5.0, 7.0])
def test_cells_that_touch_at_an_upright_rule(room: float) -> None:
    """What stands on both sides of a rule stands in two cells, however near; both ways of reading a page see it."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    texts = ["Done", "Call is over", "No answer", "The number of attempts is spent-", "Call refused"]
    edge = 80 + metrics.stringWidth(texts[3], "Helvetica", 10) + room
    words: list[Word] = [(40, 60, "Class"), (80, 60, "Description"), (edge, 60, "Code"), (40, 80, "1xxx")]
    for at, text in enumerate(texts):
        words += [(80, 80 + 20 * at, text), (edge, 80 + 20 * at, f"{1000 + at}")]
    data = drawn(words, bars=[(edge - room / 2, 50, 170)])
    assert _descriptions(read_book(data, "page.pdf")) == texts
    for fragments in (read_pdf(data, "page.pdf", ReadOptions()), read_again(data, "page.pdf", ReadOptions(), [0])):
        assert [word.gap for word in fragments.words if word.text == "1003"] == [math.inf]


def test_an_upright_rule_parts_codes_from_texts_with_a_space_between() -> None:
    """All codes reach nearly to the rule: where hardly a text had two lines, one that began small was in doubt."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    edge = 103 + metrics.stringWidth("1000", "Helvetica", 10)
    words: list[Word] = [*HEADER[:2], (edge, 60, "Description"), (40, 80, "1xxx")]
    for at, text in enumerate(SHORT):
        words += [(100, 80 + 14 * at, f"{1000 + at}"), (edge, 80 + 14 * at, text)]
    data = drawn(words, bars=[(edge - 2, 50, 200)])
    for fragments in (read_pdf(data, "page.pdf", ReadOptions()), read_again(data, "page.pdf", ReadOptions(), [0])):
        firsts = [word.gap for word in fragments.words if word.text in {text.split()[0] for text in SHORT}]
        assert firsts == [math.inf] * len(SHORT)


def test_texts_that_run_over_a_rule() -> None:
    """Words of other texts begin at the rule by chance: a word over it was read as two, and nothing said so."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    texts = ["Wait in turn for a while", "Wait intently", "Wait in turn for an hour", "Wait in turn for an answer"]
    words: list[Word] = [*HEADER, (40, 80, "1xxx")]
    for at, text in enumerate(texts):
        words += [(100, 80 + 20 * at, f"{1000 + at}"), (150, 80 + 20 * at, text)]
    bar = 150 + metrics.stringWidth("Wait in ", "Helvetica", 10)
    assert _descriptions(read_book(drawn(words, bars=[(bar, 50, 170)]), "page.pdf")) == texts


def test_heading_of_one_line_in_a_row_of_two() -> None:
    """A heading in the middle stands between the lines of those beside it, and heads a column as they do."""
    heads: tuple[Word, ...] = (
        *((40, 60, "Class"), (100, 60, "Code"), (150, 60, "Description"), (270, 66, "Application")),
        *((40, 72, "of error"), (100, 72, "of error"), (150, 72, "of error")),
    )
    words: list[Word] = [*heads, (40, 100, "1xxx")]
    for at in range(6):
        top = 100 + 40 * at
        words += [(100, top, f"{1000 + at}"), (150, top - 6, "The number of"), (150, top + 6, "attempts is spent")]
        words += [(270, top, "See part 4")] if at % 2 else []
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == ["The number of attempts is spent"] * 6
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_heads_and_feet_over_two_columns_of_a_page() -> None:
    """A running head and a foot are for both halves of a page, and stand in neither, wherever they begin."""
    pages: list[list[Word]] = []
    for page in range(2):
        words: list[Word] = [(215, 20, "Protocol of exchange"), (160, 560, f"Not for all. {page + 1}")]
        for half in range(2):
            left, first = 180 * half, 1000 + 60 * page + 30 * half
            words += [(20 + left, 50, "1xxx")] if first == 1000 else []
            for at in range(30):
                words += [(60 + left, 50 + 16 * at, f"{first + at}"), (100 + left, 50 + 16 * at, "No answer")]
        pages.append(words)
    pages[0] = [(20, 34, "Class"), (60, 34, "Code"), (100, 34, "Description"), *pages[0]]
    book = read_book(drawn(*pages), "page.pdf")
    assert _descriptions(book) == ["No answer"] * 120
    assert [item.message for item in book.findings if item.is_doubt] == []


@pytest.mark.parametrize("top", [20.0, 300.0], ids=["above", "below"])
def test_codes_of_another_table_are_no_half(top: float) -> None:
    """Numbers left of the codes, lower than all of them, begin another table; two halves stand side by side."""
    words: list[Word] = [(20, 100, "No"), (60, 100, "Class"), (230, 100, "Code"), (280, 100, "Description")]
    for at in range(10):
        words += [(20, 120 + 14 * at, f"{at + 1}"), (230, 120 + 14 * at, f"{5000 + at}"), (280, 120 + 14 * at, "Busy")]
    words += [(60, 120, "5xxx"), (20, top, "Result"), (60, top, "Meaning")]
    words += [(20, top + 14, "2100"), (60, top + 14, "Sent"), (20, top + 28, "4101"), (60, top + 28, "Not sent")]
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == ["Busy"] * 10
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_codes_listed_again_below_are_those_of_another_table() -> None:
    """Codes that another table quotes one below the other, where those of this one stand, are none of its rows."""
    words: list[Word] = [*HEADER, (40, 80, "1xxx"), (40, 144, "2xxx")]
    for at, text in enumerate(SHORT):
        words += [(100, 80 + 16 * at, f"{1000 + at if at < 4 else 1996 + at}"), (150, 80 + 16 * at, text)]
    words += [(35, 220, "Reply of the command"), (100, 240, "Result"), (150, 240, "Meaning")]
    for at, (code, text) in enumerate(zip((1000, 1001, 2000, 2001), SHORT[::-1], strict=False)):
        words += [(100, 256 + 16 * at, f"{code}"), (150, 256 + 16 * at, f"{code // 1000}xxx, {text.lower()}")]
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == SHORT
    assert [item.message for item in book.findings] == []


def test_texts_spread_to_their_width() -> None:
    """Words of a justified line all stand apart: a number among them is no spoilt code, and a dash is no empty cell."""
    spread = [
        "HTTP 429: many requests",
        "Calls \u2013 refused here",
        "Refused (2261) \u2013 here",
        "Lines busy outside /",
    ]
    words: list[Word] = [(40, 60, "Class"), (90, 60, "Description"), (320, 60, "Code")]
    for at, text in enumerate(spread):
        words += [(40, 80 + 40 * at, f"{at + 1}xxx"), (320, 80 + 40 * at, f"{at + 1}000")]
        gap, left = 30.0 if at else 34.0, 90.0
        for word in text.split():
            words.append((left, 80 + 40 * at, word))
            left += pytest.importorskip("reportlab.pdfbase.pdfmetrics").stringWidth(word, "Helvetica", 10) + gap
        words.append((90, 92 + 40 * at, "from this number"))
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == [f"{text} from this number" for text in spread]
    assert [item.message for item in book.findings if item.is_doubt] == []


def _ruled(rows: int, *more: Word) -> bytes:
    """A page of rows with a rule above each, none below the last, and each code beside the last line of its text."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))
    canvas.setFont("Helvetica", 10)
    words: list[Word] = [*HEADER, (40, 92, "1xxx"), *more]
    for at in range(rows):
        top = 80.0 + 30 * at
        words += [(150, top, "The number of attempts"), (150, top + 12, "is spent")]
        words.append((100, top + 12, f"{1000 + at}"))
        canvas.line(40, 600 - (top - 11), 300, 600 - (top - 11))
    for left, top, text in words:
        canvas.drawString(left, 600 - top, text)
    canvas.save()
    return buffer.getvalue()


def test_rows_between_rules_say_where_codes_stand() -> None:
    """Where codes stand at the last line of their texts between rules, all rows say so of the last one, open below."""
    margins = []
    for rows in (4, 16):
        reading = read(scene_of(read_pdf(_ruled(rows), "page.pdf", ReadOptions())), knows)
        best, second, *_ = reading.divisions
        assert best.manner == "bottom"
        assert [code.description for code in read_book(_ruled(rows), "page.pdf")] == [
            "The number of attempts is spent"
        ] * rows
        margins.append(second.cost - best.cost)
    assert margins[1] > margins[0] + 1.5


def test_two_columns_of_a_page_with_codes_behind_texts() -> None:
    """Halves are told where texts stand before their codes, and prose over the left one is wider than its table."""
    words: list[Word] = [(20, 20, "Class"), (60, 20, "Description"), (140, 20, "Code"), (20, 36, "1xxx")]
    for half in range(2):
        left = 190 * half
        words += [(20 + left, 36 + 16 * 5, "11xx")] if not half else [(20 + left, 36, "12xx")]
        for at in range(30):
            words += [(60 + left, 36 + 16 * at, "No answer"), (140 + left, 36 + 16 * at, f"{1000 + 100 * half + at}")]
    words += [(20, 36 + 16 * 31, "The codes of all answers are above it")]
    book = read_book(drawn(words), "page.pdf")
    assert [code.code for code in book] == [*range(1000, 1030), *range(1100, 1130)]
    assert _descriptions(book) == ["No answer"] * 60


def test_codes_behind_texts_of_two_lines_in_the_middle() -> None:
    """Few texts stand on the line of their code where most have two lines: these say on which side of it."""
    words: list[Word] = [(40, 60, "Class"), (100, 60, "Description"), (300, 60, "Code"), (40, 86, "1xxx")]
    for at in range(12):
        top = 80 + 34 * at
        lines = ["No answer"] if at % 4 == 1 else ["The number of attempts", "is spent"]
        words += [(100, top + 12 * line + 6 * (len(lines) == 1), text) for line, text in enumerate(lines)]
        words.append((300, top + 6, f"{1000 + at}"))
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book)[:3] == [
        "The number of attempts is spent",
        "No answer",
        "The number of attempts is spent",
    ]
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_abbreviations_that_begin_lines_of_tight_rows() -> None:
    """Above a code at the last line of its text a short line is no title where steps tell lines from rows."""
    words: list[Word] = [*HEADER]
    top = 80.0
    for at in range(12):
        lines = (
            ["Error", "TLS in the answer", "of the party", "is told"]
            if at == 7
            else ["No answer", "of the party", "yet"]
        )
        words += [(150, top + 14 * line, text) for line, text in enumerate(lines)]
        top += 14 * (len(lines) - 1)
        words.append((100, top, f"{1000 + at}"))
        words += [(40, top, "1xxx")] if not at else []
        top += 12
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book)[7] == "Error TLS in the answer of the party is told"
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_labels_near_to_codes_before_them() -> None:
    """A label that stands at the edge of the labels is one, though the letters of its code leave little room."""
    words: list[Word] = [(40, 60, "Code"), (78, 60, "Class"), (130, 60, "Description")]
    for at in range(12):
        words += [(40 if at % 4 else 49, 80 + 20 * at, f"{1000 + at}"), (78, 80 + 20 * at, "1xxx")]
        words.append((130, 80 + 20 * at, "No answer"))
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == ["No answer"] * 12
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_merged_label_beside_a_text_between_rules() -> None:
    """A label in the middle of merged cells stands beside any text: one between two rules with its code is no title."""
    book = read_book(_ruled(12, (70, 206, "12xx")), "page.pdf")
    assert _descriptions(book) == ["The number of attempts is spent"] * 12
    assert not [item.message for item in book.findings if "could be its title" in item.message]


def test_heads_of_two_pages_on_a_sheet() -> None:
    """Each of the pages has its head, on one line with the other's; a sheet with one page has one."""
    sheets: list[list[Word]] = []
    for page in range(3):
        words: list[Word] = []
        for half in range(1 if page == 2 else 2):
            left, first = 190 * half, 1000 + 40 * page + 20 * half
            words += [(90 + left, 20, "Delivery API")]
            words += [(20 + left, 50, "1xxx")] if first == 1000 else []
            for at in range(20):
                words += [(60 + left, 50 + 16 * at, f"{first + at}"), (100 + left, 50 + 16 * at, "No answer")]
        sheets.append(words)
    sheets[0] = [(20, 34, "Class"), (60, 34, "Code"), (100, 34, "Description"), *sheets[0]]
    assert _descriptions(read_book(drawn(*sheets), "page.pdf")) == ["No answer"] * 100


@pytest.mark.parametrize("is_headed", [True, False])
def test_few_rows_on_the_second_page_of_a_sheet(*, is_headed: bool) -> None:
    """They stand above the headings of the first page: read where both have one head, and told where none has."""
    heads: list[Word] = [(20, 20, "Guide for integrators"), (220, 20, "Guide for integrators")] if is_headed else []
    left: list[Word] = [(20, 84, "Class"), (60, 84, "Code"), (100, 84, "Description"), (20, 100, "1xxx")]
    for number in range(1000, 1020):
        top = 100 + 18 * (number - 1000)
        left += [(60, top, f"{number}"), (100, top, "No answer")]
    right: list[Word] = [(260, 48, "1020"), (300, 48, "No answer"), (260, 66, "1021"), (300, 66, "No money")]
    book = read_book(drawn([*heads, *left, *right]), "page.pdf")
    assert any(item.is_doubt for item in book.findings) == (not is_headed)
    assert (_descriptions(book)[20:] == ["No answer", "No money"]) == is_headed


def test_line_spread_up_to_the_code() -> None:
    """A line that is set to the width of its column may reach up to the code: that stands where all others do."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    words: list[Word] = [(40, 60, "Class"), (80, 60, "Description"), (220, 60, "Code"), (40, 80, "1xxx")]
    for at in range(8):
        words += [(80, 80 + 20 * at, SHORT[at]), (220, 80 + 20 * at, f"{1000 + at}")]
    end = 215 - metrics.stringWidth("over.", "Helvetica", 10)
    words += [(80, 240, "The"), (118, 240, "call"), (158, 240, "is"), (end, 240, "over."), (220, 240, "1020")]
    words.append((80, 252, "It is not counted"))
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == [*SHORT, "The call is over. It is not counted"]
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_number_that_closes_a_bracket_is_no_mark_of_a_note() -> None:
    """«10)» below «(5 of» ends a text; codes stand beside the last lines of their texts."""
    words: list[Word] = [(40, 60, "Class"), (100, 60, "Description"), (250, 60, "Code"), (40, 80, "1xxx")]
    texts = [(SHORT[0],), LINES[:2], (SHORT[1], "for now"), LINES] * 3
    texts[6] = ("Route removed by its", "subscriber (5 of", "10)")
    top = 80.0
    for number, text in enumerate(texts, start=1000):
        words += [(100, top + 12 * at, line) for at, line in enumerate(text)]
        top += 12 * (len(text) - 1)
        words.append((250, top, f"{number}"))
        top += 26
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == [" ".join(text) for text in texts]
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_number_with_its_unit_beside_a_code_is_no_row_of_a_right_half() -> None:
    """A text goes on beside its code with «1020 ms)»: texts begin small there, and codes stand beside their ends."""
    words: list[Word] = [(40, 60, "Code"), (100, 60, "Description"), (300, 60, "Class"), (300, 80, "1xxx")]
    texts = [("call lost",), ("line busy, and no", "other is free"), ("queue full",), ("key unknown",)] * 3
    texts[9] = ("no answer for so long (threshold", "1020 ms)")
    top = 80.0
    for number, text in enumerate(texts, start=1000):
        words += [(100, top + 12 * at, line) for at, line in enumerate(text)]
        top += 12 * (len(text) - 1)
        words.append((40, top, f"{number}"))
        top += 26
    book = read_book(drawn(words), "page.pdf")
    assert _descriptions(book) == [" ".join(text) for text in texts]
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_slash_before_another_column_is_no_sign_of_a_blank_behind_slashes() -> None:
    """A remark stands beside the line that ends with it: the blank behind the slash was set without a word."""
    words: list[Word] = [(40, 60, "Class"), (90, 60, "Code"), (130, 60, "Description"), (300, 60, "Remark")]
    texts = [("Number of calls/", "actions is limited"), ("No product/ Contact center",), ("Plan expired",)]
    texts.append(("Limit of files/", "records is reached"))
    for number, lines in enumerate(texts):
        top = 80.0 + 30 * number
        words += [(90, top, f"200{number}"), (300, top, "See part 4")]
        words += [(130, top + 12 * at, line) for at, line in enumerate(lines)]
    book = read_book(drawn([*words, (40, 80, "2xxx")]), "page.pdf")
    assert [(item.rule, item.code) for item in book.findings] == [("doubtful-join", 2000), ("doubtful-join", 2003)]


SINGLE = [("Missing parameter of the routes",), ("call record lost",), *((f"Line {at} is lost",) for at in range(10))]
"""Texts of one line: the second begins small, below a full line."""


def _doubts_of(texts: Sequence[Sequence[str]], inside: float, between: float) -> list[str]:
    """The doubts about texts whose lines stand so far from each other, and from the lines of the next one."""
    words: list[Word] = [*HEADER, (40, 80, "1xxx")]
    top = 80.0
    for number, lines in enumerate([*texts, *SINGLE]):
        rows = ((150, top + inside * place, line) for place, line in enumerate(lines))
        words += [(100, top, f"{1000 + number}"), *rows]
        top += inside * (len(lines) - 1) + between
    return [item.message for item in read_book(drawn(words), "page.pdf").findings if item.is_doubt]


@pytest.mark.parametrize(
    ("step", "doubted"), [(11, []), (15, ["«call record lost» could be the end of the text before"])]
)
def test_a_text_that_begins_small_nearer_than_lines_of_texts_stand(step: float, doubted: list[str]) -> None:
    """Below a full line: in rows of one line without room it stands nearer to the text before than any line inside."""
    texts = [
        ("Missing parameter of the route", "see limits"),
        ("Internal error of the room", "and line"),
        ("No access", "now"),
    ]
    assert _doubts_of(texts, 16, step) == doubted


def test_a_text_that_begins_small_hardly_further_than_lines_of_texts_stand() -> None:
    """Below a full line: where lines of texts are all one step apart, and texts further, it is no further line."""
    texts = [(f"Missing parameter of route {number}", "see limits") for number in range(4)]
    assert _doubts_of(texts, 13, 14) == []


def test_a_number_below_a_code_that_closes_brackets() -> None:
    """Codes stand between the lines of their texts: the end of brackets on the next line is no mark of a note."""
    texts = [(f"The plan {number} has", "expired now") for number in range(8)]
    texts[3] = ("Too many calls (5 of", "10)")
    words: list[Word] = [*HEADER, (40, 86, "1xxx")]
    for number, lines in enumerate(texts):
        top = 80.0 + 30 * number
        words += [(100, top + 6, f"{1000 + number}"), *((150, top + 12 * at, line) for at, line in enumerate(lines))]
    book = read_book(drawn(words), "page.pdf")
    assert [code.description for code in book][3] == "Too many calls (5 of 10)"
    assert [item.message for item in book.findings if item.is_doubt] == []


def test_codes_have_an_edge_of_their_own_where_two_lines_go_on_right_of_them() -> None:
    """However close the texts are, and at no edge of their own since a copy tells where lines begin alone."""
    rows = [(75.0, 80 + 15.0 * row, f"{1000 + row} {text}") for row, text in enumerate(SHORT)]
    lines = [(108.0, 200.0, "for this user"), (108.0, 215.0, "and for all")]
    words: list[Word] = [(40, 60, "Class"), (75, 60, "Code"), (102, 60, "Description"), (40, 80, "1xxx"), *rows, *lines]
    scene = scene_of(read_pdf(drawn([*words, (75, 230, "1010 Order sent")]), "page.pdf", ReadOptions()))
    assert scene.edge(scene.candidates[0].index) in own_edges(scene)


def _drawn_rows(pages: Sequence[Sequence[tuple[str, Sequence[tuple[float, str]]]]]) -> bytes:
    """Pages of rows: a code beside the last line of its row, and the lines with how far above that each stands."""
    drawn_pages = []
    for number, rows in enumerate(pages):
        words, top = [*HEADER, *([] if number else [(40.0, 80.0, "1xxx")])], 80.0
        for code, lines in rows:
            words += [(100, top, code), *((150, top - above, text) for above, text in lines)]
            top += 40
        drawn_pages.append(words)
    return drawn(*drawn_pages)


def test_lines_half_a_line_below_others_in_many_texts() -> None:
    """A tool sets first lines beside codes in the middle of their texts: no stamp stands so again and again."""
    rows = [(f"{number}", [(0.0, "No answer from the"), (-7.0, "subscriber")]) for number in range(1000, 1005)]
    usual = [(f"{number}", [(0.0, "The line is busy for"), (-12.0, "too long")]) for number in range(1005, 1011)]
    torn = (
        "1000",
        [(-7.0 * at, text) for at, text in enumerate(["No answer", "from the", "subscriber", "of", "ours"])],
    )
    parts = ([*rows, *usual], [*rows[:1], *usual], [torn, *usual])
    many, *few = (read_book(_drawn_rows([part]), "page.pdf") for part in parts)
    assert not any(item.is_doubt for item in many.findings)
    assert all(any(item.is_doubt for item in book.findings) for book in few)


def test_text_that_begins_small_with_a_page_where_texts_end_beside_their_codes() -> None:
    """It is no end of the text before: that ended beside its code."""
    first = [(f"{number}", [(12.0, "No answer from the"), (0.0, "subscriber")]) for number in range(1000, 1005)]
    second = ("1010", [(12.0, "call record not found since"), (0.0, "there is none")])
    book = read_book(_drawn_rows([[*first, *_singles(1005)[:2]], [second, *_singles(1011)]]), "page.pdf")
    assert not any(item.is_doubt for item in book.findings)


def _singles(begin: int) -> list[tuple[str, list[tuple[float, str]]]]:
    return [(f"{number}", [(0.0, text)]) for number, text in enumerate(SHORT[:5], start=begin)]
