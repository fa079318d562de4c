"""What looks odd, and what any person reads at a glance: it is read, without a doubt; its neighbours stay in doubt."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from ingest.pipeline import read_book
from ingest.table.scene.wording import ends_sentence
from model import CodeBook, InputError
from tests.pdf.pages import HEADER, TABLE, drawn

HEAD = "Класс\tКод\tОписание\n"
HALVES = (("1xxx", "1000", "Успех", "2xxx", "2000", "Занято"), ("", "1001", "Отказ", "", "2001", "Сбой"))
HISTORY = (("Версия", "Дата", "Изменения"), ("3.3", "12.03.2024", "Первая редакция"), ("3.4", "01.09.2026", "Код 4404"))


def _doubts(book: CodeBook) -> list[str]:
    return [item.message for item in book.findings if item.is_doubt]


def _html(*rows: tuple[str, ...]) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"


def _drawn(*rows: tuple[str, ...]) -> str:
    """A table drawn with characters, a rule between all rows."""
    rule = "+" + (("-" * 12) + "+") * len(rows[0]) + "\n"
    return rule + "".join("|" + "".join(f" {cell:<11}|" for cell in row) + "\n" + rule for row in rows)


def _texts(book: CodeBook) -> dict[int, str | None]:
    return {int(code.code): code.description for code in book}


@pytest.mark.parametrize("form", [_html, _drawn], ids=["html", "drawn"])
def test_a_table_below_two_halves_is_none_of_them(form: object) -> None:
    """It has cells in both halves of the page, and stands in no part of the code table."""
    assert callable(form)
    tables = form(("Класс", "Код", "Описание") * 2, *HALVES), form(*HISTORY)
    if form is _html:
        text = f"<html><body>{tables[0]}<h2>Приложение Б. История</h2>{tables[1]}</body></html>"
    else:
        text = f"{tables[0]}\n\nПриложение Б. История\n\n{tables[1]}"
    book = read_book(text.encode(), "document")
    assert _texts(book) == {1000: "Успех", 1001: "Отказ", 2000: "Занято", 2001: "Сбой"}
    assert not _doubts(book)
    assert book.edition.account.unaccounted == 0


ROWS = ("Обслуживание линии закончено", "Отказ", "Вызов принят другим оператором группы", "Занято", "Сбой на линии")


def test_a_heading_below_the_rows_and_over_another_table_is_no_text() -> None:
    """What hangs below the last text ends where cells of another table begin: theirs stand right of the margin."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for number, text in enumerate(("Описание", *ROWS)):
        document.add_paragraph(f"Класс\tКод\t{text}" if not number else f"\t{999 + number}\t{text}")
    document.paragraphs[1].text = f"1xxx{document.paragraphs[1].text}"
    document.add_paragraph("Примеры запросов")
    document.add_paragraph("В ответе приходит поле code.")
    table = document.add_table(0, 3)
    for row in (("Поле", "Тип", "Описание"), ("id", "string", "Ключ")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    book = read_book(buffer.getvalue(), "document.docx")
    assert list(_texts(book).values()) == list(ROWS)
    assert not _doubts(book)


def _paged(*between: str) -> str:
    """Rows of a copy, with lines between the ninth and the tenth."""
    rows = [f"\t{1000 + number}\t{text}" for number, text in enumerate(ROWS * 4)]
    return "\n".join(("Класс\tКод\tОписание", f"1xxx{rows[0]}", *rows[1:9], *between, *rows[9:], ""))


@pytest.mark.parametrize(
    ("number", "head", "is_doubt"),
    [
        ("стр. 2", "Руководство 4.1", False),
        ("стр. 2", "Платформа | API", False),
        ("стр. 2", "Запрос отклонен", True),
        ("Отбой линии", "Руководство 4.1", True),
    ],
)
def test_a_head_below_a_page_number(number: str, head: str, *, is_doubt: bool) -> None:
    """At the margin, with a number or a sign in it; a phrase may be a row that lost its code."""
    assert bool(_doubts(read_book(_paged(number, head).encode(), "document.txt"))) == is_doubt


@pytest.mark.parametrize(
    ("name", "rows", "is_doubt"),
    [
        ("document.csv", "1xxx;1000;Успех\n;1001;Отказ\n12xx;;Связь\n13xx;1300;Сбой\n", False),
        ("document.csv", "1xxx;1000;Успех\n;1001;Отказ\n12xx;;\n13xx;1300;Сбой\n", True),
        ("document.csv", "1xxx;1000;Успех\n;1001;Отказ\n13xx;1300;Сбой\n14xx;;Связь\n", True),
        ("document.txt", "1xxx;1000;Успех\n;1001;Отказ\n12xx;;Связь\n13xx;1300;Сбой\n", False),
        ("document.txt", "1xxx  1000  Успех\n      1001  Отказ\n12xx        Связь\n13xx  1300  Сбой\n", True),
        ("document.csv", "1xxx;1000;Успех\n;1001;Отказ\n12xx;;~1200~Связь\n13xx;1300;Сбой\n", True),
    ],
    ids=["titled", "without a title", "the last row", "behind tabs", "copied text", "a code in its title"],
)
def test_a_class_without_codes(name: str, rows: str, *, is_doubt: bool) -> None:
    """With a title and a row below it no row is missing, where a format or tabs keep cells; elsewhere any may be."""
    text = f"{HEAD}{rows}".replace("\t", ";")
    content = text if name.endswith("csv") else text.replace(";", "\t")
    assert bool(_doubts(read_book(content.encode(), name))) == is_doubt


def test_a_number_that_begins_a_line_of_a_text_on_a_page_is_no_code() -> None:
    """Room behind it is that of a justified line; it stands where texts begin, and where other numbers do."""
    texts = ("Longer than", "More than", "Less than", *["On"] * 7)
    rows = [(x, 140 + 20 * row, text) for row in range(10) for x, text in ((100, f"{1102 + row}"), (150, texts[row]))]
    lines = [(150, 150 + 20 * row, number) for row, number in enumerate(("160", "1600", "1500"))]
    rest = [(190, 150 + 20 * row, "letters") for row in range(3)]
    book = read_book(drawn([*TABLE, *rows, *lines, *rest]), "document.pdf")
    assert _texts(book)[1102] == "Longer than 160 letters"
    assert _texts(book)[1103] == "More than 1600 letters"


def test_a_remark_in_brackets_below_the_headings_belongs_to_them() -> None:
    """No text begins with a bracket: the first would begin with the language that the texts are in."""
    rows = [(x, y + 10, text) for x, y, text in TABLE[len(HEADER) :]]
    book = read_book(drawn([*HEADER, (150, 71, "(in English)"), *rows]), "document.pdf")
    assert _texts(book)[1000] == "Done"
    assert not _doubts(book)


def test_a_line_in_brackets_below_later_headings_goes_on_with_its_text() -> None:
    """A page cuts a text there."""
    more = [*HEADER, (150, 71, "(again)"), (100, 90, "1102"), (150, 90, "Busy")]
    book = read_book(drawn(TABLE, more), "document.pdf")
    assert _texts(book)[1101] == "No answer (again)" or _doubts(book)


def test_headings_that_stand_between_the_lines_of_another() -> None:
    """`No` over `n/n`, with the other headings in the middle of the two, as cells are set."""
    numbers = [(10, y, str(number)) for number, y in enumerate((80, 100, 120), 1)]
    book = read_book(drawn([(10, 56, "No"), (10, 64, "n/n"), *TABLE, *numbers]), "document.pdf")
    assert _texts(book)[1000] == "Done"
    assert not _doubts(book)


def test_a_code_that_a_narrow_column_broke_is_told() -> None:
    """Its halves are no code, with marks of emphasis around them or not."""
    rows = (
        ("Класс", "Код", "Описание"),
        ("1xxx", "1000", "Успех"),
        ("", "**10", "Отказ"),
        ("", "01**", ""),
        ("", "1002", "Сбой"),
    )
    with pytest.raises(InputError, match="code-shape"):
        read_book(_drawn(*rows).encode(), "document.txt")


@pytest.mark.parametrize(
    ("word", "ends"), [("связь.", True), ("д.)", False), ("АТС!", True), ("п.", False), ("V.", True)]
)
def test_a_sentence_does_not_end_with_an_abbreviation(word: str, *, ends: bool) -> None:
    """`и т. д.` may stand in the middle of a text, and a line that ends with it is no sentence of its own."""
    assert ends_sentence(word) == ends


def test_a_cell_of_codes_that_is_none_is_told_wherever_its_digits_stand() -> None:
    """Its second line holds a code with markup around it that was broken, and stands alone on its line."""
    rows = (
        ("Класс", "Код", "Описание"),
        ("1xxx", "1000", "Успех"),
        ("", "[S", "Отказ"),
        ("", "TR:1001]", ""),
        ("", "1002", "Сбой"),
    )
    drawn_rows = [_drawn(row).splitlines() for row in rows]
    merged = [*drawn_rows[0], *drawn_rows[1][1:], drawn_rows[2][1], *drawn_rows[3][1:], *drawn_rows[4][1:]]
    with pytest.raises(InputError, match="TR:1001"):
        read_book("\n".join(merged).encode(), "document.txt")


def test_letters_that_stand_apart_are_a_doubt() -> None:
    """A copy of a table that is set with room between its letters has lost which of them are words."""
    rows = "".join(f"\t100{number}\t{' '.join(text)}\n" for number, text in enumerate(ROWS))
    assert any("letters stand apart" in doubt for doubt in _doubts(read_book(f"{HEAD}1xxx{rows}".encode(), "d.txt")))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Запрос e-", "mail"), "Запрос e-mail"),
        (("баллы и SMS-у-", "ведомления"), "баллы и SMS-уведомления"),
        (("Отказ авто-", "секретаря"), "Отказ автосекретаря"),
        (("Отказ пере-", "адресации"), "Отказ переадресации"),
        (("Раздел ограничен-", "ия услуг"), "Раздел ограничения услуг"),
        (("Отказ по тайм-", "ауту, отпра-"), "Отказ по тайм-ауту, отпра-"),
    ],
)
def test_a_hyphen_of_a_word_stays_and_that_of_a_break_goes(lines: tuple[str, str], text: str) -> None:
    """No word is broken behind its first letter; behind «авто» no hyphen belongs, though both parts are words."""
    rows = (
        ("Класс", "Код", "Описание"),
        ("1xxx", "1000", "Успех"),
        ("", "1001", lines[0]),
        ("", "", lines[1]),
        ("", "1002", "Сбой"),
    )
    drawn_rows = [_drawn(row).splitlines() for row in rows]
    merged = [*drawn_rows[0], *drawn_rows[1][1:], drawn_rows[2][1], *drawn_rows[3][1:], *drawn_rows[4][1:]]
    assert _texts(read_book("\n".join(merged).encode(), "document.txt"))[1001] == text


def _banded(texts: Sequence[str]) -> bytes:
    """A page of cells with three codes each, their texts as lines beside them, and a drawn line below each cell."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600))
    canvas.setFont("Helvetica", 10)
    rows = [(100, 90 + 12 * row + 8 * (row // 3), f"{1000 + row}") for row in range(24)]
    lines = [(150, 90 + 12 * row + 8 * (row // 3), text) for row, text in enumerate(texts)]
    for x, y, text in (*HEADER, (40, 90, "1xxx"), *rows, *lines):
        canvas.drawString(x, 600 - y, text)
    for number in range(9):
        canvas.line(40, 600 - (78 + 44 * number), 390, 600 - (78 + 44 * number))
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(("second", "is_doubt"), [("Line is busy", False), ("phone", True)])
def test_a_small_line_right_below_a_full_one_is_a_doubt(second: str, *, is_doubt: bool) -> None:
    """Cells of several codes, a line each: a text that wraps moves those below it to the codes of others."""
    texts = ["Call was ended by the user of another", "Line is busy now", "No answer of the line for a minute"] * 8
    texts[13] = second
    assert bool(_doubts(read_book(_banded(texts), "document.pdf"))) == is_doubt


def test_a_table_with_headings_of_its_own_is_no_part() -> None:
    """It quotes codes of the table, where codes stand: neither are they printed twice, nor is it left out wrongly."""
    rows = [
        ("Код", "Описание", "Класс"),
        *((f"{1000 + row}", text, "" if row else "1xxx") for row, text in enumerate(ROWS)),
    ]
    quoted = (("Результат", "Смысл"), ("1000", "1xxx, выполнено"), ("1001", "1xxx, выполнено"))
    text = f"<html><body>{_html(*rows)}<h2>Ответ команды</h2>{_html(*quoted)}</body></html>"
    book = read_book(text.encode(), "document.html")
    assert _texts(book) == {1000 + row: text for row, text in enumerate(ROWS)}
    assert not [item for item in book.findings if item.severity == "error"]


def test_a_remark_beyond_the_headings() -> None:
    """A row of a copy that slipped is set back by its code; where its text alone did, its remark has no heading."""
    remarks = ("\tПовтор не нужен", "", "\tУстарел", "", "")
    rows = "".join(f"\t{1000 + row}\t{text}{remarks[row]}\n" for row, text in enumerate(ROWS))
    head = "Класс\tКод\tОписание\tПримечание\n1xxx"
    row = "\t1003\tЗанято"
    assert not _doubts(read_book(f"{head}{rows}".encode(), "document.txt"))
    beyond = rows.replace(row, f"\t{row}\tС версии 2.1")
    slipped = read_book(f"{head}{beyond}".encode(), "document.txt")
    assert not _doubts(slipped)
    assert _texts(slipped) == {1000 + number: text for number, text in enumerate(ROWS)}
    parted = rows.replace(row, "\t1003\t\tЗанято\tС версии 2.1")
    assert _doubts(read_book(f"{head}{parted}".encode(), "document.txt"))


@pytest.mark.parametrize(("label", "is_told"), [(" 123x", True), (" 124x", False)])
def test_what_is_on_the_line_of_a_label_below_a_full_line(label: str, is_told: bool) -> None:
    """The labels of merged cells stand in their middle, among codes of their class: no title stands behind these.

    Before the first code of its class a small letter may begin a title, or go on with the text above.
    """
    texts = ("Неверный формат канала, нужна повторная", "Вызов не принят другим оператором линии", "сбой", "занято") * 3
    rows = [f"        {1230 + row}     {text}" for row, text in enumerate(texts)]
    middle = [f"{label}            авторизация"]
    lines = ["Класс   Код      Описание", f"1xxx{rows[0][4:]}", rows[1], *rows[4:9], *middle, *rows[10:]]
    book = read_book("\n".join(lines).encode(), "document.txt")
    assert bool(_doubts(book)) is not is_told
    assert not is_told or book.codes[1238].description == "Неверный формат канала, нужна повторная авторизация"


def test_the_tag_of_a_table_inside_a_text_is_a_doubt() -> None:
    """What a converter could not write in its own marks stands in the text of a cell as it was."""
    rows = "".join(f";{1000 + row};{text}\n" for row, text in enumerate((*ROWS, "<table> <tr> Отказ")))
    assert _doubts(read_book(f"{HEAD}1xxx{rows}".replace("\t", ";").encode(), "document.csv"))


def test_a_text_of_far_more_lines_than_any_other_is_a_doubt() -> None:
    """What follows the table of a copy with a cell a line has been read into its last text."""
    rows = "".join(f"100{number}\nОтказ линии {number} до ответа\n" for number in range(9))
    tail = "".join(f"и строка {number} другого раздела\n" for number in range(9))
    book = read_book(f"Класс\nКод\nОписание\n1xxx\n{rows}1009\nОтменено\n{tail}".encode(), "d.txt")
    assert "the text of 1009 has 10 lines, and no other has more than 1" in _doubts(book)
