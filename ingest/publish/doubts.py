"""The pages of documents that are not published, because how they are to be read is in doubt: beside the editions."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from ingest.publish.disk import locked
from model import PublicationError
from model.edition_names import check_edition_name

DOUBTS: Final = ".doubts"
"""The name of the directory of these pages: hidden, so that nobody takes one for an edition."""


def keep_doubts(out: Path, edition: str, page: bytes) -> Path:
    """Write the page of a document that is not published to `OUT/.doubts/<edition>.html`, in place of an older one.

    Raises
    ------
    PublicationError
        If it cannot be written.
    """
    check_edition_name(edition)
    path = out / DOUBTS / f"{edition}.html"
    try:
        with locked(out):
            if path.parent.is_symlink():  # what it leads to is somebody else's
                path.parent.unlink()
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(page)
            part.replace(path)
    except OSError as error:
        raise PublicationError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def drop_doubts(out: Path, edition: str) -> None:
    """Take the page of a document away, now that it is published."""
    with suppress(OSError):
        (out / DOUBTS / f"{edition}.html").unlink()
        (out / DOUBTS).rmdir()  # fails, and stays, where other pages are left
