"""What is asked before anything is written: whether the place is free, and what the edition would lose there."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from ingest.publish.editions import Standing, latest_name, light_problems, wrong_links
from ingest.publish.history import CHANGELOG_MARK
from ingest.publish.manifest import MANIFEST_FILE
from model import CodeBook, PublicationError
from model.changes import CLASS_REMOVED, CODE_REMOVED, DESCRIPTION_LOST, Change
from model.compare import compare
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE, LATEST
from model.tables import HISTORY

MOST_LOST: Final = 0.05
"""The part of the rows of `codes` and `classes` that a new edition may lose."""

_SAME_LIST: Final = 0.5
"""The part of the codes that the next edition of a list has at least."""

_NOUNS: Final = {CODE_REMOVED: "codes", DESCRIPTION_LOST: "descriptions of", CLASS_REMOVED: "classes"}


def check_out(out: Path) -> None:
    """Refuse a place that can hold no editions, or in which somebody else's files have the names of ours."""
    if out.is_symlink() and not out.exists():
        raise PublicationError(f"{out}: is a link to {out.readlink()}, which is not there; make that directory first")
    if out.exists() and not out.is_dir():
        raise PublicationError(f"{out}: is a file, not a directory; choose another --out")
    latest = out / LATEST
    if os.path.lexists(latest) and not latest.is_symlink():
        raise PublicationError(f"{latest}: is not a link to an edition; move it away or choose another --out")
    if Path(os.path.realpath(latest)).parent != Path(os.path.realpath(out)):
        raise PublicationError(f"{latest}: is a link to somewhere else; remove it or choose another --out")
    for name, first in ((CHANGELOG_FILE, CHANGELOG_MARK), (HISTORY_FILE, ",".join(HISTORY.names))):
        path = out / name
        if os.path.lexists(path) and not (path.is_file() and path.read_bytes().startswith(first.encode())):
            raise PublicationError(f"{path}: was not written by this program; move it away or choose another --out")


def check_free(directory: Path, own: Standing | None, sha256: str) -> None:
    """Refuse the name of an edition of another document, and a directory of somebody else."""
    published = None if own is None or directory.is_symlink() else own.document
    is_named = own is not None and (own.named_by or own.links) and not directory.is_symlink()
    if published is None and os.path.lexists(directory) and not (is_named and directory.is_dir()):
        raise PublicationError(f"{directory}: is no published edition; move it away or choose another --edition")
    if published is not None and published != sha256:
        raise PublicationError(
            f"{directory}: holds the edition of another document: sha256 {published}, and this one is {sha256}; "
            "choose another --edition"
        )


def check_replaceable(directory: Path, ours: Collection[str]) -> None:
    """Refuse to replace a directory with somebody else's files in it: they would be lost."""
    items = directory.iterdir() if directory.exists() else ()
    foreign = sorted(item.name for item in items if item.name not in {MANIFEST_FILE, *ours})
    if foreign:
        raise PublicationError(f"{directory}: holds other files too: {', '.join(foreign)}; move them away")


def guard(book: CodeBook, own: Standing | None, others: Collection[Standing], accept_removals: int | None) -> None:
    """Refuse what loses something of what stands in its place: of `latest`, or of the edition that is made anew.

    An edition that is damaged is there to be mended: it has nothing to lose.
    """
    shown = _latest(others) if own is None else own
    if shown is None or accept_removals is None or set(light_problems(shown)) - set(wrong_links(shown)):
        return
    # Nothing of what compares is needed for a first edition.
    from ingest.publish.refusals import refuse_removals

    refuse_removals(CodeBook.load(shown.directory), book, accept_removals)


def _latest(others: Collection[Standing]) -> Standing | None:
    """The edition that is the latest.

    Raises
    ------
    PublicationError
        If there are editions, and `latest` is gone: then nothing says what a new one may lose.
    """
    if not others:
        return None
    *_, newest = others
    out = newest.directory.parent
    name = latest_name(out)
    if name is None:
        raise PublicationError(
            f"{out / LATEST}: is gone, so nothing says what edition {newest.name} and the others may lose; point it at "
            f"the one that is current, as by: ln -s {newest.name} {out / LATEST}"
        )
    return next(item for item in others if item.name == name)


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
