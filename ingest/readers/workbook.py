"""Workbooks (XLSX, XLSB, XLS) by calamine: each sheet is a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from zipfile import ZipFile

from ingest.document.edition_labels import Labels
from ingest.document.fragments import Block, Cell, Fragments, Line, Run, Table
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.archive import Kind, checked_archive
from ingest.readers.binary_workbook import with_whole_cells
from ingest.readers.cell_values import days_of
from ingest.readers.flow import without_empty_end
from ingest.readers.frames import without_indices
from ingest.readers.missing import without_missing
from ingest.readers.old_workbook import hidden_in_old_workbook, struck_in_old_workbook
from model import Fault, Finding, InputError, Span
from model.reading_rules import UNACCOUNTED_TEXT
from model.rules import HIDDEN_CELLS, STRUCK_OUT

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_WORKBOOK: Final = Kind("damaged-workbook", "a workbook", "open it in Excel or LibreOffice and save it as .xlsx anew")
_MOST_CELLS: Final = 4_000_000
_POSITION: Final = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_SHEET: Final = re.compile(r"xl/worksheets/[^/]*\.xml")
_WITHOUT_VALUE: Final = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]{0,300}\bt="str")[^>]{0,300}?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]{0,300}>'
    rb"<(?:\w+:)?f\b(?:[^>]{0,300}/>|[^>]{0,300}>[^<]{0,9000}</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]{0,500}?\bhidden="(?:1|true)"')

_Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta | None
_STYLES: Final = "xl/styles.xml"
_FONTS: Final = re.compile(rb"<(?:\w+:)?fonts\b[^>]*>(.*?)</(?:\w+:)?fonts>", re.DOTALL)
_FONT: Final = re.compile(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRIKE: Final = re.compile(rb'<(?:\w+:)?strike(?:\s*/?>|\s[^>]*val="(?:1|true)")')
_FORMATS: Final = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT: Final = re.compile(rb'<(?:\w+:)?xf\b[^>]*?(?:\bfontId="([0-9]{1,6})"[^>]*)?>')
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]{0,300}\br="([A-Z]{1,3}[0-9]{1,7})")(?=[^>]{0,300}\bs="([0-9]{1,6})")[^>]*[^/]>(?!\s*</)'
)
_MOST_ROWS: Final = 100
"""So many rows are told at most: more of them are no exception."""


class _Extent(NamedTuple):
    """How many rows and columns a cell spans."""

    rows: int = 1
    columns: int = 1


def read_workbook(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A workbook as fragments: every sheet, hidden ones, rows and columns too, which a finding tells.

    A number is read as it is, however its cell is formatted; a formula by the value that was stored. The place of a
    text is its row, and the number of its sheet as a page where there are several.

    Raises
    ------
    InputError
        `encrypted`, `damaged-workbook`, `too-large`, `unsafe-xml` or `no-text`.
    """
    is_package = data.startswith(b"PK")
    content = checked_archive(data, place, options, _WORKBOOK) if is_package else data
    findings = list(_checked_sheets(content, place)) if is_package else []
    is_binary = is_package and b"xl/workbook.bin" in content
    workbook = _opened(with_whole_cells(content) if is_binary else content, place)
    findings += _hidden_sheets(workbook)
    blocks: list[Block] = []
    if not (names := workbook.sheet_names):
        raise InputError(_WORKBOOK.damaged(place))
    for number, name in enumerate(names, start=1):
        blocks += _blocks(_sheet(workbook, name, place), number if len(names) > 1 else None, place)
    if not blocks:
        raise InputError(Fault("no-text", "the workbook has no text", place))
    if not is_package:
        findings += [*hidden_in_old_workbook(data), *struck_in_old_workbook(data)]
    words, rules = lay_out(blocks)
    form = "xls" if not is_package else "xlsb" if is_binary else "xlsx"
    return Fragments(words, rules, "grid", form, None, Labels(), tuple(findings))


def _opened(content: bytes, place: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError as error:
        message = "encrypted with a password; open it in Excel and save it without one"
        raise InputError(Fault("encrypted", message, place)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(_WORKBOOK.damaged(place)) from error


def _sheet(workbook: CalamineWorkbook, name: str, place: str) -> CalamineSheet:
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(_WORKBOOK.damaged(place)) from error


def _checked_sheets(package: bytes, place: str) -> Iterator[Finding]:
    """Refuse sheets whose cells lie further apart than a table does, and tell what is hidden or struck out.

    The library makes room for every cell between the first and the last.
    """
    with ZipFile(BytesIO(package)) as archive:
        struck = struck_formats(archive)
        for name in filter(_SHEET.fullmatch, archive.namelist()):
            content = archive.read(name)
            rows = columns = 0
            for letters, row in _POSITION.findall(content):
                rows, columns = max(rows, int(row)), max(columns, _column(letters))
            if rows * columns > _MOST_CELLS:
                raise InputError(_too_wide(rows, columns, place))
            hidden = {kind.decode() for kind in _HIDDEN.findall(content)}
            if hidden:
                what = " and ".join({"row": "rows", "col": "columns"}[kind] for kind in sorted(hidden, reverse=True))
                yield HIDDEN_CELLS.finding(f"{name.rpartition('/')[2]} has hidden {what}", Span())
            yield from struck_findings(content, struck)
            yield from _unreckoned(content)


def _unreckoned(content: bytes) -> Iterator[Finding]:
    """A finding if formulas of a sheet have no value: a program wrote them that does not reckon."""
    found = [match[1].decode() for match in _WITHOUT_VALUE.finditer(content)]
    if found:
        formulas = f"the formula in {found[0]} has" if len(found) == 1 else f"{len(found)} formulas have"
        where = "" if len(found) == 1 else f", the first in {found[0]}"
        message = f"{formulas} no stored value{where}; open the workbook in Excel or LibreOffice and save it anew"
        yield UNACCOUNTED_TEXT.finding(message, Span())


def _too_wide(rows: int, columns: int, place: str) -> Fault:
    message = f"a sheet of {rows:,} rows and {columns:,} columns; delete what stands far off the table"
    return Fault("too-large", message, place)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _hidden_sheets(workbook: CalamineWorkbook) -> Iterator[Finding]:
    from python_calamine import SheetVisibleEnum

    for sheet in workbook.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            yield HIDDEN_CELLS.finding(f"the sheet «{sheet.name}» is hidden", Span())


def _blocks(sheet: CalamineSheet, page: int | None, place: str) -> Iterator[Block]:
    """The table of a sheet, if there is anything on it."""
    if sheet.start is None:
        return
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        message = (
            f"a sheet of {sheet.total_height:,} rows and {sheet.total_width:,} columns; delete what stands far off"
        )
        raise InputError(Fault("too-large", message, place))
    first_row, first_column = sheet.start
    merged = _merged(sheet.merged_cell_ranges or ())
    rows: list[tuple[Cell, ...]] = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), start=first_row):
        cells = tuple(_cells(values, number, first_column, page, merged))
        # Of blank rows one is as good as many.
        if cells or not rows or rows[-1]:
            rows.append(cells)
    yield from without_missing(without_indices([Table(tuple(rows))], Counter()), Counter())


def _merged(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[tuple[int, int], _Extent]:
    return {begin: _Extent(end[0] - begin[0] + 1, end[1] - begin[1] + 1) for begin, end in ranges}


def _cells(
    values: Sequence[_Value], row: int, first: int, page: int | None, merged: Mapping[tuple[int, int], _Extent]
) -> Iterator[Cell]:
    for column, value in enumerate(values, start=first):
        text = _text(value)
        if text.strip():
            span = Span(page=page, line=row + 1)
            lines = without_empty_end([Line((Run(part),) if part.strip() else (), span) for part in text.splitlines()])
            extent = merged.get((row, column), _Extent())
            yield Cell(lines, column, extent.columns, extent.rows)


def _text(value: _Value) -> str:
    """A value as text: a whole number without a point, in whatever format it is."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        value = value / timedelta(days=1)
    elif isinstance(value, date):
        value = value if (days := days_of(value)) is None else days
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def struck_formats(archive: ZipFile) -> frozenset[bytes]:
    """The numbers of the cell formats of a workbook whose font is struck out."""
    if _STYLES not in archive.namelist():
        return frozenset()
    styles = archive.read(_STYLES)
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if fonts is None or formats is None:
        return frozenset()
    struck = {number for number, font in enumerate(_FONT.findall(fonts[1])) if _STRIKE.search(font)}
    found = enumerate(_FORMAT.findall(formats[1]))
    return frozenset(b"%d" % number for number, font in found if font and int(font) in struck)


def struck_findings(sheet: bytes, formats: frozenset[bytes]) -> Iterator[Finding]:
    """A finding for each row of a sheet with cells that are struck out."""
    cells = [match[1].decode() for match in _CELL.finditer(sheet) if match[2] in formats] if formats else []
    rows = groupby(cells, key=lambda cell: int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    for count, (row, members) in enumerate(rows):
        if count < _MOST_ROWS:
            yield STRUCK_OUT.finding(f"{', '.join(members)} of the workbook: struck out", Span(line=row))
