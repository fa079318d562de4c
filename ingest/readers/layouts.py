"""What the places of the words of a document mean, by its blocks."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document.fragments import Block, Layout, Line, Table


def layout_of(blocks: Sequence[Block]) -> Layout:
    """`grid` where tables hold most of the text."""
    inside = sum(
        _length(cell.lines) for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    outside = _length([block for block in blocks if isinstance(block, Line)])
    return "grid" if inside and inside >= outside else "text"


def _length(lines: Sequence[Line]) -> int:
    return sum(len(run.text) for line in lines for run in line.runs)
