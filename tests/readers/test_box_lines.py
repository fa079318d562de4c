"""Boxes of pdfminer, which say where the first of their lines begins: others begin right of it."""

from __future__ import annotations

import pytest

from tests.readers.seen import read

BOX = (
    '<div style="position:absolute; border: textbox 1px solid; left:{}px; top:{}px; width:{}px; height:{}px;">{}</div>'
)


def _box(left: float, top: float, width: float, *lines: str) -> str:
    text = "\n<br>".join(lines)
    return BOX.format(left, top, width, 12 * len(lines), f'<span style="font-size:10px">{text}\n<br></span>')


def _places(*boxes: str) -> dict[str, float]:
    return {word.text: word.x0 for word in read(f"<html><body>{''.join(boxes)}</body></html>").words}


ROWS = [
    box
    for row in range(4)
    for box in (_box(20, 100 + 20 * row, 22, f"100{row}"), _box(60, 100 + 20 * row, 40, f"Ответ{row}"))
]


def test_line_that_ends_with_its_box_begins_where_texts_do() -> None:
    """A code and its text are one line of the box; the text goes on below it, where no number begins."""
    places = _places(*ROWS, _box(20, 200, 133, "1004 Соединение с абонентом", "прервано командой", "сервера"))
    assert (places["прервано"], places["сервера"]) == (60, 60)
    assert (places["1004"], places["1003"]) == (20, 20)


@pytest.mark.parametrize("line", ["1005 Нет такого абонента", "1005"])
def test_line_that_begins_with_a_number_stands_below_the_others(line: str) -> None:
    """It is a row of its own."""
    places = _places(*ROWS, _box(20, 200, 133, "1004 Соединение с абонентом", line))
    assert places["1005"] == 20


def test_line_alone_is_as_wide_as_its_box() -> None:
    """However far it is stretched."""
    document = "".join(_box(20, 100 + 20 * row, 200, "Нет связи") for row in range(6))
    words = read(f"<html><body>{document}</body></html>").words
    assert words[1].x1 == pytest.approx(220)


STATUSES = [
    box
    for row in range(4)
    for box in (_box(20, 100 + 20 * row, 22, f"100{row}"), _box(60, 100 + 20 * row, 36, "активен"))
]


def test_line_that_begins_unlike_a_column_of_few_words_goes_on_behind_it() -> None:
    """A status and a text are one line of the box; the text goes on below it."""
    texts = [_box(120, 100 + 20 * row, 50, f"Ответ{row}") for row in range(4)]
    places = _places(*STATUSES, *texts, _box(60, 200, 165, "активен Соединение прервано", "сервера с командой"))
    assert (places["сервера"], places["активен"]) == (120, 60)


@pytest.mark.parametrize(("text", "words"), [("1)", ["1005", "1)", "Нет"]), ("тариф", ["1005тариф", "Нет"])])
def test_mark_is_told_by_its_size(text: str, words: list[str]) -> None:
    """Pdfminer writes the mark of a note as it writes letters, but smaller; what is longer is none."""
    smaller = f'1005</span><span style="font-size:7px">{text} </span><span style="font-size:10px">Нет'
    found = read(f"<html><body>{''.join(ROWS)}{_box(20, 200, 133, smaller)}</body></html>").words
    assert [word.text for word in found[-len(words) :]] == words
    assert [word.text for word in found if word.style.is_raised] == [text] * (len(words) == 3)


def test_line_whose_number_has_a_mark_begins_with_it() -> None:
    """It is a row of its own, as those are whose numbers have none."""
    marked = '1005</span><span style="font-size:7px">1) </span><span style="font-size:10px">Нет такого абонента'
    assert _places(*ROWS, _box(20, 200, 133, "1004 Соединение с абонентом", marked))["1005"] == 20


@pytest.mark.parametrize(
    ("word", "read_as"), [("Веб\u00adсокет", ["Веб-сокет", "вре-"]), ("Нет", ["Нет", "вре\u00ad"])]
)
def test_soft_hyphens_amid_words_are_drawn(word: str, read_as: list[str]) -> None:
    """Fonts call one glyph by either name; where none stands amid a word those at line ends break words."""
    document = "".join(_box(20, 100 + 20 * row, 60, text) for row, text in enumerate([word, "вре\u00ad", *"абвг"]))
    assert [item.text for item in read(f"<html><body>{document}</body></html>").words[:2]] == read_as
