"""The words and ruled lines of a page, by pdfplumber."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTCurve
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.utils.text import extract_words

from ingest.readers.pdf.damage import has_damage

_SPACE: Final = 0.15
"""How wide a gap between letters must be to part words, in font sizes: narrower than any space, wider than kerning."""

_SAME_PLACE: Final = 0.1
"""How near, in font sizes, a letter is to the same letter printed again to make it bold."""

_MESH: Final = 4.0
"""The mesh, in points, of the grid in which letters are looked up by their place."""

_THIN: Final = 1.0
"""How steep a ruled line may be, in points."""

_SHORTEST_RULE: Final = 8.0

# Its remarks on fonts and colours are no news to a reader of tables, and would go to stderr unasked.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box in points from the upper left corner; `base` is the height of the line it stands on."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line, or the upper or lower edge of a filled or drawn box."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line of the page; `number` counts the lines of the page from 1."""

    words: tuple[Word, ...]
    number: int

    @property
    def text(self) -> str:
        """The words, joined by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def base(self) -> float:
        """The height that the first word stands on."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """The size of the letters."""
        return median(word.size for word in self.words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as pdfplumber sees it: its lines from the top down, and its horizontal rules."""

    number: int
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]


class Sheets:
    """The pages of a PDF, each read when it is asked for and closed then; `numbers` are those they are known by."""

    def __init__(self, data: bytes, numbers: Sequence[int]) -> None:
        self._document = pdfplumber.open(io.BytesIO(data))
        self._pages = dict(zip(numbers, self._document.pages, strict=True))

    def are_damaged(self) -> bool:
        """Whether something that their text comes from was changed after it was packed."""
        return has_damage(self._document.doc)

    def read(self, number: int) -> Sheet:
        """The page of a number."""
        page = self._pages[number]
        try:
            return _sheet(page, number)
        finally:
            page.close()


def pages_with_content(data: bytes, password: str | None) -> list[bool] | None:
    """Of every page in the tree of pages, all of it walked, whether the content that it names is there.

    None if the tree cannot be walked.
    """
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)), password=password or "")
        return [all(map(_is_content, page.contents)) for page in PDFPage.create_pages(document)]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return None


def _is_content(part: object) -> bool:
    """Whether it is a stream, with the length that every stream states (ISO 32000-1, 7.3.8.2)."""
    content = resolve1(part)
    return isinstance(content, PDFStream) and "Length" in content.attrs


def has_no_pages(data: bytes) -> bool:
    """Whether a PDF is one, but has no page in it."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return not document.pages
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pdfminer raises what its parsers stumble over, of any kind
        return False


def _sheet(page: Any, number: int) -> Sheet:
    # `page.layout` and not `page.chars`: that copies a quarter of a second of attributes that nobody asks for.
    layout = page.layout
    items = list(_leaves(layout))
    words = extract_words(
        list(_characters(items, layout.height)), x_tolerance_ratio=_SPACE, y_tolerance=1, extra_attrs=("base", "size")
    )
    rules = {rule for item in items if isinstance(item, LTCurve) for rule in _rules(item, layout.height)}
    found = [Word(*(word[key] for key in ("text", "x0", "top", "x1", "bottom", "base", "size"))) for word in words]
    return Sheet(
        number, layout.height, tuple(lines_of(found)), tuple(sorted(rules, key=lambda rule: (rule.y, rule.x0)))
    )


def _leaves(container: Iterable[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _leaves(item)
        else:
            yield item


def _characters(items: Iterable[Any], height: float) -> Iterator[dict[str, Any]]:
    """The letters that stand upright, each once, as pdfplumber's words are made of."""
    seen: dict[tuple[str, float, float], tuple[float, float]] = {}
    for item in items:
        if not isinstance(item, LTChar) or not _is_level(item):
            continue
        # A letter that is drawn and has no text is one whose meaning could not be decoded.
        text = item.get_text() or "\ufffd"
        base = height - item.matrix[5]
        if _is_again(seen, text, item.x0, base, _SAME_PLACE * item.size):
            continue
        top = height - item.y1
        yield {
            "text": text,
            "x0": item.x0,
            "x1": item.x1,
            "top": top,
            "bottom": height - item.y0,
            "doctop": top,
            "base": base,
            "size": item.size,
            "upright": True,
        }


def _is_level(item: Any) -> bool:
    a, b, _, d, _, _ = item.matrix
    return bool(a > 0 and d > 0 and abs(b) < 0.2 * a)


def _is_again(
    seen: dict[tuple[str, float, float], tuple[float, float]], text: str, x: float, y: float, near: float
) -> bool:
    """Whether the same letter stands here already; if not, it is remembered."""
    if text.isspace():
        return False
    key = (text, x // _MESH, y // _MESH)
    for column in {(x - near) // _MESH, (x + near) // _MESH}:
        for row in {(y - near) // _MESH, (y + near) // _MESH}:
            place = seen.get((text, column, row))
            if place and abs(place[0] - x) < near and abs(place[1] - y) < near:
                return True
    seen[key] = (x, y)
    return False


def _rules(item: Any, height: float) -> Iterator[Rule]:
    if item.width >= _SHORTEST_RULE:
        yield Rule(item.x0, item.x1, height - item.y1)
        if item.height > _THIN:
            yield Rule(item.x0, item.x1, height - item.y0)


def lines_of(words: Iterable[Word]) -> Iterator[Line]:
    """Words gathered into lines by the height that they stand on, from the top down."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if rows and word.base - rows[-1][0].base <= 0.25 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    for number, row in enumerate(rows, start=1):
        yield Line(tuple(sorted(row, key=lambda word: word.x0)), number)
