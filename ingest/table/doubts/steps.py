"""Doubts about texts of pages by the steps between their lines: rows are no nearer to each other than their lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.parts import piece_text
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_WIDER: Final = 0.15
"""By how many letter heights a step is wider than the leading at least."""

_SHOWN: Final = 50


def step_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines inside a text that stand as far from each other as the text from the one before or behind it."""
    texture = reading.texture
    if reading.scene.fragments.layout != "page" or texture.rules.are_usual:
        return
    more = _WIDER * texture.size
    runs = [run for run in reading.runs if run]
    between = [math.inf, *(_step(one[-1], two[0]) for one, two in pairwise(runs)), math.inf]
    for run, near in zip(runs, pairwise(between), strict=True):
        nearest = min(near) if math.isfinite(min(near)) else min(between)
        for before, piece in pairwise(run):
            step = _step(before, piece)
            if math.isfinite(step) and step > max(texture.leading, nearest - 2 * more) + more:
                shown = piece_text(reading.scene, piece)[:_SHOWN]
                message = f"«{shown}» stands as far from the line above it as texts do, and could be another text"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span)
                break


def _step(before: Piece, piece: Piece) -> float:
    """The step from a line to one below it; infinite from page to page."""
    return piece.base - before.base if before.first.sheet == piece.first.sheet else math.inf
