"""Lines of a copy amid a page: running heads stand where pages meet, so what goes on there is a text of the table."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.furniture import is_at_seam
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import OPENING_QUOTES, begins_capital, begins_small, ends_sentence

_OPENERS: Final = ("(", "[", *OPENING_QUOTES)
_DASHES: Final = frozenset("-–—")


def lines_amid_page(
    scene: Scene, pieces: Sequence[Piece], heads: Sequence[Head], labels: Sequence[LabelMark]
) -> frozenset[tuple[int, ...]]:
    """The pieces between the codes of a copy that no page begins or ends at, and that begin as no head of one does.

    Nor does what stands behind a sentence, where no label is torn from its title or code;
    right above a label it may head the rows of that. So does the title below the label of a class that has no default
    code. Where a copy does not say where its pages meet, any line may be the head of one; and what stands above
    headings that come again may lead over to them.
    """
    codes = [head.index for head in heads if head.kind == "code"]
    if scene.fragments.layout != "text" or not codes:
        return frozenset()
    numbers = {head.number for head in heads if head.kind == "code"}
    bare = {label.index for label in labels if label.patterns[-1].zero_code not in numbers}
    followed = {index - 1 for index in (*codes, *(piece.indices[0] for piece in pieces))}
    behind = frozenset(_behind_sentences(pieces, codes)) if bare <= followed else frozenset()
    marked = {label.index - 1 for label in labels}
    behind -= {piece.indices for piece in pieces if piece.indices[-1] in marked}

    def is_told(piece: Piece) -> bool:
        is_title = piece.indices[0] - 1 in bare and begins_capital(piece.first.text)
        return is_title or piece.indices in behind or _is_no_title(scene, piece)

    return frozenset(
        piece.indices
        for piece in pieces
        if codes[0] < piece.indices[0] < codes[-1]
        and piece.first.place.page is not None
        and _next(codes, piece) < _next(scene.heading_begins, piece)
        and not is_at_seam(scene.pages, scene.line_of[piece.indices[0]], scene.headed, scene.furniture)
        and is_told(piece)
    )


def _behind_sentences(pieces: Sequence[Piece], codes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The pieces right behind one that ends a sentence, with no code between."""
    places = [bisect_right(codes, piece.indices[0]) for piece in pieces]
    for (before, piece), (place, following) in zip(pairwise(pieces), pairwise(places), strict=True):
        if place == following and ends_sentence(before.last.text):
            yield piece.indices


def _next(words: Sequence[int], piece: Piece) -> float:
    """The first of some words that stands behind a piece, infinity if none does."""
    place = bisect_right(words, piece.indices[-1])
    return words[place] if place < len(words) else math.inf


def _is_no_title(scene: Scene, piece: Piece) -> bool:
    """Whether a line is no title, and no head of a page: it begins small, in a bracket or quotes, or is a sentence.

    One with a number or a sign is none if a word in small letters follows it.
    """
    text = piece.text
    if len(piece.indices) > 1 and ends_sentence(piece.last.text):
        return True
    if text[:1].isdigit() or piece.first.text in _DASHES:
        return len(piece.indices) > 1 and begins_small(scene.words[piece.indices[1]].text)
    return begins_small(text) or (text.startswith(_OPENERS) and len(text) > 1)
