"""The bands that rules cut the rows of a table into, and whose text stands in each (pages only).

Between two rules across the column of the texts stands one row, wherever in it its code and its lines are set. A row
that is cut by the end of a page has a band on each page, of which only one has its code.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, TypeAlias

from ingest.document.fragments import Word
from ingest.table.seams import blank_inside
from ingest.table.texture import Texture

Band: TypeAlias = tuple[int, int]
"""A sheet, and how many rules stand above."""

_ABOVE: Final = 0.25
"""How far above a base line a rule is above its line, in letter heights."""


def owners_by_band(texture: Texture) -> list[int | None]:
    """For each piece of text the index of the one head in its band, None where that is not said.

    What has no rule below it may stand below the table.
    """
    if not texture.rules.are_usual or texture.scene.fragments.layout != "page":
        return [None] * len(texture.pieces)
    heads: defaultdict[Band, list[int]] = defaultdict(list)
    for kind in ("code", "title"):
        # A label of merged cells stands in the middle of them, in any band: a code is asked first.
        found = [
            (_band(texture, head.word), index)
            for index, head in enumerate(texture.heads)
            if head.kind == kind and not head.is_apart
        ]
        coded = set(heads)
        for band, index in found:
            if band not in coded:
                heads[band].append(index)
    bands = [_band(texture, piece.first) for piece in texture.pieces]
    above = _above_the_table(texture, bands)
    owners = [
        heads.get(band, []) if _is_closed(texture, band) and number not in above else []
        for number, band in enumerate(bands)
    ]
    return [indices[0] if len(indices) == 1 else None for indices in owners]


def _above_the_table(texture: Texture, bands: Sequence[Band]) -> set[int]:
    """The pieces at the top of a sheet that no rule parts from the first row, but room does: they may be no part."""
    found: set[int] = set()
    for number in range(len(bands) - 1, 0, -1):
        before, piece = texture.pieces[number - 1 : number + 1]
        is_open = bands[number - 1] == bands[number] and not bands[number][1]
        if is_open and (number in found or blank_inside(texture, before, piece)):
            found.add(number - 1)
    return found


def _band(texture: Texture, word: Word) -> Band:
    heights = texture.rules.heights.get(word.sheet, [])
    return word.sheet, bisect_left(heights, word.base - _ABOVE * word.size)


def _is_closed(texture: Texture, band: Band) -> bool:
    sheet, above = band
    return above < len(texture.rules.heights.get(sheet, []))
