"""Texts at places of a page, as other tools give them, to the words of its lines."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from ingest.document.cleaning import HYPHENS, SOFT_HYPHEN, clean, normalised
from ingest.document.edition_labels import Labels
from ingest.document.fragments import Fragments, Style, Word
from ingest.readers.box_lines import with_lines_settled
from ingest.readers.pdf.ligatures import with_letters_apart
from ingest.readers.placed_text import PlacedText, places_in
from ingest.readers.run_columns import with_columns_parted
from model import Span

_SAME_LINE: Final = 0.45
"""How far apart base lines of one line may stand, in sizes."""

_TOUCHING: Final = 0.08
"""Less room than that between two runs of text, in sizes, is none: where a font changes, as at a hyphen."""

_SPACE: Final = 0.7
"""No space between two words is so wide, in sizes."""

_PART_OF_SPACE: Final = 0.35
"""What part of a usual space between words none between letters has."""

DESCENT: Final = 0.2
"""How far the base line of a text stands above the lower edge of its box, in heights."""

_SYLLABLE: Final = 2
"""Where most texts before a space have so many letters at most, they are parts of words whose letters are spread."""

_FEWEST_SPREAD: Final = 20
_WIDER: Final = 0.1
"""By how much, in sizes, the room between two words is wider at least than that between spread letters."""

_LONG: Final = 4
"""A text of so many letters is wider than high, if it is level."""

_WORDS: Final = re.compile(r"\S+")
_DRAWN: Final = re.compile(rf"\w{SOFT_HYPHEN}\w")
"""Fonts call one glyph a hyphen or a soft one: a soft one that is not seen stands in no page."""


def fragments_of(texts: Sequence[PlacedText], form: str, encoding: str | None, labels: Labels) -> Fragments:
    """The words of texts at places, in lines by their base lines."""
    shown = _with_hyphens([text for text in texts if text.text.strip()])
    lines = [line for page in _by_page(_upright(shown)) for line in _lines(list(_with_marks(page)))]
    lines = _with_words_whole(lines)
    touching = _touching(lines)
    lines = with_columns_parted(with_lines_settled(lines))
    words = (word for number, line in enumerate(lines) for word in _line_words(line, number, touching))
    return Fragments(tuple(words), (), "page", form, encoding, labels)


def _with_words_whole(lines: list[list[PlacedText]]) -> list[list[PlacedText]]:
    """The same lines; where the letters of most words are spread, those of a word are one text again.

    The room between two letters is the same throughout, and that between two words wider: nothing lies between them.
    """
    rooms = [(_room(text, after), len(text.text)) for line in lines for text, after in pairwise(line)]
    spaces = sorted((room, count) for room, count in rooms if _TOUCHING < room < _SPACE)
    if 2 * sum(count <= _SYLLABLE for _, count in spaces) <= max(len(spaces), 2 * _FEWEST_SPREAD):
        return lines
    steps = ((narrow, wide) for (narrow, _), (wide, _) in pairwise(spaces) if wide - narrow > _WIDER)
    limit = sum(next(steps, (_SPACE, _SPACE))) / 2
    return [list(_joined(line, limit)) for line in lines]


def _joined(line: Iterable[PlacedText], limit: float) -> Iterator[PlacedText]:
    """The texts of a line, those with less room between them than that joined, but for marks of notes."""
    whole: PlacedText | None = None
    for text in line:
        if whole is not None and whole.style == text.style and _room(whole, text) < limit:
            whole = whole._replace(text=whole.text + text.text, right=text.right)
        else:
            yield from () if whole is None else (whole,)
            whole = text
    yield from () if whole is None else (whole,)


def _room(text: PlacedText, after: PlacedText) -> float:
    return (after.left - text.right) / text.size


def _with_hyphens(texts: list[PlacedText]) -> list[PlacedText]:
    """The same texts; where soft hyphens stand amid them they are hyphens: the page shows what a tool gives of it."""
    if not any(_DRAWN.search(text.text) for text in texts):
        return texts
    return [text._replace(text=text.text.replace(SOFT_HYPHEN, HYPHENS[0])) for text in texts]


def _touching(lines: Iterable[Sequence[PlacedText]]) -> float:
    """How much room between two runs of text, in sizes, is none: more, where letters are spread, and words are more."""
    rooms = (_room(text, after) for line in lines for text, after in pairwise(line))
    spaces = sorted(room for room in rooms if _TOUCHING < room < _SPACE)
    return max(_TOUCHING, _PART_OF_SPACE * spaces[len(spaces) // 2]) if spaces else _TOUCHING


def _by_page(texts: Iterable[PlacedText]) -> Iterator[list[PlacedText]]:
    """The texts of each page."""
    for _, page in groupby(sorted(texts, key=lambda text: text.page), key=lambda text: text.page):
        yield list(page)


def lines_of(texts: Iterable[PlacedText]) -> Iterator[list[PlacedText]]:
    """The texts of each line, from the left."""
    for page in _by_page(texts):
        yield from _lines(page)


def neighbours(texts: Iterable[PlacedText]) -> Iterator[tuple[PlacedText, PlacedText]]:
    """Each text with the next on its line."""
    for line in lines_of(texts):
        yield from pairwise(line)


def _upright(texts: Sequence[PlacedText]) -> list[PlacedText]:
    """Texts, those of pages that lie as they are read: most words of such are higher than wide.

    Which way their lines run, the words tell that follow each other on one.
    """
    long = [text for text in texts if len(text.text) >= _LONG]
    pages = Counter(text.page for text in long)
    lying = Counter(text.page for text in long if text.right - text.left < text.size)
    turned = [text for text in texts if 2 * lying[text.page] > pages[text.page]]
    steps = [after.base - text.base for text, after in pairwise(turned) if text.left == after.left]
    goes_down = 2 * sum(step > 0 for step in steps) >= len(steps)
    edge = max((text.right if goes_down else text.base + DESCENT * text.size for text in turned), default=0.0)
    level = (text for text in texts if 2 * lying[text.page] <= pages[text.page])
    return [*level, *(_turned(text, edge, goes_down=goes_down) for text in turned)]


def _turned(text: PlacedText, edge: float, *, goes_down: bool) -> PlacedText:
    """A text that runs down or up the page, as if it ran across; the edge of the pages becomes their top or left."""
    size, bottom = text.right - text.left, text.base + DESCENT * text.size
    left = bottom - text.size if goes_down else edge - bottom
    base = edge - text.left - DESCENT * size if goes_down else text.right - DESCENT * size
    return text._replace(left=left, right=left + text.size, base=base, size=size)


def _with_marks(texts: Sequence[PlacedText]) -> Iterator[PlacedText]:
    """The texts of a page, small ones off the base line of a text beside them on that of it, as marks of notes are."""
    from ingest.readers.pdf.characters import Face
    from ingest.readers.pdf.placing import Placed, find_marks
    from ingest.readers.pdf.spelling import Piece
    from ingest.readers.pdf.upright import frame_of

    words = []
    for text in texts:
        face = Face(frame_of(0), text.base, text.size)
        piece = Piece(text.text, text.left, text.right, face)
        box = (text.left, text.base - text.size, text.right, text.base)
        words.append(Placed(piece, box, text.base, text.size, is_level=True))
    find_marks(words)
    for text, word in zip(texts, words, strict=True):
        is_mark = word.host is not None
        style = replace(text.style, is_raised=word.is_raised)
        yield text._replace(base=word.line_base, style=style) if is_mark else text


def _lines(texts: Sequence[PlacedText]) -> Iterator[list[PlacedText]]:
    """The texts of a page by lines, from the left."""
    line: list[PlacedText] = []
    for text in sorted(texts, key=lambda text: (text.base, text.left)):
        if line and text.base - line[0].base > _SAME_LINE * max(text.size, line[0].size):
            yield sorted(line, key=lambda item: item.left)
            line = []
        line.append(text)
    if line:
        yield sorted(line, key=lambda item: item.left)


def _line_words(line: Sequence[PlacedText], number: int, touching: float) -> Iterator[Word]:
    end: float | None = None
    for before, text in zip([None, *line], line, strict=False):
        places = places_in(text)
        is_spaced = before is not None and before.text[-1:].isspace()
        for start, stop, style in _words_of(text):
            said = with_letters_apart(text.text[start:stop])
            word = clean(said)
            left, right = places[start], places[stop]
            if not word:
                continue
            parted = is_spaced if start == 0 else text.text[start - 1].isspace()
            yield Word(
                text=word,
                place=Span(page=text.page + 1, line=text.line),
                sheet=text.page,
                line=number,
                x0=left,
                x1=right,
                base=text.base,
                size=text.size,
                gap=_gap(end, left, text.size, touching, is_spaced=parted),
                style=style,
                normalised=normalised(said),
            )
            end = right


def _words_of(text: PlacedText) -> Iterator[tuple[int, int, Style]]:
    """Where each word of a text begins and ends, and its style: a mark at the end of one is a word of its own."""
    marks = dict(text.marks)
    for match in _WORDS.finditer(text.text):
        cut = match.end() - marks.get(match[0], 0)
        yield match.start(), cut, text.style
        if cut < match.end():
            yield cut, match.end(), replace(text.style, is_raised=True)


def _gap(end: float | None, left: float, size: float, touching: float, *, is_spaced: bool) -> float:
    """The room before a word; two runs that touch each other are one word, if the first does not end with a space."""
    if end is None:
        return math.inf
    room = max(left - end, 0.0) / size
    if is_spaced:
        return max(room, touching)
    return 0.0 if room < touching else room
