"""What the wording of a text says: whether it begins, goes on, or asks for a number. Judgements about language only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ingest.table.scene.shapes import MOST_KEPT
from model.wordforms import bases, folded

_QUOTES: Final = "«\"“„'"
OPENING_QUOTES: Final = tuple(_QUOTES)
_OPENERS: Final = _QUOTES + "(["
_GOVERNING: Final = frozenset(
    (
        "в во на с со к ко об от до из за по при для без под над через между свыше более менее не ни и или либо чем №"
        " than of from with for and or the a an is are to in on at by after before about"
        " least most only under over into per until see since within без кроме против вместо среди возле всего ещё еще"
        " уже после больше меньше около ниже выше почти ровно если что как согласно спустя свыше иначе"
    ).split()
)
"""Words that want something after them: no description ends with one, and a number after one belongs to it."""

_NEVER_LAST: Final = frozenset(
    (
        "в во на с со к ко об от до из за по при для без под над через между кроме против вместо и или либо чем не of"
        " from with for and or the a an than by into per is are was were if because"
    ).split()
)
"""Words that no description ends with, numbers apart."""

_STANDARDS: Final = frozenset("http https sip rfc iso гост".split())
"""Names that a number often belongs to; a text may end with one all the same: «Телефония / SIP»."""

_BETWEEN: Final = frozenset("не ни и или либо чем что как если ещё еще уже иначе than and or the a an is are".split())
"""Those of them that say nothing of the word after them."""

_BEFORE_NUMBER: Final = frozenset(
    (
        "см января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        " равно равен равна равны превышает достигает составляет see equals exceeds"
    ).split()
)
"""Words that a number often belongs to."""

_COUNTED: Final = frozenset(
    (
        "код номер класс предел лимит максимум минимум порт версия ошибка значение порог статус режим форма пункт"
        " раздел таблица строка этап шаг уровень тип причина правило приложение приказ канал группа позиция код-ответ"
        " code number class limit port version error value status mode form section table line step stage level type"
        " reason rule threshold item channel group"
    ).split()
)
"""Things that have numbers, by their base."""

_JOINING: Final = frozenset("и или либо чем а но да то and or nor than but".split())
"""Words that join what follows to what stands before: no description begins with one."""

_UNIT: Final = frozenset(
    (
        "мс с сек секунд секунды мин минут минуты ч час часа часов дн дней дня день сутки суток год года году годов г"
        " гг лет кб мб гб тб байт кбайт мбайт гбайт бит руб рублей р коп % штук шт раз раза запросов запроса записей"
        " символов символа знаков попыток абонентов операторов вызовов звонков сообщений строк номеров"
        " контактов участников пользователей мм см км кг"
        " s sec seconds minutes hours days years kb mb gb bytes requests records characters times"
        " users people calls items rows digits ms attempts"
    ).split()
)
_CUT_SHORT: Final = frozenset("сек. мин. час. дн. сут. руб. коп. шт. гг. sec. min. hr. hrs. pcs.".split())
"""Measures whose stop ends no sentence, but stands for the rest of the word; none is set behind МБ."""

_BROKEN: Final = re.compile(r".*[^\W\d_][-\u2010\u00ad]")
_SHORT: Final = re.compile(r"\w{1,3}\.")
_PHRASE: Final = re.compile(r"[^\d|@©·•.:]*")
_ABBREVIATION: Final = re.compile(r"[A-ZА-ЯЁ]{2,5}(?:[-/.,;:)»]|$)")


@lru_cache(maxsize=MOST_KEPT)
def begins_small(text: str) -> bool:
    """Whether the first letter of a text is a small one; names such as iPhone do not count."""
    first = text.lstrip(_OPENERS)
    return first[:1].islower() and first.split(None, 1)[0].islower()


@lru_cache(maxsize=MOST_KEPT)
def begins_capital(text: str) -> bool:
    """Whether a text begins with a capital letter, behind an opening quote or not; nothing begins with a bracket."""
    return text.lstrip(_QUOTES)[:1].isupper()


@lru_cache(maxsize=MOST_KEPT)
def wants_more(text: str) -> bool:
    """Whether a text cannot end with this word: a hyphen, a comma, an open bracket, or a word such as «до»."""
    if not text:
        return False
    return text[-1] in "-‐\u00ad,(«„“/=<>№#+:;" or text.strip(_OPENERS + ")").casefold() in _GOVERNING


@lru_cache(maxsize=MOST_KEPT)
def cannot_end(text: str) -> bool:
    """Whether a text cannot end with this word, and no number is wanted: a comma, a slash, a word such as «при»."""
    is_cut = len(text) > 1 and text[-1] in ",/«„=" and text[-2].isalnum()
    return is_cut or text.strip(_OPENERS).casefold() in _NEVER_LAST


@lru_cache(maxsize=MOST_KEPT)
def wants_number(text: str) -> bool:
    """Whether a number after this word most likely belongs to it: after «код», «см.», a colon.

    Examples
    --------
    >>> wants_number("см."), wants_number("стр."), wants_number("руб.")
    (True, True, False)
    """
    word = text.strip(_OPENERS)
    bare = word.rstrip(".,:").casefold()
    if bare in _BEFORE_NUMBER or bare in _STANDARDS:
        return True
    is_short = _SHORT.fullmatch(word) is not None and not is_unit(word)
    return wants_more(word) or (len(word) == 1 and word.isupper()) or is_short


@lru_cache(maxsize=MOST_KEPT)
def counts_things(text: str) -> bool:
    """Whether a word, in any form, names a thing that has a number: ошибке, кодом, step."""
    word = folded(text.strip(_OPENERS))
    return word.isalpha() and not bases(word).isdisjoint(_COUNTED)


def names_a_kind(text: str) -> bool:
    """Whether a word that has a number stands in its base form: «код», and not «номера», which may end a text."""
    return folded(text.strip(_OPENERS)) in _COUNTED


@lru_cache(maxsize=MOST_KEPT)
def is_preposition(text: str) -> bool:
    """Whether a word governs the one after it: «при», «согласно», «more than», RFC; «или» and «не» do not."""
    word = text.strip(_OPENERS).casefold()
    return word in _STANDARDS or (word in _GOVERNING and word not in _BETWEEN)


@lru_cache(maxsize=MOST_KEPT)
def is_name(text: str) -> bool:
    """Whether a word is a name that stands in small letters anywhere: `call_id`, e-mail, push-токен."""
    return text[:1].isascii() and not text.rstrip(".,;:)").isalpha()


@lru_cache(maxsize=MOST_KEPT)
def is_abbreviation(text: str) -> bool:
    """Whether a word is one of capitals, or begins with one: SMS, SIP-транк, QR-код."""
    return _ABBREVIATION.match(text) is not None


def ends_measure(words: Sequence[str]) -> bool:
    """Whether the last of the words before a place, the nearer one first, measure: «80 см», «500 руб.»."""
    return len(words) > 1 and is_unit(words[0]) and words[1][-1:].isdigit()


def joins(text: str) -> bool:
    """Whether a word joins what follows to what stands before: «или», «чем»."""
    return text in _JOINING


def is_rest(before: str, text: str) -> bool:
    """Whether a word is the end of one that a line broke: «отклоне-», «на»; none is in «аудио-», «и».

    A hyphen that programs set at the ends of lines alone says that it is, whatever the word.
    """
    return is_broken(before) and (before[-1] != "-" or not joins(text))


@lru_cache(maxsize=MOST_KEPT)
def is_broken(text: str) -> bool:
    """Whether a word ends with a hyphen behind a letter: at the end of a line its rest may stand on the next."""
    return _BROKEN.fullmatch(text) is not None


@lru_cache(maxsize=MOST_KEPT)
def is_unit(text: str) -> bool:
    """Whether a word measures or counts what a number before it says: мс, запросов, года."""
    return text.rstrip(".,;:)»").casefold() in _UNIT


def is_cut_short(text: str) -> bool:
    """Whether a word is a measure that its stop may cut short: руб., мин."""
    return text.casefold() in _CUT_SHORT


@lru_cache(maxsize=MOST_KEPT)
def ends_sentence(text: str) -> bool:
    """Whether a word ends with a mark that ends a sentence: `т. д.` does not."""
    word = text.rstrip('»")')
    return word[-1:] in {".", "!", "?", "…"} and not (len(word) == 2 and word[0].islower())


def is_phrase(text: str) -> bool:
    """Whether a line has no number, and no sign that running heads have and texts hardly."""
    return _PHRASE.fullmatch(text) is not None
