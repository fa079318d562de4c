"""Texts that a page's end cuts: their rest stands above the next code, and could be read as its beginning."""

from __future__ import annotations

from dataclasses import replace

from ingest.document.options import ReadOptions
from ingest.pipeline import read_table
from ingest.table.division.costs import Border
from ingest.table.doubts.beginnings import beginning_doubts
from ingest.table.reading import Reading
from tests.readers.placed import Line, page_of


def _pages(rest: str) -> bytes:
    """Two pages: a text that the first ends with, and its rest above the first code of the second."""
    first: list[Line] = [
        (40, ((40, "Класс"), (90, "Код"), (140, "Описание"))),
        (80, ((40, "1xxx"), (90, "1000"), (140, "Вызов завершен"))),
        (120, ((90, "1001"), (140, "Номер занят"))),
        (160, ((90, "1002"), (140, "Нет прав"))),
        (200, ((90, "1003"), (140, "Исчерпан лимит. Ответ"))),
    ]
    second: list[Line] = [
        (40, ((140, rest),)),
        (52, ((140, "Номер неверен"),)),
        (58, ((90, "1004"),)),
        (64, ((140, "или закрыт"),)),
        (100, ((90, "1005"), (140, "Нет ответа"))),
    ]
    return page_of(first).replace(b"</doc></body></html>", b"") + page_of(second).replace(b"<html><body><doc>", b"")


def _in_doubt(reading: Reading) -> set[int | None]:
    return {item.code for item in beginning_doubts(reading)}


def test_a_small_letter_that_begins_a_page_above_its_code_is_a_doubt() -> None:
    """Hardly any text begins so: it is the end of the one before, wherever the border between them was put."""
    reading, _ = read_table(_pages("содержит поле"), "copy.html", ReadOptions())
    borders = list(reading.division.borders)
    place = [head.number for head in reading.heads].index(1004)
    assert borders[place].begin == 5
    borders[place] = Border(4, 4)
    moved = replace(reading, divisions=(reading.division._replace(borders=tuple(borders)),))
    assert (_in_doubt(reading), _in_doubt(moved)) == (set(), {1004})
