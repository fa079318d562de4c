"""What the streams of a PDF unpack to, found before any library unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from model import Fault, InputError

_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"
_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_FLATE_FIRST: Final = re.compile(rb"/(?:Filter|F)\s*\[?\s*/(?:FlateDecode|Fl)\b")
_OUTLINE: Final = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\b")
_LONGEST_HEAD: Final = 4096
"""How far before a stream its dictionary is looked for."""

_DEEPEST: Final = 8
"""A stream that is packed more often is looked at so often."""

_PIECE: Final = 1 << 16


def check_streams(data: bytes, name: str, allowed: int) -> bool:
    """Whether a deflated stream of a PDF was changed after it was packed, pictures and the outlines of letters apart.

    All of them together may come to so many bytes. Pictures are never unpacked. Streams that are packed in another way
    or encrypted are not looked at here: if they unpack to too much, the limit of memory holds them.

    Raises
    ------
    InputError
        `limit-decompressed`.
    """
    unpacking = _Unpacking(allowed)
    is_damaged = False
    for start, times, tells_damage in _deflated(data):
        unpacking.is_damaged = False
        pieces: Iterable[bytes] = _slices(data, start)
        for _ in range(times):
            pieces = unpacking.inflate(pieces)
        for _ in pieces:
            if unpacking.left < 0:
                message = f"unpacks to more than the limit of {allowed:,} bytes; raise it with --max-decompressed"
                raise InputError(Fault("limit-decompressed", message, name))
        is_damaged = is_damaged or (unpacking.is_damaged and tells_damage)
    # What is encrypted is no deflated stream before it is decrypted.
    return is_damaged and not _ENCRYPTED.search(data)


def _deflated(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each deflated stream starts, how often it is packed, and whether it tells damage to a text."""
    for match in _STREAM.finditer(data):
        if data.endswith(b"end", 0, match.start()):
            continue
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()].rpartition(b"obj")[2]
        times = len(_FLATE.findall(head))
        if times and not _IMAGE.search(head):
            yield match.end(), min(times, _DEEPEST), _tells_damage(head)


def _tells_damage(head: bytes) -> bool:
    """Whether a stream is deflated before anything else is done to it, and is not the outlines of letters."""
    return _FLATE_FIRST.search(head) is not None and not _OUTLINE.search(head)


def _slices(data: bytes, start: int) -> Iterator[bytes]:
    end = data.find(_END, start)
    end = len(data) if end < 0 else end
    for place in range(start, end, _PIECE):
        yield data[place : min(place + _PIECE, end)]


class _Unpacking:
    """How many bytes may still come of all streams, below zero if too many came; and whether one was damaged."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed
        self.is_damaged = False

    def inflate(self, packed: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of an inflated stream; none after damage, or when too many bytes came."""
        inflater = zlib.decompressobj()
        for piece in packed:
            rest = piece
            while rest and not inflater.eof and self.left >= 0:
                try:
                    inflated = inflater.decompress(rest, _PIECE)
                except zlib.error:
                    self.is_damaged = True
                    return
                rest = inflater.unconsumed_tail
                self.left -= len(inflated)
                yield inflated
