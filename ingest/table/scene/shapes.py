"""What a word can be by its letters alone: a code, a label of a class, or the number of a row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from model.pattern import CODE_DIGITS, CYRILLIC_WILDCARDS, LATIN_WILDCARDS

WILDCARD: Final = f"[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]"
"""The wildcard as documents print it, as a regular expression."""

_WILDCARDS: Final = frozenset(LATIN_WILDCARDS + CYRILLIC_WILDCARDS)
_BEGIN: Final = 7
"""Within so many letters a label has its first wildcard: behind three marks and three digits at the most."""

_EMPHASIS: Final = r"[*_`'\"«»“”„]{0,3}"
_NOTE: Final = r"[*†‡§¹²³⁰⁴⁵⁶⁷⁸⁹⁽⁾#^]{1,3}|\[\^?\w{1,2}\]"
_CODE: Final = re.compile(rf"(№|#|{_EMPHASIS})([0-9]{{{CODE_DIGITS}}})((?:{_NOTE}|[.,:;)*_`'\"»”–—-]){{0,3}})")
_LABEL: Final = re.compile(
    rf"({_EMPHASIS})((?=\w{{{CODE_DIGITS}}}(?!\w))[0-9]{{1,3}}{WILDCARD}{{1,3}})((?:{_NOTE}|[.,:;*_`'\"»”–—¶-]){{0,3}})"
)
_SEVERAL: Final = re.compile(rf"(?:[0-9]{{1,3}}{WILDCARD}{{1,3}}[,;/+&])+[0-9]{{1,3}}{WILDCARD}{{1,3}}[.,:;]?")
_ONE_OF_SEVERAL: Final = re.compile(rf"[0-9]{{1,3}}{WILDCARD}{{1,3}}")
_GLUED: Final = re.compile(rf"([0-9]{{{CODE_DIGITS}}})([0-9]{{1,2}}\)?|\([0-9]{{1,2}}\))")
_ROW_NUMBER: Final = re.compile(r"[0-9]{1,3}[.)]?")


MOST_KEPT: Final = 1 << 14
"""Of how many words it is kept what they can be: the same words come again and again, and are asked often."""


class Shape(NamedTuple):
    """What a word can be: the text without its marks, where that begins in the word, and the marks."""

    text: str
    start: int
    marks: str

    @property
    def asks_for_note(self) -> bool:
        """Whether its marks say nothing without a footnote that is printed: digits behind it, or in brackets."""
        return self.marks[:1].isdecimal() or self.marks.startswith("(")


@lru_cache(maxsize=MOST_KEPT)
def code_shape(word: str) -> Shape | None:
    """The four digits of a word that can be a code, with or without marks at them.

    In a copy the raised number of a footnote stands behind a code as digits too many.

    Examples
    --------
    >>> code_shape("1102†"), code_shape("(1500)"), code_shape("11021")
    (Shape(text='1102', start=0, marks='†'), None, Shape(text='1102', start=0, marks='1'))
    """
    if len(word) < CODE_DIGITS or word.isalpha():
        return None
    match = _CODE.fullmatch(word)
    if match:
        return Shape(match[2], match.start(2), match[1] + match[3])
    glued = _GLUED.fullmatch(word)
    return Shape(glued[1], 0, glued[2]) if glued else None


@lru_cache(maxsize=MOST_KEPT)
def label_shapes(word: str) -> tuple[Shape, ...]:
    """The labels of classes that a word is made of: one, or several with commas between.

    Examples
    --------
    >>> [shape.text for shape in label_shapes("1xxx,11Хх:")]
    ['1xxx', '11Хх']
    """
    if len(word) < CODE_DIGITS or word.isalpha() or _WILDCARDS.isdisjoint(word[:_BEGIN]):
        return ()
    match = _LABEL.fullmatch(word)
    if match:
        return (Shape(match[2], match.start(2), match[1] + match[3]),)
    if _SEVERAL.fullmatch(word):
        found = [Shape(part[0], part.start(), "") for part in _ONE_OF_SEVERAL.finditer(word)]
        return tuple(found) if all(len(shape.text) == CODE_DIGITS for shape in found) else ()
    return ()


@lru_cache(maxsize=MOST_KEPT)
def heads_row(word: str) -> bool:
    """Whether a word can be a code or a label of a class: a row of the table begins with one."""
    return code_shape(word) is not None or bool(label_shapes(word))


@lru_cache(maxsize=MOST_KEPT)
def row_number(word: str) -> int | None:
    """The number that a word gives a row, None if it gives none."""
    return int(word.rstrip(".)")) if _ROW_NUMBER.fullmatch(word) else None
