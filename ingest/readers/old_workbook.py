"""What is struck out in an XLS: the library that reads its values says nothing of fonts (MS-CFB, MS-XLS)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import Final

from model import Finding, Span
from model.rules import STRUCK_OUT

_FREE: Final = 0xFFFFFFFA
"""The numbers of sectors from here on mean something else."""

_IN_HEADER: Final = 109
_NAMES: Final = tuple(name.encode("utf-16-le") + b"\0\0" for name in ("Workbook", "Book"))
_FONT, _FORMAT, _BEGIN = 0x31, 0xE0, 0x809
_CELLS: Final = frozenset({0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_SEVERAL: Final = 0xBD
_STRUCK: Final = 0x08
_NO_FONT: Final = 4
"""No font has this number: those behind it are one less."""

_SHEET: Final = 0x10
_MOST_ROWS: Final = 100


def struck_in_old_workbook(data: bytes, sheets: int) -> Iterator[Finding]:
    """A finding for each row with cells that are struck out, with the number of its sheet as a page where are several.

    What cannot be understood says nothing: the values were read before.
    """
    try:
        cells = list(_struck_cells(_stream(data)))
    except (struct.error, IndexError, ValueError):
        return
    for count, ((sheet, row), members) in enumerate(groupby(cells, key=lambda cell: cell[:2])):
        if count < _MOST_ROWS:
            named = ", ".join(f"{_letters(column)}{row + 1}" for *_, column in members)
            span = Span(page=sheet if sheets > 1 else None, line=row + 1)
            yield STRUCK_OUT.finding(f"{named} of the workbook: struck out", span)


def _stream(data: bytes) -> bytes:
    """The stream of the workbook in its container."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    table = _allocation(data, size)
    (begin,) = struct.unpack_from("<I", data, 48)
    folder = _joined(data, table, begin, size, size)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    entry = next((entry for entry in entries if entry.startswith(_NAMES)), b"")
    start, length = struct.unpack_from("<II", entry, 116)
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _joined(data, table, start, size, size)[:length]
    # A short stream stands in small sectors within the stream of the root.
    inner = _joined(data, table, struct.unpack_from("<I", entries[0], 116)[0], size, size)
    short = _joined(data, table, struct.unpack_from("<I", data, 60)[0], size, size)
    small = 1 << struct.unpack_from("<H", data, 32)[0]
    return _joined(inner, _numbers(short), start, small, 0)[:length]


def _allocation(data: bytes, size: int) -> list[int]:
    """Which sector follows each one."""
    held = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    (more,) = struct.unpack_from("<I", data, 68)
    while more < _FREE and len(held) < len(data) // size:
        *further, more = _numbers(data[size * (more + 1) : size * (more + 2)])
        held += further
    tables = (data[size * (sector + 1) : size * (sector + 2)] for sector in held if sector < _FREE)
    return [number for table in tables for number in _numbers(table)]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _joined(data: bytes, table: list[int], sector: int, size: int, offset: int) -> bytes:
    """The bytes of a chain of sectors."""
    found: list[bytes] = []
    while sector < _FREE and len(found) <= len(table):
        found.append(data[offset + size * sector : offset + size * (sector + 1)])
        sector = table[sector]
    return b"".join(found)


def _struck_cells(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """The cells that are struck out: the number of the sheet, row and column."""
    struck: set[int] = set()
    sheet = 0
    for kind, record in _records(stream):
        if _begins_sheet(kind, record):
            # Fonts and formats stand before all sheets.
            struck = struck if sheet else _struck_formats(stream)
            sheet += 1
        if sheet and not struck:
            return
        yield from ((sheet, row, column) for row, column, number in _cells(kind, record) if number in struck)


def _begins_sheet(kind: int, record: bytes) -> bool:
    return kind == _BEGIN and struct.unpack_from("<H", record, 2)[0] == _SHEET


def _struck_formats(stream: bytes) -> set[int]:
    """The numbers of the formats of cells whose font is struck out."""
    before = list(takewhile(lambda item: not _begins_sheet(*item), _records(stream)))
    fonts = [bool(record[2] & _STRUCK) for kind, record in before if kind == _FONT]
    formats = [struct.unpack_from("<H", record)[0] for kind, record in before if kind == _FORMAT]
    return {number for number, font in enumerate(formats) if fonts[font - (font > _NO_FONT)]}


def _cells(kind: int, record: bytes) -> Iterator[tuple[int, int, int]]:
    """The cells of a record: row, column, number of the format."""
    if kind in _CELLS:
        yield struct.unpack_from("<3H", record)
    elif kind == _SEVERAL:
        row, first = struct.unpack_from("<2H", record)
        for index in range((len(record) - 6) // 6):
            yield row, first + index, struct.unpack_from("<H", record, 4 + 6 * index)[0]


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _letters(column: int) -> str:
    """The name of a column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
