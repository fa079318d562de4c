"""What a page says beside the lines of its table: heads over a column, lines that seem cut, parts of another width."""

from __future__ import annotations

import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.readers.pdf.fragments import read_pdf
from model import CodeBook
from tests.pdf.pages import HEADER, Word, drawn

LABEL: Word = (40, 80, "1xxx")


def _doubts(book: CodeBook) -> list[str]:
    return [item.message for item in book.findings if item.is_doubt]


def _texts(book: CodeBook) -> list[str | None]:
    return [code.description for code in book]


def _rows(first: int, *, top: float, step: float = 20, left: float = 150, count: int = 8) -> list[Word]:
    """Rows of one line each."""
    heights = [(first + at, top + step * at) for at in range(count)]
    return [word for code, height in heights for word in ((100, height, f"{code}"), (left, height, "No answer"))]


def _set_to_the_edge(first: str, second: str, top: float) -> list[Word]:
    """Two lines of a text, the first of which ends at one edge in all rows."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    left = 300 - metrics.stringWidth(first, "Helvetica", 10)
    return [(left, top, first), (left, top + 12, second)]


@pytest.mark.parametrize("room", [12, 12.5, 13])
def test_a_line_that_is_spread_to_its_width(room: float) -> None:
    """Its words have the same room between them, and the last stands right of where the other texts end."""
    metrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics")
    left, words = 150.0, []
    for text in ("Line", "is", "busy", "-"):
        words.append((left, 300.0, text))
        left += metrics.stringWidth(text, "Helvetica", 10) + room
    rows = [*HEADER, LABEL, *_rows(1000, top=80, count=10), (100.0, 300.0, "1010"), *words, (150.0, 312.0, "once more")]
    book = read_book(drawn([*rows, *_rows(1011, top=332, count=2)]), "page.pdf")
    assert (_doubts(book), book[1010].description) == ([], "Line is busy - once more")


def test_a_head_that_begins_where_texts_do() -> None:
    """It stands above the headings of the first page, too: it is no text on the second."""
    heads: list[Word] = [(150, 20, "Codes of calls")]
    pages = [*HEADER, LABEL, *_rows(1000, top=80)], _rows(1008, top=46)
    book = read_book(drawn(*([*heads, *page] for page in pages)), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], ["No answer"] * 16)


def test_a_second_line_of_headings_as_far_as_rows_are() -> None:
    """On two pages: nothing but words of headings, in small letters."""
    second: list[Word] = [(40, 84, "of error"), (100, 84, "of error")]
    pages = [
        [*HEADER, *second, *label, *_rows(first, top=108, step=24)]
        for first, label in ((1000, [(40, 108, "1xxx")]), (1008, []))
    ]
    book = read_book(drawn(*pages), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], ["No answer"] * 16)


def test_a_part_with_an_edge_of_its_own() -> None:
    """Its heading stands where its texts begin, left of where those of the other part do."""
    head = [(x if text != "Description" else 135.0, 300.0, text) for x, _, text in HEADER]
    words = [*HEADER, LABEL, *_rows(1000, top=80, count=10), *head, *_rows(1010, top=320, left=135, count=1)]
    book = read_book(drawn(words), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], ["No answer"] * 11)


@pytest.mark.parametrize("is_middle", [True, False])
def test_lines_that_go_on_below_the_line_of_a_code(*, is_middle: bool) -> None:
    """A code in the middle of two lines stands on a line between them: the first of these is not cut."""
    words: list[Word] = [*HEADER, LABEL]
    for at, (first, second) in enumerate(
        [("All of the lines of state", "statement over"), ("All of the rows of call", "caller over")] * 3
    ):
        top = 80 + 40 * at
        words += [(100, top + 5 * is_middle, f"{1000 + at}"), *_set_to_the_edge(first, second, top)]
    assert not _doubts(read_book(drawn(words), "page.pdf"))


def test_words_of_a_spread_line_that_runs_off_the_paper() -> None:
    """However much room is before a word, it is read: its number was not, and nothing said which text had lost it."""
    rows = _rows(1000, top=80)
    long: list[Word] = [
        (100, 240, "1008"),
        (300, 240, "Call again in"),
        (390, 240, "the"),
        (420, 240, "5"),
        (300, 252, "minutes"),
    ]
    book = read_book(drawn([*HEADER, LABEL, *rows, *long]), "page.pdf")
    assert (book.codes[1008].description or "").endswith("the 5 minutes")


def test_a_word_beyond_the_paper_far_behind_the_other_of_its_line() -> None:
    """A line of two words is spread to where the others end, and these run off, too: the second was not read."""
    long: list[Word] = [(100, 240, "1008"), (300, 240, "Call again"), (375, 240, "after so"), (300, 252, "many")]
    long += [(401, 252, "of"), (300, 264, "minutes"), (470, 252, "Copy")]
    book = read_book(drawn([*HEADER, LABEL, *_rows(1000, top=80), *long]), "page.pdf")
    assert book.codes[1008].description == "Call again after so many of minutes"


def test_labels_of_the_right_half_in_columns_of_their_own() -> None:
    """Two columns of labels stand before the codes of each half: in one hardly a line has a label, in one many have."""
    words: list[Word] = [(3, 40, "Class"), (25, 40, "Subclass"), (75, 40, "Code"), (102.5, 40, "Description")]
    words += [(5, 56, "1xxx"), (245, 56, "12xx")]
    words += [(270, 56 + 16 * at, f"12{at // 4}x") for at in range(4, 24, 4)]
    for left, first in ((82, 1000), (297, 1200)):
        heights = [(first + 10 * (at // 4) + at % 4, 56 + 16 * at) for at in range(24)]
        words += [(left, height, f"{code}") for code, height in heights]
        words += [(left + 20.5, height, "Unanswered") for _, height in heights]
    book = read_book(drawn(words, size=8), "page.pdf")
    assert (_doubts(book), len(book.codes), sorted(map(str, book.classes))) == (
        [],
        48,
        [*(f"12{digit}x" for digit in range(1, 6)), "12xx", "1xxx"],
    )


def test_a_column_of_remarks_that_is_empty() -> None:
    """No text reaches below its heading: there is nothing to be told from the texts."""
    texts = "Done", "Call is over", "No answer", "Busy", "No money left", "The line is cut"
    rows = [
        (x, 80 + 20 * at, word) for at, text in enumerate(texts) for x, word in ((100, f"{1000 + at}"), (150, text))
    ]
    book = read_book(drawn([*HEADER, (300, 60, "Remark"), LABEL, *rows]), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], list(texts))


def test_lines_of_a_second_part_that_begin_further_left() -> None:
    """The first line above a code at the foot of its row is owned there as in the other part."""
    head = [(x if text != "Description" else 130.0, 330.0, text) for x, _, text in HEADER]
    words: list[Word] = [*HEADER, (40, 92, "1xxx"), *head]
    for at, (left, top) in enumerate([*((150, 80 + 34 * at) for at in range(7)), (130, 350), (130, 384)]):
        words += [(100, top + 12, f"{1000 + at}"), (left, top, "The number of attempts is"), (left, top + 12, "spent")]
    book = read_book(drawn(words), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], ["The number of attempts is spent"] * 9)


def test_two_columns_with_more_room_before_the_texts_than_between_the_columns() -> None:
    """The gutter lies behind texts."""
    texts = "No answer at this time", "The line is busy now", "Unforeseen end met"
    words: list[Word] = []
    for left, first in ((10, 1000), (210, 1200)):
        head = 40 + 28 * (left > 200)
        words += [(left, head, "Class"), (left + 35, head, "Code"), (left + 115, head, "Description")]
        words += [(left, head + 16, "1xxx" if first == 1000 else "12xx")]
        for at in range(12):
            top = head + 16 + 14 * at
            words += [(left + 35, top, f"{first + at}"), (left + 115, top, texts[at % 3])]
    book = read_book(drawn(words, size=8), "page.pdf")
    assert (_doubts(book), _texts(book)) == ([], [*texts] * 8)


def test_lines_that_go_on_beside_the_next_code_of_their_cell() -> None:
    """Of two codes in one cell the second stands on the line on which the text of the first goes on."""
    words: list[Word] = [*HEADER, LABEL]
    for at, (first, second) in enumerate(
        [("All of the lines of state", "statement over"), ("All the calls", "callsign up")] * 3
    ):
        top = 80 + 48 * at
        lines = _set_to_the_edge(first, second, top)
        words += [(100, top, f"{1000 + 2 * at}"), (100, top + 12, f"{1001 + 2 * at}")]
        words += [*lines, (lines[0][0], top + 24, "No answer")]
    assert not [item for item in read_book(drawn(words), "page.pdf").findings if item.rule == "cut-text"]


@pytest.mark.parametrize(
    ("ends", "is_cut"),
    [
        pytest.param(("ошибка проверк", "после перегрузк", "на сервере"), True, id="letters that are gone"),
        pytest.param(("ошибка проверк", "и после перегрузк", "и на сервере"), False, id="they go on below"),
        pytest.param(("ошибка проверки", "после перегрузки", "на сервере"), False, id="whole words"),
    ],
)
def test_letters_that_a_print_left_out_at_its_margin(ends: tuple[str, ...], *, is_cut: bool) -> None:
    """The words that are left are none, and begin words of the document; the next line goes on in small letters."""
    weasyprint = pytest.importorskip("weasyprint")
    lines = "".join(f"<p style='text-align: right; margin: 0'>{line}" for line in ends)
    html = f"<p>Перегрузка: нет проверки, проверку и перегрузки повторить{lines}"
    data = weasyprint.HTML(string=f"<style>body {{ font: 10pt 'DejaVu Sans' }}</style>{html}").write_pdf()
    findings = read_pdf(data, "a.pdf", ReadOptions(), lambda texts: range(len(texts))).findings
    assert any(item.rule == "cut-text" for item in findings) == is_cut


def test_a_title_below_its_label_is_a_doubt() -> None:
    """It stands in the column of the labels, beside the second line of a text: it was read into it without a word."""
    words = [*HEADER, *((40, top, f"{label}xx") for label, top in (("1x", 80), ("11", 200)))]
    for at in range(4):
        words += [
            (100, 80 + 60 * at, f"{1000 + 50 * at}"),
            (150, 80 + 60 * at, "No answer from"),
            (150, 92 + 60 * at, "it"),
        ]
    book = read_book(drawn([*words, (40, 92, "Calls"), (40, 212, "Lines")]), "page.pdf")
    assert _doubts(book) == [
        f"«{title}» in the text of {code} stands in another column than texts do"
        for title, code in (("Calls", 1000), ("Lines", 1100))
    ]
    assert _doubts(read_book(drawn(words), "page.pdf")) == []


@pytest.mark.parametrize("heading", ["", "Description"])
def test_texts_that_stand_on_pages_of_their_own(heading: str) -> None:
    """A sheet that is too wide for its paper is printed in two parts; the heading that it lacks is that of the API."""
    numbers: list[Word] = [(100, 80 + 20 * at, f"{1000 + at}") for at in range(6)]
    texts: list[Word] = [(40, 80 + 20 * at, f"No answer {'abcdef'[at]}") for at in range(6)]
    title: Word = (40, 46, "Description API")
    book = read_book(drawn([title, *HEADER[:2], LABEL, *numbers], [(40, 60, heading), *texts]), "page.pdf")
    assert "6 of 6 codes have no text: the texts stand elsewhere, or are lost" in _doubts(book)
