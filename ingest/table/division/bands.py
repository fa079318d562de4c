"""The bands that rules cut the rows of a table into, and whose text stands in each (pages only).

Between two rules across the column of the texts stands one row, wherever in it its code and its lines are set. A row
that is cut by the end of a page has a band on each page, of which only one has its code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, TypeAlias

from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.division.texture import Texture
from ingest.table.scene.sections import heads_section
from ingest.table.scene.wording import begins_capital

Band: TypeAlias = tuple[int, int]
"""A sheet, and how many rules stand above."""

_CODED: Final = re.compile(r"\d{3}|\d[x\u0445]{2}", re.IGNORECASE)
_SAME_EDGE: Final = 1.0
_ABOVE: Final = 0.25
"""How far above a base line a rule is above its line, in letter heights."""


def owners_by_band(texture: Texture) -> list[int | None]:
    """For each piece of text the index of the one head in its band, None where that is not said.

    What has no rule below it may stand below the table.
    """
    if not texture.rules.are_usual or texture.scene.fragments.layout != "page":
        return [None] * len(texture.pieces)
    codes, titles = _heads_in(texture, "code"), _heads_in(texture, "title")
    last = max(head.word.sheet for head in texture.heads)
    bands = [_band(texture, piece.first) for piece in texture.pieces]
    found: list[int | None] = []
    for band in bands:
        # A label of merged cells stands in the middle of them, in any band: a code is asked first.
        heads = codes.get(band) or titles.get(band, [])
        is_whole = _is_closed(texture, band) or (band in codes and band[0] < last)
        found.append(heads[0] if len(heads) == 1 and is_whole else None)
    return found


def titles_across(texture: Texture, pieces: Sequence[Piece]) -> frozenset[tuple[int, ...]]:
    """The pieces of a page that begin left of the texts, where labels do, each right above the row of a label; or each
    between the rules of a row without a code or a label.

    A row with a number that could be a code, misprinted, is none of them.
    """
    if texture.scene.fragments.layout != "page" or not pieces:  # nearly always
        return frozenset()
    able = [piece for piece in pieces if not texture.is_in_column(piece) and not _CODED.search(piece.text)]
    able = [piece for piece in able if begins_capital(piece.first.text) or heads_section(piece.first.text)]
    labels = {label.index for label in texture.labels}
    found = {piece.indices for piece in able if _is_above_label(texture, piece, labels)}
    return frozenset(found | {piece.indices for piece in _in_rows_alone(texture, able)})


def _is_above_label(texture: Texture, piece: Piece, labels: Collection[int]) -> bool:
    """Whether the next line is a row whose label begins where a piece does, which is all of its line."""
    scene = texture.scene
    number = scene.line_of[piece.indices[0]]
    line, below = scene.lines[number], scene.lines[number + 1 : number + 2]
    if tuple(line.indices) != piece.indices or not below or below[0].begin not in labels:
        return False
    row = scene.words[below[0].begin : below[0].end]
    is_coded = any(index in scene.candidate_at for index in below[0].indices[1:2])
    return is_coded and row[0].sheet == piece.first.sheet and abs(row[0].x0 - piece.first.x0) < _SAME_EDGE


def _in_rows_alone(texture: Texture, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that stand between rules, in rows without a code or a label."""
    if not texture.rules.are_usual:
        return []
    labels = {_band(texture, texture.scene.words[label.index]) for label in texture.labels}
    taken = {*_heads_in(texture, "code"), *_heads_in(texture, "title"), *labels}
    bands = [(piece, _band(texture, piece.first)) for piece in pieces]
    return [piece for piece, band in bands if band not in taken and band[1] > 0 and _is_closed(texture, band)]


def _heads_in(texture: Texture, kind: str) -> dict[Band, list[int]]:
    """The heads of a kind that stand in each band."""
    found: defaultdict[Band, list[int]] = defaultdict(list)
    for index, head in enumerate(texture.heads):
        if head.kind == kind and not head.is_apart:
            found[_band(texture, head.word)].append(index)
    return found


def _band(texture: Texture, word: Word) -> Band:
    heights = texture.rules.heights.get(word.sheet, [])
    return word.sheet, bisect_left(heights, word.base - _ABOVE * word.size)


def _is_closed(texture: Texture, band: Band) -> bool:
    sheet, above = band
    return above < len(texture.rules.heights.get(sheet, []))
