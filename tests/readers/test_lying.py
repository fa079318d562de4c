"""Pages that lie, as pdftohtml and mutool copy them: only where a text begins is known."""

from __future__ import annotations

from itertools import groupby

import pytest

from model import InputError
from tests.readers.seen import read

Text = tuple[float, float, str]
"""A text of a page as it is read: where it begins across and down, and what it says."""

ROWS: list[Text] = [(10, 20, "1xxx"), (50, 20, "1000"), (90, 20, "Пустой ответ"), (90, 34, "сервера")]
ROWS += [(10, 48, "11xx"), (50, 48, "1100"), (90, 48, "Занято"), (50, 62, "1101"), (90, 62, "Не найдено")]
WAYS = ["down", "up"]


def _lying(texts: list[Text], way: str, font: str = "ft10") -> str:
    """As pdftohtml -c writes them; its base lines are upright, and begin at the top of a page or at its bottom."""
    style = '<p style="position:absolute;top:{}px;left:{}px;white-space:nowrap" class="{}">{}</p>\n'
    placed = ((across, 300 - down) if way == "down" else (600 - across, down) for across, down, _ in texts)
    written = (style.format(*place, font, text) for place, (*_, text) in zip(placed, texts, strict=True))
    return f"<html><head><style>.{font}{{font-size:10px}}</style></head><body>{''.join(written)}</body></html>"


def _xml(texts: list[Text]) -> str:
    """As pdftohtml -xml writes them: no wider than nothing, and higher where it joined pieces."""
    written = (
        f'<text top="{600 - across}" left="{down}" width="0" height="{10 + 9 * (" " in text)}" font="0">{text}</text>\n'
        for across, down, text in texts
    )
    return f'<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">\n<pdf2xml><page number="1">{"".join(written)}</page></pdf2xml>'


def _lines(document: str) -> list[str]:
    """The lines that are read, pieces of a word together."""
    lines = (list(line) for _, line in groupby(read(document).words, key=lambda word: word.line))
    return ["".join(f"{' ' if word.gap else ''}{word.text}" for word in line).strip() for line in lines]


@pytest.mark.parametrize("way", WAYS)
def test_pages_that_lie_are_read_as_they_stand(way: str) -> None:
    """Their lines run across there: upright the texts would stand in the room of each other."""
    expected = ["1xxx 1000 Пустой ответ", "сервера", "11xx 1100 Занято", "1101 Не найдено"]
    assert _lines(_lying(ROWS, way)) == expected
    assert _lines(_lying(ROWS, way, "body")) == expected
    assert _lines(_xml(ROWS)) == expected


@pytest.mark.parametrize("way", WAYS)
def test_pieces_of_a_text_are_joined(way: str) -> None:
    """The blanks stand in them: where there is none, a word goes on, but for the next cell."""
    pieces = [(90.0, "Пус"), (107.0, "той ответ "), (155.0, "се"), (166.0, "рвера"), (195.0, "\xa0(HT"), (216.0, "TP)")]
    texts: list[Text] = [
        text
        for row in range(5)
        for text in (
            (50.0, 20.0 + 14 * row, f"100{row}"),
            *((across, 20.0 + 14 * row, said) for across, said in pieces),
        )
    ]
    assert _lines(_lying(texts, way)) == [f"100{row} Пустой ответ сервера (HTTP)" for row in range(5)]


@pytest.mark.parametrize("way", WAYS)
def test_words_with_capitals_begin_cells_where_blanks_are_kept(way: str) -> None:
    """With room before them; and what goes on within a word is none, though bold letters take more room."""
    texts: list[Text] = [(90, 20, "Пустой ответ "), (160, 20, "сервера"), (10, 34, "Версия"), (55, 34, "Дата")]
    texts += [(90, 48, "контрольная сумма (HT"), (225, 48, "TP)")]
    assert _lines(_lying(texts, way)) == ["Пустой ответ сервера", "Версия Дата", "контрольная сумма (HTTP)"]


def test_pieces_are_refused_where_blanks_between_are_lost() -> None:
    """`pdftohtml -xml` takes them away: whether a word goes on is not told. Nor is it where there is room between."""
    rows = [(50.0, 20.0, "1000"), (90.0, 20.0, "Пустой"), (126.0, 20.0, "ответ"), (90.0, 34.0, "сервера")]
    far = [*ROWS, (90.0, 76.0, "Список"), (134.0, 76.0, "абонентов")]
    for document in (_xml([*ROWS, *((across, down + 80, text) for across, down, text in rows)]), _lying(far, "down")):
        with pytest.raises(InputError, match=r"parts their words.*\[layout-dump\]"):
            read(document)


def test_page_with_a_text_alone_lies_as_most_do() -> None:
    """Nothing on it tells."""
    page = '<div id="page{}-div">{}</div>'
    more = page.format(2, '<p style="position:absolute;top:90px;left:286px" class="ft10">сервера</p>')
    first, rest = _lying(ROWS, "down").split("<body>")
    document = f"{first}<body>{page.format(1, rest.removesuffix('</body></html>'))}{more}</body></html>"
    assert [(word.text, word.x0) for word in read(document).words if word.sheet == 1] == [("сервера", 98)]


@pytest.mark.parametrize(
    "texts",
    [
        [(10.0 + 3 * row, 10.0 + 3 * row, "Отсутствует") for row in range(6)],
        [(10.0 + 8 * row, 10.0, letter) for row, letter in enumerate("Описание")],
    ],
    ids=["lines", "letters"],
)
def test_pages_whose_texts_stand_in_each_other_are_refused(texts: list[Text]) -> None:
    """Whichever way they run; or they are single letters, as pdfminer writes those of pages that lie."""
    with pytest.raises(InputError, match=r"the pages are turned.*\[layout-dump\]"):
        read(_lying(texts, "down", "body"))
