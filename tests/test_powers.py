"""Raised numbers behind numbers of a text: a power, or the mark of a note that is printed."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book

TABLE = (
    "<table><tr><th>Класс<th>Код<th>Описание</tr>"
    "<tr><td>1xxx<td>1000<td>Успешно</tr><tr><td><td>1001<td>{}</tr><tr><td><td>1002<td>Занято</tr></table>{}"
)
NOTE = "<p><sup>2</sup> Для исходящих вызовов</p>"


def _doubts(text: str, below: str = "") -> list[tuple[str, int | None]]:
    book = read_book(TABLE.format(text, below).encode(), "page.html")
    return [(item.rule, item.code) for item in book.findings if item.is_doubt]


@pytest.mark.parametrize("text", ["Файл больше 10<sup>9</sup> байт", "Кабинет меньше 5 м<sup>2</sup>"])
def test_a_raised_number_that_may_be_a_power_is_a_doubt(text: str) -> None:
    """The text would lose it without a word."""
    assert _doubts(text) == [("doubtful-text", 1001)]


@pytest.mark.parametrize(("text", "below"), [("Нет ответа<sup>2</sup>", ""), ("Больше 30<sup>2</sup> секунд", NOTE)])
def test_the_mark_of_a_note_is_no_power(text: str, below: str) -> None:
    """It stands behind a word, or a note that is printed has its number."""
    assert not _doubts(text, below)
