"""Doubts about titles: lines near the label of a class that belong to a code of another one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from ingest.table.parts import piece_text
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_NEAR: Final = 0.7
"""How many lines a text is from a label at most that stands beside it."""

_SHOWN: Final = 50


def title_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about titles, as findings."""
    yield from _beside_labels(reading)
    yield from _over_pages(reading)


def _beside_labels(reading: Reading) -> Iterator[Finding]:
    """Lines of a page on the line of a label that belong to a code of another class: they may be the title."""
    if reading.scene.fragments.layout != "page":
        return
    near = _NEAR * reading.texture.leading
    owned = sorted(
        (piece.first.sheet, piece.base, head.number)
        for head, run in zip(reading.heads, reading.runs, strict=True)
        for piece in run
    )
    for label in reading.labels:
        word, pattern = reading.scene.words[label.index], label.patterns[-1]
        begin = bisect_left(owned, (word.sheet, word.base - near, 0))
        end = bisect_left(owned, (word.sheet, word.base + near, 0))
        numbers = [number for _, _, number in owned[begin:end]]
        if numbers and not any(pattern.holds(number) for pattern in label.patterns for number in numbers):
            message = f"the text beside {pattern} belongs to {numbers[0]:04d}, and could be its title"
            yield DOUBTFUL_TEXT.finding(message, word.span, pattern=pattern)


def _over_pages(reading: Reading) -> Iterator[Finding]:
    """Texts that go on over a page right before a class without a title or a default code: it may be the title."""
    numbers = set(reading.chain.numbers)
    for number, (head, run) in enumerate(zip(reading.heads, reading.runs, strict=True)):
        following = reading.heads[number + 1 : number + 2]
        is_open = any(item.kind == "title" and item.number not in numbers for item in following)
        is_open = is_open and not reading.runs[number + 1]
        if is_open and run and run[-1].first.sheet != head.word.sheet:
            last = piece_text(reading.scene, run[-1])[:_SHOWN]
            message = f"«{last}» could be the title of the class behind {head.number:04d}"
            yield DOUBTFUL_TEXT.finding(message, run[-1].first.span, code=head.number)
