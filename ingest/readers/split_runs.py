"""Runs of text that are pieces of one: pdftohtml ends one of a page that lies wherever a font or the room between two
letters changes, within words too. The blanks between words stand in the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.placed import lines_of
from ingest.readers.placed_text import PlacedText

_FEWEST: Final = 4
_NONE: Final = (0.15, 0.12)
"""How much of the room behind a text may be none: in sizes, and as a part of its width, which is a guess."""

_CELLS: Final = (0.6, 0.25)
"""More than that parts cells."""

_BLANK: Final = re.compile(r"\s")
_GOING_ON: Final = re.compile(r"\s|[a-zа-яё]{2}")
_NEW: Final = re.compile(r"[a-zа-яё.,;:)»\u2010-][A-ZА-ЯЁ]")
"""No text goes on so without a blank."""

_NARROW_AND_WIDE: Final = (0.6, 1.5)
"""What part of their guessed width texts of a font have at least, and at most."""


def with_pieces_joined(texts: Sequence[PlacedText]) -> list[PlacedText]:
    """The same texts, pieces of one joined; as long as their texts hold blanks."""
    if not any(_BLANK.search(text.text) for text in texts):
        return list(texts)
    lines = list(lines_of(texts))
    part = _part(lines)
    lines = [[_narrowed(text, part) for text in line] for line in lines]
    edges = _edges(lines)
    return [text for line in lines for text in _joined(line, edges)]


def _narrowed(text: PlacedText, part: float) -> PlacedText:
    return text._replace(right=text.left + part * (text.right - text.left))


def _part(lines: Sequence[Sequence[PlacedText]]) -> float:
    """What part of their guessed width texts have, by where those begin that go on behind a blank or within a word."""
    least, most = _NARROW_AND_WIDE
    ways = [
        (after.left - text.left, text.right - text.left)
        for text, after in (pair for line in lines for pair in pairwise(line))
        if _GOING_ON.search(text.text[-1:] + after.text[:1])
    ]
    near = [(way, width) for way, width in ways if least * width <= way <= most * width]
    return sum(way for way, _ in near) / sum(width for _, width in near) if len(near) >= _FEWEST else 1.0


def _edges(lines: Sequence[Sequence[PlacedText]]) -> set[int]:
    """Where columns begin: runs begin there behind several others, most with room before them."""
    rooms: dict[int, dict[tuple[str, float], float]] = {}
    for before, text in (pair for line in lines for pair in pairwise(line)):
        for place in range(round(text.left) - 1, round(text.left) + 2):
            rooms.setdefault(place, {})[before.text, before.left] = _room(before, text, _NONE)
    return {place for place, found in rooms.items() if len(found) >= _FEWEST and median(found.values()) > 1}


def _room(text: PlacedText, after: PlacedText, least: tuple[float, float]) -> float:
    """The room between two texts, counted in what may be none: in sizes, and in widths of the first."""
    sizes, widths = least
    return (after.left - text.right) / (sizes * text.size + widths * (text.right - text.left))


def _joined(line: Sequence[PlacedText], edges: set[int]) -> Iterator[PlacedText]:
    run = last = line[0]
    for text in line[1:]:
        if _goes_on(last, text, edges):
            run = run._replace(text=run.text + text.text, right=max(run.right, text.right))
        else:
            yield run
            run = text
        last = text
    yield run


def _goes_on(piece: PlacedText, text: PlacedText, edges: set[int]) -> bool:
    """Whether a piece goes on in the next of its line: it ends there, and no column begins."""
    is_new = _NEW.match(piece.text[-1:] + text.text[:1]) is not None
    is_edge = round(text.left) in edges
    return piece.size == text.size and not is_new and not is_edge and _room(piece, text, _CELLS) < 1
