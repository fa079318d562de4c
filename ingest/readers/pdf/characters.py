"""The characters of a page by pypdfium2, each with its place, as few calls a character as can be.

What characters share with all others of their text object (one drawing instruction: font, size, angle, base line) is
asked of each object once.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from ingest.document.cleaning import SOFT_HYPHEN
from ingest.readers.pdf import calls
from ingest.readers.pdf.calls import Slots
from ingest.readers.pdf.drawn import Color, color_of
from ingest.readers.pdf.layers import layers_of
from ingest.readers.pdf.ligatures import with_letters_meant
from ingest.readers.pdf.matrices import Matrix, inverse_of, matrix_of, moved, times
from ingest.readers.pdf.upright import Box, Frame, frame_of, quarter

HYPHEN: Final = "-"
_HYPHENS: Final = ("\x02", "\ufffe", SOFT_HYPHEN)
"""How pdfium writes a hyphen at the end of a line, and one that is drawn: fonts call the same glyph by either name."""

UNKNOWN: Final = "\ufffd"
"""A letter that has no meaning."""

_UNSEEN: Final = (255, 255, 255, 0)
"""The colour of what nobody sees."""

_MADE_UP: Final = (" ", HYPHEN)
"""What is no character where it has no width: pdfium writes a space for a gap, programs a hyphen that is not shown."""

_RAISED: Final = 0.2
"""How far above the base line, in its size, a digit begins that is raised."""
_DRAWN: Final = (1, 5)
_FILLED_AND_DRAWN: Final = (2, 6)
"""Modes in which the outlines of letters are drawn (ISO 32000-1, table 106)."""

_NEAR: Final = 0.01
"""How far apart, in points, two places are at most that are one."""

_NARROW: Final = 0.5
_WIDEST: Final = 1.2
"""How wide the last letter of a text at an odd angle is taken to be, in its size, and any other at most."""


_FLOATS: Final = struct.Struct("4f")
_INK: Final = Slots(ctypes.c_double)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """What the characters of a text object share.

    Parameters
    ----------
    frame
        The axes that they run along.
    base
        Their base line, down the frame.
    size
        Their size, in points.
    mode
        How they are drawn (ISO 32000-1, table 106); 3 is not at all.
    color
        What they are filled with; None where that is no colour.
    """

    frame: Frame
    base: float
    size: float
    mode: int = 0
    color: Color | None = None


class Character(NamedTuple):
    """A character: its text, where it begins and ends along its frame, its face, and whether its glyph is raised."""

    text: str
    x0: float
    x1: float
    face: Face
    is_raised: bool = False


def read_characters(text: Any, layers_off: frozenset[str] = frozenset()) -> list[Character]:
    """The characters of a page, spaces too, in the order of its content; none that pdfium put in by itself.

    One whose font does not say what it means is U+FFFD; those in layers that are off are clear.
    """
    handle = calls.address_of(text.raw)
    count = pdfium.FPDFText_CountChars(text.raw)
    faces: dict[int, tuple[Face, bool, Matrix | None]] = {}
    found: list[Character] = []
    for index, (letter, room) in enumerate(zip(_letters(text, count), _rooms(handle, count), strict=True)):
        address = calls.text_object(handle, index)
        if address is None:
            continue
        if address not in faces:
            shown, form = _face(text.raw, index, address)
            is_off = bool(layers_off) and not layers_off.isdisjoint(layers_of(address))
            face = replace(shown, color=_UNSEEN) if is_off else shown
            faces[address] = face, bool(calls.has_no_meaning(handle, index)), form
        face, is_unsure, form = faces[address]
        meaning = UNKNOWN if is_unsure and calls.has_no_meaning(handle, index) else letter
        is_straight = face.frame.angle in _DOWN
        place = room if form is None else _moved(room, form)
        x0, x1 = _along(place, face.frame.angle) if is_straight else _from_origin(text.raw, index, face)
        if x1 > x0 or meaning not in _MADE_UP:
            found.append(Character(meaning, x0, x1, face, meaning.isdigit() and _is_raised(handle, index, face)))
    return found if all(face.frame.angle in _DOWN for face, *_ in faces.values()) else list(_ended(found))


def _letters(text: Any, count: int) -> Iterator[str]:
    """The letter of each index: at once, if each has one letter in the text of the page."""
    content = _whole(text, count)
    if len(content) != count:
        codes = (pdfium.FPDFText_GetUnicode(text.raw, index) for index in range(count))
        content = "".join(chr(code) if 0 < code < 0x110000 else UNKNOWN for code in codes)
    return (HYPHEN if letter in _HYPHENS else letter for letter in with_letters_meant(content))


def _whole(text: Any, count: int) -> str:
    buffer = ctypes.create_string_buffer(2 * count + 2)
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = pdfium.FPDFText_GetText(text.raw, 0, count, units) if count else 1
    return buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")


def _rooms(handle: int, count: int) -> Iterator[Box]:
    """The room of each character: as wide as it moves the pen, as high as its font."""
    buffer = ctypes.create_string_buffer(_FLOATS.size * count)
    start = ctypes.addressof(buffer)
    for index in range(count):
        calls.loose_box(handle, index, start + _FLOATS.size * index)
    for left, upper, right, lower in _FLOATS.iter_unpack(buffer.raw):
        yield left, lower, right, upper


def _face(text: Any, index: int, address: int) -> tuple[Face, Matrix | None]:
    """The face of the characters of a text object, and the matrix that their rooms want still."""
    said, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text, index, said)
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    origin, matrix = (x.value, y.value), (said.a, said.b, said.c, said.d, said.e, said.f)
    own, form = matrix_of(address), None
    if _are_near(origin, own[4:]) and not _are_near(matrix[4:], own[4:]):
        # What is written for glyphs (`ActualText`) is placed as they are in their form, and not on the page.
        form, origin = times(inverse_of(own), matrix), matrix[4:]
    a, b, c, d, *_ = matrix
    frame = frame_of(quarter(math.degrees(math.atan2(b, a))))
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(c, d)
    mode = calls.render_mode(address)
    color = None if mode in _FILLED_AND_DRAWN else color_of(address, is_stroke=mode in _DRAWN)
    return Face(frame, frame.place(*origin)[1], size, mode, color), form


def _are_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return math.dist(one, other) < _NEAR


def _moved(room: Box, form: Matrix) -> Box:
    """The room of a character of a form on the page."""
    left, lower, right, upper = room
    (one, two), (three, four) = moved(form, left, lower), moved(form, right, upper)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _along(room: Box, angle: int) -> tuple[float, float]:
    """Where a character begins and ends along its frame, at a quarter turn."""
    left, lower, right, upper = room
    match angle:
        case 90:
            return lower, upper
        case 180:
            return -right, -left
        case 270:
            return -upper, -lower
    return left, right


def _from_origin(text: Any, index: int, face: Face) -> tuple[float, float]:
    """Where a character begins along its frame at any angle, and a guess where it ends."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    x0 = face.frame.place(x.value, y.value)[0]
    return x0, x0 + _NARROW * face.size


def _ended(characters: Sequence[Character]) -> Iterator[Character]:
    """The characters, those at odd angles up to where the next one begins: their boxes do not tell where they end."""
    for character, after in zip(characters, (*characters[1:], None), strict=True):
        face = character.face
        is_odd = after is not None and after.face is face and face.frame.angle not in _DOWN
        if after and is_odd and 0 < after.x0 - character.x0 <= _WIDEST * face.size:
            yield character._replace(x1=after.x0)
        else:
            yield character


_DOWN: Final = {0: (2, -1), 90: (1, 1), 180: (3, 1), 270: (0, -1)}
"""Which edge of the ink of a letter is its lower one for each angle, and its sign down the frame."""


def _is_raised(handle: int, index: int, face: Face) -> bool:
    """Whether the ink of a digit begins far above its base line: some fonts have raised digits of the same size."""
    if face.frame.angle not in _DOWN or not calls.ink_box(handle, index, *_INK.addresses):
        return False
    edge, sign = _DOWN[face.frame.angle]
    return bool(face.base - sign * _INK.values[edge] > _RAISED * face.size)
