"""Lines of a box that begin right of it: pdfminer puts what ends at one place into one box too, and says only where
that begins. Where numbers begin there, or a few words, the end of a cell that goes on is no line of that column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from ingest.readers.placed_text import PlacedText

_SAME: Final = 1.5
"""How far apart runs of one column begin at most."""

_UNSURE: Final = 0.1
"""By what part the width of a run may be wrong."""

_FEWEST: Final = 2
_RARE: Final = 0.1
_NUMBER: Final = re.compile(r"(\d+)(?!\d)")


def with_lines_settled(lines: Sequence[Sequence[PlacedText]]) -> list[list[PlacedText]]:
    """The same lines, each of a box where it begins."""
    boxes: dict[tuple[int | None, float | None], list[PlacedText]] = defaultdict(list)
    for text in chain.from_iterable(lines):
        boxes[text.line, text.reach].append(text)
    begun: Counter[int] = Counter()
    for (_, reach), box in boxes.items():
        begun[round(box[0].left)] += len(box) if reach is None else 1
    kinds = _kinds_of_beginnings(chain.from_iterable(lines))
    settled = {
        text: edge
        for (_, reach), box in boxes.items()
        if reach is not None
        for text, edge in _settled(box, reach, kinds.get(round(box[0].left), {}), begun)
    }
    return [[_moved(text, settled.get(text, text.left)) for text in line] for line in lines]


def _moved(text: PlacedText, left: float) -> PlacedText:
    return text._replace(left=left, right=text.right + left - text.left)


def _kinds_of_beginnings(texts: Iterable[PlacedText]) -> dict[int, set[str]]:
    """What texts begin with, by the place where these do, where most begin with what many there do: numbers of as many
    digits, or a word of few, such as that of a status.
    """
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for text in texts:
        found[round(text.left)][_kind(text)] += 1
    common = {
        place: {kind: count for kind, count in kinds.items() if count > max(_RARE * kinds.total(), 1)}
        for place, kinds in found.items()
    }
    return {place: set(kinds) for place, kinds in common.items() if 2 * sum(kinds.values()) > found[place].total()}


def _kind(text: PlacedText) -> str:
    """What a text begins with: a word, of a number its digits whatever they are."""
    word = (text.text.split() or [""])[0]
    word = word[: len(word) - dict(text.marks).get(word, 0)]
    number = _NUMBER.match(word)
    return "0" * len(number[1]) if number else word


def _settled(
    box: Sequence[PlacedText], reach: float, kinds: Collection[str], begun: Counter[int]
) -> list[tuple[PlacedText, float]]:
    """The lines of a box that go on behind what others begin with, where many texts begin so that the widest ends with
    the box.
    """
    further = [text for text in box if _kind(text) not in kinds]
    if len(further) == len(box) or not further:
        return []
    width = max(text.right - text.left for text in further)
    free = _SAME + _UNSURE * width
    edges = [edge for edge, count in begun.items() if count >= _FEWEST and abs(edge + width - reach) <= free]
    edges = [edge for edge in edges if edge > box[0].left + box[0].size]
    edge = max(edges, key=lambda edge: begun[edge], default=None)
    return [(text, edge) for text in further] if edge is not None else []
