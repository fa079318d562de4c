"""Doubts about words that a copy parted: it took the room between letters for a blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.table.doubts.texts import texts_of
from ingest.table.reading import Reading
from ingest.table.scene.glued import parted_words
from model import Finding
from model.reading_rules import DOUBTFUL_JOIN, DOUBTFUL_TEXT

_SEVERAL: Final = 3


def parted_doubts(reading: Reading) -> Iterator[Finding]:
    """Words of a copy in two parts: one in a text is told, several say that the copy lost which letters are words."""
    fragments = reading.scene.fragments
    is_copy = fragments.layout == "text" or (fragments.layout == "page" and fragments.format != "pdf")
    texts = texts_of(reading) if is_copy else []
    found = [(text.head, words) for text in texts if (words := parted_words(text.whole))]
    if len({word for _, words in found for word in words}) >= _SEVERAL:
        head, words = found[0]
        message = f"words are parted in {len(found)} texts, as «{words[0]}»: the copy lost which letters are words"
        yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)
        return
    for head, words in found:
        message = f"«{words[0]}» in the text of {head.number:04d} may be one word"
        yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)
