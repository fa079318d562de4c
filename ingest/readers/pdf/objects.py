"""The objects of a PDF as pdfminer finds them, without a look into most: it takes long to parse one."""

from __future__ import annotations

import io

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser


def objects_of(data: bytes, password: str | None = None) -> PDFDocument | None:
    """A PDF as pdfminer opens it; None if it cannot."""
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return None
