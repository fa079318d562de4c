"""Pictures of the pages of a PDF that hold the records, for a reader to compare."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ingest.review.marks import Box
from model import CodeBook, Span

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PICTURES: Final = 60
"""How many pages are pictured, so that a page of many pictures can still be opened."""

_LONGEST_SIDE: Final = 1684
"""The longer side of a picture in pixels: 144 a inch for a page of A4."""

_LEVELS: Final = [round(level / 17) * 17 for level in range(256)] * 3
"""Sixteen levels of each colour: letters look the same, and take three quarters of the bytes."""

_MOST_LOSSLESS: Final = 200_000
"""Above so many bytes a picture is mostly photographs, and is stored as one."""


class PrintedLine(NamedTuple):
    """A line of text on a page, or a part of one that stands apart, and its box."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is printed: an image as WebP, and the size of the page in points (1/72 inch).

    Spans of the page are boxes in the same points, from its upper left corner. `lines` are the lines of its text, for
    marks on what was not read; there are none of a page that is turned.
    """

    content: bytes
    width: float
    height: float
    lines: tuple[PrintedLine, ...] = ()


Pictures = Mapping[int, Picture]
"""Pictures by the number of the page, from 1. A page that could not be drawn is not in it."""

NO_PICTURES: Final[Pictures] = MappingProxyType({})


def spans_of(book: CodeBook) -> Iterator[Span]:
    """Every place that a code book names."""
    for record in book:
        yield record.code_span
        yield from record.description_spans
    yield from (item.span for item in book.classes.values())
    yield from (finding.span for finding in book.findings)


def pages_of(book: CodeBook) -> tuple[int, ...]:
    """The pages of a PDF on which something stands that its code book names; none for other formats."""
    if book.edition.format != "pdf":
        return ()
    return tuple(sorted({span.page for span in spans_of(book) if span.page is not None}))


def page_pictures(data: bytes, password: str | None, pages: Iterable[int]) -> dict[int, Picture]:
    """The pictures of pages of a PDF, the same bytes for the same document where the same fonts are installed.

    Never an error: pages that cannot be drawn are left out, and so are those after the first 60.

    `data`: the bytes of the file. `password`: opens an encrypted file. `pages`: the numbers of the pages, from 1.
    """
    wanted = list(pages)[:MOST_PICTURES]
    if not wanted:
        return {}
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data, password=password) as document:
            drawn = {number: _picture(document, number) for number in wanted}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the document was read: without its pictures, the page says that they are missing
        return {}
    return {number: picture for number, picture in drawn.items() if picture is not None}


def pictures_to_json(pictures: Pictures) -> bytes:
    """Pictures as JSON: how the process that drew them hands them over, as data and nothing that runs."""
    return json.dumps(
        {
            number: [base64.b64encode(picture.content).decode("ascii"), picture.width, picture.height, picture.lines]
            for number, picture in pictures.items()
        }
    ).encode()


def pictures_from_json(content: bytes) -> Pictures:
    """The pictures that `pictures_to_json` put down."""
    return {
        int(number): Picture(
            base64.b64decode(image), width, height, tuple(PrintedLine(Box(*box), text) for box, text in lines)
        )
        for number, (image, width, height, lines) in json.loads(content).items()
    }


def _picture(document: Any, number: int) -> Picture | None:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        image = page.render(scale=_LONGEST_SIDE / max(width, height)).to_pil().convert("RGB")
        lines = tuple(_lines(page)) if page.get_rotation() == 0 else ()
        page.close()
        return Picture(_webp(image), round(width, 2), round(height, 2), lines)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - one page that cannot be drawn does not cost the others
        return None


def _lines(page: Any) -> Iterator[PrintedLine]:
    text = page.get_textpage()
    left, _, _, top = page.get_bbox()
    for index in range(text.count_rects()):
        x0, y0, x1, y1 = text.get_rect(index)
        box = Box(*(round(edge, 2) for edge in (x0 - left, top - y1, x1 - x0, y1 - y0)))
        yield PrintedLine(box, text.get_text_bounded(x0, y0, x1, y1))
    text.close()


def _webp(image: Image) -> bytes:
    few = _saved(image.point(_LEVELS), lossless=True, method=2)
    return few if len(few) <= _MOST_LOSSLESS else _saved(image, quality=50)


def _saved(image: Image, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format="WEBP", **options)
    return file.getvalue()
