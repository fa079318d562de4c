"""The problem of a division as arrays: what the costs of all runs of pieces are reckoned from."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

import numpy
from numpy.typing import NDArray

from ingest.table.division.centred import centred_titles
from ingest.table.division.costs import MANNERS, MOST_TAKEN, Manner, Problem
from ingest.table.division.heads import Head, is_in_row_above, is_on_line, sheet_of
from ingest.table.scene.wording import begins_capital

Floats: TypeAlias = NDArray[numpy.float64]
Integers: TypeAlias = NDArray[numpy.int64]
Flags: TypeAlias = NDArray[numpy.bool_]

_MOST_HANGING: Final = 4
"""No more lines left out that stand where texts go on are counted."""


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
        return numpy.array(self.problem.inside), numpy.array(self.problem.claimed), numpy.array(self.problem.banded)

    @cached_property
    def _sheets(self) -> dict[tuple[int, int], int]:
        """A number for each sheet that a head or piece stands on."""
        words = [*(head.word for head in self.problem.heads), *(piece.first for piece in self.problem.pieces)]
        found = set(map(sheet_of, words))
        return {sheet: number for number, sheet in enumerate(sorted(found))}

    @cached_property
    def piece_columns(self) -> _Pieces:
        """What costs need of all pieces; the last row stands for none."""
        firsts = [piece.indices[0] for piece in self.problem.pieces]
        return _Pieces(
            numpy.array([*(piece.base for piece in self.problem.pieces), 0.0]),
            numpy.array([*(self._sheets[sheet_of(piece.first)] for piece in self.problem.pieces), -1]),
            numpy.array([*firsts, -1]),
            numpy.array([*(bisect_left(self.problem.breaks, first) for first in firsts), 0]),
            numpy.array([*(begins_capital(piece.first.text) for piece in self.problem.pieces), False]),
        )

    @cached_property
    def head_columns(self) -> _Heads:
        """What costs need of all heads."""
        own = [self.problem.bands.get(number, range(0)) for number in range(len(self.problem.heads))]
        texture = self.problem.texture
        blocks = {number: stack.pieces for stack in texture.stacks for number in stack.heads}
        stacked = [blocks.get(number, range(0)) for number in range(len(self.problem.heads))]
        beside, is_page = texture.codes_beside_texts, texture.scene.fragments.layout == "page"
        table = self.problem.table
        no_text = table["no_text"] + table["no_text_seldom"] * texture.has_all_texts
        empty = {"code": no_text, "title": table["title_empty"]}
        return _Heads(
            numpy.array([head.word.base for head in self.problem.heads]),
            self._drops,
            numpy.array([self._sheets[sheet_of(head.word)] for head in self.problem.heads]),
            numpy.array([head.index for head in self.problem.heads]),
            numpy.array([bisect_left(self.problem.breaks, head.index) for head in self.problem.heads]),
            numpy.array([head.kind == "title" for head in self.problem.heads]),
            numpy.array([head.is_apart for head in self.problem.heads]),
            numpy.array([head.label is not None and head.label.index > head.index for head in self.problem.heads]),
            numpy.array([head.kind == "code" and head.index not in beside for head in self.problem.heads]),
            numpy.array([is_page or head.index in texture.codes_amid_lines for head in self.problem.heads]),
            numpy.array([empty[head.kind] for head in self.problem.heads]),
            numpy.array([band.start for band in own]),
            numpy.array([band.stop for band in own]),
            numpy.array([block.start for block in stacked]),
            numpy.array([block.stop for block in stacked]),
        )

    @property
    def _drops(self) -> Floats:
        """How far below its line the text of each head begins."""
        texture = self.problem.texture
        above = texture.codes_above_texts
        return numpy.array([texture.leading * above.get(head.index, 0) for head in self.problem.heads])

    @cached_property
    def borders(self) -> _Borders:
        """The borders of all windows."""
        problem, pieces = self.problem, self.problem.pieces
        centred, numbers = centred_titles(problem.texture), range(len(problem.heads))
        flat = [border for window in problem.windows for border in window]
        before = [
            (head, pieces[border.begin] if border.begin < len(pieces) else None)
            for head, window in zip(problem.heads, problem.windows, strict=False)
            for border in window
        ]
        scene = problem.texture.scene
        return _Borders(
            numpy.array([0, *accumulate(map(len, problem.windows))]),
            numpy.array([border.begin for border in flat]),
            numpy.array([border.end for border in flat]),
            numpy.array(
                [
                    head.kind == "title" and first is not None and is_on_line(first.first, head.word)
                    for head, first in before
                ]
            ),
            numpy.array([first is not None and is_in_row_above(scene, first, head) for head, first in before]),
            numpy.array(
                [
                    border.begin in centred.get(number, ())
                    for number, window in zip(numbers, problem.windows, strict=False)
                    for border in window
                ]
            ),
        )

    @cached_property
    def border_costs(self) -> Floats:
        """What each border costs by what stands around it."""
        problem, borders, table = self.problem, self.borders, self.problem.table
        begins, ends = borders.begins, borders.ends
        banded, hanging, rows, amid = (
            numpy.array(sums) for sums in (problem.banded, problem.hanging, problem.rows, problem.amid)
        )
        cost = table["rule_inside"] * numpy.minimum(MOST_TAKEN, banded[begins] - banded[ends])
        # The first of the lines left out is asked at its seam.
        most = numpy.minimum(_MOST_HANGING, hanging[begins] - hanging[ends] - 1)
        cost = cost + table["column_outside"] * numpy.maximum(0, most)
        cost = cost + table["row_outside"] * numpy.maximum(0, rows[begins] - rows[ends] - 1)
        cost = cost + table["amid_page"] * (amid[begins] - amid[numpy.minimum(ends + 1, begins)])
        begun = numpy.array([*(seam.begins for seam in problem.seams), 0.0])
        ended = numpy.array([*(seam.ends for seam in problem.seams), 0.0])
        is_inside = (begins > 0) & (begins < len(problem.pieces))
        usual = numpy.where(is_inside, cost + begun[begins], cost)
        found: Floats = numpy.where(ends < begins, cost + ended[ends] + table["table_pauses"], usual)
        first, last = slice(borders.starts[1]), slice(borders.starts[-2], None)
        is_text = begins[first] > 0
        outside = table["column_outside"] * is_text * hanging[:2][-1]
        found[first] = cost[first] + table["text_before_first"] * is_text + outside
        found[last] = numpy.where(ends[last] < len(problem.pieces), cost[last] + ended[ends[last]], 0.0)
        return found

    @cached_property
    def code_bases(self) -> tuple[Floats, Floats]:
        """For each head the base lines of the codes before and behind it on its sheet; infinitely far where is none."""
        above = _codes_passed(self.problem.heads, -math.inf)
        below = _codes_passed(self.problem.heads[::-1], math.inf)[::-1]
        return numpy.array(above), numpy.array(below)

    @cached_property
    def places(self) -> Integers:
        """The pieces in the order of their sheets: each as the number of its sheet and its own in one."""
        sheets = self.piece_columns.sheets[:-1]
        return numpy.sort(sheets * (len(self.problem.pieces) + 1) + numpy.arange(len(self.problem.pieces)))


def _codes_passed(heads: Sequence[Head], none: float) -> list[float]:
    """For each head the base line of the last code passed before it, if that stands on its sheet."""
    found: list[float] = []
    code: Head | None = None
    for head in heads:
        found.append(code.word.base if code is not None and code.word.sheet == head.word.sheet else none)
        code = head if head.kind == "code" else code
    return found


class _Borders(NamedTuple):
    """Columns of borders, those of each window after each other, and where among them each window begins.

    Of those that can be before a head: whether the piece behind stands on the line of a title, or in a row above, or
    midway with the end of its class.
    """

    starts: Integers
    begins: Integers
    ends: Integers
    are_beside: Flags
    are_below: Flags
    are_centred: Flags


class _Pieces(NamedTuple):
    """Columns of pieces: base lines, sheets, first words, how many breaks stand before, whether they begin capital."""

    bases: Floats
    sheets: Integers
    firsts: Integers
    breaks: Integers
    are_capital: Flags


class _Heads(NamedTuple):
    """Columns of heads: base lines, how far below texts begin, sheets, words, breaks before, kinds, whether they are
    titles whose label stands elsewhere, or further down, codes without a text on their line, or with a line of it on
    each side; what no text costs, pieces of their bands, and of their stacks.
    """

    bases: Floats
    drops: Floats
    sheets: Integers
    indices: Integers
    breaks: Integers
    are_titles: Flags
    are_apart: Flags
    are_above: Flags
    are_alone: Flags
    are_amid: Flags
    empty: Floats
    starts: Integers
    stops: Integers
    stacked_from: Integers
    stacked_to: Integers
