"""What a publication is to write: the edition, and what changes beside it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.publish.chain import before, is_last, relinked
from ingest.publish.editions import Standing, StoredEdition, in_order, light_problems, load_all, wrong_links
from ingest.publish.history import history_files
from ingest.publish.manifest import MANIFEST_FILE, Manifest, digests, make_manifest
from ingest.review.pictures import Pictures
from model import CodeBook

ATTRIBUTES_FILE: Final = ".gitattributes"
_ATTRIBUTES: Final = b"# Git must not change the ends of lines: verify would find every file changed.\n* -text\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written.

    `edition`: the files of its directory by their names; none if they stand there already. `beside`: other files that
    change, by their paths: manifests that follow, and those that tell of all editions.
    """

    edition: Mapping[str, bytes]
    beside: Mapping[Path, bytes]


def draft(
    book: CodeBook,
    tables: Mapping[str, bytes],
    pictures: Pictures,
    own: Standing | None,
    others: Collection[Standing],
    out: Path,
) -> Draft:
    """What is to be written for a code book.

    While another edition is damaged, only what stands already is made anew, and the files that tell of all editions
    are left as they are.

    Raises
    ------
    InvalidCodeBookError
        If another edition is damaged, and this one is new, or that one is the edition before.
    """
    # Not needed where only names are checked, as by commands that publish nothing.
    from ingest.review.page import PAGE_FILE, to_page

    sequence = own.sequence if own and own.sequence else 1 + max((item.sequence for item in others), default=0)
    previous = _previous(own, others, (sequence, book.edition.name))
    earlier = None if previous is None else load_all([previous])[0].book
    files = {**tables, PAGE_FILE: to_page(book, earlier, pictures)}
    stored = _stored(StoredEdition(sequence, book), own, others)
    told = _told(stored)
    link = None if previous is None else previous.link()
    beside = digests(told) if is_last(book, sequence, others) and told else _told_then(own, stored, sequence)
    new = make_manifest(book, files, sequence).sealed(previous=link, beside=beside)
    is_there = own is not None and _stands(own, new, files)
    manifest = own.manifest if is_there and own and own.manifest else new
    around = {
        **dict(relinked(manifest, others, told)),
        **{out / name: content for name, content in (told | _attributes(out)).items()},
    }
    return Draft(
        {} if is_there else {**files, MANIFEST_FILE: manifest.to_json()},
        {path: content for path, content in around.items() if not _holds(path, content)},
    )


def _previous(own: Standing | None, others: Collection[Standing], place: tuple[int, str]) -> Standing | None:
    """The edition before: as the manifest says, else the one before in the order."""
    linked = own.manifest.previous if own and own.manifest else None
    named = [item for item in others if linked and item.name == linked.edition]
    return named[0] if named else before(others, place)


def _stored(new: StoredEdition, own: Standing | None, others: Collection[Standing]) -> list[StoredEdition]:
    """All editions in their order; none while another is damaged, and this one only is mended."""
    if own is not None and any(map(light_problems, others)):
        return []
    return in_order([*load_all(others), new])


def _told(stored: Sequence[StoredEdition]) -> dict[str, bytes]:
    """The files that tell of editions."""
    return history_files([edition.book for edition in stored]) if stored else {}


def _told_then(own: Standing | None, stored: Sequence[StoredEdition], sequence: int) -> dict[str, str]:
    """What stood beside an edition when it was the last: as its manifest says, or what it must have been."""
    if own is not None and own.manifest is not None:
        return own.manifest.beside
    return digests(_told([edition for edition in stored if edition.sequence <= sequence]))


def _stands(own: Standing, new: Manifest, files: Mapping[str, bytes]) -> bool:
    """Whether an edition stands as it would be made. Which version of the program made it is no matter then."""
    if own.manifest is None or wrong_links(own):
        return False
    as_then = new.model_copy(update={"tool_version": own.manifest.tool_version})
    is_same = own.manifest == as_then.sealed(previous=new.previous, beside=new.beside)
    return is_same and all(_holds(own.directory / name, content) for name, content in files.items())


def _attributes(out: Path) -> dict[str, bytes]:
    """What keeps Git from changing line ends, unless somebody has written such a file."""
    return {} if os.path.lexists(out / ATTRIBUTES_FILE) else {ATTRIBUTES_FILE: _ATTRIBUTES}


def _holds(path: Path, content: bytes) -> bool:
    # A link is replaced, whatever it leads to.
    return not path.is_symlink() and path.is_file() and path.read_bytes() == content
