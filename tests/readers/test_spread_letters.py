"""Letters that a document spreads: pdftohtml writes a blank between each two."""

from __future__ import annotations

from tests.readers.seen import lines, read


def _page(texts: list[str]) -> bytes:
    style = "position:absolute;white-space:nowrap;top:{}px;left:20px;font-size:10px"
    placed = (f'<p style="{style.format(20 + 14 * row)}">{text}</p>' for row, text in enumerate(texts))
    return f"<html><body>{''.join(placed)}</body></html>".encode()


def test_spread_letters_are_words() -> None:
    """Three blanks part words, but for a number that fills its cell; letters that touch have no blank between."""
    spread = [
        "В ы з о в&#160;&#160;&#160;п р и н я т",
        "2 2 X X",
        "1 0 0 0&#160;Н е т",
        "1 0 0 1 « С е р ы й »",
        "Q R- к о д",
    ]
    assert lines(read(_page([*spread, "1 0 0 2 3 - D   S e c u re", "Приложение Б"]))) == [
        *("Вызов принят", "22XX", "1000 Нет", "1001 «Серый»", "QR-код", "1002 3-D Secure", "Приложение Б")
    ]


def test_letters_of_few_texts_are_left_alone() -> None:
    """An abbreviation may be spread, and numbers may stand beside each other."""
    texts = ["А Т С и", "1 2 3 4", "Вызов принят", "Номер занят", "Линия закрыта", "Нет ответа"]
    assert lines(read(_page(texts))) == texts


def _word(left: float, top: float, text: str, size: float = 10.0) -> str:
    sides = f'xMin="{left:.2f}" yMin="{top + 10 - size:.2f}" xMax="{left + 5 * len(text):.2f}" yMax="{top + 10:.2f}"'
    return f"<word {sides}>{text}</word>"


def _letters(left: float, top: float, text: str) -> str:
    """Letters a tenth of their size apart, and words further: Poppler takes each for a word."""
    places = enumerate(text)
    return "".join(_word(left + 6 * place, top, letter) for place, letter in places if letter != " ")


def test_spread_letters_with_their_places_are_words() -> None:
    """Those that stand apart throughout alike are joined: no line of such a page was one of a table."""
    rows = [("Код", "Описание"), ("1000", "Вызов принят"), ("1001", "Нет ответа"), ("1002", "Линия занята")]
    placed = [
        _letters(left, 20.0 + 15 * row, text)
        for row, texts in enumerate(rows)
        for left, text in zip((20.0, 80.0), texts, strict=True)
    ]
    mark = _word(20 + 6 * 4 - 0.5, 30, "1", size=4)
    page = f'<html><body><doc><page width="595" height="842">{"".join(placed)}{mark}</page></doc></body></html>'
    found = read(page.encode())
    assert [word.text for word in found.words] == [
        *("Код", "Описание", "1000", "1", "Вызов", "принят", "1001", "Нет", "ответа", "1002", "Линия", "занята")
    ]
