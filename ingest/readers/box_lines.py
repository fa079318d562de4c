"""Lines of a box that begin right of it: pdfminer puts what ends at one place into one box too, and says only where
that begins. Where numbers begin there, the end of a cell that goes on is no line of that column.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Final

from ingest.readers.placed_text import PlacedText

_SAME: Final = 1.5
"""How far apart runs of one column begin at most."""

_UNSURE: Final = 0.1
"""By what part the width of a run may be wrong."""

_FEWEST: Final = 2
_RARE: Final = 0.1
_NUMBER: Final = re.compile(r"\s*(\d+)(?!\d)")


def with_lines_settled(lines: Sequence[Sequence[PlacedText]]) -> list[list[PlacedText]]:
    """The same lines, each of a box where it begins."""
    boxes: dict[tuple[int | None, float | None], list[PlacedText]] = defaultdict(list)
    for text in chain.from_iterable(lines):
        boxes[text.line, text.reach].append(text)
    begun = Counter(round(text.left) for text in chain.from_iterable(lines) if text.reach is None)
    sizes = _sizes_of_numbers(lines)
    settled = {
        text: edge
        for (_, reach), box in boxes.items()
        if reach is not None
        for text, edge in _settled(box, reach, sizes.get(round(box[0].left), {}), begun)
    }
    return [[_moved(text, settled.get(text, text.left)) for text in line] for line in lines]


def _moved(text: PlacedText, left: float) -> PlacedText:
    return text._replace(left=left, right=text.right + left - text.left)


def _sizes_of_numbers(lines: Sequence[Sequence[PlacedText]]) -> dict[int, set[int]]:
    """How many digits the numbers have that texts begin with, by the place where these do, where most are such."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for text in chain.from_iterable(lines):
        found[round(text.left)][_digits(text)] += 1
    return {
        place: {size for size, count in sizes.items() if size and count > _RARE * sizes.total()}
        for place, sizes in found.items()
        if 2 * sizes[0] < sizes.total()
    }


def _digits(text: PlacedText) -> int:
    number = _NUMBER.match(text.text)
    return len(number[1]) if number else 0


def _settled(
    box: Sequence[PlacedText], reach: float, sizes: Collection[int], begun: Counter[int]
) -> list[tuple[PlacedText, float]]:
    """The lines of a box that go on behind a number, where many texts begin so that the widest ends with the box."""
    further = [text for text in box if _digits(text) not in sizes]
    if len(further) == len(box) or not further:
        return []
    width = max(text.right - text.left for text in further)
    free = _SAME + _UNSURE * width
    edges = [edge for edge, count in begun.items() if count >= _FEWEST and abs(edge + width - reach) <= free]
    edges = [edge for edge in edges if edge > box[0].left + box[0].size]
    edge = max(edges, key=lambda edge: begun[edge], default=None)
    return [(text, edge) for text in further] if edge is not None else []
