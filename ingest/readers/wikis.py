"""Rows of wikis whose cells stand between bars: Jira and Confluence, DokuWiki, Textile, XWiki and Creole, Org."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Table
from ingest.readers.dialects import DIALECTS, ROW, Dialect
from ingest.readers.source_lines import Found, SourceLine
from ingest.readers.spans import SpanningCell, placed
from ingest.readers.tagged import Part, RawCell, marked_runs, read_cell
from ingest.readers.widths import longest_column, merged

_RULE: Final = re.compile(r"\s*\|-[-+|]*\s*|(?=[^<]*<)\s*+\|(?:\s*+(?:<[lcr]?\d{0,3}>\s*+)?\|)+\s*")
"""A line below others, or a row of Org that says how wide its columns are, and to which side they are set."""

_OF_MARKDOWN: Final = re.compile(r"\s*\|(?:\s*:?-{3,}:?\s*\|){2,}\s*")
"""The line below the header of a table of Markdown."""

_ORG: Final = DIALECTS[-1]


def wiki_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of these wikis among lines: from a header that only one of them writes so to the last row."""
    index = 0
    last: Dialect | None = None
    while index < len(lines):
        if index + 1 < len(lines) and _OF_MARKDOWN.fullmatch(lines[index + 1].text):
            index = _behind(lines, index + 2)
            continue
        dialect = _dialect(lines, index) or (last if last and _is_header_alone(lines[index].text, last) else None)
        if dialect is None:
            index += 1
            continue
        end = _end(lines, index, dialect)
        last = dialect
        yield _found(lines, index, end, dialect)
        index = end


def _behind(lines: Sequence[SourceLine], index: int) -> int:
    """The index behind the rows of a table of Markdown: two bars that follow each other are an empty cell there."""
    while index < len(lines) and "|" in lines[index].text:
        index += 1
    return index


def _is_header_alone(text: str, dialect: Dialect) -> bool:
    """Whether a line is the header of a table without rows, as of a part of one that has a single row."""
    return dialect.header.fullmatch(text) is not None


def _dialect(lines: Sequence[SourceLine], index: int) -> Dialect | None:
    text = lines[index].text
    if "|" not in text and "^" not in text:
        return None
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    if "+" in below and _RULE.fullmatch(below) and ROW.match(text):
        return _ORG
    fitting = (dialect for dialect in DIALECTS if dialect.row.match(below) and dialect.header.fullmatch(text))
    return next(fitting, None)


def _end(lines: Sequence[SourceLine], begin: int, dialect: Dialect) -> int:
    """The index after the last row: a cell goes on over lines as long as its row is not closed."""
    index = begin + 1
    while index < len(lines):
        line = lines[index]
        if line.is_blank:
            return index
        if not dialect.row.match(line.text) and _is_closed(lines[index - 1].text):
            return index
        index += 1
    return index


def _is_closed(text: str) -> bool:
    return text.rstrip().endswith(("|", "^"))


def _found(lines: Sequence[SourceLine], begin: int, end: int, dialect: Dialect) -> Found:
    markup: Counter[int] = Counter()
    rows: list[list[RawCell]] = []
    for line in lines[begin:end]:
        if _RULE.fullmatch(line.text):
            markup[line.number] += visible(line.text)
        elif dialect.row.match(line.text) or not rows:
            rows.append(_cells(line, dialect, markup, len(rows[0]) if rows else 0))
        else:
            _go_on(rows[-1], line, dialect, markup)
    rows = _narrowed(rows, markup)
    if dialect.form == "dokuwiki":
        rows = _merged_down(rows, markup)
    found = placed([[SpanningCell(cell, cell.columns, cell.rows) for cell in row] for row in rows])
    runs_of = partial(marked_runs, dialect.marks)
    table = Table(tuple(tuple(read_cell(cell.content, cell.column, runs_of, markup) for cell in row) for row in found))
    return Found(begin, end, (table,), dialect.form, dict(markup))


def _narrowed(rows: Sequence[Sequence[RawCell]], markup: Counter[int]) -> list[list[RawCell]]:
    """The rows without cells too many: a bar that stands in a text is one of that text."""
    if not rows or any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row):
        return [list(row) for row in rows]
    texts = [["".join(part.text for part in cell.parts) for cell in row] for row in rows]
    width = len(rows[0])
    longest = longest_column(texts, width)
    narrowed: list[list[RawCell]] = []
    for row, fields in zip(rows, texts, strict=True):
        narrowed.append([])
        for begin, end in merged(fields, width, longest):
            parts = list(row[begin].parts)
            for cell in row[begin + 1 : end]:
                first = cell.parts[0]
                parts += [Part("|", first.line, first.offset - 1), *cell.parts]
                markup[first.line.number] -= 1
            narrowed[-1].append(row[begin]._replace(parts=_one_a_line(parts)))
    return narrowed


def _one_a_line(parts: Sequence[Part]) -> list[Part]:
    """The parts, those of one line put together."""
    lines = [list(of_line) for _, of_line in groupby(parts, key=lambda part: part.line.number)]
    return [of_line[0]._replace(text="".join(part.text for part in of_line)) for of_line in lines]


def _pieces(line: SourceLine, dialect: Dialect, start: int) -> list[tuple[int, int, int]]:
    """What stands between the separators of a line: where it begins and ends, and how long the separator before is."""
    pieces: list[tuple[int, int, int]] = []
    begin, length = start, 0
    for match in dialect.separator.finditer(line.text, start):
        if match.groupdict().get("kept"):
            continue
        pieces.append((begin, match.start(), length))
        begin, length = match.end(), len(match[0])
    return [*pieces, (begin, len(line.text), length)]


def _cells(line: SourceLine, dialect: Dialect, markup: Counter[int], width: int) -> list[RawCell]:
    """The cells of a row that begins on a line."""
    pieces = [piece for piece in _pieces(line, dialect, 0) if piece[2]]
    if len(pieces) > 1 and not line.text[pieces[-1][0] :].strip():
        markup[line.number] += pieces[-1][2]
        pieces = pieces[:-1]
    cells: list[RawCell] = []
    if dialect.form == "jira" and pieces and pieces[0][2] == 2 and len(pieces) < width:
        # Two bars before a row that is a cell short are an empty cell, and no heading.
        cells.append(RawCell([Part("", line)]))
    for begin, end, length in pieces:
        markup[line.number] += length
        said = dialect.specification.match(line.text, begin, end)
        after = said.end() if said else begin
        markup[line.number] += visible(line.text[begin:after])
        part = Part(line.text[after:end], line, after)
        if dialect.form == "dokuwiki" and cells and begin == end:
            cells[-1] = cells[-1]._replace(columns=cells[-1].columns + 1)
        else:
            cells.append(RawCell([part], **_extents(said)))
    return cells


def _extents(said: re.Match[str] | None) -> Mapping[str, int]:
    groups = said.groupdict() if said else {}
    return {name: max(int(groups.get(name) or 1), 1) for name in ("columns", "rows")}


def _go_on(row: list[RawCell], line: SourceLine, dialect: Dialect, markup: Counter[int]) -> None:
    """Take in a line that goes on with the last cell of a row; cells may begin on it, too."""
    for begin, end, length in _pieces(line, dialect, 0):
        markup[line.number] += length
        part = Part(line.text[begin:end], line, begin)
        if not length and row:
            row[-1].parts.append(part)
        elif part.text.strip():
            row.append(RawCell([part]))


def _merged_down(rows: Sequence[Sequence[RawCell]], markup: Counter[int]) -> list[list[RawCell]]:
    """The rows of DokuWiki, in which `:::` says that a cell goes on from above."""
    merged: list[list[RawCell]] = []
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        merged.append([])
        column = 0
        for cell in row:
            text = "".join(part.text for part in cell.parts).strip()
            if text == ":::" and column in above:
                begin, index = above[column]
                merged[begin][index] = merged[begin][index]._replace(rows=number - begin + 1)
                markup[cell.parts[0].line.number] += 3
            else:
                above[column] = (number, len(merged[number]))
                merged[number].append(cell)
            column += cell.columns
    return merged
