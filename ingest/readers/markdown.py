"""Markdown pipe tables: a header, a delimiter row, and rows of cells between pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.cleaning import clean
from ingest.readers.lines import Line, layout_row
from ingest.rows import Cell, Gap, Row
from model import Span

_PIPE: Final = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*")


def has_pipe_table(lines: Sequence[Line]) -> bool:
    """Whether a delimiter row such as `|---|---|` stands among the lines."""
    return any("|" in line.text and _DELIMITER_ROW.fullmatch(line.text) for line in lines)


def pipe_rows(lines: Sequence[Line]) -> Iterator[Row]:
    """The rows of a Markdown text: those of each pipe table with its number, all others as plain text.

    A table goes on over blank lines as long as lines with as many pipes as its header follow that do not begin another
    table; any other line ends it, unless it follows at once, as a row cut short.
    """
    table, width, within = 0, 0, False
    for index, line in enumerate(lines):
        pipes = len(_PIPE.findall(line.text))
        if pipes and _is_delimiter(line):
            yield _delimiter_row(line, table)
            continue
        if pipes and index + 1 < len(lines) and _is_delimiter(lines[index + 1]):
            table, width, within = table + 1, pipes, True
        elif line.gap is not Gap.NONE or line.text.startswith("#"):
            within = table > 0 and pipes == width
        yield from _row(line, table) if within else (layout_row(line),)


def _is_delimiter(line: Line) -> bool:
    return _DELIMITER_ROW.fullmatch(line.text) is not None


def _delimiter_row(line: Line, table: int) -> Row:
    text = clean(line.text)
    return Row((Cell(text, _span(line, 0)),), gap=line.gap, table=table or None, furniture="delimiter row")


def _row(line: Line, table: int) -> Iterator[Row]:
    cells = []
    start = 0
    pipes = list(_PIPE.finditer(line.text))
    for end, following in [*((pipe.start(), pipe.end()) for pipe in pipes), (len(line.text), len(line.text))]:
        raw = line.text[start:end]
        if text := clean(raw):
            cells.append(Cell(text.replace("\\|", "|"), _span(line, start + len(raw) - len(raw.lstrip()))))
        start = following
    if cells:
        yield Row(tuple(cells), gap=line.gap, table=table, markup=len(pipes) + line.text.count("\\|"))


def _span(line: Line, offset: int) -> Span:
    return Span(page=line.page, line=line.number, column=line.column + offset)
