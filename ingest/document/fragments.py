"""What all readers give: a document as words, each with its place, and the rules that are drawn between them.

A reader knows its format and nothing of codes. Pages give words as they are printed. Formats with cells give blocks,
lines and tables, which `lay_out` turns into words on one long sheet: a column of cells is a stripe of it, a row of
cells a band with rules above and below. So one way of reading serves all formats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ingest.document.cleaning import PLAIN_LINE, UNCHANGED, Normalised, clean, normalised, parts
from ingest.document.edition_labels import Labels
from model import Span

if TYPE_CHECKING:
    from model import Fault, Finding

Layout: TypeAlias = Literal["page", "grid", "text"]
"""What places mean: points on a page; cells of a table; or lines and columns of characters, which may have slipped."""

STRIPE: Final = 10_000.0
"""How wide a column of cells is on the sheet that `lay_out` makes, in characters: wider than any line in it."""

_SPACE: Final = 0.3
TAB: Final = 1e6  # the room of a tab, in letter heights: blanks are less, however many
_LETTER: Final = 0.8
_UNSEEN: Final = re.compile("[\u200b\u2060\ufeff\u180e]")
_PLACES: Final = tuple(map(float, range(1024)))  # of characters on a line: nearly all words stand at these


class CellPlace(NamedTuple):
    """Where a word stands in a table that the format itself draws: row and column, from 0, and how many it spans."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set, as far as its format says; it is pale where few letters of its page are so light."""

    is_raised: bool = False
    is_struck: bool = False
    is_turned: bool = False
    is_pale: bool = False


PLAIN: Final = Style()
WATERMARK: Final = "watermark"
"""What furniture letters printed across a page are."""


class Word(NamedTuple):
    """A word of a document: a run of visible characters without a space. Documents have many: it is a plain tuple.

    Parameters
    ----------
    text
        Cleaned (`ingest.document.cleaning.clean`); a soft hyphen may stand at its end.
    place, offset
        Its place as people are told it, or that of its line, and how many characters behind that it begins.
    sheet
        The index of its sheet, from 0: a page, or the whole of a document without pages.
    line
        The index of its line, from 0 over the whole document: words beside each other share one, cells apart or not.
    x0, x1
        Where it begins and ends, from the left of the sheet: points on a page, else characters.
    base
        Its base line, from the top of the sheet: points on a page, else lines.
    size
        The height of its letters in the unit of `base`.
    gap
        The room before it on its line, in letter heights; infinite where a line or a cell begins.
    cell
        The cell that it stands in, where the format has cells.
    style
        How it is set.
    furniture
        What furniture the format itself declares it to be (`running head`, `page number`), or its reader, or None.
    normalised
        What was done to the text as it stands in the source.
    """

    text: str
    place: Span
    sheet: int
    line: int
    x0: float
    x1: float
    base: float
    size: float
    gap: float = math.inf
    cell: CellPlace | None = None
    style: Style = PLAIN
    furniture: str | None = None
    normalised: Normalised = UNCHANGED
    offset: int = 0

    @property
    def span(self) -> Span:
        """Its place as people are told it: made where it is asked for, since few words are."""
        place, offset = self.place, self.offset
        return Span(place.page, place.line, place.column + offset, place.box) if offset and place.column else place


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line that is drawn on a sheet, across (`y0` equals `y1`) or upright; in the units of the words."""

    sheet: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Fragments:
    """A document as its reader saw it: every word, those outside the code table too, in the order of reading.

    Parameters
    ----------
    words
        By sheet, then line, then place on the line.
    rules
        The lines that are drawn.
    layout
        What the places of the words mean.
    format, encoding, labels
        What the document is, and what it says of its own edition.
    findings
        What the reader saw in the file that a reader of the data should know.
    characters
        The visible characters of each line of the source by its number, where a format has lines, taken from the
        source itself and not from the words, so that the account is a check (reading rule 11).
    markup
        How many of them are marks of the format and no text, by the number of the line.
    ends_open
        Whether the source ends within a line, so that its last row may be cut.
    faults
        What is broken in the source, such as the quotes of a record; it is told with what is wrong in the table.
    """

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    layout: Layout
    format: str
    encoding: str | None = None
    labels: Labels = field(default_factory=Labels)
    findings: tuple[Finding, ...] = ()
    characters: Mapping[int, int] | None = None
    markup: Mapping[int, int] = field(default_factory=dict)
    ends_open: bool = False
    faults: tuple[Fault, ...] = ()

    @cached_property
    def said(self) -> frozenset[str]:
        """What its words say, each once: what is asked of texts alone is asked of fewer than there are words."""
        return frozenset([word.text for word in self.words])


class Run(NamedTuple):
    """A piece of a line in one style."""

    text: str
    style: Style = PLAIN


class Line(NamedTuple):
    """A line of text as it stands, tabs and runs of spaces too, with its place.

    `blank_before` says that something sets it apart from the line before: a blank line, a paragraph, a heading.
    `page` of its span counts the pages of a text with form feeds.
    """

    runs: tuple[Run, ...]
    span: Span
    blank_before: bool = False
    furniture: str | None = None

    @classmethod
    def of(cls, text: str, span: Span) -> Line:
        """A line in one style."""
        return cls((Run(text),), span)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines, the column that it begins in, from 0, and how many columns and rows it spans."""

    lines: tuple[Line, ...]
    column: int
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """All that its lines say, without blanks around it."""
        return "".join(run.text for line in self.lines for run in line.runs).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the format draws: its rows, each the cells that begin in it. A merged cell is in its first row."""

    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Line | Table


def lay_out(blocks: Iterable[Block]) -> tuple[tuple[Word, ...], tuple[Rule, ...]]:
    """The words of lines and tables on one long sheet, and the rules above, between and below the rows of the tables.

    Examples
    --------
    >>> table = Table(((Cell((Line.of("1xxx", Span(line=1)),), 0), Cell((Line.of("1000", Span(line=1)),), 1)),))
    >>> words, rules = lay_out([Line.of("Коды:", Span(line=1)), table])
    >>> [(word.text, word.line, word.x0) for word in words]
    [('Коды:', 0, 0.0), ('1xxx', 1, 0.0), ('1000', 1, 10000.0)]
    >>> [rule.y0 for rule in rules]
    [2.5, 3.5]
    """
    words: list[Word] = []
    rules: list[Rule] = []
    base, line, table = 0.0, 0, 0
    for block in blocks:
        if isinstance(block, Line):
            base += 2 if block.blank_before else 1
            before = len(words)
            words += _words(block, line, base, 0.0, None)
            line += len(words) > before
            continue
        base += 2
        width = STRIPE * max((cell.column + cell.columns for row in block.rows for cell in row), default=1)
        rules.append(Rule(0, 0.0, base - 0.5, width, base - 0.5))
        for number, row in enumerate(block.rows):
            height = max((len(cell.lines) for cell in row), default=0)
            words += _row_words(row, height, line, base, table, number)
            base, line = base + max(height, 1), line + height
            rules.append(Rule(0, 0.0, base - 0.5, width, base - 0.5))
        table += 1
    return tuple(words), tuple(rules)


def _row_words(row: Sequence[Cell], height: int, line: int, base: float, table: int, number: int) -> Iterator[Word]:
    """The words of a row of cells, line by line over all its cells."""
    for index in range(height):
        for cell in row:
            if index < len(cell.lines):
                place = CellPlace(table, number, cell.column, cell.rows, cell.columns)
                yield from _words(cell.lines[index], line + index, base + index, cell.column * STRIPE, place)


def _words(line: Line, number: int, base: float, left: float, cell: CellPlace | None) -> Iterable[Word]:
    """The words of a line: set apart by white space and where the style changes. Nearly all are plain, in one style."""
    if len(line.runs) != 1 or not PLAIN_LINE.fullmatch(line.runs[0].text):
        return _styled_words(line, number, base, left, cell)
    ((whole, style),), span, _, name = line
    are_shared = not left and len(whole) < len(_PLACES)
    found, end = list[Word](), 0
    for text in whole.split():
        i = whole.index(text, end)
        gap = math.inf if not found else _SPACE if whole[end:i] == " " else _room(whole[end:i])
        end = i + len(text)
        x0, x1 = (_PLACES[i], _PLACES[end]) if are_shared else (left + i, left + end)
        # What is said again is one text in memory; a call would take longer than the tuple that a word is.
        made = (intern(text), span, 0, number, x0, x1, base, _LETTER, gap, cell, style, name, UNCHANGED, i)
        found.append(tuple.__new__(Word, made))
    return found


def _styled_words(line: Line, number: int, base: float, left: float, cell: CellPlace | None) -> Iterator[Word]:
    whole = "".join([run.text for run in line.runs])
    column, end = 0, None
    for run in line.runs:
        for begin, text in parts(run.text):
            x0, x1 = left + column + begin, left + column + begin + len(text)
            start, said, style = column + begin, intern(clean(text)), run.style
            gap = math.inf if end is None else _room(whole[end:start])
            fields = (said, line.span, 0, number, x0, x1, base, _LETTER, gap, cell, style, line.furniture)
            yield Word(*fields, normalised(text), start)
            end = start + len(text)
        column += len(run.text)


def _room(between: str) -> float:
    """The room that what stands between two words of a line takes, in letter heights."""
    return TAB if "\t" in between else _SPACE * len(_UNSEEN.sub("", between))
