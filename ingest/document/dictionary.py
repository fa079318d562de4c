"""The Russian words that a dictionary knows: whether a line's end broke a word, or a hyphen belongs to it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from model.wordforms import russian

_CYRILLIC: Final = re.compile(r"[а-яё]+(-[а-яё]+)*", re.IGNORECASE)
"""The dictionary lists some words of other scripts, and fails at a surrogate alone; neither is a Russian word."""

WRITTEN_TOGETHER: Final = frozenset(
    "авто аудио видео теле фото само гипер супер микро макро мульти меж сверх анти кибер био гео".split()
)
"""Parts that begin words of Russian and never have a hyphen behind them: автосекретарь, самозанятые."""

_COMPOUND: Final = re.compile(rf"(?:{'|'.join(sorted(WRITTEN_TOGETHER))})([а-яё]{{4,}})", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def knows(word: str) -> bool:
    """Whether a word is a form of a Russian word, in any case, with е for ё.

    The dictionary is that of OpenCorpora, by pymorphy3. It knows neither words of other scripts nor most
    abbreviations; of words with a hyphen it knows only those that are usual. A part of a word may be a word too.

    `word`: one word, without the punctuation around it.

    Examples
    --------
    >>> [knows(word) for word in ("кампаний", "Счете", "по-русски", "автосекретарь", "кампа", "call", "")]
    [True, True, True, True, False, False, False]
    """
    compound = _COMPOUND.fullmatch(word)
    is_known = russian().word_is_known
    return bool(_CYRILLIC.fullmatch(word) and (is_known(word) or (compound and is_known(compound[1]))))
