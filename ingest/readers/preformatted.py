"""Tables drawn with characters among the lines of a page, as they stand in preformatted text: read as in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from ingest.document.fragments import Block, Cell, Line, Table
from ingest.readers.source_lines import SourceLine, found_by

_DRAWN: Final = re.compile("[+\u250c-\u257f][-=+:\u2500-\u257f]{2}|^ *[|]|- *[|] *:?-")
"""What is on a line of a table: of its rules, of a row between pipes, or of the row below its headings."""


def with_drawn_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a page, the tables that are drawn among its lines as tables."""
    for is_line, run in groupby(blocks, key=lambda block: isinstance(block, Line)):
        members = list(run)
        lines = [block for block in members if isinstance(block, Line)]
        is_drawn = is_line and any(_DRAWN.search(_text(line)) for line in lines)
        yield from _drawn_among(lines) if is_drawn else members


def _drawn_among(lines: Sequence[Line]) -> Iterator[Block]:
    from ingest.readers.drawn import drawn_tables
    from ingest.readers.pipes import pipe_tables

    place = 0
    texts = [SourceLine(_text(line), line.span.line or 0, line.span.page) for line in lines]
    for found in found_by(texts, (drawn_tables, pipe_tables)):
        yield from lines[place : found.begin]
        yield from (_without_columns(block) for block in found.blocks)
        place = found.end
    yield from lines[place:]


def _text(line: Line) -> str:
    return "".join(run.text for run in line.runs)


def _without_columns(block: Block) -> Block:
    """A block of a text as one of a page, which says in what line of the file it stands, and not where in it."""
    if isinstance(block, Line):
        return block._replace(span=replace(block.span, column=None))
    return Table(tuple(tuple(_without_columns_in(cell) for cell in row) for row in block.rows))


def _without_columns_in(cell: Cell) -> Cell:
    return replace(cell, lines=tuple(line._replace(span=replace(line.span, column=None)) for line in cell.lines))
