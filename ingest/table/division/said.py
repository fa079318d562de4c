"""What the texts of a document say elsewhere: a line that says so goes on with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.scene.wording import ends_sentence


@dataclass(frozen=True)
class Said:
    """What the pieces of text of a document say; `sure` are those that surely go on with the piece before."""

    words: Sequence[Word]
    pieces: Sequence[Piece]
    sure: frozenset[tuple[int, ...]]

    def inside(self, piece: Piece) -> bool:
        """Whether the first two words of a line stand side by side inside another: a text of the table says them."""
        first, *rest = piece.indices[:2]
        return bool(rest) and (self.words[first].text, self.words[rest[0]].text) in self._inside

    def across(self, before: Piece, piece: Piece) -> bool:
        """Whether a text says elsewhere what stands at the end of a line and at the begin of the next."""
        pair = (before.last.text, piece.first.text)
        return pair in self._inside or pair in self._across

    def whole(self, before: Piece, piece: Piece) -> bool:
        """Whether a line behind a sentence begins as a sentence inside a text does elsewhere."""
        begin = tuple(self.words[index].text for index in piece.indices[:2])
        return ends_sentence(before.last.text) and begin in self._sentences

    @cached_property
    def _inside(self) -> frozenset[tuple[str, ...]]:
        """What two words say that stand side by side inside pieces."""
        texts = ([self.words[index].text for index in piece.indices[1:]] for piece in self.pieces)
        return frozenset(pair for inner in texts for pair in pairwise(inner))

    @cached_property
    def _across(self) -> frozenset[tuple[str, str]]:
        """What lines that surely go on say together with those before them."""
        pairs = pairwise(self.pieces)
        return frozenset((before.last.text, piece.first.text) for before, piece in pairs if piece.indices in self.sure)

    @cached_property
    def _sentences(self) -> frozenset[tuple[str, str]]:
        """What two words say that begin a sentence behind another, inside pieces or across lines that surely go on."""
        texts: list[list[str]] = []
        for piece in self.pieces:
            words = [self.words[index].text for index in piece.indices]
            if texts and piece.indices in self.sure:
                texts[-1] += words
            else:
                texts.append(words)
        triples = (triple for text in texts for triple in zip(text, text[1:], text[2:], strict=False))
        return frozenset((first, second) for before, first, second in triples if ends_sentence(before))
