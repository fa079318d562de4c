"""What parts the rows of a table: rules of a page, and labels alone on their lines of a copy."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Rule, Word
from ingest.table.division.heads import Head, Piece
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small, is_name

_SEVERAL: Final = 3
_FEWEST: Final = 2
_MOSTLY: Final = 0.8
_LINES: Final = 0.3
"""For each row with a code or a label so many have none, where the rows are the lines of a page."""


@dataclass(frozen=True)
class PartingLabels:
    """The labels of a copy that are all of their lines; `codes` are the words of the codes, in order."""

    scene: Scene
    pieces: Sequence[Piece]
    codes: Sequence[int]
    labels: Sequence[LabelMark]

    def part(self, before: Piece, piece: Piece) -> bool:
        """Whether such a label, and no code, stands between two pieces, and those of the document part texts."""
        end, begin = before.indices[-1], piece.indices[0]
        is_between = bisect_left(self.alone, end) < bisect_left(self.alone, begin)
        return is_between and bisect_left(self.codes, end) == bisect_left(self.codes, begin) and self._are_heads

    @cached_property
    def alone(self) -> list[int]:
        """The words of the labels that are all of their lines."""
        is_copy = self.scene.fragments.layout == "text"
        return [label.index for label in self.labels if is_copy and self.scene.is_alone(label.index)]

    @cached_property
    def _are_heads(self) -> bool:
        """Whether codes stand right behind several of them, and behind none a text that goes on in small letters."""
        firsts = {piece.indices[0]: piece.first.text for piece in self.pieces}
        behind = [index + 1 for index in self.alone]
        goes_on = any(begins_small(firsts[index]) and not is_name(firsts[index]) for index in behind if index in firsts)
        return len(set(self.codes).intersection(behind)) >= _SEVERAL and not goes_on


@dataclass(frozen=True)
class RowRules:
    """The heights of the rules across the column of the texts, by sheet from the top, and the heads beside them.

    Where the rows of a format are the lines of a page, as some programs write them, `lines` are those without a head.
    """

    heights: Mapping[int, Sequence[float]]
    heads: Sequence[Head]
    lines: frozenset[tuple[int, int]] = frozenset()

    @cached_property
    def are_usual(self) -> bool:
        """Whether rules part the rows: one stands between most codes and the next ones below them."""
        codes = [head.word for head in self.heads if head.kind == "code"]
        pairs = [(one, other) for one, other in pairwise(codes) if one.sheet == other.sheet and one.base < other.base]
        return len(pairs) > _FEWEST and sum(self.is_between(*pair) for pair in pairs) > _MOSTLY * len(pairs)

    def part(self, before: Piece, piece: Piece) -> bool:
        """Whether a rule is drawn between two pieces; of two pages, between either and another row."""
        if before.first.sheet == piece.first.sheet:
            return self.is_between(before.first, piece.first)
        last, first = self._lasts.get(before.first.sheet), self._firsts.get(piece.first.sheet)
        return (last is not None and self.is_between(before.first, last)) or (
            first is not None and self.is_between(first, piece.first)
        )

    def is_open(self, piece: Piece) -> bool:
        """Whether no rule is drawn below a piece on its sheet: the end of the page may cut its row."""
        heights = self.heights.get(piece.first.sheet, [])
        return not heights or heights[-1] < piece.base

    @cached_property
    def _lasts(self) -> dict[int, Word]:
        """The last code or label of each sheet."""
        return {head.word.sheet: head.word for head in self.heads if not head.is_apart}

    @cached_property
    def _firsts(self) -> dict[int, Word]:
        """The first code or label of each sheet."""
        return {head.word.sheet: head.word for head in reversed(self.heads) if not head.is_apart}

    def is_between(self, above: Word, below: Word) -> bool:
        """Whether a rule is drawn between two words of a sheet."""
        heights = self.heights.get(below.sheet, [])
        return bisect_right(heights, below.base - 0.5 * below.size) > bisect_left(heights, above.base)


def rules_across(
    rules: Iterable[Rule], heads: Sequence[Head], pieces: Iterable[Piece], left: float, right: float
) -> RowRules:
    """The rules that begin left of one place and end right of another: they cross the column of the texts."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for rule in rules:
        if rule.y0 == rule.y1 and rule.x0 <= left and rule.x1 >= right:
            found[rule.sheet].append(rule.y0)
    heights = {sheet: sorted(heights) for sheet, heights in found.items()}
    return RowRules(heights, heads, _lines(heads, pieces))


def _lines(heads: Iterable[Head], pieces: Iterable[Piece]) -> frozenset[tuple[int, int]]:
    """The rows without a code or a label of the tables of a format that hold the codes, if there are many."""
    headed = {(cell.table, cell.row) for head in heads if (cell := head.word.cell) is not None}
    tables = {table for table, _ in headed}
    rows = {(cell.table, cell.row) for piece in pieces if (cell := piece.first.cell) is not None}
    others = frozenset(row for row in rows - headed if row[0] in tables)
    return others if len(others) > _LINES * len(headed) else frozenset()
