"""What the wording of a text says: whether it begins a description, goes on with one, or is a heading or prose.

These are judgements about language, not about codes; wherever they decide something, the rules have left it in doubt.
"""

from __future__ import annotations

import re
from typing import Final

_OPENERS: Final = "«\"“„'(["
_GOVERNING: Final = frozenset(
    (
        "в во на с со к ко об от до из за по при для без под над через между свыше более менее не ни и или либо чем № "
        "http https sip rfc iso гост than of from with for and or the a an"
    ).split()
)
"""Words that want something after them: no description ends with one, and a number after one belongs to it."""

_BEFORE_NUMBER: Final = frozenset(
    (
        "код кода коду кодом коды кодов номер номера номеру номером класс класса классу классом предел лимит максимум "
        "минимум порт порта версия версии что как см января февраля марта апреля мая июня июля августа сентября "
        "октября ноября декабря code codes class number port version limit"
    ).split()
)
"""Words that a number often belongs to: after one, a number inside a text is not surely a code."""

_HEADING: Final = re.compile(
    r"#{1,6}\s|[{<]|(?:\d{1,2}\.)+(?:\d{1,2}\.?)?\s+[A-ZА-ЯЁ]|(?:Примечани[ея]|ПРИМЕЧАНИ[ЕЯ]|Note)\s*[:.]"
    r"|(?:Приложение|Таблица|Рисунок|Рис\.|Глава|Раздел|ПРИЛОЖЕНИЕ|ТАБЛИЦА|ГЛАВА|РАЗДЕЛ"
    r"|Appendix|Annex|Table|Figure|Chapter|Section)\s+(?:№\s*)?[\dA-ZА-Я]{1,3}\b",
)
_COLUMN_HEADINGS: Final = frozenset(
    (
        "код коды поле параметр ключ тип значение описание название имя наименование пояснение событие статус № "
        "code field parameter key type value description name event status"
    ).split()
)
_ABBREVIATION: Final = re.compile(r"\b\w{1,3}\.$")
_SENTENCE_END: Final = re.compile(r"[.:!?…]$")
_PAGE_NUMBER: Final = re.compile(
    r"[-–—|\s]{0,4}(?:(?:стр(?:аница|\.)?|с\.|page|p\.)\s*\d{1,5}|\d{1,3})(?:\s*(?:из|of|/)\s*\d{1,5})?[-–—|\s]{0,4}",
    re.IGNORECASE,
)


def begins_small(text: str) -> bool:
    """Whether the first letter of a text is a small one; names such as iPhone do not count."""
    return text[:1].islower() and text.split(None, 1)[0].islower()


def begins_capital(text: str) -> bool:
    """Whether a text begins with a capital letter, behind an opening quote or bracket or not."""
    return text.lstrip(_OPENERS)[:1].isupper()


def wants_more(text: str) -> bool:
    """Whether a text cannot end where it does: after a hyphen, a comma, an open bracket, or a word such as «до»."""
    if not text:
        return False
    last_word = text.rsplit(" ", 1)[-1].strip(_OPENERS + ").,").casefold()
    return text[-1] in "-‐\u00ad,(«„“/=<>№#+" or text.count("(") > text.count(")") or last_word in _GOVERNING


def wants_number(text: str) -> bool:
    """Whether a number after a text most likely belongs to it: after «код», «см.», a colon, a month, an initial."""
    if not text:
        return False
    last_word = text.rsplit(" ", 1)[-1].strip(_OPENERS)
    is_initial = len(last_word) == 1 and last_word.isupper()
    is_named = last_word.rstrip(".,:").casefold() in _BEFORE_NUMBER
    return is_initial or is_named or (text[-1] in ":;,." and (text[-1] != "." or bool(_ABBREVIATION.search(text))))


def is_column_heading(text: str) -> bool:
    """Whether a text is what the column of some table is usually headed with: Поле, Тип, Description."""
    return text.casefold() in _COLUMN_HEADINGS


def goes_on(before: str, text: str) -> bool:
    """Whether a text reads as the rest of the text before it."""
    return begins_small(text) or text[:1] in ")],.;:»" or wants_more(before)


def is_heading_text(text: str) -> bool:
    """Whether a text is marked as a heading: a section number, `#`, «Приложение 2»."""
    return _HEADING.match(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a text begins with a capital letter and ends as a sentence does."""
    return begins_capital(text) and is_sentence_end(text)


def is_sentence_end(text: str) -> bool:
    """Whether a text ends with a mark that ends a sentence."""
    return _SENTENCE_END.search(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a text is a page number: `43`, `- 43 -`, `стр. 43 из 60`."""
    return _PAGE_NUMBER.fullmatch(text) is not None
