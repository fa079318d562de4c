"""PPTX: the slides of a presentation, one below another, with their tables (ECMA-376, part 1, 19 and 21.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from ingest.document.fragments import PLAIN, Fragments, Style
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.archive import Kind, checked_archive, root_of
from ingest.readers.flow import Break, Grid, GridCell, Piece, Stream, blocks_of, layout_of
from ingest.readers.joined import joined, with_text
from ingest.readers.package_parts import COUNT, FALLBACK

if TYPE_CHECKING:
    from lxml.etree import _Element

_PRESENTATION: Final = Kind("damaged-pptx", "a presentation", "open it in PowerPoint or LibreOffice and save it as PDF")
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NUMBERS: Final = frozenset({"sldNum", "ftr", "dt", "hdr"})
_STRUCK: Final = frozenset({"sngStrike", "dblStrike"})


def read_presentation(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A presentation as fragments; the page of a place is the number of the slide among those that show a text.

    Raises
    ------
    InputError
        `damaged-pptx`, `encrypted`, `too-large`, `unsafe-xml`, or `no-text`.
    """
    with ZipFile(BytesIO(checked_archive(data, place, options, _PRESENTATION))) as archive:
        names = list(dict.fromkeys(_slides(archive, place)))
        places = [f"{place}, slide {number}" for number in range(1, len(names) + 1)]
        readings = [partial(_slide, archive, name, where) for name, where in zip(names, places, strict=True)]
        return joined(with_text(readings, "the slides show no text; are they pictures?", place), places)


def _slides(archive: ZipFile, place: str) -> Iterator[str]:
    """The names of the slides in their order."""
    relations = root_of(archive, "ppt/_rels/presentation.xml.rels", place, _PRESENTATION)
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    for slide in root_of(archive, "ppt/presentation.xml", place, _PRESENTATION).iter(f"{_SLIDES}sldId"):
        yield normpath(join("/ppt", targets.get(slide.get(_LINK), ""))).lstrip("/")


def _slide(archive: ZipFile, name: str, place: str) -> Fragments:
    blocks = list(blocks_of(_stream(root_of(archive, name, place, _PRESENTATION), None)))
    words, rules = lay_out(blocks)
    return Fragments(words, rules, layout_of(blocks), "pptx")


def _stream(element: _Element, furniture: str | None) -> Stream:
    """What is to be seen in an element, in order."""
    for child in element:
        if child.tag == f"{_DRAWING}tbl":
            yield Grid(_rows(child))
        elif child.tag == f"{_DRAWING}p":
            yield Break.BLOCK
            yield from _stream(child, furniture)
            yield Break.BLOCK
        elif child.tag == f"{_DRAWING}br":
            yield Break.LINE
        elif child.tag == f"{_DRAWING}t":
            yield Piece(child.text or "", None, _style(element), furniture)
        elif child.tag != FALLBACK:
            yield from _stream(child, furniture or _furniture(child))


def _style(run: _Element) -> Style:
    """How a run is set."""
    said = run.find(f"{_DRAWING}rPr")
    if said is None:
        return PLAIN
    return Style(is_raised=said.get("baseline", "0").strip("0%")[:1].isdigit(), is_struck=said.get("strike") in _STRUCK)


def _furniture(shape: _Element) -> str | None:
    """What furniture a shape is: its place in the layout is that of the date, the foot or the number of the slide."""
    holder = shape.find(f"{_SLIDES}nvSpPr/{_SLIDES}nvPr/{_SLIDES}ph")
    return "running head" if holder is not None and holder.get("type") in _NUMBERS else None


def _rows(table: _Element) -> Iterator[list[GridCell]]:
    for row in table.findall(f"{_DRAWING}tr"):
        yield [
            GridCell(_stream(cell, None), column, _count(cell, "gridSpan"), _count(cell, "rowSpan"))
            for column, cell in enumerate(row.findall(f"{_DRAWING}tc"))
            if cell.get("hMerge", "0") in {"0", "false"} and cell.get("vMerge", "0") in {"0", "false"}
        ]


def _count(cell: _Element, name: str) -> int:
    """How many columns or rows a cell spans."""
    said = cell.get(name, "1")
    return max(1, int(said)) if COUNT.fullmatch(said) else 1
