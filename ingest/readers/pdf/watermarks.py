"""Watermarks: letters printed across the page, under its text or over it, that are no part of it (reading rule 1).

What is printed aslant is one, and what is printed over other letters, in larger ones or turned. Programs draw them in
any order and any colour: only their place tells them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.readers.pdf.placing import Placed

_QUARTER: Final = 90
_LARGE: Final = 1.4
"""How much larger than most letters of the page those of a watermark are, at least."""

_BODY: Final = 0.5
"""How much above the base line is surely drawn, in letter sizes: a small letter."""

_EDGES: Final = 0.15
"""How little of two words may share room on the page by chance, in the sizes of the smaller letters."""


def find_watermarks(words: Sequence[Placed]) -> None:
    """Tell the watermarks of a page: they stand on no line of it."""
    level = [word for word in words if word.is_level]
    usual = _usual_size(level)
    text = [word for word in level if word.size <= _LARGE * usual]
    others = [word for word in words if not word.is_level or word.size > _LARGE * usual]
    over = {_line(word) for word in others if any(_is_over(word, other) for other in text)}
    for word in others:
        if word.slant % _QUARTER or _line(word) in over:
            word.is_watermark, word.is_level = True, False


def _usual_size(level: Sequence[Placed]) -> float:
    """The size of most letters of a page."""
    sizes: Counter[float] = Counter()
    for word in level:
        sizes[round(word.size, 1)] += len(word.piece.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _line(word: Placed) -> tuple[int, float, float]:
    """What the words of a line at any angle have in common."""
    return word.slant, round(word.piece.base), round(word.size, 1)


def _is_over(word: Placed, text: Placed) -> bool:
    """Whether a turned or large word shares room with the small letters of one of the text."""
    left, top, right, bottom = word.box
    if word.is_level:
        top, bottom = word.base - _BODY * word.size, word.base
    across = min(right, text.box[2]) - max(left, text.box[0])
    down = min(bottom, text.base) - max(top, text.base - _BODY * text.size)
    return min(across, down) > _EDGES * min(word.size, text.size)
