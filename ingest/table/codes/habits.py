"""What is usual in a document: where its rows begin, how its texts begin, how far its lines reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Final

from ingest.document.fragments import STRIPE, TAB, Word
from ingest.table.codes.filling import Filling
from ingest.table.scene.lines import Line
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, begins_small
from model import ClassPattern

_MOST_ODDS: Final = 3.0
_NEARLY_ALL: Final = 0.97
STEM: Final = 5
"""So many letters say which word it is: «технические», «технический»."""

_SEVERAL: Final = 3
_SELDOM: Final = 0.1
_TORN: Final = 0.8
_DASHES: Final = frozenset("-–—")
_MANY: Final = 20
"""So many rows say how the rows of a document are set."""


@dataclass(frozen=True)
class Habits:
    """What is usual in a document, as logarithms of odds that are not less than 0."""

    scene: Scene

    @cached_property
    def rows_begin(self) -> float:
        """The odds that a row begins at the begin of a line or cell, and not inside a text; none in shared cells."""
        if self.shares_cells:
            return 0.0
        declared = self.scene.declared
        held = [item for item in self.scene.candidates if not declared.isdisjoint(ClassPattern.all_of(item.number))]
        inside = [item for item in held if self._is_inside(item.index)]
        parting = [
            item for item in inside if (after := self.scene.after(item.index)) is not None and self._begins_text(after)
        ]
        return _odds(len(held) - len(inside), len(parting))

    @cached_property
    def listed_again(self) -> frozenset[int]:
        """The numbers that begin lines and did so above, several after each other: other tables repeat some codes."""
        firsts = [item for item in self.scene.candidates if self.scene.begins(item.index)]
        first_of = {item.number: item.index for item in reversed(firsts)}
        runs = groupby(firsts, key=lambda item: first_of[item.number] < item.index)
        again = [items for is_again, run in runs if is_again and len(items := list(run)) >= _SEVERAL]
        return frozenset(item.index for items in again for item in items)

    @cached_property
    def shares_cells(self) -> bool:
        """Whether several codes between tabs share their cells with a text that begins behind them."""
        behind = [
            after
            for item in self.scene.candidates
            if (before := self.scene.before(item.index)) in self.scene.label_at
            and before is not None
            and TAB <= self.scene.words[item.index].gap < math.inf
            and (after := self.scene.after(item.index)) is not None
        ]
        shared = [after for after in behind if not self.scene.begins(after) and self._begins_text(after)]
        return len(shared) >= _SEVERAL or (len(shared) > 1 and len(shared) == len(behind))

    @cached_property
    def behind_dashes(self) -> frozenset[int]:
        """The few numbers that begin lines and have a dash before them, behind a text: no text ends so.

        Where many rows end with one, it stands for a remark that there is none.
        """
        found = {item.index for item in self.scene.candidates if self._is_behind_dash(item.index)}
        return frozenset(found) if len(found) <= max(1.0, _SELDOM * len(self.scene.candidates)) else frozenset()

    def _is_behind_dash(self, index: int) -> bool:
        """Whether the word before one that begins a line is a dash, and what stands before that is no code or label."""
        scene, before = self.scene, index - 1
        while before > 0 and scene.left_out[before]:
            before -= 1
        if before < 1 or scene.before(index) is not None or scene.words[before].text not in _DASHES:
            return False
        return before - 1 not in scene.candidate_at and before - 1 not in scene.label_at

    def _is_inside(self, index: int) -> bool:
        """Whether words of a text stand right before a word."""
        before = self.scene.before(index)
        return before is not None and before not in self.scene.label_at and not self.scene.begins(index)

    def _begins_text(self, index: int) -> bool:
        text = self.scene.words[index].text
        return begins_capital(text) or (self.scene.is_small and begins_small(text))

    @cached_property
    def _firsts(self) -> list[tuple[int, str]]:
        """The numbers that begin lines, each with the word behind it."""
        scene = self.scene
        firsts = [(item.index, scene.after(item.index)) for item in scene.candidates]
        return [
            (code, scene.words[index].text)
            for code, index in firsts
            if index is not None and (scene.begins(code) or scene.before(code) in scene.label_at)
        ]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """What begins texts with a capital, in small letters and without endings."""
        return frozenset(text.casefold()[:STEM] for _, text in self._firsts if begins_capital(text))

    @cached_property
    def small_texts(self) -> int:
        """How many texts begin with a small letter, if all numbers that begin lines are codes."""
        return sum(begins_small(text) for code, text in self._firsts if self.scene.begins(code))

    @cached_property
    def rows_go_on(self) -> bool:
        """Whether a row of a format has nothing but a text, and no number begins it: lines of texts are rows there."""
        scene = self.scene
        kept = [[index for index in line.indices if not scene.left_out[index]] for line in scene.lines]
        return any(
            {scene.roles[index] for index in indices} == {"description"}
            and indices[0] not in scene.candidate_at
            and scene.words[indices[0]].cell != scene.words[indices[0] - 1].cell
            for indices in kept
            if indices
        )

    @cached_property
    def capitals(self) -> float:
        """The odds that a text begins with a capital letter, and not with a small one."""
        capitals = sum(begins_capital(text) for code, text in self._firsts if self.scene.begins(code))
        return _odds(capitals, self.small_texts)

    @cached_property
    def are_rows_lines(self) -> bool:
        """Whether all lines of a long table in a copy begin as rows do, with a label or a code: none was broken."""
        scene = self.scene
        kept = [line.begin for line in scene.lines if line.end > line.begin and not scene.left_out[line.begin]]
        begins = [index in scene.label_at or index in scene.candidate_at for index in kept]
        rows = begins[begins.index(True) : len(begins) - begins[::-1].index(True)] if any(begins) else []
        return scene.fragments.layout == "text" and len(rows) >= _MANY and all(rows)

    @cached_property
    def are_torn(self) -> bool:
        """Whether nearly all lines of the texts of a copy are a word each: that one ends says nothing then."""
        scene = self.scene
        last = scene.candidates[-1].line if scene.candidates else 0
        lines = scene.lines[scene.first_headings + 1 : last + 1] if scene.fragments.layout == "text" else ()
        firsts = [line for line in lines if line.end > line.begin and not scene.left_out[line.begin]]
        texts = [line for line in firsts if line.begin not in scene.candidate_at and line.begin not in scene.label_at]
        alone = sum(line.end - line.begin == 1 for line in texts)
        return len(texts) >= _MANY and alone > _TORN * len(texts)

    @cached_property
    def endings(self) -> frozenset[tuple[str, ...]]:
        """The last two words of the texts of a copy that surely end there, the last one first.

        A row begins on the next line with its label and its code; or with a number behind a line less than half full.
        """
        scene = self.scene
        if scene.fragments.layout != "text" or scene.has_cells:
            return frozenset()
        pairs = pairwise(line for line in scene.lines if line.end > line.begin and not scene.left_out[line.begin])
        return frozenset(
            (scene.words[line.end - 1].text, scene.words[line.end - 2].text)
            for line, following in pairs
            if line.end - line.begin > 1 and (self._begins_row(following.begin) or self._ends_short(line, following))
        )

    def _ends_short(self, line: Line, following: Line) -> bool:
        """Whether a line is less than half full, and a number with words behind it begins the next."""
        is_short = reach(self.scene.words[line.end - 1]) < self.right / 2
        is_row = following.begin in self.scene.candidate_at and following.end - following.begin > 1
        return is_short and is_row and line.begin not in self.scene.candidate_at

    def _begins_row(self, index: int) -> bool:
        """Whether a word is a label, and a number that its class holds stands behind it."""
        label, after = self.scene.label_at.get(index), self.scene.after(index)
        item = None if after is None else self.scene.candidate_at.get(after)
        return label is not None and item is not None and label.holds(item.number)

    @cached_property
    def filling(self) -> Filling:
        """How full the lines of a copy are."""
        return Filling(self.scene)

    @cached_property
    def right(self) -> float:
        """How far to the right the lines reach: nearly all end before it."""
        ends = sorted(reach(self.scene.words[line.end - 1]) for line in self.scene.lines if line.end > line.begin)
        return ends[int(_NEARLY_ALL * (len(ends) - 1))] if ends else 0.0


def reach(word: Word) -> float:
    """How far to the right a word ends: on its sheet, or in its cell where a format has such."""
    return word.x1 if word.cell is None else word.x1 - word.cell.column * STRIPE


def _odds(many: int, few: int) -> float:
    """How much more often one thing comes than another, as a logarithm: not less than 0."""
    return min(_MOST_ODDS, max(0.0, math.log((many + 1) / (few + 1))))
