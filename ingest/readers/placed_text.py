"""A run of text at its place on a page, as tools tell it: where its letters stand in it is a guess."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from ingest.document.fragments import PLAIN, Style
from ingest.document.printed_width import letter_width


class PlacedText(NamedTuple):
    """A run of text: the index of its page, its left and right edge, its base line and size, its line in the source.

    `reach` is the right edge of a box of several lines, whose left edge need not be that of this one; `marks` are the
    words that end raised, and how many letters of each are.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    line: int | None
    style: Style = PLAIN
    reach: float | None = None
    marks: tuple[tuple[str, int], ...] = ()


def places_in(text: PlacedText) -> list[float]:
    """Where each letter of a text begins across the page, and where the last one ends, by what they are wide in most
    fonts.
    """
    ends = list(accumulate(map(letter_width, text.text), initial=0.0))
    unit = (text.right - text.left) / (ends[-1] or 1.0)
    return [text.left + unit * end for end in ends]
