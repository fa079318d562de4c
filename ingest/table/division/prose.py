"""Prose below a table: sentences where its texts are none, and the headings over them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.table.division.heads import Piece, piece_words
from ingest.table.division.phrases import is_note
from ingest.table.scene.heading_words import are_capitals, begins_foreign, is_foreign_headings
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

    def heads_table(self, piece: Piece) -> bool:
        """Whether a line heads another table: its words say so, or each begins with a capital, as those of no text do.

        A copy writes all headings of a table on one line: «Version Date Changes».
        """
        if begins_foreign(piece.first.text) and is_foreign_headings(piece_words(self.scene, piece)):
            return True
        is_behind = self.scene.fragments.layout == "text" and piece.indices[0] > self.last
        return is_behind and are_capitals(piece_words(self.scene, piece)) and self._are_capitals_seldom

    def is_in_other_table(self, piece: Piece) -> bool:
        """Whether the headings of another table stand between the last code and a line."""
        return piece.indices[0] > self._other_table

    @cached_property
    def _other_table(self) -> float:
        """Where another table begins behind the last code."""
        heads = (piece.indices[0] for piece in self.pieces if piece.indices[0] > self.last and self.heads_table(piece))
        return next(heads, math.inf)

    @cached_property
    def _are_capitals_seldom(self) -> bool:
        """Whether no text beside a code has a capital at each of its words."""
        return not any(are_capitals(piece_words(self.scene, piece)) for piece in self.beside)

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
            if heads_text or self.heads_table(below):
                yield piece
