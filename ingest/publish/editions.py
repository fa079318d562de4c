"""The editions that stand in a directory, in the order of their first publication."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.exports import CODEBOOK_FILE
from ingest.publish.manifest import read_manifest
from model import CodeBook


class StoredEdition(NamedTuple):
    """A published edition: its place in the order, from 1 (0 where no manifest tells), and its code book."""

    sequence: int
    book: CodeBook


def edition_directories(out: Path) -> Iterator[Path]:
    """The directories of editions, by name. Hidden ones, links and what holds no code book are none."""
    for path in sorted(out.iterdir()) if out.is_dir() else ():
        if not path.name.startswith(".") and not path.is_symlink() and (path / CODEBOOK_FILE).is_file():
            yield path


def document_sha256(directory: Path) -> str | None:
    """The sha256 of the document of a published edition; None if something else stands there."""
    if directory.is_symlink():
        return None
    try:
        return str(json.loads((directory / CODEBOOK_FILE).read_bytes())["edition"]["sha256"])
    except (FileNotFoundError, NotADirectoryError, ValueError, LookupError, TypeError):
        return None


def read_editions(out: Path, *, but: str | None = None) -> list[StoredEdition]:
    """The editions of a directory, the one published first first; without the one named `but`.

    The manifest of each says which it was, so the order is the same on any day. Publishing an edition again does not
    change its place. Those of equal sequence, such as copies from elsewhere, are ordered by name.

    Raises
    ------
    InvalidCodeBookError
        If the code book of one of them is damaged.
    """
    editions = [_read(path) for path in edition_directories(out) if path.name != but]
    return in_order(editions)


def in_order(editions: list[StoredEdition]) -> list[StoredEdition]:
    """Editions by the order of their first publication."""
    return sorted(editions, key=lambda edition: (edition.sequence, edition.book.edition.name))


def preceding(out: Path, name: str, sequence: int | None) -> CodeBook | None:
    """The code book of the edition before one that has a name and a place in the order; None if it is the first.

    Without a place it is new, and comes after all others.

    Raises
    ------
    InvalidCodeBookError
        If that code book is damaged.
    """
    others = [(_sequence(path), path.name) for path in edition_directories(out) if path.name != name]
    before = [other for other in others if sequence is None or other < (sequence, name)]
    return CodeBook.load(out / max(before)[1]) if before else None


def _read(directory: Path) -> StoredEdition:
    return StoredEdition(_sequence(directory), CodeBook.load(directory))


def _sequence(directory: Path) -> int:
    manifest = read_manifest(directory)
    return 0 if manifest is None else manifest.sequence
