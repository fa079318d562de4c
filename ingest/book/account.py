"""The account: every visible character of a table is in a record, in a finding, or named as furniture (rule 11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from ingest.book.hierarchy import Hierarchy
from ingest.document.cleaning import visible
from ingest.document.rows import Cell, Document, Row
from ingest.table.code_table import CodeTable
from ingest.table.entries import Entries, Entry
from model import Account, ClassPattern, Finding, Span
from model.rules import UNACCOUNTED_TEXT

Place = tuple[int | None, int | None]
"""Page and line."""


class Closing(NamedTuple):
    """The account of a document, and a finding for each place where it does not close."""

    account: Account
    findings: tuple[Finding, ...]


def close_account(
    document: Document, tables: Sequence[CodeTable], read: Sequence[Entries], hierarchy: Hierarchy
) -> Closing:
    """Count what stands in the tables of a document against what became of it, place by place.

    What stands there is counted in the source itself where the format has lines, else in the rows of the reader.
    """
    standing: Counter[Place] = Counter()
    for place, count in (item for table in tables for item in _standing(document, table)):
        standing[place] += count
    in_findings = _count(_cells_in_findings(read, hierarchy))
    in_records = _count(_cells_in_records(read, hierarchy))
    furniture = _furniture(tables)
    told = in_records + in_findings + furniture
    if document.characters is not None:
        told = _by_line(told)
    missing = {place: count - told[place] for place, count in standing.items() if count > told[place]}
    account = Account(
        characters=standing.total(),
        records=in_records.total(),
        findings=in_findings.total(),
        furniture=furniture.total(),
        unaccounted=sum(missing.values()),
    )
    return Closing(account, tuple(_finding(place, count) for place, count in missing.items()))


def _finding(place: Place, count: int) -> Finding:
    span = Span(page=place[0], line=place[1])
    return UNACCOUNTED_TEXT.finding(f"{count} characters of this line are in no record and no finding", span)


def _place(span: Span) -> Place:
    return span.page, span.line


def _count(cells: Iterable[Cell]) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for cell in cells:
        counts[_place(cell.span)] += visible(cell.text)
    return counts


def _standing(document: Document, table: CodeTable) -> Iterator[tuple[Place, int]]:
    """What stands in the table, by the place of each row."""
    rows = document.rows[table.begin : table.end]
    if document.characters is None:
        yield from ((_place(row.span), row.markup) for row in rows)
        yield from _count(cell for row in rows for cell in row.cells).items()
        return
    following = document.rows[table.end].span.line if table.end < len(document.rows) else None
    end = following or max(document.characters, default=0) + 1
    lines = sorted({row.span.line or 0 for row in rows})
    for line, next_line in zip(lines, [*lines[1:], max(end, lines[-1] + 1)], strict=True):
        yield (None, line), sum(document.characters.get(number, 0) for number in range(line, next_line))
    # A form feed within a line may set the table apart from what is before or after it.
    for row in _rows_beside(document.rows, table, lines):
        yield (None, row.span.line), -row.markup - sum(visible(cell.text) for cell in row.cells)


def _rows_beside(rows: Sequence[Row], table: CodeTable, lines: Collection[int]) -> Iterator[Row]:
    """The rows before and after a table that stand on a line of it."""
    for indices in (range(table.begin - 1, -1, -1), range(table.end, len(rows))):
        yield from takewhile(lambda row: row.span.line in lines, (rows[index] for index in indices))


def _by_line(counts: Counter[Place]) -> Counter[Place]:
    """Counts without pages: a form feed may stand within a line."""
    by_line: Counter[Place] = Counter()
    for (_, line), count in counts.items():
        by_line[None, line] += count
    return by_line


def _furniture(tables: Iterable[CodeTable]) -> Counter[Place]:
    """Headers, running heads and page numbers, and the marks of the format in all rows."""
    counts: Counter[Place] = Counter()
    for table in tables:
        counts.update(_count(cell for item in table.furniture for cell in item.row.cells))
        for row in [item.row for item in table.furniture] + [head.row for head in table.heads]:
            counts[_place(row.span)] += row.markup
        for head in table.heads:
            counts[_place(head.row.span)] += head.marks
    return counts


def _cells_in_findings(read: Iterable[Entries], hierarchy: Hierarchy) -> Iterator[Cell]:
    for entries in read:
        yield from entries.unattached
    for entry in hierarchy.repeated:
        yield from entry.cells


def _cells_in_records(read: Iterable[Entries], hierarchy: Hierarchy) -> Iterator[Cell]:
    """The cells of the entries that the records hold: checked against the records, not taken on trust."""
    codes = {printed.code: printed for printed in hierarchy.codes}
    titles = {printed.pattern: printed.title for printed in hierarchy.classes}
    repeated = set(map(id, hierarchy.repeated))
    for entries in read:
        for entry in entries.entries:
            if id(entry) in repeated:
                continue
            yield from entry.labels
            if entry.code and entry.number in codes and codes[entry.number].description == entry.text:
                yield from (entry.code, *entry.pieces)
            elif entry.code is None and _is_title(entry, titles):
                yield from entry.pieces


def _is_title(entry: Entry, titles: Mapping[ClassPattern, str | None]) -> bool:
    """Whether the text of a class row is a title in a record, or in the finding on a second title."""
    return any(titles.get(pattern) is not None for pattern in entry.patterns)
