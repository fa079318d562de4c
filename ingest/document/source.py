"""The bytes of a source file, within a limit."""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from model import Fault, InputError

Source: TypeAlias = str | Path | Sequence[str | Path]
"""What a user names as a document: a path, `-` for what comes by a pipe, or the paths of its parts in order."""

STANDARD_INPUT: Final = Path("-")
_ADDRESS: Final = re.compile(r"[a-z]{2,9}:/")
_MARK: Final = b"\0resultcodes parts\n"
_LENGTH: Final = struct.Struct(">Q")


class Parts(tuple[Path, ...]):
    """The paths of the parts of one document, in order; as text, what errors call it."""

    __slots__ = ()

    def __str__(self) -> str:
        return source_name(self)


def source_name(source: Source) -> str:
    """How errors and editions name a document.

    Examples
    --------
    >>> source_name("-"), source_name(["pages/page-1.md", "pages/page-2.md"])
    ('standard input', 'pages/page-1.md + page-2.md')
    """
    if isinstance(source, str | Path):
        return "standard input" if Path(source) == STANDARD_INPUT else str(source)
    first, *others = map(source_name, source)
    return " + ".join([first, *(Path(other).name for other in others)])


def read_source(source: Source, max_bytes: int) -> bytes:
    """The bytes of a file, of what comes by standard input, which is read once, or of all parts of a document.

    Raises
    ------
    InputError
        `missing-file`, `not-a-file`, `unreadable-file`, or `too-large`, found before anything is read.
    """
    if isinstance(source, str | Path):
        return _read_file(Path(source), max_bytes)
    if isinstance(source, bytes | bytearray) or not isinstance(source, Sequence):
        kind = type(source).__name__
        raise TypeError(f"a document is given by its path, or by the paths of its parts in order, and not as {kind}")
    data = packed_parts([read_source(part, max_bytes) for part in source])
    return _within(data, max_bytes, source)


def _read_file(path: Path, max_bytes: int) -> bytes:
    try:
        if path == STANDARD_INPUT:
            return _within(_standard_input(max_bytes), max_bytes, path)
        if path.is_dir():
            raise _error("not-a-file", "a folder, not a document; name the files in it", path)
        if not path.exists():
            advice = "; download it, and give its path" if _ADDRESS.match(path.as_posix()) else ""
            raise _error("missing-file", f"there is no such file{advice}", path)
        if not path.is_file():
            raise _error("not-a-file", "not a regular file", path)
        size = path.stat().st_size
        if size > max_bytes:
            raise _too_large(size, max_bytes, path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error("unreadable-file", f"the file cannot be read: {reason}", path) from error


@cache
def _standard_input(max_bytes: int) -> bytes:
    """What comes by standard input, and one byte more than it may be at most. It can be read only once."""
    return sys.stdin.buffer.read(max_bytes + 1)


def _within(data: bytes, max_bytes: int, source: Source) -> bytes:
    if len(data) > max_bytes:
        raise _too_large(len(data), max_bytes, source)
    return data


def _too_large(size: int, max_bytes: int, source: Source) -> InputError:
    message = f"{size:,} bytes are more than the limit of {max_bytes:,}; raise it with --max-size"
    return _error("too-large", message, source)


def _error(identifier: str, message: str, source: Source) -> InputError:
    return InputError(Fault(identifier, message, source_name(source)))


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
