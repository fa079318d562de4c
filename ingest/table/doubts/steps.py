"""Doubts about texts of pages by the steps between their lines: rows are no nearer to each other than their lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.division.room import Room
from ingest.table.division.steps import APART, EXACT, WIDER, farthest_in_cell, is_next
from ingest.table.reading import Reading
from ingest.table.scene.lines import SAME_EDGE
from ingest.table.scene.wording import begins_capital, begins_small, ends_sentence, is_name
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_FARTHEST: Final = 3.0
_ENOUGH: Final = 3
_UNLIKELY: Final = 100
"""In how many orders of steps no chance sets those inside texts before all others."""

_SURE: Final = 2.2
"""How sure a border between the texts of a stack must be: no height says anything of it."""

_SHOWN: Final = 50


def step_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines inside a text that stand as far from each other as the text from the one before or behind it.

    A line that begins small is no other text where none begins so, and none is where full lines say it.
    """
    texture = reading.texture
    if reading.scene.fragments.layout != "page" or texture.rules.are_usual:
        return
    more = WIDER * texture.size
    if are_told_apart(reading) or are_nearest_by_rule(reading):
        return
    headed = [(head, run) for head, run in reading.headed if run]
    if not headed:  # the texts of a sheet too wide for its paper stand on pages of their own
        return
    between = steps_of_texts(reading)
    all_big = not any(begins_small(run[0].first.text) for _, run in headed)
    runs = [(), *(run for _, run in headed), ()]
    for above, run, below, near in zip(runs, runs[1:], runs[2:], pairwise(between), strict=False):
        nearest = min(near) if math.isfinite(min(near)) else min(between)
        for before, piece in () if _is_wrapped(texture.room, above, run, below) else _pairs(run, all_big=all_big):
            step = step_to(before, piece)
            if math.isfinite(step) and step > max(texture.leading, nearest - 2 * more) + more:
                shown = piece.text[:_SHOWN]
                message = f"«{shown}» stands as far from the line above it as texts do, and could be another text"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span)
                break


def _is_wrapped(room: Room, above: Sequence[Piece], run: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether each line of a text is so full that the next had no room there, but the lines at its borders are not.

    What goes on would have begun on the line above. A line with a capital may be any other, but behind a sentence.
    """
    lines = [*above[-1:], *run, *below[:1]]
    borders = [*pairwise(lines[:2] if above else ()), *pairwise(lines[-2:] if below else ())]
    return all(room.could_hold(*pair) for pair in borders) and all(
        room.is_full(before, piece) and (ends_sentence(before.last.text) or not begins_capital(piece.text))
        for before, piece in pairwise(run)
    )


def _pairs(run: Sequence[Piece], *, all_big: bool) -> Iterator[tuple[Piece, Piece]]:
    """The lines of a text with those before them, but for what begins small where all texts begin big."""
    for before, piece in pairwise(run):
        if not (all_big and begins_small(piece.first.text) and not is_name(piece.first.text)):
            yield before, piece


def steps_of_texts(reading: Reading) -> list[float]:
    """The steps between texts, from before the first to behind the last."""
    return [math.inf, *(step_to(*pair) for pair in _neighbours(reading)), math.inf]


def _neighbours(reading: Reading) -> list[tuple[Piece, Piece]]:
    """The last line of each text and the first of the next."""
    return [(one[-1], two[0]) for one, two in pairwise(run for run in reading.runs if run)]


def are_told_apart(reading: Reading) -> bool:
    """Whether the lines of texts are all one step apart, and the texts all another: and rows say which is which.

    Cells with little room hold lines with much. Were the lines of a text owned wrongly, rows of one line would be as
    far from each other as those lines, and lines of one text after each other would not be equally far.
    """
    size = reading.texture.size
    inside = steps_inside(reading)
    # What stands far below a text, as where a label beside it needs more room, is no closer to it than its lines.
    near = [step for step in _next_to_each_other(reading) if step < _FARTHEST * size]
    if _rows_that_tell(reading) < _ENOUGH or not inside or not near:
        return False
    spread = max(max(inside) - min(inside), max(near) - min(near), EXACT * size)
    return len(inside) >= _ENOUGH and max(near) + APART * spread < min(inside)


def are_nearest_by_rule(reading: Reading) -> bool:
    """Whether all lines of texts are nearer to the one before than any text is, and not by chance.

    Were such a line a row of its own, it would be one of so many steps of rows, and each as likely the least of them.
    """
    inside, between = steps_inside(reading), [step for step in steps_of_texts(reading) if math.isfinite(step)]
    if not inside or not between or min(between) - max(inside) < EXACT * reading.texture.size:
        return False
    rows = min(_rows_that_tell(reading), len(between))
    return math.comb(rows + len(inside), rows) > _UNLIKELY


def _next_to_each_other(reading: Reading) -> list[float]:
    """The steps between texts with no line between them, such as that of a remark: it would need the room."""
    line_of = reading.scene.line_of
    return [
        step_to(before, piece)
        for before, piece in _neighbours(reading)
        if line_of[piece.indices[0]] - line_of[before.indices[-1]] == 1
    ]


def _rows_that_tell(reading: Reading) -> int:
    """How many rows say by themselves which step is that of rows: of one line after such ones, or of more than two."""
    beside = [run if any(_is_beside(head, piece) for piece in run) else () for head, run in reading.headed]
    return sum(len(run) > 2 for run in beside) + sum(
        len(one) == len(two) == 1 and math.isfinite(step_to(one[0], two[0])) for one, two in pairwise(beside)
    )


def _is_beside(head: Head, piece: Piece) -> bool:
    return head.kind == "code" and abs(head.word.base - piece.base) < WIDER * head.word.size


def stack_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes nearer to each other than rows are, paragraphs of one cell, beside more lines of text than codes.

    A text that fills its line may go on beside the next code: in such a cell a line says nothing of its code. A rule
    between them says that they stand in two.
    """
    texture = reading.texture
    if reading.scene.fragments.layout != "page" or not _rows_have_room(reading):
        return
    known = {number for stack in texture.stacks for number in stack.heads}
    nearest = _farthest_in_cell(reading)
    stacks: list[list[int]] = [[]]
    for number, head in enumerate(reading.heads):
        above = reading.heads[number - 1]
        goes_on = len(stacks[-1]) > 1 and _is_over_page(above, head)
        if not stacks[-1] or number in known or not (goes_on or _is_next(above, head, nearest)):
            stacks.append([])
        stacks[-1].append(number)
    for numbers in stacks:
        pairs = ((reading.runs[one], reading.runs[two], two) for one, two in pairwise(numbers))
        full = (
            two
            for above, below, two in pairs
            if above
            and below
            and not (texture.room.could_hold(above[-1], below[0]) or texture.rules.part(above[-1], below[0]))
        )
        first = next(full, None)
        if first is not None and sum(len(reading.runs[number]) for number in numbers) > len(numbers):
            yield _of_stack(reading, first)
    yield from _unsure_stacks(reading)


def _unsure_stacks(reading: Reading) -> Iterator[Finding]:
    """Stacks in which a border could lie elsewhere, or that the end of a page may cut."""
    division = reading.division
    for stack in reading.texture.stacks:
        unsure = [number for number in stack.heads[1:] if division.borders[number].margin < _SURE]
        cut = [number for number in stack.heads if division.run(number).stop > stack.pieces.stop]
        yield from (_of_stack(reading, number) for number in [*unsure, *cut][:1] if reading.runs[number])


def _of_stack(reading: Reading, number: int) -> Finding:
    """The doubt about the text of a code in a cell with others."""
    head, piece = reading.heads[number], reading.runs[number][0]
    message = (
        f"«{piece.text[:_SHOWN]}» could be the end of the text before"
        f" {head.number:04d}: its cell holds several codes and more lines"
    )
    return DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def seam_doubts(reading: Reading) -> Iterator[Finding]:
    """Lines at the end of a page that were left out right below a text, and a text that begins a page before its code.

    What stands as the next line of a text does is one, though headings come again below it; and where texts begin
    beside their codes, the last line of the page before is none of theirs.
    """
    texture = reading.texture
    if reading.scene.fragments.layout != "page":
        return
    interrupting = {piece.indices for piece in reading.interrupting}
    near = texture.leading + WIDER * texture.size
    for before, piece in pairwise(reading.pieces):
        hangs = piece.indices in interrupting and before.indices not in interrupting and step_to(before, piece) < near
        if hangs and abs(piece.left - before.left) < SAME_EDGE and not texture.rules.part(before, piece):
            message = f"«{piece.text[:_SHOWN]}» was left out, and could belong to the text above it"
            yield DOUBTFUL_TEXT.finding(message, piece.first.span)
    for head, run in reading.headed if reading.division.manner == "top" else ():
        is_beside = any(_is_beside(head, piece) and piece.first.sheet == head.word.sheet for piece in run)
        if is_beside and run[0].first.sheet < head.word.sheet:
            message = f"«{run[0].text[:_SHOWN]}» stands on the page before {head.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _is_next(above: Head, below: Head, nearest: float) -> bool:
    """Whether two codes stand one below the other, nearer than that."""
    return above.kind == below.kind == "code" and is_next(above, below, nearest)


def _is_over_page(above: Head, below: Head) -> bool:
    """Whether a code begins the page behind another, in the row that the page may have cut: no label stands there."""
    return above.kind == below.kind == "code" and below.word.sheet == above.word.sheet + 1 and below.label is None


def _rows_have_room(reading: Reading) -> bool:
    """Whether most texts stand further from the one before than lines do, where their codes do."""
    nearest = _farthest_in_cell(reading)
    pairs = [
        step_to(one[-1], two[0])
        for (above, one), (below, two) in pairwise(reading.headed)
        if one and two and not _is_next(above, below, nearest)
    ]
    steps = [step for step in pairs if math.isfinite(step)]
    return 2 * sum(step > nearest for step in steps) > len(steps)


def _farthest_in_cell(reading: Reading) -> float:
    steps = [*steps_inside(reading), *steps_of_texts(reading)]
    return farthest_in_cell(steps, reading.texture.leading, reading.texture.size)


def steps_inside(reading: Reading) -> list[float]:
    """The steps from line to line inside texts."""
    return [step for run in reading.runs for pair in pairwise(run) if math.isfinite(step := step_to(*pair))]


def least_step(reading: Reading) -> float:
    """How near to each other lines of one text stand at least: rows of one line may stand nearer than any do."""
    steps = steps_inside(reading)
    return min(steps if len(steps) >= _ENOUGH else [reading.texture.leading, *steps])


def step_to(before: Piece, piece: Piece) -> float:
    """The step from a line to one below it; infinite from page to page."""
    return piece.base - before.base if before.first.sheet == piece.first.sheet else math.inf
