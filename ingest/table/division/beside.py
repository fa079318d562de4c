"""What stands beside codes: the code on the line of each piece of text, and the pieces around codes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ingest.table.division.heads import Head, Piece, is_on_line


def codes_beside(pieces: Sequence[Piece], heads: Sequence[Head]) -> list[int | None]:
    """For each piece the index of the code on its line, None if there is none."""
    codes = [head for head in heads if head.kind == "code"]
    keys = [(head.word.sheet, head.word.base) for head in codes]
    found: list[int | None] = []
    for piece in pieces:
        word = piece.first
        low = bisect_left(keys, (word.sheet, word.base - word.size))
        high = bisect_right(keys, (word.sheet, word.base + word.size))
        near = [index for index in range(low, high) if is_on_line(codes[index].word, word)]
        found.append(near[0] if near else None)
    return found


def pieces_around(pieces: Sequence[Piece], heads: Sequence[Head], distance: float) -> Iterator[Piece]:
    """The pieces no further from a code than that: codes may stand in the middle of two lines, beside none."""
    places = sorted((head.word.sheet, head.word.base) for head in heads if head.kind == "code")
    for piece in pieces:
        sheet, low, high = piece.first.sheet, piece.base - distance, piece.base + distance
        if bisect_left(places, (sheet, low)) < bisect_right(places, (sheet, high)):
            yield piece


def pieces_between(pieces: Sequence[Piece], owners: Sequence[int | None]) -> list[Piece]:
    """The pieces between the first and the last code that stand beside no code."""
    beside = [index for index, owner in enumerate(owners) if owner is not None]
    if not beside:
        return []
    inner = zip(pieces[beside[0] : beside[-1]], owners[beside[0] : beside[-1]], strict=True)
    return [piece for piece, owner in inner if owner is None]
