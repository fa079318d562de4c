"""Pages of a table that a program printed larger or smaller than the others: they are laid out as large as these."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final, NamedTuple

from ingest.document.fragments import Fragments, Rule, Word
from ingest.table.scene.moved_pages import Row, rows_of

_OTHER: Final = 0.03
"""By what part letters of another size differ at least."""

_SAME: Final = 1.0
"""How far, in points, columns of pages of one size lie apart at most."""


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
    words = (_word(word, scales.get(word.sheet)) for word in fragments.words)
    rules = (_rule(rule, scales.get(rule.sheet)) for rule in fragments.rules)
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


def _word(word: Word, scale: Scale | None) -> Word:
    if scale is None:
        return word
    base, size = word.base / scale.factor, word.size / scale.factor
    return word._replace(x0=scale.across(word.x0), x1=scale.across(word.x1), base=base, size=size)


def _rule(rule: Rule, scale: Scale | None) -> Rule:
    if scale is None:
        return rule
    return Rule(
        rule.sheet,
        scale.across(rule.x0),
        rule.y0 / scale.factor,
        scale.across(rule.x1),
        rule.y1 / scale.factor,
    )
