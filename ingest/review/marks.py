"""Where the records stand on the pages of a PDF, and what is said beside their rows: findings, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from ingest.review.outline import row_name
from model import CodeBook, Finding, Span
from model.changes import RESOLUTIONS, Change
from model.records import About

Mark = TypeVar("Mark", Finding, Change)


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


@dataclass(frozen=True, slots=True)
class Marks(Generic[Mark]):
    """Findings or changes: those of each row by its name, and those that concern no row."""

    by_row: Mapping[str, tuple[Mark, ...]]
    others: tuple[Mark, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.others) + sum(map(len, self.by_row.values()))


NO_MARKS: Final[Marks[Change]] = Marks({}, ())
"""The changes of a first edition."""


def finding_marks(book: CodeBook, about: About | None = None, but: Sequence[Finding] = ()) -> Marks[Finding]:
    """The findings of a code book, all or those about one thing, each at the row of its code, or else of its class."""
    told = frozenset(but)
    findings = (item for item in book.findings if about in {None, item.about} and item not in told)
    return _marks((row_name(book, code=item.code, pattern=item.pattern), item) for item in findings)


def change_marks(book: CodeBook, previous: CodeBook) -> Marks[Change]:
    """What changed since the edition before. What went, and how unknown numbers are read, concerns no row."""
    from model.compare import compare

    return _marks(_placed(book, compare(previous, book).changes))


def _placed(book: CodeBook, changes: Iterable[Change]) -> Iterator[tuple[str | None, Change]]:
    for change in changes:
        if change.rule in RESOLUTIONS:
            yield None, change
        elif change.pattern is not None:
            yield row_name(book, pattern=change.pattern), change
        else:
            yield row_name(book, code=change.code), change


def _marks(placed: Iterable[tuple[str | None, Mark]]) -> Marks[Mark]:
    by_row: dict[str, list[Mark]] = {}
    others: list[Mark] = []
    for row, mark in placed:
        (others if row is None else by_row.setdefault(row, [])).append(mark)
    return Marks({row: tuple(marks) for row, marks in sorted(by_row.items())}, tuple(others))
