"""Files searched for lists of the codes of a code book, and each list compared with it."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ingest.audit.comparison import ListComparison, compare_list
from ingest.audit.fallback import Unknown, fate_of_unknown, places_of_words
from ingest.audit.folder import LeftOut, OwnFile, SearchLimits, files_in
from ingest.audit.likeness import belongs, fits
from ingest.audit.parts import joined
from ingest.audit.search import LEAST, groups_in
from ingest.document.encoding import decode
from model import CodeBook, InputError
from model.records import Applied

_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NUMBER: Final = re.compile(rb"[0-9]{4}")
LIMITS: Final = SearchLimits()
_DAMAGED: Final = 10
"""So many letters that are no UTF-8 are no accident."""


@dataclass(frozen=True, slots=True)
class AuditedList:
    """A list in a file, compared with a code book.

    Parameters
    ----------
    file
        The file, by its name from where the search began.
    name
        How the file calls the list; None where nothing says so.
    first_line, last_line
        The lines of its first and its last entry, from 1.
    unknown
        What becomes there of a code that the list has not.
    comparison
        What differs from the document.
    """

    file: str
    name: str | None
    first_line: int
    last_line: int
    unknown: Unknown
    comparison: ListComparison


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found: the lists by file, how many files were searched, and what could not be."""

    lists: tuple[AuditedList, ...]
    files: int
    left_out: tuple[LeftOut, ...]


def audit(
    path: Path,
    book: CodeBook,
    editions: Sequence[CodeBook] = (),
    *,
    corrections: Applied = MappingProxyType({}),
    limits: SearchLimits = LIMITS,
) -> Audit:
    """Search a folder, or a file, for lists of the codes of a book, and compare each. Nothing is changed or run.

    Parameters
    ----------
    path
        What is searched. Links are not followed, and what `.gitignore` names is left out.
    book
        The code book that the lists are compared with.
    editions
        Published editions, from the oldest, to tell which of them a list matches best; the book is one of them.
    corrections
        Known misprints of the book: a list that has them right is told so.
    limits
        How much is searched.

    Raises
    ------
    InputError
        `missing-file` if there is nothing at the path; `limit-files` if there are too many files.
    """
    left_out: list[LeftOut] = []
    books = _named([*editions, book])
    files = list(files_in(path, limits, left_out))
    lists = [
        found
        for file in files
        for text in [_text(file, left_out)]
        for found in _lists(file, text, book, books, corrections)
    ]
    return Audit(tuple(lists), len(files), tuple(left_out))


def _named(books: Sequence[CodeBook]) -> dict[str, CodeBook]:
    """Editions by name, each once; of two documents under one name, the second with the beginning of its sha256."""
    named: dict[str, CodeBook] = {}
    for book in {book.edition.sha256: book for book in books}.values():
        name = book.edition.name
        named[f"{name}-{book.edition.sha256[:8]}" if name in named else name] = book
    return named


def _lists(
    file: OwnFile, text: str, book: CodeBook, books: Mapping[str, CodeBook], corrections: Applied
) -> Iterator[AuditedList]:
    ending = file.path.suffix.removeprefix(".").lower()
    groups, found = groups_in(text, ending)
    groups = joined(groups, found, text, lambda group: any(belongs(group.entries, one) for one in books.values()))
    places = places_of_words(found)
    may_be_records = ending in {"csv", "tsv"}
    breaks = [match.start() for match in re.finditer("\n", text)] if groups else []
    for group in groups:
        entries = group.entries
        if len(entries) >= LEAST and any(
            fits(entries, edition, in_any_language=not may_be_records) for edition in books.values()
        ):
            yield AuditedList(
                file.name,
                group.name,
                1 + bisect_left(breaks, entries[0].start),
                1 + bisect_left(breaks, entries[-1].end - 1),
                fate_of_unknown(found, places, group, ending),
                compare_list(entries, book, books, corrections),
            )


def _text(file: OwnFile, left_out: list[LeftOut]) -> str:
    """The text of a file; empty if it is none, or cannot be read."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        left_out.append(LeftOut(file.name, f"cannot be read: {error.strerror}"))
        return ""
    is_marked = data.startswith(_MARKS)
    # Only what may hold a list is worth the search for its encoding.
    if not is_marked and (b"\0" in data or len(_NUMBER.findall(data)) < LEAST):
        return ""
    try:
        return decode(data, file.name)[0]
    except InputError:
        text = data.decode("utf-8", errors="replace")
        # What UTF-8 cannot tell is a list of long ago, among other letters than the detector takes for Russian.
        return text if text.count("\ufffd") < _DAMAGED else data.decode("windows-1251", errors="replace")
