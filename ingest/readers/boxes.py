"""Words with their boxes, as pdfplumber, PyMuPDF and mutool give those of a PDF in values of any nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby, pairwise
from typing import Final, NamedTuple

from ingest.document.edition_labels import Labels
from ingest.document.fragments import Fragments
from ingest.readers.placed import DESCENT, fragments_of
from ingest.readers.placed_text import PlacedText
from ingest.readers.values import Json

NUMBER: Final = re.compile(r"-?\d{1,6}(?:\.\d{1,30})?(?:e-\d{1,3})?")
_TEXTS: Final = ("text", "word", "c", "content")
_INNER: Final = ("pages", "blocks", "chars", "words", "spans", "lines")
"""What the parts of a page are called; the first that is there holds the others. Lines beside letters are drawn."""

_SIDES: Final = (("x0", "top", "x1", "bottom"), ("x0", "y0", "x1", "y1"))
_BOX: Final = "bbox"
_PAGES: Final = ("page_number", "page", "page_num")
_FEWEST: Final = 5
_MOST_LETTERS: Final = 0.8
"""Where more texts than that have one letter, they are letters, and words are to be made of them."""

_MOST_BESIDE: Final = 0.1
"""Where more texts than that stand beside another on one line, they are parts of lines."""

_FALLS: Final = 0.5
"""A text that stands higher than the one before by so much of a page begins another page, where none is said."""

_ROUNDED: Final = 1.0
"""Mutool writes no parts of points: runs of text that touch stand so far apart."""

_DEEPEST: Final = 20
_SIDES_OF_BOX: Final = 4


class Boxed(NamedTuple):
    """A text in its box, down the page: what its page and its place in the source are."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int
    line: int


def boxed_in(values: Json, fewest: int = _FEWEST) -> list[Boxed]:
    """The texts with boxes in values of JSON, if these are nothing else; their page is where they are held together.

    `fewest`: how many there are at least, where nothing but their numbers says that they are boxes.
    """
    found = list(_inside(values, [0], count(1), 0))
    has_parts = any("." in number for *_, numbers in found for number in numbers)
    if len(found) < fewest or not has_parts:
        return []
    boxes = [(text, [float(number) for number in numbers], page) for text, page, numbers in found]
    return _on_pages(boxes) if all(left <= right for _, (left, _, right, _), _ in boxes) else []


def are_words(texts: Sequence[Boxed]) -> bool:
    """Whether texts are parts of lines, and not whole lines or blocks, whose parts have no place."""
    if any("\n" in text.text.strip() for text in texts):
        return False
    pairs = list(pairwise(sorted(texts, key=lambda text: (text.page, text.bottom))))
    beside = sum(one.page == two.page and two.top < (one.top + one.bottom) / 2 for one, two in pairs)
    return beside > _MOST_BESIDE * len(pairs)


def read_boxes(texts: Sequence[Boxed], form: str, encoding: str | None) -> Fragments:
    """Texts with boxes as the words of pages; letters as those of a PDF."""
    if sum(len(text.text) == 1 for text in texts) > _MOST_LETTERS * len(texts):
        from ingest.readers.letters import read_boxed_letters

        pages = [list(page) for _, page in groupby(texts, key=lambda text: text.page)]
        boxes = [[(text.text, (text.left, -text.bottom, text.right, -text.top)) for text in page] for page in pages]
        return read_boxed_letters(boxes, form, encoding)
    placed = []
    for text in texts:
        size = max(text.bottom - text.top, 1.0)
        base = text.bottom - DESCENT * size
        placed.append(PlacedText(text.text, text.page, text.left, text.right, base, size, text.line))
    return fragments_of(placed, form, encoding, Labels(pages=max(text.page for text in texts) + 1))


_Found = tuple[str, int, list[str]]


def _inside(value: Json, page: list[int], pages: Iterator[int], depth: int) -> Iterator[_Found]:
    """The texts with boxes in a value: each with its page, which is a list or an object without a box around it."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        tuples = [found for item in value if isinstance(item, list) and (found := _of_row(item))]
        page = [next(pages)] if tuples or any(isinstance(item, dict) and _box(item) for item in value) else page
        if tuples:
            yield from ((text, page[0], numbers) for text, numbers in tuples)
            return
        for item in value:
            yield from _inside(item, page, pages, depth + 1)
    elif isinstance(value, dict):
        yield from _inside_object(value, page, pages, depth)


def _inside_object(value: Mapping[str, Json], page: list[int], pages: Iterator[int], depth: int) -> Iterator[_Found]:
    numbers = _box(value)
    text = next((said for name in _TEXTS if isinstance(said := value.get(name), str)), None)
    inner = next((item for name in _INNER if isinstance(item := value.get(name), list)), None)
    if inner is not None and (numbers is None or text is None):
        inside = page if numbers is not None else [next(pages)]
        for item in inner:
            yield from _inside(item, inside, pages, depth + 1)
    elif numbers is not None and text:
        said = next((said for name in _PAGES if isinstance(said := value.get(name), str) and said.isdecimal()), None)
        yield text, page[0] if said is None else -int(said), numbers


def _of_row(row: Sequence[Json]) -> tuple[str, list[str]] | None:
    """The text and the numbers of a box that a list holds, as PyMuPDF gives words and blocks."""
    numbers = _numbers(row[:_SIDES_OF_BOX])
    if numbers is None or len(row) <= _SIDES_OF_BOX:
        return None
    text = row[_SIDES_OF_BOX]
    return (text, numbers) if isinstance(text, str) and text else None


def _box(value: Mapping[str, Json]) -> list[str] | None:
    """The sides of the box of an object, as they are written."""
    said = value.get(_BOX)
    if isinstance(said, list):
        return _numbers(said)
    if isinstance(said, dict):
        numbers = _numbers([said.get(name) for name in "xywh"])
        if numbers is None:
            return None
        left, top, width, height = map(float, numbers)
        return [str(side) for side in (left, top, left + width + _ROUNDED, top + height)]
    return next((numbers for sides in _SIDES if (numbers := _numbers([value.get(name) for name in sides]))), None)


def _numbers(values: Sequence[Json]) -> list[str] | None:
    numbers = [value for value in values if isinstance(value, str) and NUMBER.fullmatch(value)]
    return numbers if len(numbers) == len(values) == _SIDES_OF_BOX else None


def _on_pages(found: Sequence[tuple[str, list[float], int]]) -> list[Boxed]:
    """Texts by their pages, numbered anew; those that are held together may be of several pages."""
    sign = -1 if sum(two[1][1] < one[1][1] for one, two in pairwise(found)) * 2 > len(found) else 1
    texts: list[Boxed] = []
    number = -1
    for _, held in groupby(found, key=lambda item: item[2]):
        lowest, highest = 0.0, 0.0
        for index, (text, (left, one, right, two), _) in enumerate(held):
            top, bottom = sorted((sign * one, sign * two))
            falls = lowest - bottom > _FALLS * (lowest - highest) and lowest - highest > _SIDES_OF_BOX * (bottom - top)
            if not index or (falls and top <= highest + (bottom - top)):
                number += 1
                lowest, highest = bottom, top
            lowest, highest = max(lowest, bottom), min(highest, top)
            texts.append(Boxed(text, left, top, right, bottom, number, len(texts) + 1))
    return texts


def lines_in(texts: Iterable[Boxed]) -> str:
    """The lines of texts that are whole ones, as a text, a form feed between pages."""
    pages = groupby(texts, key=lambda text: text.page)
    return "\n\f".join("\n".join(text.text.rstrip() for text in page) for _, page in pages)
