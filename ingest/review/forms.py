"""The forms of the words of a code book, for the page's search, which has no dictionary."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from model import CodeBook
    from model.records import Applied

_MOST: Final = 5_000
"""How many words of a code book have their forms written down; what comes after is found as it stands."""


def word_forms(book: CodeBook, corrections: Applied) -> dict[str, object]:
    """The forms of all words of descriptions, titles and corrections, small, and equal for the same ones.

    Returns
    -------
    dict
        `words`: for each word its beginning and the number of its ends; `ends`: all ends that go with a beginning,
        apart by spaces. Words of one kind share their ends.
    """
    from model.wordforms import lexemes, words_of

    words = dict.fromkeys(chain.from_iterable(map(words_of, _texts(book, corrections))))
    found: dict[str, frozenset[str]] = {}
    for word in islice(words, _MOST):
        for base, forms in lexemes(word).items():
            found[base] = found.get(base, frozenset()) | forms
    numbers: dict[str, int] = {}
    beginnings = []
    for _, forms in sorted(found.items()):
        if len(forms) > 1:
            beginning = os.path.commonprefix(list(forms))  # noqa: RUF071 - of words, not of paths
            ends = " ".join(sorted(form.removeprefix(beginning) for form in forms))
            beginnings.append((beginning, numbers.setdefault(ends, len(numbers))))
    return {"ends": list(numbers), "words": beginnings}


def _texts(book: CodeBook, corrections: Applied) -> Iterable[str]:
    texts: Iterator[str | None] = chain(
        (record.description for record in book),
        (item.title for item in book.classes.values()),
        (item.after for item in corrections.values()),
    )
    return filter(None, texts)
