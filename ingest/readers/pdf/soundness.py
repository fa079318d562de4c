"""Whether a PDF can be read as it is: pages counted twice, text there, letters with a meaning, nothing damaged."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, LITERALS_ASCIIHEX_DECODE, LITERALS_FLATE_DECODE, PDFStream

from ingest.readers.pdf.characters import UNKNOWN
from ingest.readers.pdf.page import Sheet
from ingest.readers.pdf.second import damage_told, open_pages, read_sheets
from ingest.readers.pdf.source import Source
from model import Finding, Span
from model.reading_rules import DAMAGED_STREAM, ENGINES_DIFFER

UNREADABLE: Final = (
    "letters of the text have no meaning: their font does not say what they are; "
    "export the PDF again with embedded Unicode fonts"
)
SEEN_BY_ONE: Final = "{} sees text there and {} none; export the PDF again"

_SAMPLE: Final = 3
"""On how many pages the second engine looks for text where the first sees none, or none that is wanted."""

_BAD_SHARE: Final = 0.05
_COMMON_SHARE: Final = 0.5
"""How much of a text without a meaning, and how little of it in common, says that the fonts cannot be relied on."""

_CONTROL: Final = re.compile(r"[\x01\x03-\x08\x0e-\x1f]")
_BROKEN_WORDS: Final = 3
"""How many words hold a control beside letters, where a font says that its letters are others."""

_PACKED_OTHERWISE: Final = re.compile(rb"/(?:Encrypt|ASCII85Decode|A85|ASCIIHexDecode|AHx)\b")
"""Streams behind these are deflated too, and damage to them is seen only when they are opened."""

_PIECE: Final = 1 << 16
_HEAD: Final = 2
_CHECKSUM: Final = 4
_NO_TEXT: Final = frozenset({"Image", "Type1C", "CIDFontType0C", "OpenType"})
"""Pictures and the outlines of letters: damage there changes no text."""


def compare_counts(source: Source, ours: int | None) -> Iterator[Finding]:
    """A finding if only one engine can count the pages; `ours` are those that pdfminer counts, if it can.

    pypdfium2 believes the number that the document states, pdfminer counts: a page beyond that number would be lost.

    Raises
    ------
    InputError
        `engines-differ`, if the two numbers are not the same.
    """
    theirs = source.count
    if ours is None:
        yield ENGINES_DIFFER.finding(f"pypdfium2 sees {theirs} pages, pdfminer cannot count them", Span())
    elif ours != theirs:
        message = f"pypdfium2 sees {theirs} pages and pdfminer {ours}; export the PDF again"
        raise source.fault("engines-differ", message)


def require_contents(source: Source, has_content: Sequence[bool], numbers: Sequence[int]) -> Iterator[Finding]:
    """A finding for each page whose content is not there, or cannot be unpacked: engines take it for an empty page.

    Raises
    ------
    InputError
        `damaged-pdf`, if it stands between the pages of some numbers: rows are lost.
    """
    for number, is_there in enumerate(has_content, start=1):
        if is_there:
            continue
        if numbers and numbers[0] <= number <= numbers[-1]:
            message = "the PDF is damaged (the content of the page is not in it, or cannot be unpacked)"
            raise source.fault("damaged-pdf", f"{message}; download or export it again", number)
        message = f"the content that page {number} names is not in the PDF, or cannot be unpacked"
        yield DAMAGED_STREAM.finding(message, Span(page=number))


def require_whole(source: Source, numbers: Sequence[int]) -> Iterator[Finding]:
    """A finding if something packed in a PDF was changed, outside of the pages of some numbers.

    Raises
    ------
    InputError
        `damaged-pdf`, if it is on those pages: letters would be other ones, or not there, and no engine would say so.
    """
    if numbers and (source.is_damaged or _PACKED_OTHERWISE.search(source.data)):
        with damage_told(source):
            if has_damage(open_pages(source, numbers)):
                raise source.fault(
                    "damaged-pdf", "the PDF is damaged (what is packed in it was changed); download or export it again"
                )
    if source.is_damaged:
        yield DAMAGED_STREAM.finding("something that is packed in the PDF was changed, outside of the table", Span())


def require_text(source: Source, texts: Sequence[str]) -> None:
    """Refuse a PDF without text: a scan, or one whose text only the second engine sees."""
    if any(text and not text.isspace() for text in texts):
        return
    numbers = source.numbers[:_SAMPLE]
    for number, sheet in zip(numbers, read_sheets(source, numbers), strict=True):
        if sheet.lines:
            raise source.fault("engines-differ", SEEN_BY_ONE.format("pdfplumber", "pypdfium2"), number)
    raise source.fault(
        "no-text-layer", "no page has a text layer: it is a scan; run text recognition (OCR) on it first", numbers[0]
    )


def require_meaning(source: Source, sheets: Iterable[tuple[int, Sheet]]) -> None:
    """Refuse a PDF if a good part of the letters of a page has no meaning; its pages are given with their numbers."""
    for number, sheet in sheets:
        if is_meaningless([word.text for line in sheet.lines for word in line]):
            raise source.fault("unreadable-text", UNREADABLE, number)


def require_sure_letters(source: Source, texts: Sequence[str]) -> None:
    """Refuse a PDF of which no page is wanted, if the letters of its first pages have no sure meaning.

    They have none if the two engines read other ones.
    """
    pages = [(number, text) for number, text in zip(source.numbers, texts, strict=True) if text.strip()][:_SAMPLE]
    sheets = read_sheets(source, [number for number, _ in pages])
    for (number, text), sheet in zip(pages, sheets, strict=True):
        ours, theirs = _signs(text), _signs(_text(sheet))
        common = (ours & theirs).total()
        if is_meaningless(text.split()) or common < _COMMON_SHARE * max(ours.total(), theirs.total()):
            raise source.fault("unreadable-text", UNREADABLE, number)


def is_meaningless(words: Sequence[str]) -> bool:
    """Whether a good part of the letters of some words has no meaning, or some words have controls for letters.

    Examples
    --------
    >>> is_meaningless(["\\x12K7>2", "\\x16A5", ":>4K", "\\x1eB25B"]), is_meaningless(["\\x16", "вызываемым абонентом"])
    (True, False)
    """
    text = "".join(words)
    controls = sum(len(word) > 1 and _CONTROL.search(word) is not None for word in words)
    return controls >= _BROKEN_WORDS or sum(map(_is_unreadable, text)) > _BAD_SHARE * len(text)


def _is_unreadable(character: str) -> bool:
    """Whether a character means nothing: a font without a map to Unicode gives such ones."""
    return character == UNKNOWN or "\ue000" <= character <= "\uf8ff" or _CONTROL.match(character) is not None


def _text(sheet: Sheet) -> str:
    return "".join(word.text for line in sheet.lines for word in line)


def _signs(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


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
