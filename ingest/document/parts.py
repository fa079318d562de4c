"""Several files that are parts of one document, as one: so that it has bytes, and a sha256, like any other."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

_MARK: Final = b"\0resultcodes parts\n"
_LENGTH: Final = struct.Struct(">Q")


def packed_parts(parts: Sequence[bytes]) -> bytes:
    """The parts of a document, in order, each behind its length.

    Examples
    --------
    >>> unpacked_parts(packed_parts([b"one", b"two"]))
    [b'one', b'two']
    """
    return _MARK + b"".join(_LENGTH.pack(len(part)) + part for part in parts)


def unpacked_parts(data: bytes) -> list[bytes]:
    """The parts of a document; of one that is no such the document itself."""
    if not data.startswith(_MARK):
        return [data]
    parts: list[bytes] = []
    position = len(_MARK)
    while position + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, position)
        position += _LENGTH.size
        parts.append(data[position : position + length])
        position += length
    return parts or [data]
