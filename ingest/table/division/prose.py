"""Prose below a table: sentences where its texts are none, and the headings over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.table.division.heads import Piece, piece_words
from ingest.table.division.phrases import is_note
from ingest.table.scene.heading_words import is_foreign_headings
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, ends_sentence, is_phrase


@dataclass(frozen=True)
class Prose:
    """The prose among the pieces of a document; `beside` are those on the line of a code, `last` is the last code."""

    scene: Scene
    pieces: Sequence[Piece]
    beside: Sequence[Piece]
    last: int

    def is_sentence(self, piece: Piece) -> bool:
        """Whether a line is a sentence by itself, in a table whose texts hardly ever end as sentences do."""
        is_one = begins_capital(piece.first.text) and ends_sentence(piece.last.text)
        return is_one and len(piece.indices) > 1 and self.has_sentences

    @cached_property
    def has_sentences(self) -> bool:
        """Whether a sentence says something: few of the pieces beside codes end as one does."""
        return sum(ends_sentence(piece.last.text) for piece in self.beside) / max(1, len(self.beside)) < 0.2

    @cached_property
    def headings(self) -> frozenset[tuple[int, ...]]:
        """The phrases of a copy behind the last code that head a sentence, or another table."""
        above = self._over_prose() if self.scene.fragments.layout == "text" else ()
        return frozenset(piece.indices for piece in above if is_phrase(piece.text))

    def _over_prose(self) -> Iterator[Piece]:
        beside = {piece.indices for piece in self.beside}
        behind = [piece for piece in self.pieces if piece.indices[0] > self.last and piece.indices not in beside]
        for piece, below in pairwise(behind):
            heads_text = self.is_sentence(below) and not is_note(self.scene, below)
            if heads_text or is_foreign_headings(piece_words(self.scene, below)):
                yield piece
