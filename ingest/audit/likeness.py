"""How alike two texts are, and whether a group of entries is a list of the codes of a code book."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from ingest.audit.entries import Entry
from model import CodeBook

ALIKE: Final = 0.6
"""From here on two texts are alike: few of different meaning are, and most that somebody shortened."""

_NOT_SAID: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 500
"""Characters of a text that are compared: comparing takes their square."""

_FITS: Final = 6.0
"""From which logarithm of odds on a group is a list of the code book."""

# Logarithms of odds: how much likelier each is in a list of the code book than in any other list of numbers.
_IN_BOOK: Final = (math.log(0.95 / 0.08), math.log(0.95 / 0.30), math.log(0.95 / 0.45), math.log(0.95 / 0.75))
"""A code of the book, by how many zeros it ends with: round numbers are in any list of numbers."""
_NOT_IN_BOOK: Final = (math.log(0.05 / 0.92), math.log(0.05 / 0.70), math.log(0.05 / 0.55), math.log(0.05 / 0.25))
_ALIKE_TEXT: Final = math.log(0.7 / 0.02)
_OTHER_TEXT: Final = math.log(0.3 / 0.98)
_TRANSLATED: Final = math.log(0.15)
"""A whole list may be translated, and then no text of it is alike."""


def folded(text: str) -> str:
    """What a text says: its words of letters and digits, in small letters, е for ё.

    Examples
    --------
    >>> folded("Номер не найден в «Чёрном» списке.")
    'номер не найден в черном списке'
    """
    return _NOT_SAID.sub(" ", text.casefold().replace("ё", "е")).strip()


def says_same(text: str, other: str) -> bool:
    """Whether two texts have the same letters and digits: spaces and punctuation apart.

    Examples
    --------
    >>> says_same("Нет продукта ЦОВ/ Контакт центр", "нет продукта «ЦОВ / Контакт-центр»")
    True
    """
    return folded(text).replace(" ", "") == folded(other).replace(" ", "")


def similarity(text: str, other: str) -> float:
    """How alike two texts are in letters and digits, from 0 to 1: the `ratio` of `difflib.SequenceMatcher`.

    Examples
    --------
    >>> round(similarity("Вызов не удался", "Вызов на группу не удался"), 2)
    0.75
    """
    return SequenceMatcher(None, folded(text)[:_LONGEST], folded(other)[:_LONGEST], autojunk=False).ratio()


def fits(entries: Iterable[Entry], book: CodeBook, *, in_any_language: bool = True) -> bool:
    """Whether entries are a list of the codes of a book, in any language.

    Ports, years and prices are numbers of four digits with a text too, and some of them are codes of the book. What
    tells is how many are, round numbers apart, and whether texts are alike; in records of calls only the latter.
    """
    codes, texts = _odds(entries, book)
    return codes + max(texts, _TRANSLATED) >= _FITS and (in_any_language or texts > 0)


def belongs(entries: Iterable[Entry], book: CodeBook) -> bool:
    """Whether a few entries are rather of the codes of a book than not: part of a list, if they stand beside one."""
    codes, texts = _odds(entries, book)
    return codes + max(texts, _TRANSLATED) > 0


def _odds(entries: Iterable[Entry], book: CodeBook) -> tuple[float, float]:
    """What the codes say, and what the texts say."""
    codes = texts = 0.0
    for code, text, *_ in entries:
        record = book.codes.get(code)
        zeros = len(f"{code:04d}") - len(f"{code:04d}".rstrip("0")) if code else 3
        codes += (_NOT_IN_BOOK if record is None else _IN_BOOK)[min(zeros, 3)]
        if record is not None and record.description is not None:
            texts += _ALIKE_TEXT if similarity(text, record.description) >= ALIKE else _OTHER_TEXT
    return codes, texts
