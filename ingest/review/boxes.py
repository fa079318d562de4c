"""Where the records stand on the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ingest.review.outline import row_name

if TYPE_CHECKING:
    from model import CodeBook, Span


class Box(NamedTuple):
    """A box on a page, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


Boxes = Mapping[int, Mapping[str, tuple[Box, ...]]]
"""The boxes of each page, by the name of the row that they belong to."""


def box_of(edges: tuple[float, float, float, float]) -> Box:
    """The box within the edges of a span: left, top, right, bottom."""
    left, top, right, bottom = edges
    return Box(left, top, round(right - left, 2), round(bottom - top, 2))


def boxes_of(book: CodeBook) -> Boxes:
    """The boxes of every row on every page, in the order of rows."""
    pages: dict[int, dict[str, dict[Box, None]]] = {}
    for row, span in _spans(book):
        if span.page is not None and span.box is not None:
            pages.setdefault(span.page, {}).setdefault(row, {})[box_of(span.box)] = None
    return {page: {row: tuple(boxes) for row, boxes in rows.items()} for page, rows in sorted(pages.items())}


def _spans(book: CodeBook) -> Iterator[tuple[str, Span]]:
    for pattern, item in book.classes.items():
        yield row_name(book, pattern=pattern) or pattern, item.span
    for record in book:
        row = f"{record.code:04d}"
        yield from ((row, span) for span in (record.label_span, record.code_span, *record.description_spans) if span)
    for finding in book.findings:
        concerned = row_name(book, code=finding.code, pattern=finding.pattern)
        if concerned is not None:
            yield concerned, finding.span
