"""The columns on further pages of a copy: no headings stand there, and no column begins where it did on the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.headings import Column, Headings
from ingest.table.scene.lines import APART, Line
from ingest.table.scene.page_places import places_of
from ingest.table.scene.shapes import code_shape, label_shapes

_SLIP: Final = 2.0
"""How far the words of one column begin from each other at most, in characters."""


def by_pages(
    words: Sequence[Word], lines: Sequence[Line], headings: Headings, page: int | None
) -> Iterator[tuple[Headings, list[Line]]]:
    """The lines below headings, which stand on a page, by their pages, each with headings as they would stand there."""
    for other, group in groupby(lines, key=lambda line: words[line.begin].place.page):
        members = list(group)
        yield (headings if other == page else _moved(words, members, headings)), members


def to_the_last_code(words: Sequence[Word], lines: Sequence[Line], apart: float = APART) -> Sequence[Line]:
    """Lines up to the last that can hold a row: what follows them is set to no columns."""
    coded = (
        end
        for end in range(len(lines), 0, -1)
        if any(word.gap >= apart and code_shape(word.text) for word in words[lines[end - 1].begin : lines[end - 1].end])
    )
    return lines[: next(coded, len(lines))]


class Crossing:
    """Some words, asked how many of them stand on both sides of a place across the page."""

    def __init__(self, words: Sequence[Word]) -> None:
        wide = [word for word in words if word.x0 < word.x1]
        self._begins = sorted([word.x0 for word in wide])
        self._ends = sorted([word.x1 for word in wide])

    def at(self, x: float) -> int:
        """How many stand on both sides of a place."""
        return bisect_left(self._begins, x) - bisect_right(self._ends, x)


def _moved(words: Sequence[Word], lines: Sequence[Line], headings: Headings) -> Headings:
    """Headings with the columns of a page that has none: where codes stand, and what begins to the right of them.

    What stands to the left of the codes moves as far as they do. Without columns, if the others cannot be told.
    """
    members = [word for line in lines for word in words[line.begin : line.end]]
    places = places_of(members)
    if places is None:
        return headings._replace(columns=())
    place, rows = headings.roles.index("code"), [word for word in members if word.line in places.lines]
    share = places.codes / max(headings.columns[place].x0, 1.0)
    left = [
        _at(column, places.texts if column.role == "description" else column.x0 * share)
        for column in headings.columns[: place + 1]
    ]
    begun = [word for word in rows if word.gap >= APART and word.x0 > places.codes]
    labels = [word.x0 for word in begun if label_shapes(word.text)]
    named = [column for column in headings.columns[place + 1 :] if column.role == "class" and labels]
    others = [column for column in headings.columns[place + 1 :] if column.role != "class"]
    edges = _edges([word for word in begun if word.x0 > places.codes + _SLIP and not label_shapes(word.text)], rows)
    found = [_at(column, x) for column, x in zip(others, edges, strict=False)]
    texts = [column.x0 for column in (*left, *found) if column.role == "description"]
    if len(edges) > len(others) or not texts or abs(texts[0] - places.texts) > _SLIP:
        return headings._replace(columns=())
    right = [*(_at(column, min(labels)) for column in named), *found]
    return headings._replace(columns=(*left, *sorted(right, key=lambda column: column.x0)))


def _at(column: Column, x: float) -> Column:
    return column._replace(x0=x, x1=x + _SLIP + 1)


def _edges(begun: Sequence[Word], rows: Sequence[Word]) -> list[float]:
    """Where words begin that stand apart, and none of a row stands on both sides: the edges of columns."""
    edges: list[float] = []
    crossing = Crossing(rows)
    for x in sorted({word.x0 for word in begun}):
        if not crossing.at(x - 0.5) and (not edges or x - edges[-1] > _SLIP):
            edges.append(x)
    return edges
