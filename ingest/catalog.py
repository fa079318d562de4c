"""Editions on disk: each published whole or not at all, and `latest` pointing at the last one published."""

from __future__ import annotations

import json
import os
import re
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ingest.exports import CODEBOOK_FILE, export
from model import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from model import CodeBook

LATEST: Final = "latest"
"""The name of the link to the edition published last."""

LONGEST_NAME: Final = 100
LONGEST_SAFE_NAME: Final = 80
_NAME: Final = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: where the edition stands, and whether anything on disk is other than before."""

    directory: Path
    changed: bool


def safe_edition_name(text: str) -> str:
    """A text made into a name that `check_edition_name` accepts, for use where nobody gave a name.

    At most 80 characters, so that something can be added that tells two editions apart.

    Examples
    --------
    >>> safe_edition_name("API v 1.10 (24.12.2017)")
    'API-v-1.10-24.12.2017'
    >>> safe_edition_name("Список"), safe_edition_name("latest")
    ('edition', 'edition-latest')
    """
    name = _UNSAFE.sub("-", text).strip(".-")
    name = f"edition-{name}" if name.lower() == LATEST else name or "edition"
    return name[:LONGEST_SAFE_NAME].rstrip(".-")


def check_edition_name(name: str) -> None:
    """Refuse a name that cannot be the name of an edition on every file system.

    Raises
    ------
    PublicationError
        If the name is not made of Latin letters, digits, `.`, `_` and `-`, starts with `.` or `-`, is longer than
        100 characters, or is `latest`.
    """
    if _NAME.fullmatch(name) is None or name.lower() == LATEST:
        raise PublicationError(
            f"{name!r} cannot name an edition: use Latin letters, digits, '.', '_' and '-', not '.' or '-' first, "
            f"at most {LONGEST_NAME}, and not '{LATEST}'; choose another --edition"
        )


def publish(book: CodeBook, out: Path) -> Publication:
    """Write the files of a code book to `OUT/<edition>`, and point `OUT/latest` there.

    Readers see the edition as it was before or as it is after, never a mixture; if it fails, as it was before.

    Parameters
    ----------
    book
        The code book. The name of its edition is the name of the directory.
    out
        The directory of all editions. It is made where it is missing.

    Raises
    ------
    PublicationError
        If the name is taken by an edition of another document or by something else, or the files cannot be written.
    """
    check_edition_name(book.edition.name)
    directory = out / book.edition.name
    try:
        _recover(directory)
        _check_free(directory, book.edition.sha256)
        changed = _put(directory, export(book))
    except OSError as error:
        raise PublicationError(
            f"{out}: edition {directory.name} cannot be written there: {error.strerror or error}"
        ) from error
    return Publication(directory, changed)


def _aside(directory: Path) -> Path:
    """Where an edition stands while another takes its place. No edition has such a name."""
    return directory.with_name(f".{directory.name}.old")


def _recover(directory: Path) -> None:
    """Finish what a run that was killed in the middle of a replacement left."""
    aside = _aside(directory)
    if aside.exists() and directory.exists():
        rmtree(aside)
    elif aside.exists():
        aside.rename(directory)


def _check_free(directory: Path, sha256: str) -> None:
    out, latest = directory.parent, directory.with_name(LATEST)
    if out.exists() and not out.is_dir():
        raise PublicationError(f"{out}: is a file, not a directory; choose another --out")
    if os.path.lexists(latest) and not latest.is_symlink():
        raise PublicationError(f"{latest}: is not a link to an edition; move it away or choose another --out")
    if not os.path.lexists(directory):
        return
    published = _published_sha256(directory)
    if published is None:
        raise PublicationError(f"{directory}: is no published edition; move it away or choose another --edition")
    if published != sha256:
        raise PublicationError(
            f"{directory}: holds the edition of another document: sha256 {published}, and this one is {sha256}; "
            "choose another --edition"
        )


def _published_sha256(directory: Path) -> str | None:
    """The identity of a published edition; None if something else stands there."""
    if directory.is_symlink():
        return None
    try:
        return str(json.loads((directory / CODEBOOK_FILE).read_bytes())["edition"]["sha256"])
    except (FileNotFoundError, NotADirectoryError, ValueError, LookupError, TypeError):
        return None


def _put(directory: Path, files: Mapping[str, bytes]) -> bool:
    """Put an edition in its place and point `latest` there, or neither; say whether either was not so before."""
    latest = directory.with_name(LATEST)
    there = _holds(directory, files)
    if there and latest.is_symlink() and latest.readlink() == Path(directory.name):
        return False
    with _made(directory.parent), _staging(directory.parent) as staging, ExitStack() as undo:
        if not there:
            _replace(directory, files, staging, undo)
        link = staging / LATEST
        link.symlink_to(directory.name)
        link.replace(latest)
        undo.pop_all()
    rmtree(_aside(directory), ignore_errors=True)
    return True


def _holds(directory: Path, files: Mapping[str, bytes]) -> bool:
    paths = {directory / name: content for name, content in files.items()}
    return all(path.is_file() and path.read_bytes() == content for path, content in paths.items())


@contextmanager
def _made(directory: Path) -> Iterator[None]:
    """A directory that is there; where it was not, it goes again if the block fails."""
    missing = [step for step in (directory, *directory.parents) if not step.exists()]
    try:
        if missing:
            directory.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with suppress(OSError):
            for step in missing:
                step.rmdir()
        raise


@contextmanager
def _staging(out: Path) -> Iterator[Path]:
    """A hidden directory for the time of a publication, on the file system of the editions."""
    with TemporaryDirectory(prefix=".publish-", dir=out, ignore_cleanup_errors=True) as staging:
        yield Path(staging)


def _replace(directory: Path, files: Mapping[str, bytes], staging: Path, undo: ExitStack) -> None:
    """Put a directory in its place, what stood there aside, and the way back into `undo`."""
    new, aside = staging / directory.name, _aside(directory)
    _write(new, files)
    if directory.exists():
        _check_ours(directory, files)
        directory.rename(aside)
        undo.callback(aside.rename, directory)
    new.rename(directory)
    undo.callback(directory.rename, new)
    _sync(directory.parent)


def _check_ours(directory: Path, files: Mapping[str, bytes]) -> None:
    """Refuse to replace a directory with somebody else's files in it: they would be lost."""
    foreign = sorted(item.name for item in directory.iterdir() if item.name not in files)
    if foreign:
        raise PublicationError(f"{directory}: holds other files too: {', '.join(foreign)}; move them away")


def _write(directory: Path, files: Mapping[str, bytes]) -> None:
    directory.mkdir()
    with ExitStack() as written:
        handles = []
        for name, content in files.items():
            file = written.enter_context((directory / name).open("xb"))
            file.write(content)
            file.flush()
            handles.append(file.fileno())
        # All are written before the first is waited for, so that the disk takes them together.
        for handle in handles:
            os.fsync(handle)
    _sync(directory)


def _sync(directory: Path) -> None:
    """Bring the entries of a directory to the disk, so that a power cut cannot undo a rename."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
