"""Watermarks: letters printed across the page, under its text or over it, that are no part of it (reading rule 1).

What is printed aslant is one, and what is printed over other letters, in larger ones, in pale ones or turned. Programs
draw them in any order and any colour: their place tells them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from ingest.readers.pdf.drawn import Color
from ingest.readers.pdf.placing import Placed

_QUARTER: Final = 90
_LARGE: Final = 1.4
"""How much larger than most letters of the page those of a watermark are, at least."""

_BODY: Final = 0.5
"""How much above the base line is surely drawn, in letter sizes: a small letter."""

_WHITE: Final = 255
_RED: Final = 0.3
_GREEN: Final = 0.59
"""What part of the light of a colour is of its red and its green."""

_PALER: Final = 125
"""How much lighter than most letters of the page pale ones are, of 255: grey, and no link in blue."""

_MOST_PALE: Final = 0.25
"""What part of the letters of a page is pale at most, if being pale says anything."""

_NEAREST: Final = 0.75
"""How near two lines of one text are never, in letter sizes."""

_EDGES: Final = 0.15
"""How little of two words may share room on the page by chance, in the sizes of the smaller letters."""


def find_watermarks(words: Sequence[Placed]) -> None:
    """Tell the watermarks of a page: they stand on no line of it."""
    level = [word for word in words if word.is_level]
    usual = _usual_size(level)
    text = sorted((word for word in level if word.size <= _LARGE * usual), key=_base)
    others = [word for word in words if not word.is_level or word.size > _LARGE * usual]
    reach = _BODY * _LARGE * usual
    over = {
        _line(word)
        for word in others
        if not word.slant % _QUARTER
        and any(_is_over(word, other) for other in _between(text, word.box[1] - word.size, word.box[3] + reach))
    }
    for word in others:
        if word.slant % _QUARTER or _line(word) in over:
            word.is_watermark, word.is_level = True, False

    _find_pale_ones([word for word in words if word.is_level])


def _find_pale_ones(level: Sequence[Placed]) -> None:
    """Tell the pale words of a page where few are so, and of them the lines that are printed over others.

    A line of the same words elsewhere on the page is a watermark too.
    """
    letters: Counter[int] = Counter()
    for word in level:
        letters[_light(word.piece.face.color)] += len(word.piece.text)
    ink = max(letters, key=lambda light: letters[light], default=0)
    pale = [word for word in level if _light(word.piece.face.color) >= ink + _PALER]
    if sum(len(word.piece.text) for word in pale) > _MOST_PALE * letters.total():
        return
    for word in pale:
        word.is_pale = True
    text = sorted((word for word in level if not word.is_pale), key=_base)
    lines = dict(_said(pale))
    over = {said for said, line in lines.items() if any(_is_printed_over(word, text) for word in line)}
    for said, line in lines.items():
        for word in line if said in over else ():
            word.is_watermark, word.is_level = True, False


def _between(text: Sequence[Placed], top: float, bottom: float) -> Sequence[Placed]:
    """The words of a text, in order of their base lines, whose base lines are between two heights."""
    return text[bisect_left(text, top, key=_base) : bisect_right(text, bottom, key=_base)]


def _base(word: Placed) -> float:
    return word.base


def _is_printed_over(word: Placed, text: Sequence[Placed]) -> bool:
    """Whether a pale word is printed over one of a text, in order of base lines."""
    near = _between(text, word.base - _NEAREST * word.size, word.base + _NEAREST * word.size)
    return any(_is_close(word, other) for other in near)


def _said(pale: Sequence[Placed]) -> Iterator[tuple[str, list[Placed]]]:
    """What pale lines say, and the words of all that say it."""
    rows: defaultdict[tuple[tuple[int, float, float], Color | None], list[Placed]] = defaultdict(list)
    for word in pale:
        rows[_line(word), word.piece.face.color].append(word)
    alike: defaultdict[str, list[Placed]] = defaultdict(list)
    for row in rows.values():
        alike[" ".join(word.piece.text for word in sorted(row, key=lambda word: word.box[0]))] += row
    yield from alike.items()


@lru_cache(maxsize=256)
def _light(color: Color | None) -> int:
    """How light letters are seen on paper, of 255; those in no colour are taken for black."""
    if color is None:
        return 0
    red, green, blue, opaque = color
    shown = (_RED * red + _GREEN * green + (1 - _RED - _GREEN) * blue) * opaque / _WHITE + _WHITE - opaque
    return round(shown)


def _is_close(word: Placed, text: Placed) -> bool:
    """Whether two level words overlap across the page, nearer below each other than lines of one text are."""
    across = min(word.box[2], text.box[2]) - max(word.box[0], text.box[0])
    size = min(word.size, text.size)
    return across > _EDGES * size and abs(word.base - text.base) < _NEAREST * size


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
