"""The manifest of a published edition: what every file of it must be, and which document it was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from ingest.version import __version__
from model.frames import count_rows
from model.records import Record
from model.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from model import CodeBook

MANIFEST_FILE: Final = "manifest.json"


class FileEntry(Record):
    """What a file must be. `rows` is None for a file that is no table."""

    sha256: str
    bytes: int
    rows: int | None


class Manifest(Record):
    """What `manifest.json` holds: it describes all other files of the edition.

    `sequence` is the place of the edition among those that stand beside it, from 1: one more than the greatest that
    stood there when it was first published. So the order of editions hangs on no clock, and on no name.
    `source`, `source_sha256` and `source_format` are those of the document.
    """

    edition: str
    sequence: int
    source: str
    source_sha256: str
    source_format: str
    schema_version: str
    tool_version: str
    files: dict[str, FileEntry]

    def to_json(self) -> bytes:
        """The content of the file, the same for the same manifest. Ends with a line feed."""
        return self.model_dump_json(indent=2).encode() + b"\n"


def make_manifest(book: CodeBook, files: Mapping[str, bytes], sequence: int) -> Manifest:
    """The manifest of an edition that is made now."""
    edition = book.edition
    rows = {table: count_rows(book, table) for table in TABLES}
    return Manifest(
        edition=edition.name,
        sequence=sequence,
        source=edition.source,
        source_sha256=edition.sha256,
        source_format=edition.format,
        schema_version=SCHEMA_VERSION,
        tool_version=__version__,
        files={name: _entry(Path(name), content, rows) for name, content in files.items()},
    )


def _entry(file: Path, content: bytes, rows: Mapping[str, int]) -> FileEntry:
    return FileEntry(
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=rows.get(file.stem) if file.suffix in {".csv", ".parquet"} else None,
    )


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest of an edition; None if there is none that can be read."""
    try:
        return Manifest.model_validate_json((directory / MANIFEST_FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
