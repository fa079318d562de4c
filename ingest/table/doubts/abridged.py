"""Doubts about texts that a program shortened: it showed no more letters than some number, and three dots then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.doubts.texts import texts_of
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_DOTS: Final = ("...", "…")
_SPREAD: Final = 12
"""How far apart shortened texts end at most: some programs shorten between words."""

_SHORTEST: Final = 16
"""No program shortens texts to less."""


def abridged_doubts(reading: Reading) -> Iterator[Finding]:
    """Texts that end with three dots, all about as long, while none of the others is longer.

    Data frames and tables of a terminal are shown so, and saved so by some.
    """
    texts = [(text.whole, text.head) for text in texts_of(reading)]
    dotted = [(text, head) for text, head in texts if text.endswith(_DOTS)]
    if not dotted:
        return
    lengths = [len(text) for text, _ in dotted]
    longest = max((len(text) for text, _ in texts if not text.endswith(_DOTS)), default=0)
    if max(lengths) - min(lengths) <= _SPREAD and min(lengths) >= _SHORTEST and longest <= max(lengths):
        text, head = dotted[0]
        message = f"«{text[-50:]}», {len(dotted)} in all, ends with dots as where a program shows no more of a text"
        yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)
