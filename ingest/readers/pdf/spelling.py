"""Words from characters: parted by spaces and by gaps, raised marks apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from ingest.readers.pdf.characters import Character, Face

_SPACED: Final = 0.02
"""How many of the characters are spaces, at least, where a program writes them."""

_EDGE: Final = 0.1
_EDGE_WITHOUT_SPACES: Final = 0.2
"""How wide a gap that parts words is, in letter sizes, where spaces are written and where they are not."""

_FAR: Final = 0.6
"""Gaps as wide as that, in letter sizes, are no letter-spacing."""

_OVERLAP: Final = 0.3
"""How far a letter may reach back over the one before, in letter sizes: kerning and slant."""

_SAME_BASE: Final = 0.08
_SAME_SIZE: Final = 0.15
"""How alike, in letter sizes, two faces are whose letters make one word."""

_AGAIN: Final = 0.12
"""How near, in letter sizes, a word is to the same word printed again to make it bold."""


@dataclass(slots=True, eq=False)
class Piece:
    """Letters beside each other in one frame, without a space between them."""

    text: str
    x0: float
    x1: float
    face: Face
    first: int
    last: int
    has_space_before: bool = False
    has_space_after: bool = False
    is_raised: bool = False
    is_struck: bool = False
    faces: list[Face] = field(default_factory=list)

    @property
    def base(self) -> float:
        """The base line, down the frame."""
        return self.face.base

    @property
    def size(self) -> float:
        """The size of the letters."""
        return self.face.size

    def take(self, other: Piece) -> None:
        """Go on with a piece that touches this one."""
        self.text += other.text
        self.x1 = max(self.x1, other.x1)
        self.last, self.has_space_after = other.last, other.has_space_after


def pieces_of(characters: Sequence[Character]) -> list[Piece]:
    """The words of one frame, in no order."""
    edge = edge_of(characters)
    pieces = list(_runs(characters, edge))
    return list(_glued(pieces, edge))


def edge_of(characters: Sequence[Character]) -> float:
    """How wide a gap is, in letter sizes, that parts words among some characters, their letter-spacing allowed for."""
    spaces = sum(character.text.isspace() for character in characters)
    gaps = [
        (after.x0 - before.x1) / before.face.size
        for before, after in pairwise(characters)
        if before.face.base == after.face.base and before.face.size and not before.text.isspace()
    ]
    near = [gap for gap in gaps if -_OVERLAP < gap < _FAR]
    edge = _EDGE if spaces > _SPACED * len(characters) else _EDGE_WITHOUT_SPACES
    return edge + max(median(near), 0.0) if near else edge


def _runs(characters: Iterable[Character], edge: float) -> Iterator[Piece]:
    """Letters that follow each other in the content of the page and on a line."""
    piece: Piece | None = None
    is_after_space = False
    for text, x0, x1, face, index in characters:
        if text.isspace():
            if piece:
                piece.has_space_after = True
                yield piece
            piece, is_after_space = None, True
            continue
        if piece and _goes_on(piece, x0, x1, face, edge):
            piece.text += text
            piece.x1, piece.last = max(piece.x1, x1), index
            continue
        if piece:
            yield piece
        piece = Piece(text, x0, x1, face, index, index, has_space_before=is_after_space)
        is_after_space = False
    if piece:
        yield piece


def _goes_on(piece: Piece, x0: float, x1: float, face: Face, edge: float) -> bool:
    """Whether a letter belongs to the piece before it. The letters of a ligature stand at one place."""
    if face is not piece.face and not are_alike(face, piece.face):
        return False
    gap = x0 - piece.x1
    return -_OVERLAP * face.size < gap <= edge * face.size or (x1 == piece.x1 and x0 >= piece.x0)


def are_alike(one: Face, other: Face) -> bool:
    """Whether the letters of two faces are of one size and stand on one base line."""
    size = max(one.size, other.size)
    return abs(one.base - other.base) <= _SAME_BASE * size and abs(one.size - other.size) <= _SAME_SIZE * size


def _glued(pieces: Iterable[Piece], edge: float) -> Iterator[Piece]:
    """Pieces that touch, put together wherever they stand in the content; each that is printed again once only."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
        if rows and are_alike(rows[-1][0].face, piece.face):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: (piece.x0, piece.first))
        current = row[0]
        for piece in row[1:]:
            if _is_again(current, piece):
                continue
            if _touches(current, piece, edge):
                current.take(piece)
            else:
                yield current
                current = piece
        yield current


def _is_again(piece: Piece, other: Piece) -> bool:
    return piece.text == other.text and abs(piece.x0 - other.x0) < _AGAIN * piece.size


def _touches(piece: Piece, after: Piece, edge: float) -> bool:
    gap = (after.x0 - piece.x1) / (after.size or 1.0)
    is_parted = piece.has_space_after or after.has_space_before
    return -_OVERLAP < gap <= edge and not is_parted
