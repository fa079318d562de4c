"""Codes of a copy that stand alone on the line above their text: a text of several lines has one of its own there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small

_ENOUGH: Final = 4
_MOSTLY: Final = 0.8


def codes_above_texts(scene: Scene, heads: Sequence[Head], pieces: Sequence[Piece]) -> frozenset[int]:
    """The words of the codes of a copy that stand so, where it is its manner.

    Of codes in the middle of their lines some are alone too: the line below goes on then, and begins as hardly a text.
    Where all are alone, and a text stands below each and none above the first, it may begin as it is.
    """
    if scene.fragments.layout != "text":
        return frozenset()
    codes = [head.index for head in heads if head.kind == "code"]
    firsts = [piece.indices[0] for piece in pieces]
    beside = {scene.line_of[index] for index in firsts}
    found: list[tuple[int, Piece]] = []
    alone = 0
    for code, following in pairwise([*codes, len(scene.words)]):
        place = bisect_right(firsts, code)
        if scene.line_of[code] in beside:
            continue
        alone += 1
        if place < len(pieces) and firsts[place] < following:
            found.append((code, pieces[place]))
    begun = [code for code, piece in found if not begins_small(piece.first.text)]
    if len(found) == len(codes) >= _ENOUGH and firsts[0] > codes[0]:
        return frozenset(codes)
    is_manner = len(begun) >= max(_ENOUGH, _MOSTLY * alone)
    return frozenset(begun) if is_manner else frozenset()


def owners_below(above: frozenset[int], pieces: Sequence[Piece], codes: Sequence[int]) -> dict[int, int]:
    """For the piece behind each code that stands above its text the index of the code; `codes` are the words of all."""
    firsts = [piece.indices[0] for piece in pieces]
    return {bisect_right(firsts, code): owner for owner, code in enumerate(codes) if code in above}
