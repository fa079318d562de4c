"""The editions that stand in a directory, or should stand there, in the order of their first publication."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from ingest.document.limits import LONGEST_FIELD
from ingest.exports import CODEBOOK_FILE
from ingest.publish.manifest import MANIFEST_FILE, Link, Manifest, read_manifest, sha256_of
from model import CodeBook, InvalidCodeBookError
from model.edition_names import HISTORY_FILE, LATEST
from model.tables import HISTORY

NO_MANIFEST: Final = f"{MANIFEST_FILE}: missing, or not as it was made"
"""What is told of an edition of which nothing else can be."""


class StoredEdition(NamedTuple):
    """A published edition: its place in the order, from 1 (0 where no manifest tells), and its code book."""

    sequence: int
    book: CodeBook


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition that stands in a directory of editions, or that something there names, and so should stand there.

    Parameters
    ----------
    directory
        Where it stands.
    manifest
        Its manifest; None if that is missing or damaged.
    digest
        The sha256 of `manifest.json` as it is; None if it is missing.
    links
        What the manifests of other editions, by their names, say of its own.
    named_by
        What else names it: `latest`, or the history.
    """

    directory: Path
    manifest: Manifest | None
    digest: str | None
    links: Mapping[str, Link]
    named_by: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the edition."""
        return self.directory.name

    @property
    def sequence(self) -> int:
        """Its place in the order: as its manifest says, else as the next one does, else 0."""
        if self.manifest is not None:
            return self.manifest.sequence
        return next((link.sequence for link in self.links.values()), 0)

    @property
    def place(self) -> tuple[int, str]:
        """By what editions are ordered: those of equal sequence, such as copies from elsewhere, by name."""
        return self.sequence, self.name

    @property
    def document(self) -> str | None:
        """The sha256 of its document; None if nothing tells it."""
        if self.manifest is not None:
            return self.manifest.source_sha256
        linked = next((link.source_sha256 for link in self.links.values()), None)
        return linked or _document_of_book(self.directory)

    def link(self) -> Link | None:
        """What the next edition says of this one; None without a manifest."""
        if self.manifest is None or self.digest is None:
            return None
        return Link(
            edition=self.name,
            sequence=self.manifest.sequence,
            source_sha256=self.manifest.source_sha256,
            sha256=self.digest,
        )


def edition_directories(out: Path) -> Iterator[Path]:
    """The directories that hold something of an edition, by name. Hidden ones and links are none."""
    for path in sorted(out.iterdir()) if out.is_dir() else ():
        is_own = not path.name.startswith(".") and not path.is_symlink()
        if is_own and any((path / name).is_file() for name in (CODEBOOK_FILE, MANIFEST_FILE)):
            yield path


def standing_editions(out: Path) -> dict[str, Standing]:
    """Every edition that stands in a directory, or is named by `latest`, the history or a manifest, by its name."""
    manifests = {path.name: read_manifest(path) for path in edition_directories(out)}
    links: dict[str, dict[str, Link]] = {}
    for name, manifest in manifests.items():
        if manifest is not None and manifest.previous is not None:
            links.setdefault(manifest.previous.edition, {})[name] = manifest.previous
    named: dict[str, list[str]] = {}
    for name in filter(None, [latest_name(out)]):
        named.setdefault(name, []).append(LATEST)
    for name in _told_by_history(out):
        named.setdefault(name, []).append(HISTORY_FILE)
    standing = (
        Standing(
            out / name,
            manifests.get(name),
            _digest(out / name / MANIFEST_FILE),
            links.get(name, {}),
            tuple(named.get(name, ())),
        )
        for name in {**manifests, **links, **named}
    )
    return {item.name: item for item in sorted(standing, key=lambda item: item.place)}


def latest_name(out: Path) -> str | None:
    """The name of the edition that `latest` is a link to, there or not; None if it is no such link."""
    latest = out / LATEST
    target = latest.readlink() if latest.is_symlink() else Path()
    return target.name if target.parent == Path() and target.name else None


def light_problems(standing: Standing) -> list[str]:
    """What is wrong with an edition, by its manifest, its code book, and what names it; `verify` looks at all files."""
    directory, manifest = standing.directory, standing.manifest
    if not directory.is_dir() or directory.is_symlink():
        names = [*standing.named_by, *(f"the manifest of {name}" for name in standing.links)]
        return [f"missing, and named by {' and '.join(names)}"]
    if manifest is None:
        return [NO_MANIFEST]
    name = [wrong_name(manifest)] if manifest.edition != standing.name else []
    return [*name, *_wrong_book(directory, manifest), *wrong_links(standing)]


def wrong_links(standing: Standing) -> list[str]:
    """Where the next edition says that the manifest was another."""
    return [
        f"{MANIFEST_FILE}: changed: sha256 {standing.digest}, and the manifest of {name} has {link.sha256}"
        for name, link in standing.links.items()
        if standing.manifest is not None and link.sha256 != standing.digest
    ]


def wrong_name(manifest: Manifest) -> str:
    """What is told of an edition in a folder of another name."""
    return f"{MANIFEST_FILE}: of the edition {manifest.edition}: the folder was renamed"


def _wrong_book(directory: Path, manifest: Manifest) -> Iterator[str]:
    digest, entry = _digest(directory / CODEBOOK_FILE), manifest.files.get(CODEBOOK_FILE)
    if digest is None:
        yield f"{CODEBOOK_FILE}: missing"
    elif entry is None or digest != entry.sha256:
        yield f"{CODEBOOK_FILE}: changed"


def in_order(editions: Iterable[StoredEdition]) -> list[StoredEdition]:
    """Editions by the order of their first publication."""
    return sorted(editions, key=lambda edition: (edition.sequence, edition.book.edition.name))


def _digest(file: Path) -> str | None:
    return sha256_of(file.read_bytes()) if file.is_file() else None


def _document_of_book(directory: Path) -> str | None:
    try:
        return str(json.loads((directory / CODEBOOK_FILE).read_bytes())["edition"]["sha256"])
    except (FileNotFoundError, NotADirectoryError, ValueError, LookupError, TypeError):
        return None


def _told_by_history(out: Path) -> list[str]:
    """The editions that the history names; none if it is not ours."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        content = (out / HISTORY_FILE).read_bytes().decode()
        header, *rows = csv.reader(io.StringIO(content, newline=""))
    except (OSError, ValueError, csv.Error):
        return []
    is_ours = tuple(header) == HISTORY.names
    return list({row[1]: None for row in rows if len(row) == len(header)}) if is_ours else []


def read_editions(out: Path) -> list[StoredEdition]:
    """The editions of a directory, the one published first first.

    The manifest of each says which it was, so the order is the same on any day. Publishing an edition again does not
    change its place. Those of equal sequence, such as copies from elsewhere, are ordered by name.

    Raises
    ------
    InvalidCodeBookError
        If one that should stand there is missing or damaged. It names all of them.
    """
    return load_all(list(standing_editions(out).values()))


def load_all(editions: Collection[Standing]) -> list[StoredEdition]:
    """The code books of editions.

    Raises
    ------
    InvalidCodeBookError
        If one of them is missing or damaged. It names all of them.
    """
    problems = [f"{item.directory}: {problem}" for item in editions for problem in light_problems(item)]
    if problems:
        raise InvalidCodeBookError(f"{'; '.join(problems)}; ingest its document again under the same --edition")
    return [StoredEdition(item.sequence, CodeBook.load(item.directory)) for item in editions]
