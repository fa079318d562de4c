"""Where the code tables of a document stand: from a header to what ends it (reading rule 1).

Blank lines, repeated headers, running heads and page numbers inside a table do not end it; another table, a heading
or prose does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ingest.code_table import CodeTable
from ingest.furniture import PageFurniture
from ingest.header import header_length
from ingest.heads import Strength, parse_head
from ingest.rows import Document
from ingest.walk import TableWalk
from model import Finding
from model.rules import ROWS_AFTER_TABLE

_BEYOND: Final = 1000
"""How many rows after a table are looked at."""


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
        is_sure = is_labelled or (head.strength is Strength.STRONG and not is_other_table)
        if is_sure and head.number not in walk.numbers and walk.fits(head):
            pattern = head.patterns[-1] if head.patterns else None
            code = head.number if head.code else None
            row = f"{code:04d}" if code is not None else f"the class {pattern}"
            message = f"{row} stands after the end of the table and would fit into it"
            yield ROWS_AFTER_TABLE.finding(message, head.row.span, code=code, pattern=pattern)
            return
