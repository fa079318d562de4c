"""Doubts about texts that stand above their code, or below the last: they may belong to another, or to none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.division.steps import WIDER
from ingest.table.doubts.beginnings import end_of_text_before
from ingest.table.doubts.steps import step_to
from ingest.table.findings import few_end_sentences
from ingest.table.reading import Reading
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small, ends_sentence
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_NEARLY_ALL: Final = 0.9
_APART: Final = 8.0
"""What it costs at least that a line goes on with the one before, where more than its capital speaks against it."""


def above_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about texts of lines that do not begin beside their code."""
    if reading.scene.fragments.layout != "grid":
        yield from _above(reading)
        yield from _below_last(reading)


def _above(reading: Reading) -> Iterator[Finding]:
    """Lines above the code of their text, below which another sentence stands beside it, if no text goes on there.

    Sentences follow each other where a text begins above its code, and where one ends with a paragraph of its own.
    """
    found = []
    for number, (head, run) in enumerate(reading.headed):
        above = sum(_off(reading.scene, head, piece) < 0 for piece in run) if head.kind == "code" else 0
        if not above or above == len(run) or _off(reading.scene, head, run[above]):
            continue
        begin = reading.division.run(number).start
        if not begin or _is_nearer_below(reading, *reading.pieces[begin - 1 : begin + 2]):
            continue
        seam = reading.seams[begin + above]
        if seam.unfinished > 0 or begins_small(run[above].first.text):
            return
        found.append(end_of_text_before(head, run[0]))
    yield from found


def _is_nearer_below(reading: Reading, before: Piece, piece: Piece, below: Piece) -> bool:
    """Whether a line of a page stands nearer to the one below than to the one above it."""
    nearer = step_to(before, piece) - step_to(piece, below)
    return reading.scene.fragments.layout == "page" and nearer > WIDER * reading.texture.size


def _below_last(reading: Reading) -> Iterator[Finding]:
    """The text of the last code, if it stands below it, as hardly any does, and apart or as a sentence."""
    texts = [(head, run[0]) for head, run in reading.headed if head.kind == "code" and run]
    beside = sum(not _off(reading.scene, head, piece) for head, piece in texts)
    head, run = reading.headed[-1]
    if head.kind != "code" or not run or beside < _NEARLY_ALL * len(texts) or _off(reading.scene, head, run[0]) <= 0:
        return
    is_apart = reading.seams[reading.division.run(len(reading.heads) - 1).start].goes_on >= _APART
    if is_apart or (ends_sentence(run[-1].last.text) and few_end_sentences(reading)):
        message = f"«{run[0].text[:50]}» could belong to {head.number:04d} or not"
        yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _off(scene: Scene, head: Head, piece: Piece) -> int:
    """How many lines below its head a piece stands."""
    return scene.line_of[piece.indices[0]] - scene.line_of[head.index]
