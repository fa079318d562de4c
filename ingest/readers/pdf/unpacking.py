"""The filters of a PDF's streams, each unpacking piece by piece, so that what comes is counted while it comes."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

Pieces = Iterable[bytes]

_PIECE: Final = 1 << 16
_SPACE: Final = re.compile(rb"[\s\0]+")
_CLEAR, _END, _FIRST, _WIDEST = 256, 257, 9, 12


class Damage:
    """Whether a stream did not unpack to its end."""

    def __init__(self) -> None:
        self.is_found = False


def inflate(packed: Pieces, damage: Damage) -> Iterator[bytes]:
    """FlateDecode: the pieces of an inflated stream; none after damage."""
    inflater = zlib.decompressobj()
    for piece in packed:
        rest = piece
        while rest and not inflater.eof:
            try:
                inflated = inflater.decompress(rest, _PIECE)
            except zlib.error:
                damage.is_found = True
                return
            rest = inflater.unconsumed_tail
            yield inflated


def unpack_lzw(packed: Pieces, _: Damage) -> Iterator[bytes]:
    """LZWDecode (ISO 32000-1, section 7.4.4): a piece for each code; none after one that cannot be."""
    table = _lzw_table()
    before = b""
    held, bits, width = 0, 0, _FIRST
    for byte in _bytes(packed):
        held, bits = held << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, held = held >> bits, held & ((1 << bits) - 1)
        if code == _END:
            return
        if code == _CLEAR:
            table, before, width = _lzw_table(), b"", _FIRST
            continue
        if code > len(table) or (code == len(table) and not before):
            return
        entry = table[code] if code < len(table) else before + before[:1]
        if before and len(table) < 1 << _WIDEST:
            table.append(before + entry[:1])
        # The width grows one code early, as programs that write PDF have it unless they say otherwise.
        width = min(max(_FIRST, (len(table) + 1).bit_length()), _WIDEST)
        before = entry
        yield entry


def _lzw_table() -> list[bytes]:
    return [*(bytes([value]) for value in range(256)), b"", b""]


def unpack_runs(packed: Pieces, _: Damage) -> Iterator[bytes]:
    """RunLengthDecode: a piece for each run."""
    stream = _bytes(packed)
    for length in stream:
        if length == 128:
            return
        if length < 128:
            yield bytes(byte for _, byte in zip(range(length + 1), stream, strict=False))
        else:
            yield bytes([next(stream, 0)]) * (257 - length)


def read_hexadecimal(packed: Pieces, _: Damage) -> Iterator[bytes]:
    """ASCIIHexDecode, as far as its digits are some."""
    for piece in _whole(packed, b">"):
        digits = _SPACE.sub(b"", piece)
        digits += b"0" * (len(digits) % 2)
        try:
            yield bytes.fromhex(digits.decode("latin-1"))
        except ValueError:
            return


def read_ascii_85(packed: Pieces, _: Damage) -> Iterator[bytes]:
    """ASCII85Decode, as far as its letters are some."""
    for piece in _whole(packed, b"~>"):
        try:
            yield base64.a85decode(_SPACE.sub(b"", piece))
        except ValueError:
            return


Filter = Callable[[Pieces, Damage], Iterator[bytes]]

FILTERS: Final[dict[bytes, Filter]] = {
    b"FlateDecode": inflate,
    b"Fl": inflate,
    b"LZWDecode": unpack_lzw,
    b"LZW": unpack_lzw,
    b"RunLengthDecode": unpack_runs,
    b"RL": unpack_runs,
    b"ASCIIHexDecode": read_hexadecimal,
    b"AHx": read_hexadecimal,
    b"ASCII85Decode": read_ascii_85,
    b"A85": read_ascii_85,
}
"""Every filter that text can be behind, by its name and its short one; pictures have others."""


def _bytes(packed: Pieces) -> Iterator[int]:
    for piece in packed:
        yield from piece


def _whole(packed: Pieces, end: bytes) -> Iterator[bytes]:
    """All pieces as one, up to a mark: digits and letters stand for bytes in groups."""
    yield b"".join(packed).partition(end)[0]
