"""Doubts about texts of pages by the steps between their lines: rows are no nearer to each other than their lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece, piece_text
from ingest.table.reading import Reading
from ingest.table.scene.lines import SAME_EDGE
from ingest.table.scene.wording import begins_small
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_WIDER: Final = 0.15
"""By how many letter heights a step is wider than the leading at least."""

_FARTHEST: Final = 3.0
_ENOUGH: Final = 3
_EXACT: Final = 0.02
"""How exactly programs set lines, in letter heights."""

_APART: Final = 2.0
"""How many times further than equal steps differ two kinds of steps are apart."""

_SHOWN: Final = 50


def step_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines inside a text that stand as far from each other as the text from the one before or behind it."""
    texture = reading.texture
    if reading.scene.fragments.layout != "page" or texture.rules.are_usual:
        return
    more = _WIDER * texture.size
    if are_told_apart(reading):
        return
    runs = [run for run in reading.runs if run]
    between = _between(reading)
    for run, near in zip(runs, pairwise(between), strict=True):
        nearest = min(near) if math.isfinite(min(near)) else min(between)
        for before, piece in pairwise(run):
            step = _step(before, piece)
            if math.isfinite(step) and step > max(texture.leading, nearest - 2 * more) + more:
                shown = piece_text(reading.scene, piece)[:_SHOWN]
                message = f"«{shown}» stands as far from the line above it as texts do, and could be another text"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span)
                break


def _between(reading: Reading) -> list[float]:
    """The steps between texts, from before the first to behind the last."""
    runs = [run for run in reading.runs if run]
    return [math.inf, *(_step(one[-1], two[0]) for one, two in pairwise(runs)), math.inf]


def are_told_apart(reading: Reading) -> bool:
    """Whether the lines of texts are all one step apart, and the texts all another: and rows say which is which.

    Cells with little room hold lines with much. Were the lines of a text owned wrongly, rows of one line would be as
    far from each other as those lines, and lines of one text after each other would not be equally far.
    """
    size = reading.texture.size
    pairs = [pair for run in reading.runs for pair in pairwise(run)]
    inside = [step for pair in pairs if math.isfinite(step := _step(*pair))]
    # What stands far below a text, as where a label beside it needs more room, is no closer to it than its lines.
    near = [step for step in _between(reading) if step < _FARTHEST * size]
    if _rows_that_tell(reading) < _ENOUGH or not inside or not near:
        return False
    spread = max(max(inside) - min(inside), max(near) - min(near), _EXACT * size)
    is_usual = len(inside) >= _ENOUGH or all(_is_wrapped(reading, *pair) for pair in pairs)
    return is_usual and max(near) + _APART * spread < min(inside)


def _rows_that_tell(reading: Reading) -> int:
    """How many rows say by themselves which step is that of rows: of one line after such ones, or of more than two."""
    beside = [run if any(_is_beside(head, piece) for piece in run) else () for head, run in reading.headed]
    return sum(len(run) > 2 for run in beside) + sum(
        len(one) == len(two) == 1 and math.isfinite(_step(one[0], two[0])) for one, two in pairwise(beside)
    )


def _is_wrapped(reading: Reading, before: Piece, piece: Piece) -> bool:
    """Whether a line begins small below a full one."""
    return begins_small(piece.first.text) and not reading.texture.had_room(before, piece)


def _is_beside(head: Head, piece: Piece) -> bool:
    return head.kind == "code" and abs(head.word.base - piece.base) < _WIDER * head.word.size


def stack_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes nearer to each other than rows are, paragraphs of one cell, beside more lines of text than codes.

    A text that fills its line may go on beside the next code: in such a cell a line says nothing of its code.
    """
    texture = reading.texture
    if reading.scene.fragments.layout != "page" or not _rows_have_room(reading):
        return
    stacks: list[list[tuple[Head, tuple[Piece, ...]]]] = [[]]
    for item in reading.headed:
        if not stacks[-1] or not _is_next_line(reading, stacks[-1][-1][0], item[0]):
            stacks.append([])
        stacks[-1].append(item)
    for stack in stacks:
        full = next(
            (two for one, two in pairwise(stack) if one[1] and two[1] and not texture.had_room(one[1][-1], two[1][0])),
            None,
        )
        if full is not None and sum(len(run) for _, run in stack) > len(stack):
            head, (piece, *_) = full
            message = (
                f"«{piece_text(reading.scene, piece)[:_SHOWN]}» could be the end of the text before"
                f" {head.number:04d}: its cell holds several codes and more lines"
            )
            yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def seam_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines at the end of a page that were left out right below a text, and a text that begins a page before its code.

    What stands as the next line of a text does is one, though headings come again below it; and where texts begin
    beside their codes, the last line of the page before is none of theirs.
    """
    texture = reading.texture
    if reading.scene.fragments.layout != "page":
        return
    interrupting = {piece.indices for piece in reading.interrupting}
    near = texture.leading + _WIDER * texture.size
    for before, piece in pairwise(reading.pieces):
        hangs = piece.indices in interrupting and before.indices not in interrupting and _step(before, piece) < near
        if hangs and abs(piece.left - before.left) < SAME_EDGE and not texture.rules.part(before, piece):
            message = (
                f"«{piece_text(reading.scene, piece)[:_SHOWN]}» was left out, and could belong to the text above it"
            )
            yield DOUBTFUL_TEXT.finding(message, piece.first.span)
    for head, run in reading.headed if reading.division.manner == "top" else ():
        is_beside = any(_is_beside(head, piece) and piece.first.sheet == head.word.sheet for piece in run)
        if is_beside and run[0].first.sheet < head.word.sheet:
            message = f"«{piece_text(reading.scene, run[0])[:_SHOWN]}» stands on the page before {head.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _is_next_line(reading: Reading, above: Head, below: Head) -> bool:
    """Whether two codes stand one below the other with no more than a line between them."""
    texture = reading.texture
    are_codes = above.kind == below.kind == "code" and above.word.sheet == below.word.sheet
    return are_codes and 0 < below.word.base - above.word.base < texture.leading + _WIDER * texture.size


def _rows_have_room(reading: Reading) -> bool:
    """Whether most texts stand further from the one before than lines do, where their codes do."""
    texture = reading.texture
    pairs = [
        _step(one[-1], two[0])
        for (above, one), (below, two) in pairwise(reading.headed)
        if one and two and not _is_next_line(reading, above, below)
    ]
    steps = [step for step in pairs if math.isfinite(step)]
    return 2 * sum(step > texture.leading + _WIDER * texture.size for step in steps) > len(steps)


def _step(before: Piece, piece: Piece) -> float:
    """The step from a line to one below it; infinite from page to page."""
    return piece.base - before.base if before.first.sheet == piece.first.sheet else math.inf
