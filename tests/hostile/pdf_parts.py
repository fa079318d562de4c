"""PDFs written object by object, so that any of them can be spoilt: a page with a small code table, and its parts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from tests.pdf.pages import TABLE

CODES = (1000, 1100, 1101)
"""The codes of the table."""

MIB, GIB = 1 << 20, 1 << 30
_ADLER = 65_521

TABLE_TEXT = b"BT /F 10 Tf\n" + b"".join(
    b"1 0 0 1 %d %d Tm (%s) Tj\n" % (left, 600 - top, text.encode()) for left, top, text in TABLE
)
TABLE_TEXT += b"ET\n"

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(content: bytes, entries: bytes = b"", *, length: bytes | None = None) -> bytes:
    """A stream object; its length is the right one unless another is given."""
    return b"<< /Length %s %s >>\nstream\n%s\nendstream" % (length or b"%d" % len(content), entries, content)


def good() -> dict[int, bytes]:
    """The objects of a PDF with the table: catalog, pages, page, content, font."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: stream(TABLE_TEXT),
        5: FONT,
    }


def page(
    entries: bytes = b"", *, box: bytes = b"[0 0 400 600]", contents: bytes = b"4 0 R", more: bytes = b""
) -> bytes:
    """A page; `entries` are added to it, and `more` to its resources."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %s /Resources << /Font << /F 5 0 R >> %s >> %s >>" % (
        box,
        contents,
        more,
        entries,
    )


def body(objects: Mapping[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """The objects one after another behind a header, and where each begins."""
    pieces, offsets, position = [b"%PDF-1.7\n"], {}, 9
    for number, content in objects.items():
        offsets[number] = position
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        position += len(pieces[-1])
    return b"".join(pieces), offsets


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", root: int = 1) -> bytes:
    """A PDF of some objects, with a table of them that is right."""
    content, offsets = body(objects)
    entries = b"".join(
        b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        for number in range(max(offsets) + 1)
    )
    size = max(offsets) + 1
    return b"%sxref\n0 %d\n%strailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        content,
        size,
        entries,
        size,
        root,
        trailer,
        len(content),
    )


def with_objects(changes: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """The good PDF with some objects replaced or added."""
    return pdf(good() | changes, trailer)


def with_content(content: bytes, entries: bytes = b"", more: bytes = b"") -> bytes:
    """The good PDF with another content of its page, and more in the resources of the page."""
    return with_objects({3: page(more=more), 4: stream(content, entries)})


def with_tail(tail: bytes) -> bytes:
    """The objects of the good PDF with another table of objects and trailer; `%d` in it is where it begins."""
    content, _ = body(good())
    return content + tail.replace(b"%d", b"%d" % len(content)) + b"\n%%EOF\n"


def deflated(pattern: bytes, size: int) -> bytes:
    """A zlib stream of a repeated pattern, of at least so many bytes: made without ever having them."""
    block = pattern * (MIB // len(pattern))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    count = -(-size // len(block))
    return b"\x78\x9c" + packed * count + b"\x03\x00" + struct.pack(">I", _checksum(block, count))


def _checksum(block: bytes, count: int) -> int:
    """The Adler-32 of a block that is repeated."""
    once = zlib.adler32(block, 0)
    sum_of_bytes, weighted = once & 0xFFFF, once >> 16
    # Each block adds `weighted`, and its length times what was summed up before it.
    low = (1 + count * sum_of_bytes) % _ADLER
    before = count + sum_of_bytes * (count * (count - 1) // 2)
    high = (count * weighted + len(block) * before) % _ADLER
    return high << 16 | low


def lzw(byte: int, runs: int) -> bytes:
    """An LZW stream of one repeated byte: a run is what a full table can say, about 7 MB in 6 KB."""
    bits = []
    for run in range(runs):
        bits.append(f"{256:012b}" if run else f"{256:09b}")
        width, following = 9, 258
        bits.append(f"{byte:0{width}b}")
        for code in range(258, 4094):
            # The reader adds an entry after every code but the first; it widens one code early.
            if following + 1 >= 1 << width and width < 12:
                width += 1
            bits.append(f"{code:0{width}b}")
            following += 1
    text = "".join(bits) + f"{257:012b}"
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")
