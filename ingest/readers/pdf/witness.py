"""Signs that a PDF holds more of the table than was read, whatever the reason (reading rule 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.document.rows import Row
from ingest.readers.pdf.pages import PageText, Source, Survey
from ingest.table.heads import parse_head
from model import ClassPattern, Finding, Span
from model.rules import DAMAGED_STREAM, ROW_NOT_READ

_NUMBER: Final = re.compile(r"(?<!\w)[0-9]{4}(?!\w)")
_SHOWN: Final = 5


def rows_not_read(rows: Sequence[Row], survey: Survey) -> Iterator[Finding]:
    """A finding for every page on which rows begin, as pypdfium2 sees it, that are in none of the rows read.

    The pages are those that can hold the tables, those after them, and those with rows before them. A row begins there
    with a number of a class that a label in the tables declares. So a page whose letters only one engine can read is
    told, and so are rows that stand where the layout of the table does not let them, as if they were furniture.
    """
    pages = list(_pages(survey))
    patterns = {pattern for row in rows for pattern in parse_head(row).patterns}
    patterns |= {ClassPattern(label) for page in pages for label in page.labels}
    read = {int(number) for row in rows if row.furniture is None for number in _NUMBER.findall(row.text)}
    for page in pages:
        missing = sorted(number for number in page.codes - read if any(pattern.holds(number) for pattern in patterns))
        if missing:
            yield ROW_NOT_READ.finding(_message(missing, page), Span(page=page.number), code=missing[0])


def damage_elsewhere(source: Source, has_content: Iterable[bool]) -> Iterator[Finding]:
    """A finding if a page that was not read as one of the table was changed after it was packed: it may be one.

    And one for each page whose content is not there, which both engines take for an empty page; `has_content` tells of
    every page whether it is.
    """
    for number, is_there in enumerate(has_content, start=1):
        if not is_there:
            message = f"the content that page {number} names is not in the PDF"
            yield DAMAGED_STREAM.finding(message, Span(page=number))
    if source.is_damaged:
        yield DAMAGED_STREAM.finding("something that is packed in the PDF was changed, outside of the table", Span())


def _pages(survey: Survey) -> Iterator[PageText]:
    numbers = {number for run in survey.runs() for number in run}
    for run in survey.runs():
        before = run.start - 1
        while (page := survey.page(before)) and page.has_rows:
            numbers.add(before)
            before -= 1
    return (page for number in sorted(numbers) if (page := survey.page(number)))


def _message(missing: Sequence[int], page: PageText) -> str:
    shown = ", ".join(f"{number:04d}" for number in missing[:_SHOWN])
    more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    return f"lines of page {page.number} begin with {shown}{more}, which no row that was read has"
