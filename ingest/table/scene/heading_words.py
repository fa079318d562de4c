"""The words of headings: what each says of its column, those of the code table and those of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from ingest.document.fragments import Word

Role: TypeAlias = Literal["class", "code", "description", "number", "other"]
"""What a column holds; `other` is a remark, a status, or anything that is no part of a description."""

NEEDED: Final[frozenset[Role]] = frozenset({"class", "code", "description"})
"""The columns that a code table has."""

_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(
        "класс подкласс группа class subclass group классы категория category диапазон range".split(), "class"
    ),
    **dict.fromkeys("код code коды codes".split(), "code"),
    **dict.fromkeys(
        "описание description значение расшифровка meaning пояснение message сообщение текст text".split(),
        "description",
    ),
    **dict.fromkeys("№ n no # п п/п пп nr".split(), "number"),
    **dict.fromkeys(
        "комментарий комментарии примечание примечания статус remark remarks comment comments note notes"
        " status".split(),
        "other",
    ),
}
_FILLERS: Final = frozenset(
    "ошибки ошибок кодов результата результатов результат кода класса подкласса группы ответа ответов событие команды"
    " the of error errors result results response и and или".split()
)
_GLUED: Final = re.compile(r"([^\W\d_])(?=\d)")
"""The end of a heading before a label or code: pdfium writes no space between the two on pages that are turned."""

_DECORATION: Final = "*_`\"'«»:|#()."
_SPLIT: Final = re.compile(r"[\s/,()-]+")
_LONGEST: Final = 24
_SHORTEST_GLUED: Final = 7
_LONGEST_GLUED: Final = 3 * _LONGEST
"""How many letters headings have that stand so near that they are one word."""


@lru_cache(maxsize=1 << 14)
def _terms(word: str) -> tuple[str, ...]:
    if word.isalpha() or word in {"№", "#"}:  # nearly all words
        return (word.casefold(),)
    text = word.strip(_DECORATION).casefold()
    return tuple(term for term in ([text] if text in _ROLES else _SPLIT.split(text)) if term)


def is_heading_word(word: str) -> bool:
    """Whether a word can stand in the headings of a code table: all its parts name a column, or go with a name."""
    return len(word) <= _LONGEST and _names_or_fills(word)


@lru_cache(maxsize=1 << 14)
def _names_or_fills(word: str) -> bool:
    terms = _terms(word)
    return all(term in _ROLES or term in _FILLERS for term in terms) and (
        bool(terms) or not any(map(str.isalnum, word))
    )


@lru_cache(maxsize=1 << 14)
def begins_heading_word(word: str) -> bool:
    """Whether a word of headings may go on with what a word says, which is none itself."""
    text = word.casefold()
    return text.isalpha() and not is_heading_word(word) and any(term.startswith(text) for term in (*_ROLES, *_FILLERS))


@lru_cache(maxsize=1 << 14)
def glued_terms(word: str) -> tuple[str, ...]:
    """The names of columns that a word is made of, if these are several; empty for any other word.

    Examples
    --------
    >>> glued_terms("КЛАССКодОписание"), glued_terms("Классификация"), glued_terms("n" * 100_000)
    (('класс', 'код', 'описание'), (), ())
    """
    is_able = _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED
    letters = word.casefold() if is_able else ""
    for term in filter(letters.startswith, _ROLES if is_able else ()):
        rest = letters[len(term) :]
        behind = (rest,) if rest in _ROLES else glued_terms(rest)
        if behind:
            return (term, *behind)
    return ()


@lru_cache(maxsize=1 << 14)
def role_of_word(word: str) -> Role | None:
    """What a word says of the column that it heads; None if nothing."""
    return next((_ROLES[term] for term in _terms(word) if term in _ROLES), None)


def is_called_description(word: str) -> bool:
    """Whether a word says that a column is the description itself, and not something like one: a message, a text."""
    return not _DESCRIPTION.isdisjoint(_terms(word))


_DESCRIPTION: Final = frozenset(("описание", "description"))
_FOREIGN: Final = frozenset(
    (
        "код коды поле параметр ключ тип значение описание название имя наименование пояснение событие статус № формат"
        " обязательность обязательный метод пример code field parameter key type value description name event status"
        " required format method example год дата действие изменение изменения рекомендация year date action change"
        " результат смысл причина result reason"
    ).split()
)
"""What columns of other tables are headed with."""

_KNOWN: Final = _FOREIGN.union(_ROLES) - {term for term, role in _ROLES.items() if role == "class"}


def begins_foreign(word: str) -> bool:
    """Whether a word can begin the headings of another table; nearly none does."""
    return _KNOWN.issuperset(_terms(word)[-1:])


def is_foreign_headings(words: Sequence[Word]) -> bool:
    """Whether words are the headings of another table: Поле, Тип, Описание."""
    terms: list[str] = []
    for word in words:
        terms += _terms(word.text)
        if not _KNOWN.issuperset(terms[-1:]):  # nearly every line of a text ends here
            return False
    named = [word for word in words if word.text[:1].isupper()]
    return 2 <= len(terms) <= 8 and len(named) >= 2 and _KNOWN.issuperset(terms)


def are_capitals(words: Sequence[Word]) -> bool:
    """Whether there are several words, and each begins with a capital and goes on in small letters; signs are none."""
    texts = [word.text for word in words if any(map(str.isalnum, word.text))]
    return len(texts) > 1 and all(text.isalpha() and text.istitle() for text in texts)


def roles_in(text: str) -> frozenset[Role]:
    """The roles that the words of a plain text name.

    Examples
    --------
    >>> sorted(roles_in("Класс Код результата Описание"))
    ['class', 'code', 'description']
    """
    return frozenset().union(*map(_roles_of_word, frozenset(text.split())))


@lru_cache(maxsize=1 << 14)  # the words of a long document, of each page anew
def _roles_of_word(word: str) -> frozenset[Role]:
    return frozenset(_ROLES[term] for term in _terms(_GLUED.sub(r"\1 ", word)) if term in _ROLES)
