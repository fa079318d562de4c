"""The chain of manifests: each holds the sha256 of the one before, and the last those of the files beside."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ingest.publish.editions import Standing
from ingest.publish.manifest import MANIFEST_FILE, Link, Manifest, digests, sha256_of
from model import CodeBook


def before(editions: Collection[Standing], place: tuple[int, str]) -> Standing | None:
    """The edition before a place in the order, which is a number and a name; None if that is the first."""
    earlier = [item for item in editions if item.place < place]
    return max(earlier, key=lambda item: item.place, default=None)


def relinked(
    manifest: Manifest, others: Collection[Standing], beside: Mapping[str, bytes]
) -> Iterator[tuple[Path, bytes]]:
    """The manifests of other editions that have to change with one that is made anew.

    `manifest`: the one that is made anew. `others`: the other editions, in their order. `beside`: the files that will
    stand beside the editions; none if they are left as they are.
    """
    changed = {manifest.edition: sha256_of(manifest.to_json())}
    last = max([(manifest.sequence, manifest.edition), *(item.place for item in others)])
    for item in others:
        old = item.manifest
        if old is None or old.is_of_first_version:
            continue
        kept = digests(beside) if beside and item.place == last else old.beside
        new = old.sealed(previous=_link(old.previous, changed), beside=kept)
        if new != old:
            changed[item.name] = sha256_of(new.to_json())
            yield item.directory / MANIFEST_FILE, new.to_json()


def _link(link: Link | None, changed: Mapping[str, str]) -> Link | None:
    if link is None or link.edition not in changed:
        return link
    return link.model_copy(update={"sha256": changed[link.edition]})


def is_last(book: CodeBook, sequence: int, others: Collection[Standing]) -> bool:
    """Whether an edition with a number comes after all others."""
    return all(item.place < (sequence, book.edition.name) for item in others)
