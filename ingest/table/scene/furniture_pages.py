"""Furniture of pages: lines at their edges that come again at the same height of others, and page numbers there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.document.fragments import WATERMARK, Word
from ingest.table.scene.beside_codes import is_numbered_row
from ingest.table.scene.edges import is_row
from ingest.table.scene.lines import SAME_EDGE, Line
from ingest.table.scene.page_numbers import counts_on, is_page_number
from ingest.table.scene.shapes import code_shape, label_shapes

DIGITS: Final = re.compile(r"\d+")
_SET_APART: Final = re.compile(r"\S\s[|·]\s\S|©")
LONGEST: Final = 200
"""How many characters a running head has at most."""

_EDGE_LINES: Final = 3
"""How many lines at the top and the foot of a page can be furniture."""

_SAME_PLACE: Final = 4.0
_LEVEL: Final = 0.5

_COLUMN: Final = 4
"""So many numbers at one place across the pages are a column of codes."""

_ALWAYS: Final = 3
"""A line in the column of the texts is furniture only if it stands on all sheets of at least so many."""

_FAR: Final = 1000.0
_ROOM: Final = 1.25
"""How much more room than a usual step there is between furniture and the text of a page."""

_ROOM_AROUND: Final = 2.2
"""How much room, in letter heights, is around what stands apart: more than lines of one text have."""

_SAME_MARGIN: Final = 2.0


def without_digits(text: str) -> str:
    """What a line says, whatever its numbers are."""
    return DIGITS.sub("#", text)


def heads_above(texts: Iterable[str]) -> frozenset[str]:
    """What lines above a table say that no text does, digits apart: those with a bar set apart, or a sign of rights.

    Examples
    --------
    >>> sorted(heads_above(["API | v. 1.10", "Подробнее на my-site.ru", "a|b"]))
    ['API | v. #.#']
    """
    return frozenset(without_digits(text) for text in texts if _SET_APART.search(text))


class Pages:
    """The lines of pages, asked for those that are furniture.

    Parameters
    ----------
    words, lines
        The words of the document, and its lines but for headings.
    edge_lines
        How often each line, digits apart, stands at the edge of a page, of pages too that were not read whole.
    columns
        The edges at which texts begin.
    first
        The number of the first line of headings.
    """

    def __init__(
        self,
        words: Sequence[Word],
        lines: Sequence[Line],
        edge_lines: Mapping[str, int],
        columns: Collection[int],
        first: int,
    ) -> None:
        self._words = words
        self._lines = lines
        self._edge_lines = edge_lines
        self._columns = columns
        self._first = first
        self._sheets: defaultdict[int, list[Line]] = defaultdict(list)
        for line in lines:
            self._sheets[line.sheet].append(line)
        self._places: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self._edges:
            self._places[without_digits(line.text)].append(line)
        # The halves of a page are sheets of their own, and one running head is for both.
        self._count = len({words[line.begin].place.page for line in lines})

    def furniture(self) -> dict[int, str]:
        """What each line is that is furniture, by its number."""
        names = {line.number: self._name(line) for line in self._edges}
        found = {number: name for number, name in names.items() if name is not None}
        heads = {without_digits(line.text) for line in self._edges if found.get(line.number) == "running head"}
        inside = [line for line in self._lines if without_digits(line.text) in heads and line.number not in found]
        # Several pages on a sheet have their heads in its middle too.
        found |= {line.number: "running head" for line in inside if self._stands_apart(line)}
        return found | dict.fromkeys(self._named_inside(), "running head")

    def _named_inside(self) -> Iterator[int]:
        """The lines among rows that say what a head above the table does: a copy has its pages end elsewhere."""
        named = heads_above(line.text for line in self._lines if line.number < self._first)
        for line in self._lines if named else ():
            if line.number > self._first and without_digits(line.text) in named and not self._is_row(line):
                yield line.number

    @cached_property
    def _edges(self) -> list[Line]:
        """The lines at the top and the foot of each sheet."""
        return [line for sheet in self._sheets.values() for line in _edge(sheet)]

    def _name(self, line: Line) -> str | None:
        """What a line at the edge of a page is, None if it is no furniture."""
        others = [other for other in self._places[without_digits(line.text)] if other.sheet != line.sheet]
        level = [other.number for other in (line, *others) if abs(other.base - line.base) < _SAME_PLACE]
        is_in_column = round(self._words[line.begin].x0 / SAME_EDGE) in self._columns
        is_counted = any(_counts_on(line, other) for other in others)
        if self._is_page_number(line, comes_again=len(level) > 1, is_beside=is_counted and not is_in_column):
            return "page number"
        if len(line.text) > LONGEST or self._is_row(line) or not self._comes_often(line, len(level)):
            return None
        # What stands above the first headings too is no text of the table.
        is_always = len(level) >= max(_ALWAYS, self._count) or min(level) < self._first
        if is_in_column and not is_counted and not is_always:
            return None
        return "running head" if self._is_apart(line) or (is_counted and not is_in_column) else None

    def _is_row(self, line: Line) -> bool:
        """Whether a line begins as a row does: with a code or a label, or with the number of a row beside the codes."""
        if is_row(self._words, line):
            return True
        place = round(self._words[min(line.begin + 1, line.end - 1)].x0 / SAME_EDGE)
        return is_numbered_row(self._words, line) and self._code_edges[place] >= _COLUMN

    @cached_property
    def _code_edges(self) -> Counter[int]:
        """How many of the numbers that can be codes begin at each place across a page."""
        words = self._words
        codes = (index for line in self._lines for index in line.indices if code_shape(words[index].text))
        return Counter(round(words[index].x0 / SAME_EDGE) for index in codes)

    def _is_page_number(self, line: Line, *, comes_again: bool, is_beside: bool) -> bool:
        """Whether a line numbers its page; `is_beside` if it counts on beside the column of the texts."""
        # The pages of a long document have numbers as codes have.
        if line.text.isdecimal() and is_beside and line in self._outermost(line):
            return True
        is_set = is_beside or (comes_again and self._is_apart(line)) or self._stands_apart(line)
        return is_page_number(line.text) and is_set

    def _comes_often(self, line: Line, times: int) -> bool:
        """Whether a line stands at one height of half of the pages, or at the edge of several."""
        return times >= max(2, self._count / 2) or self._edge_lines.get(without_digits(line.text), 0) > 2

    @cached_property
    def _usual_step(self) -> float:
        """The step from one line of a text to the next: a small one among all steps."""
        steps = sorted(
            later.base - earlier.base
            for sheet in self._sheets.values()
            for earlier, later in pairwise(sorted(sheet, key=_base))
            if later.base > earlier.base
        )
        return steps[len(steps) // 4] if steps else 0.0

    def _is_apart(self, line: Line) -> bool:
        """Whether more room is between a line and the page inside of it than between the lines of a text.

        The last line of a text at the foot of several pages may be the same word by chance: it hangs on its row.
        """
        sheet, most = self._sheets[line.sheet], _ROOM * self._usual_step
        is_above = line.base < sum(end.base for end in self._outermost(line)) / 2
        inner = [other.base for other in sheet if (other.base > line.base if is_above else other.base < line.base)]
        if min((abs(base - line.base) for base in inner), default=_FAR) <= most:
            return False
        above = sorted((other for other in sheet if other.base < line.base), key=_base, reverse=True)
        for below, other in pairwise([line, *above]):
            if below.base - other.base > most:
                return True
            if is_row(self._words, other):
                return False
        return True

    def _outermost(self, line: Line) -> tuple[Line, Line]:
        """The highest and the lowest line of the sheet of a line."""
        sheet = self._sheets[line.sheet]
        return min(sheet, key=_base), max(sheet, key=_base)

    def _stands_apart(self, line: Line) -> bool:
        """Whether a line at the foot or top of a page has room around it."""
        steps = [abs(line.base - other.base) for other in self._sheets[line.sheet] if other is not line]
        return min(steps, default=_FAR) > _ROOM_AROUND * self._words[line.begin].size


def _counts_on(line: Line, other: Line) -> bool:
    """Whether two lines at one height differ by a number as their pages do: such number pages, however near a text."""
    is_level = abs(line.base - other.base) < _LEVEL
    return is_level and counts_on(line.text, other.text, line.sheet - other.sheet)


def _edge(sheet: Sequence[Line]) -> list[Line]:
    ordered = sorted(sheet, key=_base)
    return ordered if len(ordered) <= 2 * _EDGE_LINES else ordered[:_EDGE_LINES] + ordered[-_EDGE_LINES:]


def _base(line: Line) -> float:
    return line.base


def turned_in_margins(words: Sequence[Word], lines: Sequence[Line], texts: Sequence[str]) -> dict[int, str]:
    """The turned lines that stand at one place of several pages with the same text, and hold no label or code."""
    places: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        first = words[line.begin]
        if first.style.is_turned and not label_shapes(first.text) and not code_shape(first.text):
            places[texts[line.number]].append(line)
    return {
        line.number: WATERMARK
        for alike in places.values()
        for line in alike
        if any(other.sheet != line.sheet and _is_there(words, line, other) for other in alike)
    }


def _is_there(words: Sequence[Word], line: Line, other: Line) -> bool:
    """Whether two lines begin at one place of their pages."""
    one, two = words[line.begin], words[other.begin]
    return abs(one.x0 - two.x0) < _SAME_MARGIN and abs(one.base - two.base) < _SAME_MARGIN
