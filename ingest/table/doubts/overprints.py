"""Doubts about words of a page that stand across its texts: turned, large, pale, or printed over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ingest.document.dictionary import knows
from ingest.document.fragments import Word
from ingest.table.division.heads import Piece
from ingest.table.reading import Reading
from ingest.table.scene.shapes import label_shapes
from ingest.table.scene.wording import wants_more
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_CAPITALS: Final = re.compile("[А-ЯЁ]{5,}")
_STAMPED: Final = re.compile("[A-ZА-ЯЁ]{5,}")
_LONG: Final = re.compile("[A-ZА-ЯЁ]{8,}")
_AMID_OTHERS: Final = re.compile("[а-яё](?=[A-Za-z])[ABCEHKMOPTXYaceopxy]*+[A-Za-z]+[а-яё]")
_STAMP: Final = 2
"""How many words in capitals behind others are none of a text: it may name one so."""

_BODY: Final = 0.5
"""How much above the base line is surely drawn, in letter heights: a small letter."""

_OVER: Final = 0.3
"""How far two words share room on a page if one is printed over the other, in letter heights."""

_LARGE: Final = 1.4
"""How much larger than most letters a word of a text is that could be a watermark."""


def overprint_doubts(reading: Reading) -> Iterator[Finding]:
    """Words inside texts that could be watermarks: a reader parts those that surely are."""
    yield from _letters_alone(reading)
    yield from _capital_words(reading)
    yield from _capitals_at_end(reading)
    yield from _capitals_alone(reading)
    yield from _letters_amid_others(reading)
    if reading.scene.fragments.layout != "page":
        return
    words = reading.scene.words
    usual = _usual_size(words)
    for head, run in reading.headed:
        indices = [index for piece in run for index in piece.indices]
        is_mixed = len({words[index].style.is_pale for index in indices}) > 1
        for index in indices:
            word = words[index]
            is_turned = word.style.is_turned and not label_shapes(word.text)
            is_over = any(_is_over(word, words[other]) for other in (index - 1, index + 1) if other < len(words))
            if is_turned or is_over or word.size > _LARGE * usual or (is_mixed and word.style.is_pale):
                message = f"«{word.text[:50]}» in the text of {head.number:04d} could be a watermark, or lie under one"
                yield DOUBTFUL_TEXT.finding(message, word.span, code=head.number)
                break


def _letters_alone(reading: Reading) -> Iterator[Finding]:
    """Capital letters alone on lines of several texts: a copy wrote those of a watermark into the cells below it."""
    runs = ((head, piece) for head, run in reading.headed if len(run) > 1 for piece in run)
    alone = [(head, text, piece) for head, piece in runs if len(text := piece.text) == 1]
    letters = [(head, text, piece) for head, text, piece in alone if text.isupper()]
    if len({text for _, text, _ in letters}) > 1:
        head, text, piece = letters[0]
        message = f"«{text}» alone on a line of the text of {head.number:04d} could be a letter of a watermark"
        yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _capital_words(reading: Reading) -> Iterator[Finding]:
    """A word in capitals, no abbreviation, that ends lines of several texts: a watermark stood behind them."""
    lasts = [
        (head, piece.last) for head, run in reading.headed for piece in run if _CAPITALS.fullmatch(piece.last.text)
    ]
    counts = Counter(word.text for _, word in lasts)
    for head, word in lasts:
        if counts[word.text] > 1 and knows(word.text.casefold()):
            message = f"«{word.text}» in the text of {head.number:04d} could be a watermark"
            yield DOUBTFUL_TEXT.finding(message, word.span, code=head.number)


def _capitals_at_end(reading: Reading) -> Iterator[Finding]:
    """Words in capitals, no abbreviations, that end the line of one text: a stamp, where no line has any other."""
    found = [
        (head, words[-1])
        for head, run in reading.headed
        for piece in run
        if _CAPITALS.fullmatch(piece.last.text)
        if len(words := [reading.scene.words[index] for index in piece.indices]) > _STAMP
        if all(_CAPITALS.fullmatch(word.text) and knows(word.text.casefold()) for word in words[-_STAMP:])
        if not words[-_STAMP - 1].text.isupper()
    ]
    for head, word in found if len(found) == 1 else ():
        message = f"«{word.text}» in the text of {head.number:04d} could be a stamp"
        yield DOUBTFUL_TEXT.finding(message, word.span, code=head.number)


def _capitals_alone(reading: Reading) -> Iterator[Finding]:
    """A word in capitals, and no other, on a further line of a text of a copy that could end above it: a stamp.

    One that ends the last line of a text is one if it is longer than abbreviations are, and the document has no other.
    What the document says inside lines is none.
    """
    longest = [text for text in reading.scene.fragments.said if _LONG.fullmatch(text)]
    runs = [(head, run) for head, run in reading.coded if run]
    found = [(head, pair[1].first) for head, run in runs for pair in pairwise(run) if _is_stamp(*pair)]
    found += [(head, run[-1].last) for head, run in runs if [run[-1].last.text] == longest and len(run[-1].indices) > 1]
    counts = Counter(word.text for word in reading.scene.words) if found else Counter[str]()
    alone = Counter(reading.scene.texts) if found else Counter[str]()
    for head, word in found if reading.scene.fragments.layout != "page" else ():
        if counts[word.text] == max(1, alone[word.text]):
            message = f"«{word.text}» at the end of a line of the text of {head.number:04d} could be a stamp"
            yield DOUBTFUL_TEXT.finding(message, word.span, code=head.number)


def _letters_amid_others(reading: Reading) -> Iterator[Finding]:
    """Latin letters that look like no others amid a word of Russian: a stamp was printed over it, letter by letter."""
    if not any(map(_AMID_OTHERS.search, reading.scene.fragments.said)):
        return
    words = reading.scene.words
    found = ((head, words[index]) for head, run in reading.headed for piece in run for index in piece.indices)
    for head, word in found:
        if _AMID_OTHERS.search(word.text):
            message = f"«{word.text[:50]}» in the text of {head.number:04d} could lie under a stamp"
            yield DOUBTFUL_TEXT.finding(message, word.span, code=head.number)


def _is_stamp(before: Piece, piece: Piece) -> bool:
    """Whether a line is a word in capitals, and the text could end above it."""
    return _STAMPED.fullmatch(piece.text) is not None and not wants_more(before.last.text)


def _usual_size(words: tuple[Word, ...]) -> float:
    """The size of most letters of a document."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _is_over(word: Word, other: Word) -> bool:
    """Whether two words of a sheet share room, as no words of one text do."""
    if word.sheet != other.sheet or other.furniture is not None or word.text == other.text:
        return False
    across = min(word.x1, other.x1) - max(word.x0, other.x0)
    down = min(word.base, other.base) - max(word.base - _BODY * word.size, other.base - _BODY * other.size)
    return min(across, down) > _OVER * min(word.size, other.size)
