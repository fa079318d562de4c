"""Packed streams of a PDF that were changed after they were packed, told by their checksums."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, LITERALS_ASCIIHEX_DECODE, LITERALS_FLATE_DECODE, PDFStream

_PIECE: Final = 1 << 16
_HEAD: Final = 2
_CHECKSUM: Final = 4
_NO_TEXT: Final = frozenset({"Image", "Type1C", "CIDFontType0C", "OpenType"})
"""Pictures and the outlines of letters: damage there changes no text."""


def has_damage(document: PDFDocument) -> bool:
    """Whether a stream that text comes from (content, forms, maps to Unicode) does not unpack to what was packed.

    Only deflated streams can tell (RFC 1950, section 2.2: they end in the Adler-32 of their content).
    """
    return any(not _is_whole(packed) for stream in _streams(document) for packed in _deflated(stream))


def _streams(document: PDFDocument) -> Iterator[PDFStream]:
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    return (item for item in map(document.getobj, sorted(numbers)) if isinstance(item, PDFStream))


def _deflated(stream: PDFStream) -> Iterator[bytes]:
    """The deflated content of a stream, if it is one that holds text or says what letters mean."""
    data, kind = stream.rawdata, getattr(stream.get("Subtype"), "name", None)
    if data is None or kind in _NO_TEXT or "Length1" in stream.attrs:
        return
    for name, _ in stream.get_filters():
        if name in LITERALS_FLATE_DECODE:
            yield data
            return
        if name in LITERALS_ASCII85_DECODE:
            data = ascii85decode(data)
        elif name in LITERALS_ASCIIHEX_DECODE:
            data = asciihexdecode(data)
        else:
            return


def _is_whole(packed: bytes) -> bool:
    """Whether a deflated stream unpacks to its end, and to what its checksum says; some programs leave that out."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest, checksum = packed[_HEAD:], 1
    while not inflater.eof:
        try:
            piece = inflater.decompress(rest, _PIECE)
        except zlib.error:
            return False
        rest, checksum = inflater.unconsumed_tail, zlib.adler32(piece, checksum)
        if not piece and not rest:
            break
    told = inflater.unused_data[:_CHECKSUM]
    return inflater.eof and (len(told) < _CHECKSUM or int.from_bytes(told, "big") == checksum)
