"""What nobody sees of the text of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from ingest.readers.pdf.characters import Character, Face
from ingest.readers.pdf.drawn import Color, Shape
from ingest.readers.pdf.upright import Box, Frame

_UNDRAWN: Final = (3, 7)
"""The modes in which letters are not drawn (ISO 32000-1, table 106)."""

_TINY: Final = 1.0
"""Letters of less than so many points are not seen."""

_WIDER: Final = 3.0
"""No letter is so many times wider than its size."""

_WHITE: Final = 250
_CLEAR: Final = 5
"""The least part of red, green and blue that is seen as white, and the most opacity that is not seen."""


class Sight(NamedTuple):
    """The characters of a page that are seen, those that are hidden on it, and those that stand outside of it."""

    seen: list[Character]
    hidden: list[Character]
    outside: list[Character]


def parted(characters: Sequence[Character], frame: Frame, page: Box, shapes: Sequence[Shape]) -> Sight:
    """The characters of a page by whether they are seen.

    `page` is the part of it that is shown, upright; `shapes` are what is drawn. Letters that are not drawn may lie over
    the picture of a page, so that it can be searched: those are seen in the picture. If nothing else is seen, all are.
    """
    faces = set(map(attrgetter("face"), characters))
    doubtful = set(filter(_is_doubtful, faces))
    fills = [shape for shape in shapes if shape.is_filled and not is_white(shape.color)] if doubtful else []
    sight = Sight([], [], [])
    left, top, right, bottom = _inner(frame, page)
    plain = {
        face for face in faces - doubtful if face.frame.angle == frame.angle and top + face.size <= face.base <= bottom
    }
    for character in characters:
        face = character.face
        if face in plain and left <= character.x0 and character.x1 <= right:
            sight.seen.append(character)
            continue
        x, y = _middle(character, frame)
        if not (page[0] <= x <= page[2] and page[1] <= y <= page[3]):
            sight.outside.append(character)
        elif face not in doubtful or _is_drawn_large(character) or _shows(face, x, y, fills):
            sight.seen.append(character)
        else:
            sight.hidden.append(character)
    is_blank = all(character.text.isspace() for character in sight.seen)
    return Sight(list(characters), [], []) if is_blank else sight


def _is_doubtful(face: Face) -> bool:
    return face.mode in _UNDRAWN or is_white(face.color) or face.size < _TINY


def _is_drawn_large(character: Character) -> bool:
    """Whether a letter of a tiny size is wider than that: its font has a scale of its own (ISO 32000-1, 9.6.5).

    Such are the Type 3 fonts of programs that turn PostScript into PDF.
    """
    face = character.face
    is_hidden = face.mode in _UNDRAWN or is_white(face.color)
    return not is_hidden and character.x1 - character.x0 >= max(_TINY, _WIDER * face.size)


def _inner(frame: Frame, page: Box) -> Box:
    """The page along the axes of its frame, from their origin."""
    left, top, right, bottom = page
    return left + frame.left, top + frame.top, right + frame.left, bottom + frame.top


def _shows(face: Face, x: float, y: float, fills: Iterable[Shape]) -> bool:
    """Whether a doubtful letter is seen before what is filled behind it."""
    if face.size < _TINY or (face.color and face.color[3] <= _CLEAR and face.mode not in _UNDRAWN):
        return False
    behind = [shape for shape in fills if shape.box[0] <= x <= shape.box[2] and shape.box[1] <= y <= shape.box[3]]
    return any(shape.is_picture for shape in behind) if face.mode in _UNDRAWN else bool(behind)


def is_white(color: Color | None) -> bool:
    """Whether a colour is not seen on paper: white, or clear."""
    return color is not None and (min(color[:3]) >= _WHITE or color[3] <= _CLEAR)


def _middle(character: Character, frame: Frame) -> tuple[float, float]:
    """The middle of a character on the upright page."""
    face = character.face
    x, y = (character.x0 + character.x1) / 2, face.base - face.size / 4
    if face.frame.angle == frame.angle:
        return x - frame.left, y - frame.top
    return frame.place(*face.frame.point(x, y))
