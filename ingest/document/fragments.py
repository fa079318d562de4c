"""What all readers give: a document as words, each with its place, and the rules that are drawn between them.

A reader knows its format and nothing of codes. Pages give words as they are printed. Formats with cells give blocks,
lines and tables, which `ingest.document.laying` lays out as words on one long sheet: a column of cells is a stripe of
it, a row of cells a band with rules above and below. So one way of reading serves all formats.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from ingest.document.cleaning import UNCHANGED, Normalised
from ingest.document.edition_labels import Labels
from model import Span

if TYPE_CHECKING:
    from model import Fault, Finding

Layout: TypeAlias = Literal["page", "grid", "text"]
"""What places mean: points on a page; cells of a table; or lines and columns of characters, which may have slipped."""

STRIPE: Final = 10_000.0
"""How wide a column of cells is on the sheet that they are laid out on, in characters: wider than any line in it."""

TAB: Final = 1e6  # the room of a tab, in letter heights: blanks are less, however many


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


_CELL: Final = attrgetter("cell")
_GAP: Final = attrgetter("gap")


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
    def said(self) -> Mapping[str, Sequence[int]]:
        """What its words say, each once, with their indices: what is asked of texts alone is asked of fewer."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.words):
            found[word.text].append(index)
        return dict(found)

    def saying(self, texts: Iterable[str]) -> list[int]:
        """The indices of the words that say one of some texts, in order."""
        return sorted(chain.from_iterable([self.said[text] for text in texts]))

    @cached_property
    def holds_cells(self) -> bool:
        """Whether any of its words stands in a cell."""
        return any(map(_CELL, self.words))

    @cached_property
    def holds_tabs(self) -> bool:
        """Whether a tab stands between any of its words."""
        return any(TAB <= gap < math.inf for gap in set(map(_GAP, self.words)))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The characters that its words are made of: what is made of others is not looked for on each line."""
        return frozenset("".join(self.said))


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
