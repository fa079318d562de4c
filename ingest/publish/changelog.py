"""Changes of editions as Markdown: of two, and of all in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ingest.document.markup import escaped
from model.changes import EXACT, RENUMBERED, RESOLUTIONS

if TYPE_CHECKING:
    from model import CodeBook
    from model.changes import Change
    from model.compare import Comparison

CHANGELOG_MARK: Final = "<!-- Made by resultcodes from the editions in this directory, at each publication. -->"
"""The first line of `CHANGELOG.md`: a file without it is somebody else's."""

_MARKS: Final = {"same": "{}", "old": "~~{}~~", "new": "**{}**"}


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
