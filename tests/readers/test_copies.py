"""Copies of copies: what Pandoc, Pandas, Mammoth and MarkItDown make of a document that another program wrote."""

from __future__ import annotations

import json

import pytest

from ingest.pipeline import read_book
from ingest.table.scene.making import scene_of
from model import CodeBook
from tests.readers.seen import lines, read, tables, unaccounted

HEADER = ["Класс", "Код", "Описание"]
ROWS = [["1xxx", "1000", "Успешно"], ["", "1001", "Занято"], ["", "1002", "Нет ответа"], ["11xx", "1100", "Отказ"]]


def _is_right(book: CodeBook) -> bool:
    assert not [item for item in book.findings if item.is_doubt]
    assert book.edition.account.unaccounted == 0
    return [(code.code, code.description) for code in book] == [(int(code), text) for _, code, text in ROWS]


def test_dashes_and_raised_marks_in_columns_of_pandoc() -> None:
    """Its Markdown writes dashes as hyphens; where a dash stands, hyphens are what they are."""
    table = "  Код     Описание\n  ------- -------------------\n  1000    Отказ {} пауза\n  1001^1^ Сбой\n\n"
    for written, shown in (("---", "—"), ("--", "–"), (r"\--", "--")):
        found = read(table.format(written))
        assert tables(found)[0][1][1] == f"Отказ {shown} пауза"
        assert [word.text for word in found.words if word.style.is_raised] == ["1"]
        assert not unaccounted(found)
    assert tables(read(table.format("— или --")))[0][1][1] == "Отказ — или -- пауза"


@pytest.mark.parametrize("mark", ["[^1^]", "^1^", "^{1}"])
def test_raised_marks_of_wikis(mark: str) -> None:
    """The number of a note behind a code, in tables of Textile that are HTML, and between bars."""
    table = f"<table><tr><td>1000{mark}</td><td>Да</td></tr></table>\n"
    bars = f"|Код|Описание|\n|---|---|\n|1000{mark}|Да|\n"
    found = read(f"h1. Коды\n\n{table}" if "[" in mark else bars)
    assert [(word.text, word.style.is_raised) for word in found.words][-3:-1] == [("1000", False), ("1", True)]
    assert not unaccounted(found)


@pytest.mark.parametrize(
    ("lines_of_cell", "text"),
    [
        (("банка", "-эмитента"), "банка-эмитента"),
        (("cal", "l_log.zip"), "call_log.zip"),
        (("pu", "sh-токена"), "push-токена"),
        (("call", "не завершен"), "call/не завершен"),
        (("| Вызов", "отменен"), "Вызов/отменен"),
        (("| Вызов", "|", "выполняется"), "Вызов/выполняется"),
        (("до 15", "%.", "Подробности"), "до 15/%./Подробности"),
        (("ответа от", "S", "IP-транка"), "ответа от/SIP-транка"),
        (("SM", "S-сообщение"), "SMS-сообщение"),
        (("Ав", "тосекретарь"), "Автосекретарь"),
        (("счета (с", "01.", "03.2026),"), "счета (с/01.03.2026),"),
        (("сбой", "—", "проверьте"), "сбой/—/проверьте"),
    ],
)
def test_words_with_hyphens_and_names_that_a_narrow_column_chopped(lines_of_cell: tuple[str, ...], text: str) -> None:
    """What no dictionary knows is one where it can be nothing else."""
    width = max(map(len, lines_of_cell)) + 2
    rule = f"+------+{'-' * width}+\n"
    rows = "".join(
        f"| {'' if number else '1000':4} | {line:{width - 1}}|\n" for number, line in enumerate(lines_of_cell)
    )
    found = read(
        f"{rule}| Код  |{' Текст':{width}}|\n{rule.replace('-', '=')}{rows}{rule}| 1001 |{' Да':{width}}|\n{rule}"
    )
    assert tables(found)[0][1][1] == text
    assert not unaccounted(found)


def test_a_text_struck_over_several_lines_of_asciidoc() -> None:
    """One mark holds them all."""
    found = read("|===\n|Код |Описание\n\n|1000 |[line-through]*Поля order\nне оплачены*\n|1001 |Да\n|===\n")
    assert [word.text for word in found.words if word.style.is_struck] == ["Поля", "order", "не", "оплачены"]
    assert [word.text for word in found.words][-2:] == ["1001", "Да"]
    assert not unaccounted(found)


WIKI = {
    "mediawiki": "{|\n! Класс !! Код !! Описание\n|-\n| 1xxx || 1000 || Да\n|}\n",
    "textile": "|_. Класс|_. Код|_. Описание|\n|1xxx|1000|Да|\n",
    "markdown": "| Класс | Код | Описание |\n|-------|-----|----------|\n| 1xxx | 1000 | Да |\n",
    "asciidoc": "|===\n|Класс |Код |Описание\n\n|1xxx |1000 |Да\n|===\n",
}


@pytest.mark.parametrize("form", WIKI)
def test_a_wiki_below_an_element_that_pandoc_kept(form: str) -> None:
    """A text that begins with `<div>` is no page, where its table stands in marks."""
    found = read(f'<div role="main">\n\n{WIKI[form]}\n</div>\n')
    assert [list(row.values()) for row in tables(found)[0]] == [HEADER, ["1xxx", "1000", "Да"]]


@pytest.mark.parametrize("has_names", [True, False])
def test_rows_that_pandas_numbers(has_names: bool) -> None:
    """`to_csv` with its index, `to_json` by rows and as a table: the header is one of the numbered rows, or not."""
    numbered = [HEADER, *ROWS] if not has_names else ROWS
    names = HEADER if has_names else ["0", "1", "2"]
    rows = [dict(zip(names, row, strict=True)) for row in numbered]
    columns = "" if not has_names else f",{','.join(HEADER)}\n"
    texts = "".join(f"{number},{','.join(row)}\n" for number, row in enumerate(numbered))
    assert _is_right(read_book(f"{columns}{texts}".encode(), "frame.csv"))
    cells = [",".join(HEADER) if has_names else "0,1,2", *texts.splitlines()]
    cells[0] = f",{cells[0]}"
    bars = "".join(f"| {line.replace(',', ' | ')} |\n" for line in [cells[0], "---,---,---,---", *cells[1:]])
    page = "".join(f"<tr><th>{line.replace(',', '</th><th>')}</th></tr>" for line in cells)
    assert _is_right(read_book(bars.encode(), "frame.md"))
    assert _is_right(read_book(f"<table>{page}</table>".encode(), "frame.html"))
    by_number = {str(number): row for number, row in enumerate(rows)}
    table = {"schema": {"fields": []}, "data": [{"index": number, **row} for number, row in enumerate(rows)]}
    for values in (by_number, table):
        assert _is_right(read_book(json.dumps(values).encode(), "frame.json"))


def test_escapes_of_markdown_without_tables() -> None:
    """Mammoth writes a paragraph for each cell, and a backslash before each mark."""
    rows = (HEADER, ["1xxx", "1000", r"SIP/2\.0 486"], ["1001", r"Нет IP\-адреса"], ["1002", r"Сбой \(да\)"])
    text = "\n\n".join(cell for row in rows for cell in row)
    found = read(text)
    assert lines(found)[5:10:2] == ["SIP/2.0 486", "Нет IP-адреса", "Сбой (да)"]
    assert not unaccounted(found)
    assert r"IP\-адреса" in " ".join(lines(read(r"Нет IP\-адреса")))
    beside = r"| Поле | Тип |\n|---|---|\n| a\_b | int |\n\n1000 Сбой в группе \"Продажи\"".replace(r"\n", "\n")
    assert lines(read(beside))[-1] == '1000 Сбой в группе "Продажи"'
    assert not unaccounted(read(beside))


def test_rows_of_bars_that_end_a_text() -> None:
    """Rows without outer bars end in none, and short rows need not be cut, where others are as short."""
    rows = "\n".join(f" {label or '    '} | {code} | {text}" for label, code, text in ROWS)
    open_rows = f" Класс | Код  | Описание\n-------+------+----------\n{rows}\n      | 1101 | Занято снова"
    assert not read(open_rows).ends_open
    merged = "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Да |\n| 1001 | Нет |\n| 1002 | Занято |"
    assert not read(merged).ends_open
    assert read(merged.replace("| 1001 | Нет |\n", "")).ends_open
    assert read(f"{merged}\n| 1003 | Отк").ends_open


def test_a_slash_at_the_end_of_a_filled_line() -> None:
    """A program that fills the lines of a cell breaks them at blanks: one stood behind the slash."""
    rule = "+-------+------+-----------------+\n"
    drawn = (("Класс", "Код", "Описание"), ("1xxx", "1000", "Нет продукта ЦОВ/"), ("", "", "Контакт центр"))
    lines_of = [
        "|" + "|".join(f" {cell:{width}}" for cell, width in zip(row, (6, 5, 16), strict=True)) for row in drawn
    ]
    head, first, second = (f"{line}|\n" for line in lines_of)
    more = f"{rule}{head.replace('Класс', '     ').replace('Код ', '1001').replace('Описание', 'Занято  ')}{rule}"
    book = read_book(f"{rule}{head}{rule.replace('-', '=')}{first}{second}{more}".encode(), "d.txt")
    assert book[1000].description == "Нет продукта ЦОВ/ Контакт центр"


@pytest.mark.parametrize("mark", ["||", "^"])
def test_a_part_of_a_single_row_is_the_header_of_a_table(mark: str) -> None:
    """Pandoc makes a header of the first row of each part, and the last part has no other."""
    rows = "\n".join(f"| {' | '.join(row)} |" for row in ROWS)
    header, last = (mark.join(["", *cells, ""]) for cells in (HEADER, ["99xx", " 9900 ", " Нет связи "]))
    book = read_book(f"{header}\n{rows}\n\n{last}\n".encode(), "d.txt")
    assert book[9900].description == "Нет связи"
    assert not [item for item in book.findings if item.is_doubt]


def test_pages_of_a_copy_are_laid_over_each_other() -> None:
    """Their blanks were counted page by page: codes and texts stand elsewhere, and labels at the margin still."""
    first = "Класс    Код    Описание\n1xxx     1000   Успешно\n         1001   Номер занят, и\n                ждет\n"
    second = "\f11xx  1100  Отказ\n      1101  Сбой линии,\n            связи нет\n"
    words = {word.text: word for word in scene_of(read(first + second)).words}
    assert {words[code].x0 for code in ("1000", "1001", "1100", "1101")} == {9.0}
    assert {words[text].x0 for text in ("Успешно", "ждет", "Отказ", "связи")} == {16.0}
    assert {words[label].x0 for label in ("1xxx", "11xx")} == {0.0}
    assert words["связи"].span.column == 13


def test_pages_of_tabs_stay_as_they_are() -> None:
    """Tabs say in which column a text stands: how far it is from the left says nothing."""
    read_words = read("Класс\tКод\tОписание\n1xxx\t1000\tДа\n11xx\t1100\tНет\n\f\t1101\tСбой\n\t1102\tОтказ\n")
    assert scene_of(read_words).words == read_words.words


def test_columns_of_a_further_page_are_those_with_its_texts() -> None:
    """A status stands before them, and another table below: what begins furthest to the right is no column of texts."""
    head = "Класс   Код    Статус    Описание\n1xxx    1000   активен   Успешно\n        1001   новый     Занято\n"
    page = "\f11xx   1100   активен   Номер сменил владельца\n       1101   новый     Сбой линии\n"
    page += "       1102   устарел   Нет связи с сервером\n\n"
    below = "Ответ команды\nРезультат           Смысл             Код\n1000                выполнено         1001\n"
    book = read_book((head + page + below).encode(), "copy.txt")
    assert [code.description for code in book][2:] == ["Номер сменил владельца", "Сбой линии", "Нет связи с сервером"]
