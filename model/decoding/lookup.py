"""The answers to every number that can be a code, as arrays: what a whole column is decoded with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy
from numpy.typing import NDArray

from model.codebook import CodeBook
from model.errors import InvalidCodeError
from model.pattern import CODE_DIGITS, CODE_SPACE
from model.values import as_number

Indices = NDArray[numpy.signedinteger[Any]]
Lookup = Mapping[str, "LookupColumn"]
"""The columns of answers by name."""

NO_CODE: Final = len(CODE_SPACE)
"""The number that stands for every value that is no four-digit code."""

MATCHES: Final = ("exact", "class", "none")

SHOWN: Final = 10
"""How many distinct values without an answer an error names."""


@dataclass(frozen=True, eq=False)
class LookupColumn:
    """One column of answers.

    `name`: its name in the output. `indices`: the answer to the number n stands at n, and at `NO_CODE` what is said of
    other values. A code, or an index into `categories`; -1 for null. `categories`: the distinct texts; None where the
    indices are the values themselves.
    """

    name: str
    indices: Indices
    categories: tuple[str, ...] | None

    @property
    def without_answer(self) -> int:
        """What stands there for a value that is no code, or is missing."""
        return int(self.indices[NO_CODE])

    def value(self, number: int) -> int | str | None:
        """The answer to one number, for engines that take the table as rows."""
        index = int(self.indices[number])
        if index < 0:
            return None
        return index if self.categories is None else self.categories[index]


@dataclass(frozen=True, eq=False)
class Request:
    """What is asked of a column.

    Parameters
    ----------
    answers
        The columns to give.
    match
        The column `match`, whether it is among them or not.
    prefix
        Goes before their names.
    strict
        Whether a value without an answer is an error.
    """

    answers: tuple[LookupColumn, ...]
    match: LookupColumn
    prefix: str = ""
    strict: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the new columns."""
        return [self.prefix + answer.name for answer in self.answers]


def lookup_of(book: CodeBook) -> Lookup:
    """The columns of answers of a code book, made once and kept with it.

    `class_1` to `class_3` are the declared classes that hold the code itself, also where an unknown code is read as
    the default code of another class, or as none.
    """
    kept = vars(book)
    if "_lookup" not in kept:
        kept["_lookup"] = {column.name: column for column in _columns(book)}
    return cast("Lookup", kept["_lookup"])


def _columns(book: CodeBook) -> Iterator[LookupColumn]:
    resolved, matches, matched, described = _empty(), _empty(MATCHES.index("none")), _empty(), _empty()
    patterns = {pattern: index for index, pattern in enumerate(book.classes)}
    descriptions = tuple(dict.fromkeys(record.description for record in book if record.description is not None))
    texts = {text: index for index, text in enumerate(descriptions)}
    for number, code, pattern in book.resolutions():
        text = book.codes[code].description
        resolved[number] = code
        matches[number] = MATCHES.index("exact" if pattern is None else "class")
        matched[number] = -1 if pattern is None else patterns[pattern]
        described[number] = -1 if text is None else texts[text]
    yield LookupColumn("resolved_code", resolved, None)
    yield _category("match", matches, MATCHES)
    yield _category("matched_pattern", matched, tuple(map(str, patterns)))
    yield _category("description", described, descriptions)
    for level in (1, 2, 3):
        yield _classes(book, level)


def _classes(book: CodeBook, level: int) -> LookupColumn:
    held = _empty()
    patterns = [pattern for pattern in book.classes if pattern.level == level]
    for index, pattern in enumerate(patterns):
        held[pattern.zero_code : pattern.zero_code + 10 ** (CODE_DIGITS - level)] = index
    return _category(f"class_{level}", held, tuple(map(str, patterns)))


def _category(name: str, indices: Indices, categories: tuple[str, ...]) -> LookupColumn:
    # As narrow as pandas makes its categories: half the memory to write.
    narrow = len(categories) <= numpy.iinfo(numpy.int8).max
    return LookupColumn(name, indices.astype(numpy.int8) if narrow else indices, categories)


def _empty(without_answer: int = -1) -> Indices:
    return numpy.full(NO_CODE + 1, without_answer, dtype=numpy.int16)


def number_of(value: object) -> int:
    """The code that a value stands for, `NO_CODE` for every other value: the rule of `CodeBook.resolve`."""
    try:
        number = as_number(value)
    except InvalidCodeError:
        return NO_CODE
    return number if number is not None and number in CODE_SPACE else NO_CODE
