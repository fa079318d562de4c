"""Which lines of text belong to which code, where no rule says so: told by how the codes stand beside the lines.

A code stands at the top, in the middle or at the bottom of its text, the same way all through a table. Lines of one
text follow each other closely.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate, pairwise, product, starmap
from typing import Final, NamedTuple

Alignment = Callable[[float, float], float]
"""Where a code stands beside a text, from the heights of its first and last line."""

ALIGNMENTS: Final[tuple[Alignment, ...]] = (
    lambda first, _last: first,
    lambda first, last: (first + last) / 2,
    lambda _first, last: last,
)
"""At the top, in the middle, at the bottom; the likeliest first."""

TOP: Final = ALIGNMENTS[0]


class Manner(NamedTuple):
    """How codes stand beside their texts all through a table, and how labels that have a title and no code do."""

    code: Alignment
    title: Alignment


MANNERS: Final = tuple(starmap(Manner, product(ALIGNMENTS, repeat=2)))

_EMPTY: Final = 1.0
"""What a code without a text costs: as much as one that stands a line beside its text."""

_CUT: Final = 0.3
"""What lines cost that belong to a row on the page before or after; where rows are cut, codes may stand askew."""

_FORBIDDEN: Final = 50.0
LOOSE: Final = 1.1
"""From how far on, in usual steps, two lines look as if they were not of one text."""


class Band(NamedTuple):
    """Codes and lines between two rules, by their heights in font sizes, from the top down.

    `titles` are the indices of the codes that are none, but labels with a title. `pitch` is the usual step between
    the lines of one text. `begins_cut` and `ends_cut` say that the row before the first code, or after the last, can
    go on from or to another page; not if the band `is_whole`, a single row.
    """

    codes: tuple[float, ...]
    lines: tuple[float, ...]
    pitch: float
    titles: frozenset[int] = frozenset()
    begins_cut: bool = False
    ends_cut: bool = False
    is_whole: bool = False


class Division(NamedTuple):
    """The cheapest division of a band: lines up to `ends[0]` go before the first code, the next to it, and so on.

    What is left after the last end goes to the row after it.
    """

    cost: float
    ends: tuple[int, ...]


def divide(band: Band, manner: Manner) -> Division:
    """The division of the lines of a band among its codes that costs least.

    Examples
    --------
    A code in the middle of three lines, and one beside its only line:

    >>> middle = Manner(ALIGNMENTS[1], ALIGNMENTS[1])
    >>> divide(Band(codes=(2.0, 5.0), lines=(1.0, 2.0, 3.0, 5.0), pitch=1.0), middle)
    Division(cost=0.0, ends=(0, 3, 4))
    """
    count = len(band.lines)
    looseness = _looseness(band)
    lead = _CUT if band.begins_cut and not band.is_whole else _FORBIDDEN
    best = {end: Division(lead + looseness(0, end) if end else 0.0, (end,)) for end in range(count + 1)}
    for index in range(len(band.codes)):
        best = _with_code(band, index, best, manner, looseness)
    tail = _CUT if band.ends_cut and not band.is_whole else _FORBIDDEN
    finals = (
        Division(found.cost + (tail + looseness(end, count) if end < count else 0.0), found.ends)
        for end, found in best.items()
    )
    return min(finals, key=lambda found: found.cost)


def _with_code(
    band: Band,
    index: int,
    best: dict[int, Division],
    manner: Manner,
    looseness: Callable[[int, int], float],
) -> dict[int, Division]:
    """The cheapest divisions that end with the text of one more code, by the index of the line after it."""
    reached: dict[int, Division] = {}
    code = band.codes[index]
    alignment = manner.title if index in band.titles else manner.code
    least, limit = _reach(band, index)
    is_at_cut = (index == 0 and band.begins_cut) or (index == len(band.codes) - 1 and band.ends_cut)
    weight = _CUT if is_at_cut else 1.0
    # The text of the last code may stand on the next page from its first line on.
    empty = _EMPTY * (_CUT if index == len(band.codes) - 1 and band.ends_cut else 1.0)
    for begin, before in best.items():
        for end in range(max(begin, least), max(begin, limit) + 1):
            askew = abs(alignment(band.lines[begin], band.lines[end - 1]) - code) * weight if end > begin else empty
            cost = before.cost + askew + looseness(begin, end)
            if end not in reached or cost < reached[end].cost - 1e-9:
                reached[end] = Division(cost, (*before.ends, end))
    return reached


def _reach(band: Band, index: int) -> tuple[int, int]:
    """The indices that the text of a code ends between: after the lines above it, before those beside the next."""
    least = bisect_left(band.lines, band.codes[index] - 0.3)
    if index + 1 == len(band.codes):
        return least, len(band.lines)
    return least, bisect_left(band.lines, band.codes[index + 1] + 0.3)


def _looseness(band: Band) -> Callable[[int, int], float]:
    """What it costs to take the lines of a range for one text."""
    steps = (min(max((low - high) / band.pitch - LOOSE, 0.0), 2.0) for high, low in pairwise(band.lines))
    sums = list(accumulate(steps, initial=0.0))
    return lambda begin, end: sums[end - 1] - sums[begin] if end > begin else 0.0
