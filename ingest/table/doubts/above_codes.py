"""Doubts about texts that stand above their code, or below the last, or go on: they may belong to another, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.table.division.heads import Head, Piece
from ingest.table.division.steps import WIDER
from ingest.table.division.texture import Texture
from ingest.table.doubts.beginnings import end_of_text_before
from ingest.table.doubts.steps import are_nearest_by_rule, least_step, step_to
from ingest.table.findings import few_end_sentences
from ingest.table.reading import Reading
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, begins_small, ends_sentence, is_name
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_NEARLY_ALL: Final = 0.9
_CANNOT_END: Final = 2.5
_NEARER: Final = 0.85
_CLOSE: Final = 1.2
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
    """The text of the last code, if it stands below it: as hardly any does, and apart or as a sentence, or as the only
    text of one word, as a heading stands.
    """
    texts = [(head, run) for head, run in reading.coded if run]
    head, run = reading.headed[-1]
    if head.kind != "code" or not run or _off(reading.scene, head, run[0]) <= 0:
        return
    if _is_only_word(texts) or _stands_as_none(reading, texts):
        message = f"«{run[0].text[:50]}» could belong to {head.number:04d} or not"
        yield DOUBTFUL_TEXT.finding(message, run[0].first.span, code=head.number)


def _is_only_word(texts: Sequence[tuple[Head, Sequence[Piece]]]) -> bool:
    """Whether the last of several texts is a word alone, and no other is."""
    words = [sum(len(piece.indices) for piece in run) for _, run in texts]
    return words[-1] == 1 < min(words[:-1], default=0)


def _stands_as_none(reading: Reading, texts: Sequence[tuple[Head, Sequence[Piece]]]) -> bool:
    """Whether the last text stands below its code where nearly all are beside theirs, and apart or as a sentence."""
    beside = sum(not _off(reading.scene, head, run[0]) for head, run in texts)
    is_apart = reading.seams[reading.division.run(len(reading.heads) - 1).start].goes_on >= _APART
    is_odd = is_apart or (ends_sentence(texts[-1][1][-1].last.text) and few_end_sentences(reading))
    return beside >= _NEARLY_ALL * len(texts) and is_odd


def _off(scene: Scene, head: Head, piece: Piece) -> int:
    """How many lines below its head a piece stands."""
    return scene.line_of[piece.indices[0]] - scene.line_of[head.index]


def strained_doubts(reading: Reading) -> Iterator[Finding]:
    """Texts that begin with a small letter after one that cannot end there: its end may stand beside another code."""
    could_go_on = reading.scene.fragments.layout == "page" and not are_nearest_by_rule(reading)
    least = least_step(reading) if could_go_on else 0.0
    for number, head in enumerate(reading.heads):
        run = reading.division.run(number)
        if not len(run) or not run.start or not begins_small(reading.pieces[run.start].first.text):
            continue
        # A name begins a text as it is.
        is_apart = not is_name(reading.pieces[run.start].first.text)
        is_apart = is_apart and _is_behind_row_without_code(reading, number, reading.pieces[run.start - 1])
        is_unfinished = reading.seams[run.start].unfinished >= _CANNOT_END
        if is_unfinished or is_apart or (could_go_on and _could_go_on(reading.texture, run.start, least)):
            yield end_of_text_before(head, reading.pieces[run.start])


def _is_behind_row_without_code(reading: Reading, number: int, before: Piece) -> bool:
    """Whether the row above that of a code has none, where texts begin with capitals: it may be the text's begin."""
    cell, above = before.first.cell, reading.heads[number - 1].word.cell
    if cell is None or above is None or cell.table != above.table or cell.row < above.row + above.rows:
        return False
    return not reading.texture.begins_small and begins_capital(before.first.text)


def _could_go_on(texture: Texture, number: int, least: float) -> bool:
    """Whether a line of a page stands right below a full one, hardly further than lines of a text, and is no name.

    `least` is how far these are apart at least; rows of one line may stand nearer.
    """
    before, piece = texture.pieces[number - 1 : number + 1]
    is_below = before.first.sheet == piece.first.sheet and _NEARER * least < piece.base - before.base < _CLOSE * least
    is_told = texture.begins_small or is_name(piece.first.text) or texture.rules.part(before, piece)
    return is_below and texture.room.is_full(before, piece) and not is_told
