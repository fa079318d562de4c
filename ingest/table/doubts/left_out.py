"""Doubts about parts of the code table that a copy set as other tables, or as lines in no table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.division.heads import coded_tables
from ingest.table.reading import Reading
from ingest.table.scene.heading_words import is_foreign_headings
from ingest.table.scene.lines import text_of
from model import Finding
from model.reading_rules import DOUBTFUL_TEXT

_ODD: Final = 0.5
"""What part of the rows of a table holds numbers where codes stand, if it may be a part of the code table."""

_SEVERAL: Final = 3
_SHOWN: Final = 50


def tables_left_out(reading: Reading) -> Iterator[Finding]:
    """Tables of a format that were left out, have no headings of their own, and may be parts of the code table.

    A single row between parts with codes: a copy cut it off at the end of a page. Rows with numbers as codes stand, or
    with labels: a copy may have left a column out.
    """
    scene, tables = reading.scene, coded_tables(reading.heads)
    rows: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for index in range(reading.region.start, len(scene.words)) if tables else ():
        cell = scene.words[index].cell
        if cell is not None and cell.table not in tables and not scene.left_out[index]:
            rows[cell.table].setdefault(cell.row, index)
    columns = {head.word.cell.column for head in reading.heads if head.word.cell and head.kind == "code"}
    labelled = {cell.table for label in scene.labels if (cell := scene.words[label.index].cell)}
    numbers = Counter(
        cell.table
        for item in scene.candidates
        if (cell := scene.words[item.index].cell)
        and (cell.column in columns or cell.table in labelled)
        and scene.begins(item.index)
        and item.number not in reading.chain.numbers
    )
    for table, indices in rows.items():
        line = scene.lines[scene.line_of[next(iter(indices.values()))]]
        is_between = len(indices) == 1 and line.begin in reading.region
        if is_between or numbers[table] > _ODD * len(indices):
            yield from _left_out(scene.words[line.begin : line.end])
    loose = _loose_rows(reading) if tables else []
    if len(loose) >= _SEVERAL:
        yield from _left_out(loose[0])


def _loose_rows(reading: Reading) -> list[Sequence[Word]]:
    """The lines in no cells below a table of cells that go on with its codes: the last parts may be no tables."""
    scene = reading.scene
    found: list[Sequence[Word]] = []
    last = reading.chain.codes[-1]
    number = last.number
    for item in scene.candidates:
        if item.index < last.index or scene.words[item.index].cell is not None or item.number <= number:
            continue
        if scene.begins(item.index) and not scene.is_alone(item.index):
            number, line = item.number, scene.lines[item.line]
            found.append(scene.words[line.begin : line.end])
    return found


def _left_out(words: Sequence[Word]) -> Iterator[Finding]:
    if not is_foreign_headings(words):
        message = f"the table «{text_of(words)[:_SHOWN]}» was left out, and could be a part of the table of codes"
        yield DOUBTFUL_TEXT.finding(message, words[0].span)
