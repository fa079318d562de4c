"""Markdown pipe tables: a header, a delimiter row, and rows of cells between pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.header import is_heading
from ingest.document.rows import Cell, Gap, Row
from ingest.readers.lines import Line, layout_row
from ingest.table.heads import parse_head, sub_cell
from model import Span

_PIPE: Final = re.compile(r"(?<!\\)\|")
_DELIMITER_STARTS: Final = frozenset("|+:-=")
_BREAK: Final = re.compile(r"<br ?/?>", re.IGNORECASE)
_ESCAPE: Final = re.compile(
    r"(?P<span>(?<!`)(`+)(?!`).*?(?<!`)\2(?!`))|\\(?P<mark>[!-/:-@\[-`{-~])|(?P<entity>&#?\w{1,32};)"
)
"""A span of code, in which nothing is escaped, a mark behind a backslash, or a character by its name or number.

CommonMark 0.31, sections 2.4 and 2.5.
"""

_DELIMITER_ROW: Final = re.compile(r"\s*[|+]?\s*:?[-=]+:?\s*([|+]\s*:?[-=]+:?\s*)+[|+]?\s*")


def has_pipe_table(lines: Sequence[Line]) -> bool:
    """Whether a delimiter row such as `|---|---|`, or the headings between pipes, stand among the lines."""
    return any(
        _is_delimiter(line) or (line.text.count("|") > 1 and is_heading(line.text.replace("|", " "))) for line in lines
    )


def pipe_rows(lines: Sequence[Line], table: int = 0) -> Iterator[Row]:
    """The rows of a Markdown text: those of each pipe table with its number, all others as plain text.

    A table goes on over blank lines as long as lines with as many pipes as its header follow that do not begin another
    table; any other line ends it, unless it follows at once, as a row cut short. The numbers of tables count on from
    `table`. Boxes of `+---+` and `|` are tables as well.
    """
    first, width, within = table, 0, False
    for index, line in enumerate(lines):
        pipes = len(_PIPE.findall(line.text))
        if _is_delimiter(line):
            yield _delimiter_row(line, table if table > first else None)
            continue
        is_new = not within or line.gap is not Gap.NONE
        is_followed = index + 1 < len(lines) and _is_delimiter(lines[index + 1])
        if pipes > 1 and is_new and (is_followed or is_heading(line.text.replace("|", " "))):
            table, width, within = table + 1, pipes, True
        elif is_new or line.text.startswith("#"):
            within = table > first and pipes == width
        yield from _row(line, table, width) if within else (layout_row(line),)


def _is_delimiter(line: Line) -> bool:
    return line.text.lstrip()[:1] in _DELIMITER_STARTS and _DELIMITER_ROW.fullmatch(line.text) is not None


def _delimiter_row(line: Line, table: int | None) -> Row:
    return Row((Cell.read(line.text, _span(line, 0)),), gap=line.gap, table=table, furniture="delimiter row")


def _row(line: Line, table: int, width: int) -> Iterator[Row]:
    """The row of a line in a table. A pipe too many stands unescaped in the description and belongs to it."""
    pipes = list(_PIPE.finditer(line.text))
    ends = [*((pipe.start(), pipe.end()) for pipe in pipes), (len(line.text), len(line.text))]
    cells: list[Cell] = []
    start = 0
    for end, following in ends:
        cells += _parts(line, start, end)
        start = following
    text = parse_head(Row(tuple(cells))).text if cells and len(pipes) > width else ()
    markup = len(pipes) + _escapes(line.text, pipes) + sum(map(len, _BREAK.findall(line.text)))
    if len(text) > 1:
        first = cells[-len(text)]
        begin = (text[0].span.column or 1) - line.column
        is_closed = pipes[-1].end() == len(line.text.rstrip())
        whole = line.text[begin : pipes[-1].start() if is_closed else None]
        # A label or a code may stand in the cell in which the text begins.
        head = [sub_cell(first, 0, len(first.text) - len(text[0].text))] if first.text != text[0].text else []
        cells[-len(text) :] = [*head, Cell.read(_unescaped(whole), text[0].span, is_text=True)]
        markup -= len(_PIPE.findall(whole))
    if cells:
        yield Row(tuple(cells), gap=line.gap, table=table, markup=markup)


def _parts(line: Line, start: int, end: int) -> Iterator[Cell]:
    """The cells of what stands between two pipes: one, or one for each of its lines set apart by `<br>`."""
    for raw in _BREAK.split(line.text[start:end]):
        cell = Cell.read(_unescaped(raw), _span(line, start + len(raw) - len(raw.lstrip())))
        if cell.text:
            yield cell
        start += len(raw)


def _escapes(line: str, pipes: Sequence[re.Match[str]]) -> int:
    """How many characters of a line only escape others and are none of its text."""
    if "\\" not in line and "&" not in line:
        return 0
    begins, ends = [0, *(pipe.end() for pipe in pipes)], [*(pipe.start() for pipe in pipes), len(line)]
    cells = (line[begin:end] for begin, end in zip(begins, ends, strict=True))
    return sum(visible(part) - visible(_unescaped(part)) for cell in cells for part in _BREAK.split(cell))


def _unescaped(text: str) -> str:
    """A text with what is escaped in it put plainly; within code only a pipe is (GitHub's Markdown, section 4.10)."""
    return _ESCAPE.sub(_plain, text) if "\\" in text or "&" in text else text


def _plain(match: re.Match[str]) -> str:
    if match["span"]:
        return match["span"].replace("\\|", "|")
    return match["mark"] or unescape(match["entity"])


def _span(line: Line, offset: int) -> Span:
    return Span(page=line.page, line=line.number, column=line.column + offset)
