"""One page as words and rules, upright."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ingest.document.cleaning import clean, normalised
from ingest.document.fragments import Rule, Style, Word
from ingest.readers.pdf.characters import Character, read_characters
from ingest.readers.pdf.drawn import distinct, lines_of, read_shapes
from ingest.readers.pdf.spelling import Piece, pieces_of
from ingest.readers.pdf.upright import Box, Frame, frame_of, main_angle
from model import Span

_SAME_LINE: Final = 1 / 3
"""How far apart, in letter sizes, the base lines of words on one line are at most."""

_ASCENT: Final = 0.8
_DESCENT: Final = 0.2
"""How far letters reach above and below their base line, in letter sizes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words line by line, and its rules."""

    lines: tuple[tuple[Word, ...], ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its place on the upright page; `is_level` says that it is no turned one."""

    piece: Piece
    box: Box
    base: float
    is_level: bool


def read_sheet(page: Any, text: Any, number: int) -> Sheet:
    """A page of a number, from 1, by pypdfium2."""
    characters = read_characters(text)
    angle = main_angle((character.face.frame.angle for character in characters), page.get_rotation() % 360)
    frame = frame_of(angle, _visible(page))
    lines = [box for shape in read_shapes(page, frame) for box in lines_of(shape)]
    words = [word for group in _frames(characters) for word in _placed(group, frame)]
    rules = tuple(Rule(number - 1, *(round(value, 2) for value in line)) for line in distinct(iter(lines)))
    return Sheet(tuple(_lines(words, number)), rules)


def _visible(page: Any) -> Box:
    """The part of a page that is shown (ISO 32000-1, 14.11.2): of the crop box what is in the media box."""
    crop, media = page.get_cropbox(), page.get_mediabox()
    left, lower = max(crop[0], media[0]), max(crop[1], media[1])
    right, upper = min(crop[2], media[2]), min(crop[3], media[3])
    return (left, lower, right, upper) if left < right and lower < upper else media


def _frames(characters: Iterable[Character]) -> Iterator[list[Character]]:
    """The characters of each angle."""
    groups: dict[int, list[Character]] = {}
    for character in characters:
        groups.setdefault(character.face.frame.angle, []).append(character)
    yield from groups.values()


def _placed(characters: Sequence[Character], frame: Frame) -> Iterator[Placed]:
    """The words of characters of one angle, on the upright page."""
    own = characters[0].face.frame
    is_level = own.angle == frame.angle
    for piece in pieces_of(characters):
        top, bottom = piece.base - _ASCENT * piece.size, piece.base + _DESCENT * piece.size
        if is_level:
            left, base = piece.x0 - frame.left, piece.base - frame.top
            box = (left, top - frame.top, piece.x1 - frame.left, bottom - frame.top)
        else:
            box = _turned((piece.x0, top, piece.x1, bottom), own, frame)
            base = box[3]
        yield Placed(piece, box, base, is_level)


def _turned(box: Box, own: Frame, frame: Frame) -> Box:
    """A box of one frame in another."""
    left, top, right, bottom = box
    corners = [
        frame.place(x * own.cosine + y * own.sine, x * own.sine - y * own.cosine)
        for x in (left, right)
        for y in (top, bottom)
    ]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def _lines(words: Iterable[Placed], number: int) -> Iterator[tuple[Word, ...]]:
    """The words of a page, gathered into lines from the top down; `line` of each is that of the page, from 0."""
    rows: list[list[Placed]] = []
    level: list[Placed] | None = None
    for word in sorted(words, key=lambda word: (word.base, word.box[0])):
        if word.is_level and level and _is_beside(level[0], word):
            level.append(word)
            continue
        row = [word]
        rows.append(row)
        level = row if word.is_level else level
    count = 0
    for index, row in enumerate(rows):
        count += row[0].is_level
        yield tuple(_words(sorted(row, key=lambda word: word.box[0]), number, index, max(count, 1)))


def _is_beside(word: Placed, other: Placed) -> bool:
    return abs(word.base - other.base) <= _SAME_LINE * min(word.piece.size, other.piece.size)


def _words(row: Sequence[Placed], number: int, index: int, line: int) -> Iterator[Word]:
    end: float | None = None
    for placed in row:
        piece = placed.piece
        text = clean(piece.text)
        if not text:
            continue
        box = tuple(round(value, 2) for value in placed.box)
        yield Word(
            text=text,
            span=Span(page=number, line=line, box=box),  # type: ignore[arg-type]
            sheet=number - 1,
            line=index,
            x0=round(placed.box[0], 2),
            x1=round(placed.box[2], 2),
            base=round(placed.base, 2),
            size=round(piece.size, 2),
            gap=math.inf if end is None else round((placed.box[0] - end) / (piece.size or 1.0), 3),
            style=Style(piece.is_raised, piece.is_struck, not placed.is_level),
            normalised=normalised(piece.text),
        )
        end = placed.box[2]
