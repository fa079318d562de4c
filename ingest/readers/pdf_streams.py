"""What the streams of a PDF unpack to, found before any library unpacks them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from model import Fault, InputError

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = b"endstream"
_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_LONGEST_HEAD: Final = 4096
"""How far before a stream its dictionary is looked for."""

_DEEPEST: Final = 8
"""A stream that is packed more often is looked at so often."""

_PIECE: Final = 1 << 16


def require_unpacked_size(data: bytes, name: str, allowed: int) -> None:
    """The deflated streams of a PDF may come to so many bytes, all of them together, pictures apart.

    Pictures are never unpacked. Streams that are packed in another way or encrypted are not looked at here: if they
    unpack to too much, the limit of memory holds them.

    Raises
    ------
    InputError
        `limit-decompressed`.
    """
    unpacking = _Unpacking(allowed)
    for start, times in _deflated(data):
        pieces: Iterable[bytes] = _slices(data, start)
        for _ in range(times):
            pieces = unpacking.inflate(pieces)
        for _ in pieces:
            if unpacking.left < 0:
                message = f"unpacks to more than the limit of {allowed:,} bytes; raise it with --max-decompressed"
                raise InputError(Fault("limit-decompressed", message, name))


def _deflated(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each deflated stream starts, and how many times over it is packed."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()].rpartition(b"obj")[2]
        times = len(_FLATE.findall(head))
        if times and not _IMAGE.search(head):
            yield match.end(), min(times, _DEEPEST)


def _slices(data: bytes, start: int) -> Iterator[bytes]:
    end = data.find(_END, start)
    end = len(data) if end < 0 else end
    for place in range(start, end, _PIECE):
        yield data[place : min(place + _PIECE, end)]


class _Unpacking:
    """How many bytes may still come of all streams; below zero, too many came."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed

    def inflate(self, packed: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of an inflated stream; none after damage, or when too many bytes came."""
        inflater = zlib.decompressobj()
        for piece in packed:
            rest = piece
            while rest and not inflater.eof and self.left >= 0:
                try:
                    inflated = inflater.decompress(rest, _PIECE)
                except zlib.error:
                    return
                rest = inflater.unconsumed_tail
                self.left -= len(inflated)
                yield inflated
