"""Tables drawn with characters: `+---+`, `╒═╤`, `┏━┳`, with lines wrapped inside their cells and merged cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.cleaning import visible
from ingest.document.fragments import Cell, Line, Run, Table
from ingest.readers.chopped import are_chopped, fills, unchopped
from ingest.readers.restructured import marked_by_line, restructured_runs
from ingest.readers.source_lines import Found, SourceLine, plain_lines, visible_on
from ingest.readers.tagged import RunsOf, without_emphasis

_RULE: Final = re.compile(r"\s*(?:\|(?=[─═])|[+┌┏╔╒╓├┣╠╞╟┝┠└┗╚╘╙╭╰┡┢╽╿┕┖┎┍╄])[-=+:\u2500-\u257f]{2,}\|?\s*")
_STROKES: Final = re.compile(r"(?=.*[╴╵╶╷┬┴┼│])[\s\u2500-\u257f]+")
"""A line of nothing but strokes, upright ones among them, of a table that is drawn without a frame."""

_DOUBLE_RULE: Final = re.compile(r"\s*\+(?::?=+:?\+)+\s*")
_BAR: Final = re.compile("[|│┃║┆┇┊┋╎╏]")
_SIDE: Final = re.compile(rf"^\s*{_BAR.pattern}|{_BAR.pattern}\s*$")
_OF_A_FRAME: Final = 2
_STROKE: Final = re.compile("[-=:\u2500\u2501\u2550\u2504\u2505\u2508\u2509\u254c\u254d]{2,}")
_CORNER: Final = re.compile("[|+\u250c-\u254b\u2552-\u257f]")
_MARK: Final = re.compile("[|+\u2500-\u257f]")
_QUOTED: Final = re.compile(r"^\s*>+")
_ROW: Final = re.compile("\\s*[|│┃║┆┇┊┋╎╏├┣╠╞╟┝┠+]")


class _Band(NamedTuple):
    """Lines of a table between two rules: for each column what stands there, and whether a rule is drawn below."""

    texts: list[list[Line]]
    closes: list[bool]


def drawn_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables drawn with characters among lines: from a rule such as `+---+` to the end of the drawing.

    Of a table without a frame the strokes alone are taken: its rows stand as they would without them.
    """
    index = 0
    while index < len(lines):
        end = _end(lines, index) if _RULE.fullmatch(lines[index].text) else index
        if end - index >= 3:
            yield _found(lines[index:end], index, end)
        elif _STROKES.fullmatch(lines[index].text):
            end = index + 1
            yield Found(index, end, (), "text", dict(visible_on(lines[index:end])))
        index = max(end, index + 1)


def _end(lines: Sequence[SourceLine], begin: int) -> int:
    end = begin
    while end < len(lines) and (_RULE.fullmatch(lines[end].text) or _ROW.match(lines[end].text)):
        end += 1
    return end


def _found(lines: Sequence[SourceLine], begin: int, end: int) -> Found:
    edges = _edges(lines)
    if len(edges) == _OF_A_FRAME:
        return _framed(lines, begin, end)
    bands = list(_bands(lines, edges))
    runs_of = restructured_runs if any(_DOUBLE_RULE.fullmatch(line.text) for line in lines) else _as_it_stands
    rules = sum(1 for line in lines if _RULE.fullmatch(line.text))
    # Where only the header is set apart, each line is a row; where rules part the rows, the lines of a band are one.
    if rules <= 3:
        bands = [single for band in bands for single in _single(band)]
    markup = visible_on(lines)
    for band in bands:
        for line in (line for texts in band.texts for line in texts):
            markup[line.span.line or 0] -= visible(line.runs[0].text)
    is_chopped = runs_of is not _as_it_stands and are_chopped(texts for band in bands for texts in band.texts)
    rows = tuple(_rows(bands, runs_of, markup, is_chopped=is_chopped))
    return Found(begin, end, (Table(rows),), "text", dict(markup))


def _framed(lines: Sequence[SourceLine], begin: int, end: int) -> Found:
    """A text within a frame: no upright line parts its columns, it stands as it would without the frame."""
    inner = [
        line._replace(text="" if _RULE.fullmatch(line.text) else _SIDE.sub(lambda side: " " * len(side[0]), line.text))
        for line in lines
    ]
    markup = visible_on(lines)
    markup.subtract(visible_on(inner))
    return Found(begin, end, tuple(plain_lines(inner, 0, len(inner))), "text", dict(markup))


def _edges(lines: Sequence[SourceLine]) -> list[int]:
    """Where the upright lines stand: the corners of the rules."""
    counts = Counter(
        match.start() for line in lines if _RULE.fullmatch(line.text) for match in _CORNER.finditer(line.text)
    )
    return sorted(counts)


def _bands(lines: Sequence[SourceLine], edges: Sequence[int]) -> Iterator[_Band]:
    columns = len(edges) - 1
    band = _Band([[] for _ in range(columns)], [True] * columns)
    for line in lines:
        closes = [False] * columns
        for first, after, start, text in _segments(line, edges):
            # A stroke reaches from one upright line to the next: `---` between blanks is a dash of a text.
            if _STROKE.fullmatch(text.strip("+") or " ") or _RULE.fullmatch(text):
                closes[first:after] = [True] * (after - first)
            elif text.strip():
                band.texts[first].append(Line((Run(text),), line.span(start)))
        if any(closes):
            if any(band.texts):
                yield _Band(band.texts, closes)
            band = _Band([[] for _ in range(columns)], closes)
    if any(band.texts):
        yield _Band(band.texts, [True] * columns)


def _segments(line: SourceLine, edges: Sequence[int]) -> Iterator[tuple[int, int, int, str]]:
    """What stands between the upright lines of a line: the columns that it spans, where it begins, and the text."""
    text = line.text
    if _RULE.fullmatch(text):
        inner = [edge for edge in edges if edge < len(text)]
    else:
        inner = [edge for edge in edges if edge < len(text) and _MARK.match(text[edge])]
        bars = [match.start() for match in _BAR.finditer(text)]
        # Letters of another width may push the bars of a line aside; as many as there are columns are those of it.
        if len(inner) < len(edges) and len(bars) == len(edges):
            yield from ((n, n + 1, bars[n] + 1, text[bars[n] + 1 : bars[n + 1]]) for n in range(len(bars) - 1))
            return
    columns = {edge: column for column, edge in enumerate(edges)}
    for left, right in pairwise(inner):
        yield columns[left], columns[right], left + 1, text[left + 1 : right]


def _single(band: _Band) -> Iterator[_Band]:
    """The lines of a band, each as a row of its own."""
    rows: dict[int, list[list[Line]]] = {}
    for column, lines in enumerate(band.texts):
        for line in lines:
            rows.setdefault(line.span.line or 0, [[] for _ in band.texts])[column].append(line)
    for _, texts in sorted(rows.items()):
        yield _Band(texts, [True] * len(texts))


def _rows(
    bands: Sequence[_Band], runs_of: RunsOf, markup: Counter[int], *, is_chopped: bool
) -> Iterator[tuple[Cell, ...]]:
    """The rows: a cell goes on in the next band where no rule closes it."""
    for number, band in enumerate(bands):
        cells: list[Cell] = []
        for column, texts in enumerate(band.texts):
            if number and not bands[number - 1].closes[column]:
                continue
            rows = 1
            lines = list(texts)
            while number + rows < len(bands) and not bands[number + rows - 1].closes[column]:
                lines += bands[number + rows].texts[column]
                rows += 1
            cells.append(Cell(tuple(_without_marks(lines, runs_of, markup, is_chopped=is_chopped)), column, rows=rows))
        yield tuple(cells)


def _without_marks(lines: Sequence[Line], runs_of: RunsOf, markup: Counter[int], *, is_chopped: bool) -> Iterator[Line]:
    whole = lines if runs_of is _as_it_stands else unchopped(lines, is_usual=is_chopped)
    written = [line.runs[0].text for line in whole]
    if runs_of is not _as_it_stands:
        written = marked_by_line(without_emphasis(_without_quotes(written)))
    for line in lines:
        markup[line.span.line or 0] += visible(line.runs[0].text)
    for line, text in zip(whole, written, strict=True):
        runs = runs_of(text)
        markup[line.span.line or 0] -= sum(visible(run.text) for run in runs)
        yield line._replace(runs=runs)


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """The lines of a cell without the marks of a quotation, as Pandoc sets what is indented; blanks stand there.

    The rest of a chopped word has none.
    """
    if not lines or not _QUOTED.match(lines[0]) or not all(_QUOTED.match(line) or fills(line) for line in lines):
        return list(lines)
    return [_QUOTED.sub(lambda match: " " * len(match[0]), line) for line in lines]


def _as_it_stands(text: str) -> tuple[Run, ...]:
    return (Run(text),)
