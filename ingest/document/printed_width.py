"""How wide texts are in print, by what letters are wide in most fonts."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_WIDTHS: Final[dict[str, float]] = {
    **dict.fromkeys(" ijlftI.,:;/'!|()-\"", 0.55),
    **dict.fromkeys("rsгзкт", 0.8),
    **dict.fromkeys("mwжфшщыюMWOQДЖМОФШЩЫЮ№—%@", 1.45),
}
_CAPITAL: Final = 1.2
_USUAL: Final = 1.0


def printed_width(text: str) -> float:
    """How wide a text is in proportional letters, counted in letters of the usual width.

    Examples
    --------
    >>> printed_width("или") < printed_width("шум") < printed_width("ШУМ")
    True
    """
    return sum(map(letter_width, text))


@lru_cache(maxsize=4096)
def letter_width(letter: str) -> float:
    """How wide a letter is."""
    return _WIDTHS.get(letter) or (_CAPITAL if letter.isupper() else _USUAL)
