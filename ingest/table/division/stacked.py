"""Codes of a copy that stand alone on the line above their text: a text of several lines has one of its own there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small

_ENOUGH: Final = 4
_MOSTLY: Final = 0.8


def codes_above_texts(scene: Scene, heads: Sequence[Head], pieces: Sequence[Piece]) -> dict[int, int]:
    """The words of the codes of a copy that stand so, where it is its manner: each with how many lines it is above.

    Of codes in the middle of their lines some are alone too: the line below goes on then, and begins as hardly a text.
    Where all are alone, and a text stands below each and none above the first, it may begin as it is. A text stands
    below the mark of a note that is alone on the line below its code.
    """
    if scene.fragments.layout != "text":
        return {}
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
    marked = {code for code, _ in found if _is_above_mark(scene, code)}
    if len(found) == len(codes) >= _ENOUGH and firsts[0] > codes[0]:
        begun = codes
    elif len(begun) < max(_ENOUGH, _MOSTLY * alone):
        begun = [code for code in begun if code in marked]
    return {code: 1 + (code in marked) for code in begun}


def _is_above_mark(scene: Scene, code: int) -> bool:
    """Whether the mark of a note stands alone on the line below that of a code."""
    mark = code + 1
    return mark in scene.notes.behind_codes and scene.line_of[mark] > scene.line_of[code]


def owners_below(above: Collection[int], pieces: Sequence[Piece], codes: Sequence[int]) -> dict[int, int]:
    """For the piece behind each code that stands above its text the index of the code; `codes` are the words of all."""
    firsts = [piece.indices[0] for piece in pieces]
    return {bisect_right(firsts, code): owner for owner, code in enumerate(codes) if code in above}
