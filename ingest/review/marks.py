"""What is said beside the rows of the page: findings, and what changed since the edition before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from ingest.review.outline import row_name
from model import Finding
from model.changes import RESOLUTIONS, Change

if TYPE_CHECKING:
    from model import CodeBook
    from model.records import About

Mark = TypeVar("Mark", Finding, Change)


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
    findings = (item for item in book.findings if about in {None, item.about} and item not in but)
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
