"""What a division of pieces of text among heads costs: the problem, with everything that costs are made of."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from ingest.table.codes.weights import amounts
from ingest.table.division.heads import TITLE_MARKS, Head, Piece
from ingest.table.division.seams import Seam
from ingest.table.division.texture import Texture
from ingest.table.scene.wording import begins_small

Manner: TypeAlias = Literal["top", "below", "middle", "bottom"]
MANNERS: Final[tuple[Manner, ...]] = ("top", "below", "middle", "bottom")

MOST_OPEN: Final = 60
"""How many pieces are looked at from one on, to find where its text ends or what it stands beside."""

MOST_TAKEN: Final = 3
"""No more pieces in the band of another head are counted."""


class Border(NamedTuple):
    """The border between the texts of two heads: where the first ends and the second begins.

    What lies between belongs to neither. `margin` is how much worse the best division is with another border.
    """

    end: int
    begin: int
    margin: float = math.inf


class Division(NamedTuple):
    """The division of pieces among heads: border i lies before head i, the last one after all heads."""

    manner: Manner
    cost: float
    borders: tuple[Border, ...]

    def run(self, head: int) -> range:
        """The indices of the pieces of a head."""
        return range(self.borders[head].begin, self.borders[head + 1].end)


@dataclass(frozen=True)
class Problem:
    """Heads and pieces, with everything that costs are made of.

    `inside` adds up what it costs that pieces go on with those before; `claimed` counts those that stand beside a label
    as titles do. `banded` counts those that stand alone with one head between rules, `bands` are its pieces by the
    index of the head. `hanging` counts those that stand where texts go on, `rows` those in the column of the texts of
    a format with cells, `amid` those amid a page that begin as no head does. `windows[i]` are the borders that can be
    before head i.
    """

    texture: Texture
    seams: Sequence[Seam]
    inside: Sequence[float]
    claimed: Sequence[int]
    banded: Sequence[int]
    bands: Mapping[int, range]
    hanging: Sequence[int]
    rows: Sequence[int]
    amid: Sequence[int]
    windows: Sequence[Sequence[Border]]
    breaks: Sequence[int]

    @property
    def heads(self) -> Sequence[Head]:
        """The heads, in order."""
        return self.texture.heads

    @property
    def pieces(self) -> Sequence[Piece]:
        """The pieces, in order."""
        return self.texture.pieces

    @property
    def table(self) -> Mapping[str, float]:
        """What each thing costs, by its name."""
        return amounts("line")


def is_beside_title(texture: Texture, number: int) -> bool:
    """Whether a piece stands right behind a label that may have a title, and does not go on beside the next code."""
    piece = texture.pieces[number]
    if not texture.begins_small and begins_small(piece.first.text):
        return False
    before = texture.scene.before(piece.indices[0])
    if before is None and not piece.first.text.strip(TITLE_MARKS):
        before = piece.indices[0] - 1
    if before is None or before not in texture.lonely_labels or _goes_on_beside_code(texture, number):
        return False
    return texture.scene.fragments.layout != "page" or piece.first.gap < texture.scene.apart


def _fills_its_line(texture: Texture, number: int) -> bool:
    """Whether the next line goes on with a piece of a copy in columns, as there was no room for more."""
    is_copy = texture.scene.fragments.layout == "text" and texture.is_aligned
    return is_copy and texture.room.is_surely_full(*texture.pieces[number : number + 2])


def _goes_on_beside_code(texture: Texture, number: int) -> bool:
    """Whether a small letter stands beside the next code, or below it: what begins so goes on with the line above.

    Where many texts begin small, or codes stand beside any of their lines, only one below a full line says so, or below
    a code alone on its line: a text that begins below its code has none above it.
    """
    if texture.owners[number] is not None:
        return False
    if number + 1 in texture.lines_below_codes:
        return True
    places, pieces = texture.code_places, texture.pieces
    for place in range(number + 1, min(number + MOST_OPEN, len(pieces))):
        if not begins_small(pieces[place].first.text):
            return False
        if texture.owners[place] is not None:
            return not texture.begins_small or _fills_its_line(texture, place - 1)
        above, here = pieces[place - 1].indices[-1], pieces[place].indices[0]
        if bisect_left(places, above) < bisect_left(places, here):
            return True
    return False
