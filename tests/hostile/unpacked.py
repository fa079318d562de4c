"""A PDF written anew with its streams unpacked, so that what they hold can be changed."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pypdfium2
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral

from tests.hostile.pdf_parts import pdf, stream

_ABOUT_PACKING = ("Length", "Filter", "DecodeParms")


def unpacked(data: bytes, pages: Iterable[int]) -> bytes:
    """Some pages of a PDF with none of its objects in another, and its streams unpacked but for pictures."""
    document = PDFDocument(PDFParser(BytesIO(extracted(data, pages))))
    numbers = sorted({number for xref in document.xrefs for number in xref.get_objids()})
    contents = {number: document.getobj(number) for number in numbers}
    root = next(number for number, content in contents.items() if content == document.catalog)
    return pdf({number: written(content) for number, content in contents.items() if not is_packing(content)}, root=root)


def extracted(data: bytes, pages: Iterable[int]) -> bytes:
    """A PDF of some pages of another, counted from 1."""
    buffer = BytesIO()
    source: Any = pypdfium2.PdfDocument(data)
    part: Any = pypdfium2.PdfDocument.new()
    part.import_pages(source, [number - 1 for number in pages])
    part.save(buffer)
    part.close()
    source.close()
    return buffer.getvalue()


def is_packing(content: object) -> bool:
    """Whether an object only holds others, or says where they are."""
    return isinstance(content, PDFStream) and getattr(content.get("Type"), "name", "") in {"XRef", "ObjStm"}


def written(content: object) -> bytes:
    """An object as it stands in a file."""
    if isinstance(content, PDFStream):
        return written_stream(content)
    if isinstance(content, dict):
        return b"<< %s >>" % b" ".join(b"/%s %s" % (key.encode(), written(item)) for key, item in content.items())
    if isinstance(content, list):
        return b"[%s]" % b" ".join(map(written, content))
    if isinstance(content, PDFObjRef):
        return b"%d 0 R" % content.objid
    if isinstance(content, PSLiteral):
        return b"/" + (content.name if isinstance(content.name, bytes) else content.name.encode())
    if isinstance(content, bytes):
        return b"<%s>" % content.hex().encode()
    if isinstance(content, bool):
        return b"true" if content else b"false"
    return b"null" if content is None else str(content).encode()


def written_stream(content: PDFStream) -> bytes:
    """A stream, unpacked; a picture as it is."""
    if getattr(content.get("Subtype"), "name", "") == "Image":
        return stream(content.rawdata or b"", written({k: v for k, v in content.attrs.items() if k != "Length"})[2:-2])
    kept = {key: item for key, item in content.attrs.items() if key not in _ABOUT_PACKING}
    return stream(content.get_data(), written(kept)[2:-2])
