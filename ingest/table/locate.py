"""Where the code tables of a document stand: from a header to what ends it (reading rule 1).

Blank lines, repeated headers, running heads and page numbers inside a table do not end it; another table, a heading
or prose does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.header import header_length
from ingest.document.rows import Document
from ingest.table.code_table import CodeTable
from ingest.table.furniture import PageFurniture
from ingest.table.heads import Head, Strength, parse_head
from ingest.table.walk import TableWalk
from model import Finding
from model.rules import ROWS_AFTER_TABLE

_BEYOND: Final = 1000
"""How many rows after a table are looked at."""

_FLUSH: Final = 2.0
"""How far apart, in points, the begins of codes below each other are."""


def locate(document: Document) -> tuple[CodeTable, ...]:
    """Every code table of a document, in order; empty if there is none."""
    rows = document.rows
    furniture = PageFurniture(rows)
    tables: list[CodeTable] = []
    start = 0
    while start < len(rows):
        if header_length(rows, start):
            walk = TableWalk(rows, start, furniture)
            table = walk.run()
            tables.append(replace(table, findings=(*table.findings, *_rows_beyond(walk, table.end))))
            start = table.end
        else:
            start += 1
    return tuple(tables)


def _rows_beyond(walk: TableWalk, end: int) -> Iterator[Finding]:
    """A finding where rows stand after the table that would fit into it.

    After a heading or the header of another table, only rows with a label tell: the others belong to that.
    """
    for index in range(end, min(end + _BEYOND, len(walk.rows))):
        if header_length(walk.rows, index):
            return
        head = parse_head(walk.rows[index])
        is_labelled = any(pattern.holds(head.number) for pattern in head.patterns) or (head.labels and not head.code)
        is_other_table = walk.is_ended_by_heading or head.row.table is not None
        is_strong = head.strength is Strength.STRONG or _stands_below(head, walk.heads)
        is_sure = is_labelled or (is_strong and not is_other_table)
        if is_sure and head.number not in walk.numbers and walk.fits(head):
            pattern = head.patterns[-1] if head.patterns else None
            code = head.number if head.code else None
            row = f"{code:04d}" if code is not None else f"the class {pattern}"
            message = f"{row} stands after the end of the table and would fit into it"
            yield ROWS_AFTER_TABLE.finding(message, head.row.span, code=code, pattern=pattern)
            return


def _stands_below(head: Head, heads: Sequence[Head]) -> bool:
    """Whether a number stands where the codes of a table stand, on a page."""
    last = next((other.code for other in reversed(heads) if other.code), None)
    if head.code is None or head.code.span.box is None or last is None or last.span.box is None:
        return False
    return abs(head.code.span.box[0] - last.span.box[0]) < _FLUSH
