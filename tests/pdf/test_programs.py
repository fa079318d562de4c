"""What programs print that were met last: each looks like nothing special, and was read wrong or refused."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest

from ingest.pipeline import read_book
from ingest.readers.pdf.characters import UNKNOWN, Character, Face
from ingest.readers.pdf.spelling import pieces_of
from ingest.readers.pdf.upright import frame_of
from ingest.readers.pdf.visibility import parted
from ingest.table.scene.pages import pages_of_table
from model import CodeBook
from tests.pdf.pages import HEADER, Word, drawn

Row = tuple[str, str, str]
Note = tuple[float, float, int, float, str]
"""Its place, how it is turned, how grey it is, and its text."""


def printed(body: str, style: str) -> bytes:
    """A page of HTML printed by WeasyPrint."""
    weasyprint = pytest.importorskip("weasyprint")
    page = "@page{size:300pt 400pt;margin:40pt}body{font:9pt 'DejaVu Sans';margin:0}td,th{text-align:left}"
    return bytes(weasyprint.HTML(string=f"<meta charset=utf-8><style>{page}{style}</style>{body}").write_pdf())


def table(rows: Sequence[Row], *, numbered: bool = False) -> str:
    """Rows as a table of HTML."""
    heads = ("№", "Класс", "Код", "Описание")
    head = f"<tr><th>{'<th>'.join(heads if numbered else heads[1:])}"
    lines = [f"<td>{'<td>'.join((str(place), *row) if numbered else row)}" for place, row in enumerate(rows, 1)]
    return f"<table><thead>{head}<tbody><tr>{'<tr>'.join(lines)}</table>"


def texts(book: CodeBook) -> list[tuple[str, str | None]]:
    """The codes and texts of a book that is in no doubt."""
    assert not [finding.message for finding in book.findings if finding.is_doubt]
    return [(f"{record.code:04d}", record.description) for record in book.codes.values()]


def expected(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """What is to be read of rows."""
    return [(code, text) for _, code, text in rows]


def test_headings_in_small_capitals() -> None:
    """Both libraries read them as words, though their first letters are larger."""
    rows = [("1xxx", "1000", "Успешно"), *(("", str(code), "Заявка отклонена узлом") for code in range(1001, 1031))]
    body = re.sub(r"<th>(.)([^<]*)", r"<th>\1<small>\2</small>", table(rows))
    assert texts(read_book(printed(body, "th{text-transform:uppercase}"), "book.pdf")) == expected(rows)


@pytest.mark.parametrize("indent", [8, 16])
def test_row_numbers_right_of_their_heading(indent: int) -> None:
    """What begins below the heading of a column is in it, and a row number is, though they begin right of it."""
    rows = [("1xxx", "1000", "Успешно"), *(("", str(code), "Заявка отклонена узлом") for code in range(1001, 1012))]
    style = f"td,th{{padding:2pt 12pt 2pt 2pt}}td:first-child{{padding-left:{indent}pt}}"
    assert texts(read_book(printed(table(rows, numbered=True), style), "book.pdf")) == expected(rows)


def test_codes_near_to_their_texts() -> None:
    """Where no text begins in the column of codes, what follows one says no more of it, however near it is."""
    long = "Заявка отклонена: не указаны поля<br>и параметры, которые нужны для<br>того, чтобы ее проверить"
    rows = [("1xxx", "1000", "Успешно"), ("", "1001", "Заявка отозвана"), ("", "1002", "Заявка не найдена")]
    rows += [("", "1003", "Заявка отложена"), ("", "1004", long), ("", "1005", "Заявка передана в архив")]
    style = "table{border-spacing:0}td,th{padding:4pt 0 4pt 2pt;vertical-align:middle;white-space:nowrap}"
    book = read_book(printed(table(rows), style), "book.pdf")
    assert texts(book) == [(code, text.replace("<br>", " ")) for code, text in expected(rows)]


def test_last_page_with_few_codes_below_spaced_headings() -> None:
    """Headings with letters apart are not found in the plain text: the pages that go on are looked at all the same."""
    rows = "\n".join(f"{code} Заявка отклонена" for code in range(1000, 1010))
    pages = [
        "Общие сведения",
        f"К ласс К од О пи сание\n{rows}",
        "1011 Заявка отозвана\n1012 Успешно",
        "",
        "Конец",
        "7",
    ]
    assert pages_of_table(pages)[:2] == [1, 2]


def page_of(number: int, rows: Sequence[tuple[str, str, str]]) -> list[Word]:
    """A page whose number stands right below the last line of a text."""
    words: list[Word] = list(HEADER)
    for place, (label, code, text) in enumerate(rows):
        words += [(left, 80 + 20 * place, word) for left, word in ((40, label), (100, code), (150, text)) if word]
    return [*words, (150, 80 + 20 * len(rows) - 8, "and no more"), (250, 80 + 20 * len(rows) + 4, str(number))]


def test_page_number_right_below_a_text() -> None:
    """A number at one height of two pages that counts on as they do is theirs, with no more room than in a text."""
    first = [("1xxx", "1000", "Done"), ("", "1001", "Call is over")]
    second = [("", "1002", "No answer"), ("", "1003", "Line is busy")]
    book = read_book(drawn(page_of(7, first), page_of(8, second)), "book.pdf")
    assert [text for _, text in texts(book)] == [
        "Done",
        "Call is over and no more",
        "No answer",
        "Line is busy and no more",
    ]


def test_classes_without_wildcards_are_in_doubt() -> None:
    """`1` and `11` where classes are headed are no begins of texts: something of them was lost."""
    rows = [("1", "1000", "Done"), ("11", "1100", "Call is over"), ("11", "1101", "No answer"), ("2", "2000", "Busy")]
    words = [
        (left, 80 + 20 * place, word)
        for place, row in enumerate(rows)
        for left, word in zip((40, 100, 150), row, strict=True)
    ]
    doubts = [item.message for item in read_book(drawn([*HEADER, *words]), "book.pdf").findings if item.is_doubt]
    assert "«1» before 1000 and more before other codes could be classes" in doubts


def test_letters_of_a_font_with_its_own_scale_are_seen() -> None:
    """A letter of a tenth of a point that is four points wide is seen, so that it is told if it has no meaning."""
    frame = frame_of(0)
    letters = [Character(text, x, x + width, Face(frame, -50.0, size), False) for text, x, width, size in LETTERS]
    sight = parted(letters, frame, (0.0, -100.0, 100.0, 0.0), ())
    assert [letter.text for letter in sight.seen] == ["a", UNKNOWN]
    assert [letter.text for letter in sight.hidden] == ["b"]


LETTERS = (("a", 10.0, 5.0, 9.0), (UNKNOWN, 20.0, 4.0, 0.1), ("b", 30.0, 0.05, 0.1))


def test_first_page_of_a_turned_document() -> None:
    """The plain text of turned pages glues a heading to the label below it; a blank page between parts no table."""
    rows = "\n".join(f"{code} Заявка отклонена" for code in range(1001, 1010))
    assert pages_of_table([f"Код\nКласс Код Описание1xxx 1000 Успешно\n{rows}"]) == [0]
    assert pages_of_table(["Введение", rows, "", "Класс Код Описание\n1020 Отказ"]) == [1, 2, 3]
    assert pages_of_table([rows, "", "", "Класс Код Описание\n1020 Отказ"]) == [3]


def test_hyphens_of_which_only_the_ink_is_told() -> None:
    """A hyphen that stands no further from the letters beside it than one of a wide font does is in their word."""
    frame = frame_of(0)
    face = Face(frame, -50.0, 8.0)
    inked = {3: (25.7, 27.9)}
    rooms = [inked.get(place, (10 + 4.8 * place, 14.8 + 4.8 * place)) for place in range(9)]
    letters = [Character(text, *room, face, False) for text, room in zip("the-mail it", rooms, strict=False)]
    assert [piece.text for piece in pieces_of(letters)] == ["the-mail"]


def test_second_line_of_a_heading_in_brackets() -> None:
    """It goes on with the heading above it, as one in small letters does; the class stands between the two lines."""
    heads: list[Word] = [
        (100, 54, "Code"),
        (150, 54, "Description"),
        (40, 60, "Class"),
        (100, 66, "of"),
        (150, 66, "(in words)"),
    ]
    first = [("1xxx", "1000", "Done"), ("", "1001", "Call is over")]
    second = [("", "1002", "No answer"), ("", "1003", "Line is busy")]
    pages = [[*heads, *page_of(number, rows)[len(HEADER) :]] for number, rows in ((7, first), (8, second))]
    book = read_book(drawn(*pages), "book.pdf")
    assert [code for code, _ in texts(book)] == ["1000", "1001", "1002", "1003"]


def test_numbers_in_texts_are_no_second_half() -> None:
    """Numbers that begin lines of texts, no texts between them and the codes, are no half of the table to the right."""
    rows = [("1xxx", "1000", "Done"), ("", "1001", "9999 calls"), ("", "1002", "9999 calls more"), ("", "1003", "Busy")]
    book = read_book(drawn(page_of(7, rows)[:-2]), "book.pdf")
    assert texts(book) == expected(rows)


def noted(notes: Sequence[Note]) -> bytes:
    """Two pages of a table, with notes on each; `#` counts the pages."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))
    for page in range(2):
        canvas.setFont("Helvetica", 10)
        rows = [
            ("1xxx" if page == place == 0 else "", f"10{page}{place}", f"Call {page}{place} was refused")
            for place in range(9)
        ]
        for left, top, word in page_of(page, rows)[:-2]:
            canvas.drawString(left, 600 - top, word)
        for left, top, turn, grey, text in notes:
            canvas.saveState()
            canvas.setFont("Helvetica", 8)
            canvas.setFillGray(grey)
            canvas.translate(left, 600 - top)
            canvas.rotate(turn)
            canvas.drawString(0, 0, text.replace("#", f"00421{page}"))
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


NOTED = [(f"10{page}{place}", f"Call {page}{place} was refused") for page in range(2) for place in range(9)]


@pytest.mark.parametrize(
    "notes",
    [
        [(170, 163, 0, 0.7, "Printed by ivanov")],
        [(14, 300, 90, 0, "For internal use")],
        [(190, 285, 0, 0, "Draft of May"), (330, 293, 0, 0, "DOC#")],
    ],
    ids=["pale, over a text", "turned, in the margin", "counts the pages"],
)
def test_notes_on_pages_are_no_text(notes: Sequence[Note]) -> None:
    """What was stamped on pages afterwards, wherever it stands, is furniture."""
    assert texts(read_book(noted(notes), "book.pdf")) == NOTED


def test_a_pale_note_beside_a_text_is_in_doubt() -> None:
    """It could be a part of the text as well: some vendors print less important words in grey."""
    doubts = [
        item for item in read_book(noted([(270, 160, 0, 0.7, "Not for print")]), "book.pdf").findings if item.is_doubt
    ]
    assert "«Not» in the text of 1004 could be a watermark, or lie under one" in {doubt.message for doubt in doubts}


def test_heads_of_several_pages_on_a_sheet() -> None:
    """A running head that stands in the middle of a sheet too, over headings, is one there."""
    first = [("1xxx", "1000", "Done"), ("", "1001", "Call is over")]
    second = [("", "1002", "No answer"), ("", "1003", "Line is busy")]
    third, fourth = ([("", str(code), "Call refused"), ("", str(code + 1), "Call lost")] for code in (1004, 1006))
    sheets: list[list[Word]] = []
    for upper, lower in ((first, second), (third, fourth)):
        parts = [[(40, 30, "Protocol of exchange 3.4"), *page_of(1, rows)[:-2]] for rows in (upper, lower)]
        sheets.append([*parts[0], *((left, top + 250, text) for left, top, text in parts[1])])
    assert [text for _, text in texts(read_book(drawn(*sheets), "book.pdf"))][:4] == [
        "Done",
        "Call is over",
        "No answer",
        "Line is busy",
    ]
