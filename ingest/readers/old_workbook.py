"""What is hidden or struck out in an XLS, by xlrd: the library that reads its values says nothing of either."""

from __future__ import annotations

import io
import struct
from collections.abc import Collection, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from model import Finding, Span
from model.rules import HIDDEN_CELLS, STRUCK_OUT

if TYPE_CHECKING:
    from xlrd.sheet import Sheet

_MOST_ROWS: Final = 100
_STREAMS: Final = ("Workbook", "Book")
_HEADER: Final = struct.Struct("<HH")
_BEGIN: Final = 0x0809
_SHEET: Final = b"\x10\0"
_HIDDEN: Final = {0x0208: (12, 0x20, "rows"), 0x007D: (8, 0x01, "columns")}
"""The records of rows and of columns (MS-XLS 2.4.221, 2.4.53): where their flags stand, and that of hidden ones."""


def hidden_in_old_workbook(data: bytes) -> Iterator[Finding]:
    """A finding for each sheet with hidden rows or columns; of a damaged workbook, nothing."""
    from xlrd.compdoc import CompDoc

    try:
        streams = CompDoc(data, logfile=io.StringIO())
        content, begin, size = next(filter(itemgetter(0), map(streams.locate_named_stream, _STREAMS)), (b"", 0, 0))
    except Exception:  # noqa: BLE001 - as below
        return
    found: dict[int, set[str]] = {}
    number, at, end = 0, begin, begin + size
    while at + _HEADER.size <= min(end, len(content)):
        kind, length = _HEADER.unpack_from(content, at)
        at += _HEADER.size + length
        number += kind == _BEGIN and content[at - length + 2 : at - length + 4] == _SHEET
        if kind in _HIDDEN:
            place, flag, what = _HIDDEN[kind]
            flags = content[at - length + place : at - length + place + 1]
            if place < length and flags and flags[0] & flag:
                found.setdefault(number, set()).add(what)
    for sheet, kinds in found.items():
        yield HIDDEN_CELLS.finding(f"sheet {sheet} has hidden {' and '.join(sorted(kinds, reverse=True))}", Span())


def struck_in_old_workbook(data: bytes) -> Iterator[Finding]:
    """A finding for each row with cells that are struck out, with the number of its sheet as a page where are several.

    What cannot be understood says nothing: the values were read before.
    """
    import xlrd

    found: list[tuple[int | None, int, str]] = []
    try:
        # What it tells of damage would go to the standard output.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO())
        struck = {number for number, form in enumerate(book.xf_list) if book.font_list[form.font_index].struck_out}
        for number in range(book.nsheets) if struck else ():
            page = number + 1 if book.nsheets > 1 else None
            found += ((page, row, name) for row, name in _struck_cells(book.sheet_by_index(number), struck))
    except Exception:  # noqa: BLE001 - of a damaged workbook that library raises whatever its own code comes upon
        return
    for (page, row), cells in islice(groupby(found, key=lambda cell: cell[:2]), _MOST_ROWS):
        named = ", ".join(name for *_, name in cells)
        yield STRUCK_OUT.finding(f"{named} of the workbook: struck out", Span(page=page, line=row + 1))


def _struck_cells(sheet: Sheet, struck: Collection[int]) -> Iterator[tuple[int, str]]:
    """The cells of a sheet that hold a value in one of some formats: row and name."""
    import xlrd

    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and sheet.cell_xf_index(row, column) in struck:
                yield row, xlrd.cellname(row, column)
