"""Doubts about words that a copy glued together, or parted: it lost blanks, or took room between letters for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ingest.table.division.heads import Head
from ingest.table.doubts.texts import texts_of
from ingest.table.reading import Reading
from ingest.table.scene.glued import glued_words, likely_glued_words, parted_words
from model import Finding
from model.reading_rules import DOUBTFUL_JOIN, DOUBTFUL_TEXT

_SEVERAL: Final = 3
_GLUED: Final = 0.1
"""In what part of the texts words are glued together, if the copy lost spaces."""

_BROKEN: Final = re.compile(r"(?<!\w)\w+[-\u2010\u00ad] \w+")
"""A word that was broken at the end of a line."""


def glued_doubts(reading: Reading) -> Iterator[Finding]:
    """Words that were glued together: one in a text is told, many say that the copy lost its spaces.

    On a page those that a line end broke are whole: «администрат» and «ором» are no words that belong together.
    """
    is_page = reading.scene.fragments.layout == "page"
    said = [(text.head, text.joined if is_page else text.whole) for text in texts_of(reading)]
    found = _glued_in(said, glued_words)
    if found:  # a copy that lost one space may have lost others
        found = _glued_in(said, lambda text: [*glued_words(text), *likely_glued_words(text)])
    kinds = {word.casefold() for _, words in found for word in words}
    if len(kinds) >= _SEVERAL and len(found) > _GLUED * len(said):
        head, words = found[0]
        message = f"words are glued together in {len(found)} texts, as «{words[0]}»: the copy lost the spaces"
        yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)
        return
    for head, words in found:
        message = f"«{words[0]}» in the text of {head.number:04d} may be several words"
        yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)


def _glued_in(said: Sequence[tuple[Head, str]], glued: Callable[[str], list[str]]) -> list[tuple[Head, list[str]]]:
    return [(head, words) for head, text in said if (words := glued(_BROKEN.sub(" ", text)))]


def parted_doubts(reading: Reading) -> Iterator[Finding]:
    """Words of a copy in two parts: one in a text is told, several say that the copy lost which letters are words.

    On a page those that a narrow column broke were joined: «оборудовани» and «я».
    """
    is_page = reading.scene.fragments.layout == "page"
    said = [(text.head, text.joined if is_page else text.whole) for text in texts_of(reading)]
    found = [(head, words) for head, text in said if (words := parted_words(text))]
    if len({word for _, words in found for word in words}) >= _SEVERAL:
        head, words = found[0]
        message = f"words are parted in {len(found)} texts, as «{words[0]}»: the copy lost which letters are words"
        yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)
        return
    for head, words in found:
        message = f"«{words[0]}» in the text of {head.number:04d} may be one word"
        yield DOUBTFUL_JOIN.finding(message, head.word.span, code=head.number)
