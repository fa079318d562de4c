"""Functions of pdfium that are called for every character and line of a page."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2.raw as pdfium

_INTEGER: Final = ctypes.c_int
_ADDRESS: Final = ctypes.c_void_p


def _plain(function: Any, *types: Any) -> Any:
    """A function of pdfium that takes and gives addresses as plain integers: twice as fast as one that makes pointers.

    The types are that of its result and those of its arguments.
    """
    return ctypes.CFUNCTYPE(*types)(ctypes.cast(function, _ADDRESS).value or 0)


def address_of(handle: Any) -> int:
    """The address that a handle of pypdfium2 holds."""
    return ctypes.cast(handle, _ADDRESS).value or 0


text_object: Final = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INTEGER)
loose_box: Final = _plain(pdfium.FPDFText_GetLooseCharBox, _INTEGER, _ADDRESS, _INTEGER, _ADDRESS)
ink_box: Final = _plain(pdfium.FPDFText_GetCharBox, _INTEGER, _ADDRESS, _INTEGER, *[_ADDRESS] * 4)
has_no_meaning: Final = _plain(pdfium.FPDFText_HasUnicodeMapError, _INTEGER, _ADDRESS, _INTEGER)
page_object: Final = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INTEGER)
form_object: Final = _plain(pdfium.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
kind_of: Final = _plain(pdfium.FPDFPageObj_GetType, _INTEGER, _ADDRESS)
draw_mode: Final = _plain(pdfium.FPDFPath_GetDrawMode, _INTEGER, _ADDRESS, _ADDRESS, _ADDRESS)
bounds: Final = _plain(pdfium.FPDFPageObj_GetBounds, _INTEGER, _ADDRESS, *[_ADDRESS] * 4)
fill_color: Final = _plain(pdfium.FPDFPageObj_GetFillColor, _INTEGER, _ADDRESS, *[_ADDRESS] * 4)
stroke_color: Final = _plain(pdfium.FPDFPageObj_GetStrokeColor, _INTEGER, _ADDRESS, *[_ADDRESS] * 4)
matrix_of: Final = _plain(pdfium.FPDFPageObj_GetMatrix, _INTEGER, _ADDRESS, _ADDRESS)
segment: Final = _plain(pdfium.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INTEGER)
segment_kind: Final = _plain(pdfium.FPDFPathSegment_GetType, _INTEGER, _ADDRESS)
segment_point: Final = _plain(pdfium.FPDFPathSegment_GetPoint, _INTEGER, _ADDRESS, _ADDRESS, _ADDRESS)
closes: Final = _plain(pdfium.FPDFPathSegment_GetClose, _INTEGER, _ADDRESS)
render_mode: Final = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INTEGER, _ADDRESS)
segments_of: Final = _plain(pdfium.FPDFPath_CountSegments, _INTEGER, _ADDRESS)
clip_of: Final = _plain(pdfium.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
clip_paths_of: Final = _plain(pdfium.FPDFClipPath_CountPaths, _INTEGER, _ADDRESS)
clip_segments_of: Final = _plain(pdfium.FPDFClipPath_CountPathSegments, _INTEGER, _ADDRESS, _INTEGER)
clip_segment: Final = _plain(pdfium.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INTEGER, _INTEGER)


class Slots:
    """Four places that a function of pdfium writes numbers to."""

    def __init__(self, kind: Any) -> None:
        self.values = (kind * 4)()
        first = ctypes.addressof(self.values)
        self.addresses = tuple(first + ctypes.sizeof(kind) * index for index in range(4))
