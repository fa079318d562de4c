"""Stacks: codes below each other in one cell of a page, beside a block of more lines than codes.

Their texts are paragraphs of the cell beside, and those of several lines push the next ones down: the heights of the
lines say nothing of whose they are, only their order and their words do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.table.division.heads import Head, Piece
from ingest.table.division.steps import farthest_in_cell

_MOST_IN_ONE: Final = 5
"""How many codes a block of lines has at most, on the average: with more, rows have no room between them."""


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
