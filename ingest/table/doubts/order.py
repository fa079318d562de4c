"""Doubts about the order of words: a copy takes lines with wide room between words apart, and puts these anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.reading import Reading
from ingest.table.scene.wording import begins_small
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_EARLY: Final = 0.5
"""What part of the longest wrapped line one fills with the first word of the next, if it was not wrapped there."""


def order_doubts(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy in several blocks, with lines that end early though a small letter follows.

    Where only one text has such lines, it stands in a narrow cell of its own.
    """
    if reading.scene.fragments.layout != "text":
        return
    codes = [(head, list(pairwise(run))) for head, run in reading.headed if head.kind == "code"]
    longest = max((len(before.text) for _, pairs in codes for before, _ in pairs), default=0)
    found = [
        (head, pairs, early)
        for head, pairs in codes
        if (early := next((before for before, piece in pairs if _ends_early(before, piece, longest)), None))
    ]
    for head, pairs, early in found if len(found) > 1 else ():
        if _is_in_blocks(reading, pairs):
            line = early.text[:50]
            message = f"«{line}» ends early in the text of {head.number:04d}, whose words may be in another order"
            yield DOUBTFUL_TEXT.finding(message, early.first.span, code=head.number)


def _ends_early(before: Piece, piece: Piece, longest: int) -> bool:
    """Whether the next line goes on with a word that would have had room by far."""
    is_inside = begins_small(piece.first.text) and before.last.text[-1:].isalnum()
    return is_inside and len(before.text) + len(piece.first.text) < _EARLY * longest


def _is_in_blocks(reading: Reading, pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether blank lines stand between some lines of a text that follow each other, and not between others."""
    line_of = reading.scene.line_of
    following = [pair for pair in pairs if line_of[pair[1].indices[0]] - line_of[pair[0].indices[-1]] == 1]
    return len({round(piece.base - before.base) for before, piece in following}) > 1
