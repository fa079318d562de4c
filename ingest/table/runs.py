"""What it costs that runs of pieces are the texts of heads.

Runs are many, all pairs of borders before and behind a head, so their costs are reckoned together, in arrays.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ingest.table.costs import MANNERS, MOST_OPEN, MOST_TAKEN, Manner, Problem, border_cost
from ingest.table.heads import is_in_row_above, is_on_line

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[numpy.float64]
    Integers: TypeAlias = NDArray[numpy.int64]
    Flags: TypeAlias = NDArray[numpy.bool_]

_FARTHEST: Final = 3.0
"""More lines than that a text is not out of place."""

_AT_PLACE: Final = 0.35
"""What part of a line a text may be off, and is not out of place."""


@dataclass(frozen=True)
class Arrays:
    """The problem of a division, as arrays."""

    problem: Problem

    @property
    def manners(self) -> tuple[Manner, ...]:
        """The manners that come into question: cells of a format say themselves which row they stand in."""
        return MANNERS[:1] if self.problem.texture.scene.fragments.layout == "grid" else MANNERS

    @cached_property
    def sums(self) -> tuple[Floats, Integers, Integers]:
        """`inside`, `claimed` and `banded` as arrays."""
        import numpy

        return numpy.array(self.problem.inside), numpy.array(self.problem.claimed), numpy.array(self.problem.banded)

    @cached_property
    def _sheets(self) -> dict[int, int]:
        """A number for each sheet that a head or piece stands on."""
        found = {head.word.sheet for head in self.problem.heads} | {piece.first.sheet for piece in self.problem.pieces}
        return {sheet: number for number, sheet in enumerate(sorted(found))}

    @cached_property
    def piece_columns(self) -> _Pieces:
        """What costs need of all pieces; the last row stands for none."""
        import numpy

        firsts = [piece.indices[0] for piece in self.problem.pieces]
        return _Pieces(
            numpy.array([*(piece.base for piece in self.problem.pieces), 0.0]),
            numpy.array([*(self._sheets[piece.first.sheet] for piece in self.problem.pieces), -1]),
            numpy.array([*firsts, -1]),
            numpy.array([*(bisect_left(self.problem.breaks, first) for first in firsts), 0]),
        )

    @cached_property
    def head_columns(self) -> _Heads:
        """What costs need of all heads."""
        import numpy

        own = [self.problem.bands.get(number, range(0)) for number in range(len(self.problem.heads))]
        empty = {"code": self.problem.table["no_text"], "title": self.problem.table["title_empty"]}
        return _Heads(
            numpy.array([head.word.base for head in self.problem.heads]),
            numpy.array([self._sheets[head.word.sheet] for head in self.problem.heads]),
            numpy.array([head.index for head in self.problem.heads]),
            numpy.array([bisect_left(self.problem.breaks, head.index) for head in self.problem.heads]),
            numpy.array([head.kind == "title" for head in self.problem.heads]),
            numpy.array([head.is_apart for head in self.problem.heads]),
            numpy.array([empty[head.kind] for head in self.problem.heads]),
            numpy.array([band.start for band in own]),
            numpy.array([band.stop for band in own]),
        )

    @cached_property
    def places(self) -> Integers:
        """The pieces in the order of their sheets: each as the number of its sheet and its own in one."""
        import numpy

        sheets = self.piece_columns.sheets[:-1]
        return numpy.sort(sheets * (len(self.problem.pieces) + 1) + numpy.arange(len(self.problem.pieces)))


class _Pieces(NamedTuple):
    """Columns of pieces: base lines, sheets, first words, and how many breaks stand before."""

    bases: Floats
    sheets: Integers
    firsts: Integers
    breaks: Integers


class _Heads(NamedTuple):
    """Columns of heads: base lines, sheets, words, breaks before, kinds, what no text costs, pieces of their bands."""

    bases: Floats
    sheets: Integers
    indices: Integers
    breaks: Integers
    are_titles: Flags
    are_apart: Flags
    empty: Floats
    starts: Integers
    stops: Integers


class Runs(NamedTuple):
    """Runs of pieces that could be the texts of heads: the numbers of the heads, and from which piece to which.

    `are_beside` says of titles whether the first piece stands on the line of the label; `are_below` whether it stands
    in a row above; `reliefs` are what costs less where there is no title.
    """

    heads: Integers
    begins: Integers
    ends: Integers
    are_beside: Flags
    are_below: Flags
    reliefs: Floats


def runs_of(problem: Problem, numbers: range) -> Runs:
    """All runs of some heads: of each, from every border before it to every one behind."""
    import numpy

    parts = [_runs_of(problem, number) for number in numbers]
    return Runs(*(numpy.concatenate(columns) for columns in zip(*parts, strict=True)))


def _runs_of(problem: Problem, number: int) -> Runs:
    import numpy

    head, before, behind = problem.heads[number], problem.windows[number], problem.windows[number + 1]
    count = len(before) * len(behind)
    firsts = [problem.pieces[border.begin] if border.begin < len(problem.pieces) else None for border in before]
    beside = [first is not None and head.kind == "title" and is_on_line(first.first, head.word) for first in firsts]
    below = [first is not None and is_in_row_above(problem.texture.scene, first, head) for first in firsts]
    return Runs(
        numpy.full(count, number),
        numpy.repeat([border.begin for border in before], len(behind)),
        numpy.tile([border.end for border in behind], len(before)),
        numpy.repeat(beside, len(behind)),
        numpy.repeat(below, len(behind)),
        numpy.zeros(count) if head.kind == "code" else _reliefs(problem, number),
    )


def _reliefs(problem: Problem, number: int) -> Floats:
    """What costs less where there is no title: the border before it is the border behind it, and counts once."""
    import numpy

    costs = [
        border_cost(problem, number, start) if start.end == start.begin == border.begin else 0.0
        for start in problem.windows[number]
        for border in problem.windows[number + 1]
    ]
    return numpy.array(costs)


def run_costs(arrays: Arrays, runs: Runs) -> Floats:
    """What it costs that runs of pieces are the texts of their heads: a row a manner, a column a run."""
    import numpy

    heads, table = arrays.head_columns, arrays.problem.table
    inside, claimed, banded = arrays.sums
    number, begins, ends = runs.heads, runs.begins, runs.ends
    wraps = inside[ends] - inside[numpy.minimum(begins + 1, len(arrays.problem.pieces))]
    sheets = arrays.piece_columns.sheets
    wraps = wraps + table["cut_by_page"] * (sheets[begins] != sheets[ends - 1])
    wraps = wraps + table["row_above"] * runs.are_below
    in_own = numpy.minimum(heads.stops[number], ends) - numpy.maximum(heads.starts[number], begins)
    in_own = numpy.maximum(0, in_own)
    wraps = wraps + table["rule_inside"] * numpy.minimum(MOST_TAKEN, banded[ends] - banded[begins] - in_own)
    lines_off = _lines_off(arrays, runs)
    off = numpy.where(in_own > 0, 0.0, numpy.minimum(_FARTHEST, lines_off))
    claims = claimed[ends] - claimed[begins]
    if arrays.problem.texture.is_beside_all:
        wraps = wraps + table["above_code"] * (off * (numpy.array(arrays.manners) == "top")[:, None] > 0)
    cost = wraps + table["distance"] * off + table["title_elsewhere"] * claims
    cost = cost + table["headings_inside"] * _are_broken(arrays, runs)
    cost = numpy.where(heads.are_titles[number], wraps + _title_costs(arrays, runs, off, lines_off), cost)
    cost = numpy.where(heads.are_apart[number], wraps + table["title_apart"], cost)
    cost = numpy.where(begins == ends, heads.empty[number] - runs.reliefs, cost)
    return numpy.where(ends < begins, math.inf, cost)


def _title_costs(arrays: Arrays, runs: Runs, off: Floats, lines_off: Floats) -> Floats:
    """What it costs that texts are titles: by how far they are from their labels, unless they stand beside them."""
    import numpy

    table = arrays.problem.table
    if arrays.problem.texture.scene.fragments.layout != "page":
        follows = arrays.piece_columns.firsts[runs.begins] == arrays.head_columns.indices[runs.heads] + 1
        elsewhere = numpy.where(follows, table["title_below"], table["title_elsewhere"])
    else:
        off = numpy.minimum(off, lines_off[arrays.manners.index("middle")])
        elsewhere = numpy.minimum(table["title_apart"], table["distance"] * off)
    return numpy.where(runs.are_beside, 0.0, elsewhere)


def _are_broken(arrays: Arrays, runs: Runs) -> Any:
    """Whether headings stand between the begins of texts and their codes, where no page was cut there."""
    if arrays.problem.texture.scene.fragments.layout == "page":
        return 0.0
    pieces, heads = arrays.piece_columns, arrays.head_columns
    is_before = pieces.firsts[runs.begins] <= heads.indices[runs.heads]
    return is_before & (heads.breaks[runs.heads] > pieces.breaks[runs.begins])


def _lines_off(arrays: Arrays, runs: Runs) -> Floats:
    """How many lines texts are away from where each manner wants them."""
    import numpy

    first, last, is_here = _on_sheet(arrays, runs)
    bases, leading = arrays.piece_columns.bases, arrays.problem.texture.leading
    wanted = arrays.head_columns.bases[runs.heads]
    places = {
        "top": bases[first],
        "below": bases[first] - leading,
        "middle": (bases[first] + bases[last]) / 2,
        "bottom": bases[last],
    }
    off = numpy.array([abs(places[manner] - wanted) / leading for manner in arrays.manners])
    off[off < _AT_PLACE] = 0.0
    off[0, first != runs.begins] = 1.0  # at the top of a text stands its first piece, and not what another page holds
    off[:, ~is_here] = 1.0
    return off


def _on_sheet(arrays: Arrays, runs: Runs) -> tuple[Integers, Integers, Flags]:
    """The first and the last piece of each run that stand on the sheet of its head, and whether there are any.

    Of a very long run only the first two pieces and the last are asked.
    """
    import numpy

    none = len(arrays.problem.pieces)
    sheets = arrays.head_columns.sheets[runs.heads]
    low, high = (numpy.searchsorted(arrays.places, sheets * (none + 1) + place) for place in (runs.begins, runs.ends))
    is_here = low < high
    padded = numpy.append(arrays.places % (none + 1), none)
    first, last = numpy.where(is_here, padded[low], none), numpy.where(is_here, padded[high - 1], none)
    is_long = runs.ends - runs.begins >= MOST_OPEN
    if is_long.any():
        asked = [runs.begins, numpy.minimum(runs.begins + 1, none), runs.ends - 1]
        one, two, three = (arrays.piece_columns.sheets[place] == sheets for place in asked)
        first = numpy.where(is_long, numpy.select([one, two, three], asked, none), first)
        last = numpy.where(is_long, numpy.select([three, two, one], asked[::-1], none), last)
        is_here = numpy.where(is_long, one | two | three, is_here)
    return first, last, is_here
