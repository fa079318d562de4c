"""Letters at their places, as pdfminer (`-t xml`), mutool and PyMuPDF write those of a PDF: read as its own are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from ingest.document.cleaning import SOFT_HYPHEN
from ingest.document.edition_labels import Labels
from ingest.document.fragments import Fragments
from ingest.readers.pdf.characters import HYPHEN, Character, Face
from ingest.readers.pdf.drawn import Shape
from ingest.readers.pdf.ligatures import with_letters_apart
from ingest.readers.pdf.page import Scan, Sheet, sheet_of
from ingest.readers.pdf.spelling import pieces_of
from ingest.readers.pdf.upright import Box, Frame, frame_of
from ingest.readers.placed import DESCENT
from model import Fault, InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NUMBER: Final = re.compile(r"-?(?:\d{1,7}(?:\.\d{1,30})?|\.\d{1,30})")
_NARROWEST: Final = 0.2
"""A space that is narrower, in letter sizes, is none of the PDF: mutool fills room between letters."""

_ANGLES: Final = {(1, 0): 0, (0, -1): 90, (-1, 0): 180, (0, 1): 270}
"""The angles of directions, across and down the page."""

_Page = TypeVar("_Page")
_CAPITALISED: Final = re.compile(r"[^\W\d_](?<=[A-ZА-ЯЁ])[a-zа-яё]+")


class Letter(NamedTuple):
    """A letter: where its base line begins in the space of a PDF, how wide and high it is, and the angle it runs at."""

    text: str
    x: float
    y: float
    width: float
    size: float
    angle: int


def read_letters(page: HtmlElement, encoding: str, place: str) -> Fragments:
    """The words and rules of pages of letters.

    Raises
    ------
    InputError
        `no-text`, if no page has a letter at a place; `damaged-html` for one without a place.
    """
    try:
        sheets = _sheets(page.iter("page"), _scan)
    except ValueError as error:
        message = "a letter has no place; give the PDF itself"
        raise InputError(Fault("damaged-html", message, place)) from error
    if not any(sheet.lines for sheet in sheets):
        raise InputError(Fault("no-text", "no letter stands at a place; give the PDF itself", place))
    return _fragments(sheets, "html", encoding)


def read_boxed_letters(pages: Sequence[Sequence[tuple[str, Box]]], form: str, encoding: str | None) -> Fragments:
    """The words of pages of letters of which only the boxes are known, in the space of a PDF."""
    return _fragments(_sheets(pages, _scan_of_boxes), form, encoding)


def _fragments(sheets: Sequence[Sheet], form: str, encoding: str | None) -> Fragments:
    return Fragments(
        words=tuple(word for sheet in sheets for line in sheet.lines for word in line),
        rules=tuple(rule for sheet in sheets for rule in sheet.rules),
        layout="page",
        format=form,
        encoding=encoding,
        labels=Labels(pages=len(sheets)),
        findings=tuple(finding for sheet in sheets for finding in sheet.findings),
    )


def _sheets(pages: Iterable[_Page], scan: Callable[[_Page, int, int], Scan]) -> list[Sheet]:
    sheets: list[Sheet] = []
    start = 0
    for number, page in enumerate(pages, start=1):
        sheets.append(sheet_of(scan(page, number, start), pieces_of))
        start += len(sheets[-1].lines)
    return sheets


def _scan_of_boxes(boxes: Sequence[tuple[str, Box]], number: int, start: int) -> Scan:
    sides = list(zip(*(box for _, box in boxes), strict=True))
    seen = (min(0.0, *sides[0]), min(sides[1]), max(sides[2]), max(0.0, *sides[3]))
    return Scan(number, _characters_of_boxes(boxes), seen, 0, lambda _: (), start)


def _scan(page: HtmlElement, number: int, start: int) -> Scan:
    if not page.get("bbox"):
        width, height = _numbers(page, "width", "height")
        return Scan(number, _characters(_of_mutool(page)), (0, -height, width, 0), 0, lambda _: (), start)
    # Between words pdfminer writes spaces of its own: they have no place.
    placed = (item for item in page.iter("text") if item.get("bbox") or (item.text or "").strip())
    boxes = [(item.text or "", _box(item)) for item in placed]
    drawn = [_box(item) for item in page.iter("rect", "line") if item.get("bbox")]
    characters = _characters_of_boxes(boxes)
    return Scan(number, characters, _box(page), 0, lambda frame: [Shape(frame.box(box)) for box in drawn], start)


def _box(element: HtmlElement) -> Box:
    left, lower, right, upper = _numbers(element, "bbox")
    return left, lower, right, upper


def _numbers(element: HtmlElement, *names: str) -> list[float]:
    """The numbers that attributes of an element say."""
    return [float(number) for name in names for number in _NUMBER.findall(element.get(name, ""))]


def _of_mutool(page: HtmlElement) -> Iterator[Letter]:
    """The letters of mutool and PyMuPDF: their corners from the upper left on, down the page, and their base lines."""
    for line in page.iter("line"):
        across, down = map(round, [*_numbers(line, "dir"), 1, 0][:2])
        for font in line.iter("font"):
            (size,) = _numbers(font, "size")
            for item in font.iter("char"):
                left, top, right, bottom, _, _, _, _, x, y = _numbers(item, "quad", "x", "y")
                width = abs(right - left) + abs(bottom - top)
                if item.get("c") != " " or width >= _NARROWEST * size:
                    yield Letter(item.get("c", ""), x, -y, width, size, _ANGLES.get((across, down), 0))


def _characters_of_boxes(boxes: Sequence[tuple[str, Box]]) -> list[Character]:
    """The characters of letters of which only the boxes are known, level or turned; capitals begin words."""
    widths, heights = (
        {round(box[side + 2] - box[side], 1) for text, box in boxes if not text.isspace()} for side in (0, 1)
    )
    if len(widths) >= len(heights):
        return _characters(_boxed(boxes, 0))
    # Each of their letters is a line of its own, in an order of its own.
    readings = (
        sorted(_characters(_boxed(boxes, angle)), key=lambda item: (item.face.base, item.x0)) for angle in (270, 90)
    )
    return max(readings, key=_capitalised)


def _capitalised(characters: Sequence[Character]) -> int:
    return sum(_CAPITALISED.fullmatch(piece.text) is not None for piece in pieces_of(characters))


def _boxed(boxes: Iterable[tuple[str, Box]], angle: int) -> Iterator[Letter]:
    for text, (left, lower, right, upper) in boxes:
        wide, high = right - left, upper - lower
        if angle == 0:
            yield Letter(text, left, lower + DESCENT * high, wide, high, angle)
        elif angle == 90:
            yield Letter(text, right - DESCENT * wide, lower, high, wide, angle)
        else:
            yield Letter(text, left + DESCENT * wide, upper, high, wide, angle)


def _characters(letters: Iterable[Letter]) -> list[Character]:
    face_of = cache(Face)
    found = []
    for letter in letters:
        frame: Frame = frame_of(letter.angle)
        across, down = frame.place(letter.x, letter.y)
        face = face_of(frame, round(down, 2), round(letter.size, 2))
        said = with_letters_apart(letter.text).replace(SOFT_HYPHEN, HYPHEN)
        found.append(Character(said, across, across + letter.width, face))
    return found
