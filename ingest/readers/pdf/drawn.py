"""What is drawn on a page by pypdfium2: straight lines, boxes and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from ingest.readers.pdf.upright import Box, Frame

Color = tuple[int, int, int, int]
"""Red, green, blue and alpha, from 0 to 255."""

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_STEEP: Final = 1.0
"""How far, in points, a line may be off the upright."""

_DEEPEST: Final = 4
"""How deep forms within forms are looked into."""

_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SQUARE: Final[Sequence[Point]] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""What a picture fills before its matrix is applied."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A straight line or a box, upright: left, top, right, bottom; how it is drawn, and in what colour, if in one."""

    box: Box
    is_framed: bool = False
    is_filled: bool = False
    is_picture: bool = False
    color: Color | None = None


def read_shapes(page: Any, frame: Frame) -> list[Shape]:
    """The straight lines, boxes and pictures of a page, in a frame."""
    found: list[Shape] = []
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        for item, matrix in _items(pdfium.FPDFPage_GetObject(page.raw, index), _SAME, 0):
            found += _shapes(item, matrix, frame)
    return found


def _items(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The paths and pictures that an object is or holds, and how their points come to the page."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        yield item, _times(_matrix(item), outer)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        matrix = _times(_matrix(item), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _items(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is _SAME:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _shapes(item: Any, matrix: Matrix, frame: Frame) -> Iterator[Shape]:
    if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield Shape(_around([frame.place(*_moved(matrix, x, y)) for x, y in _SQUARE]), is_filled=True, is_picture=True)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if fill.value or stroke.value:
        color = color_of(item, is_stroke=bool(stroke.value))
        for corners in _parts(item, matrix, frame):
            yield from shapes_of(corners, is_framed=bool(stroke.value), is_filled=bool(fill.value), color=color)


def shapes_of(corners: Sequence[Point], *, is_framed: bool, is_filled: bool, color: Color | None) -> Iterator[Shape]:
    """The shapes that a path without curves is: a box, or, if it is drawn, its straight sides."""
    if len(corners) > 2 and _is_box(corners):
        yield Shape(_around(corners), is_framed, is_filled, color=color)
    elif is_framed:
        for one, other in pairwise(corners):
            left, top, right, bottom = _around((one, other))
            if right - left <= _STEEP or bottom - top <= _STEEP:
                yield Shape((left, top, right, bottom), is_framed=True, color=color)


def color_of(item: Any, *, is_stroke: bool) -> Color | None:
    """What an object is drawn or filled with; None where that is no colour."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    ask = pdfium.FPDFPageObj_GetStrokeColor if is_stroke else pdfium.FPDFPageObj_GetFillColor
    return (red.value, green.value, blue.value, alpha.value) if ask(item, red, green, blue, alpha) else None


def _parts(item: Any, matrix: Matrix, frame: Frame) -> Iterator[list[Point]]:
    """The parts of a path without curves, each as its corners, upright."""
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[Point] = []
    is_straight = True
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if is_straight and len(corners) > 1:
                yield corners
            corners, is_straight = [], True
        is_straight = is_straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append(frame.place(*_moved(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment) and corners[0] != corners[-1]:
            corners.append(corners[0])
    if is_straight and len(corners) > 1:
        yield corners


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _is_box(corners: Sequence[Point]) -> bool:
    """Whether corners are those of an upright box."""
    left, top, right, bottom = _around(corners)
    return len({(round(x, 1), round(y, 1)) for x, y in corners}) <= 4 and all(
        min(x - left, right - x) <= _STEEP and min(y - top, bottom - y) <= _STEEP for x, y in corners
    )


def _around(corners: Sequence[Point]) -> Box:
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)
