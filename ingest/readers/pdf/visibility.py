"""What nobody sees of the text of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ingest.readers.pdf.characters import Character
from ingest.readers.pdf.drawn import Color, Shape
from ingest.readers.pdf.upright import Box, Frame

_UNDRAWN: Final = (3, 7)
"""The modes in which letters are not drawn (ISO 32000-1, table 106)."""

_TINY: Final = 1.0
"""Letters of less than so many points are not seen."""

_WHITE: Final = 250
_CLEAR: Final = 5
"""The least part of red, green and blue that is seen as white, and the most opacity that is not seen."""


def parted(
    characters: Sequence[Character], frame: Frame, page: Box, shapes: Callable[[], Sequence[Shape]]
) -> tuple[list[Character], list[Character]]:
    """The characters of a page that are seen, and those that are not.

    `page` is the part of it that is shown, upright; `shapes` gives the boxes that are filled, pictures too. Letters
    that are not drawn lie over the picture of a page, so that they can be searched: those are seen in the picture.
    """
    doubtful = {
        id(character.face)
        for character in characters
        if character.face.mode in _UNDRAWN or is_white(character.face.color) or character.face.size < _TINY
    }
    fills = [shape for shape in shapes() if not is_white(shape.color)] if doubtful else []
    seen: list[Character] = []
    unseen: list[Character] = []
    inner = _inner(frame, page)
    for character in characters:
        face = character.face
        if face.frame.angle == frame.angle and id(face) not in doubtful and _is_within(character, inner):
            seen.append(character)
            continue
        x, y = _middle(character, frame)
        is_in = page[0] <= x <= page[2] and page[1] <= y <= page[3]
        is_seen = is_in and (id(face) not in doubtful or _shows(character, x, y, fills))
        (seen if is_seen else unseen).append(character)
    if any(not character.text.isspace() for character in seen):
        return seen, [character for character in unseen if not character.text.isspace()]
    return list(characters), []


def _inner(frame: Frame, page: Box) -> Box:
    """The page along the axes of its frame, from their origin."""
    left, top, right, bottom = page
    return left + frame.left, top + frame.top, right + frame.left, bottom + frame.top


def _is_within(character: Character, page: Box) -> bool:
    """Whether a character stands wholly on the page: most do, and need no closer look."""
    base = character.face.base
    return page[0] <= character.x0 and character.x1 <= page[2] and page[1] + character.face.size <= base <= page[3]


def _shows(character: Character, x: float, y: float, fills: Iterable[Shape]) -> bool:
    face = character.face
    if face.size < _TINY or (face.color and face.color[3] <= _CLEAR and face.mode not in _UNDRAWN):
        return False
    behind = _behind(fills, x, y)
    return any(shape.is_picture for shape in behind) if face.mode in _UNDRAWN else next(behind, None) is not None


def _behind(fills: Iterable[Shape], x: float, y: float) -> Iterator[Shape]:
    return (
        shape
        for shape in fills
        if shape.is_filled and shape.box[0] <= x <= shape.box[2] and shape.box[1] <= y <= shape.box[3]
    )


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
