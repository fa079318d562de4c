"""Words and numbers that a column was too narrow for: it broke them without a hyphen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from ingest.table.joints import SPACE, TIGHT, Joint
from ingest.table.short_words import ENDINGS, PARTICIPLE, SHORT_ENGLISH, SHORT_WORDS

_LONG_REST: Final = 5
"""The fewest letters of the rest of a word that no dictionary knows; a shorter one may be an abbreviation."""

_SHORTEST: Final = 3
_ABBREVIATED: Final = re.compile(r"(?:[гдпт]|др|пр)\.")
_LAST_LETTERS: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
FIRST_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_WITH_HYPHEN: Final = re.compile(r"[-‐‑][^\W\d_]")
_NUMBER: Final = re.compile(r"\d+")
_NARROWEST: Final = 5
"""Hardly a column has no room for so many letters."""

_GROUP: Final = 3
"""How many digits of a long number stand together."""


def last_letters(text: str) -> re.Match[str] | None:
    """The letters that a text ends with: they are looked for in its last word alone."""
    return _LAST_LETTERS.search(text, text.rfind(" ") + 1)


def joint_in_word(
    before: str,
    after: str,
    words: Counter[str],
    knows: Callable[[str], bool],
    *,
    is_full: bool,
    is_one_word: bool,
) -> Joint:
    """How a line and the next are joined where nothing but letters or digits stands at the line end.

    `words` are those of the document, `knows` whether a dictionary has one. `is_full` says that the line is,
    `is_one_word` that it is one word: no program breaks one that had room on a line of its own.
    """
    if not is_full:
        return _joint(before, after, words, knows) if _is_within(before, after, words, knows) else SPACE
    if before[-1:].isalpha() and _WITH_HYPHEN.match(after):
        return TIGHT  # оператора -партнера: no word begins with a hyphen
    if not is_one_word:
        return _joint(before, after, words, knows)
    if before[-1:].isdigit() and after[:1].isdigit():
        return _in_number(before, after)
    return _joint_of_words(before, after, words, knows)


def _is_within(before: str, after: str, words: Counter[str], knows: Callable[[str], bool]) -> bool:
    """Whether a line, however long, ends within a word: what begins the next is none, or what ends it."""
    first = FIRST_WORD.match(after)
    if first is None or not first[0].islower() or words[first[0].casefold()]:
        return False
    last = last_letters(before)
    left, right = last[0].casefold() if last else "", first[0].casefold()
    is_none = len(right) >= _LONG_REST and not knows(right)
    is_word = len(left) < _LONG_REST or words[left] or knows(left)
    return is_none or (not is_word and (words[left + right] > 0 or knows(left + right)))


def _in_number(before: str, after: str) -> Joint:
    """A number that may have been broken: 31.12.202|7. One of digits alone is whole, and three digits are a group."""
    last, first = before.rsplit(" ", 1)[-1], _NUMBER.match(after)
    is_broken = not last.isdecimal() and first is not None and len(first[0]) != _GROUP
    return Joint("" if is_broken else " ", is_doubtful=True)


def _joint(before: str, after: str, words: Counter[str], knows: Callable[[str], bool]) -> Joint:
    """A word that a line of several ends within, if the dictionary or the document has it, and not its parts."""
    last, first = last_letters(before), FIRST_WORD.match(after)
    if last is None or first is None or not after[:1].islower() or last[0].casefold() in SHORT_WORDS:
        return SPACE
    joined = (last[0] + first[0]).casefold()
    if not (words[joined] or knows(joined)):
        return SPACE
    left = last[0].casefold()
    return SPACE if _is_rest_a_word(after, first[0], knows) and (words[left] or knows(left)) else TIGHT


def _is_rest_a_word(after: str, first: str, knows: Callable[[str], bool]) -> bool:
    """Whether what begins a line is a word of its own; the dictionary knows every letter as one."""
    rest = first.casefold()
    is_short = rest in SHORT_WORDS or _ABBREVIATED.match(after) is not None
    return knows(rest) and (len(rest) > len("ия") or is_short)


def _joint_of_words(before: str, after: str, words: Counter[str], knows: Callable[[str], bool]) -> Joint:
    """A word alone on its line, which no letter more had room on, and what begins the next; both may be words."""
    last, first = last_letters(before), FIRST_WORD.match(after)
    if last is None or first is None or not after[:1].islower():
        return SPACE
    left, rest = last[0].casefold(), first[0].casefold()
    joined = left + rest
    if left.isascii() != rest.isascii():
        return SPACE  # no word is of two scripts
    if left in SHORT_WORDS:  # hardly a program breaks a word behind «и», as in «и т. д.»
        return Joint(" ", is_doubtful=knows(joined))
    if joined.isascii() and not words[joined]:  # no dictionary of English is at hand
        is_narrow = len(before) - before.rfind(" ") <= _NARROWEST
        is_word = (
            rest in SHORT_ENGLISH or (words[left] > 0 and words[rest] > 0) or (is_narrow and len(rest) > _SHORTEST)
        )
        return Joint(" ") if is_word else Joint("" if len(rest) <= _SHORTEST else " ", is_doubtful=True)
    if PARTICIPLE.search(last[0]) and rest in ENDINGS:
        return Joint("", is_doubtful=rest in SHORT_WORDS)
    is_known, is_rest_known = words[left] > 0 or knows(left), _is_rest_a_word(after, first[0], knows)
    if words[joined] or knows(joined):
        return Joint(" ", is_doubtful=True) if is_known and is_rest_known else TIGHT
    if is_known and (is_rest_known or words[rest]):
        return SPACE
    return Joint(" " if is_known or is_rest_known or words[rest] else "", is_doubtful=True)
