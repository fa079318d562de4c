"""Layers of a PDF that are off (ISO 32000-1, 8.11): pdfium gives the text in them as all other, and nobody sees it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2.raw as pdfium
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.utils import decode_text

_MARK: Final = "OC"
_LONGEST: Final = 512


def layers_off(document: PDFDocument | None) -> frozenset[str]:
    """The names of the layers that are off where a document is opened; none if its catalogue cannot be read."""
    if document is None:
        return frozenset()
    try:
        properties = resolve1(document.catalog.get("OCProperties")) or {}
        usual = resolve1(properties.get("D")) or {}
        is_off = getattr(usual.get("BaseState"), "name", "") == "OFF"
        every, on, off = (
            {item.objid: item for item in resolve1(kept.get(key)) or () if isinstance(item, PDFObjRef)}
            for kept, key in ((properties, "OCGs"), (usual, "ON"), (usual, "OFF"))
        )
        hidden = {number: item for number, item in every.items() if number not in on} if is_off else off
        return frozenset(_text(resolve1(item).get("Name")) for item in hidden.values())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return frozenset()


def layers_of(address: int) -> Iterator[str]:
    """The names of the layers that something on a page is drawn in."""
    item = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    for place in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, place)
        if _said(pdfium.FPDFPageObjMark_GetName, mark) == _MARK:
            yield _said(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name")


def _said(ask: Any, *arguments: Any) -> str:
    """The text that a function of pdfium writes to a buffer."""
    buffer, written = ctypes.create_string_buffer(_LONGEST), ctypes.c_ulong()
    ask(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), _LONGEST, written)
    return buffer.raw[: min(written.value, _LONGEST)].decode("utf-16-le", errors="replace").rstrip("\0")


def _text(name: object) -> str:
    name = resolve1(name)
    return decode_text(name) if isinstance(name, bytes) else ""
