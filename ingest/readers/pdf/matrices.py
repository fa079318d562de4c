"""How the objects of a page come to their places: matrices of pdfium, and of the forms that objects stand in."""

from __future__ import annotations

import ctypes
from typing import Final

import pypdfium2.raw as pdfium

from ingest.readers.pdf import calls

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def matrix_of(item: int) -> Matrix:
    """The matrix of an object, in what it stands in."""
    matrix = pdfium.FS_MATRIX()
    calls.matrix_of(item, ctypes.addressof(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix, and another one behind it."""
    if then is SAME:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def inverse_of(matrix: Matrix) -> Matrix:
    """The matrix that undoes another; that one itself, if nothing does."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if not area:
        return matrix
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix moves a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
