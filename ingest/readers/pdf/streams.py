"""What the streams of a PDF unpack to, found before any library unpacks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ingest.readers.pdf.claims import MOST_REPEATED, claimed_entries, most_repeated
from ingest.readers.pdf.unpacking import FILTERS, Damage, Filter, Pieces, inflate
from model import Fault, InputError

_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_FILTER: Final = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/\w+)")
_NAME: Final = re.compile(rb"/(\w+)")
_OUTLINE: Final = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\b")
_LONGEST_HEAD: Final = 4096
"""How far before a stream its dictionary is looked for."""

_DEEPEST: Final = 8
"""A stream that is packed more often is looked at so often."""

_PIECE: Final = 1 << 16
_SMALL: Final = 1 << 20
_DENSEST: Final = 100
"""How many times its size a stream may unpack to, beyond a megabyte: text and drawings come to ten, bombs to 1,000."""


class _Packed(NamedTuple):
    """A stream as it stands in the file: from where to where, how it is packed, and whether it tells damage to text."""

    start: int
    end: int
    filters: tuple[Filter, ...]
    tells_damage: bool
    entries: int


def check_streams(data: bytes, name: str, allowed: int) -> bool:
    """Whether a deflated stream of a PDF was changed after it was packed, pictures and the outlines of letters apart.

    All streams together may come to so many bytes, and none to more than a hundred times its size if that is more than
    a megabyte, whatever they are packed with. Pictures are never unpacked, and what is encrypted cannot be looked at
    here: if that unpacks to too much, the limit of memory holds it.

    Raises
    ------
    InputError
        `limit-decompressed`; also if a page names the same content again and again. `damaged-pdf`, if there are fewer
        cross-references than it claims: libraries count to the number that they are told.
    """
    repeated = most_repeated(data)
    if repeated > MOST_REPEATED:
        message = f"a page names the same content {repeated:,} times: no program writes that; export it again"
        raise InputError(Fault("limit-decompressed", message, name))
    left, is_damaged = allowed, False
    for packed in _packed(data):
        damage = Damage()
        size = _unpacked_size(data, packed, damage, left, name, allowed)
        if packed.entries > size:
            message = "the PDF is damaged (it claims more objects than it tells of); download or export it again"
            raise InputError(Fault("damaged-pdf", message, name))
        left -= size
        is_damaged = is_damaged or (damage.is_found and packed.tells_damage)
    # What is encrypted is no deflated stream before it is decrypted.
    return is_damaged and not _ENCRYPTED.search(data)


def _unpacked_size(data: bytes, packed: _Packed, damage: Damage, left: int, name: str, allowed: int) -> int:
    """How many bytes a stream comes to, all that its filters make on the way together."""
    made = 0
    densest = max(_SMALL, _DENSEST * (packed.end - packed.start))

    def counted(pieces: Pieces) -> Iterator[bytes]:
        nonlocal made
        for piece in pieces:
            made += len(piece)
            if made > left:
                message = f"unpacks to more than the limit of {allowed:,} bytes; raise it with --max-decompressed"
                raise InputError(Fault("limit-decompressed", message, name))
            if made > densest:
                message = f"a stream unpacks to more than {_DENSEST} times its size, as bombs do; export it again"
                raise InputError(Fault("limit-decompressed", message, name))
            yield piece

    pieces: Pieces = _slices(data, packed.start, packed.end)
    for unpack in packed.filters:
        pieces = counted(unpack(pieces, damage))
    last = sum(map(len, pieces))
    return made if packed.filters else last


def _packed(data: bytes) -> Iterator[_Packed]:
    """The streams that are packed, or that claim something."""
    for match in _STREAM.finditer(data):
        if data.endswith(b"end", 0, match.start()):
            continue
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()].rpartition(b"obj")[2]
        filters, entries = _filters(head), claimed_entries(head)
        if (filters or entries) and not _IMAGE.search(head):
            end = data.find(_END, match.end())
            tells = filters[:1] == (inflate,) and not _OUTLINE.search(head)
            yield _Packed(match.end(), len(data) if end < 0 else end, filters, tells, entries)


def _filters(head: bytes) -> tuple[Filter, ...]:
    """How a stream is packed, as far as it is by what text is packed with."""
    names = filter_names(head)[:_DEEPEST]
    known = [FILTERS[name] for name in names if name in FILTERS]
    return tuple(known) if len(known) == len(names) else ()


def filter_names(head: bytes) -> list[bytes]:
    """The names of the filters of a stream, as its dictionary is written."""
    found = _FILTER.search(head)
    return _NAME.findall(found[1]) if found else []


def _slices(data: bytes, start: int, end: int) -> Iterator[bytes]:
    for place in range(start, end, _PIECE):
        yield data[place : min(place + _PIECE, end)]
