"""What the words of pieces say together: names, as this document has them, and brackets that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.scene.wording import begins_capital, ends_sentence

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
