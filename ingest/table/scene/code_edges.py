"""Edges across a page that many numbers or texts share: the columns of codes and of texts, whatever stands beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ingest.document.fragments import Layout, Word
from ingest.table.scene.lines import SAME_EDGE

_MANY: Final = 5
_STEPS: Final[Mapping[Layout, float]] = {"page": SAME_EDGE, "text": 2.0}
"""How far edges of one column lie apart, in points or characters."""


def shared_edge(places: Iterable[float], edge: float) -> float | None:
    """The place that most share, of those that are so far apart; None if few do."""
    found = Counter(round(place / edge) for place in places).most_common(1)
    return found[0][0] * edge if found and found[0][1] >= _MANY else None


def in_column(words: Sequence[Word], codes: Iterable[int], apart: float, layout: Layout) -> frozenset[int]:
    """The numbers that stand where many others begin cells: a line of texts may be spread up to them.

    A copy that keeps its columns sets them some characters off where there is little room; only those that end their
    lines are asked there, since a number inside a text goes on with it. What ends its line where the others do not, as
    a number of an example, is none of them.
    """
    step = _STEPS.get(layout)
    if step is None:
        return frozenset()
    places = {index: (round(words[index].x0 / step), _ends_line(words, index)) for index in codes}
    begun = Counter(
        place for index, place in places.items() if words[index].gap >= apart and (layout == "page" or place[1])
    )
    many = max(_MANY, begun.total() / 4)
    near = {(place + at, ends) for place, ends in begun for at in (-1, 0, 1)}
    columns = {(place, ends) for place, ends in near if sum(begun[place + at, ends] for at in (-1, 0, 1)) >= many}
    return frozenset(index for index, place in places.items() if place in columns)


def _ends_line(words: Sequence[Word], index: int) -> bool:
    return index + 1 == len(words) or words[index + 1].line != words[index].line
