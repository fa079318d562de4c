"""What of a page is the code table: its lines, the rules between them, and the furniture around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ingest.readers.pdf.columns import FLUSH, Columns, TableLine, follow, table_line
from ingest.readers.pdf.pages import edge_key
from ingest.readers.pdf.words import Line, Rule, Sheet
from ingest.table.prose import is_page_number

_APART: Final = 1.8
"""From how far, in font sizes, a line does not belong to the one above it."""

_STEP: Final = 2.5
"""How far apart, in font sizes, the lines of one text are at most."""

_MARGIN: Final = 0.12
"""How much of a page, at its top and bottom, can be margin."""

_SMALL: Final = 0.92
"""How large, relative to the table, the print of notes and running heads is at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands of a table on one page.

    Parameters
    ----------
    sheet
        The page.
    header
        The header, where it is printed.
    lines
        The lines of the table, from the top down.
    rules
        The heights of the rules that run along the column of the texts.
    above, below
        Running heads and page numbers before and after the lines.
    rest
        The lines after the table, if it ends on this page: then it is closed.
    goes_on
        Whether the table goes on with another part.
    borders
        The heights that part rows, when they are known: those of rules and of wide gaps.
    """

    sheet: Sheet
    header: Line | None
    lines: tuple[TableLine, ...]
    rules: tuple[float, ...]
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()
    rest: tuple[Line, ...] = ()
    goes_on: bool = False
    borders: tuple[float, ...] = ()

    @property
    def top(self) -> float:
        """The height of the first line."""
        return min(item.base for item in (self.lines[0].code, self.lines[0].text, *self.lines[0].labels) if item)

    @property
    def is_ruled(self) -> bool:
        """Whether rules part its rows, not only the header from them."""
        return bool(self.lines) and any(height > self.top for height in self.rules)

    @property
    def size(self) -> float:
        """The size of the letters."""
        sizes = [item.size for line in self.lines for item in (line.code, line.text, *line.labels) if item]
        return median(sizes) if sizes else 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page on which a table goes on, or stands: what is asked of its lines to tell the table from the rest.

    `edges` counts the lines at the edges of all pages, digits apart.
    """

    sheet: Sheet
    columns: Columns
    edges: Counter[str]

    def part(self, header: Line | None, lines: Sequence[Line]) -> Part | None:
        """The part of the table that the lines begin with; None if they do not go on with a table."""
        body = list(lines)
        below = self._furniture_below(body)
        above = [] if header else self._furniture_above(body)
        end = self._end(body)
        if not header and (not end or not self._goes_on(body[:end])):
            return None
        taken = tuple(line for line in (table_line(item, self.columns) for item in body[:end]) if line)
        return Part(self.sheet, header, taken, self._rules(body[:end]), tuple(above), tuple(below), tuple(body[end:]))

    def without_furniture(self, lines: Sequence[Line]) -> list[Line]:
        """What is left of lines when running heads and page numbers are taken away at both ends."""
        body = list(lines)
        self._furniture_above(body)
        self._furniture_below(body)
        return body

    def _goes_on(self, lines: Sequence[Line]) -> bool:
        """Whether lines without a header go on with a table: by their codes, or by a text in its column."""
        return follow(self.columns, lines) is not None or self._is_flush(lines[0])

    def _is_flush(self, line: Line) -> bool:
        return abs(line.x0 - self.columns.text) <= FLUSH or (
            not self.columns.is_flush and line.x0 >= self.columns.border
        )

    def _is_in_place(self, code: Line, step: float) -> bool:
        """Whether a number stands exactly where codes do, or a step from the next line, as no page number does."""
        is_near = step <= _STEP * self.columns.size
        return len(code.text) == len("0000") and (is_near or abs(code.x0 - self.columns.codes[0]) <= 2 * FLUSH)

    def _is_text(self, line: Line) -> bool:
        return line.x0 >= self.columns.border

    def _furniture_below(self, body: list[Line]) -> list[Line]:
        """Take the running heads and page numbers away from the end of the lines."""
        taken: list[Line] = []
        while body:
            step = body[-1].base - body[-2].base if len(body) > 1 else self.sheet.height
            in_margin = not taken and body[-1].base > (1 - _MARGIN) * self.sheet.height
            if not self._is_furniture(body[-1], step, in_margin=in_margin):
                break
            taken.insert(0, body.pop())
        return taken

    def _furniture_above(self, body: list[Line]) -> list[Line]:
        """Take the running heads and page numbers away from the begin of the lines."""
        taken: list[Line] = []
        while body:
            step = body[1].base - body[0].base if len(body) > 1 else self.sheet.height
            in_margin = not taken and body[0].base < _MARGIN * self.sheet.height
            if not self._is_furniture(body[0], step, in_margin=in_margin):
                break
            taken.append(body.pop(0))
        return taken

    def _is_furniture(self, line: Line, step: float, *, in_margin: bool) -> bool:
        """Whether the outermost line, a step from the next, is a running head, a page number or a note."""
        parsed = table_line(line, self.columns)
        if parsed and (parsed.labels or (parsed.code and (parsed.text or self._is_in_place(parsed.code, step)))):
            return False
        is_apart = step > _APART * self.columns.size
        is_known = is_page_number(line.text) or self._is_repeated(line)
        if not self._is_text(line):
            return is_known or line.size < _SMALL * self.columns.size or (is_apart and in_margin)
        if not self._is_flush(line):
            return is_known or is_apart
        return is_apart and (is_page_number(line.text) or line.size < _SMALL * self.columns.size)

    def _is_repeated(self, line: Line) -> bool:
        return all(self.edges[edge_key(piece)] > 1 for piece in _pieces(line))

    def _end(self, body: Sequence[Line]) -> int:
        """The index of the first line that is none of the table."""
        end = next((index for index, line in enumerate(body) if not table_line(line, self.columns)), len(body))
        last = max((index for index in range(end) if not self._is_text(body[index])), default=-1)
        for index in range(last + 1, end):
            if not self._is_continuation(body, index):
                return index
        return end

    def _is_continuation(self, body: Sequence[Line], index: int) -> bool:
        """Whether a line of text, with no label or code below it, goes on with the text above it."""
        line = body[index]
        step = line.base - body[index - 1].base if index else 0.0
        is_alike = _SMALL < line.size / self.columns.size < 1 / _SMALL
        return is_alike and step <= _STEP * self.columns.size and self._is_flush(line)

    def _rules(self, lines: Sequence[Line]) -> tuple[float, ...]:
        """The heights of the rules that run along the whole column of the texts."""
        if not lines:
            return ()
        right = max(line.words[-1].x1 for line in lines)
        return tuple(rule_heights(self.sheet.rules, self.columns.text - 1, right))


def _pieces(line: Line) -> Iterator[str]:
    """The texts of a line that stand far from each other, such as the two ends of a running head."""
    words: list[str] = []
    for index, word in enumerate(line.words):
        if index and word.x0 - line.words[index - 1].x1 > 2 * word.size:
            yield " ".join(words)
            words = []
        words.append(word.text)
    yield " ".join(words)


def rule_heights(rules: Sequence[Rule], left: float, right: float) -> Iterator[float]:
    """The heights at which rules cover a stretch, all but a tenth of it; the pieces of one rule count together."""
    height, covered, reached = float("-inf"), 0.0, left
    for rule in sorted(rules, key=lambda rule: (round(rule.y), rule.x0)):
        if rule.y - height > 1:
            height, covered, reached = rule.y, 0.0, left
        begin, end = max(rule.x0, reached), min(rule.x1, right)
        before, covered = covered, covered + max(end - begin, 0.0)
        reached = max(reached, end)
        if before < 0.9 * (right - left) <= covered:
            yield height
