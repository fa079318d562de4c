"""What stands beside the editions: the change log, and what became of each code in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest.document.wording import escaped
from ingest.exports.delimited import to_csv
from model import CodeBook, changes
from model.changes import EXACT, RENUMBERED, RESOLUTIONS, Change
from model.compare import Comparison
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE
from model.tables import HISTORY

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

CHANGELOG_MARK: Final = "<!-- Made by resultcodes from the editions in this directory, at each publication. -->"
"""The first line of `CHANGELOG.md`: a file without it is somebody else's."""

_MARKS: Final = {"same": "{}", "old": "~~{}~~", "new": "**{}**"}


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


def to_changelog(books: Sequence[CodeBook]) -> str:
    """The content of `CHANGELOG.md`: what changed in each edition, given in order; the last one comes first."""
    first, *_ = books
    parts = [f"{_heading(first)}\nThe first edition.\n", *map(_part, books, books[1:])]
    return "\n".join([f"{CHANGELOG_MARK}\n\n# Editions\n", *reversed(parts)])


def _part(old: CodeBook, new: CodeBook) -> str:
    # Not needed for a first edition.
    from model.compare import compare

    return f"{_heading(new)}\n{comparison_markdown(compare(old, new))}"


def _heading(book: CodeBook) -> str:
    edition = book.edition
    label = "" if edition.printed_version is None else f", printed version {escaped(edition.printed_version)}"
    return (
        f"## {escaped(edition.name)}\n\nDocument {escaped(edition.source)}{label}, sha256 {edition.sha256}: "
        f"{len(book.codes)} codes, {len(book.classes)} classes.\n"
    )


def comparison_markdown(comparison: Comparison) -> str:
    """What changed between two editions, the breaking changes first, one item each."""
    breaking = comparison.breaking
    others = [change for change in comparison.changes if not change.is_breaking]
    name = escaped(comparison.old.name)
    if not comparison.changes:
        return f"No changes since {name}.\n"
    lines = [f"Changes since {name}: {len(comparison.changes)}, of them breaking: {len(breaking)}."]
    for title, group in (("Breaking", breaking), ("Not breaking", others)):
        if group:
            lines += ["", f"### {title}", "", *(f"- {_item(change)}" for change in group)]
    return "\n".join(lines) + "\n"


def _item(change: Change) -> str:
    return f"{change.rule.id} `{change.subject}`" + "".join(f": {part}" for part in [_difference(change)] if part)


def _difference(change: Change) -> str:
    if change.rule in RESOLUTIONS:
        return f"read {_answer(change.old)}, now {_answer(change.new)}"
    if change.rule is RENUMBERED:
        return f"now `{change.new}`"
    if change.old is None or change.new is None:
        return escaped(change.old or change.new or "")
    from ingest.document.wording import compare_words

    return " ".join(_MARKS[kind].format(escaped(text)) for kind, text in compare_words(change.old, change.new))


def _answer(answer: str | None) -> str:
    return "exactly" if answer == EXACT else f"as {answer or 'none'}"
