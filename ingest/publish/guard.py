"""The guard: an edition that loses what the latest one has is not published by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from model import PublicationError
from model.changes import CLASS_REMOVED, CODE_REMOVED, DESCRIPTION_LOST
from model.compare import compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model import CodeBook
    from model.changes import Change

MOST_LOST: Final = 0.05
"""The part of the rows of `codes` and `classes` that a new edition may lose."""

_SAME_LIST: Final = 0.5
"""The part of the codes that the next edition of a list has at least."""

_NOUNS: Final = {CODE_REMOVED: "codes", DESCRIPTION_LOST: "descriptions of", CLASS_REMOVED: "classes"}


def removals(old: CodeBook, new: CodeBook) -> tuple[Change, ...]:
    """What a new edition loses that it should not: codes, descriptions; and classes, beyond 5 % of all rows."""
    lost = [change for change in compare(old, new).changes if change.rule in _NOUNS]
    rows = [change for change in lost if change.rule is not DESCRIPTION_LOST]
    loses_much = len(rows) > MOST_LOST * (len(old.codes) + len(old.classes))
    return tuple(change for change in lost if loses_much or change.rule is not CLASS_REMOVED)


def refuse_removals(old: CodeBook, new: CodeBook, accepted: int) -> None:
    """Let only those removals through whose number somebody has named.

    Raises
    ------
    PublicationError
        If there are removals, and not exactly `accepted` of them. It lists them all, but for another list of codes.
    """
    lost = removals(old, new)
    if not lost or len(lost) == accepted:
        return
    kept = len(old.codes.keys() & new.codes.keys())
    if kept < _SAME_LIST * len(old.codes):
        loss = f"has {kept} of the {len(old.codes)} codes of edition {old.edition.name}"
        advice = "another list of codes wants a place of its own, by --out; if it is the same list, and"
    else:
        loss = f"loses something of edition {old.edition.name}: {_listed(lost)}"
        advice = "look at the document, and if"
    raise PublicationError(
        f"edition {new.edition.name} {loss}; {advice} all of it is to go, say --accept-removals {len(lost)}, "
        "and no other number"
    )


def _listed(lost: Sequence[Change]) -> str:
    by_noun = {noun: [change.subject for change in lost if change.rule is rule] for rule, noun in _NOUNS.items()}
    return "; ".join(f"{noun} {', '.join(subjects)}" for noun, subjects in by_noun.items() if subjects)
