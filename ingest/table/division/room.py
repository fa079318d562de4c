"""The room on lines of text: where they end, and whether the next word would have had room there.

Where a copy kept no places, the lines of proportional letters are measured by what letters are wide in most fonts.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple

from ingest.document.fragments import Word
from ingest.document.printed_width import printed_width
from ingest.table.division.beside import edges_of_parts
from ingest.table.division.heads import Piece
from ingest.table.scene.lines import text_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small, is_unit

_FULL: Final = 0.97
_ENOUGH: Final = 5
_FEW: Final = 0.1
"""What part of the lines that surely go on may be measured as if they had room."""

_RAGGED: Final = 0.65
_SLACK: Final = 2.5
_SURELY: Final = 0.94
"""What part of the longest lines of a copy one is filled to that surely had room: letters are measured roughly."""


class _Measure(NamedTuple):
    """A way to say how far lines reach: where that of a piece ends, and how wide words are; and what was asked.

    That is how far one would reach with the begin of another, by the first words of both.
    """

    end: Callable[[Piece], float]
    width: Callable[[Sequence[Word]], float]
    known: dict[tuple[int, int], float]


@dataclass(frozen=True)
class Room:
    """How far the lines of the texts of a document reach.

    `owners` are the codes on the line of each piece, None where there is none; `is_aligned` says whether the places of
    the lines count, and not their lengths; `tolerance` is how far edges that are meant to be one lie apart.
    """

    scene: Scene
    pieces: Sequence[Piece]
    owners: Sequence[int | None]
    is_aligned: bool
    tolerance: float

    @cached_property
    def lefts(self) -> dict[int, float]:
        """Where the texts of each part of the table on a page begin, if nearly all do there."""
        if self.scene.fragments.layout != "page":
            return {}
        beside = [piece for piece, owner in zip(self.pieces, self.owners, strict=True) if owner is not None]
        return edges_of_parts(((self.part(piece), piece) for piece in beside), self.tolerance)

    def right(self, piece: Piece) -> float:
        """The right edge of the texts in the part of the table where a piece stands, infinite where there is none."""
        return math.inf if self._is_ragged else self._ends[self.part(piece)]

    def was_left(self, before: Piece, piece: Piece) -> bool:
        """Whether the first word of a piece would have had room on the line before it."""
        return self.could_hold(before, piece) and self._reach(self._measure, before, piece) < self._least_reach

    def could_hold(self, before: Piece, piece: Piece, part: float = 1.0) -> bool:
        """Whether the line before a piece is so short that its first word could have stood there too.

        And would have filled no more than that part of the line.
        """
        return self._fits(self._measure, part * self.right(before), before, piece)

    def is_full(self, before: Piece, piece: Piece) -> bool:
        """Whether the line before a piece is known to reach so far that its first word had no room on it."""
        return math.isfinite(self.right(before)) and not self.could_hold(before, piece)

    def is_surely_full(self, before: Piece, piece: Piece) -> bool:
        """Whether the line before a piece had no room for its first word, or hardly a line of all reaches so far."""
        return self.is_full(before, piece) or self._measure.end(before) >= self._farthest

    def is_short(self, piece: Piece) -> bool:
        """Whether the line of a piece ends well before the right edge of the texts."""
        right = self.right(piece)
        return math.isinf(right) or self._measure.end(piece) < right - _SLACK * piece.first.size

    def fills(self, piece: Piece) -> bool:
        """Whether a line fills its column; a word alone does where nobody knows how wide that is.

        On a page one does only where no letter more had room: there a program breaks what is wider than a column.
        """
        if len(piece.indices) > 1:
            return not self.is_short(piece)
        right = self.right(piece)
        slack = 1.0 if self.scene.fragments.layout == "page" else _SLACK
        return math.isinf(right) or self._measure.end(piece) >= right - slack * piece.first.size

    def _fits(self, measure: _Measure, right: float, before: Piece, piece: Piece) -> bool:
        if right == math.inf:
            return False
        surely = right - 0.5 * piece.first.size if self.is_aligned else _SURELY * right
        return self._reach(measure, before, piece) < surely

    def _reach(self, measure: _Measure, before: Piece, piece: Piece) -> float:
        """How far a line would reach with the first word of the next, or the two that no line parts: 30 seconds."""
        lines = before.indices[0], piece.indices[0]
        if lines not in measure.known:  # asked again and again
            words = [self.scene.words[index] for index in piece.indices[:2]]
            is_measured = words[0].text.isdecimal() and is_unit(words[-1].text)
            width = measure.width(words if is_measured else words[:1])
            measure.known[lines] = measure.end(before) + width + 0.3 * piece.first.size
        return measure.known[lines]

    @cached_property
    def _least_reach(self) -> float:
        """How far lines of a copy that surely went on would have reached, but for a few: there was no room for that."""
        if self.scene.fragments.layout != "text":
            return math.inf
        reaches = sorted(self._reach(self._measure, *pair) for pair in self._wrapped)
        return reaches[int(len(reaches) * _FEW)] if len(reaches) > _ENOUGH else math.inf

    @cached_property
    def _ends(self) -> list[float]:
        return self._ends_by(self._measure)

    @cached_property
    def _farthest(self) -> float:
        """How far nearly all lines of the whole table reach."""
        ends = sorted(map(self._measure.end, self.pieces[: self._last_beside + 1]))
        return ends[int(len(ends) * _FULL)] if len(ends) > _ENOUGH else math.inf

    def _ends_by(self, measure: _Measure) -> list[float]:
        """What nearly all lines of each part of the table end before."""
        parts: defaultdict[int, list[float]] = defaultdict(list)
        for piece in self.pieces[: self._last_beside + 1]:
            parts[self.part(piece)].append(measure.end(piece))
        ends = [sorted(parts[number]) for number in range(len(self.scene.headings) + 1)]
        is_known = self.scene.fragments.layout != "grid"
        return [
            part[min(int(len(part) * _FULL), len(part) - 1)] if len(part) > _ENOUGH and is_known else math.inf
            for part in ends
        ]

    @cached_property
    def _measure(self) -> _Measure:
        """By the widths of letters where the lines that surely go on are full by these, and not by their numbers."""
        begin = (lambda _: 0.0) if self.is_aligned else (lambda piece: piece.first.x0)
        by_places = _Measure(lambda piece: piece.last.x1 - begin(piece), lambda words: words[-1].x1 - words[0].x0, {})
        if self.scene.fragments.layout != "text" or self.is_aligned:
            return by_places
        printed = cache(printed_width)  # each is asked for at its own seam, and as the line before
        by_letters = _Measure(lambda piece: printed(piece.text), lambda words: printed(text_of(words)), {})
        return by_letters if self._had_room_by(by_letters) < self._had_room_by(by_places) else by_places

    def _had_room_by(self, measure: _Measure) -> int:
        """How many lines that surely go on had room on the line above."""
        ends = self._ends_by(measure)
        return sum(self._fits(measure, ends[self.part(before)], before, piece) for before, piece in self._wrapped)

    @cached_property
    def _wrapped(self) -> list[tuple[Piece, Piece]]:
        """The pieces that surely go on, each with the piece before it."""
        return [(before, piece) for before, piece in self.hanging if begins_small(piece.first.text)]

    @cached_property
    def _is_ragged(self) -> bool:
        """Whether most lines that hang between the rows of a copy had room on the line above: somebody broke them."""
        if self.scene.fragments.layout != "text":
            return False
        pairs, ends = self.hanging, self._ends
        room = sum(self._fits(self._measure, ends[self.part(before)], before, piece) for before, piece in pairs)
        return len(pairs) > 2 and room > _RAGGED * len(pairs)

    @cached_property
    def hanging(self) -> list[tuple[Piece, Piece]]:
        """The pieces on the line of no code, up to the last code, each with the piece before it."""
        last = max(0, self._last_beside)
        pairs = zip(self.pieces[:last], self.pieces[1 : last + 1], self.owners[1 : last + 1], strict=True)
        return [(before, piece) for before, piece, owner in pairs if owner is None]

    @cached_property
    def _last_beside(self) -> int:
        return max((index for index, owner in enumerate(self.owners) if owner is not None), default=-1)

    def part(self, piece: Piece) -> int:
        """In which part of the table a piece stands: the number of headings before it."""
        return bisect_right(self.scene.heading_begins, piece.indices[0])
