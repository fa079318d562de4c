"""Edges across a page that many numbers or texts share: the columns of codes and of texts, whatever stands beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import SAME_EDGE

_MANY: Final = 5


def shared_edge(places: Iterable[float], edge: float) -> float | None:
    """The place that most share, of those that are so far apart; None if few do."""
    found = Counter(round(place / edge) for place in places).most_common(1)
    return found[0][0] * edge if found and found[0][1] >= _MANY else None


def in_column(words: Sequence[Word], codes: Iterable[int], apart: float) -> frozenset[int]:
    """The numbers of a page that stand where many others begin cells: a spread line of texts may reach up to them."""
    places = {index: round(words[index].x0 / SAME_EDGE) for index in codes}
    begun = Counter(place for index, place in places.items() if words[index].gap >= apart)
    many = max(_MANY, begun.total() / 4)
    return frozenset(index for index, place in places.items() if sum(begun[place + at] for at in (-1, 0, 1)) >= many)
