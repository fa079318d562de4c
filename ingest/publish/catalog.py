"""Editions on disk: each published whole or not at all, and `latest` pointing at the last one published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.exports import export
from ingest.publish.chain import is_last
from ingest.publish.disk import carry_out, locked, plan_of, recover, staging, write_all
from ingest.publish.doubts import drop_doubts
from ingest.publish.draft import Draft, draft
from ingest.publish.editions import latest_name, standing_editions
from ingest.publish.refusals import check_free, check_out, check_replaceable, guard
from ingest.publish.verification import verify
from ingest.review.pictures import NO_PICTURES, Pictures
from model import CodeBook, InvalidCodeBookError, PublicationError
from model.edition_names import LATEST, check_edition_name

STAGE: Final = ".publish"
"""The name of the directory in which a publication is made ready."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: where the edition stands, and whether anything on disk changed."""

    directory: Path
    changed: bool


def publish(
    book: CodeBook, out: Path, *, pictures: Pictures = NO_PICTURES, accept_removals: int | None = 0
) -> Publication:
    """Write the files of a code book to `OUT/<edition>`, and point `OUT/latest` at it if it is new.

    An edition that stands already is made anew in its place where it differs or is damaged, and `latest` stays.
    Readers see the edition as it was before or as it is after, never a mixture; if it fails, as it was before. What is
    written is read back and checked before it is seen. Two runs at once wait for each other, and a run puts right what
    one that was killed left. `OUT/CHANGELOG.md` and `OUT/history.csv` are made anew from all editions. The review page
    marks what changed since the edition before, as that stands there now; later editions keep the pages they have.

    Parameters
    ----------
    book
        The code book. The name of its edition is the name of the directory.
    out
        The directory of all editions. It is made where it is missing.
    pictures
        The pages of the document, for the review page: from `ingest.pipeline.draw_pages`.
    accept_removals
        How many codes, descriptions and classes the latest edition has that this one may lose: exactly that many.
        None asks nothing: for the first documents of a history, published together.

    Raises
    ------
    PublicationError
        If the name is taken by an edition of another document or by something else, the files cannot be written, or
        the edition loses something that nobody accepted to lose.
    """
    check_edition_name(book.edition.name)
    check_out(out)
    files = export(book)
    try:
        with locked(out):
            recover(out, out / STAGE)
            publication = _publish(book, files, pictures, out, accept_removals)
            drop_doubts(out, book.edition.name)
            return publication
    except OSError as error:
        raise PublicationError(
            f"{out}: edition {book.edition.name} cannot be written there: {error.strerror or error}"
        ) from error
    except InvalidCodeBookError as error:
        raise PublicationError(str(error)) from error


def _publish(
    book: CodeBook, tables: Mapping[str, bytes], pictures: Pictures, out: Path, accept_removals: int | None
) -> Publication:
    name, standing = book.edition.name, standing_editions(out)
    own = standing.pop(name, None)
    others = tuple(standing.values())
    check_free(out / name, own, book.edition.sha256)
    new = draft(book, tables, pictures, own, others, out)
    is_newest = own is not None and is_last(book, own.sequence, others)
    moves = own is None or (is_newest and latest_name(out) is None)
    if not (new.edition or new.beside or moves):
        return Publication(out / name, changed=False)
    guard(book, own, others, accept_removals)
    if new.edition:
        check_replaceable(out / name, {*new.edition, *(own.manifest.files if own and own.manifest else ())})
    _put(new, out, name, moves=moves)
    return Publication(out / name, changed=True)


def _put(new: Draft, out: Path, name: str, *, moves: bool) -> None:
    """Put all files in their places and point `latest` at the edition, or leave everything as it was."""
    with staging(out / STAGE) as stage:
        files = {stage / name / file: content for file, content in new.edition.items()}
        files |= {stage / path.relative_to(out): content for path, content in new.beside.items()}
        for directory in sorted({path.parent for path in files} - {stage}):
            directory.mkdir()
        write_all(files)
        if new.edition:
            _check_written(stage / name, out / name)
        names = [*([name] if new.edition else []), *(str(path.relative_to(out)) for path in new.beside)]
        carry_out(plan_of(names, stage, (LATEST, name) if moves else None), out, stage)


def _check_written(staged: Path, directory: Path) -> None:
    """Read an edition back before anybody sees it."""
    problems = verify(staged)
    if problems:
        raise PublicationError(f"{directory}: what was written is not what can be read there: {'; '.join(problems)}")
