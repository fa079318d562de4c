"""PDF: the code table wherever it stands, from words and their positions (reading rules 1 to 4).

pypdfium2 looks at every page and finds those that can hold the table; pdfplumber reads only those.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.document.header import WANTED
from ingest.document.rows import Cell, Document, Gap, ReadOptions, Row
from ingest.readers.pdf.classes import attach_labels
from ingest.readers.pdf.columns import Columns, find_columns, follow, headers
from ingest.readers.pdf.compare import UNREADABLE, compare, compare_counts, is_unsure, unreadable
from ingest.readers.pdf.edition import edition_labels
from ingest.readers.pdf.layout import Page, Part
from ingest.readers.pdf.opening import SEEN_BY_ONE, any_sheet, open_sheets, sheet_of
from ingest.readers.pdf.pages import PageText, Source, Survey
from ingest.readers.pdf.rows import TableRow, build_rows
from ingest.readers.pdf.witness import damage_elsewhere, rows_not_read
from ingest.readers.pdf.words import Line, Sheet, has_no_pages, pages_with_content
from ingest.table.prose import is_page_number
from model import Fault, InputError, Span

_FULL: Final = 0.65
"""How far down a page, relative to its height, a table must reach for a row to be cut by the end of the page."""

_LARGEST_EMPTY: Final = 1_000_000
"""How large a PDF without pages is at most, in bytes: to look into a larger one takes long."""

_SAMPLE: Final = 3
"""On how many pages pdfplumber looks for text where pypdfium2 sees none, or no table."""


def read_pdf(data: bytes, name: str, options: ReadOptions) -> Document:
    """The code tables of a PDF as rows: for every code its labels, the code, and the lines of its description.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The name of the file, for errors.
    options
        `pages` narrows the search; `password` opens an encrypted file.

    Raises
    ------
    InputError
        If the PDF is damaged, encrypted, over a limit of the options, or has no pages or no text layer; if its engines
        count other pages, it holds no code table, or its letters cannot be read.
    """
    source = _source(data, name, options)
    try:
        return _read(source)
    finally:
        source.close()


def _source(data: bytes, name: str, options: ReadOptions) -> Source:
    try:
        return Source(data, name, options)
    except InputError as error:
        # pdfium opens no PDF without pages, and does not say that this is why.
        if error.__cause__ is not None and len(data) <= _LARGEST_EMPTY and has_no_pages(data):
            raise InputError(Fault("no-pages", "the PDF has no pages; export it again", name)) from None
        raise


def _read(source: Source) -> Document:
    has_content = pages_with_content(source.data, source.password)
    findings = list(compare_counts(source, None if has_content is None else len(has_content)))
    survey = source.survey()
    tables = _tables(source, survey)
    if not tables:
        raise _without_table(source, survey)
    faults = [fault for parts in tables for fault in unreadable(source.name, parts)]
    if faults:
        raise InputError(*faults)
    rows = tuple(row for number, parts in enumerate(tables, start=1) for row in _rows(parts, number))
    return Document(
        rows=rows,
        format="pdf",
        labels=edition_labels(source.metadata(), survey.lines, source.count),
        findings=(
            *findings,
            *damage_elsewhere(source, has_content or ()),
            *(finding for parts in tables for part in parts for finding in compare(source, part)),
            *rows_not_read(rows, survey),
        ),
    )


def _tables(source: Source, survey: Survey) -> list[list[Part]]:
    """The tables of a document, each as its parts on the pages."""
    runs = list(survey.runs())
    numbers = sorted({number for run in runs for number in run})
    if not numbers:
        return []
    sheets = open_sheets(source, numbers)
    tables: list[list[Part]] = []
    for run in runs:
        search = _Search(survey)
        for page in map(survey.page, run):
            if page is None or not search.wants(page):
                break
            if sheet := sheet_of(source, sheets, page):
                search.add(sheet)
        tables += search.finished()
    return tables


@dataclass
class _Search:
    """The walk over the pages of a run: the tables found, and the one that can still go on."""

    survey: Survey
    tables: list[list[Part]] = field(default_factory=list)
    columns: Columns | None = None
    is_open: bool = False

    def finished(self) -> list[list[Part]]:
        """The tables, each part of which knows whether another follows."""
        return [[replace(part, goes_on=part is not parts[-1]) for part in parts] for parts in self.tables]

    def wants(self, page: PageText) -> bool:
        """Whether a page can hold more of the tables."""
        if page.has_header:
            return True
        return self.is_open and (page.has_rows or self._is_full())

    def _is_full(self) -> bool:
        """Whether the last part reaches to the end of its page, so that a row can be cut."""
        part = self.tables[-1][-1]
        texts = [item for line in part.lines for item in (line.code, line.text) if item]
        return bool(texts) and texts[-1].bottom > _FULL * part.sheet.height

    def add(self, sheet: Sheet) -> None:
        """Look at one more page."""
        spans = list(headers(sheet))
        first = spans[0][0] if spans else len(sheet.lines)
        above = self._go_on(sheet, sheet.lines[:first], is_all=not spans)
        afters = [*(begin for begin, _ in spans[1:]), len(sheet.lines)]
        for (begin, end), after in zip(spans, afters if spans else [], strict=True):
            header = Line(tuple(word for line in sheet.lines[begin:end] for word in line.words), begin + 1)
            self._start(sheet, header, sheet.lines[end:after], above)
            above = ()

    def _go_on(self, sheet: Sheet, lines: Sequence[Line], *, is_all: bool) -> tuple[Line, ...]:
        """Go on with the open table, if there is one, and return the furniture above a header that comes again."""
        if not self.is_open:
            return ()
        if self.columns is None:
            header = self.tables[-1][-1].header
            self.columns = find_columns(header, lines) if header else None
            self._read_again()
        if self.columns is None:
            self.is_open = False
            return ()
        page = Page(sheet, follow(self.columns, lines) or self.columns, self.survey.edges)
        part = page.part(None, lines)
        if part:
            self.columns = page.columns
            self._take(part)
            return ()
        rest = page.without_furniture(lines)
        self.is_open = not rest and not is_all
        return tuple(lines) if self.is_open else ()

    def _read_again(self) -> None:
        """Read the lines under a header that no code stands under, now that the next page tells the columns."""
        part = self.tables[-1][-1]
        if self.columns is None or part.header is None or part.lines:
            return
        bottom = max(word.base for word in part.header.words)
        lines = [line for line in part.sheet.lines if line.base > bottom]
        again = Page(part.sheet, self.columns, self.survey.edges).part(part.header, lines)
        if again and not again.rest:
            self.tables[-1][-1] = replace(again, above=part.above)

    def _start(self, sheet: Sheet, header: Line, lines: Sequence[Line], above: tuple[Line, ...]) -> None:
        """Start a table at a header, or go on with the one that is open."""
        columns = find_columns(header, lines)
        if self.is_open:
            before = self._columns_before(header)
            columns = before if before and (columns is None or before.support >= columns.support) else columns
        else:
            self.tables.append([])
        self.columns = columns
        part = Page(sheet, columns, self.survey.edges).part(header, lines) if columns else None
        self._take(replace(part, above=above) if part else Part(sheet, header, (), (), above))

    def _columns_before(self, header: Line) -> Columns | None:
        """The columns of the open table, moved to where its header stands now; None if its columns are others."""
        before = next((part.header for part in reversed(self.tables[-1]) if part.header), None)
        if before is None or self.columns is None:
            return None
        shifts = [now.x0 - then.x0 for now, then in zip(header.words, before.words, strict=True)]
        return self.columns.shifted(shifts[0]) if max(shifts) - min(shifts) < 1 else None

    def _take(self, part: Part) -> None:
        self.tables[-1].append(part)
        self.is_open = not part.rest


def _rows(parts: Sequence[Part], number: int) -> Iterator[Row]:
    """The rows of a table, with its headers and what else is printed within it, page after page."""
    rows = build_rows(parts)
    attach_labels(parts, rows)
    remaining = iter(rows)
    row = next(remaining, None)
    for index, part in enumerate(parts):
        if index:
            yield from _furniture(part.above, part, number)
        if part.header:
            yield Row(tuple(_word_cells(part, part.header)), gap=Gap.PAGE if index else Gap.NONE, table=number)
        while row and min(place.part for place in row.places) <= index:
            yield Row(tuple(_cells(row, parts)), table=number)
            row = next(remaining, None)
        if part.goes_on:
            yield from _furniture(part.below, part, number)
    for line in parts[-1].rest:
        yield Row((_cell(parts[-1], line),))


def _furniture(lines: Sequence[Line], part: Part, number: int) -> Iterator[Row]:
    for line in lines:
        name = "page number" if is_page_number(line.text) else "running head"
        yield Row((_cell(part, line),), gap=Gap.PAGE, table=number, furniture=name)


def _cells(row: TableRow, parts: Sequence[Part]) -> Iterator[Cell]:
    heads = sorted(row.labels, key=lambda place: place.line.x0) + ([row.code] if row.code else [])
    for place in heads:
        yield _cell(parts[place.part], place.line)
    for place in row.texts:
        # A row without a label or code may yet begin with one, printed in the column of the texts (reading rule 3).
        yield _cell(parts[place.part], place.line, is_text=bool(heads))


def _word_cells(part: Part, line: Line) -> Iterator[Cell]:
    for word in sorted(line.words, key=lambda word: word.x0):
        yield _cell(part, Line((word,), line.number))


def _cell(part: Part, line: Line, *, is_text: bool = False) -> Cell:
    left, top = min(word.x0 for word in line.words), line.top
    right, bottom = max(word.x1 for word in line.words), line.bottom
    box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
    return Cell.read(line.text, Span(page=part.sheet.number, line=line.number, box=box), is_text=is_text)


def _without_table(source: Source, survey: Survey) -> InputError:
    """The error for a document in which no table was found, and why."""
    pages = survey.pages
    if not any(page.has_text for page in pages):
        return _without_text(source, survey)
    if (number := _unreadable_page(source, survey)) is not None:
        return source.fault("unreadable-text", UNREADABLE, number)
    silent = [page.number for page in pages if not page.has_text]
    span = f"{pages[0].number}-{pages[-1].number}"
    note = f"; {len(silent)} pages have no text layer (the first is page {silent[0]})" if silent else ""
    return source.fault("no-table", f"no code table on pages {span}: looked for a row with the headings {WANTED}{note}")


def _unreadable_page(source: Source, survey: Survey) -> int | None:
    """The first of some pages with text on which the letters have no sure meaning; None if there is none."""
    pages = [page for page in survey.pages if page.has_text][:_SAMPLE]
    sheets = open_sheets(source, [page.number for page in pages])
    read = ((page.number, sheet_of(source, sheets, page)) for page in pages)
    return next((number for number, sheet in read if sheet and is_unsure(source, sheet)), None)


def _without_text(source: Source, survey: Survey) -> InputError:
    numbers = [page.number for page in survey.pages][:_SAMPLE]
    sheets = open_sheets(source, numbers)
    for number in numbers:
        if any_sheet(source, sheets, number).lines:
            return source.fault("engines-differ", SEEN_BY_ONE.format("pdfplumber", "pypdfium2"), number)
    return source.fault(
        "no-text-layer", "no page has a text layer: it is a scan; run text recognition (OCR) on it first", numbers[0]
    )
