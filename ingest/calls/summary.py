"""What a run of `decode` found: how many rows were read exactly, by which class, and not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy
import pyarrow
from pyarrow import compute

from model.decoding.buffers import truths
from model.decoding.lookup import MATCHES, Indices, LookupColumn

MOST_VALUES: Final = 10_000
"""How many distinct values without an answer are counted one by one: memory stays bounded."""

SHOWN: Final = 10


@dataclass
class Summary:
    """Counts over all parts of the calls.

    `match`, `patterns`: the columns of answers `match` and `matched_pattern`.
    """

    match: LookupColumn
    patterns: LookupColumn
    rows: int = 0
    matches: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    values: Counter[object] = field(default_factory=Counter)
    """The values without an answer, in the order in which they came."""
    other_values: int = 0

    def add(self, codes: pyarrow.Array, numbers: Indices) -> None:
        """Count the rows of a part, of which the codes are given as numbers too."""
        matches, patterns = (column.indices.take(numbers) for column in (self.match, self.patterns))
        self.rows += len(codes)
        for name, count in zip(MATCHES, numpy.bincount(matches, minlength=len(MATCHES)).tolist(), strict=True):
            self.matches[name] += count
        categories = self.patterns.categories or ()
        # Null is -1, and bincount starts at 0.
        counts = numpy.bincount(patterns.astype(numpy.intp) + 1, minlength=len(categories) + 1)[1:].tolist()
        for pattern, count in zip(categories, counts, strict=True):
            if count:
                self.classes[pattern] += count
        without = codes.filter(truths(matches == MATCHES.index("none")))
        distinct = compute.value_counts(without)
        for value, count in zip(distinct.field(0).to_pylist(), distinct.field(1).to_pylist(), strict=True):
            self._count(value, count)

    def _count(self, value: Any, count: int) -> None:
        if value is None or value != value:  # noqa: PLR0124 - finds NaN
            self.missing += count
        elif value in self.values or len(self.values) < MOST_VALUES:
            self.values[value] += count
        else:
            self.other_values += count

    @property
    def undecodable(self) -> int:
        """How many values are there, but have no answer."""
        return self.matches["none"] - self.missing

    def as_json(self) -> dict[str, object]:
        """The counts, the most frequent first."""
        return {
            "rows": self.rows,
            "exact": self.matches["exact"],
            "class": self.matches["class"],
            "none": self.matches["none"],
            "classes": dict(self.classes.most_common()),
            "missing": self.missing,
            "values": {str(value): count for value, count in self.values.most_common()},
            "other_values": self.other_values,
        }

    def lines(self) -> Iterator[str]:
        """The counts for people, the most frequent first."""
        yield f"rows   {self.rows:>13,}"
        yield f"exact  {self.matches['exact']:>13,}"
        yield f"class  {self.matches['class']:>13,}"
        yield from (f"  {pattern:12} {count:>13,}" for pattern, count in self.classes.most_common())
        yield f"none   {self.matches['none']:>13,}"
        if self.missing:
            yield f"  {'(missing)':12} {self.missing:>13,}"
        shown = self.values.most_common(SHOWN)
        yield from (f"  {value!r:12} {count:>13,}" for value, count in shown)
        if others := self.undecodable - sum(count for _, count in shown):
            yield f"  {'(others)':12} {others:>13,}"
