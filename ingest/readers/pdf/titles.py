"""Places on the parts of a table, and the labels that stand at the head of a row of their own (reading rule 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.readers.pdf.columns import TableLine
from ingest.readers.pdf.layout import Part
from ingest.readers.pdf.words import Line
from ingest.table.lookalikes import as_meant
from model import ClassPattern

MIDDLE: Final = 0.35
"""How far, in font sizes, the middle of the letters is above the line they stand on."""

SAME: Final = 0.3
"""How far apart, in font sizes, words are at most that stand beside each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words on one line, and the index of the part of the table that they stand in."""

    part: int
    line: Line

    @property
    def order(self) -> tuple[int, float]:
        """What sorts places in the order of reading."""
        return self.part, self.line.base

    def is_beside(self, other: Place) -> bool:
        """Whether both stand on one line."""
        return self.part == other.part and abs(self.line.base - other.line.base) <= SAME * self.line.size


def number_of(code: Line) -> int:
    """The code as a number, -1 for what stands in its place and is none."""
    return int(code.text) if code.text.isdecimal() else -1


def find_titles(parts: Sequence[Part]) -> tuple[set[tuple[int, int]], list[tuple[int, int]]]:
    """The labels that stand at the head of a row of their own, and those that perhaps do.

    Such a row is that of a class with a title and no code (reading rule 7). A label is named by the index of its part
    and the number of its line. It heads no row where a code of its class stands above it, as beside the label of a
    merged cell, or where a code stands between the same borders. Without borders, it may belong to the code of its
    class that comes next, and stand at the top of a text that the code stands in the middle of.
    """
    sure, doubtful = set(), []
    is_parted = any(part.lines and height > part.top for part in parts for height in part.borders)
    is_ruled = any(part.is_ruled for part in parts)
    codes = [Place(index, line.code) for index, part in enumerate(parts) for line in part.lines if line.code]
    for index, part in enumerate(parts):
        for line in part.lines:
            if not line.labels or line.code or _is_within(_pattern(line), Place(index, line.labels[0]), codes):
                continue
            key = index, line.labels[0].number
            has_code = _shares_band(part, line) if is_parted else None
            if has_code is None and _is_next(_pattern(line), index, line, codes):
                doubtful.append(key)
            elif not has_code and not _is_cut(parts[index : index + 2], line, is_ruled=is_ruled):
                sure.add(key)
    return sure, doubtful


def _pattern(line: TableLine) -> ClassPattern:
    return ClassPattern(as_meant(line.labels[-1].text))


def _shares_band(part: Part, line: TableLine) -> bool:
    """Whether a code stands between the same borders as a label."""
    label = line.labels[0]
    end = next((height for height in part.borders if height > label.base), float("inf"))
    begin = max((height for height in part.borders if height < label.base - MIDDLE * label.size), default=0.0)
    return any(other.code and begin < other.code.base < end for other in part.lines)


def _is_cut(parts: Sequence[Part], line: TableLine, *, is_ruled: bool) -> bool:
    """Whether a label stands in the last row of a page that is cut, with the code of the row on the next page."""
    if len(parts) < 2 or not all(part.lines for part in parts):
        return False
    part, after = parts
    below = [height for height in part.borders if height > line.labels[0].base]
    code = next((item.code for item in after.lines if item.code), None)
    if below or code is None or not _pattern(line).holds(number_of(code)) or part.sheet.number == after.sheet.number:
        return False
    is_in_first_row = not any(after.top < height < code.base - MIDDLE * code.size for height in after.borders)
    return is_in_first_row and (is_ruled or not _stands_whole(after, code))


def _stands_whole(part: Part, code: Line) -> bool:
    """Whether the first code of a part stands at the top or in the middle of the lines before the next border."""
    end = next((height for height in part.borders if height > code.base), float("inf"))
    heights = [line.text.base for line in part.lines if line.text and line.text.base < end] or [code.base]
    return any(abs(place - code.base) <= SAME * code.size for place in (heights[0], (heights[0] + heights[-1]) / 2))


def _is_next(pattern: ClassPattern, index: int, line: TableLine, codes: Sequence[Place]) -> bool:
    """Whether the next code on the page is one of a class."""
    label = Place(index, line.labels[0])
    after = next((code for code in codes if code.order > label.order), None)
    return after is not None and after.part == index and pattern.holds(number_of(after.line))


def _is_within(pattern: ClassPattern, label: Place, codes: Sequence[Place]) -> bool:
    """Whether the last code above a label is of its class already: then its cell begins above, or its row is cut."""
    before = max((code for code in codes if code.order < label.order), key=lambda code: code.order, default=None)
    return before is not None and pattern.holds(number_of(before.line))
