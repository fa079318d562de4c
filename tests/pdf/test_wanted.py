"""Which pages of a PDF are read letter by letter: those that can hold the table, and none of the others."""

from __future__ import annotations

import pytest

from ingest.table.scene.pages import pages_of_table

HEAD = "API v 1.10 (24.12.2017)"
HEADINGS = "Класс Код Описание"
ROWS = "1xxx\n1000 Выполнено\n1100 Принято"
APART = "1 x x x\n1 0 0 0 Выполнено"
TURNED = "1\n0\n0\n0\nВыполнено"
PROSE = "Событие приходит, когда вызов завершён."


def document(pages: dict[int, str], count: int = 30) -> list[str]:
    """The texts of pages with a running head, prose on all but some."""
    return [f"{HEAD}\n{pages.get(number, PROSE)}\n{number + 1}" for number in range(count)]


@pytest.mark.parametrize("table", [ROWS, APART, TURNED], ids=["rows", "letter-spaced", "turned"])
def test_headings_without_numbers_are_not_read(table: str) -> None:
    """Headings in prose are no table where another page has codes, however those are set: their pages are left out."""
    texts = document({4: f"{HEADINGS}\n{PROSE}", 20: f"{HEADINGS}\n{table}"})
    assert pages_of_table(texts) == [20, 21, 22]


def test_all_are_read_where_none_has_numbers() -> None:
    """Codes that the plain text does not show can stand below any headings."""
    texts = document({4: f"{HEADINGS}\n{PROSE}", 20: f"{HEADINGS}\n{PROSE}"})
    assert pages_of_table(texts) == [4, 5, 6, 20, 21, 22]


def test_two_tables_are_read() -> None:
    """Each part of a table that holds a number is read, one of a single row too."""
    texts = document({4: f"{HEADINGS}\n2000 Отказ", 20: f"{HEADINGS}\n{ROWS}"})
    assert pages_of_table(texts) == [4, 5, 6, 20, 21, 22]


def test_few_pages_are_all_read() -> None:
    """A code that stands on most of few pages is no running head."""
    texts = document({0: f"{HEADINGS}\n1000 Выполнено", 4: f"{HEADINGS}\n{ROWS}", 7: "1000"}, count=8)
    assert pages_of_table(texts) == [0, 1, 2, 4, 5, 6]


def test_codes_set_apart_under_headings_set_apart() -> None:
    """Where no headings can be told, letter-spaced codes tell the pages of a table as others do."""
    spaced = [
        f"{code[0]} {code[1]} {code[2]} {code[3]} О т к а з"
        for code in ("1xxx", "1000", "1001", "1002", "1010", "1100")
    ]
    assert pages_of_table(document({20: "\n".join(["К л а с с К о д", *spaced])})) == [20, 21, 22]


@pytest.mark.parametrize(
    "row",
    ["Отказ получателя номер {} активен 10{} 1xxx", "Отказ 10{} до проверки {}", "Отказ получателя {} активен 10{}"],
    ids=["label last", "code between texts", "code last"],
)
def test_rows_that_begin_with_their_texts_go_on(row: str) -> None:
    """As those of a page that stands upside down: such pages of a table were left out, and their codes lost."""
    rows = "\n".join(row.format(number, number) for number in range(10, 16))
    texts = document({4: f"{HEADINGS}\n{rows}", **dict.fromkeys(range(5, 12), rows)})
    assert pages_of_table(texts) == list(range(4, 14))
