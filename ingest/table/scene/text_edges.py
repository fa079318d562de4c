"""Where the column of the texts begins across a page, before codes are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import SAME_EDGE, Line
from ingest.table.scene.shapes import code_shape, label_shapes

_APART: Final = 0.5
_FEW: Final = 4


def is_row(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins as a row of the table does."""
    first = words[line.begin].text
    return code_shape(first) is not None or bool(label_shapes(first))


def text_edges(words: Sequence[Word], lines: Sequence[Line], headings: Sequence[Headings]) -> frozenset[int]:
    """Where texts begin behind codes, and no line of a page begins that has a code: the column of the texts.

    A line there is the end of a text, though it may come again by chance: a word at the end of many texts.
    """
    begun = Counter(round(words[line.begin].x0 / SAME_EDGE) for line in lines if is_row(words, line))
    behind = Counter(
        round(words[index + 1].x0 / SAME_EDGE)
        for line in lines
        for index in line.indices[:-1]
        if code_shape(words[index].text) and words[index + 1].gap >= _APART
    )
    most = max(behind.values(), default=0)
    near = {edge + step for edge, count in behind.items() if 2 * count >= most for step in (-1, 0, 1)}
    rows = max(begun.values(), default=0)
    headed = [edge for item in headings if (edge := item.text_edge) is not None]
    return frozenset(edge for edge in near if _FEW * begun[edge] < max(rows, 1)) | _near(headed)


def _near(edges: Iterable[float]) -> frozenset[int]:
    """The places of edges across a page, and those right beside them."""
    return frozenset(round(edge / SAME_EDGE) + step for edge in edges for step in (-1, 0, 1))
