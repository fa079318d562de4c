"""Names and abbreviations: words with a capital letter that stand inside texts, as this document has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.scene.wording import begins_capital, ends_sentence


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
