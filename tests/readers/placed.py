"""Words at places, as `pdftotext -bbox` writes those of a page."""

from __future__ import annotations

SIZE = 10.0
Line = tuple[float, tuple[tuple[float, str], ...]]
"""The top of a line, and its pieces: where each begins, and its text."""


def page_of(lines: list[Line]) -> bytes:
    """A page with these lines."""
    words = [
        f'<word xMin="{left + 5 * place:.2f}" yMin="{top:.2f}" xMax="{left + 5 * (place + len(word)):.2f}"'
        f' yMax="{top + SIZE:.2f}">{word}</word>'
        for top, pieces in lines
        for left, text in pieces
        for place, word in _placed(text)
    ]
    return f'<html><body><doc><page width="595" height="842">{"".join(words)}</page></doc></body></html>'.encode()


def _placed(text: str) -> list[tuple[int, str]]:
    starts = [place for place, letter in enumerate(text) if letter != " " and (not place or text[place - 1] == " ")]
    return [(start, text[start:].split(" ", maxsplit=1)[0]) for start in starts]
