"""What of a document was read, for a person to compare: what is in doubt, what is furniture, what was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ingest.document.header import is_heading
from ingest.review.marks import Box, box_of, boxes_of
from ingest.review.outline import row_name
from ingest.review.pictures import Picture, Pictures, PrintedLine, spans_of
from model import CodeBook, Finding, Span

_AROUND: Final = 30
"""How many lines of a text are shown before the first and after the last that something was read from."""

_TAB: Final = " " * 4
_MOST_LINES: Final = 3_000
_DIGITS: Final = re.compile("[0-9]+")
_READ: Final = 0.5
"""How much of a printed line the places of records must cover, if it was read."""


class Sight(NamedTuple):
    """The boxes on a page that are marked: places in doubt, furniture, and what was left out."""

    doubts: tuple[Box, ...]
    furniture: tuple[Box, ...]
    left_out: tuple[Box, ...]


class SourceLine(NamedTuple):
    """A line of a text: its number, its text, what it is (`whole`, `doubt`, `furniture`, `left`), and the row of it."""

    number: int
    text: str
    kind: str
    row: str | None


def doubts_of(book: CodeBook) -> tuple[Finding, ...]:
    """The findings for which a document is not published: errors about the reading."""
    return tuple(item for item in book.findings if item.is_doubt)


def sight_of(book: CodeBook, pictures: Pictures) -> dict[int, Sight]:
    """The marks of every page that is pictured.

    What was read is where records, and findings about the document, have their places. Lines of print elsewhere are
    furniture if they come again on another page, numbers apart, or are the headings of the table; else they were left
    out.
    """
    read: dict[int, list[Box]] = {}
    for span in _read_spans(book):
        if span.page is not None and span.box is not None:
            read.setdefault(span.page, []).append(box_of(span.box))
    pages = Counter(key for picture in pictures.values() for key in {_key(line.text) for line in picture.lines})
    return {
        number: Sight(tuple(_doubtful(book, number)), *_unread(picture, read.get(number, []), pages))
        for number, picture in pictures.items()
    }


def _read_spans(book: CodeBook) -> Iterator[Span]:
    in_doubt = {finding.span for finding in book.findings if finding.about == "reading"}
    yield from (span for span in spans_of(book) if span not in in_doubt)
    for record in book:
        yield record.code_span


def _doubtful(book: CodeBook, page: int) -> Iterator[Box]:
    rows = boxes_of(book).get(page, {})
    for finding in book.findings:
        if finding.about != "reading":
            continue
        if finding.span.page == page and finding.span.box is not None:
            yield box_of(finding.span.box)
        else:
            yield from rows.get(row_name(book, code=finding.code, pattern=finding.pattern) or "", ())


def _unread(picture: Picture, read: Sequence[Box], pages: Mapping[str, int]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The furniture of a page and what was left out of it."""
    furniture: list[Box] = []
    left_out: list[Box] = []
    for line in picture.lines:
        if sum(_common(line.box, box) for box in read) < _READ * line.box.width * line.box.height:
            is_furniture = pages[_key(line.text)] > 1 or is_heading(line.text) or _is_part_of_heading(line, picture)
            (furniture if is_furniture else left_out).append(line.box)
    return tuple(furniture), tuple(left_out)


def _is_part_of_heading(line: PrintedLine, picture: Picture) -> bool:
    """Whether a line and those beside it are the headings of a table."""
    middle = line.box.y + line.box.height / 2
    beside = [other.text for other in picture.lines if other.box.y <= middle <= other.box.y + other.box.height]
    return is_heading(" ".join(beside))


def _common(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(width, 0) * max(height, 0)


def _key(text: str) -> str:
    """A line of print without its numbers: what comes again of it."""
    return _DIGITS.sub("#", " ".join(text.split()))


def source_lines(book: CodeBook, lines: Sequence[str]) -> tuple[SourceLine, ...]:
    """The lines of a text around its table, each with what was made of it; none without lines."""
    rows = dict(_rows_by_line(book))
    doubts = {item.line for item in book.findings if item.about == "reading"}
    known = sorted({number for number in {*rows, *doubts} if number is not None and number <= len(lines)})
    if not known:
        return ()
    again = Counter(map(_key, lines))
    first, last = max(known[0] - _AROUND, 1), min(known[-1] + _AROUND, len(lines))
    numbers = range(first, min(last, first + _MOST_LINES) + 1)
    return tuple(
        SourceLine(
            number,
            lines[number - 1].replace("\t", _TAB),
            _kind(number, lines[number - 1], rows, doubts, again),
            rows.get(number),
        )
        for number in numbers
    )


def _kind(
    number: int, text: str, rows: Mapping[int, str], doubts: Iterable[int | None], again: Mapping[str, int]
) -> str:
    if number in doubts:
        return "doubt"
    if number in rows or not text.strip():
        return "whole"
    return "furniture" if is_heading(text) or again[_key(text)] > 1 else "left"


def _rows_by_line(book: CodeBook) -> Iterator[tuple[int, str]]:
    for pattern, item in book.classes.items():
        if item.line is not None:
            yield item.line, row_name(book, pattern=pattern) or pattern
    for record in book:
        for span in (*record.description_spans, record.label_span, record.code_span):
            if span is not None and span.line is not None:
                yield span.line, f"{record.code:04d}"
