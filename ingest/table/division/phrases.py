"""What the words of pieces say together: names, as this document has them, notes, and brackets that are open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
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
    is_behind = first > 0 and scene.line_of[first - 1] == scene.line_of[first] and is_mark(scene.words, first - 1)
    if is_behind and scene.before(first - 1) is None:
        return True
    is_marked = bool(scene.notes.behind_codes) and scene.notes.are_printed(text)
    is_marked = is_marked or _is_glued(scene, piece)
    return is_marked or _NOTE.fullmatch(text) is not None or piece.first.style.is_raised


def _is_glued(scene: Scene, piece: Piece) -> bool:
    """Whether a text begins behind what a copy left at codes as a digit too many, the raised number of a note."""
    first, *others = (scene.words[index].text for index in piece.indices[:2])
    return note_of(first) in scene.notes.glued and any(map(begins_capital, others))


def open_brackets_in(
    words: Sequence[Word], pieces: Sequence[Piece], owners: Sequence[int | None]
) -> frozenset[tuple[int, ...]]:
    """The pieces behind which a bracket is open that was opened in the text, a few lines above at most.

    `owners` are the codes on the line of each piece, None where there is none.
    """
    found: set[tuple[int, ...]] = set()
    depth, lines = 0, 0
    for piece, owner in zip(pieces, owners, strict=True):
        text = " ".join(words[index].text for index in piece.indices)
        carried = 0 if owner is not None or lines > _LONGEST_BRACKET else depth
        depth = max(0, carried + text.count("(") - text.count(")"))
        lines = lines + 1 if carried else 0
        if depth:
            found.add(piece.indices)
    return frozenset(found)
