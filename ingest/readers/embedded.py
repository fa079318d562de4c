"""Tables of HTML in a text that is none, as Markdown and Textile hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Block, Cell, Line, Table
from ingest.readers.source_lines import Found, SourceLine, visible_on
from ingest.readers.swallowed import HIDES_CELLS, first_swallowed
from ingest.readers.tagged import without_emphasis
from model import Fault

_BEGIN: Final = re.compile(r"\s*<table\b", re.IGNORECASE)
_END: Final = "</table>"
_QUOTED: Final = re.compile(r"(?:^|(?<=>))[ \t]*bq\.\s", re.MULTILINE)
_OF_TEXTILE: Final = re.compile(rf"{_QUOTED.pattern}|\S {{2}}--? {{2}}\S|&#45;|\[\^[^\s^]{{1,9}}\^\]", re.MULTILINE)
_LINK: Final = re.compile(r'"(?P<text>[^"<>\n]{1,2000})":(?:https?://|mailto:|#|/)[^\s<>]+')
_RAISED: Final = re.compile(r"\[\^([^\s^]{1,9})\^\]")
_DASH: Final = re.compile(r"(?<=\S)(?P<before> +)(?P<mark>--?)(?P<after> +(?=\S)|$)", re.MULTILINE)
"""A dash as Pandoc writes it into Textile: with two blanks on both sides, or with one where none belongs there."""

_DASHES: Final = {"-": "\u2013", "--": "\u2014"}


def embedded_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of HTML among lines, from a line that begins one to the line that ends it."""
    index = 0
    while index < len(lines):
        if "<" not in lines[index].text or not _BEGIN.match(lines[index].text):
            index += 1
            continue
        end, is_open = _end(lines, index)
        blocks = _blocks(lines[index:end])
        markup = visible_on(lines[index:end])
        for shown in (line for block in blocks for line in _lines_of(block)):
            markup[shown.span.line or 0] -= sum(visible(run.text) for run in shown.runs)
        faults = tuple(_swallowed(lines[index:end]))
        yield Found(index, end, tuple(blocks), "markdown", dict(markup), faults, is_open=is_open)
        index = end


def _swallowed(lines: Sequence[SourceLine]) -> Iterator[Fault]:
    line = first_swallowed("\n".join(line.text for line in lines))
    if line is not None:
        yield Fault("damaged-html", HIDES_CELLS, f"line {lines[line - 1].number}")


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

    text = "\n".join(line.text for line in lines)
    if _OF_TEXTILE.search(text) or _LINK.search(text):
        text = _LINK.sub(r"\g<text>", text)
        text = _RAISED.sub(r"<sup>\1</sup>", _DASH.sub(_dash, _QUOTED.sub("", text)))
    return [_placed(block, lines) for block in page_blocks(text)]


def _dash(match: re.Match[str]) -> str:
    """A dash of Textile as it is shown; a hyphen is written as an entity there."""
    before, after = match["before"], match["after"]
    is_apart = len(before) > 1 and len(after) != 1
    return f" {_DASHES[match['mark']]}{after}" if is_apart else _DASHES[match["mark"]]


def _placed(block: Block, lines: Sequence[SourceLine]) -> Block:
    """A block at its place among lines of the text; form feeds make several of one."""
    if isinstance(block, Line):
        return _placed_line(block, lines)
    return Table(tuple(tuple(_placed_cell(cell, lines) for cell in row) for row in block.rows))


def _placed_cell(cell: Cell, lines: Sequence[SourceLine]) -> Cell:
    """A cell at its place, without the marks for emphasis of all of it."""
    placed = [_placed_line(line, lines) for line in cell.lines]
    texts = [line.runs[0].text if line.runs else "" for line in placed]
    if all(len(line.runs) < 2 for line in placed):
        texts = without_emphasis(texts, fewest=1)
    whole = (
        line._replace(runs=(line.runs[0]._replace(text=text), *line.runs[1:])) if line.runs else line
        for line, text in zip(placed, texts, strict=True)
    )
    return replace(cell, lines=tuple(whole))


def _placed_line(line: Line, lines: Sequence[SourceLine]) -> Line:
    source = lines[(line.span.line or 1) - 1]
    return line._replace(span=replace(line.span, line=source.number, page=source.page))


def _lines_of(block: Block) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
    else:
        yield from (line for row in block.rows for cell in row for line in cell.lines)
