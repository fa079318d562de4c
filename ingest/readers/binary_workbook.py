"""The cells of an XLSB in records that name their column: some programs leave it out behind the cell before."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_STORED, ZipFile

_ROW: Final = 0
_CELLS: Final = range(1, 12)
_SHORT_CELLS: Final = range(12, 19)
"""Records of cells (MS-XLSB, 2.3.2), and those of the first seven of them without their column."""

_COLUMN: Final = struct.Struct("<I")
_BITS: Final = 7


def with_whole_cells(package: bytes) -> bytes:
    """A workbook whose sheets hold no short records: the library that reads it passes them over without a word."""
    new = BytesIO()
    with ZipFile(BytesIO(package)) as archive, ZipFile(new, "w", ZIP_STORED) as written:
        for name in archive.namelist():
            content = archive.read(name)
            is_sheet = name.startswith("xl/worksheets/") and name.endswith(".bin")
            written.writestr(name, b"".join(_whole(content)) if is_sheet else content)
    return new.getvalue()


def _whole(sheet: bytes) -> Iterator[bytes]:
    """The records of a sheet, the short ones among them with the column behind that of the cell before."""
    column = -1
    for kind, body in _records(sheet):
        if kind == _ROW:
            column = -1
        elif kind in _CELLS and len(body) >= _COLUMN.size:
            (column,) = _COLUMN.unpack_from(body)
        if kind in _SHORT_CELLS:
            column += 1
            yield _record(kind - _SHORT_CELLS.start + _CELLS.start, _COLUMN.pack(column) + body)
        else:
            yield _record(kind, body)


def _record(kind: int, body: bytes) -> bytes:
    return _number(kind) + _number(len(body)) + body


def _records(sheet: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet: what kind each is, and what it holds; a damaged end is left to the library."""
    at = 0
    while at < len(sheet):
        kind, at = _read(sheet, at, 2)
        size, at = _read(sheet, at, 4)
        yield kind, sheet[at : at + size]
        at += size


def _read(sheet: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of so many bytes at most, seven bits in each, and where it ends."""
    number = 0
    for index, byte in enumerate(sheet[at : at + most]):
        number |= (byte & 0x7F) << (_BITS * index)
        if not byte & 0x80:
            return number, at + index + 1
    return number, at + most


def _number(value: int) -> bytes:
    found = bytearray()
    while True:
        value, low = value >> _BITS, value & 0x7F
        found.append(low | 0x80 * (value > 0))
        if not value:
            return bytes(found)
