"""What can be a code or a label, wherever it stands: a number of four digits, a pattern of a class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.document.fragments import Word
from ingest.table.scene.notes import Notes
from ingest.table.scene.shapes import MOST_KEPT, Shape, code_shape
from model import ClassPattern


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that can be a code: its word, where the digits stand in it, and its line."""

    index: int
    number: int
    shape: Shape
    line: int


@dataclass(frozen=True, slots=True)
class LabelMark:
    """A word that can be the label of a class, or of several."""

    index: int
    shapes: tuple[Shape, ...]
    line: int

    @property
    def patterns(self) -> tuple[ClassPattern, ...]:
        """The patterns of the labels."""
        return _patterns_of(self.shapes)

    def holds(self, number: int) -> bool:
        """Whether a class of the labels holds a code."""
        return any(pattern.holds(number) for pattern in self.patterns)


@lru_cache(maxsize=MOST_KEPT)
def _patterns_of(shapes: tuple[Shape, ...]) -> tuple[ClassPattern, ...]:
    return tuple(ClassPattern(shape.text) for shape in shapes)


def candidates_of(
    words: Sequence[Word], indices: Iterable[int], line_of: Sequence[int], notes: Notes
) -> Iterator[Candidate]:
    """Those of some words that can be codes: what has digits too many is one where a note is printed."""
    for index in indices:
        shape = code_shape(words[index].text)
        if shape is not None and (not shape.asks_for_note or notes.are_printed(shape.marks)):
            yield Candidate(index, int(shape.text), shape, line_of[index])
