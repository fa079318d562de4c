"""Texts at places of a page, as other tools give those of a PDF: the words of pdftotext (`-bbox`, `-tsv`), and pages of
pdftohtml and mutool whose elements are placed absolutely.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.document.cleaning import clean, normalised
from ingest.document.encoding import decode
from ingest.document.fragments import PLAIN, Fragments, Style, Word
from ingest.document.rows import Labels, ReadOptions
from model import Fault, InputError, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD_LEVEL: Final = "5"
_LETTER_WIDTH: Final = 0.5
"""How wide a letter is, in sizes, where no width is said."""

_LEADING: Final = 1.2
_DESCENT: Final = 0.2
"""How far the base line of a text stands above the lower edge of its box, in heights."""

_SAME_LINE: Final = 0.45
"""How far apart base lines of one line may stand, in sizes."""

_TOUCHING: Final = 0.08
"""Less room than that between two runs of text, in sizes, is none: where a font changes, as at a hyphen."""

_NUMBER: Final = r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(?:px|pt)?"
_TOP: Final = re.compile(rf"(?:^|[;\s])top\s*:\s*{_NUMBER}", re.IGNORECASE)
_LEFT: Final = re.compile(rf"(?:^|[;\s])left\s*:\s*{_NUMBER}", re.IGNORECASE)
_SIZE: Final = re.compile(rf"font-size\s*:\s*{_NUMBER}", re.IGNORECASE)
_LINE: Final = re.compile(rf"line-height\s*:\s*{_NUMBER}", re.IGNORECASE)
_HEIGHT: Final = re.compile(rf"(?:^|[;\s])height\s*:\s*{_NUMBER}", re.IGNORECASE)
_SHEET: Final = re.compile(r"position:absolute; border: gray 1px solid; left:[\d.]+px; top:(\d+(?:\.\d+)?)px;")
"""The frame that pdfminer draws around each page; all stand on one long sheet."""

_CLASS: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_FONT: Final = re.compile(r"ft\d{2,8}")
_PAGE: Final = re.compile(r"page_?\d+(?:-div)?", re.IGNORECASE)
_BOX: Final = re.compile(r"\bbbox (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6})")
_WORDS: Final = re.compile(r"\S+")
_FEWEST: Final = 5
"""So many texts are placed absolutely at least where a page is made of such."""


class PlacedText(NamedTuple):
    """A run of text: the index of its page, its left and right edge, its base line and size, its line in the source."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    line: int | None
    style: Style = PLAIN


def fragments_of(texts: Iterable[PlacedText], form: str, encoding: str | None, labels: Labels) -> Fragments:
    """The words of texts at places, in lines by their base lines."""
    words: list[Word] = []
    number = 0
    for _, page in groupby(sorted(texts, key=lambda text: text.page), key=lambda text: text.page):
        for line in _lines(list(page)):
            words += _line_words(line, number)
            number += 1
    return Fragments(tuple(words), (), "page", form, encoding, labels)


def _lines(texts: Sequence[PlacedText]) -> Iterator[list[PlacedText]]:
    """The texts of a page by lines, from the left."""
    line: list[PlacedText] = []
    for text in sorted(texts, key=lambda text: (text.base, text.left)):
        if line and text.base - line[0].base > _SAME_LINE * max(text.size, line[0].size):
            yield sorted(line, key=lambda item: item.left)
            line = []
        line.append(text)
    if line:
        yield sorted(line, key=lambda item: item.left)


def _line_words(line: Sequence[PlacedText], number: int) -> Iterator[Word]:
    end: float | None = None
    for text in line:
        step = (text.right - text.left) / max(len(text.text), 1)
        for match in _WORDS.finditer(text.text):
            word = clean(match[0])
            left, right = text.left + match.start() * step, text.left + match.end() * step
            if not word:
                continue
            yield Word(
                text=word,
                span=Span(page=text.page + 1, line=text.line),
                sheet=text.page,
                line=number,
                x0=left,
                x1=right,
                base=text.base,
                size=text.size,
                gap=_gap(end, left, text.size, is_first=not match.start()),
                style=text.style,
                normalised=normalised(match[0]),
            )
            end = right


def _gap(end: float | None, left: float, size: float, *, is_first: bool) -> float:
    """The room before a word; two runs that touch each other are one word."""
    if end is None:
        return math.inf
    room = max(left - end, 0.0) / size
    return 0.0 if is_first and room < _TOUCHING else room


def read_word_table(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """The words of `pdftotext -tsv` or of Tesseract: a line for each, with its page and box.

    Raises
    ------
    InputError
        `damaged-tsv` for a line that is none of such a table; a fault of the encoding.
    """
    text, encoding = decode(data, place, options.encoding)
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        texts = [_of_row(row, number) for number, row in enumerate(rows, start=2) if row["level"] == _WORD_LEVEL]
    except (KeyError, TypeError, ValueError) as error:
        message = "a line without a page, a box or a text; export the words again with pdftotext -tsv"
        raise InputError(Fault("damaged-tsv", message, place)) from error
    return fragments_of(texts, "tsv", encoding, Labels(pages=max((item.page + 1 for item in texts), default=None)))


def _of_row(row: dict[str, str], number: int) -> PlacedText:
    left, top, width, height = (float(row[name]) for name in ("left", "top", "width", "height"))
    page = int(row["page_num"]) - 1
    if page < 0 or not all(map(math.isfinite, (left, top, width, height))):
        raise ValueError(page)
    size = max(height, 1.0)
    return PlacedText(row["text"], page, left, left + width, top + height - _DESCENT * size, size, number)


def holds_letters(page: HtmlElement) -> bool:
    """Whether a page gives each letter with its place, as mutool, PyMuPDF and pdfminer do."""
    return page.find(".//char") is not None or page.find(".//pages/page[@bbox]") is not None


def placed_texts(page: HtmlElement) -> list[PlacedText]:
    """The texts of a page that stand at places, none if it is no page of such."""
    if page.find(".//word") is not None:
        return list(_bounded_words(page))
    if page.find(".//pdf2xml") is not None or page.tag == "pdf2xml":
        return list(_texts_of_xml(page))
    if page.find(".//span[@class='ocrx_word']") is not None:
        return list(_recognised_words(page))
    placed = list(_absolute_texts(page))
    inside = sum(len(text.text.strip()) for text in placed)
    whole = len(" ".join(clean(text) for text in page.itertext("body", "p", "span", "div", "td", "b", "i")))
    return placed if len(placed) >= _FEWEST and 2 * inside >= whole else []


def _bounded_words(page: HtmlElement) -> Iterator[PlacedText]:
    for number, sheet in enumerate(page.iter("page")):
        for word in sheet.iter("word"):
            left, top, right, bottom = (_attribute(word, name) for name in ("xmin", "ymin", "xmax", "ymax"))
            size = max(bottom - top, 1.0)
            text = "".join(word.itertext())
            yield PlacedText(text, number, left, right, bottom - _DESCENT * size, size, word.sourceline)


def _recognised_words(page: HtmlElement) -> Iterator[PlacedText]:
    """The words of hOCR, as programs that recognise letters write them, and pdfminer: on the base line of their line,
    as the boxes of words without tails end higher.
    """
    number = -1
    for word in page.iter("div", "span"):
        kinds = word.get("class", "").split()
        number += "ocr_page" in kinds
        if "ocrx_word" not in kinds:
            continue
        line = next((item for item in word.iterancestors("span") if _BOX.search(item.get("title", ""))), word)
        box, around = _BOX.search(word.get("title", "")), _BOX.search(line.get("title", ""))
        if box is not None and around is not None:
            top, bottom = float(around[2]), float(around[4])
            size = max(bottom - top, 1.0)
            text, base = word.text_content(), bottom - _DESCENT * size
            yield PlacedText(text, max(number, 0), float(box[1]), float(box[3]), base, size, word.sourceline)


def _texts_of_xml(page: HtmlElement) -> Iterator[PlacedText]:
    for number, sheet in enumerate(page.iter("page")):
        for text in sheet.iter("text"):
            left, top, width, height = (_attribute(text, name) for name in ("left", "top", "width", "height"))
            size = max(height, 1.0)
            base = top + height - _DESCENT * size
            yield PlacedText("".join(text.itertext()), number, left, left + width, base, size, text.sourceline)


def _attribute(element: HtmlElement, name: str) -> float:
    said = element.get(name, "")
    return float(said) if re.fullmatch(_NUMBER, said) else 0.0


def _absolute_texts(page: HtmlElement) -> Iterator[PlacedText]:
    """The elements that say where they stand, by their pages: each has the styles before it, where files of a page
    each were put into one and name their fonts alike.
    """
    classes = {name: said for style in page.iter("style") for name, said in _CLASS.findall(style.text or "")}
    fonts = [said for name, said in classes.items() if _FONT.fullmatch(name)]
    number, origin = -1, 0.0
    for element in page.iter("style", "div", "p", "span"):
        if element.tag == "style":
            classes.update(_CLASS.findall(element.text or ""))
            continue
        if sheet := _SHEET.match(element.get("style", "")):
            number, origin = number + 1, float(sheet[1])
            continue
        number += element.tag == "div" and _PAGE.fullmatch(element.get("id", "")) is not None
        named = (_said_of(name, number + 1, classes, fonts) for name in element.get("class", "").split())
        said = ";".join([element.get("style", ""), *named])
        top, left = _TOP.search(said), _LEFT.search(said)
        if top and left and element.find(".//p") is None and element.find(".//div") is None:
            yield from _lines_of(element, max(number, 0), float(left[1]), float(top[1]) - origin, said)


def _said_of(name: str, page: int, classes: Mapping[str, str], fonts: Sequence[str]) -> str:
    """What is said of a class. Pdftohtml numbers fonts over all pages, and says one only on its first page: its class
    is `ft13` there and `ft23` on the second page.
    """
    font = name.removeprefix(f"ft{page}")
    if name in classes or font == name or not font.isdecimal():
        return classes.get(name, "")
    return fonts[int(font)] if int(font) < len(fonts) else ""


def _lines_of(element: HtmlElement, page: int, left: float, top: float, said: str) -> Iterator[PlacedText]:
    """The lines of an element, set apart by breaks."""
    inner = next((item.get("style", "") for item in element.iter("span") if _SIZE.search(item.get("style", ""))), "")
    size_said, step_said = _SIZE.search(f"{said};{inner}"), _LINE.search(said)
    size = max(float(size_said[1]), 1.0) if size_said else 10.0
    lines = _broken(element)
    step = float(step_said[1]) if step_said else _step_in_box(said, lines, size)
    for index, text in enumerate(lines):
        width = _LETTER_WIDTH * size * len(text)
        yield PlacedText(text, page, left, left + width, top + index * step + size, size, element.sourceline)


def _step_in_box(said: str, lines: Sequence[str], size: float) -> float:
    """The step from line to line of a box: they fill it evenly, if it says how high it is."""
    height = _HEIGHT.search(said)
    steps = sum(bool(line.strip()) for line in lines) - 1
    return (float(height[1]) - size) / steps if height and steps > 0 else _LEADING * size


def _broken(element: HtmlElement) -> list[str]:
    lines = [element.text or ""]
    for item in element.iterdescendants():
        if item.tag == "br":
            lines.append("")
        else:
            lines[-1] += item.text or ""
        lines[-1] += item.tail or ""
    return lines
