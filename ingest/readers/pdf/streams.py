"""What the streams of a PDF unpack to, found before any library unpacks them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from ingest.readers.pdf.unpacking import FILTERS, Damage, Filter, Pieces, inflate
from model import Fault, InputError

_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_FILTER: Final = re.compile(rb"/(?:Filter|F)\s*(\[[^\[\]]*\]|/\w+)")
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

MOST_REPEATED: Final = 100
"""How often a page may name the same content: some programs share a line or two of it, none so often."""

_CROSS_REFERENCES: Final = re.compile(rb"/Type\s*/XRef\b")
_SIZE: Final = re.compile(rb"/Size\s+([0-9]+)")
_INDEX: Final = re.compile(rb"/Index\s*\[([0-9\s]+)\]")

_REFERENCES: Final = rb"\[((?:\s*[0-9]+\s+[0-9]+\s+R\b)+)\s*\]"
_CONTENTS: Final = re.compile(rb"/Contents\s*" + _REFERENCES)
_CONTENTS_ELSEWHERE: Final = re.compile(rb"/Contents\s+([0-9]+)\s+[0-9]+\s+R\b")
_ARRAY: Final = re.compile(rb"obj\s*" + _REFERENCES)
"""An object that is an array: to look for its number first, at every digit of a file, takes twenty times as long."""

_LAST_DIGITS: Final = re.compile(rb"\b[0-9]+\Z")
_NUMBERED_WITHIN: Final = 1024
"""How far before its array the number of an object is looked for."""

_NUMBER: Final = re.compile(rb"([0-9]+)\s+[0-9]+\s+R")


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


def claimed_entries(head: bytes) -> int:
    """How many objects a stream of cross-references says that it tells of, by its dictionary; 0 of another stream."""
    if not _CROSS_REFERENCES.search(head):
        return 0
    index, size = _INDEX.search(head), _SIZE.search(head)
    if index is not None:
        return sum(map(_as_int, index[1].split()[1::2]))
    return 0 if size is None else _as_int(size[1])


def most_repeated(data: bytes) -> int:
    """How often the content that a page names most often is named by it."""
    elsewhere = set(_CONTENTS_ELSEWHERE.findall(data))
    return max((_most_common(references) for references in _arrays(data, elsewhere)), default=0)


def _arrays(data: bytes, elsewhere: set[bytes]) -> Iterator[bytes]:
    yield from (match[1] for match in _CONTENTS.finditer(data))
    if elsewhere:
        yield from (match[1] for match in _ARRAY.finditer(data) if _number_before(data, match.start()) in elsewhere)


def _number_before(data: bytes, end: int) -> bytes:
    """The number of the object whose keyword stands at a place."""
    words = data[max(0, end - _NUMBERED_WITHIN) : end].rsplit(None, 2)
    found = _LAST_DIGITS.search(words[-2]) if len(words) > 1 else None
    return found[0] if found else b""


def _most_common(references: bytes) -> int:
    ((_, count),) = Counter(_NUMBER.findall(references)).most_common(1)
    return count


def _as_int(digits: bytes) -> int:
    # Longer numbers than any size of a file are not worth their conversion.
    return int(digits[:20])
