"""Where codes stand, and lines of texts never begin: a number there is in the column of codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ingest.table.scene.scene import Scene

_FEWEST: Final = 4
"""So many codes make a column, and so many lines that of texts."""

_FEWEST_ON_PAGE: Final = 2
"""So many lines do on a page: places are measured there."""


def own_edges(scene: Scene) -> frozenset[tuple[float, ...]]:
    """The edges where codes begin lines, and texts begin none: those begin at an edge of their own.

    However little room is between the two, no line of a text stands where codes do then. Nothing where texts are of one
    line each, or where the document has no pages, nor a copy of it columns: lines go on right of the codes in these.
    """
    if scene.fragments.layout == "grid":
        return frozenset()
    others = list(_beginnings(scene))
    taken = Counter(int(scene.edge(index)[0]) for index in others)
    found = frozenset(
        edge
        for edge, count in scene.edges.items()
        if count >= _FEWEST and not any(taken[int(edge[0]) + step] for step in (-1, 0, 1))
    )
    rightmost = max((edge[0] for edge in found), default=0.0)
    right = sum(count for place, count in taken.items() if place > rightmost)
    is_page = scene.fragments.layout == "page"
    are_right = right >= (_FEWEST_ON_PAGE if is_page else _FEWEST)
    return found if are_right or (is_page and any(map(scene.is_at_text_edge, others))) else frozenset()


def _beginnings(scene: Scene) -> Iterator[int]:
    """The words that begin lines of the table, behind a label or not, and can be no codes."""
    last = scene.candidates[-1].line if scene.candidates else 0
    for line in scene.lines[scene.first_headings + 1 : last]:
        index = next((index for index in line.indices if not scene.left_out[index]), None)
        if index is not None and index in scene.label_at:
            index = scene.after(index)
        if index is not None and index not in scene.candidate_at:
            yield index
