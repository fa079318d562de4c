"""Tables of rows between pipes: Markdown (GitHub's, section 4.10), psql, Org."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.cleaning import visible
from ingest.document.fragments import Cell, Table
from ingest.document.header import is_heading
from ingest.readers.inline import inline_runs, smart_runs
from ingest.readers.separated_records import BAR, is_by_bars
from ingest.readers.source_lines import Found, SourceLine
from ingest.readers.tagged import Part, RawCell, RunsOf, read_cell
from ingest.readers.widths import longest_column, merged

_PIPE: Final = re.compile(r"(?<!\\)\|")
_IDENTIFIED: Final = re.compile(r"#+ .*\{#[^{}]+\}\s*")
"""A heading with its name, as in the kinds of Markdown that write dashes as hyphens."""

_DELIMITER_STARTS: Final = frozenset("|+:-=")
_DELIMITER_ROW: Final = re.compile(r"\s*+(?:[|+]\s*+)?:?[-=]++:?\s*+([|+]\s*+:?[-=]++:?\s*+)+(?:[|+]\s*+)?")
_DELIMITER_CELL: Final = re.compile(r"\s*\|\s*:?-+:?\s*\|\s*")


class _Piece(NamedTuple):
    """What stands between two pipes: the lines that it is on, where it begins on the first, and its text on each."""

    lines: tuple[SourceLine, ...]
    start: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The texts of its lines; a break is a line feed."""
        return "\n".join(self.texts)


def pipe_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The pipe tables among lines.

    A table begins above a row such as `|---|---|`, or where lines with as many pipes follow each other. It goes on over
    blank lines as long as lines with as many pipes follow; any other line ends it, and it may go on behind that.
    """
    runs_of = smart_runs if any(_IDENTIFIED.fullmatch(line.text) for line in lines) else inline_runs
    index, width = 0, 0
    while index < len(lines):
        begin = index
        if BAR in lines[index].text and is_by_bars(lines, index):
            index = next((other for other in range(index, len(lines)) if lines[other].is_blank), len(lines))
            continue
        if "|" not in lines[index].text or not _begins(lines, index, width):
            index += 1
            continue
        width = _pipes(lines[index])
        index = _end(lines, begin, width)
        yield _found(lines, begin, index, runs_of)


def _pipes(line: SourceLine) -> int:
    return len(_PIPE.findall(line.text)) if "|" in line.text else 0


def _is_delimiter(lines: Sequence[SourceLine], index: int) -> bool:
    if index >= len(lines) or lines[index].text.lstrip()[:1] not in _DELIMITER_STARTS:
        return False
    return bool(_DELIMITER_ROW.fullmatch(lines[index].text) or _DELIMITER_CELL.fullmatch(lines[index].text))


def _is_outer(line: SourceLine) -> bool:
    return line.text.lstrip().startswith("|")


def _begins(lines: Sequence[SourceLine], index: int, width: int) -> bool:
    """Whether a table begins at a line; `width` is how many pipes a row of the table before has."""
    line = lines[index]
    pipes = _pipes(line)
    if _is_delimiter(lines, index + 1):
        return pipes > 0
    if pipes < 2:
        return False
    if _is_outer(line):
        follows = index + 1 < len(lines) and _is_outer(lines[index + 1]) and _pipes(lines[index + 1]) == pipes
        return follows or 0 < width <= pipes or _is_delimiter(lines, index) or is_heading(line.text.replace("|", " "))
    following = lines[index + 1 : index + 3]
    is_regular = len(following) == 2 and all(_pipes(other) == pipes for other in following)
    return is_regular or pipes == width or is_heading(line.text.replace("|", " "))


def _end(lines: Sequence[SourceLine], begin: int, width: int) -> int:
    """The index of the first line after a table."""
    is_outer = _is_outer(lines[begin])
    index = begin + 1
    while index < len(lines):
        line = lines[index]
        if _is_other_header(lines, index, begin, width):
            return index
        if line.is_blank:
            following = next((n for n in range(index, min(index + 4, len(lines))) if not lines[n].is_blank), None)
            if following is None or not _is_as_wide(lines, following, width, is_outer=is_outer):
                return index
            index = following
        elif not _pipes(line) and not _is_delimiter(lines, index):
            after = _after_wrapped(lines, index - 1, width) if is_outer else None
            if after is None:
                return index
            index = after
            continue
        index += 1
    return index


def _is_other_header(lines: Sequence[SourceLine], index: int, begin: int, width: int) -> bool:
    """Whether the header of a table of another width stands at a line: files that were put together, a table each."""
    pipes = _pipes(lines[index])
    is_other = index > begin + 1 and pipes not in {0, width} and _is_delimiter(lines, index + 1)
    return is_other and not _is_delimiter(lines, index) and _pipes(lines[index + 1]) == pipes


def _is_as_wide(lines: Sequence[SourceLine], index: int, width: int, *, is_outer: bool) -> bool:
    """Whether a line behind a blank one is a row of the table, and not the first of another."""
    pipes = _pipes(lines[index])
    is_row = pipes == width or (is_outer and _is_outer(lines[index]) and pipes > width)
    return is_row and not _is_delimiter(lines, index + 1)


def _after_wrapped(lines: Sequence[SourceLine], index: int, width: int) -> int | None:
    """The index after a row that wraps over lines, since a cell of it does; None if there is none."""
    pipes = _pipes(lines[index])
    if not _is_outer(lines[index]) or pipes >= width:
        return None
    for following in range(index + 1, min(index + 40, len(lines))):
        line = lines[following]
        if line.is_blank or _is_outer(line):
            return None
        pipes += _pipes(line)
        if pipes >= width:
            return following + 1
    return None


def _found(lines: Sequence[SourceLine], begin: int, end: int, runs_of: RunsOf) -> Found:
    markup: Counter[int] = Counter()
    rows: list[list[_Piece]] = []
    width, is_outer = _pipes(lines[begin]), _is_outer(lines[begin])
    index = begin
    while index < end:
        line = lines[index]
        if _is_delimiter(lines, index):
            markup[line.number] += visible(line.text)
            index += 1
            continue
        after = (_after_wrapped(lines, index, width) if is_outer else None) or index + 1
        if not line.is_blank:
            rows += _parted(_pieces(lines[index:after], is_outer=is_outer), len(rows[0]) if rows else width)
            for source in lines[index:after]:
                markup[source.number] += _pipes(source)
        index = after
    return Found(begin, end, (_table(rows, runs_of, markup),), "markdown", dict(markup))


def _pieces(lines: Sequence[SourceLine], *, is_outer: bool) -> list[_Piece]:
    """What stands between the pipes of a row."""
    pieces: list[_Piece] = []
    for number, line in enumerate(lines):
        start = 0
        for position, match in enumerate([*_PIPE.finditer(line.text), None]):
            raw = line.text[start : match.start() if match else None]
            if number and not position and pieces:
                last = pieces[-1]
                pieces[-1] = _Piece((*last.lines, line), last.start, (*last.texts, raw))
            else:
                pieces.append(_Piece((line,), start, (raw,)))
            start = match.end() if match else 0
    if is_outer and not pieces[0].text.strip():
        pieces = pieces[1:]
    if len(pieces) > 1 and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    return pieces


def _parted(pieces: list[_Piece], width: int) -> list[list[_Piece]]:
    """The rows on a line: where more cells than a row has stand between blanks, two pipes without one part rows."""
    ends = [number for number, piece in enumerate(pieces) if not piece.text]
    if len(pieces) <= width or not ends:
        return [pieces]
    parts = [pieces[begin + 1 : end] for begin, end in pairwise([-1, *ends, len(pieces)])]
    are_rows = all(len(part) >= max(width, 1) and part[0].text[0] == part[-1].text[-1] == " " for part in parts)
    return parts if are_rows else [pieces]


def _table(rows: Sequence[Sequence[_Piece]], runs_of: RunsOf, markup: Counter[int]) -> Table:
    width = len(rows[0]) if rows else 0
    longest = longest_column([[piece.text for piece in row] for row in rows], width)
    placed: list[tuple[Cell, ...]] = []
    for row in rows:
        whole: list[_Piece] = []
        for begin, end in merged([piece.text for piece in row], width, longest):
            whole.append(reduce(_with_pipe, row[begin:end]))
            markup.subtract(piece.lines[-1].number for piece in row[begin : end - 1])
        cells = (RawCell(list(_parts(piece))) for piece in whole)
        placed.append(tuple(read_cell(cell, column, runs_of, markup) for column, cell in enumerate(cells)))
    return Table(tuple(placed))


def _with_pipe(piece: _Piece, following: _Piece) -> _Piece:
    """Two pieces of one text, and the pipe between them, which stands on the last line of the first."""
    texts = (*piece.texts[:-1], f"{piece.texts[-1]}|{following.texts[0]}", *following.texts[1:])
    return _Piece((*piece.lines, *following.lines[1:]), piece.start, texts)


def _parts(piece: _Piece) -> Iterator[Part]:
    # Form feeds make several lines of one: the numbers of lines are not counted on.
    for offset, (line, text) in enumerate(zip(piece.lines, piece.texts, strict=True)):
        yield Part(text, line, 0 if offset else piece.start)
