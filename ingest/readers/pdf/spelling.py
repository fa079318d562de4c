"""Words from characters: parted by spaces and by gaps, raised marks apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Final

from ingest.readers.pdf.characters import HYPHEN, Character, Face

_SPACED: Final = 0.02
"""How many of the characters are spaces, at least, where a program writes them."""

_EDGE: Final = 0.13
_EDGE_WITHOUT_SPACES: Final = 0.16
"""How wide a gap that parts words is, in letter sizes, where spaces are written and where they are not."""

_FAR: Final = 0.6
"""Gaps as wide as that, in letter sizes, are no letter-spacing."""

_EVEN: Final = 0.04
_MOST_EVEN: Final = 0.6
"""How alike the gaps of a letter-spaced text are, in letter sizes, and how many of them."""

_FEWEST_GAPS: Final = 3
_OVERLAP: Final = 0.3
"""How far a letter may reach back over the one before, in letter sizes: kerning and slant."""

_SAME_BASE: Final = 0.08
_SAME_SIZE: Final = 0.15
"""How alike, in letter sizes, two faces are whose letters make one word."""

_EXACT: Final = 0.01
"""How near, in letter sizes, the base lines of small capitals are to that of their large ones."""

_BESIDE_INK: Final = 0.06
"""How much wider, in letter sizes, the gap beside a hyphen may be that is only as wide as its ink."""

_AGAIN: Final = 0.12
"""How near, in letter sizes, a word is to the same word printed again to make it bold."""


_MARKED: Final = re.compile(r"(\w*\d[^\W\d]*?)([*†‡¹²³⁰⁴-⁹]+\)?)")
"""A word with a digit, and signs behind it that refer to a note."""


@dataclass(slots=True, eq=False)
class Piece:
    """Letters beside each other in one frame, without a space between them."""

    text: str
    x0: float
    x1: float
    face: Face
    is_raised: bool = False
    has_space_before: bool = False
    has_space_after: bool = False

    @property
    def base(self) -> float:
        """The base line, down the frame."""
        return self.face.base

    @property
    def size(self) -> float:
        """The size of the letters."""
        return self.face.size


def pieces_of(characters: Sequence[Character]) -> list[Piece]:
    """The words of characters of one frame, in no order."""
    spacing = Spacing(characters)
    return list(_glued(_runs(characters, spacing), spacing))


class Spacing:
    """How wide a gap between letters is, in points, that parts words: letter-spacing is allowed for."""

    def __init__(self, characters: Sequence[Character]) -> None:
        spaces = sum(character.text.isspace() for character in characters)
        self._edge = _EDGE if spaces > _SPACED * len(characters) else _EDGE_WITHOUT_SPACES
        gaps = _gaps(characters)
        self._common = _middle(gap for of_line in gaps.values() for gap in of_line)
        evens = ((key, _even(of_line)) for key, of_line in gaps.items())
        self._of_lines = {key: even for key, even in evens if even > self._common}
        self._edges: dict[Face, float] = {}

    def edge(self, face: Face) -> float:
        """The gap that parts letters of a face: asked at every letter, found once."""
        if face not in self._edges:
            self._edges[face] = (self._edge + self.between_letters(face)) * face.size
        return self._edges[face]

    def between_letters(self, face: Face) -> float:
        """The room that the letters on the line of a face have between them, in letter sizes; 0 where they touch."""
        return self._of_lines.get(_line(face), self._common)


def _gaps(characters: Sequence[Character]) -> dict[tuple[float, float], list[float]]:
    """The gaps between letters that follow each other, in letter sizes, by their line; no wide ones."""
    gaps: dict[tuple[float, float], list[float]] = {}
    of_faces: dict[Face, list[float]] = {}
    line = cache(_line)  # a text object has one face
    for (text, _, end, face, _), (text_after, begin, _, face_after, _) in pairwise(characters):
        is_alike = face is face_after or line(face) == line(face_after)
        if is_alike and face.size > 0 and not (text.isspace() or text_after.isspace()):
            gap = (begin - end) / face.size
            if -_OVERLAP < gap < _FAR:
                if face not in of_faces:
                    of_faces[face] = gaps.setdefault(line(face), [])
                of_faces[face].append(gap)
    return gaps


def _line(face: Face) -> tuple[float, float]:
    """What letters of one line and size have in common."""
    return round(face.base, 2), round(face.size, 2)


def _middle(gaps: Iterable[float]) -> float:
    every = list(gaps)
    return max(median(every), 0.0) if every else 0.0


def _even(gaps: Sequence[float]) -> float:
    """The gap that most of some are; 0 if they differ, or are few."""
    if len(gaps) < _FEWEST_GAPS:
        return 0.0
    common = median(gaps)
    return common if sum(abs(gap - common) < _EVEN for gap in gaps) >= _MOST_EVEN * len(gaps) else 0.0


def _runs(characters: Iterable[Character], spacing: Spacing) -> Iterator[Piece]:
    """Letters that follow each other in the content of the page and on a line."""
    piece: Piece | None = None
    space: Character | None = None
    for character in characters:
        text, x0, x1, face, is_raised = character
        if text.isspace():
            if piece:
                piece.has_space_after = _stands_at(character, piece.x1, piece.face)
                yield piece
            piece, space = None, character
        elif piece and piece.is_raised is is_raised and _goes_on(piece, character, spacing):
            piece.text += text
            piece.x1 = max(piece.x1, x1)
        else:
            if piece:
                yield piece
            is_after_space = space is not None and _stands_at(space, x0, face)
            piece, space = Piece(text, x0, x1, face, is_raised, is_after_space), None
    if piece:
        yield piece


def _stands_at(space: Character, edge: float, face: Face) -> bool:
    """Whether a space begins or ends at the edge of a piece: pdfium moves some letters to other places of the text."""
    is_near = min(abs(space.x0 - edge), abs(space.x1 - edge)) <= _OVERLAP * face.size
    return is_near and abs(space.face.base - face.base) <= _SAME_BASE * face.size


def _goes_on(piece: Piece, character: Character, spacing: Spacing) -> bool:
    """Whether a letter belongs to the piece before it. The letters of a ligature stand at one place."""
    text, x0, x1, face, _ = character
    if face is not piece.face and not are_alike(face, piece.face):
        return False
    is_near = _is_near(x0 - piece.x1, piece.text, text, face, spacing)
    return is_near or (x1 == piece.x1 and x0 >= piece.x0)


def _is_near(gap: float, text: str, after: str, face: Face, spacing: Spacing) -> bool:
    """Whether a gap parts no words. Of some hyphens pdfium tells no room but their ink, and no space is so narrow."""
    if not -_OVERLAP * face.size < gap:
        return False
    edge = spacing.edge(face)
    return gap <= edge or (
        gap <= edge + _BESIDE_INK * face.size and (text.endswith(HYPHEN) or after.startswith(HYPHEN))
    )


def are_alike(one: Face, other: Face) -> bool:
    """Whether the letters of two faces are of one size and stand on one base line."""
    size = max(one.size, other.size)
    return abs(one.base - other.base) <= _SAME_BASE * size and abs(one.size - other.size) <= _SAME_SIZE * size


def _glued(pieces: Iterable[Piece], spacing: Spacing) -> Iterator[Piece]:
    """Pieces that touch, put together wherever they stand in the content; each that is printed again once only."""
    for row in _rows(pieces):
        current = row[0]
        for piece in row[1:]:
            if piece.text == current.text and abs(piece.x0 - current.x0) < _AGAIN * piece.size:
                continue
            if _touches(current, piece, spacing):
                current.text += piece.text
                current.x1 = max(current.x1, piece.x1)
                current.has_space_after = piece.has_space_after
            else:
                yield current
                current = piece
        yield current


def small_capitals_joined(pieces: Iterable[Piece], spacing: Spacing) -> Iterator[Piece]:
    """Pieces, those put together that touch in small capitals: letters of two sizes on one base line."""
    for row in _rows(pieces):
        current = row[0]
        for piece in row[1:]:
            if not are_alike(current.face, piece.face) and _touches(current, piece, spacing):
                current.text += piece.text
                current.x1 = piece.x1
            else:
                yield current
                current = piece
        yield current


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line that can stand in one word, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=attrgetter("face.base", "x0")):
        if rows and _goes_with(rows[-1][0].face, piece.face):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def without_marks(piece: Piece) -> Iterator[Piece]:
    """A piece, and the marks of notes that are glued to it, which are signs of their own."""
    match = _MARKED.fullmatch(piece.text)
    if match is None:
        yield piece
        return
    edge = piece.x0 + (piece.x1 - piece.x0) * len(match[1]) / len(piece.text)
    yield Piece(match[1], piece.x0, edge, piece.face)
    yield Piece(match[2], edge, piece.x1, piece.face, is_raised=True)


def _goes_with(face: Face, other: Face) -> bool:
    """Whether pieces of two faces may stand in one word, in small capitals too: one base line, two sizes."""
    return are_alike(face, other) or abs(face.base - other.base) <= _EXACT * face.size


def _touches(piece: Piece, after: Piece, spacing: Spacing) -> bool:
    if not are_alike(piece.face, after.face) and not (piece.text.isalpha() and after.text.isalpha()):
        return False
    is_parted = piece.has_space_after or after.has_space_before or piece.is_raised is not after.is_raised
    return not is_parted and _is_near(after.x0 - piece.x1, piece.text, after.text, after.face, spacing)
