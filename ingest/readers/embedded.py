"""Tables of HTML in a text that is none, as Markdown and Textile hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Block, Line, Table
from ingest.readers.source_lines import Found, SourceLine

_BEGIN: Final = re.compile(r"\s*<table\b", re.IGNORECASE)
_END: Final = "</table>"


def embedded_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of HTML among lines, from a line that begins one to the line that ends it."""
    index = 0
    while index < len(lines):
        if "<" not in lines[index].text or not _BEGIN.match(lines[index].text):
            index += 1
            continue
        end, is_open = _end(lines, index)
        blocks = _blocks(lines[index:end])
        markup = Counter({line.number: visible(line.text) for line in lines[index:end]})
        for line in (line for block in blocks for line in _lines_of(block)):
            markup[line.span.line or 0] -= sum(visible(run.text) for run in line.runs)
        yield Found(index, end, tuple(blocks), "markdown", dict(markup), is_open=is_open)
        index = end


def _end(lines: Sequence[SourceLine], begin: int) -> tuple[int, bool]:
    depth = 0
    for index in range(begin, len(lines)):
        text = lines[index].text.lower()
        depth += text.count("<table") - text.count(_END)
        if depth <= 0:
            return index + 1, False
    return len(lines), True


def _blocks(lines: Sequence[SourceLine]) -> list[Block]:
    """The blocks of some lines of HTML, at their places in the text."""
    from ingest.readers.page import page_blocks

    first = lines[0]
    return [_moved(block, first.number - 1) for block in page_blocks("\n".join(line.text for line in lines))]


def _moved(block: Block, offset: int) -> Block:
    """A block as many lines further down."""
    if isinstance(block, Line):
        return _moved_line(block, offset)
    rows = (
        tuple(replace(cell, lines=tuple(_moved_line(line, offset) for line in cell.lines)) for cell in row)
        for row in block.rows
    )
    return Table(tuple(rows))


def _moved_line(line: Line, offset: int) -> Line:
    return replace(line, span=line.span.model_copy(update={"line": (line.span.line or 1) + offset}))


def _lines_of(block: Block) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
    else:
        yield from (line for row in block.rows for cell in row for line in cell.lines)
