"""Notes that are turned, along the edges of pages: they come again at the same place of other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import WATERMARK, Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes

_SAME_PLACE: Final = 2.0


def turned_in_margins(words: Sequence[Word], lines: Sequence[Line], texts: Sequence[str]) -> dict[int, str]:
    """The turned lines that stand at one place of several pages with the same text, and hold no label or code."""
    places: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        first = words[line.begin]
        if first.style.is_turned and not label_shapes(first.text) and not code_shape(first.text):
            places[texts[line.number]].append(line)
    return {
        line.number: WATERMARK
        for alike in places.values()
        for line in alike
        if any(other.sheet != line.sheet and _is_there(words, line, other) for other in alike)
    }


def _is_there(words: Sequence[Word], line: Line, other: Line) -> bool:
    """Whether two lines begin at one place of their pages."""
    one, two = words[line.begin], words[other.begin]
    return abs(one.x0 - two.x0) < _SAME_PLACE and abs(one.base - two.base) < _SAME_PLACE
