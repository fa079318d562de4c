"""Forms of words: which of them belong to one word, in Russian and in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RUSSIAN: Final = re.compile(r"[а-яё]+(?:-[а-яё]+){0,2}")
_ENGLISH: Final = re.compile(r"[a-z]+")
_LONGEST: Final = 40
"""Letters of a word: what is longer is none, and is not looked for."""
_LIKELY: Final = 0.1
"""What a word is with less probability is left aside: «при» is a preposition, and hardly ever of «переть»."""

_NEVER_NAMED: Final = frozenset("VERB PREP PRCL CONJ ADVB PRED PRTS ADJS GRND COMP".split())
"""Parts of speech that no name begins with, as the dictionary writes them."""

_PROPER: Final = frozenset("Geox Name Surn Patr Orgn Trad Abbr".split())

_CUT: Final = ("", "s", "es", "ies", "ed", "ied", "d", "ing", "ly")
_PUT: Final = ("", "e", "y", "s", "es", "ies", "ed", "ied", "d", "ing", "ly")


@cache
def russian() -> Any:
    """The `pymorphy3.MorphAnalyzer` of Russian: made at the first use, in 0.1 s, and kept. Threads may share it."""
    import pymorphy3
    import pymorphy3_dicts_ru

    # By its path: neither an environment variable nor another installed package chooses the dictionary.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")


@cache
def _english() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def folded(text: str) -> str:
    """A text as it is searched: in small letters, е for ё."""
    return text.casefold().replace("ё", "е")


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order. What has digits is none.

    Examples
    --------
    >>> words_of("Нет счёта: 2 call-центра")
    ['нет', 'счета', 'call-центра']
    """
    return _WORD.findall(folded(text))


@lru_cache(maxsize=1 << 14)
def bases(word: str) -> frozenset[str]:
    """What a word may be a form of: two that share a base are forms of one word.

    Russian words are looked up in the dictionary of pymorphy3, which guesses at those that it has not by their ends.
    English ones are cut by the Snowball stemmer. Any other word is its own base.

    `word`: one word, folded.

    Examples
    --------
    >>> bases("кампаний") & bases("кампания"), bases("exceeding") & bases("exceeded")
    (frozenset({'кампания'}), frozenset({'exceed'}))
    """
    return frozenset(lexemes(word)) if _is_russian(word) else frozenset({_stem(word)})


def is_same_word(word: str, other: str) -> bool:
    """Whether two words, folded, are forms of one. The dictionary is asked for Russian words only.

    Examples
    --------
    >>> is_same_word("кампания", "кампаний"), is_same_word("кампания", "компания"), is_same_word("2219", "2210")
    (True, False, False)
    """
    return _is_russian(word) == _is_russian(other) and not bases(word).isdisjoint(bases(other))


def lexemes(word: str) -> dict[str, frozenset[str]]:
    """All forms of what a word may be a form of, by the base: for whoever has neither dictionary nor stemmer.

    English words are made of the usual ends, and some are none; but none is a form of another word.

    Examples
    --------
    >>> {"limit", "limiting", "limits"} <= lexemes("limited")["limit"]
    True
    """
    if not _is_russian(word):
        return {_stem(word): frozenset({word, *_made(word)})}
    found: dict[str, frozenset[str]] = {}
    for parse in russian().parse(word):
        if parse.score >= _LIKELY:
            base = folded(parse.normal_form)
            found[base] = found.get(base, frozenset({word})).union(folded(form.word) for form in parse.lexeme)
    return found


def can_name(words: Sequence[str]) -> bool:
    """Whether words, folded, can name something: they begin as names do, and are no adjective alone.

    A name begins with a noun, with an adjective, or with what no dictionary has; not with a verb or a preposition.

    Examples
    --------
    >>> [can_name(text.split()) for text in ("личный кабинет", "москва", "secure", "временный", "только для api", "не")]
    [True, True, True, False, False, False]
    """
    first = words[0]
    if not _is_russian(first) or not russian().word_is_known(first):
        return True
    tag = russian().parse(first)[0].tag
    is_alone = len(words) == 1 and tag.POS == "ADJF" and not _PROPER.intersection(tag.grammemes)
    return tag.POS not in _NEVER_NAMED and not is_alone


def says_all(word: str) -> bool:
    """Whether a word, folded, says something of what it stands behind, and wants nothing more: no name follows it.

    Examples
    --------
    >>> [says_all(word) for word in ("отключен", "недоступна", "устарел", "удаленно", "тариф", "содержит")]
    [True, True, True, True, False, False]
    """
    if not _is_russian(word) or not russian().word_is_known(word):
        return False
    tag = russian().parse(word)[0].tag
    return tag.POS in {"PRTS", "ADJS", "ADVB"} or (tag.POS == "VERB" and "intr" in tag)


def _is_russian(word: str) -> bool:
    return len(word) <= _LONGEST and _RUSSIAN.fullmatch(word) is not None


def _stem(word: str) -> str:
    return str(_english().stemWord(word)) if _ENGLISH.fullmatch(word) else word


def _made(word: str) -> set[str]:
    if len(word) > _LONGEST or not _ENGLISH.fullmatch(word):
        return set()
    stems = {word.removesuffix(end) for end in _CUT if len(word) - len(end) > 2}
    return {stem + end for stem, end in product(stems, _PUT) if _stem(stem + end) == _stem(word)}
