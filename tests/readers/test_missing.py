"""Words that programs write where a table holds nothing, and whole numbers with a point: no form keeps them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from ingest.pipeline import read_book
from model import CodeBook

Rows: TypeAlias = Sequence[tuple[str, ...]]
HEADER = ("Класс", "Код", "Описание")
ROWS = (("1xxx", 1000, "Успешно"), ("", 1001, "Занято"), ("", 1002, "SIP/2.0 486 Busy"), ("11xx", 1100, "Отказ"))
WORDS = ("NaN", "nan", "<NA>", "None", "null")


def _rows(word: str, *, point: bool) -> Rows:
    return [HEADER, *((label or word, f"{code}.0" if point else str(code), text) for label, code, text in ROWS)]


def _bars(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:], ""])


def _page(rows: Rows) -> str:
    cells = ("".join(f"<td>{cell.replace('<', '&lt;')}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _latex(rows: Rows) -> str:
    body = "".join(" & ".join(row) + " \\\\\n" for row in rows)
    return f"\\begin{{tabular}}{{lll}}\n{body}\\end{{tabular}}\n"


def _aligned(rows: Rows) -> str:
    """As a frame prints itself: to the right, with a number before each row."""
    numbered = [("" if not place else str(place - 1), *row) for place, row in enumerate(rows)]
    return "".join(
        "  ".join((row[0].ljust(2), row[1].rjust(5), row[2].rjust(6), row[3].rjust(20))) + "\n" for row in numbered
    )


def _elements(rows: Rows) -> str:
    names = ("class", "code", "description")
    cells = (
        "".join(f"<{n}>{cell.replace('<', '&lt;')}</{n}>" for n, cell in zip(names, row, strict=True))
        for row in rows[1:]
    )
    return f"<?xml version='1.0' encoding='utf-8'?>\n<data>{''.join(f'<row>{row}</row>' for row in cells)}</data>"


FORMS: dict[str, Callable[[Rows], str]] = {
    "bars": _bars,
    "page": _page,
    "latex": _latex,
    "aligned": _aligned,
    "elements": _elements,
    "separated": lambda rows: "".join(";".join(row) + "\n" for row in rows),
    "json": json.dumps,
    "columns": lambda rows: json.dumps(dict(zip(HEADER, map(list, zip(*rows[1:], strict=True)), strict=True))),
}


def _texts(book: CodeBook) -> list[tuple[int, str | None]]:
    return [(int(code.code), code.description) for code in book]


@pytest.mark.parametrize("point", [False, True], ids=["whole", "point"])
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", FORMS)
def test_no_form_keeps_a_word_for_no_value(form: str, word: str, point: bool) -> None:
    """It was read into the texts, and codes with a point were none."""
    book = read_book(FORMS[form](_rows(word, point=point)).encode(), "frame")
    assert _texts(book) == [(code, text) for _, code, text in ROWS]
    assert [str(code.class_pattern) for code in book] == ["1xxx", "1xxx", "1xxx", "11xx"]
    assert not [item for item in book.findings if item.is_doubt]
    assert book.edition.account.unaccounted == 0


def test_a_text_is_left_as_it_is() -> None:
    """One that is the word in another language, numbers that are not whole, and words for no value inside a text."""
    texts = ("None", "Версия 2000.0", "Вернулось NaN вместо числа", "null")
    rows = [HEADER, *(("1xxx" if not place else "", str(1000 + place), text) for place, text in enumerate(texts))]
    assert [text for _, text in _texts(read_book(_bars(rows).encode(), "frame"))] == list(texts)


def test_a_text_that_begins_with_such_a_word_is_a_doubt() -> None:
    """It is the cell of another column, in a form where cells are not seen."""
    text = "Класс Код Описание\n1xxx 1000 Успешно\n1001 nan Занято\n1002 Отказ\n"
    doubts = [item.message for item in read_book(text.encode(), "copy").findings if item.is_doubt]
    assert "the text of 1001 holds a word for no value: «nan Занято»" in doubts


@pytest.mark.parametrize("dash", ["--", "---"])
def test_hyphens_for_a_dash_are_told(dash: str) -> None:
    """Markdown of Pandoc writes a dash so, and that of others two hyphens: the text stays, with a finding."""
    rows = [HEADER, ("1xxx", "1000", f"Отказ {dash} пауза"), ("", "1001", "Да -нет"), ("", "1002", "ключ --force")]
    book = read_book(_bars(rows).encode(), "copy")
    assert [item.code for item in book.findings if "may have been a dash" in item.message] == [1000]
    assert not [item for item in book.findings if item.is_doubt]
