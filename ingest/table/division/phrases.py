"""What the words of pieces say together, and elsewhere: names, notes, open brackets, lines that texts say again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.scene.lines import is_mark
from ingest.table.scene.notes import note_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, ends_sentence

_NOTE: Final = re.compile(r"[*†‡]{1,3}|\d{1,2}\)|\[\^?\d{1,2}\]:?")
_LONGEST_BRACKET: Final = 3
"""How many lines a bracket goes on for at most."""


def names_in(words: Sequence[Word], pieces: Sequence[Piece], owners: Sequence[int | None]) -> frozenset[str]:
    """The words with a capital that stand inside lines, and begin no sentence there, more often than they begin texts.

    `owners` are the codes on the line of each piece, None where there is none.
    """
    inside = Counter(
        words[index].text
        for piece in pieces
        for before, index in zip(piece.indices, piece.indices[1:], strict=False)
        if begins_capital(words[index].text) and not ends_sentence(words[before].text)
    )
    first = Counter(piece.first.text for piece, owner in zip(pieces, owners, strict=True) if owner is not None)
    return frozenset(text for text, count in inside.items() if count > first[text])


def is_note(scene: Scene, piece: Piece) -> bool:
    """Whether a piece begins with the mark of a footnote, or stands behind one that begins the line.

    A number in brackets is one where a code has such a mark.
    """
    first, text = piece.indices[0], piece.first.text
    is_behind = scene.lines[scene.line_of[first]].begin < first and is_mark(scene.words, first - 1)
    if is_behind and scene.before(first - 1) is None:
        return True
    is_marked = note_of(text) in scene.notes.asked_for
    is_marked = is_marked or (bool(scene.notes.glued) and _is_glued(scene, piece))
    return is_marked or piece.first.style.is_raised or _NOTE.fullmatch(text) is not None


def _is_glued(scene: Scene, piece: Piece) -> bool:
    """Whether a text begins behind what a copy left at codes as a digit too many, the raised number of a note."""
    first, *others = (scene.words[index].text for index in piece.indices[:2])
    return note_of(first) in scene.notes.glued and any(map(begins_capital, others))


def open_brackets_in(pieces: Sequence[Piece], owners: Sequence[int | None]) -> frozenset[tuple[int, ...]]:
    """The pieces behind which a bracket is open that was opened in the text, a few lines above at most.

    `owners` are the codes on the line of each piece, None where there is none.
    """
    found: set[tuple[int, ...]] = set()
    depth, lines = 0, 0
    for piece, owner in zip(pieces, owners, strict=True):
        carried = 0 if owner is not None or lines > _LONGEST_BRACKET else depth
        depth = max(0, carried + piece.text.count("(") - piece.text.count(")"))
        lines = lines + 1 if carried else 0
        if depth:
            found.add(piece.indices)
    return frozenset(found)


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
        if not ends_sentence(before.last.text):
            return False
        return tuple(self.words[index].text for index in piece.indices[:2]) in self._sentences

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
