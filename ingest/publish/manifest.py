"""The manifest of a published edition: what every file of it must be, and which document it was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from ingest.version import __version__
from model import CodeBook
from model.frames import count_rows
from model.records import Record, WithDoubts
from model.tables import FIRST_SCHEMA_VERSION, SCHEMA_VERSION, TABLES

MANIFEST_FILE: Final = "manifest.json"


class FileEntry(Record):
    """What a file must be. `rows` is None for a file that is no table."""

    sha256: str
    bytes: int
    rows: int | None


class Link(Record):
    """The edition before, and the sha256 of its manifest: that cannot change without the next one."""

    edition: str
    sequence: int
    source_sha256: str
    sha256: str


class Manifest(WithDoubts):
    """What `manifest.json` holds: it describes all other files of the edition.

    `sequence` is the place of the edition among those that stand beside it, from 1: one more than the greatest that
    stood there when it was first published. So the order of editions hangs on no clock, and on no name.
    `previous` is the edition before, so that manifests are a chain; None for the first.
    `source`, `source_sha256` and `source_format` are those of the document.
    `settled` are the readings that somebody settled, and `accepted_doubts` how many doubts were let through; they stand
    in the file only where there are any.
    `beside` holds the sha256 of the files that tell of all editions, as they were when this one was the last.
    `sha256` is that of the file itself without this line. Manifests of schema version 1.0 have none of these three.
    """

    edition: str
    sequence: int
    previous: Link | None = None
    source: str
    source_sha256: str
    source_format: str
    schema_version: str
    tool_version: str
    files: dict[str, FileEntry]
    beside: dict[str, str] = Field(default_factory=dict)
    sha256: str | None = None

    def to_json(self) -> bytes:
        """The content of the file, the same for the same manifest. Ends with a line feed."""
        return self.model_dump_json(indent=2).encode() + b"\n"

    def sealed(self, *, previous: Link | None, beside: Mapping[str, str]) -> Manifest:
        """The manifest with another edition before it, or other files beside it, and the sha256 that it then has."""
        bare = self.model_copy(update={"previous": previous, "beside": dict(beside), "sha256": None})
        return bare.model_copy(update={"sha256": sha256_of(bare.to_json())})

    @property
    def is_of_first_version(self) -> bool:
        """Whether it was made before manifests were a chain."""
        return self.schema_version == FIRST_SCHEMA_VERSION and self.sha256 is None


def sha256_of(content: bytes) -> str:
    """The sha256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def make_manifest(book: CodeBook, files: Mapping[str, bytes], sequence: int) -> Manifest:
    """The manifest of an edition that is made now, not sealed yet."""
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
        settled=edition.settled,
        accepted_doubts=edition.accepted_doubts,
        files={name: _entry(Path(name), content, rows) for name, content in files.items()},
    )


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file."""
    return {name: sha256_of(content) for name, content in files.items()}


def _entry(file: Path, content: bytes, rows: Mapping[str, int]) -> FileEntry:
    return FileEntry(
        sha256=sha256_of(content),
        bytes=len(content),
        rows=rows.get(file.stem) if file.suffix in {".csv", ".parquet"} else None,
    )


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest of an edition; None if there is none, or one in which a byte was changed."""
    try:
        content = (directory / MANIFEST_FILE).read_bytes()
        manifest = Manifest.model_validate_json(content)
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
    if manifest.is_of_first_version:
        return manifest
    again = manifest.sealed(previous=manifest.previous, beside=manifest.beside)
    return manifest if content == again.to_json() else None
