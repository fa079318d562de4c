"""What became of codes over all editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ingest.exports.delimited import to_csv
from ingest.publish.changelog import to_changelog
from model import changes
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE
from model.tables import HISTORY

if TYPE_CHECKING:
    from model import CodeBook

_EVENTS: Final = {
    changes.CODE_ADDED,
    changes.CODE_REMOVED,
    changes.RENUMBERED,
    changes.REWORDED,
    changes.RESPELLED,
    changes.DESCRIPTION_LOST,
    changes.DESCRIPTION_GAINED,
    changes.MOVED,
    changes.DEFAULT_LOST,
    changes.DEFAULT_GAINED,
}

Row = tuple[int, str, str, str | None, str | None]
"""Code, edition, event, old and new: the columns of `HISTORY`."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A description of a code, and the editions in a row, from first to last, that print it."""

    first: str
    last: str
    description: str | None


def history_files(books: Sequence[CodeBook]) -> dict[str, bytes]:
    """The files that tell of all editions, given in order: the same bytes for the same editions."""
    # By code; and the events of a code, the order being stable, in the order of editions.
    rows = sorted(_rows(books), key=lambda row: row[0])
    return {HISTORY_FILE: to_csv(HISTORY, rows), CHANGELOG_FILE: to_changelog(books).encode()}


def _rows(books: Sequence[CodeBook]) -> Iterator[Row]:
    for record in books[0]:
        yield record.code, books[0].edition.name, changes.CODE_ADDED.id, None, record.description
    for old, new in pairwise(books):
        yield from _events(old, new)


def _events(old: CodeBook, new: CodeBook) -> Iterator[Row]:
    # Not needed for a first edition.
    from model.compare import compare

    for change in compare(old, new).changes:
        if change.code is None or change.rule not in _EVENTS:
            continue
        had, has = change.old, change.new
        if change.pattern is not None:
            # The default code is the code concerned; what it gains or loses is the class.
            had, has = had and change.pattern, has and change.pattern
        yield change.code, new.edition.name, change.rule.id, had, has


def wordings(books: Sequence[CodeBook], code: int) -> tuple[Wording, ...]:
    """Each wording of a code with the editions that have it, in order; a code that comes back has another."""
    found: list[Wording] = []
    is_printed = False
    for book in books:
        name, was_printed, is_printed = book.edition.name, is_printed, code in book
        if not is_printed:
            continue
        description = book[code].description
        if was_printed and found[-1].description == description:
            found[-1] = replace(found[-1], last=name)
        else:
            found.append(Wording(name, name, description))
    return tuple(found)
