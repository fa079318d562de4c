"""Tables of pages that no table is: rows of plain elements, and cards that name their values."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_book

NAMES = ("Класс", "Код", "Описание", "HTTP", "Повтор", "Что делать")
ROWS = (
    ("1xxx", "1000", "Успешное выполнение команды", "200", "Нет", "Проверьте отчет"),
    ("", "1001", "Команда выполняется", "202", "Да", "Подождите"),
    ("2xxx", "2000", "Ограничение биллинга", "402", "Нет", "Пополните счет"),
    ("", "2001", "Лимит исчерпан", "429", "Да", "Повторите позже"),
)


def _texts(body: str) -> dict[int, str | None]:
    book = read_book(f"<html><body><h1>Коды результатов</h1>{body}</body></html>".encode(), "page.html")
    assert not [finding for finding in book.findings if finding.is_doubt]
    return {code.code: code.description for code in book.codes.values()}


def _row(cells: tuple[str, ...], row: str, cell: str) -> str:
    return f"<{row}>{''.join(f'<{cell}>{text}</{cell}>' for text in cells)}</{row}>\n"


EXPECTED = {int(row[1]): row[2] for row in ROWS}


@pytest.mark.parametrize("count", [3, 4, 6])
@pytest.mark.parametrize(("row", "cell"), [("div", "div"), ("div", "span"), ("li", "span")])
def test_rows_of_as_many_cells(row: str, cell: str, count: int) -> None:
    """Styles set them beside each other; whatever stands behind the texts is none of them."""
    assert _texts("".join(_row(cells[:count], row, cell) for cells in (NAMES, *ROWS))) == EXPECTED


@pytest.mark.parametrize("count", [3, 4, 6])
def test_cards_that_name_their_values(count: int) -> None:
    """All say the same names before them, in elements or as lists of definitions."""
    values = [tuple(zip(NAMES[:count], row[:count], strict=True)) for row in ROWS]
    cards = [[f"<div><b>{name}</b> {value}</div>" for name, value in row] for row in values]
    assert _texts("".join(f"<div>{''.join(card)}</div>" for card in cards)) == EXPECTED
    lists = [[f"<dt>{name}</dt><dd>{value}</dd>" for name, value in row] for row in values]
    assert _texts("".join(f"<dl>{''.join(card)}</dl>" for card in lists)) == EXPECTED
