"""Cells that touch: an upright rule parts what stands on both sides of it, however little room is between."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.readers.pdf.characters import Character
from ingest.readers.pdf.placing import Placed
from ingest.readers.pdf.spelling import Piece
from ingest.readers.pdf.upright import Box

_FEWEST: Final = 3
"""So many words of a page begin at one edge, if a column does: a text that runs over a rule goes on at any place."""

_MIDDLE: Final = 0.3
"""How far above the base line, in letter sizes, a rule passes that stands beside a word."""

_SLACK: Final = 0.5
"""How far letters reach over a rule beside them at most, in points."""

_SAME_LINE: Final = 1.0
_SPACE: Final = 0.5
"""How wide a space is at most, in letter sizes."""

_SAME_BASE: Final = 0.1


class Bars:
    """The upright rules of a page, and the edges at which its words begin."""

    def __init__(self, rules: Iterable[Box], words: Sequence[Placed]) -> None:
        self._rules = sorted((left, top, bottom) for left, top, right, bottom in rules if left == right)
        self._places = [rule[0] for rule in self._rules]
        pairs = list(_with_ends(words)) if self._rules else []
        self._edges = sorted(word.box[0] for end, word in pairs if word.box[0] - end > _SPACE * word.size)
        self._ruled = sorted(word.box[0] for end, word in pairs if self._is_behind_rule(end, word))

    def stand_between(self, end: float, word: Placed) -> bool:
        """Whether one of them stands between a place and a word right of it that begins at the edge of a column.

        There words may begin with no more than a space before them, if the cells on both sides are so near.
        """
        place = word.box[0]
        return self._is_behind_rule(end, word) and (_is_edge(place, self._edges) or _is_edge(place, self._ruled))

    def part(self, words: Iterable[Placed], characters: Sequence[Character]) -> Iterator[Placed]:
        """All words, those that run over a rule as two, where a column begins right behind it."""
        for word in words:
            crossing = list(self._between(word.box[0] + _SLACK, word.box[2] - _SLACK, word)) if word.is_level else []
            yield from self._parted(word, crossing[0], characters) if crossing else (word,)

    def _is_behind_rule(self, end: float, word: Placed) -> bool:
        return end > -math.inf and any(self._between(end - _SLACK, word.box[0] + _SLACK, word))

    def _between(self, left: float, right: float, word: Placed) -> Iterator[float]:
        """The places of the rules between two others, beside a word."""
        height = word.base - _MIDDLE * word.size
        for place, top, bottom in self._rules[bisect_left(self._places, left) : bisect_right(self._places, right)]:
            if top <= height <= bottom:
                yield place

    def _parted(self, word: Placed, place: float, characters: Sequence[Character]) -> Iterator[Placed]:
        """A word as two, left and right of a place in it."""
        piece, moved = word.piece, word.box[0] - word.piece.x0
        letters = sorted((item for item in characters if _is_in(item, piece)), key=lambda item: item.x0)
        right = [item for item in letters if item.x0 + moved >= place - _SLACK]
        left = letters[: len(letters) - len(right)]
        is_whole = "".join(item.text for item in letters) == piece.text
        if not (left and right and is_whole and _is_edge(right[0].x0 + moved, self._edges)):
            yield word
            return
        for part in (left, right):
            x0, x1 = part[0].x0, max(item.x1 for item in part)
            own = Piece("".join(item.text for item in part), x0, x1, piece.face, piece.is_raised)
            yield replace(word, piece=own, box=(x0 + moved, word.box[1], x1 + moved, word.box[3]))


def _is_edge(place: float, edges: Sequence[float]) -> bool:
    return bisect_right(edges, place + _SLACK) - bisect_left(edges, place - _SLACK) >= _FEWEST


def _with_ends(words: Iterable[Placed]) -> Iterator[tuple[float, Placed]]:
    """Each word with where the one left of it ends, which is nowhere for the first of a line."""
    end, base = -math.inf, -math.inf
    for word in sorted(words, key=lambda word: (round(word.base), word.box[0])):
        yield (end if abs(word.base - base) <= _SAME_LINE else -math.inf), word
        end, base = word.box[2], word.base


def _is_in(character: Character, piece: Piece) -> bool:
    """Whether a visible character is one of those that a piece was made of."""
    is_on_line = abs(character.face.base - piece.base) <= _SAME_BASE * piece.size
    is_inside = piece.x0 <= character.x0 and character.x1 <= piece.x1
    return is_on_line and is_inside and character.face.frame.angle == piece.face.frame.angle and character.text != " "
