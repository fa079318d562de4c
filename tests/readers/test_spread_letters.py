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
