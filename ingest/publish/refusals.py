"""What is asked before anything is written: whether the place is free, and what the edition would lose there."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.publish.changelog import CHANGELOG_MARK
from ingest.publish.editions import latest_name, light_problems, wrong_links
from ingest.publish.manifest import MANIFEST_FILE
from model import CodeBook, PublicationError
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE, LATEST
from model.tables import HISTORY

if TYPE_CHECKING:
    from ingest.publish.editions import Standing


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
    from ingest.publish.guard import refuse_removals

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
