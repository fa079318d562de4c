"""What is drawn on a page by pypdfium2: straight lines, and the edges of boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from ingest.readers.pdf.upright import Box, Frame

_THIN: Final = 2.0
"""How thick a box is at most, in points, that is a line."""

_SHORTEST: Final = 6.0
_STEEP: Final = 1.0
_DEEPEST: Final = 4
"""How deep forms within forms are looked into."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A straight line or a box, upright: left, top, right, bottom. `is_framed` says that its edges are drawn."""

    box: Box
    is_framed: bool
    color: tuple[int, int, int, int] | None = None


def read_shapes(page: Any, frame: Frame) -> list[Shape]:
    """The straight lines and boxes of a page."""
    return [shape for item, matrix in _paths(page.raw) for shape in _shapes(item, matrix, frame)]


Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _paths(page: Any) -> Iterator[tuple[Any, Matrix]]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _paths_of(pdfium.FPDFPage_GetObject(page, index), _SAME, 0)


def _paths_of(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The paths that an object is or holds, and how their points come to the page."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM) or depth > _DEEPEST:
        return
    matrix = _times(_matrix(item), outer)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield item, matrix
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(item)):
        yield from _paths_of(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _shapes(item: Any, matrix: Matrix, frame: Frame) -> Iterator[Shape]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    is_framed = bool(stroke.value)
    color = _color(item, is_framed=is_framed)
    for places in _parts(item, matrix, frame):
        if len(places) > 2 and _is_box(places):
            yield Shape(_around(places), is_framed, color)
        elif is_framed:
            for (x0, y0), (x1, y1) in pairwise(places):
                if abs(x1 - x0) <= _STEEP or abs(y1 - y0) <= _STEEP:
                    yield Shape((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), is_framed, color)


def _color(item: Any, *, is_framed: bool) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = pdfium.FPDFPageObj_GetStrokeColor if is_framed else pdfium.FPDFPageObj_GetFillColor
    return tuple(part.value for part in parts) if ask(item, *parts) else None  # type: ignore[return-value]


def _parts(item: Any, matrix: Matrix, frame: Frame) -> Iterator[list[tuple[float, float]]]:
    """The parts of a path without curves, each as its corners, upright."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    places: list[tuple[float, float]] = []
    is_straight = True
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if is_straight and len(places) > 1:
                yield places
            places, is_straight = [], True
        is_straight = is_straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        places.append(frame.place(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and places[0] != places[-1]:
            places.append(places[0])
    if is_straight and len(places) > 1:
        yield places


def _is_box(places: list[tuple[float, float]]) -> bool:
    """Whether corners are those of an upright box."""
    left, top, right, bottom = _around(places)
    return len({(round(x, 1), round(y, 1)) for x, y in places}) <= 4 and all(
        min(x - left, right - x) <= _STEEP and min(y - top, bottom - y) <= _STEEP for x, y in places
    )


def _around(places: list[tuple[float, float]]) -> Box:
    across, down = zip(*places, strict=True)
    return min(across), min(down), max(across), max(down)


def lines_of(shape: Shape) -> Iterator[Box]:
    """The straight lines that a shape is seen as: itself, or its edges."""
    left, top, right, bottom = shape.box
    if bottom - top <= _THIN and right - left >= _SHORTEST:
        yield left, (top + bottom) / 2, right, (top + bottom) / 2
    elif right - left <= _THIN and bottom - top >= _SHORTEST:
        yield (left + right) / 2, top, (left + right) / 2, bottom
    elif right - left >= _SHORTEST and bottom - top >= _SHORTEST:
        yield left, top, right, top
        yield left, bottom, right, bottom
        if shape.is_framed:
            yield left, top, left, bottom
            yield right, top, right, bottom


def distinct(lines: Iterator[Box]) -> list[Box]:
    """Lines, each once: drawn again within a point or as a part of another they are one."""
    kept: list[Box] = []
    for line in sorted(set(lines), key=lambda line: (line[1], line[0], -line[2])):
        if not any(_covers(other, line) for other in kept[-_NEAR:]):
            kept.append(line)
    return kept


_NEAR: Final = 40
"""With how many of the lines before one is compared."""


def _covers(line: Box, other: Box) -> bool:
    return (
        line[0] - 1 <= other[0]
        and line[1] - 1 <= other[1]
        and line[2] + 1 >= other[2]
        and line[3] + 1 >= other[3]
        and (other[3] - other[1] > 1) is (line[3] - line[1] > 1)
    )
