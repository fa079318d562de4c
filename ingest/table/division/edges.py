"""Where texts begin: at one edge, and in a part of a table that has headings of its own, at that of the part."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.scene.scene import Scene

_FEWEST: Final = 2
_MOSTLY: Final = 0.6
"""What part of the texts of a part begin at its edge at least."""


def usual_edge(pieces: Sequence[Piece], tolerance: float) -> float:
    """Where most pieces begin, 0 if there are none."""
    counts = Counter(round(piece.left / tolerance) for piece in pieces)
    return counts.most_common(1)[0][0] * tolerance if counts else 0.0


def edges_of_parts(placed: Iterable[tuple[int, Piece]], tolerance: float) -> dict[int, float]:
    """Where nearly all texts of each part begin, of pieces on the lines of codes with the numbers of their parts."""
    parts: defaultdict[int, list[Piece]] = defaultdict(list)
    for part, piece in placed:
        parts[part].append(piece)
    found = {}
    for part, pieces in parts.items():
        edge = usual_edge(pieces, tolerance)
        near = sum(abs(piece.left - edge) <= tolerance for piece in pieces)
        if len(pieces) >= _FEWEST and near > _MOSTLY * len(pieces):
            found[part] = edge
    return found


def row_begin(scene: Scene, codes: Sequence[int], piece: Piece) -> float:
    """Where the line of the last of some codes before a piece begins: what goes on right of it hangs below its row."""
    place = bisect_left(codes, piece.indices[0])
    if not place:
        return math.inf
    return scene.words[scene.lines[scene.line_of[codes[place - 1]]].begin].x0
