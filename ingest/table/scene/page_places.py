"""Pages of a copy laid over each other: the blanks of each page are counted anew, and its columns stand elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.lines import APART_IN_TEXT
from ingest.table.scene.shapes import code_shape, label_shapes

_FEWEST: Final = 2
"""So many codes at one place make a column of a page."""

_SLIP: Final = 1.0
"""How far a code stands from its heading at most, in characters."""

_MOST: Final = 0.5
"""What part of the codes of a page stand in their column at least."""


class Places(NamedTuple):
    """Where the codes and the texts of a page begin, in characters from the left; the lines from its first code on.

    `between` are the columns between these two.
    """

    codes: float
    texts: float
    lines: range
    between: tuple[float, ...] = ()

    @property
    def ends(self) -> list[float]:
        """The left and the right one of both columns."""
        return sorted((self.codes, self.texts))


def with_pages_alike(fragments: Fragments) -> Fragments:
    """A copy with the codes and the texts of each page where those of its fullest page stand."""
    if not _is_copy_of_pages(fragments):
        return fragments
    pages: defaultdict[int | None, list[Word]] = defaultdict(list)
    for word in fragments.words:
        pages[word.place.page].append(word)
    places = {page: found for page, words in pages.items() if (found := places_of(words)) is not None}
    if len({(own.codes, own.texts) for own in places.values()}) < 2:
        return fragments
    fullest = places[max(places, key=lambda page: len(pages[page]))]
    moved = (
        word if (own := places.get(word.place.page)) is None else _moved(word, own, fullest) for word in fragments.words
    )
    return replace(fragments, words=tuple(moved))


def _is_copy_of_pages(fragments: Fragments) -> bool:
    """Whether a text has several pages, and no cells and tabs: blanks say where its words stand."""
    words = fragments.words if fragments.layout == "text" else ()
    if not words or words[0].place.page == words[-1].place.page:
        return False
    return not fragments.holds_cells and not fragments.holds_tabs


def places_of(words: Sequence[Word]) -> Places | None:
    """Where the codes of a page begin, and the texts: where most letters of its rows do, but for codes and labels."""
    begun = [(number, word) for number, word in enumerate(words) if word.gap >= APART_IN_TEXT]
    coded = [(number, word.x0) for number, word in begun if code_shape(word.text)]
    code, count = max(Counter(x for _, x in coded).items(), key=itemgetter(1), default=(0.0, 0))
    if count < max(1 if _is_headed(words, code) else _FEWEST, _MOST * len(coded)):
        return None
    rows = [words[number].line for number, x in coded if x == code]
    letters: Counter[float] = Counter()
    for (number, word), (end, _) in pairwise([*begun, (len(words), words[-1])]):
        if rows[0] <= word.line <= rows[-1] and not code_shape(word.text) and not label_shapes(word.text):
            letters[word.x0] += sum(len(other.text) for other in words[number:end])
    if not letters:
        return None
    own = Places(code, letters.most_common(1)[0][0], range(rows[0], rows[-1] + 1))
    left, right = own.ends
    inner = Counter(word.x0 for _, word in begun if left < word.x0 < right and word.line in own.lines)
    return own._replace(between=tuple(sorted(x for x, count in inner.items() if count > _MOST * len(rows))))


def _is_headed(words: Sequence[Word], x: float) -> bool:
    """Whether the heading of the codes stands at a place: one code is enough below it."""
    return any(abs(word.x0 - x) <= _SLIP and role_of_word(word.text) == "code" for word in words)


def _moved(word: Word, own: Places, other: Places) -> Word:
    """A word as far to the side as its column is, or the one to the left of it; to the left of all, in proportion."""
    left, right = zip(own.ends, other.ends, strict=True)
    if word.x0 < left[0]:
        step = word.x0 * (left[1] / left[0] - 1)
    else:
        is_alike = len(own.between) == len(other.between)
        columns = [left, *(zip(own.between, other.between, strict=True) if is_alike else ()), right]
        step = next(there - here for here, there in reversed(columns) if word.x0 >= here)
    return word._replace(x0=word.x0 + step, x1=word.x1 + step)
