"""Lines of a copy amid a page: running heads stand where pages meet, so what goes on there is a text of the table."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.furniture import is_at_seam
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import OPENING_QUOTES, begins_capital, begins_small, ends_sentence

_OPENERS: Final = ("(", "[", *OPENING_QUOTES)


def lines_amid_page(
    scene: Scene, pieces: Sequence[Piece], heads: Sequence[Head], labels: Sequence[LabelMark]
) -> frozenset[tuple[int, ...]]:
    """The pieces between the codes of a copy that no page begins or ends at, and that begin as no head of one does.

    So does the title below the label of a class that has no default code. Where a copy does not say where its pages
    meet, any line may be the head of one; and what stands above headings that come again may lead over to them.
    """
    codes = [head.index for head in heads if head.kind == "code"]
    if scene.fragments.layout != "text" or not codes:
        return frozenset()
    numbers = {head.number for head in heads if head.kind == "code"}
    bare = {label.index for label in labels if label.patterns[-1].zero_code not in numbers}
    pages = [scene.words[line.begin].place.page for line in scene.lines]
    return frozenset(
        piece.indices
        for piece in pieces
        if codes[0] < piece.indices[0] < codes[-1]
        and piece.first.place.page is not None
        and _next(codes, piece) < _next(scene.heading_begins, piece)
        and not is_at_seam(pages, scene.line_of[piece.indices[0]], scene.headed, scene.furniture)
        and (_is_no_title(scene, piece) or (piece.indices[0] - 1 in bare and begins_capital(piece.first.text)))
    )


def _next(words: Sequence[int], piece: Piece) -> float:
    """The first of some words that stands behind a piece, infinity if none does."""
    place = bisect_right(words, piece.indices[-1])
    return words[place] if place < len(words) else math.inf


def _is_no_title(scene: Scene, piece: Piece) -> bool:
    """Whether a line is no title, and no head of a page: it begins small, in a bracket or quotes, or is a sentence.

    One with a number is none if a word in small letters follows it.
    """
    text = piece.text
    if len(piece.indices) > 1 and ends_sentence(piece.last.text):
        return True
    if text[:1].isdigit():
        return len(piece.indices) > 1 and begins_small(scene.words[piece.indices[1]].text)
    return begins_small(text) or (text.startswith(_OPENERS) and len(text) > 1)
