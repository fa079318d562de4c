"""Texts that say themselves that they were read wrong are doubts: margins do not find what was never considered."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.readers.placed import Line, page_of

HEAD = "Класс\tКод\tОписание\n"
TEXTS = ("Успешно", "Отменено", "Занято", "Ответ получен", "Связь прервана", "Нет ответа", "Нет денег", "Нет связи")


def _doubts(book: CodeBook) -> list[tuple[str, int | None]]:
    return [(item.rule, item.code) for item in book.findings if item.is_doubt]


def _rows(texts: tuple[str, ...]) -> str:
    """A table, a cell each: codes from 1000 on with these texts."""
    rows = [f"{'1xxx' if not number else ''}\t{1000 + number}\t{text}\n" for number, text in enumerate(texts)]
    return HEAD + "".join(rows)


def _read(text: str) -> CodeBook:
    return read_book(text.encode(), "document.csv")


@pytest.mark.parametrize(
    ("texts", "rule", "code"),
    [
        (("1000 Успешно", *TEXTS[1:]), "doubtful-text", 1000),
        (("Успешно", "Отменено (статус возвращает", *TEXTS[2:]), "doubtful-text", 1001),
        (("Успешно", "Отменено при", *TEXTS[2:]), "doubtful-text", 1001),
        (("Успешно", "Отменено, деньги не", *TEXTS[2:]), "doubtful-text", 1001),
        (("Успешно", "оператор)", *TEXTS[2:]), "doubtful-text", 1001),
        (("1000Успешно", *TEXTS[1:]), "doubtful-text", 1000),
        (("Отменено, занято\\\\nили нет ответа", *TEXTS[1:]), "doubtful-text", 1000),
        (("Связь](https://a.b/c)", *TEXTS[1:]), "doubtful-text", 1000),
        (("См. [[#codes Коды", *TEXTS[1:]), "doubtful-text", 1000),
        (("bq. Успешно", "bq. Отменено", "bq. Занято", *TEXTS[3:]), "doubtful-text", 1000),
        (("Действиевыполнено", "Ответполучен", "Связьпрервана", *TEXTS[3:]), "doubtful-text", 1000),
        (("Refundwasreturnedtosender", "Orderistemporarilyblocked", "Toomanyattemptstochange"), "doubtful-text", 1000),
        (tuple(f"{number} {text}" for number, text in enumerate(TEXTS, 1)), "doubtful-column", 1000),
        (tuple(f"Описание: {text}" for text in TEXTS), "doubtful-text", 1000),
        (("Отправка SMSсообщения", "Нет QRкода", *TEXTS[2:]), "doubtful-text", 1000),
        (("Отправка SMSсообщения", "Нет QRкода", "Нет факсаппарата", *TEXTS[3:]), "doubtful-text", 1002),
        (("No договора не указан", *TEXTS[1:]), "doubtful-text", 1000),
        ((f"{TEXTS[0]} п о л н о с т ь ю", *TEXTS[1:]), "doubtful-text", 1000),
        (("Нет SMS -уведомления", "Сбой 3 -й линии", "Нет SIP -номера", *TEXTS[3:]), "doubtful-text", 1000),
    ],
)
def test_a_text_that_cannot_be_whole_is_a_doubt(texts: tuple[str, ...], rule: str, code: int) -> None:
    """Begins with its own code; ends or begins within brackets; ends with «при»; is counted; letters stand apart."""
    assert (rule, code) in _doubts(_read(_rows(texts)))


def test_texts_that_begin_with_few_words_where_remarks_are_headed_are_a_doubt() -> None:
    """A copy set the column of a status into the texts."""
    rows = "".join(f"100{number} активен {text}\n" for number, text in enumerate(TEXTS))
    assert "doubtful-column" in {rule for rule, _ in _doubts(_read(f"Класс Код Статус Описание\n1xxx\n{rows}"))}


@pytest.mark.parametrize("values", [("да", "нет"), ("1.9", "2.12")])
def test_texts_that_end_with_few_values_on_lines_of_their_own_are_a_doubt(values: tuple[str, str]) -> None:
    """A copy set a column into the texts, whose heading was lost, or taken for a running head."""
    rows = "".join(f"{1000 + number}\n{text}\n{values[number % 2]}\n" for number, text in enumerate([*TEXTS, "Отказ"]))
    assert "doubtful-column" in {rule for rule, _ in _doubts(_read(f"Класс\nКод\nОписание\n1xxx\n{rows}"))}


def test_a_word_in_parts_that_the_document_says_whole_is_told() -> None:
    """A copy took the place of a hyphen that is not seen for a blank."""
    book = _read(_rows(("No oper ator", "Another operator", *TEXTS[2:])))
    assert not _doubts(book)
    assert [(item.rule, item.code) for item in book.findings if item.about == "reading"] == [("doubtful-join", 1000)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Отказ: 1) нет связи; 2) нет денег", "Отказ (см. п. 3)", "Успешно :)", *TEXTS[3:]),
        tuple(f"Вызов {text.lower()}" for text in TEXTS),
        tuple(f"Ошибка: {text.lower()}" for text in TEXTS),
        ("3 попытки", "4 попытки", "Нет", *TEXTS[3:]),
        ("1000", "Сбой (", "Еще", "Версия 1.2 или выше", *TEXTS[4:]),
        ("Занято, повторите через 30 с", "Нет ответа за 5 с", *TEXTS[2:]),
    ],
)
def test_texts_that_only_look_so_are_no_doubt(texts: tuple[str, ...]) -> None:
    """Lists in a text, texts of one kind, two numbers that happen to count on."""
    assert not [rule for rule, _ in _doubts(_read(_rows(texts)))]


def test_cells_that_repeat_their_row_are_read_once() -> None:
    """Some writers of DOCX set the label and the code of a row once more before its text."""
    rows = [f"{'1xxx' if not number else ''};{1000 + number}" for number in range(len(TEXTS))]
    repeated = [f"{row};{row.replace(';', ' ').strip()} {text}\n" for row, text in zip(rows, TEXTS, strict=True)]
    book, plain = _read(HEAD.replace("\t", ";") + "".join(repeated)), _read(_rows(TEXTS))
    assert book.content() == plain.content()
    assert not _doubts(book)


def test_words_glued_together_in_one_text_are_a_warning() -> None:
    """A space that one text lost keeps nothing back; it is told, with the code."""
    book = _read(_rows(("Запись небудет сохранена", *TEXTS[1:])))
    assert not _doubts(book)
    assert [(item.rule, item.code) for item in book.findings if item.about == "reading"] == [("doubtful-join", 1000)]


def test_a_word_broken_at_the_end_of_a_line_is_not_glued() -> None:
    """Its first part is no word, and is not made of several."""
    book = _read(_rows(("Вызов ожидает маршрутиза-\n\t\tции", *TEXTS[1:])))
    assert not [item for item in book.findings if item.rule == "doubtful-join"]


def test_a_code_repeated_right_before_its_text_is_no_part_of_it() -> None:
    """The same, where the copy set no space between."""
    rows = [f"{'1xxx' if not number else ''};{1000 + number}" for number in range(len(TEXTS))]
    repeated = [f"{row};{row.replace(';', '')}{text}\n" for row, text in zip(rows, TEXTS, strict=True)]
    book = _read(HEAD.replace("\t", ";") + "".join(repeated))
    assert book.content() == _read(_rows(TEXTS)).content()
    assert book.edition.account.unaccounted == 0
    assert not _doubts(book)


def test_a_row_that_a_copy_cut_off_is_a_doubt() -> None:
    """A table of one row between two parts of the code table holds the line that a text lacks."""
    table = "<table>{}</table>"
    row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>".format
    parts = (
        (row("Класс", "Код", "Описание"), row("1xxx", "1000", "Успешно"), row("", "1001", "оператор")),
        (row("SMS сообщение", "отклонено", "внешним"),),
        (row("", "1002", "Занято"), row("", "1003", "Ответ")),
    )
    page = "".join(table.format("".join(part)) for part in parts)
    found = [item.message for item in read_book(f"<html><body>{page}</body></html>".encode(), "document.html").findings]
    assert any("could be a part of the table of codes" in message for message in found)


HEAD_LINE = "vendor.ru | API v 1.{}"


def test_a_running_head_in_a_row_of_its_own_is_no_text() -> None:
    """Right above headings that come again; a copy by rows has it there at the end of each page."""
    rows = "".join(f";100{number};{text}\n" for number, text in enumerate(TEXTS[:3]))
    more = "".join(f";100{number};{text}\n" for number, text in enumerate(TEXTS[3:], 3))
    header = HEAD.replace("\t", ";")
    page = f"{header}1xxx;;\n{rows};;{HEAD_LINE.format(1)}\n{header}{more};;{HEAD_LINE.format(2)}\n"
    book = _read(page + f"{header}2xxx;2000;Отказ\n")
    assert [code.description for code in book] == [*TEXTS, "Отказ"]
    assert not _doubts(book)


def test_a_running_head_in_a_row_within_the_table_is_a_doubt() -> None:
    """Without headings beside it nothing says where a page ends."""
    rows = [f";100{number};{text}\n" for number, text in enumerate(TEXTS)]
    rows[2] += f";;{HEAD_LINE.format(1)}\n"
    rows[5] += f";;{HEAD_LINE.format(2)}\n"
    assert ("doubtful-text", 1002) in _doubts(_read(HEAD.replace("\t", ";") + "1xxx;;\n" + "".join(rows)))


def test_a_running_head_in_a_row_that_stands_above_the_table_too_is_no_text() -> None:
    """A copy by rows has the head of each page as a row, in whatever column it fits, and few headings or none."""
    rows = [f";100{number};{text}\n" for number, text in enumerate(TEXTS)]
    rows[2] += f";;;{HEAD_LINE.format(2)}\n"
    rows[5] += f";;{HEAD_LINE.format(3)}\n"
    above = f"{HEAD_LINE.format(1)};;\nОтветы;;\n"
    book = _read(above + HEAD.replace("\t", ";") + "1xxx;;\n" + "".join(rows))
    assert [code.description for code in book] == [*TEXTS]
    assert not _doubts(book)


EXAMPLES = "В ответе передается идентификатор вызова и время его начала по часам платформы\n" * 12


def test_a_table_of_the_format_is_one_however_much_text_stands_around_it() -> None:
    """A row of a text alone goes on with the text above, and cells with a code and its text are no lines of prose."""
    broken = ("Длительность меньше возможной в", "ВАТС, запись не сохранена")
    more = ("Аппаратная ошибка", "Сервис не доступен для этого вызова", "Недостаточно ресурсов")
    rows = [f",,100{number}  {text}\n" for number, text in enumerate(TEXTS)]
    rows += [f',,1008  {broken[0]}\n,,"{broken[1]}"\n', *(f",,{1009 + at}  {text}\n" for at, text in enumerate(more))]
    book = _read(f'{EXAMPLES}Класс,,"Код\nОписание"\n1xxx,,\n{"".join(rows)}\n{EXAMPLES}')
    assert [code.description for code in book] == [*TEXTS, " ".join(broken), *more]
    assert not _doubts(book)


def test_a_line_of_a_text_that_comes_again_at_the_end_of_a_page_is_text() -> None:
    """Texts have phrases in common, and two of them may be cut by a page there."""
    header = HEAD.replace("\t", ";")
    first = f"{header}1xxx;;\n;1000;Отказ по тарифу\n;;«Бизнес». Повторите позже.\n"
    second = f"{header};1001;Сбой по тарифу\n;;«Бизнес». Повторите позже.\n{header};1002;Занято\n"
    found = read_book((first + second).encode(), "document.csv")
    assert found[1000].description == "Отказ по тарифу «Бизнес». Повторите позже."


def test_the_rest_of_a_word_that_a_cell_broke_is_joined_to_it() -> None:
    """The line before need not be full: grids of Pandoc break where the font changes."""
    header = HEAD.replace("\t", ";")
    book = _read(
        f'{header}1xxx;1000;"Ошибка при пре\nобразованиии"\n;1001;"Ошибка преобр\nазования факса"\n;1002;"Не\nтакой"\n'
    )
    assert [code.description for code in book][1:] == ["Ошибка преобразования факса", "Не такой"]


def test_a_line_set_as_the_running_heads_were_is_a_doubt_within_a_text() -> None:
    """The head of a page that no number and no headings stand beside: it goes on with the last text of the page.

    If the copy begins with it, it is surely none of a text.
    """
    head = "shop.example | API v"
    first = f"Класс\nКод\nОписание\n1xxx\n1000\nУспешно\n1001\nНет\n{head} 1\n\f1002\nЗанято\n"
    rest = f"1003\nОтменено\n{head} 1\n\f1004\nДа\n{head} 2\n1005\nОтказ\n"
    assert ("doubtful-text", 1004) in _doubts(_read(f"{first}{rest}"))
    book = _read(f"{head} 1\n\f{first}{rest}")
    assert [code.description for code in book] == ["Успешно", "Нет", "Занято", "Отменено", "Да", "Отказ"]
    assert not _doubts(book)


def test_a_code_repeated_before_a_text_that_begins_with_a_number() -> None:
    """It is the manner of the copy, whatever follows."""
    texts = ("3-D Secure не пройдена", *TEXTS[1:])
    rows = [
        f"{'1xxx' if not number else ''};{1000 + number};{1000 + number}{text}" for number, text in enumerate(texts)
    ]
    book = _read("\n".join([HEAD.strip().replace("\t", ";"), *rows]))
    assert [code.description for code in book] == list(texts)
    assert not _doubts(book)


@pytest.mark.parametrize(
    ("above", "text", "is_doubt"),
    [
        ("Отказ сети", "Доставка и логистика", True),
        ("Отказ сети.", "Повторите запрос", False),
        ("Отказ сети по", "Тарифу", False),
        ("Отказ линии абонента по таймауту сети", "Москвы", False),
        ("Отказ сети", "оператора", False),
    ],
)
def test_a_row_with_a_text_alone_that_begins_as_one(above: str, text: str, is_doubt: bool) -> None:
    """The head of a page in a copy by rows, where the row above had room for its first word."""
    rows = (
        "Класс,Код,Описание",
        f"1xxx,1000,{above}",
        f",,{text}",
        ",1001,Занято",
        ",1002,Отказ линии по таймауту сети",
    )
    assert bool(_doubts(_read("\n".join(rows)))) == is_doubt


def test_a_code_with_letters_over_it_in_a_title_is_a_doubt() -> None:
    """The letters of a watermark stand in the code of a row, as a copy by pdftohtml has it."""
    book = _read("Класс;Код;Описание\n6xxx;;П6000РОЕКТ Отказ\n61xx;6100;Нет\n;6101;Да\n")
    assert ("doubtful-class", 6000) in _doubts(book)


BELOW = tuple(f",64{number},Отказ сети" for number in range(50, 59))


def test_a_code_beside_the_second_line_of_its_text_in_rows_of_their_own() -> None:
    """A copy set each line of a page as a row: the first line of a text is no end of the text before without a word."""
    lines = (",,Платеж отклонён. Клиентская", ",6442,", ",,должна повторить запрос", ",6443,Занято")
    rows = ("Класс,Код,Описание", "64xx,6400,Сбой", ",6440,Нет ответа сервера", *lines, *BELOW)
    assert ("doubtful-text", 6442) in _doubts(_read("\n".join(rows)))


def test_a_text_that_goes_on_in_a_row_of_its_own_is_no_beginning() -> None:
    """Where the text of the code below begins with a capital, nothing is in doubt."""
    lines = (",,Повторите запрос", ",6442,Платеж отклонён", ",6443,Занято")
    rows = ("Класс,Код,Описание", "64xx,6400,Сбой", '"",6440,"Нет ответа сервера,"', *lines, *BELOW)
    assert not _doubts(_read("\n".join(rows)))


@pytest.mark.parametrize("head", ["Телефония / SIP", "Телефония | SIP", "«Ромашка» · SIP"])
def test_running_heads_that_a_copy_set_into_rows(head: str) -> None:
    """They come again, one right above headings that do, and belong to no text."""
    pages = [("64xx,6400,Сбой", ",6440,Отказ линии"), (",6442,Платеж отклонён", ",6443,Занято"), BELOW]
    book = _read("\n".join(line for rows in pages for line in ("Класс,Код,Описание", *rows, f",,{head}")))
    assert not _doubts(book)
    assert not any(head in (code.description or "") for code in book)


def test_a_column_that_a_copy_did_not_keep() -> None:
    """Words of a column between codes and texts that a copy set with single blanks are no part of the texts."""
    lines = (
        "CLASS CODE Status DESCRIPTION",
        "1xxx 1000 active Failed to validate the web-hook",
        "1003 new The refund is locked",
    )
    more = (
        "12xx 1200 active Pick-up point rejected",
        "1209 new Success",
        "127x 1270 new Field order_id is not confirmed",
    )
    book = read_book("\n".join([*lines, *more]).encode(), "copy.txt")
    assert "doubtful-column" in [rule for rule, _ in _doubts(book)]


def test_the_end_of_a_line_behind_a_hyphen_is_told() -> None:
    """A copy set a blank for it; what goes on with «и» is a text as it should be."""
    book = _read(_rows(("Нет SMS- уведомления", "Нет аудио- и видео", *TEXTS[2:])))
    assert [(item.rule, item.code) for item in book.findings if item.about == "reading"] == [("doubtful-join", 1000)]


COPIED = """Класс   Код      Описание
1xxx    1000     Успешно
        1001     Не удалось получить данные накладной, после чего учетная запись
        1002     {} в режим «только просмотр»
                 Чек не подтвержден
        1003     Нет связи
        1004     Нет ответа
"""


@pytest.mark.parametrize(("word", "code"), [("переводится", 1002), ("Перевод", None)])
def test_lines_beside_the_codes_of_others_are_a_doubt(word: str, code: int | None) -> None:
    """A text begins small, as no other does, and a line below it begins as texts do."""
    assert (("doubtful-text", code) in _doubts(_read(COPIED.format(word)))) == (code is not None)


def _labelled(*lost: str) -> CodeBook:
    """Eight classes with a default and another code each, some without their labels."""
    rows = (
        f"{'' if f'22{group}x' in lost else f'22{group}x'};22{group}0;Сбой {group}\n;22{group}1;Отказ {group}\n"
        for group in range(1, 9)
    )
    return _read(f"Класс;Код;Описание\n2xxx;2000;Нет\n{''.join(rows)}")


def test_a_default_without_a_label_where_all_others_have_one_is_a_doubt() -> None:
    """The cell of a label that a copy lost: its codes would fall back to another class."""
    assert _doubts(_labelled("224x")) == [("doubtful-class", 2240)]
    assert _doubts(_labelled("224x", "227x")) == [("doubtful-class", 2240), ("doubtful-class", 2270)]
    assert not _doubts(_labelled())


@pytest.mark.parametrize(
    "cells",
    [
        ("Описание резуль,тата", "Отказ сети,", "Отказ,ано", "Нет,ошибки"),
        ("Описание,", "Заказ отпра,влен", "Сбой доста,вки", "Нет свя,зи"),
        ("Description,", "Order was returne,d", "Order was lock,e d", "No answe,r to it"),
    ],
)
def test_columns_cut_through_words_are_a_doubt(cells: tuple[str, ...]) -> None:
    """A tool drew columns by itself, and whether a space stood between two of them is lost."""
    rows = "".join(f"{'1xxx' if not at else ''},100{at},{text}\n" for at, text in enumerate(cells[1:]))
    code = "Class,Code" if cells[0].isascii() else "Класс,Код"
    assert "doubtful-column" in {rule for rule, _ in _doubts(_read(f"{code},{cells[0]}\n{rows}"))}


@pytest.mark.parametrize(("end", "is_cut"), [("отклоне-\nна", False), ("аудио-\nи", True), ("прервана\nна", True)])
def test_the_rest_of_a_broken_word_is_no_word_that_wants_more(end: str, *, is_cut: bool) -> None:
    """«отклоне-на» ends a text, though «на» ends none."""
    rows = f'1xxx,1000,Успешно\n,1001,"Лицензия этого абонента {end}"\n,1002,Занято\n'
    assert (("doubtful-text", 1001) in _doubts(_read("Класс,Код,Описание\n" + rows))) == is_cut


def test_letters_that_a_font_joined_are_a_warning() -> None:
    """A copy of a page may keep them as one letter: it stays as it is, and a finding names the code."""
    book = _read(_rows(("Done", "The \ufb01eld is locked", *TEXTS[2:])))
    assert book.codes[1001].description == "The \ufb01eld is locked"
    assert [(item.rule, item.severity) for item in book.findings if item.code == 1001] == [("doubtful-join", "warning")]
    assert not _doubts(book)


NUMBERED = "№,Класс кода,Код результата,Статус,Описание результата\n1,2,3,4,5\n"


def test_columns_that_are_numbered_below_headings_of_several_words() -> None:
    """The numbers of the columns are a record as others are: rows below them are no part of the text above."""
    parts = ("1,1xxx,1000,новый,Успешно\n2,,1001,новый,Занято\n", "3,11xx,1100,новый,Отказ\n4,,1101,новый,Нет связи\n")
    book = _read("".join(NUMBERED + rows for rows in parts))
    assert [code.code for code in book] == [1000, 1001, 1100, 1101]
    assert not _doubts(book)


def test_a_number_behind_a_label_above_the_headings_is_a_doubt() -> None:
    """Headings that were not known above it are headings all the same: codes there were lost without a word."""
    book = _read(
        "Вид\tНомер\tСмысл\n1xxx\t1000\tУспешно\n\t1001\tЗанято\n" + HEAD + "11xx\t1100\tОтказ\n\t1101\tСбой\n"
    )
    assert ("doubtful-number", 1000) in _doubts(book)


def test_a_hyphen_apart_on_a_page_is_told() -> None:
    """Room between letters was taken for a blank: the text is told, however many there are, and others may be right."""
    texts = ("Отказ", "SMS -код истек", "SMS -код неверен", "SMS -код не нужен", "PIN-код истек")
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (140, "Описание")))]
    for number, text in enumerate(texts):
        lines.append((60.0 + 20 * number, ((40, "" if number else "1xxx"), (90, str(1000 + number)), (140, text))))
    book = read_book(page_of(lines), "copy.html")
    assert not _doubts(book)
    assert [item.code for item in book.findings if item.rule == "doubtful-join"] == [1001, 1002, 1003]


def test_words_apart_inside_a_line_are_a_doubt() -> None:
    """A stamp stands at the base line of a text, with room before it as no text has any."""
    lines: list[Line] = [(40, ((40, "Класс"), (90, "Код"), (140, "Описание")))]
    for number, text in enumerate(("Отказ", "Нет связи", "Связь прервана по команде", "Код истек", "Код неверен")):
        stamp = ((220, "Верно"),) if number == 1 else ()
        label = "" if number else "1xxx"
        lines.append((60.0 + 20 * number, ((40, label), (90, str(1000 + number)), (140, text), *stamp)))
    assert _doubts(read_book(page_of(lines), "copy.html")) == [("doubtful-text", 1001)]


def test_words_in_capitals_that_end_one_text_are_a_doubt() -> None:
    """A copy sets a stamp behind the text at whose base line it stands; an abbreviation is none."""
    rows = [f"{1000 + number} {text}\n" for number, text in enumerate(TEXTS)]
    rows[3] = "1003 Ответ получен КОПИЯ ВЕРНА\n"
    rows[4] = "1004 Связь прервана ВАТС\n"
    assert _doubts(read_book(f"Класс Код Описание\n1xxx\n{''.join(rows)}".encode(), "copy.txt")) == [
        ("doubtful-text", 1003)
    ]


def test_a_mark_of_a_note_behind_a_text_is_told() -> None:
    """A copy glues the raised number to the last word; without such a note it is a part of a name."""
    rows = [f"{1000 + number} {text}\n" for number, text in enumerate(TEXTS)]
    rows[3] = "1003 Ответ получен1\n"
    text = f"Класс Код Описание\n1xxx\n{''.join(rows)}"
    for note, told in (("\n1) Только для юридических лиц.\n", [1003]), ("", [])):
        book = read_book((text + note).encode(), "copy.txt")
        assert [item.code for item in book.findings if item.rule == "doubtful-join"] == told


@pytest.mark.parametrize(
    ("number", "row"),
    [
        (3, '1003 Ответ\n{"result": 1003}\nполучен'),
        (3, "1003 Ответ\n* Для тарифа «Старт».\nполучен"),
    ],
)
def test_a_text_with_what_belongs_to_none_is_a_doubt(number: int, row: str) -> None:
    """An example, a note below its page, a row that begins again behind a page."""
    rows = [f"{1000 + place} {text}" for place, text in enumerate(TEXTS)]
    rows[number] = row
    book = read_book("\n".join(("Класс Код Описание", "1xxx", *rows, "")).encode(), "copy.txt")
    assert _doubts(book)


def test_texts_that_all_stand_in_quotes_are_a_doubt() -> None:
    """The quotes may be marks of the list; in one text they are the vendor's."""
    rows = [f'{1000 + number} "{text}"\n' for number, text in enumerate(TEXTS)]
    assert _doubts(read_book(f"Класс Код Описание\n1xxx\n{''.join(rows)}".encode(), "copy.txt"))
    rows[1:] = [f"{1001 + number} {text}\n" for number, text in enumerate(TEXTS[1:])]
    assert not _doubts(read_book(f"Класс Код Описание\n1xxx\n{''.join(rows)}".encode(), "copy.txt"))


@pytest.mark.parametrize("row", ['"{}",', "'{}'),", "{} и\\nСнова"])
def test_texts_as_a_program_holds_them_are_a_doubt(row: str) -> None:
    """The quotes and the comma are its own, and so is a line end in two letters, in however short a list."""
    rows = [f"{1000 + number} {row.format(text)}\n" for number, text in enumerate(TEXTS[:3])]
    assert _doubts(read_book(f"Класс Код Описание\n1xxx\n{''.join(rows)}".encode(), "copy.txt"))


def test_texts_that_all_end_with_the_same_link_are_a_doubt() -> None:
    """A page sets one behind each text; the same word without brackets may be the vendor's."""
    for end, is_doubt in (("[править]", True), ("сети", False)):
        rows = [f"{1000 + number} {text} {end}\n" for number, text in enumerate(TEXTS)]
        book = read_book(f"Класс Код Описание\n1xxx\n{''.join(rows)}".encode(), "copy.txt")
        assert bool(_doubts(book)) == is_doubt


def test_a_row_that_begins_again_is_a_doubt() -> None:
    """Where a page cuts it, a copy writes its code once more below the headings."""
    rows = _rows(TEXTS).replace("1003\tОтвет получен\n", f"1003\tОтвет\n{HEAD}\t1003 (продолжение)\tполучен\n")
    assert ("doubtful-text", 1003) in _doubts(read_book(rows.encode(), "copy.txt"))


def test_a_code_that_comes_again_without_a_text_is_told() -> None:
    """What is said of its text is asked of the first; the second has none."""
    rows = "|Класс|Код|Описание|\n|---|---|---|\n|1xxx|1000|Успешно|\n||1001|Отказ|\n||1000||\n||1002|Занято|\n"
    book = read_book(rows.encode(), "document.md")
    assert ("conflicting-code", 1000) in [(item.rule, item.code) for item in book.findings]
