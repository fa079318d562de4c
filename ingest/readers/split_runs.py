"""Runs of text that are pieces of one: pdftohtml ends one of a page that lies wherever a font or the room between two
letters changes, within words too. The blanks between words stand in the pieces, or where they do not, nowhere.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.placed import lines_of
from ingest.readers.placed_text import PlacedText

_FEWEST: Final = 4
_MOST: Final = 2.0
_LEAST: Final = 0.3
_NEAR: Final = 20
"""A column goes on from one line to another so many lines away at most."""

_NONE: Final = (0.15, 0.12)
"""How much of the room behind a text may be none: in sizes, and as a part of its width, which is a guess."""

_APART: Final = (0.7, 0.15)
"""More than that parts cells."""

_FAR_APART: Final = (0.7, 0.3)
"""More than that parts cells where a word could go on: the guess is too narrow for what is set bold."""

_BLANK: Final = re.compile(r"\s")
_GOING_ON: Final = re.compile(r"\s|[a-zа-яё]{2}")
_NEW: Final = re.compile(r"[a-zа-яё.,;:)»][A-ZА-ЯЁ]")
"""No word goes on so."""

_BEGINS_WORD: Final = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")
"""So a word begins behind another; without room, a name may go on so, as «МегаФон» does."""

_LONG: Final = 20
"""Behind a text of so many letters no cell begins so near that it would not seem to go on."""

_NARROW_AND_WIDE: Final = (0.7, 1.3)
"""What part of their guessed width texts of a font have at least, and at most."""


def with_pieces_joined(texts: Sequence[PlacedText], *, keep_blanks: bool) -> list[PlacedText]:
    """The same texts, pieces of one joined.

    Parameters
    ----------
    texts
        Texts of pages, of whose width nothing is known.
    keep_blanks
        Whether blanks at the begin or the end of a text are kept.

    Raises
    ------
    ValueError
        If pieces could be words, cells or parts of a word.
    """
    lines = list(lines_of(texts))
    part = _part(lines)
    lines = [[_narrowed(text, part) for text in line] for line in lines]
    edges = _edges(lines)
    return [
        text
        for number, line in enumerate(lines)
        for text in _joined(line, _near(edges, number), keep_blanks=keep_blanks)
    ]


def _narrowed(text: PlacedText, part: float) -> PlacedText:
    return text._replace(right=text.left + part * (text.right - text.left))


def _part(lines: Sequence[Sequence[PlacedText]]) -> float:
    """What part of their guessed width texts have, by where those begin that go on behind a blank or within a word."""
    least, most = _NARROW_AND_WIDE
    ways = [
        (after.left - text.left, text.right - text.left)
        for text, after in (pair for line in lines for pair in pairwise(line))
        if len(text.text) >= _LONG or _GOING_ON.search(text.text[-1:] + after.text[:1])
    ]
    near = [(way, width) for way, width in ways if least * width <= way <= most * width]
    return sum(way for way, _ in near) / sum(width for _, width in near) if len(near) >= _FEWEST else 1.0


def _edges(lines: Sequence[Sequence[PlacedText]]) -> dict[tuple[int, float], list[int]]:
    """Where columns begin, with the lines that say so: runs begin there behind others, most with room before them."""
    rooms: dict[tuple[int, float], dict[tuple[str, str], tuple[float, int]]] = defaultdict(dict)
    for number, line in enumerate(lines):
        for before, text in pairwise(line):
            for place in range(round(text.left) - 1, round(text.left) + 2):
                rooms[place, text.size][before.text, text.text] = _room(before, text, _NONE), number
    return {
        place: sorted({number for room, number in found.values() if room > 1})
        for place, found in rooms.items()
        if len(found) >= _FEWEST and median(room for room, _ in found.values()) > 1
    }


def _near(edges: Mapping[tuple[int, float], Sequence[int]], number: int) -> Callable[[PlacedText], bool]:
    """Whether a column begins where a text of a line does: one of another table, far from the line, is none of its."""

    def begins(text: PlacedText) -> bool:
        at = edges.get((round(text.left), text.size), ())
        after = bisect_right(at, number)
        before = bisect_left(at, number)
        return number - _NEAR <= (at[before - 1] if before else -math.inf) or (
            after < len(at) and at[after] <= number + _NEAR
        )

    return begins


def _room(text: PlacedText, after: PlacedText, least: tuple[float, float]) -> float:
    """The room between two texts, counted in what may be none: in sizes, and in widths of the first."""
    sizes, widths = least
    return (after.left - text.right) / (sizes * text.size + widths * (text.right - text.left))


def _joined(
    line: Sequence[PlacedText], begins: Callable[[PlacedText], bool], *, keep_blanks: bool
) -> Iterator[PlacedText]:
    run = last = line[0]
    for text in line[1:]:
        if _goes_on(last, text, is_edge=begins(text), keep_blanks=keep_blanks):
            run = run._replace(text=run.text + text.text, right=max(run.right, text.right))
        else:
            yield run
            run = text
        last = text
    yield run


def _goes_on(piece: PlacedText, text: PlacedText, *, is_edge: bool, keep_blanks: bool) -> bool:
    """Whether a piece goes on in the next of its line: that stands where it ends, and a blank between would be seen.

    Raises
    ------
    ValueError
        If that is not sure.
    """
    seam, room = piece.text[-1:] + text.text[:1], _room(piece, text, _NONE)
    could_be, is_blank = _GOING_ON.search(seam) is not None, _BLANK.search(seam) is not None
    is_in_word = not is_edge and seam.isalnum() and not _BEGINS_WORD.match(seam)
    is_apart = _room(piece, text, _FAR_APART if is_in_word else _APART) > 1
    if piece.size != text.size or is_apart or (is_edge and (room > 1 or not could_be)):
        return False
    # Where blanks are kept, no word begins without one: with room before it, it begins another cell.
    if keep_blanks and room > 1 and _BEGINS_WORD.match(seam):
        return False
    # Cells that do not touch each other have more room between than a guess at so short a piece is wrong.
    farthest = text.left - piece.right + _NONE[1] * (piece.right - piece.left)
    if is_edge and farthest > _LEAST * text.size:
        raise ValueError(seam)
    if not is_blank and not (keep_blanks and room < _MOST and not _NEW.match(seam)):
        raise ValueError(seam)
    return True
