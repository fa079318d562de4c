"""Lines of texts that are set as a foot of pages is, an address alone, and that the texts themselves ask for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from ingest.table.division.heads import Piece

_ASKING: Final = frozenset("см смотри смотрите адрес адресу see visit url".split())


class Tails:
    """What lines end with, behind other words: a running head stands alone, a phrase of texts only where it must."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._of = cache(self._tails)

    def has(self, text: str) -> bool:
        """Whether a line ends with a text and is longer.

        Examples
        --------
        >>> tails = Tails(["Подробнее: a://b.ru", "a://b.ru", "a://c.ru"])
        >>> tails.has("a://b.ru"), tails.has("a://c.ru")
        (True, False)
        """
        return text in self._of(text.count(" ") + 1)

    def _tails(self, count: int) -> frozenset[str]:
        """The last words of all lines that have more."""
        parted = (text.rsplit(" ", count) for text in self._texts)
        return frozenset(" ".join(words[1:]) for words in parted if len(words) > count)


def asks_for_address(before: Piece) -> bool:
    """Whether the line before an address asks for it: «Подробнее:», «см.», See; a comma or «на» may end any line."""
    word = before.last.text
    return word.endswith(":") or word.strip("(«.,").casefold() in _ASKING
