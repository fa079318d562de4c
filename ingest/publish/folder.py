"""A folder of documents: which of them are published already."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.document.source import read_source
from ingest.publish.editions import document_sha256, edition_directories
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


def published_directory(document: Path, out: Path, max_bytes: int) -> Path | None:
    """Where the whole edition of a document stands, by the sha256 of its bytes; None if there is none.

    A document that cannot be read has none, and one whose edition is damaged neither: reading it again mends it.
    """
    try:
        sha256 = hashlib.sha256(read_source(document, max_bytes)).hexdigest()
    except InputError:
        return None
    found = (path for path in edition_directories(out) if document_sha256(path) == sha256)
    return next((path for path in found if not verify(path)), None)
