"""The rows of a copy without columns as words behind codes and labels: where each can end, and a remark begin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes, row_number
from ingest.table.scene.wording import (
    begins_capital,
    begins_small,
    ends_sentence,
    is_abbreviation,
    is_name,
    is_preposition,
    is_rest,
    is_unit,
    wants_more,
    wants_number,
)
from model.wordforms import can_name, folded, says_all

_MOST_LINES: Final = 20
"""How many lines a row has at most."""

_WIDEST: Final = 20
"""One in so many lines may be wider than the column: a running head goes on in it."""

_HAD_ROOM: Final = 0.85
"""What part of the longest line may be filled with the first word of the next, if that was not wrapped."""

_HAD_MUCH_ROOM: Final = 0.7
_CLOSING: Final = ")%»"
_DASHES: Final = "–—"
_JOINTS: Final = str.maketrans("", "", "-‐\u00ad")
"""What the end of a line may add to a word."""


class Row(NamedTuple):
    """The texts of the words of a row behind its code or label, where these are, and the places that end its lines.

    `parted` are the places that begin a line which the one above had room for. The last row of a part is open: it goes
    on into what stands below, and may end with any of its lines; the last of all does for long.
    """

    texts: Sequence[str]
    indices: Sequence[int]
    lines: Sequence[int]
    parted: Collection[int]
    is_coded: bool
    is_open: bool = False
    is_last: bool = False

    @property
    def ends(self) -> Sequence[int]:
        """The places that it may end at."""
        return self.lines[:_MOST_LINES] if self.is_open else self.lines[-1:]

    def said(self, begin: int, end: int) -> str:
        """What the words from one place to another say, however lines broke them."""
        return "".join(self.texts[begin:end]).translate(_JOINTS)

    def capitals(self, end: int, most: int | None = None) -> Iterator[int]:
        """The places before another, but for the first, of words that begin with a capital; so near at most."""
        begin = 1 if most is None else max(1, end - most)
        return (place for place in range(begin, end) if begins_capital(text := self.texts[place]) and text[0].isalpha())

    def had_room(self, place: int, width: float) -> bool:
        """Whether the line above the one that a place begins had room for its first word, if lines are so wide."""
        above = bisect_left(self.lines, place)
        begin = self.lines[above - 1] if above else 0
        return len(" ".join(self.texts[begin : place + 1])) <= width

    def ends_sentence(self, place: int) -> bool:
        """Whether a sentence ends before a place."""
        return place > 0 and ends_sentence(self.texts[place - 1])

    def is_odd(self, place: int) -> bool:
        """Whether a capital at a place begins no sentence of a text, and is none of a name."""
        is_inside = place in self.parted or not self.ends_sentence(place)
        return is_inside and not (is_abbreviation(self.texts[place]) or is_name(self.texts[place]))

    def is_no_name(self, place: int, end: int) -> bool:
        """Whether what stands between places names nothing in a text.

        A line is parted there, no name is so, or none stands behind what is before.
        """
        return place in self.parted or not (self.names(place, end) and _can_be_named(self.texts[place - 1]))

    def names(self, place: int, end: int) -> bool:
        """Whether what stands between places can be a name."""
        return can_name([folded(text.rstrip(".,:;")) for text in self.texts[place:end]])

    def can_end(self, place: int) -> bool:
        """Whether a text can end before a place.

        A remark stands on a line of its own below a text of several lines, and beside one of a single line.
        """
        before = self.texts[place - 1]
        is_there = place in self.lines or place < self.lines[0]
        is_part = place > 1 and is_rest(self.texts[place - 2], before)
        goes_on = before[-1] in _DASHES or wants_more(before) or (is_preposition(before) and not is_part)
        return is_there and not goes_on


def _can_be_named(text: str) -> bool:
    """Whether a name can stand behind a word: none does behind a bracket, a class, a measure, or «отключен»."""
    return text[-1] not in _CLOSING and not label_shapes(text) and not is_unit(text) and not says_all(folded(text))


def rows_of(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[Row]:
    """The rows below headings: what stands behind each code or label that begins a line, to the next one."""
    indices: list[int] = []
    ends: list[int] = []
    is_coded = False
    for line in lines:
        begin = _behind_head(words, line)
        if begin > line.begin:
            yield Row([words[index].text for index in indices], indices, ends, (), is_coded)
            indices, ends, is_coded = [], [], any(_is_code(word.text) for word in words[line.begin : begin])
        indices += range(begin, _before_labels(words, begin, line.end))
        ends.append(len(indices))
    yield Row([words[index].text for index in indices], indices, ends, (), is_coded, is_open=True)


def _is_code(text: str) -> bool:
    """Whether a word that begins a line can be a code: not if a bracket closes behind it, as in «(RFC / 3261)»."""
    shape = code_shape(text)
    return shape is not None and not shape.marks.startswith(")")


def _behind_head(words: Sequence[Word], line: Line) -> int:
    """Behind the number of the row, the code and the labels on either side of it that begin a line, if any does."""
    begin = line.begin + (row_number(words[line.begin].text) is not None)
    index = _behind_labels(words, begin, line.end)
    is_in_text = index == line.begin and _is_in_text(words, line)
    if index < line.end and _is_code(words[index].text) and not is_in_text:
        index = _behind_labels(words, index + 1, line.end)
    return index if index > begin else line.begin


def _behind_labels(words: Sequence[Word], begin: int, end: int) -> int:
    """Behind the labels that stand from one word on, before another."""
    return next((index for index in range(begin, end) if not label_shapes(words[index].text)), end)


def _before_labels(words: Sequence[Word], begin: int, end: int) -> int:
    """Before the labels that stand last behind others on a line: a copy may set those of merged cells there."""
    while end - begin > 1 and label_shapes(words[end - 1].text) and not wants_more(words[end - 2].text):
        end -= 1
    return end


def _is_in_text(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins with a number of the text above: the word before asks for it, or it counts what follows."""
    behind = [words[index].text for index in line.indices[1:2]]
    is_counted = any(is_unit(text) and begins_small(text) for text in behind)
    return is_counted or (line.begin > 0 and wants_number(words[line.begin - 1].text))


def with_room(rows: Sequence[Row]) -> list[Row]:
    """Rows with the places that begin a line which the one above had room for, by the width of lines below others.

    Beside a first line a remark may stand.
    """
    width = width_of(rows)
    return [row._replace(parted=frozenset(_parted(row, width))) for row in rows]


def width_of(rows: Sequence[Row]) -> int:
    """How wide the lines of rows are that stand below another, nearly all of them."""
    lines = (row.texts[begin:end] for row in rows if not row.is_open for begin, end in pairwise(row.lines))
    widths = sorted((len(" ".join(line)) for line in lines), reverse=True)
    return widths[len(widths) // _WIDEST] if widths else 0


def _parted(row: Row, width: int) -> Iterator[int]:
    """The places that begin a line which the one above had room for; much room, where a small letter begins it."""
    for end in row.lines:
        if 0 < end < len(row.texts):
            most = _HAD_ROOM if begins_capital(row.texts[end]) else _HAD_MUCH_ROOM
            if row.had_room(end, most * width):
                yield end
