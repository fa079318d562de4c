"""Texts at places of a page, as other tools give those of a PDF: the words of pdftotext (`-bbox`, `-tsv`), and pages of
pdftohtml and mutool whose elements are placed absolutely.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels
from ingest.document.encoding import decode
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.readers.element_lines import lines_of_element, usual_width
from ingest.readers.lying import as_they_stand
from ingest.readers.placed import DESCENT, fragments_of, neighbours
from ingest.readers.placed_text import PlacedText
from model import Fault, InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORD_LEVEL: Final = "5"
_NARROWEST: Final = 0.75
"""What part of that the letters of a narrow font are wide at least."""

_FREE: Final = 0.9
"""What part of the room up to the next text of its line a text fills at most."""

_LONG: Final = 10
"""A text of so many letters is about as wide as its letters are on average."""

_NUMBER: Final = r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(?:px|pt)?"
_TOP: Final = re.compile(rf"(?:^|[;\s])top\s*:\s*{_NUMBER}", re.IGNORECASE)
_LEFT: Final = re.compile(rf"(?:^|[;\s])left\s*:\s*{_NUMBER}", re.IGNORECASE)
_SHEET: Final = re.compile(r"position:absolute; border: gray 1px solid; left:[\d.]+px; top:(\d+(?:\.\d+)?)px;")
"""The frame that pdfminer draws around each page; all stand on one long sheet."""

_CLASS: Final = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_FONT: Final = re.compile(r"ft\d{2,8}")
_PAGE: Final = re.compile(r"page_?\d+(?:-div)?", re.IGNORECASE)
_BOX: Final = re.compile(r"\bbbox (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6}) (-?\d{1,6})")
_FEWEST: Final = 5
"""So many texts are placed absolutely at least where a page is made of such."""

_FEWEST_SPREAD: Final = 4
"""A text of so many letters tells whether they are spread, and so many such texts whether those of a document are."""

_NEARLY_ALL: Final = 0.7
"""What part of the pieces between blanks is one letter at least: some stand so near that no blank is between."""

_BEGUN: Final = re.compile(r"(?<=[a-zа-яё.])(?=[A-ZА-ЯЁ][a-zа-яё])")
"""Where a word begins within another, as several do where cells stand so near: headings of columns."""

_GLUED_CODE: Final = re.compile(r"^(\d{4})(?=[^\W\d_]{2}|[«„“\"(]|\d-[^\W\d_])")
"""A number that fills a cell beside a text: the room between cells is no wider than that between letters."""


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
    return PlacedText(row["text"], page, left, left + width, top + height - DESCENT * size, size, number)


def holds_letters(page: HtmlElement) -> bool:
    """Whether a page gives each letter with its place, as mutool, PyMuPDF and pdfminer do."""
    return page.find(".//char") is not None or page.find(".//pages/page[@bbox]") is not None


def placed_texts(page: HtmlElement, place: str) -> list[PlacedText]:
    """The texts of a page that stand at places, none if it is no page of such.

    Raises
    ------
    InputError
        `layout-dump`, where none tells how far it goes, and they run over each other.
    """
    if page.find(".//word") is not None:
        return list(_bounded_words(page))
    if page.find(".//pdf2xml") is not None or page.tag == "pdf2xml":
        return as_they_stand(with_letters_joined(list(_texts_of_xml(page))), place, in_pieces=True)
    if page.find(".//span[@class='ocrx_word']") is not None:
        return list(_recognised_words(page))
    placed = with_letters_joined(list(_absolute_texts(page)))
    inside = sum(len(text.text.strip()) for text in placed)
    whole = sum(len(clean(text)) for text in page.itertext("body", "p", "span", "div", "td", "b", "i"))
    if len(placed) < _FEWEST or 2 * inside < whole:
        return []
    by_pdftohtml = any(
        _FONT.fullmatch(name) for style in page.iter("style") for name, _ in _CLASS.findall(style.text or "")
    )
    return _narrowed(as_they_stand(placed, place, in_pieces=by_pdftohtml, keep_blanks=True))


def _narrowed(texts: list[PlacedText]) -> list[PlacedText]:
    """Texts whose widths are not said, as narrow as those of a narrow font if others would touch the next on a line."""
    rooms = (
        (after.left - text.left) / (text.right - text.left)
        for text, after in neighbours(texts)
        if len(text.text) >= _LONG
    )
    part = _FREE * min((room for room in rooms if room >= _NARROWEST), default=1 / _FREE)
    return [text._replace(right=text.left + min(part, 1.0) * (text.right - text.left)) for text in texts]


def _bounded_words(page: HtmlElement) -> Iterator[PlacedText]:
    for number, sheet in enumerate(page.iter("page")):
        for word in sheet.iter("word"):
            left, top, right, bottom = (_attribute(word, name) for name in ("xmin", "ymin", "xmax", "ymax"))
            size = max(bottom - top, 1.0)
            text = "".join(word.itertext())
            yield PlacedText(text, number, left, right, bottom - DESCENT * size, size, word.sourceline)


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
            text, base = word.text_content(), bottom - DESCENT * size
            yield PlacedText(text, max(number, 0), float(box[1]), float(box[3]), base, size, word.sourceline)


def _texts_of_xml(page: HtmlElement) -> Iterator[PlacedText]:
    heights: dict[str | None, float] = {}
    for text in page.iter("text"):
        height = _attribute(text, "height")
        heights[text.get("font")] = min(height, heights.get(text.get("font"), height))
    for number, sheet in enumerate(page.iter("page")):
        for text in sheet.iter("text"):
            left, top, width, height = (_attribute(text, name) for name in ("left", "top", "width", "height"))
            if not width:  # it lies: its height grows with its pieces
                height = heights[text.get("font")]
            size = max(height, 1.0)
            base = top + height - DESCENT * size
            said = "".join(text.itertext())
            width = width or usual_width(said, size)
            yield PlacedText(said, number, left, left + width, base, size, text.sourceline)


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
            yield from lines_of_element(element, max(number, 0), float(left[1]), float(top[1]) - origin, said)


def _said_of(name: str, page: int, classes: Mapping[str, str], fonts: Sequence[str]) -> str:
    """What is said of a class. Pdftohtml numbers fonts over all pages, and says one only on its first page: its class
    is `ft13` there and `ft23` on the second page.
    """
    font = name.removeprefix(f"ft{page}")
    if name in classes or font == name or not font.isdecimal():
        return classes.get(name, "")
    return fonts[int(font)] if int(font) < len(fonts) else ""


def with_letters_joined(texts: Sequence[PlacedText]) -> list[PlacedText]:
    """The same texts; where the letters of most are spread, each in words."""
    plain = [re.sub(r"[^\S\n]", " ", text.text.strip()) for text in texts]
    long = [text for text in plain if len(text.replace(" ", "")) >= _FEWEST_SPREAD]
    if 2 * sum(map(_are_spread, long)) <= max(2 * _FEWEST_SPREAD, len(long)):
        return list(texts)
    return [
        text._replace(text=_joined(said)) if _are_spread(said) else text
        for text, said in zip(texts, plain, strict=True)
    ]


def _are_spread(text: str) -> bool:
    """Whether nearly all pieces of a text that blanks part are single letters."""
    pieces = text.split()
    return sum(len(piece) == 1 for piece in pieces) >= _NEARLY_ALL * len(pieces)


def _joined(text: str) -> str:
    """A text whose letters are spread, in words.

    Examples
    --------
    >>> _joined("2 0 0 0 Н е   о п л а ч е н"), _joined("2 2 X X"), _joined("C l a s s C o d e T e x t")
    ('2000 Не оплачен', '22XX', 'Class Code Text')
    """
    words = [word.replace(" ", "") for word in re.split(r" {2,}", text)]
    words = [_BEGUN.sub(" ", word) if len(_BEGUN.findall(word)) > 1 else word for word in words]
    return _GLUED_CODE.sub(r"\1 ", " ".join(words))
