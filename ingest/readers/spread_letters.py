"""Texts whose letters are spread: a tool wrote a blank between each two, and three between words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.readers.placed_text import PlacedText

_FEWEST: Final = 4
"""A text of so many letters tells whether they are spread, and so many such texts whether those of a document are."""

_NEARLY_ALL: Final = 0.7
"""What part of the pieces between blanks is one letter at least: some stand so near that no blank is between."""

_NUMBER: Final = re.compile(r"^(\d{4})(?=[^\W\d_]{2}|[«„“\"(]|\d-[^\W\d_])")
"""A number that fills a cell beside a text: the room between cells is no wider than that between letters."""


def with_letters_joined(texts: Sequence[PlacedText]) -> list[PlacedText]:
    """The same texts; where the letters of most are spread, each in words."""
    plain = [re.sub(r"[^\S\n]", " ", text.text.strip()) for text in texts]
    long = [text for text in plain if len(text.replace(" ", "")) >= _FEWEST]
    if 2 * sum(map(_are_spread, long)) <= max(2 * _FEWEST, len(long)):
        return list(texts)
    return [
        text._replace(text=_joined(said)) if _are_spread(said) else text
        for text, said in zip(texts, plain, strict=True)
    ]


def _are_spread(text: str) -> bool:
    """Whether nearly all pieces of a text that blanks part are single letters."""
    pieces = text.split()
    return sum(len(piece) == 1 for piece in pieces) >= _NEARLY_ALL * len(pieces)


def _joined(text: str) -> str:
    """A text whose letters are spread, in words.

    Examples
    --------
    >>> _joined("2 0 0 0 Н е   о п л а ч е н"), _joined("2 2 X X")
    ('2000 Не оплачен', '22XX')
    """
    words = [word.replace(" ", "") for word in re.split(r" {2,}", text)]
    return _NUMBER.sub(r"\1 ", " ".join(words))
