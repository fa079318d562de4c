"""The pages of a PDF as its own tree of pages lists them, counted apart from pypdfium2.

pypdfium2 believes the number of pages that the document states, and takes a page whose content is missing for an
empty one. pdfminer finds the objects here; those of most pages are looked at as they are written, since pdfminer takes
as long to parse one as pypdfium2 to read a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from ingest.readers.pdf.streams import filter_names
from ingest.readers.pdf.unpacking import FILTERS

_PAGE: Final = re.compile(rb"\s*(\d+)\s+\d+\s+obj\b[^\0]{0,4000}?/Type\s*/Page\b")
_CONTENTS: Final = re.compile(rb"/Contents\s*(?:(\d+)\s+\d+\s+R|\[([\d\sR]*)\])")
_ANY_CONTENTS: Final = re.compile(rb"/Contents\b")
_REFERENCE: Final = re.compile(rb"(\d+)\s+\d+\s+R")
_STREAM: Final = re.compile(rb"\s*(\d+)\s+\d+\s+obj\s*<<[^\0]{0,4000}?/Length\b[^\0]{0,4000}?>>\s*stream\b")
_DEFLATED: Final = re.compile(rb"\s*x[\x01\x5e\x9c\xda]")
"""What deflated data begins with (RFC 1950): nothing that draws does, so a stream with such has lost its filter."""

_CRYPT: Final = b"Crypt"
_LONGEST: Final = 8192
"""How many bytes of an object are looked at."""


def pages_with_content(document: PDFDocument | None, data: bytes) -> list[bool] | None:
    """Of every page in the tree of pages, all of it walked, whether the content that it names is there.

    None if the tree cannot be walked.
    """
    if document is None:
        return None
    try:
        quick = list(_Tree(document, data).pages())
        return quick or [all(map(_is_content, page.contents)) for page in PDFPage.create_pages(document)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return None


def has_no_pages(data: bytes) -> bool:
    """Whether a PDF is one, but has no page in it."""
    return pages_with_content(objects_of(data), data) == []


def _is_content(part: object) -> bool:
    """Whether it is a stream, with the length that every stream states (ISO 32000-1, 7.3.8.2), and can be unpacked."""
    content = resolve1(part)
    if not isinstance(content, PDFStream) or "Length" not in content.attrs:
        return False
    filters = content.get_filters()
    is_lost = not filters and _DEFLATED.match(content.rawdata or b"") is not None
    return not is_lost and _are_known(str(_name(filter_)).encode() for filter_, _ in filters)


def _are_known(filters: Iterable[bytes]) -> bool:
    """Whether text can be behind all of some filters: engines take a page behind another one for empty."""
    return all(name in FILTERS or name == _CRYPT for name in filters)


class _Tree:
    """The walk down the tree of pages (ISO 32000-1, 7.7.3)."""

    def __init__(self, document: PDFDocument, data: bytes) -> None:
        self._document = document
        self._data = data
        self._met: set[int] = set()

    def pages(self) -> Iterator[bool]:
        """Of every page whether its content is there."""
        root = self._document.catalog.get("Pages")
        if isinstance(root, PDFObjRef):
            yield from self._below(root)

    def _below(self, reference: PDFObjRef) -> Iterator[bool]:
        if reference.objid in self._met:
            return
        self._met.add(reference.objid)
        written = self._written(reference.objid)
        match = _PAGE.match(written or b"")
        if written and match and int(match[1]) == reference.objid and self._names_content(written):
            yield True
            return
        node = resolve1(reference)
        if not isinstance(node, dict):
            return
        if _name(node.get("Type")) == "Page" or "Kids" not in node:
            parts = resolve1(node.get("Contents"))
            contents = parts if isinstance(parts, list) else [parts] if "Contents" in node else []
            yield all(map(_is_content, contents))
            return
        for kid in resolve1(node["Kids"]):
            if isinstance(kid, PDFObjRef):
                yield from self._below(kid)

    def _written(self, number: int) -> bytes | None:
        """The begin of an object as it stands in the file, if it does; None for one in a packed stream of objects."""
        for table in self._document.xrefs:
            try:
                stream, position, _ = table.get_pos(number)
            except KeyError:
                continue
            return None if stream is not None else _object(self._data, position)
        return None

    def _names_content(self, page: bytes) -> bool:
        """Whether the content that a page names is surely there."""
        match = _CONTENTS.search(page)
        if match is None:
            return _ANY_CONTENTS.search(page) is None
        numbers = [match[1]] if match[1] else _REFERENCE.findall(match[2])
        return all(map(self._is_written_stream, map(int, numbers)))

    def _is_written_stream(self, number: int) -> bool:
        written = self._written(number) or b""
        match = _STREAM.match(written)
        if match is None or int(match[1]) != number:
            return False
        filters = filter_names(match[0])
        return (bool(filters) or _DEFLATED.match(written, match.end()) is None) and _are_known(filters)


def _object(data: bytes, position: int) -> bytes:
    end = data.find(b"endobj", position, position + _LONGEST)
    return data[position : position + _LONGEST if end < 0 else end]


def _name(value: Any) -> object:
    return value.name if isinstance(value, PSLiteral) else None


def objects_of(data: bytes, password: str | None = None) -> PDFDocument | None:
    """A PDF as pdfminer opens it; None if it cannot."""
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return None
