"""A folder of documents: which of them are published already."""

from __future__ import annotations

from pathlib import Path

from ingest.document.source import Source, read_source
from ingest.publish.editions import standing_editions, wrong_links
from ingest.publish.manifest import sha256_of
from ingest.publish.verification import verify
from model import Fault, InputError


def documents_in(folder: Path) -> list[Path]:
    """The files of a folder by name, hidden ones and folders in it left out.

    Raises
    ------
    InputError
        `unreadable-file`, if the folder cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_dir())
    except OSError as error:
        fault = Fault("unreadable-file", f"the folder cannot be read: {error.strerror}", str(folder))
        raise InputError(fault) from error


def standing_directory(document: Source, out: Path, max_bytes: int) -> Path | None:
    """Where the edition of a document stands, or should stand, by the sha256 of its bytes; None if there is none.

    A document that cannot be read has none; a place that cannot be read, publishing will tell.
    """
    try:
        sha256 = sha256_of(read_source(document, max_bytes))
        return next((item.directory for item in standing_editions(out).values() if item.document == sha256), None)
    except (InputError, OSError):
        return None


def stands_anything(out: Path) -> bool:
    """Whether there is something to lose: where nothing is, the documents of one command make up the history."""
    try:
        return bool(standing_editions(out))
    except OSError:
        return True


def is_whole(directory: Path) -> bool:
    """Whether an edition is as it was published, and as the next edition says that it was."""
    standing = standing_editions(directory.parent)[directory.name]
    return not verify(directory) and not wrong_links(standing)
