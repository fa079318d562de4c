"""Remarks of a copy without columns are told by their words where all of them are; else the copy stays in doubt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.pipeline import read_book

TEXT = (Path(__file__).parent / "cases" / "rule-02-remarks-told-by-their-words.txt").read_text("utf-8")
ROW = "1607 Отсутствует идентификатор рассылки\n"


def _rules(text: str) -> set[str]:
    return {finding.rule for finding in read_book(text.encode(), "codes.txt").findings if finding.is_doubt}


def test_remarks_that_all_are_told_are_no_doubt() -> None:
    """What the changes below begin with."""
    assert not _rules(TEXT)


@pytest.mark.parametrize(
    "row",
    [
        "1607 Город Тверь не найден",  # a name may end a text
        "1607 Отказ филиала Москва",
        "1607 Не удалось определить состояние Бета\nрассылки клиента",  # line by line of two columns
        "1607 Только для API",  # nothing else says what the code means
        "1607 Занято\nсм. раздел 4",  # a remark may begin small
        "1607 Файл удален. Причина неизвестна\n1608 Файл закрыт. Повтор не нужен",
        "1607 Файл удален. Повторите. Вызов закрыт.\n1608 Сбой. Повторите через 5 минут.\nДля ЦОВ",
        "1607 Файл удален из хранилища. Повторите\nвызов через пять минут, но не сразу же.\nСм. раздел 4",
        "1607 Нет ответа SMS и факс\n1608 Нет сигнала SMS и факс",
    ],
)
def test_what_could_be_a_remark_or_not_leaves_the_copy_in_doubt(row: str) -> None:
    """One row of the copy is another."""
    assert "doubtful-column" in _rules(TEXT.replace(ROW, f"{row}\n"))


@pytest.mark.parametrize(
    "row",
    [
        "1607 Файл удален с сервера оператора связи. Повторите вызов. Сообщите нам",
        "1607 Файл удален с сервера. Повторите\nвызов через несколько минут или позже.\nСообщите нам",
    ],
)
def test_what_stands_behind_more_sentences_than_others_may_be_a_remark(row: str) -> None:
    """No other text goes on behind two, whether the line had room for more or not."""
    assert "doubtful-column" in _rules(TEXT.replace("5 минут.", "5 минут").replace(ROW, f"{row}\n"))


def test_few_remarks_say_nothing() -> None:
    """Only a column whose phrases come again tells what stands in it."""
    lines = TEXT.splitlines(keepends=True)
    assert "doubtful-column" in _rules("".join([*lines[:6], *lines[-3:]]))


def test_what_a_text_begins_with_is_no_remark() -> None:
    """Words of a remark may begin a text: its own remark would stand behind it."""
    book = read_book(TEXT.replace(ROW, "1607 Только для API открыт вызов\n").encode(), "codes.txt")
    assert book[1607].description == "Только для API открыт вызов"
    assert not [finding for finding in book.findings if finding.is_doubt]


def test_few_remarks_beside_their_texts_alone_do_not_tell_how_all_begin() -> None:
    """Beside texts of one line others may begin small, and nothing would tell them."""
    lines = TEXT.splitlines(keepends=True)
    alone = [line for line in lines if line.strip() in {"Повтор не нужен", "Не тарифицируется", "Только для API"}]
    assert len(alone) == 5
    few = [line for line in lines if line not in alone and line != "С версии 2.1\n"]
    assert "doubtful-column" in _rules("".join(few))


def test_labels_behind_codes_are_no_words_of_texts() -> None:
    """A text begins behind both."""
    swapped = re.sub(r"(?m)^(\d+xx+) (\d{4})", r"\2 \1", TEXT).replace("Класс Код", "Код Класс")
    assert swapped != TEXT
    assert not _rules(swapped)


def test_a_sentence_may_end_with_a_measure() -> None:
    """The stop behind МБ cuts no word short."""
    rows = "1607 Файл больше 30 МБ. Причина неизвестна\n1608 Файл закрыт. Причина неизвестна"
    assert not _rules(TEXT.replace(ROW, f"{rows}\n"))


def test_the_heading_of_remarks_may_stand_behind_brackets_that_say_more_of_another() -> None:
    """As in a row of headings of two lines."""
    assert not _rules(TEXT.replace("Описание Примечание", "Описание\n(на русском языке) Примечание"))


def test_a_number_that_begins_a_line_of_a_text_begins_no_row() -> None:
    """What goes on behind it was read as a remark on a line of its own, and its text lost it without a word."""
    row = "1607 Почта отключена (порог\n1200 мс) в течение времени.\nСообщите нам"
    book = read_book(TEXT.replace(ROW, f"{row}\n").encode(), "codes.txt")
    assert book[1607].description == " ".join(row.split()[1:])


@pytest.mark.parametrize(
    "headings",
    ["Класс Код\nОписание\n(на русском языке)\nПрименение", "Класс Код Описание\n(на русском языке) Применение"],
)
def test_the_heading_of_remarks_in_a_line_of_its_own(headings: str) -> None:
    """Right above the first row: without it the remarks were read into texts."""
    assert not _rules(TEXT.replace("Класс Код Описание Примечание", headings))


def test_headings_of_two_tiers_may_say_more_than_their_columns() -> None:
    """Each of classes and codes says of what it is one."""
    tiers = "Результат\nОписание результата Примечание\nКласс кода Код результата"
    assert not _rules(TEXT.replace("Класс Код Описание Примечание", tiers))


def test_a_label_behind_a_remark_is_none_of_its_words() -> None:
    """A copy sets that of a merged cell there: the remark stood in another row then, and none was told."""
    assert not _rules(TEXT.replace("С версии 2.1\n1034", "С версии 2.1 103x\n1034"))
