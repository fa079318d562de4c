"""How each format becomes rows. The content of a file decides which reader takes it, not its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ingest.document.rows import Document, ReadOptions

Reader = Callable[[bytes, str, ReadOptions], Document]
"""Gives the rows of the bytes of a document that errors name as the text says."""

_PDF: Final = re.compile(rb"%PDF-")
_PDF_WITHIN: Final = 1024
_MARKUP_WITHIN: Final = 65_536
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|table|div|p"
    rb"|main|header|nav|section|article|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)


def reader_of(data: bytes) -> Reader:
    """The reader of the format of a document; the libraries that it works with are imported then."""
    if _PDF.search(data, 0, _PDF_WITHIN):
        from ingest.readers.pdf.reader import read_pdf

        return read_pdf
    if data.startswith(_ARCHIVES):
        from ingest.readers.word import read_word

        return read_word
    if _HTML.match(data[:_MARKUP_WITHIN].removeprefix(b"\xef\xbb\xbf")):
        from ingest.readers.web import read_web

        return read_web
    from ingest.readers.text import read_text

    return read_text


def read_document(data: bytes, place: str, options: ReadOptions) -> Document:
    """The rows of a document, by the reader of its format.

    Raises
    ------
    InputError
        If the reader cannot read it.
    """
    return reader_of(data)(data, place, options)
