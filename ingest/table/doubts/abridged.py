"""Doubts about texts of tables as programs print them: shortened, with words for no value, or hyphens for dashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.cleaning import NO_VALUE
from ingest.table.doubts.texts import CodeText
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_COLUMN, DOUBTFUL_JOIN, DOUBTFUL_TEXT

_DOTS: Final = ("...", "…")
_FOR_DASHES: Final = frozenset({"--", "---"})
_SPREAD: Final = 12
"""How far apart shortened texts end at most: some programs shorten between words."""

_SHORTEST: Final = 16
"""No program shortens texts to less."""


def abridged_doubts(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """The doubts about texts that a program printed, as findings."""
    yield from _shortened(texts)
    yield from _without_value(texts)
    yield from _without_dashes(reading, texts)


def _shortened(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that end with three dots, all about as long, while none of the others is longer.

    Data frames and tables of a terminal are shown so, and saved so by some.
    """
    dotted = [text for text in texts if text.whole.endswith(_DOTS)]
    if not dotted:
        return
    lengths = [len(text.whole) for text in dotted]
    longest = max((len(text.whole) for text in texts if not text.whole.endswith(_DOTS)), default=0)
    if max(lengths) - min(lengths) <= _SPREAD and min(lengths) >= _SHORTEST and longest <= max(lengths):
        text, head = dotted[0].whole, dotted[0].head
        message = f"«{text[-50:]}», {len(dotted)} in all, ends with dots as where a program shows no more of a text"
        yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)


def _without_value(texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts that begin or end with what programs write into a cell without a value: it is another column's."""
    for text in texts:
        if not NO_VALUE.isdisjoint((text.words[0], text.words[-1])):
            message = f"the text of {text.head.number:04d} holds a word for no value: «{text.shown}»"
            yield DOUBTFUL_COLUMN.finding(message, text.head.word.span, code=text.head.number)
            return


def _without_dashes(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """Texts with two or three hyphens between blanks: Markdown and programs of a terminal write dashes so."""
    for text in texts if reading.scene.fragments.layout != "page" else ():
        if not _FOR_DASHES.isdisjoint(text.words):
            message = f"the hyphens in the text of {text.head.number:04d} may have been a dash: «{text.shown}»"
            yield DOUBTFUL_JOIN.finding(message, text.head.word.span, code=text.head.number)
