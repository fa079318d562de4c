"""Words on their lines: from the pieces of each angle to the lines of the upright page."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import clean, normalised
from ingest.document.fragments import WATERMARK, Style, Word
from ingest.readers.pdf.spelling import Piece, are_alike
from ingest.readers.pdf.upright import Box, Frame
from model import Span

_SAME_LINE: Final = 1 / 3
"""How far apart, in letter sizes, the base lines of words on one line are at most."""

_ASCENT: Final = 0.8
_DESCENT: Final = 0.2
"""How far letters reach above and below their base line, in letter sizes."""

_SMALLER: Final = 0.95
_HIGHER: Final = (0.15, 0.9)
_LOWER: Final = (-0.55, -0.08)
_BESIDE: Final = 0.5
"""How small, how much higher or lower and how near a mark is to the word that it belongs to, in the sizes of that."""

_TOUCHES: Final = 0.15
_SHORT: Final = 4
"""How near, in letter sizes, and how short a mark of the same size is."""

_SPREAD: Final = 3.0
"""How far apart, in letter sizes, words of a line stand that is spread to the width of its cell."""

_style: Final = cache(Style)  # pages have few


@dataclass(slots=True, eq=False)
class Placed:
    """A piece with its place on the upright page; `is_level` says that it is no turned one and no watermark.

    `slant` is its angle on the page, in degrees; `host` is the word that a raised or lowered mark stands behind.
    """

    piece: Piece
    box: Box
    base: float
    size: float
    is_level: bool
    slant: int = 0
    is_watermark: bool = False
    is_struck: bool = False
    is_pale: bool = False
    host: Placed | None = None

    @property
    def is_raised(self) -> bool:
        """Whether it is a raised mark, smaller or not."""
        return self.piece.is_raised or (self.host is not None and self.base < self.host.base)

    @property
    def line_base(self) -> float:
        """The base line of the line that it stands on."""
        return self.host.base if self.host else self.base


def placed(pieces: Iterable[Piece], frame: Frame) -> Iterator[Placed]:
    """The pieces of one angle on a page whose frame is given."""
    for piece in pieces:
        own = piece.face.frame
        box = (piece.x0, piece.base - _ASCENT * piece.size, piece.x1, piece.base + _DESCENT * piece.size)
        if own.angle == frame.angle:
            left, top, right, bottom = box
            moved = (left - frame.left, top - frame.top, right - frame.left, bottom - frame.top)
            yield Placed(piece, moved, piece.base - frame.top, piece.size, is_level=True)
        else:
            moved = _turned(box, own, frame)
            yield Placed(piece, moved, moved[3], piece.size, is_level=False, slant=own.angle - frame.angle)


def _turned(box: Box, own: Frame, frame: Frame) -> Box:
    """A box of one frame in another."""
    left, top, right, bottom = box
    corners = [frame.place(*own.point(x, y)) for x in (left, right) for y in (top, bottom)]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def find_marks(words: Sequence[Placed]) -> None:
    """Tell the marks: beside a word, off its base line, and smaller than it, or short and in no line of their own."""
    level = sorted((word for word in words if word.is_level), key=lambda word: word.base)
    bases = [word.base for word in level]
    reach = max((word.size for word in level), default=0.0)
    for word in level:
        first = bisect_left(bases, word.base + _LOWER[0] * reach)
        last = bisect_right(bases, word.base + _HIGHER[1] * reach)
        near = level[first:last]
        hosts = [other for other in near if other.host is None and _is_mark_of(word, other)]
        if any(word.size >= _SMALLER * host.size for host in hosts) and _is_in_line(word, near):
            continue
        word.host = min(hosts, key=lambda other: _distance(word, other), default=None)


def _is_mark_of(word: Placed, host: Placed) -> bool:
    height = (host.base - word.base) / (host.size or 1.0)
    if _LOWER[1] < height < _HIGHER[0] or not _LOWER[0] <= height <= _HIGHER[1]:
        return False
    if word.size < _SMALLER * host.size:
        return _distance(word, host) <= _BESIDE * host.size
    is_short = len(word.piece.text) <= min(_SHORT, len(host.piece.text))
    return height > 0 and is_short and word.size <= host.size and _distance(word, host) <= _TOUCHES * host.size


def _is_in_line(word: Placed, near: Sequence[Placed]) -> bool:
    """Whether a word goes on with others of its size and base line that are more than marks: rows may overlap."""
    beside = [other for other in near if are_alike(word.piece.face, other.piece.face)]
    row = sorted(beside, key=lambda other: other.box[0])
    here = row.index(word)
    letters = 0
    for way in (row[here:], row[here::-1]):
        for one, two in pairwise(way):
            if _distance(one, two) > _SPREAD * word.size:
                break
            letters += len(two.piece.text)
    return letters > 2 * _SHORT


def _distance(word: Placed, host: Placed) -> float:
    return min(abs(word.box[0] - host.box[2]), abs(host.box[0] - word.box[2]))


def _never(_: float, __: Placed) -> bool:
    return False


def lines_of(
    words: Iterable[Placed], number: int, start: int = 0, is_parted: Callable[[float, Placed], bool] = _never
) -> Iterator[tuple[Word, ...]]:
    """The words of a page of a number, gathered into lines from the top down.

    `line` of each counts all lines from `start`, turned words and watermarks too, which stand on one each; that of its
    place counts those that people see as lines, from 1. `is_parted` says whether a cell begins with a word, behind the
    place where the word before it ends.
    """
    rows: list[list[Placed]] = []
    level: list[Placed] | None = None
    shown = (word for word in words if clean(word.piece.text))
    for word in sorted(shown, key=lambda word: (word.line_base, word.host is not None, word.box[0])):
        if word.is_level and level and (word.host in level or _is_beside(level[0], word)):
            level.append(word)
            continue
        row = [word]
        rows.append(row)
        level = row if word.is_level else level
    count = 0
    for index, row in enumerate(rows, start=start):
        count += row[0].is_level
        yield tuple(_words(sorted(row, key=lambda word: word.box[0]), number, index, max(count, 1), is_parted))


def _is_beside(word: Placed, other: Placed) -> bool:
    return abs(word.line_base - other.line_base) <= _SAME_LINE * min(word.size, other.size)


def _words(
    row: Sequence[Placed], number: int, index: int, line: int, is_parted: Callable[[float, Placed], bool]
) -> Iterator[Word]:
    end: float | None = None
    for word in row:
        left, top, right, bottom = (round(value, 2) for value in word.box)
        yield Word(
            text=clean(word.piece.text),
            place=Span(page=number, line=line, box=(left, top, right, bottom)),
            sheet=number - 1,
            line=index,
            x0=left,
            x1=right,
            base=round(word.base, 2),
            size=round(word.size, 2),
            gap=math.inf if end is None or is_parted(end, word) else round((word.box[0] - end) / (word.size or 1.0), 3),
            style=_style(word.is_raised, word.is_struck, not word.is_level, word.is_pale),
            furniture=WATERMARK if word.is_watermark else None,
            normalised=normalised(word.piece.text),
        )
        end = word.box[2]
