"""Editions on disk: each published whole or not at all, and `latest` pointing at the last one published."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.exports import CODEBOOK_FILE, export
from ingest.publish.changelog import CHANGELOG_MARK
from ingest.publish.disk import locked, place, recover, staging, sync, write_all
from ingest.publish.editions import StoredEdition, document_sha256, in_order, preceding, read_editions
from ingest.publish.history import history_files
from ingest.publish.manifest import MANIFEST_FILE, make_manifest, read_manifest
from ingest.publish.verification import verify
from ingest.review.pictures import NO_PICTURES
from model import CodeBook, InvalidCodeBookError, PublicationError
from model.edition_names import CHANGELOG_FILE, HISTORY_FILE, LATEST, check_edition_name
from model.tables import HISTORY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.publish.manifest import Manifest
    from ingest.review.pictures import Pictures

STAGE: Final = ".publish"
"""The name of the directory in which a publication is made ready."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: where the edition stands, and whether anything on disk is other than before."""

    directory: Path
    changed: bool


def publish(
    book: CodeBook, out: Path, *, pictures: Pictures = NO_PICTURES, accept_removals: int | None = 0
) -> Publication:
    """Write the files of a code book to `OUT/<edition>`, and point `OUT/latest` there.

    Readers see the edition as it was before or as it is after, never a mixture; if it fails, as it was before. What is
    written is read back and checked before it is seen. Two runs at once wait for each other, and a run puts right what
    one that was killed left. `OUT/CHANGELOG.md` and `OUT/history.csv` are made anew from all editions. The review page
    marks what changed since the edition before, as that stands there now; later editions keep the pages they have.

    Parameters
    ----------
    book
        The code book. The name of its edition is the name of the directory.
    out
        The directory of all editions. It is made where it is missing.
    pictures
        The pages of the document, for the review page: from `ingest.pipeline.draw_pages`.
    accept_removals
        How many codes, descriptions and classes the latest edition has that this one may lose: exactly that many.
        None asks nothing: for the first documents of a history, published together.

    Raises
    ------
    PublicationError
        If the name is taken by an edition of another document or by something else, the files cannot be written, or
        the edition loses something that nobody accepted to lose.
    """
    check_edition_name(book.edition.name)
    if out.exists() and not out.is_dir():
        raise PublicationError(f"{out}: is a file, not a directory; choose another --out")
    files = export(book)
    try:
        with locked(out):
            recover(out, out / STAGE)
            return _publish(book, files, pictures, out, accept_removals)
    except OSError as error:
        raise PublicationError(
            f"{out}: edition {book.edition.name} cannot be written there: {error.strerror or error}"
        ) from error
    except InvalidCodeBookError as error:
        raise PublicationError(f"{error}; ingest its document again, or move it away") from error


def _publish(
    book: CodeBook, tables: Mapping[str, bytes], pictures: Pictures, out: Path, accept_removals: int | None
) -> Publication:
    # Not needed where only names are checked, as by commands that publish nothing.
    from ingest.review.page import PAGE_FILE, to_page

    directory = out / book.edition.name
    _check_free(directory, book.edition.sha256)
    _check_ours(out)
    manifest = read_manifest(directory)
    previous = preceding(out, directory.name, manifest.sequence if manifest else None)
    files = {**tables, PAGE_FILE: to_page(book, previous, pictures)}
    is_there = manifest is not None and _holds(directory, files) and _describes(manifest, book, files)
    if is_there and _is_latest(directory):
        return Publication(directory, changed=False)
    if accept_removals is not None:
        _guard(book, out, accept_removals)
    others = read_editions(out, but=directory.name)
    sequence = manifest.sequence if manifest else 1 + max((edition.sequence for edition in others), default=0)
    stored = in_order([*others, StoredEdition(sequence, book)])
    new = {directory / name: content for name, content in files.items()} if not is_there else {}
    if not is_there:
        _check_replaceable(directory, {*files, *(manifest.files if manifest else ())})
        new[directory / MANIFEST_FILE] = make_manifest(book, files, sequence).to_json()
    history = history_files([edition.book for edition in stored])
    _put(directory, new, {out / name: content for name, content in history.items()})
    return Publication(directory, changed=True)


def _check_free(directory: Path, sha256: str) -> None:
    latest = directory.with_name(LATEST)
    if os.path.lexists(latest) and not latest.is_symlink():
        raise PublicationError(f"{latest}: is not a link to an edition; move it away or choose another --out")
    if Path(os.path.realpath(latest)).parent != Path(os.path.realpath(latest.parent)):
        raise PublicationError(f"{latest}: is a link to somewhere else; remove it or choose another --out")
    if not os.path.lexists(directory):
        return
    published = document_sha256(directory)
    if published is None:
        raise PublicationError(f"{directory}: is no published edition; move it away or choose another --edition")
    if published != sha256:
        raise PublicationError(
            f"{directory}: holds the edition of another document: sha256 {published}, and this one is {sha256}; "
            "choose another --edition"
        )


def _check_ours(out: Path) -> None:
    """Refuse to replace a change log or a history that somebody else wrote."""
    for name, first in ((CHANGELOG_FILE, CHANGELOG_MARK), (HISTORY_FILE, ",".join(HISTORY.names))):
        path = out / name
        if os.path.lexists(path) and not (path.is_file() and path.read_bytes().startswith(first.encode())):
            raise PublicationError(f"{path}: was not written by this program; move it away or choose another --out")


def _check_replaceable(directory: Path, ours: set[str]) -> None:
    """Refuse to replace a directory with somebody else's files in it: they would be lost."""
    items = directory.iterdir() if directory.exists() else ()
    foreign = sorted(item.name for item in items if item.name not in {MANIFEST_FILE, *ours})
    if foreign:
        raise PublicationError(f"{directory}: holds other files too: {', '.join(foreign)}; move them away")


def _holds(directory: Path, files: Mapping[str, bytes]) -> bool:
    return all(_is(directory / name, content) for name, content in files.items())


def _describes(manifest: Manifest, book: CodeBook, files: Mapping[str, bytes]) -> bool:
    """Whether a manifest is of these files. Which version of the program made them is no matter if they are equal."""
    now = make_manifest(book, files, manifest.sequence)
    return manifest == now.model_copy(update={"tool_version": manifest.tool_version})


def _is_latest(directory: Path) -> bool:
    """Whether `latest` points at an edition, and the change log and the history stand beside it."""
    latest = directory.with_name(LATEST)
    told = [directory.with_name(name) for name in (CHANGELOG_FILE, HISTORY_FILE)]
    is_told = all(path.is_file() and not path.is_symlink() for path in told)
    return is_told and latest.is_symlink() and latest.readlink() == Path(directory.name)


def _guard(book: CodeBook, out: Path, accept_removals: int) -> None:
    """Compare what `latest` will show with what it shows; an edition that is damaged is there to be mended."""
    try:
        latest = CodeBook.from_json((out / LATEST / CODEBOOK_FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError, InvalidCodeBookError):
        return
    # Nothing of what compares is needed for a first edition.
    from ingest.publish.guard import refuse_removals

    refuse_removals(latest, book, accept_removals)


def _put(directory: Path, edition: Mapping[Path, bytes], history: Mapping[Path, bytes]) -> None:
    """Put all files in their places and point `latest` at the edition, or leave everything as it was."""
    out = directory.parent
    files = {**edition, **{path: content for path, content in history.items() if not _is(path, content)}}
    with staging(out / STAGE) as stage, ExitStack() as undo:
        if edition:
            (stage / directory.name).mkdir()
        write_all({stage / path.relative_to(out): content for path, content in files.items()})
        if edition:
            _check_written(stage / directory.name, directory)
            place(stage / directory.name, directory, undo)
        for path in history:
            if path in files:
                place(stage / path.name, path, undo)
        sync(out)
        link = stage / LATEST
        link.symlink_to(directory.name)
        link.replace(out / LATEST)
        undo.pop_all()


def _is(path: Path, content: bytes) -> bool:
    # A link is replaced, whatever it leads to.
    return not path.is_symlink() and path.is_file() and path.read_bytes() == content


def _check_written(staged: Path, directory: Path) -> None:
    """Read an edition back before anybody sees it."""
    problems = verify(staged)
    if problems:
        raise PublicationError(f"{directory}: what was written is not what can be read there: {'; '.join(problems)}")
