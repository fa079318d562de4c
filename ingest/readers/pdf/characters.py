"""The characters of a page by pypdfium2, each with its place, as few calls a character as can be.

What characters share with all others of their text object (one drawing instruction: font, size, angle, base line) is
asked of each object once.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from ingest.readers.pdf.upright import Box, Frame, frame_of, quarter

HYPHEN: Final = "-"
_HYPHENS_AT_END: Final = "\x02\ufffe"
"""How pdfium writes a hyphen at the end of a line."""

_UNKNOWN: Final = "\ufffd"
_NARROW: Final = 0.5
"""The width of a letter at an odd angle, in its size: its box does not tell it."""


def _function(function: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives plain integers: half as slow as one that makes pointers."""
    return ctypes.CFUNCTYPE(*arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_OBJECT: Final = _function(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_ROOM: Final = _function(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_FLOATS: Final = struct.Struct("4f")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """What the characters of a text object share: the frame that they run along, base line in it, and size."""

    frame: Frame
    base: float
    size: float
    mode: int
    color: tuple[int, int, int, int] | None


class Character(NamedTuple):
    """A character: its text, where it begins and ends along its frame, its face, and its number on the page."""

    text: str
    x0: float
    x1: float
    face: Face
    number: int


def read_characters(text: Any) -> list[Character]:
    """The characters of a page, spaces too, in the order of its content; none that pdfium put in by itself."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value or 0
    count = pdfium.FPDFText_CountChars(text.raw)
    faces: dict[int, Face] = {}
    found: list[Character] = []
    for index, (letter, room) in enumerate(zip(_letters(text, count), _rooms(handle, count), strict=True)):
        address = _OBJECT(handle, index)
        if address is None:
            continue
        face = faces.get(address)
        if face is None:
            face = faces[address] = _face(text.raw, index, address)
        x0, x1 = _along(room, face)
        found.append(Character(letter, x0, x1, face, index))
    return found


def _letters(text: Any, count: int) -> Iterator[str]:
    """The letter of each index: at once, if each has one letter in the text of the page."""
    content = _whole(text, count)
    if len(content) != count:
        codes = (pdfium.FPDFText_GetUnicode(text.raw, index) for index in range(count))
        content = "".join(chr(code) if 0 < code < 0x110000 else _UNKNOWN for code in codes)
    return (HYPHEN if letter in _HYPHENS_AT_END else letter for letter in content)


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
        _ROOM(handle, index, start + _FLOATS.size * index)
    for left, upper, right, lower in _FLOATS.iter_unpack(buffer.raw):
        yield left, lower, right, upper


def _face(text: Any, index: int, address: int) -> Face:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    frame = frame_of(quarter(math.degrees(math.atan2(matrix.b, matrix.a))))
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    item = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    return Face(frame, frame.place(x.value, y.value)[1], size, pdfium.FPDFTextObj_GetTextRenderMode(item), _color(item))


def _color(item: Any) -> tuple[int, int, int, int] | None:
    """Red, green, blue and alpha of what letters are filled with; None where that is no colour."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return tuple(part.value for part in parts) if pdfium.FPDFPageObj_GetFillColor(item, *parts) else None  # type: ignore[return-value]


def _along(room: Box, face: Face) -> tuple[float, float]:
    """Where a character begins and ends along its frame."""
    left, lower, right, upper = room
    match face.frame.angle:
        case 0:
            return left, right
        case 90:
            return lower, upper
        case 180:
            return -right, -left
        case 270:
            return -upper, -lower
    middle = face.frame.place((left + right) / 2, (lower + upper) / 2)[0]
    return middle - _NARROW * face.size / 2, middle + _NARROW * face.size / 2
