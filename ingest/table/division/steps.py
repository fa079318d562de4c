"""The steps from line to line: which is that within a text, and which parts two texts.

In stacks none does: codes below each other in one cell of a page, beside a block of more lines than codes. Their texts
are paragraphs of the cell beside, and those of several lines push the next ones down: the heights of the lines say
nothing of whose they are, only their order and their words do.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import Word
from ingest.table.division.heads import Head, Piece
from ingest.table.scene.wording import begins_small, wants_more

_FEW: Final = 2
_ENOUGH: Final = 5
_MOST_LEARNT: Final = 2.5
_FARTHEST: Final = 3.0
"""How many letter heights lines of one text are apart at most."""

LEAST: Final = 0.85
"""How far lines are apart at least, in letter heights."""

_OFTEN: Final = 0.1
"""What part of the steps of a page is that within a text at least."""

_SAME_STEP: Final = 0.1
_ROUNDED: Final = 1e-6
_EVEN: Final = 0.01
"""How far, in letter heights, equal steps differ at least, as they are measured."""

BLANK: Final = 1.6
"""How many steps from line to line make a blank line."""

WIDER: Final = 0.15
"""By how many letter heights a step is wider than the leading at least."""

EXACT: Final = 0.02
"""How exactly programs set lines, in letter heights."""

APART: Final = 2.0
"""How many times further than equal steps differ two kinds of steps are apart."""

_MOST_IN_ONE: Final = 5
"""How many codes a block of lines has at most, on the average: with more, rows have no room between them."""


def sure_wraps(
    pieces: Sequence[Piece], owners: Sequence[int | None], *, begin_small: bool
) -> list[tuple[Piece, Piece]]:
    """The pieces on the line of no code that surely go on with the one before; `begin_small` is whether texts may."""
    return [
        (before, piece)
        for before, piece, owner in zip(pieces, pieces[1:], owners[1:], strict=False)
        if owner is None and ((begins_small(piece.first.text) and not begin_small) or wants_more(before.last.text))
    ]


def usual_step(words: Sequence[Word], size: float, *, is_page: bool) -> float:
    """The usual step from one line of a text to the next, by the first words of lines and the height of letters.

    On a page it is the smallest that comes again and again: rows are further apart than the lines of a text.
    """
    steps = sorted(
        word.base - before.base
        for before, word in pairwise(words)
        if before.sheet == word.sheet and 0.3 * word.size < word.base - before.base < _FARTHEST * size
    )
    if not steps:
        return max(size, 1.0)
    enough = max(_FEW, _OFTEN * len(steps)) if is_page else len(steps) + 1
    often = (
        step
        for place, step in enumerate(steps)
        if step > LEAST * size and bisect_right(steps, step + _SAME_STEP * size) - place >= enough
    )
    return next(often, steps[len(steps) // 2])


def farthest_in_cell(steps: Iterable[float], leading: float, size: float) -> float:
    """Up to what step lines stand in one cell: hardly more than the least; less, where all rows are that near too."""
    known = sorted(step for step in steps if LEAST * size < step < _FARTHEST * size)
    least = min([leading, *known])
    near = [step for step in known if least <= step < least + WIDER * size]
    gap, place = max(((two - one, place) for place, (one, two) in enumerate(pairwise(near), start=1)), default=(0.0, 0))
    if _FEW <= place <= len(near) - _FEW:
        spread = max(near[place - 1] - near[0], near[-1] - near[place], _EVEN * size, _resolution(near))
        if gap > APART * spread:
            return (near[place - 1] + near[place]) / 2
    return least + WIDER * size


def _resolution(steps: Iterable[float]) -> float:
    """How exactly steps are said: a copy may round all heights to whole numbers."""
    return 1.0 if all(abs(step - round(step)) < _ROUNDED for step in steps) else 0.0


def _odds_of_steps(borders: Sequence[int | None], wraps: Sequence[int | None], leading: int) -> dict[int, float]:
    """How much each kind of step speaks for a border, as a logarithm of odds, from borders and wraps that are sure.

    Steps from page to page, None, tell nothing. Where texts are hardly ever wrapped, they would be by the leading.
    """
    apart = Counter(kind for kind in borders if kind is not None)
    inside = Counter(kind for kind in wraps if kind is not None)
    if apart.total() < _FEW:
        return {}
    inside[leading] += max(0, _FEW - inside.total())
    found = {}
    for kind in apart.keys() | inside.keys():
        for_border = (_near(apart, kind) + 0.5) / (apart.total() + 1)
        for_wrap = (_near(inside, kind) + 0.5) / (inside.total() + 1)
        found[kind] = max(-_MOST_LEARNT, min(_MOST_LEARNT, math.log(for_border / for_wrap)))
    return found


def _near(counts: Counter[int], kind: int) -> int:
    return counts[kind - 1] + counts[kind] + counts[kind + 1]


def _widest_steps(between: Iterable[Sequence[int | None]]) -> Iterator[int]:
    """The steps that are wider than all others between two codes: one of them parts their texts."""
    for steps in between:
        known = sorted(step for step in steps if step is not None)
        if len(known) == len(steps) > 1 and known[-1] > known[-2] + 1:
            yield known[-1]


def sure_borders(pieces: Sequence[Piece], owners: Sequence[int | None]) -> list[tuple[Piece, Piece]]:
    """The pieces after each other that stand on the lines of two codes."""
    pairs = zip(pairwise(pieces), pairwise(owners), strict=True)
    return [pair for pair, (one, other) in pairs if one is not None and other is not None and one != other]


@dataclass(frozen=True)
class Steps:
    """The steps from line to line in a document.

    `before_codes` is how many pieces stand before each code; `wraps` are the pieces that surely go on, each with the
    piece before it; `leading` and `size` the usual step and height of letters.
    """

    pieces: Sequence[Piece]
    owners: Sequence[int | None]
    before_codes: Sequence[int]
    wraps: Sequence[tuple[Piece, Piece]]
    leading: float
    size: float
    is_page: bool

    @cached_property
    def have_blanks_inside(self) -> bool:
        """Whether blank lines stand inside most texts of a copy that surely go on: elsewhere they say nothing."""
        steps = [piece.base - before.base for before, piece in self.wraps]
        return not self.is_page and 2 * sum(step > BLANK * self.leading for step in steps) > len(steps) >= _ENOUGH

    def odds(self, before: Piece, piece: Piece) -> float:
        """How much the step between two lines speaks for a border, as a logarithm of odds."""
        return self._learnt.get(self._kind(before, piece) or 0, 0.0) if self._learnt else 0.0

    def _kind(self, before: Piece, piece: Piece) -> int | None:
        """The step between two lines as one of few kinds; None from page to page."""
        if before.first.sheet != piece.first.sheet:
            return None
        return round((piece.base - before.base) / self._unit)

    @property
    def _unit(self) -> float:
        """By how much steps of another kind differ."""
        return 0.1 * max(self.size, 0.1)

    @cached_property
    def _learnt(self) -> dict[int, float]:
        """How much each kind of step on pages speaks for a border, from what is sure."""
        if not self.is_page:
            return {}
        sure = [self._kind(*pair) for pair in sure_borders(self.pieces, self.owners)]
        between = [self.pieces[first : last + 1] for first, last in pairwise(self.before_codes)]
        steps = [[self._kind(*pair) for pair in pairwise(pieces)] for pieces in between]
        borders = sure if len(sure) >= _ENOUGH else [*sure, *_widest_steps(steps)]
        return _odds_of_steps(borders, [self._kind(*pair) for pair in self.wraps], round(self.leading / self._unit))


class Stack(NamedTuple):
    """The indices of the codes of a cell, and of the pieces beside them."""

    heads: range
    pieces: range


def stacks_of(
    pieces: Sequence[Piece],
    heads: Sequence[Head],
    owners: Sequence[int | None],
    sizes: tuple[float, float],
    are_parted: Callable[[Piece, Piece], bool],
) -> list[Stack]:
    """The stacks of a page: the codes of each stand beside lines no further apart, the first beside the first line.

    Room, or a rule, is above and below the lines of each. Where lines are further apart than rows, none begins so.

    `owners` are the codes on the line of each piece, None where there is none; `sizes` are the usual step from
    line to line, and the height of letters; `are_parted` says whether a rule is drawn between two lines.
    """
    leading, size = sizes
    steps = (piece.base - before.base for before, piece in pairwise(pieces))
    nearest = farthest_in_cell(steps, leading, size)
    codes = [head for head in heads if head.kind == "code"]
    coded = [
        (block, codes[min(beside) : max(beside) + 1])
        for block in _blocks(pieces, nearest, are_parted)
        if (beside := {owner for place in block if (owner := owners[place]) is not None})
    ]
    if _MOST_IN_ONE * len(coded) < len(codes):
        return []
    found = []
    for block, group in coded:
        is_high = owners[block.start] is not None and len(block) > len(group) > 1
        if is_high and all(is_next(*pair, nearest) for pair in pairwise(group)):
            begin = heads.index(group[0])
            # A title between the codes may hold some of the lines.
            if list(heads[begin : begin + len(group)]) == group:
                found.append(Stack(range(begin, begin + len(group)), block))
    return found


def _blocks(pieces: Sequence[Piece], nearest: float, are_parted: Callable[[Piece, Piece], bool]) -> Iterator[range]:
    """The runs of pieces with no room and no rule between them."""
    begin = 0
    for place, (before, piece) in enumerate(pairwise(pieces), start=1):
        is_below = before.first.sheet == piece.first.sheet and 0 < piece.base - before.base < nearest
        if not is_below or are_parted(before, piece):
            yield range(begin, place)
            begin = place
    yield range(begin, len(pieces))


def is_next(above: Head, below: Head, nearest: float) -> bool:
    """Whether two heads stand one below the other on a page, nearer than that."""
    return above.word.sheet == below.word.sheet and 0 < below.word.base - above.word.base < nearest
