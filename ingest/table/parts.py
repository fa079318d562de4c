"""The parts of entries: what words say together, and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document.cleaning import UNCHANGED, Normalised
from ingest.table.division.heads import Head, Piece
from ingest.table.entries import Part
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.lines import text_of
from ingest.table.scene.scene import Scene
from model import Span


def line_text(scene: Scene, number: int) -> str:
    """The words of a line, by its number."""
    return scene.texts[number]


def whole_words(scene: Scene) -> Iterator[str]:
    """The lines without what may be a part of a word before another column: the last words of its cells on a page."""
    if scene.fragments.layout != "page":
        yield from scene.texts
        return
    for line in scene.lines:
        words = [scene.words[index] for index in line.indices if not _ends_a_column(scene, index, line.end)]
        yield text_of(words)


def _ends_a_column(scene: Scene, index: int, end: int) -> bool:
    """Whether a word of nothing but letters, or up to a slash, stands before another column of its line."""
    is_parted = index + 1 < end and scene.words[index + 1].gap >= scene.apart
    return is_parted and scene.words[index].text.rstrip("/").isalpha()


def label_parts(scene: Scene, label: LabelMark) -> tuple[Part, ...]:
    """The labels that one word holds."""
    word = scene.words[label.index]
    return tuple(Part(shape.text, _shifted(word.span, shape.start), (label.index,)) for shape in label.shapes)


def code_part(scene: Scene, head: Head) -> Part:
    """The code of a head."""
    word = scene.words[head.index]
    shape = scene.candidate_at[head.index].shape
    return Part(shape.text, _shifted(word.span, shape.start), (head.index,), word.normalised)


def _shifted(span: Span, start: int) -> Span:
    return span if span.column is None or not start else replace(span, column=span.column + start)


def text_part(scene: Scene, piece: Piece, indices: tuple[int, ...]) -> Part:
    """The words of a piece, or some of them, as a line of a text, with the room that they take."""
    words = [scene.words[index] for index in indices]
    text = piece.text if len(indices) == len(piece.indices) else text_of(words)
    changes = [word.normalised for word in words if word.normalised is not UNCHANGED]
    removed, composed = ("".join(change) for change in zip(*changes, strict=True)) if changes else UNCHANGED
    return Part(text, _span(words[0].span, words[-1].place), indices, Normalised(removed, composed))


def printed_again(parts: Sequence[Part]) -> frozenset[int]:
    """Which lines of a text are those that end the page before, printed again: a program cut them through."""
    pairs = enumerate(pairwise(parts), start=1)
    return frozenset(
        place
        for place, (before, part) in pairs
        if part.text == before.text and " " in part.text and None is not part.span.page != before.span.page
    )


def _span(first: Span, last: Span) -> Span:
    if first.box is None or last.box is None:
        return first
    box = (
        min(first.box[0], last.box[0]),
        min(first.box[1], last.box[1]),
        max(first.box[2], last.box[2]),
        max(first.box[3], last.box[3]),
    )
    return replace(first, box=box)
