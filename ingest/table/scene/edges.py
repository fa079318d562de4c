"""Edges across a page that many numbers or texts share: the columns of codes and of texts, whatever stands beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ingest.document.fragments import Layout, Word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import SAME_EDGE, Line
from ingest.table.scene.shapes import code_shape, heads_row

_MANY: Final = 5
_STEPS: Final[Mapping[Layout, float]] = {"page": SAME_EDGE, "text": 2.0}
"""How far edges of one column lie apart, in points or characters."""
_APART: Final = 0.5
_FEW: Final = 4
_MOST_HEADS: Final = 3
"""How many running heads a page has at one edge at most."""


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


def is_row(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins as a row of the table does."""
    return heads_row(words[line.begin].text)


def text_edges(words: Sequence[Word], lines: Sequence[Line], headings: Sequence[Headings]) -> frozenset[int]:
    """Where texts and remarks begin behind codes, and no line of a page begins that has a code: their columns.

    A line there is the end of a text, though it may come again by chance: a word at the end of many texts.
    """
    begun = Counter(round(words[line.begin].x0 / SAME_EDGE) for line in lines if is_row(words, line))
    behind = Counter(
        round(words[index].x0 / SAME_EDGE)
        for line in lines
        for index in _behind_code(words, line)
        if words[index].gap >= _APART
    )
    most = max(behind.values(), default=0)
    near = {edge + step for edge, count in behind.items() if 2 * count >= most for step in (-1, 0, 1)}
    near |= _crowded(words, lines, min(behind, default=0))
    rows = max(begun.values(), default=0)
    headed = [edge for item in headings if (edge := item.text_edge) is not None]
    return frozenset(edge for edge in near if _FEW * begun[edge] < max(rows, 1)) | _near(headed)


def _behind_code(words: Sequence[Word], line: Line) -> range:
    """The words of a line behind its first code; none, if it has no code."""
    codes = (index for index in line.indices if code_shape(words[index].text))
    return range(next(codes, line.end) + 1, line.end)


def _crowded(words: Sequence[Word], lines: Sequence[Line], left: int) -> frozenset[int]:
    """Where more lines begin, from an edge on, than a page has running heads: cells of several lines, in the middle."""
    begun = Counter(round(words[line.begin].x0 / SAME_EDGE) for line in lines)
    most = _MOST_HEADS * len({line.sheet for line in lines})
    return frozenset(edge for edge, count in begun.items() if edge >= left and count > most)


def _near(edges: Iterable[float]) -> frozenset[int]:
    """The places of edges across a page, and those right beside them."""
    return frozenset(round(edge / SAME_EDGE) + step for edge in edges for step in (-1, 0, 1))
