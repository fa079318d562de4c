"""Runs of text that hold two cells: a tool wrote them as one, with a blank between, and where the second begins, and
most words of a run, is a guess. It is known where runs beside it begin.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.placed_text import PlacedText, places_in

_SAME: Final = 1.5
"""How far apart runs of one column begin at most."""

_FEWEST: Final = 4
_SHARE: Final = 0.05
"""So many runs, and such a part of the lines, begin at the edge of a column."""

_MOST_CROSSED: Final = 2
_NEARLY_ALL: Final = 0.8
_NEAR: Final = 6
"""A column goes on from a line above to one below, so many lines away at most."""

_GUESSED: Final = 0.2
"""By what part of its way from the begin of a run the place of a word may be wrong."""

_TOO_FAR: Final = 2.0
"""So much less likely a word is guessed right of its edge than left: there is more room between cells than a blank."""

_LONGEST: Final = 8.0
_LONGEST_COUNTED: Final = 16.0
"""Behind a longer text, in sizes, no place is guessed well enough; more where the words say how many there are."""

_WIDEST: Final = 1.2
"""A tool writes two texts as one with no more room between them, in sizes."""

_ROOM: Final = 0.8
"""The room, in sizes, that parts cells."""

_WORDS: Final = re.compile(r"(?<=\s)\S+")


def with_columns_parted(lines: Sequence[Sequence[PlacedText]]) -> list[list[PlacedText]]:
    """The same lines, each run parted where a column begins in it, as runs above and below it say."""
    several = [text for line in lines for text in line if _WORDS.search(text.text)]
    columns = {edge: _lines_at(lines, edge) for edge in (_edges(lines, several) if several else ())}
    counts = {edge: _words_at(lines, edge, end) for edge, end in pairwise([*columns, math.inf])}
    margin = min(columns, default=0.0)
    parted = []
    for number, line in enumerate(lines):
        beside = {edge: _sides(at, number) for edge, at in columns.items()}
        parted.append([part for text in line for part in _parted(text, beside, counts, margin)])
    return parted


def _edges(lines: Sequence[Sequence[PlacedText]], several: Sequence[PlacedText]) -> list[float]:
    """Where many runs begin, and not more than twice as many of several words go on, from the left."""
    begun = Counter(left for line in lines for left in {round(text.left) for text in line})
    edges: list[float] = []
    for edge, count in sorted(begun.items()):
        many = count + begun[edge + 1]
        is_new = not edges or edge - edges[-1] > _SAME
        if is_new and many >= max(_FEWEST, _SHARE * len(lines)):
            crossed = sum(text.left + text.size < edge < text.right - text.size for text in several)
            edges += [edge] if crossed <= _MOST_CROSSED * many else []
    return edges


def _lines_at(lines: Sequence[Sequence[PlacedText]], edge: float) -> list[bool]:
    return [any(abs(text.left - edge) <= _SAME for text in line) for line in lines]


def _words_at(lines: Sequence[Sequence[PlacedText]], edge: float, end: float) -> int | None:
    """How many words the cells have that begin at an edge, and end before the next: None if not all have as many."""
    texts = [text for line in lines for text in line if abs(text.left - edge) <= _SAME and text.right < end]
    (count, many), *_ = Counter(len(text.text.split()) for text in texts).most_common(1) or [(0, 0)]
    return count if many >= max(_FEWEST, _NEARLY_ALL * len(texts)) else None


def _sides(at: Sequence[bool], number: int) -> tuple[bool, bool]:
    """Whether runs begin at an edge on lines above a line, and below it."""
    return any(at[max(0, number - _NEAR) : number]), any(at[number + 1 : number + 1 + _NEAR])


def _parted(
    text: PlacedText, edges: Mapping[float, tuple[bool, bool]], counts: Mapping[float, int | None], margin: float
) -> Iterator[PlacedText]:
    """A run in parts, each of which begins at an edge but the first.

    Prose above a table and below it begins at the margin: there a column must go on above and below.
    """
    own = next((edge for edge in edges if abs(text.left - edge) <= _SAME), margin)
    for edge, sides in edges.items():
        if edge <= text.left + text.size or not (any(sides) if own > margin else all(sides)):
            continue
        start = _start_at(text, edge, counts.get(own))
        if start is None:
            continue
        places, before = places_in(text), text.text[:start].rstrip()
        yield text._replace(text=before, right=min(places[len(before)], edge - _ROOM * text.size))
        text = text._replace(text=text.text[start:], left=edge, right=edge + text.right - places[start])
        own = edge
    yield text


def _start_at(text: PlacedText, edge: float, count: int | None) -> int | None:
    """Where in a run the word begins that stands at an edge: behind as many as cells of its column have, or nearest."""
    places = places_in(text)
    found = [
        (number != count, max(off, -_TOO_FAR * off), match.start())
        for number, match in enumerate(_WORDS.finditer(text.text), start=1)
        if _could_be(
            off := edge - places[match.start()], places[match.start()] - text.left, text.size, counted=number == count
        )
    ]
    return min(found)[-1] if found else None


def _could_be(off: float, way: float, size: float, *, counted: bool) -> bool:
    """Whether a word stands at an edge that is guessed so far left of it, so far from the begin of its run."""
    longest = _LONGEST_COUNTED if counted else _LONGEST
    return way < longest * size and -_GUESSED * way <= off <= _WIDEST * size + _GUESSED * way
