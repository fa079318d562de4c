"""Words that look like a code but are none: a letter for a digit, digits of other scripts, marks and hidden characters.

A code is ASCII digits. What only looks like one is never read as one, nor as text without a word about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from model.pattern import CODE_DIGITS, CYRILLIC_WILDCARDS, LATIN_WILDCARDS

DIGIT_LIKE: Final = "OoОоЗзБбIlІі"  # noqa: RUF001 - letters that are taken for digits
"""The letters that are written for digits, Latin and Cyrillic."""

_LATIN_LIKE: Final = frozenset("aceopxykABCEHKMOPTXY")
_CYRILLIC_LIKE: Final = frozenset("асеорхукАВСЕНКМОРТХУ")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-z]")

_MEANT: Final = str.maketrans(DIGIT_LIKE, "000033661111")
_MEANINGLESS: Final = "\ufffd"
_LONGEST: Final = 24
_IN_TEXT: Final = re.compile(rf"(?<!\S)(?![0-9]{{4}})[\d{DIGIT_LIKE}]{{{CODE_DIGITS}}}(?!\S)")


def code_meant(word: str) -> int | None:
    r"""The code that a word looks like; None if it is one, or does not look like one.

    At least one digit of any script must be in it. A character without a meaning may stand for a digit, or beside them.

    Examples
    --------
    >>> [code_meant(word) for word in ("10О2", "١٠٠٢", "\u202e1002", "1\u0336002", "100\ue000", "1002", "ЗОБО", "100")]
    [1002, 1002, 1002, 1002, 1000, None, None, None]
    """
    if len(word) > _LONGEST or (word.isascii() and word.isdigit()) or not any(map(str.isdigit, word)):
        return None
    seen = without_marks(word)
    number = _number(seen)
    return _number("".join(letter for letter in seen if not _is_meaningless(letter))) if number is None else number


def without_marks(word: str) -> str:
    """A word without combining marks, control and format characters."""
    return "".join(letter for letter in word if unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Cc", "Cf"})


def _is_meaningless(letter: str) -> bool:
    return letter == _MEANINGLESS or unicodedata.category(letter) in {"Co", "Cn", "Cs"}


def _number(seen: str) -> int | None:
    if len(seen) != CODE_DIGITS:
        return None
    digits = [0 if _is_meaningless(letter) else unicodedata.digit(letter, -1) for letter in seen.translate(_MEANT)]
    return None if -1 in digits else int("".join(map(str, digits)))


def look_alikes(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The words inside a text that look like a code, each with the code."""
    for match in _IN_TEXT.finditer(text):
        number = code_meant(match[0])
        if number is not None:
            yield match, number


def odd_characters(text: str) -> str:
    """The characters of a text in the place of a code or a class that are no ASCII digits, named.

    Wildcards at its end belong there, if there is anything else.
    """
    body = text.rstrip(LATIN_WILDCARDS + CYRILLIC_WILDCARDS)
    odd = "".join(letter for letter in body if not (letter.isascii() and letter.isdigit())) or text[len(body) :]
    return ", ".join(map(named, dict.fromkeys(odd)))


def named(character: str) -> str:
    r"""A character by its code point and its name in Unicode, or what is known of one without a name.

    Examples
    --------
    >>> named("О"), named("\ue000")
    ('U+041E CYRILLIC CAPITAL LETTER O', 'U+E000 (a character for private use)')
    """
    kinds = {"Cc": "a control character", "Cs": "half of a character", "Co": "a character for private use"}
    kind = kinds.get(unicodedata.category(character), "no character of Unicode")
    return f"U+{ord(character):04X} {unicodedata.name(character, f'({kind})')}"


def mixed_words(text: str) -> list[str]:
    """The words of a text in which letters of one script stand for those of the other that look alike.

    Examples
    --------
    >>> mixed_words("Aбонeнт не найден, SMSсообщение отправлено")  # with Latin A and e
    ['Aбонeнт']
    """
    return [word for word in _WORD.findall(text) if _is_mixed(word)] if _LATIN.search(text) else []


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    latin = {letter for letter in word if letter.isascii()}
    cyrillic = {letter for letter in word if "\u0400" <= letter <= "\u04ff"}
    return bool(latin and cyrillic) and (latin <= _LATIN_LIKE or cyrillic <= _CYRILLIC_LIKE)
