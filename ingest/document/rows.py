"""The one thing that all readers give: a document as rows of cells, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from ingest.document.cleaning import UNCHANGED, Normalised, clean, normalised
from model import Span

if TYPE_CHECKING:
    from model import Finding, SettledReading


class Gap(IntEnum):
    """What stands between a row and the row before it."""

    NONE = 0
    BLANK = 1
    PAGE = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text with its place.

    The text is cleaned (`ingest.document.cleaning.clean`): no line breaks, no invisible characters but a soft hyphen at
    its end, all spaces plain. Pieces of a description that wraps are cells of their own, one a line; they are joined by
    reading rule 4. `is_text` says that the reader knows by the layout that the cell is description text, so that a
    number at its start is a number inside a text. `normalised` is what was done to the text as it stands in the source.
    """

    text: str
    span: Span
    is_text: bool = False
    normalised: Normalised = UNCHANGED

    @classmethod
    def read(cls, text: str, span: Span, *, is_text: bool = False) -> Cell:
        """The cell of a text of the source, which is cleaned."""
        return cls(clean(text), span, is_text, normalised(text))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a document, in a table or not: its cells in reading order, empty ones left out.

    Parameters
    ----------
    cells
        At least one.
    gap
        What stands before the row.
    table
        The number of the table that the format itself draws around the row (Markdown, CSV, PDF, DOCX, HTML); None
        where there is only layout to go by.
    furniture
        The name of the furniture that the reader knows the row to be (`running head`, `page number`), or None.
    markup
        How many characters of the source line, white space apart, are marks of the format and no text: pipes,
        quotes, commas.
    """

    cells: tuple[Cell, ...]
    gap: Gap = Gap.NONE
    table: int | None = None
    furniture: str | None = None
    markup: int = 0

    @property
    def text(self) -> str:
        """The texts of the cells, joined by spaces."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def span(self) -> Span:
        """The place of the first cell."""
        return self.cells[0].span


@dataclass(frozen=True, slots=True)
class Labels:
    """What a document prints or states about its own edition. All of it is optional, none of it is identity."""

    printed_version: str | None = None
    title: str | None = None
    author_tool: str | None = None
    created: str | None = None
    modified: str | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its reader saw it: every row, those outside the code table too.

    `findings` are those of the reader itself: what it saw in the file that a reader of the data should know.
    `characters` counts the visible characters of each line of the source by its number, where a format has lines;
    it is taken from the source itself, not from the rows, so that the account is a check (reading rule 11).
    `ends_open` says that the source ends within a line, so that its last row may be cut.
    """

    rows: tuple[Row, ...]
    format: str
    encoding: str | None = None
    labels: Labels = field(default_factory=Labels)
    findings: tuple[Finding, ...] = ()
    characters: Mapping[int, int] | None = None
    ends_open: bool = False


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user may say about a document, and how much of one is read at most.

    Parameters
    ----------
    encoding
        The encoding of a text; None to find it out.
    pages
        The numbers of the pages to read, from 1; None for all of them.
    password
        What opens an encrypted document.
    max_bytes
        The size of the file, in bytes.
    max_pages
        How many pages are read.
    max_decompressed
        What the compressed parts of a document (the members of a DOCX, the streams of a PDF) may come to, in bytes,
        all of them together.
    readings
        How places are read that are in doubt, by what somebody settled.
    columns
        What the columns of the table hold, from left to right: `class`, `code`, `description`, `number`, or `-` for
        what is not wanted. Empty to find it out by the headings, which must be there then.
    """

    encoding: str | None = None
    pages: range | None = None
    password: str | None = None
    max_bytes: int = 100_000_000
    max_pages: int = 5_000
    max_decompressed: int = 500_000_000
    readings: tuple[SettledReading, ...] = ()
    columns: tuple[str, ...] = ()
