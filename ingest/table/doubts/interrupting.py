"""Doubts about lines inside the table that were taken for no part of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.division.bands import titles_across
from ingest.table.division.heads import Piece
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_SURELY_APART: Final = 5.0
_SELDOM: Final = 0.1


def interrupting_doubts(reading: Reading) -> Iterator[Finding]:
    """Texts inside the table that were taken for no part of it, unless they end a part above headings.

    What stands there behind a line that is surely none of a text is none either. Where the rows of a format are the
    lines of a page, each further line of a text costs as much as what stands apart. A row of a page that begins left of
    the texts, and holds no code between its rules, is a title of rows.
    """
    costs = {piece.indices: seam.goes_on for piece, seam in zip(reading.pieces, reading.seams, strict=True)}
    places = {piece.indices: place for place, piece in enumerate(reading.pieces)}
    inside = sorted(costs[piece.indices] for _, run in reading.headed for piece in run[1:])
    usual = max(inside[-1 - int(_SELDOM * len(inside)) :][:1], default=0.0)
    across, sure = titles_across(reading.texture, reading.interrupting), -1
    for piece in reading.interrupting:
        place, cost = places[piece.indices], costs[piece.indices]
        is_sure = place - 1 == sure or (cost >= _SURELY_APART and cost > usual)
        if is_sure and reading.is_over_headings(piece):
            sure = place
        elif piece.indices not in across:
            yield left_out(piece)


def left_out(piece: Piece) -> Finding:
    """The doubt about a line that was taken for no part of the table."""
    message = f"«{piece.text[:50]}» was read as no part of the table, and could belong to a text"
    return DOUBTFUL_TEXT.finding(message, piece.first.span)
