"""A list compared with code books: what it lacks, what it has of its own, and what its texts say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.audit.entries import Entry
from ingest.audit.likeness import ALIKE, says_same, similarity
from model import CodeBook
from model.records import Applied

_TELLING: Final = 5
"""With fewer texts, that none is alike says nothing of a list."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that differs from that of the document.

    Parameters
    ----------
    code
        The code of both.
    text, description
        That of the list, and that of the document.
    similarity
        How alike they are, from 0 to 1.
    is_corrected
        Whether the list has what the document should have: a known misprint, put right.
    """

    code: int
    text: str
    description: str
    similarity: float
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many codes a list lacks of an edition, how many it has of its own, and how many of its texts differ."""

    missing: int
    extra: int
    differ: int


@dataclass(frozen=True, slots=True)
class ListComparison:
    """How a list stands to a code book.

    Parameters
    ----------
    entries
        How many codes the list has.
    missing
        The codes that the document has and the list has not, in order.
    extra
        The codes that the list has and the document has not, in order.
    differ
        The texts that differ in letters or digits, the least alike first.
    untold
        How many of its codes have no text in the document.
    editions
        The same in numbers for each published edition by name, from the oldest.
    """

    entries: int
    missing: tuple[int, ...]
    extra: tuple[int, ...]
    differ: tuple[Difference, ...]
    untold: int
    editions: Mapping[str, Counts]

    @property
    def same(self) -> int:
        """How many codes stand in the list as in the document."""
        return self.entries - len(self.extra) - len(self.differ)

    @property
    def best(self) -> str:
        """The edition that the list matches best.

        The one with the fewest extra codes and differing texts; of such, with the fewest missing codes; then the
        newest. What a list has says more than what it leaves out, since most leave out much.
        """
        newest_first = reversed(list(self.editions.items()))
        name, _ = min(newest_first, key=lambda item: (item[1].extra + item[1].differ, item[1].missing))
        return name

    @property
    def is_told_by_entries(self) -> bool:
        """Whether what the list has tells that edition, and not only what it lacks."""
        others = sorted(item.extra + item.differ for item in self.editions.values())
        return len(others) == 1 or others[0] < others[1]

    @property
    def is_translated(self) -> bool:
        """Whether no text is alike: then that they differ is one thing to say, not many."""
        is_alike = any(item.similarity >= ALIKE for item in self.differ)
        return len(self.differ) >= _TELLING and not is_alike and self.same == self.untold

    @property
    def is_up_to_date(self) -> bool:
        """Whether the list says what the document says, in any language; a misprint put right is no fault."""
        is_other = not self.is_translated and any(not item.is_corrected for item in self.differ)
        return not (self.missing or self.extra or is_other)


def compare_list(
    entries: Sequence[Entry], book: CodeBook, editions: Mapping[str, CodeBook], corrections: Applied
) -> ListComparison:
    """A list compared with a code book, and in numbers with all editions; the known misprints of the book by code."""
    codes = {entry.code for entry in entries}
    return ListComparison(
        len(entries),
        tuple(sorted(book.codes.keys() - codes)),
        tuple(sorted(codes - book.codes.keys())),
        tuple(sorted(_differences(entries, book, corrections), key=lambda item: (item.similarity, item.code))),
        sum(entry.code in book and book[entry.code].description is None for entry in entries),
        {name: _counts(entries, edition) for name, edition in editions.items()},
    )


def _differences(entries: Iterable[Entry], book: CodeBook, corrections: Applied) -> Iterable[Difference]:
    for entry in entries:
        if _is_other(entry, book):
            code, text, description = entry.code, entry.text, book[entry.code].description or ""
            is_corrected = code in corrections and says_same(text, corrections[code].after)
            yield Difference(code, text, description, similarity(text, description), is_corrected)


def _counts(entries: Sequence[Entry], book: CodeBook) -> Counts:
    codes = {entry.code for entry in entries}
    other = sum(_is_other(entry, book) for entry in entries)
    return Counts(len(book.codes.keys() - codes), len(codes - book.codes.keys()), other)


def _is_other(entry: Entry, book: CodeBook) -> bool:
    """Whether a text is not that of the document; where that has none, no text is other."""
    description = book.codes[entry.code].description if entry.code in book else None
    return description is not None and not says_same(entry.text, description)
