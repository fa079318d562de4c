"""Where halves of a table stand down a sheet: what is above them and below belongs to neither."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.lines import APART
from ingest.table.scene.shapes import code_shape, label_shapes

_ROOM: Final = 2.2
"""How much room, in letter heights, is above the foot and below the head of a page, and in no text of it."""

_HEAD_LINES: Final = 2
"""How many lines a running head has at most."""


class Cut(NamedTuple):
    """Where a sheet is cut, and how far the right half is moved to the left."""

    x: float
    shift: float


def band_of(words: Sequence[Word], cut: Cut) -> tuple[float, float]:
    """From where to where down a sheet the halves stand: no line crosses the cut there."""
    coded = [word for word in words if word.gap >= APART and code_shape(word.text)]
    right = sorted(word.base for word in coded if word.x0 >= cut.x)
    if not coded:
        return 0.0, float("inf")
    tables = {word.cell.table for word in coded if word.x0 >= cut.x and word.cell is not None}
    crossing = _crossing(words, cut, tables) if right else []
    first, last = min(word.base for word in coded), max(word.base for word in coded)
    over, under = _set_apart(words, cut)
    above = [base for base in crossing if base < right[0]] + [base for base in over if base < first]
    below = [base for base in crossing if base > right[-1]] + [base for base in under if base > last]
    return max(above, default=float("-inf")) + 0.1, min(below, default=float("inf")) - 0.1


def _crossing(words: Sequence[Word], cut: Cut, tables: set[int]) -> list[float]:
    """The base lines of what runs over the cut, a word or the space between two, and of what stands in no table."""
    over = [word.base for word in words if word.x0 < cut.x < word.x1 or _is_outside(word, tables)]
    pairs = ((one, two) for one, two in pairwise(words) if one.x1 <= cut.x <= two.x0 and two.gap < APART)
    return over + [two.base for one, two in pairs if one.line == two.line]


def _set_apart(words: Sequence[Word], cut: Cut) -> tuple[list[float], list[float]]:
    """The base lines over and under which room runs across the whole sheet: heads and feet stand beyond it.

    Two pages on a sheet have a head each: those stand on one line, apart, and belong to the halves.
    """
    if any(word.cell is not None for word in words):
        return [], []
    lines = sorted({(word.base, word.size) for word in words})
    apart = [(one, two) for (one, _), (two, size) in pairwise(lines) if two - one > _ROOM * size]
    lefts = {word.base for word in words if word.x0 < cut.x}
    of_halves = {word.base for word in words if word.x0 >= cut.x and word.gap >= APART and word.base in lefts}
    rights = sorted({word.base for word in words if word.x0 >= cut.x})
    headed = [word.base for word in words if role_of_word(word.text) == "code"]
    # Either half may begin above the other, with headings or the rest of a text: no more lines are a head.
    below = min([*headed, *rights[_HEAD_LINES : _HEAD_LINES + 1]], default=math.inf)
    over = [one for one, _ in apart if one not in of_halves and one < below]
    # A title between rows, the last of its half, stands apart as all rows do.
    labelled = {word.base for word in words if word.gap >= APART and label_shapes(word.text)}
    return over, [two for _, two in apart if two not in of_halves | labelled]


def _is_outside(word: Word, tables: set[int]) -> bool:
    """Whether a word stands outside some tables of the format, if there are any."""
    return bool(tables) and (word.cell is None or word.cell.table not in tables)
