"""Parts of a table that stand further to the side than the rest, or are printed larger or smaller.

Margins of books alternate, split tables move, a program shrinks a page. All are laid out where most of the table
stands, and as large, so that all that follows sees one table.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from ingest.document.fragments import Fragments, Rule, Word
from ingest.table.scene.lines import APART
from ingest.table.scene.shapes import code_shape

_FEWEST: Final = 2
"""So many rows make a part of a table."""

_MOST_PARTS: Final = 4
"""In how many parts of other widths a table is looked for."""

_SAME: Final = 1.0
"""How far, in points, edges lie apart that a program set at one place."""

_OTHER: Final = 0.03
"""By what part letters of another size differ at least."""


"""How far, in points, columns of pages of one size lie apart at most."""


class Row(NamedTuple):
    """A code with something set apart behind it: its number, its word, and how far right of it that begins."""

    number: int
    word: Word
    offset: float


@dataclass(frozen=True)
class Stretch:
    """Rows after each other whose codes stand at one edge."""

    rows: tuple[Row, ...]

    @property
    def edge(self) -> float:
        """Where its codes stand."""
        return self.rows[0].word.x0

    @property
    def start(self) -> tuple[int, float]:
        """The sheet, and the height on it, where it begins."""
        word = self.rows[0].word
        return word.sheet, word.base - word.size


def with_parts_in_line(fragments: Fragments) -> Fragments:
    """A document with all parts of its table where most of it stands; the same one if none is moved."""
    if fragments.layout != "page":
        return fragments
    offsets = Counter(round(row.offset / _SAME) for row in rows_of(fragments.words))
    # A table that is printed in parts may have columns of another width in each.
    for offset, count in offsets.most_common(_MOST_PARTS):
        if count >= 2 * _FEWEST:
            fragments = _in_line(fragments, offset * _SAME)
    return fragments


def _in_line(fragments: Fragments, offset: float) -> Fragments:
    """A document with the rows whose texts begin so far behind their codes where most of them stand."""
    rows = [row for row in rows_of(fragments.words) if abs(row.offset - offset) <= _SAME]
    stretches = _stretches(rows)
    edges = Counter(round(row.word.x0 / _SAME) for row in rows)
    if len(edges) < 2:
        return fragments
    home = edges.most_common(1)[0][0] * _SAME
    steps = [home - part.edge if _goes_on(stretches, place, home) else 0.0 for place, part in enumerate(stretches)]
    return _moved(fragments, stretches, steps) if any(steps) else fragments


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The first code of each line that has something set apart behind it."""
    found: dict[tuple[int, int], Row] = {}
    for word, after in pairwise([word for word in words if word.gap >= APART]):
        line = word.sheet, word.line
        if line == (after.sheet, after.line) and line not in found and (shape := code_shape(word.text)) is not None:
            found[line] = Row(int(shape.text), word, after.x0 - word.x0)
    return list(found.values())


def _stretches(rows: Sequence[Row]) -> list[Stretch]:
    """The rows at one edge after each other, on one sheet or on several."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and abs(groups[-1][-1].word.x0 - row.word.x0) <= _SAME:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [Stretch(tuple(group)) for group in groups]


def _goes_on(stretches: Sequence[Stretch], place: int, home: float) -> bool:
    """Whether a part stands aside, and its numbers rise between those of the rest: other tables quote them."""
    if abs(stretches[place].edge - home) <= _SAME:
        return False
    numbers = [row.number for row in stretches[place].rows]
    rises = len(numbers) >= _FEWEST and all(one < two for one, two in pairwise(numbers))
    rest = [part for part in stretches if abs(part.edge - home) <= _SAME]
    start = stretches[place].start
    before = [row.number for part in rest if part.start < start for row in part.rows]
    behind = [row.number for part in rest if part.start > start for row in part.rows]
    return rises and max(before, default=-1) < numbers[0] and numbers[-1] < min(behind, default=math.inf)


def _moved(fragments: Fragments, stretches: Sequence[Stretch], steps: Sequence[float]) -> Fragments:
    """The words and rules as far to the side as the part that they stand in: on its sheets, from its first row on."""
    starts: list[tuple[int, float]] = []
    moves: list[float] = []
    sheets: set[int] = set()
    before = 0.0
    for part, step in zip(stretches, steps, strict=True):
        for row in part.rows:
            sheet = row.word.sheet
            if sheet not in sheets or (moves and moves[-1] != step):
                starts.append((sheet, _top(fragments.words, row, before) if sheet in sheets else -math.inf))
                moves.append(step)
                sheets.add(sheet)
            before = row.word.base

    def step_at(sheet: int, height: float) -> float:
        place = bisect_right(starts, (sheet, height)) - 1
        return moves[place] if place >= 0 and starts[place][0] == sheet else 0.0

    words = (_word(word, step_at(word.sheet, word.base)) for word in fragments.words)
    rules = (_rule(rule, step_at(rule.sheet, max(rule.y0, rule.y1))) for rule in fragments.rules)
    return replace(fragments, words=tuple(words), rules=tuple(rules))


def _top(words: Sequence[Word], row: Row, before: float) -> float:
    """From what height on a row stands, below one at that height: the lines of its text may begin above its code."""
    edge = row.word.x0 + row.offset
    heights = [word.base for word in words if word.sheet == row.word.sheet and abs(word.x0 - edge) <= _SAME]
    return min([height for height in heights if height > before], default=row.word.base) - row.word.size


def _word(word: Word, step: float) -> Word:
    return word._replace(x0=word.x0 + step, x1=word.x1 + step) if step else word


def _rule(rule: Rule, step: float) -> Rule:
    return replace(rule, x0=rule.x0 + step, x1=rule.x1 + step) if step else rule


class Scale(NamedTuple):
    """How large a page is, against the one with the most rows, and where the codes of both stand."""

    factor: float
    edge: float
    home: float

    def across(self, x: float) -> float:
        """A place across the page, as it stands on one of the usual size."""
        return (x - self.edge) / self.factor + self.home


def with_pages_of_one_size(fragments: Fragments) -> Fragments:
    """A document with the pages of its table in one size; the same one if they are so."""
    if fragments.layout != "page":
        return fragments
    rows: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows_of(fragments.words):
        rows[row.word.sheet].append(row)
    if len({round(row.word.size, 1) for group in rows.values() for row in group}) < 2:
        return fragments
    usual = max(rows.values(), key=len)
    scales = {sheet: scale for sheet, group in rows.items() if (scale := _scale(group, usual)) is not None}
    if not scales:
        return fragments
    words = (_sized_word(word, scales.get(word.sheet)) for word in fragments.words)
    rules = (_sized_rule(rule, scales.get(rule.sheet)) for rule in fragments.rules)
    return replace(fragments, words=tuple(words), rules=tuple(rules))


def _scale(rows: Sequence[Row], usual: Sequence[Row]) -> Scale | None:
    """How large the page of some rows is, if its letters and its columns are larger alike, or smaller: no other table's
    are.
    """
    factor = median(row.word.size for row in rows) / median(row.word.size for row in usual)
    if abs(factor - 1) <= _OTHER or abs(_usual_offset(rows) / factor - _usual_offset(usual)) > _SAME:
        return None
    return Scale(factor, _usual_edge(rows), _usual_edge(usual))


def _usual_offset(rows: Sequence[Row]) -> float:
    return Counter(round(row.offset, 1) for row in rows).most_common(1)[0][0]


def _usual_edge(rows: Sequence[Row]) -> float:
    return Counter(round(row.word.x0, 1) for row in rows).most_common(1)[0][0]


def _sized_word(word: Word, scale: Scale | None) -> Word:
    if scale is None:
        return word
    base, size = word.base / scale.factor, word.size / scale.factor
    return word._replace(x0=scale.across(word.x0), x1=scale.across(word.x1), base=base, size=size)


def _sized_rule(rule: Rule, scale: Scale | None) -> Rule:
    if scale is None:
        return rule
    return Rule(
        rule.sheet,
        scale.across(rule.x0),
        rule.y0 / scale.factor,
        scale.across(rule.x1),
        rule.y1 / scale.factor,
    )
