"""Texts in boxes at places of a page, as LibreOffice lays out a PDF that was opened in it (OASIS ODF 1.3, 10.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.document.cleaning import visible
from ingest.readers.boxes import Boxed

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT: Final = _URN + "text:1.0}"
_DRAW: Final = _URN + "drawing:1.0}"
_SVG: Final = _URN + "svg-compatible:1.0}"
_LENGTH: Final = re.compile(r"(-?[0-9]{1,5}(?:\.[0-9]{1,8})?)(in|cm|mm|pt)")
_POINTS: Final = {"in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pt": 1.0}
_FEWEST: Final = 5
_NEARLY_ALL: Final = 0.9
"""How much of what is to be seen stands in boxes, where these lay out the page."""


def placed_in_drawing(body: etree._Element) -> list[Boxed]:
    """The texts in boxes of a document that is nothing else; none of any other."""
    found = list(_boxes(body))
    if len(found) < _FEWEST:
        return []
    inside = sum(visible(box.text) for box in found)
    return found if inside >= _NEARLY_ALL * visible("".join(body.itertext())) else []


def _boxes(body: etree._Element) -> Iterator[Boxed]:
    page = 0
    for element in body.iter(_DRAW + "page", _DRAW + "frame"):
        if element.tag == _DRAW + "page":
            page += 1
            continue
        box = element.find(_DRAW + "text-box")
        sides = [_points(element.get(_SVG + name)) for name in ("x", "y", "width", "height")]
        if box is None or None in sides:
            continue
        left, top, width, height = (side or 0.0 for side in sides)
        said = element.get(_TEXT + "anchor-page-number", "")
        number = int(said) - 1 if said.isdecimal() and len(said) < _FEWEST else max(page - 1, 0)
        lines = [line for paragraph in box.iter(_TEXT + "p") if (line := _text(paragraph)).strip()]
        for place, line in enumerate(lines):
            part = height / len(lines)
            begin = top + part * place
            yield Boxed(line, left, begin, left + width, begin + part, number, element.sourceline or 1)


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph, its blanks as they are shown."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        parts += [" " if child.tag in {_TEXT + "s", _TEXT + "tab"} else _text(child), child.tail or ""]
    return "".join(parts)


def _points(said: str | None) -> float | None:
    match = _LENGTH.fullmatch(said or "")
    return float(match[1]) * _POINTS[match[2]] if match else None
