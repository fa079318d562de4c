"""Words that a copy glued together: it lost the spaces between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ingest.document.dictionary import knows

_LONG: Final = 5
_SMALL: Final = frozenset("а в и к о с у во до за из ко на но об от по со без для или над под при про".split())
_NOT: Final = "не"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WITH_DIGITS: Final = re.compile(r"(?<![\w-])[^\W_]+")
_MIXED: Final = re.compile(r"[а-яё]{2,}[a-z]{3,}|[0-9]+[а-яё]{3,}", re.IGNORECASE)
_BEFORE_SIGN: Final = re.compile(r'(?<![а-яё])[а-яё]+(?:«|—|–(?= )|"(?=[а-яё]))', re.IGNORECASE)
"""A word with a sign right behind it that stands apart from words."""

_AMID_LATIN: Final = re.compile(r"[A-Za-z]{2,}[А-ЯЁа-яё]{3,}[A-Za-z]{2,}")
_FEWEST: Final = 7
_SHORT_PART: Final = 3
_TWO_SCRIPTS: Final = re.compile(r"(?<![\w-])[A-Za-z]{2,}[а-яё]{3,}(?![\w-])")
_PAIR: Final = re.compile(r"(?<![\w-])([а-яё]+) (?=([а-яё]+)(?![\w.-]))", re.IGNORECASE)
_ALONE: Final = re.compile(r"(?<![\w-])[а-яё]+(?![\w.-])", re.IGNORECASE)
_CAPITAL: Final = re.compile(r"(?<![\w-])[B-HJ-Z] ")
_CAPITALS: Final = re.compile(r"(?<![\w-])[B-HJ-Z] [A-Z]{1,4}(?![a-z])")
_LONGEST_LATIN: Final = 20
_LONGEST: Final = 200
"""The words that a copy pressed together are no longer in all."""

"""Words of English are no longer, and no dictionary of them is at hand."""


def glued_words(text: str) -> list[str]:
    """The words of a text that no dictionary knows, and that are made of several words that it knows.

    Of Latin letters, those that are longer than any word of English, and those with other letters amid them. And those
    with a dash or a quote right behind them.

    Examples
    --------
    >>> glued_words("Действиеуспешно выполнено, запись небудет сохранена")
    ['Действиеуспешно', 'небудет']
    >>> glued_words("Оплата обзвона: переадресация на автосекретаря")
    []
    >>> glued_words("См. раздел«Лимиты» — не более 1–5, обмен клиент–сервер отклонен— позже")
    ['раздел«', 'отклонен—']
    """
    words = [word for word in _LETTERS.findall(text) if _is_glued(word)]
    return words + _BEFORE_SIGN.findall(text)


def likely_glued_words(text: str) -> list[str]:
    """The words of a text that may be several where others surely are: short ones too, other letters, a number.

    Examples
    --------
    >>> likely_glued_words("Обратитесь кменеджеру, передан всезначения полеerror_text за 500руб.")
    ['кменеджеру', 'всезначения', 'полеerror', '500руб']
    """
    return [word for word in _WITH_DIGITS.findall(text) if _MIXED.fullmatch(word) or _is_likely_glued(word)]


def _is_likely_glued(word: str) -> bool:
    letters = word.casefold()
    if not _LONG < len(word) <= _LONGEST or word.isascii() or word.isupper() or knows(letters):
        return False
    return any(
        (left in _SMALL or (len(left) >= _SHORT_PART and knows(left))) and len(right) >= _SHORT_PART and knows(right)
        for left, right in ((letters[:end], letters[end:]) for end in range(1, len(letters)))
    )


def parted_words(text: str) -> list[str]:
    """The pairs of words of a text of which the dictionary knows not both, and what they make together.

    Of Latin letters, a capital alone before others.

    Examples
    --------
    >>> parted_words("Посылк а отправлена, так к ак прошел срок (H TTP 503)")
    ['Посылк а', 'к ак', 'H TTP']
    >>> parted_words("Доступ ог раничен, перег рузка")
    ['ог раничен', 'перег рузка']
    >>> parted_words("Звонок в колл центр и факс рассылка (ЛК и т. д.)")
    []
    """
    pairs = [f"{before} {after}" for before, after in _PAIR.findall(text) if _is_parted(before, after)]
    return pairs + _CAPITALS.findall(text)


def may_be_parted(words: Iterable[str]) -> bool:
    """Whether words of texts, each once, leave room for such pairs: one is none by itself, or is a capital alone.

    Examples
    --------
    >>> may_be_parted(["Посылк", "а"]), may_be_parted(["H", "TTP"]), may_be_parted(["Посылка", "отправлена", "1-й"])
    (True, True, False)
    """
    whole = " ".join([*words, ""])
    return _CAPITAL.search(whole) is not None or not all(
        stands_alone(word.casefold()) for word in _ALONE.findall(whole)
    )


@lru_cache(maxsize=1 << 14)
def _is_parted(before: str, after: str) -> bool:
    one, two = before.casefold(), after.casefold()
    return knows(one + two) and not (stands_alone(one) and stands_alone(two))


def likely_parted_words(text: str) -> list[str]:
    """The pairs of longer words of a text that make a word together: one in parts, where others surely are.

    Examples
    --------
    >>> likely_parted_words("Вызов завершен перехватом на друг ого оператора, не известен без лимита")
    ['друг ого']
    """
    return [f"{before} {after}" for before, after in _PAIR.findall(text) if _is_likely_parted(before, after)]


def _is_likely_parted(before: str, after: str) -> bool:
    one, two = before.casefold(), after.casefold()
    return min(len(one), len(two)) >= _SHORT_PART and one not in _SMALL and knows(one + two)


def stands_alone(letters: str) -> bool:
    """Whether letters are a word: one alone only if it is a small word, however many the dictionary knows."""
    return letters in _SMALL if len(letters) == 1 else knows(letters)


def words_of_two_scripts(text: str) -> list[str]:
    """The words of a text that begin with Latin letters and go on with those of a Russian word.

    Examples
    --------
    >>> words_of_two_scripts("Отправка SMSсообщения с push-токеном")
    ['SMSсообщения']
    """
    return _TWO_SCRIPTS.findall(text)


def unhyphenated_words(text: str) -> list[str]:
    """The words of a text that no dictionary knows, made of two that it knows or of two scripts: a hyphen is missing.

    Examples
    --------
    >>> unhyphenated_words("Не установлен факсаппарат, отправка SMSсообщения")
    ['факсаппарат', 'SMSсообщения']
    """
    return [word for word in _LETTERS.findall(text) if _lacks_hyphen(word)]


@lru_cache(maxsize=1 << 14)
def _lacks_hyphen(word: str) -> bool:
    letters = word.casefold()
    ends = range(_SHORT_PART, len(letters) - _LONG + 1)
    return _TWO_SCRIPTS.fullmatch(word) is not None or (
        len(letters) <= _LONGEST
        and not letters.isascii()
        and not knows(letters)
        and any(knows(letters[:end]) and knows(letters[end:]) for end in ends)
    )


@lru_cache(maxsize=1 << 14)
def _is_glued(word: str) -> bool:
    if word.isascii():
        return len(word) > _LONGEST_LATIN and word[1:].islower()
    if not _FEWEST <= len(word) <= _LONGEST or word.isupper():
        return _AMID_LATIN.fullmatch(word) is not None
    letters = word.casefold()
    return (not knows(letters) and _fewest_parts(letters) > 1) or _AMID_LATIN.fullmatch(word) is not None


def _fewest_parts(letters: str) -> int:
    """Of how few known words a word is made, 0 if of none."""
    best = {0: 0}
    for end in range(1, len(letters) + 1):
        options = [best[begin] + 1 for begin in best if _is_word(letters[begin:end], is_first=not begin)]
        if options:
            best[end] = min(options)
    return best.get(len(letters), 0)


def _is_word(part: str, *, is_first: bool) -> bool:
    """Whether a part can be a word; at the begin of a word most small ones are its prefix."""
    return part == _NOT or (part in _SMALL and not is_first) or (len(part) >= _LONG and knows(part))
