"""Doubts about texts of tables as programs print them: shortened, with words for no value, or of two columns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
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

_ALIKE: Final = 3
"""A word that stands alone on so many lines is no rest of a text, where so many such follow it."""

_MANY: Final = 8
_FEW_VALUES: Final = 3
_SHARED: Final = 0.6
"""What part of the texts of a table begins, or ends, with the same few words where a column of them was set in."""

_NUMBER: Final = re.compile(r"\d{2,}|\d+(?:[.,/-]\d+)+")
"""A number of several digits, such as 404, 1.9 or 12.05.2024."""

_DIGIT: Final = re.compile(r"\d")


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


def column_doubts(reading: Reading, texts: Sequence[CodeText]) -> Iterator[Finding]:
    """A column of remarks or of a status that was set into the texts: most begin, or end, with one of a few words."""
    yield from _columns_below(reading)
    has_others = any("other" in part.roles for part in reading.scene.headings)
    runs = [run for head, run in reading.coded if len(run) > 1]
    alone = Counter(_kind(run[-1].text) for run in runs if reading.scene.fragments.layout == "text")
    for place, where in ((0, "begin"), (-1, "end")):
        values = Counter(_kind(text.words[place]) for text in texts if len(text.words) > 1)
        often = [word for word, _ in values.most_common(_FEW_VALUES)]
        alike = [word for text in texts if often and _kind(word := text.words[place]) == often[0]]
        is_number = bool(often) and _NUMBER.fullmatch(often[0]) is not None and _come_again(alike)
        is_likely = has_others or is_number or (place < 0 and sum(alone[word] for word in often) >= _MANY)
        if is_likely and len(texts) >= _MANY and sum(values[word] for word in often) > _SHARED * len(texts):
            message = f"most texts {where} with «{alike[0]}»: words of another column may stand in them"
            yield DOUBTFUL_COLUMN.finding(message, texts[0].head.word.span)


def _columns_below(reading: Reading) -> Iterator[Finding]:
    """Texts of a copy that end with words each alone on its line, and each said so again and again.

    pdfminer writes a column that stands right of the others below them, where its page ends. Words of which the one
    always follows the other are a phrase that a narrow column broke.
    """
    scene = reading.scene
    runs = reading.headed if scene.fragments.layout == "text" else ()
    counts = Counter(scene.texts) if runs else Counter()
    around = cache(partial(_lines_around, scene.texts))  # few documents ask
    for head, run in runs:
        often = [piece for piece in run[1:] if len(piece.indices) == 1 and counts[piece.text] >= _ALIKE]
        if head.kind != "code" or len(often) < _ALIKE:
            continue
        alike = [piece for piece in often if min(map(len, around()[piece.text])) > 1]
        if len(alike) >= _ALIKE:
            message = f"«{alike[0].text}» and more in the text of {head.number:04d} could be a column of their own"
            yield DOUBTFUL_TEXT.finding(message, alike[0].first.span, code=head.number)


def _lines_around(texts: Sequence[str]) -> Mapping[str, tuple[set[str], set[str]]]:
    """What stands right above and right below all lines that say the same."""
    around: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for above, below in pairwise(texts):
        around[above][1].add(below)
        around[below][0].add(above)
    return around


def _come_again(values: Sequence[str]) -> bool:
    """Whether values are those of a column, of which many are alike: texts that count have each a number of its own."""
    return 2 * len(set(values)) <= len(values)


def _kind(text: str) -> str:
    """A word, or the form of a number: the values of a column differ in their digits."""
    return _DIGIT.sub("0", text.casefold())
