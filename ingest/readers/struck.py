"""Cells of a workbook that are struck out: the library that reads their values says nothing of how they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from zipfile import ZipFile

from model import Finding, Span
from model.rules import STRUCK_OUT

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
