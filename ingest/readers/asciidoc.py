"""Tables of AsciiDoc, `|===`: cells by bars or other separators, on one line or a line each, with spans
(docs.asciidoctor.org, tables).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ingest.document.cleaning import visible
from ingest.document.fragments import Run, Table
from ingest.readers.source_lines import Found, SourceLine, visible_on
from ingest.readers.spans import SpanningCell, placed
from ingest.readers.tagged import Part, RawCell, RunsOf, marked_runs, marks_of, read_cell

_FENCE: Final = re.compile(r"[|,:]={3,}\s*")
_SEPARATED: Final = re.compile(r"""\bformat\s*=\s*["']?[ct]sv\b""")
_DELIMITED: Final = re.compile(r"""\bformat\s*=\s*["']?dsv\b""")
_SEPARATOR: Final = re.compile(r"""\bseparator\s*=\s*["']?([^\s"'\\])""")
_ATTRIBUTES: Final = re.compile(r"\[.*\]\s*")
_COLUMNS: Final = re.compile(r"""cols\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,\]]+))""")
_SPANS: Final = r"(?P<columns>\d{1,3})?(?:\.(?P<rows>\d{1,4}))?(?P<times>[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?(?<!\\)"
_COLON: Final = ":"


_MARKS: Final = marks_of(
    (r"^\s*(?:_{4,}|={4,}|-{2}|-{4,})\s*$", ""),
    (r"\\(?=[|:])", ""),
    (r"\{nbsp\}", "\u00a0"),
    (r"\{vbar\}", "|"),
    (r"\{(?:empty|zwsp|wj|shy)\}", ""),
    (r"\{(?:lt)\}", "&lt;"),
    (r"\{(?:gt)\}", "&gt;"),
    (r"\{(?:amp)\}", "&amp;"),
    (r"footnote(?:ref)?:\w*\[[^\[\]]*\]", ""),
    (r"\[\[[^\[\]]*\]\]|anchor:[\w-]+\[[^\[\]]*\]", ""),
    (r"<<[^<>,]*,\s*+([^<>]*)>>", r"\1"),
    (r"link:#[^\s\[\]]{0,1000}\[\]|\[#[^\s\[\]]{0,1000}\](?:####|##(?!#))", ""),
    (r"\[\.?line-through\](\*\*|##|\*|#|_)(.+?)\1", r"<s>\2</s>"),
    (r"\[[\w.#-]+\](##?)(.+?)\1", r"\2"),
    (r"\^([^\s^]+)\^", r"<sup>\1</sup>"),
    (r"pass:\w*\[([^\[\]]*)\]|\+\+\+?(.+?)\+\+\+?", r"\1\2"),
    (r"\*\*(.+?)\*\*|__(.+?)__|``(.+?)``", r"\1\2\3"),
    (r"(?<![\w*])\*(?=\S)([^*]*[^*\s])\*(?![\w*])", r"\1"),
    (r"(?<![\w_])_(?=\S)([^_]*[^_\s])_(?![\w_])", r"\1"),
    (r"(?<![\w`])`(?=\S)([^`]*[^`\s])`(?![\w`])", r"\1"),
    (r"(?<!\w)\+(?=\S)([^+]*[^+\s])\+(?!\w)", r"\1"),
    (r"\s\+\s*$", ""),
)
"""What marks inside a text mean, in this order."""

_LINK: Final = re.compile(r"(?:link:|mailto:|xref:|https?://)[^\s\[\]]{0,1000}\[(?P<text>[^\[\]]+)\]")
_STRUCK: Final = re.compile(r"\[\.?line-through\](\*\*|##|\*|#)")


class _Bars(NamedTuple):
    """What begins a cell: a bar anywhere, and one at the beginning of a line or behind a space.

    Where all stand apart so, another is one of a text.
    """

    anywhere: re.Pattern[str]
    apart: re.Pattern[str]

    @classmethod
    def of(cls, sign: str) -> _Bars:
        """Those of a table whose cells a sign parts."""
        apart = rf"(?:(?<=\s)|^){_SPANS}{re.escape(sign)}"
        return cls(re.compile(rf"{apart}|(?<!\\){re.escape(sign)}"), re.compile(apart))

    @classmethod
    def between(cls, sign: str) -> _Bars:
        """Those of a table with a row a line, and the sign between its cells."""
        bar = re.compile(rf"(?:^|(?<!\\){re.escape(sign)})(?P<columns>(?!))?(?P<rows>(?!))?(?P<times>(?!))?")
        return cls(bar, bar)


def asciidoc_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of AsciiDoc among lines: from a line `|===` to the next."""
    index = 0
    while index < len(lines):
        if not _FENCE.fullmatch(lines[index].text):
            index += 1
            continue
        fence = lines[index].text.strip()
        end = next((n for n in range(index + 1, len(lines)) if lines[n].text.strip() == fence), len(lines))
        begin = index
        while begin and _ATTRIBUTES.fullmatch(lines[begin - 1].text):
            begin -= 1
        attributes = "".join(line.text for line in lines[begin:index])
        if fence.startswith(",") or _SEPARATED.search(attributes):
            yield from (_marks_alone(lines, part) for part in (range(begin, index + 1), range(end, end + 1)))
        else:
            yield _found(lines, range(begin, end), index, _bars_by(attributes, fence))
        index = end + 1


def _marks_alone(lines: Sequence[SourceLine], numbers: range) -> Found:
    """The marks around a table of separated values, which is found as any other such is."""
    last = min(numbers.stop, len(lines))
    return Found(numbers.start, last, (), "asciidoc", dict(visible_on(lines[numbers.start : last])))


def _bars_by(attributes: str, fence: str) -> _Bars:
    """What parts the cells of a table, by what its attributes or its fence say."""
    said = _SEPARATOR.search(attributes)
    if fence.startswith(_COLON) or _DELIMITED.search(attributes):
        return _Bars.between(said[1] if said else _COLON)
    return _Bars.of(said[1] if said else "|")


def _found(lines: Sequence[SourceLine], block: range, fence: int, bars: _Bars) -> Found:
    last = min(block.stop + 1, len(lines))
    outside = [*lines[block.start : fence + 1], *lines[block.stop : last]]
    markup = visible_on(outside)
    inside = [line for line in lines[fence + 1 : block.stop] if bars.anywhere is not bars.apart or not line.is_blank]
    bar = _bar_of(inside, bars)
    width = _width("".join(line.text for line in lines[block.start : fence])) or _implied_width(inside, bar)
    cells = list(_cells(inside, bar, bars.anywhere, width, markup))
    rows = list(placed([[SpanningCell(cell, cell.columns, cell.rows) for cell in row] for row in _rows(cells, width)]))
    table = Table(
        tuple(
            tuple(read_cell(cell.content, cell.column, _runs_of(cell.content), markup, _LINK) for cell in row)
            for row in rows
        )
    )
    return Found(block.start, last, (table,), "asciidoc", dict(markup), is_open=block.stop == len(lines))


def _width(attributes: str) -> int:
    """How many columns the attributes of a table declare; 0 if none."""
    match = _COLUMNS.search(attributes)
    if match is None:
        return 0
    columns = 0
    for said in re.split("[,;]", next(filter(None, match.groups()), "")):
        times, star, _ = said.strip().partition("*")
        columns += int(times) if star and times.isdigit() and len(times) < 4 else 1
    return columns


def _bar_of(lines: Sequence[SourceLine], bars: _Bars) -> re.Pattern[str]:
    """What a bar looks like in a table, by its first line with any."""
    first = next((line.text for line in lines if bars.anywhere.search(line.text)), "")
    are_apart = len(bars.apart.findall(first)) == len(bars.anywhere.findall(first))
    return bars.apart if are_apart else bars.anywhere


def _implied_width(lines: Sequence[SourceLine], bar: re.Pattern[str]) -> int:
    """How many cells the first line with any begins."""
    counts = (len(list(bar.finditer(line.text))) for line in lines)
    return next((count for count in counts if count), 1)


def _cells(
    lines: Sequence[SourceLine], bar: re.Pattern[str], anywhere: re.Pattern[str], width: int, markup: Counter[int]
) -> Iterator[RawCell]:
    """The cells, each from its bar to the next."""
    open_cell: RawCell | None = None
    parts: list[Part] = []
    times = 1
    for line in lines:
        bars = list(bar.finditer(line.text))
        # Where those that stand apart are too few for a row, and all are just enough, each is one.
        if 1 < len(bars) < width and len(every := list(anywhere.finditer(line.text))) == width:
            bars = every
        before = Part(line.text[: bars[0].start() if bars else None], line)
        if open_cell is not None:
            parts.append(before)
        else:
            markup[line.number] += visible(before.text)
        ends = [*(bar.start() for bar in bars[1:]), len(line.text)]
        for begin, end in zip(bars, ends, strict=False):
            if open_cell is not None:
                yield from [open_cell._replace(parts=parts)] * times
            markup[line.number] += visible(begin[0])
            parts = [Part(line.text[begin.end() : end], line, begin.end())]
            open_cell, times = _begun(begin)
    if open_cell is not None:
        yield from [open_cell._replace(parts=parts)] * times


def _begun(bar: re.Match[str]) -> tuple[RawCell, int]:
    """The cell behind a bar, still empty, and how many times it stands there."""
    columns = int(bar["columns"] or 1)
    if bar["times"] == "*":
        return RawCell([]), max(1, min(columns, 100))
    return RawCell([], max(columns, 1), max(int(bar["rows"] or 1), 1)), 1


def _rows(cells: Sequence[RawCell], width: int) -> Iterator[list[RawCell]]:
    """The cells in rows of so many columns: those that cells of rows above take are left free."""
    taken: list[tuple[int, int]] = []  # How many columns, and for how many more rows.
    row: list[RawCell] = []
    room = width
    for cell in cells:
        row.append(cell)
        room -= cell.columns
        if room <= 0:
            yield row
            taken = [(columns, rows - 1) for columns, rows in taken if rows > 1]
            taken += [(item.columns, item.rows - 1) for item in row if item.rows > 1]
            row, room = [], width - sum(columns for columns, _ in taken)
            if room <= 0:
                taken, room = [], width
    if row:
        yield row


def _runs_of(cell: RawCell) -> RunsOf:
    """What gives the runs of a cell: one that is struck through as a whole may be so over several lines."""
    lines = [part.text.strip() for part in cell.parts if part.text.strip()]
    match = _STRUCK.match(lines[0]) if len(lines) > 1 else None
    return _struck_runs if match and lines[-1].endswith(match[1]) and match[1] not in lines[0][match.end() :] else _runs


def _struck_runs(text: str) -> tuple[Run, ...]:
    match = _STRUCK.match(text.strip())
    inner = text.strip()[match.end() :] if match else text.strip().removesuffix("*").removesuffix("#")
    return _runs(f"<s>{inner}</s>")


def _runs(text: str) -> tuple[Run, ...]:
    return marked_runs(_MARKS, text)
