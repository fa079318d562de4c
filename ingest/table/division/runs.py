"""What it costs that runs of pieces are the texts of heads.

Runs are many, all pairs of borders before and behind a head, so their costs are reckoned together, in arrays.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple, TypeAlias

import numpy

from ingest.table.division.arrays import Arrays, Flags, Floats, Integers
from ingest.table.division.costs import MOST_OPEN, MOST_TAKEN

_Placed: TypeAlias = tuple[Integers, Integers, Flags]

_FARTHEST: Final = 3.0
"""More lines than that a text is not out of place."""

_BESIDE: Final = 0.5
"""How many lines from a code a text of another one stands at least."""

_ON_ANOTHER_SHEET: Final = 2.0
"""So many lines a text is off of which no line stands on the sheet of its code."""

_ON_NEXT_SHEET: Final = 1.0
"""So many, where each text begins on the line of its code, and the sheet ends with that line."""

_AT_PLACE: Final = 0.35
"""What part of a line a text may be off, and is not out of place."""


class Runs(NamedTuple):
    """Runs of pieces that could be the texts of heads: the numbers of the heads, and from which piece to which.

    `are_beside` says of titles whether the first piece stands on the line of the label; `are_below` whether it stands
    in a row above; `are_centred` whether the label is in the middle of its rows with it; `reliefs` are what costs less
    where there is no title.
    """

    heads: Integers
    begins: Integers
    ends: Integers
    are_beside: Flags
    are_below: Flags
    are_centred: Flags
    reliefs: Floats


def runs_of(arrays: Arrays, numbers: range) -> Runs:
    """All runs of some heads: of each, from every border before it to every one behind."""
    borders = arrays.borders
    counts = numpy.diff(borders.starts)
    sizes = counts[numbers.start : numbers.stop] * counts[numbers.start + 1 : numbers.stop + 1]
    heads = numpy.repeat(numpy.arange(numbers.start, numbers.stop), sizes)
    firsts = numpy.cumsum(sizes) - sizes
    places = numpy.arange(len(heads)) - numpy.repeat(firsts, sizes)
    before = borders.starts[heads] + places // counts[heads + 1]
    behind = borders.starts[heads + 1] + places % counts[heads + 1]
    # Where there is no title, the border before it is the border behind it, and counts once.
    is_none = (borders.begins[before] == borders.begins[behind]) & (borders.begins[before] == borders.ends[before])
    is_none = is_none & arrays.head_columns.are_titles[heads]
    return Runs(
        heads,
        borders.begins[before],
        borders.ends[behind],
        borders.are_beside[before],
        borders.are_below[before],
        borders.are_centred[before],
        numpy.where(is_none, arrays.border_costs[before], 0.0),
    )


def run_costs(arrays: Arrays, runs: Runs) -> Floats:
    """What it costs that runs of pieces are the texts of their heads: a row a manner, a column a run."""
    heads, table = arrays.head_columns, arrays.problem.table
    number, placed, in_own = runs.heads, _on_sheet(arrays, runs), _in_own_bands(arrays, runs)
    is_stacked = (heads.stacked_from[number] <= runs.begins) & (runs.ends <= heads.stacked_to[number])
    lines_off = numpy.where(is_stacked, 0.0, _lines_off(arrays, runs, placed))
    off = numpy.where(in_own > 0, 0.0, numpy.minimum(_FARTHEST, lines_off))
    whole = _line_costs(arrays, runs, in_own) + table["above_code"] * _are_above(arrays, runs, off)
    whole = whole + table["beside_another"] * (_are_beside_another(arrays, runs, placed) & ~is_stacked)
    # Whose text stands between two rules is said by these; where it stands there, by many rows together.
    whole = whole + table["distance_in_band"] * ((in_own > 0) * numpy.minimum(1.0, lines_off))
    claimed = arrays.sums[1]
    cost = whole + table["distance"] * off + table["title_elsewhere"] * (claimed[runs.ends] - claimed[runs.begins])
    cost = cost + table["beside_none"] * (_lines_outside(arrays, runs, placed) & (in_own == 0) & ~is_stacked)
    cost = cost + table["headings_inside"] * _are_broken(arrays, runs)
    cost = numpy.where(heads.are_titles[number], whole + _title_costs(arrays, runs, off, lines_off), cost)
    cost = numpy.where(heads.are_apart[number], whole + table["title_apart"] * ~runs.are_centred, cost)
    cost = numpy.where(runs.begins == runs.ends, heads.empty[number] - runs.reliefs, cost)
    return numpy.where(runs.ends < runs.begins, math.inf, cost)


def _in_own_bands(arrays: Arrays, runs: Runs) -> Integers:
    """How many pieces of each run stand between the rules that its head stands between."""
    heads = arrays.head_columns
    stops, starts = heads.stops[runs.heads], heads.starts[runs.heads]
    found: Integers = numpy.maximum(0, numpy.minimum(stops, runs.ends) - numpy.maximum(starts, runs.begins))
    return found


def _line_costs(arrays: Arrays, runs: Runs, in_own: Integers) -> Floats:
    """What it costs that the lines of runs are one text: at their seams, over pages, and over rules."""
    table, sheets = arrays.problem.table, arrays.piece_columns.sheets
    inside, _, banded = arrays.sums
    begins, ends = runs.begins, runs.ends
    cost = inside[ends] - inside[numpy.minimum(begins + 1, len(arrays.problem.pieces))]
    cost = cost + table["cut_by_page"] * (sheets[begins] != sheets[ends - 1])
    cost = cost + table["row_above"] * runs.are_below
    found: Floats = cost + table["rule_inside"] * numpy.minimum(MOST_TAKEN, banded[ends] - banded[begins] - in_own)
    return found


def _are_above(arrays: Arrays, runs: Runs, off: Floats) -> Any:
    """Whether texts begin above their codes, where a text stands on the line of every code."""
    if not arrays.problem.texture.is_beside_all:
        return False
    heads = arrays.head_columns
    is_off = off * (numpy.array(arrays.manners) == "top")[:, None] > 0
    may_begin_below = heads.are_alone[runs.heads] | heads.are_titles[runs.heads]
    is_below = may_begin_below & (arrays.piece_columns.firsts[runs.begins] > heads.indices[runs.heads])
    # A title whose label stands in the middle of its class stands above the first code.
    is_title = heads.are_above[runs.heads] & arrays.piece_columns.are_capital[runs.begins]
    return is_off & ~(is_below | is_title)


def _title_costs(arrays: Arrays, runs: Runs, off: Floats, lines_off: Floats) -> Floats:
    """What it costs that texts are titles: by how far they are from their labels, unless they stand beside them."""
    table = arrays.problem.table
    if arrays.problem.texture.scene.fragments.layout != "page":
        follows = arrays.piece_columns.firsts[runs.begins] == arrays.head_columns.indices[runs.heads] + 1
        elsewhere = numpy.where(follows, table["title_below"], table["title_elsewhere"])
    else:
        off = numpy.minimum(off, lines_off[arrays.manners.index("middle")])
        elsewhere = numpy.minimum(table["title_apart"], table["distance"] * off)
    return numpy.where(runs.are_beside | runs.are_centred, 0.0, elsewhere)


def _are_broken(arrays: Arrays, runs: Runs) -> Any:
    """Whether headings stand between the begins of texts and their codes, where no page was cut there."""
    if arrays.problem.texture.scene.fragments.layout == "page":
        return 0.0
    pieces, heads = arrays.piece_columns, arrays.head_columns
    is_before = pieces.firsts[runs.begins] <= heads.indices[runs.heads]
    return is_before & (heads.breaks[runs.heads] > pieces.breaks[runs.begins])


def _lines_off(arrays: Arrays, runs: Runs, placed: _Placed) -> Floats:
    """How many lines texts are away from where each manner wants them."""
    first, last, is_here = placed
    bases, leading = arrays.piece_columns.bases, arrays.problem.texture.leading
    wanted = arrays.head_columns.bases[runs.heads]
    places = {
        "top": bases[first] - arrays.head_columns.drops[runs.heads],
        "below": bases[first] - leading,
        "middle": (bases[first] + bases[last]) / 2,
        "bottom": bases[last],
    }
    off = numpy.array([abs(places[manner] - wanted) / leading for manner in arrays.manners])
    off[off < _AT_PLACE] = 0.0
    off[0, first != runs.begins] = 1.0  # at the top of a text stands its first piece, and not what another page holds
    off[:, ~is_here] = _ON_ANOTHER_SHEET
    off[0, ~is_here & _are_next(arrays, runs)] = _ON_NEXT_SHEET
    return off


def _are_next(arrays: Arrays, runs: Runs) -> Any:
    """Whether texts begin with the first piece behind their codes."""
    firsts, places = arrays.piece_columns.firsts, arrays.head_columns.indices[runs.heads]
    return (firsts[runs.begins - 1] < places) & (places < firsts[runs.begins])


def _lines_outside(arrays: Arrays, runs: Runs, placed: _Placed) -> Any:
    """Whether codes stand above or below all lines of their texts, where a manner wants them among these.

    On a page, or alone between two lines of a copy.
    """
    first, last, is_here = placed
    bases, most = arrays.piece_columns.bases, _AT_PLACE * arrays.problem.texture.leading
    wanted = arrays.head_columns.bases[runs.heads]
    is_asked = is_here & arrays.head_columns.are_amid[runs.heads]
    is_outside = is_asked & ((wanted < bases[first] - most) | (wanted > bases[last] + most))
    return is_outside & (numpy.array(arrays.manners) != "below")[:, None]


def _are_beside_another(arrays: Arrays, runs: Runs, placed: _Placed) -> Any:
    """Whether texts reach to the line of the code before or behind on a page: rows do not overlap."""
    if arrays.problem.texture.scene.fragments.layout != "page":
        return False
    first, last, is_here = placed
    bases, near = arrays.piece_columns.bases, _BESIDE * arrays.problem.texture.leading
    above, below = (places[runs.heads] for places in arrays.code_bases)
    return is_here & ((bases[first] < above + near) | (bases[last] > below - near))


def _on_sheet(arrays: Arrays, runs: Runs) -> _Placed:
    """The first and the last piece of each run that stand on the sheet of its head, and whether there are any.

    Of a very long run only the first two pieces and the last are asked.
    """
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
