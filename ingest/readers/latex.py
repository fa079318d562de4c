r"""Tables of LaTeX: `tabular`, `longtable` and their like, with `\multirow` and `\multicolumn`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Cell, Table
from ingest.readers.source_lines import Found, SourceLine
from ingest.readers.tagged import Part, RawCell, marked_runs, marks_of, read_cell

_NAMES: Final = "tabular|longtable|tabularx|tabulary|xltabular|tabu|supertabular|tblr|longtblr|array"
_BEGIN: Final = re.compile(rf"\\begin\{{({_NAMES})\*?\}}")
_RULES: Final = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot|tabularnewline|noalign\{[^{}]*\}"
    r"|(?:cline|cmidrule)(?:\([^()]*\))?\{[^{}]*\}|rowcolor(?:\[[^\[\]]*\])?\{[^{}]*\}|addlinespace(?:\[[^\[\]]*\])?)"
)
_BETWEEN: Final = r"(?:^\s*|(?<=\\\\)|(?<=\\\\ ))%.*"
_SIGNS: Final = r"\\\\(?:\*?\[[^\[\]]*\])?|\\[&%#$_{}]|\\tabularnewline\b|[{}&]|\\begin\{[^{}]*\}|\\end\{[^{}]*\}"
_TOKEN_OF_ROW: Final = re.compile(rf"{_BETWEEN}|{_SIGNS}")
_TOKEN: Final = re.compile(rf"{_BETWEEN}|(?<!\\)%.*|{_SIGNS}")
"""A comment, or a mark. A comment within a row never holds its end: a program wrote a sign of percent unescaped."""

_ROW_END: Final = "\\\\"

_SPAN: Final = re.compile(
    r"\s*\\(?P<kind>multicolumn|multirow)(?:\[[^\[\]]*\])?\s*\{(?P<count>-?\d{1,4})\}(?:\[[^\[\]]*\])?\s*\{[^{}]*\}(?:\[[^\[\]]*\])?"
)
_LINK: Final = re.compile(
    r"\\(?:protect\s*\\)?(?:href|hyperlink)\s*\{[^{}]{0,2000}\}\s*\{(?P<text>(?:[^{}]|\{[^{}]{0,500}\}){0,2000})\}"
)
_MARKS: Final = marks_of(
    (r"\\protect(?![a-zA-Z])\s?|\\leavevmode\\vadjust pre\{\\hypertarget\{[^{}]*\}\{\}\}", ""),
    (r"\\(?:begin|end)\{(?:quote|quotation|center|flushleft|flushright)\}", ""),
    (r"\\(?:begin|end)\{minipage\}(?:\[[^\[\]]*\])?(?:\{[^{}]*\})?", ""),
    (
        r"\\(?:raggedright|raggedleft|centering|arraybackslash|strut|noindent|small|footnotesize|bfseries|ttfamily)\b\s?",
        "",
    ),
    (r"\\(?:textsuperscript|footnotemark)\s*(?:\{([^{}]*)\}|\[([^\[\]]*)\])", r"<sup>\1\2</sup>"),
    (r"\$\^\{?([^{}$]*)\}?\$", r"<sup>\1</sup>"),
    (r"\\(?:sout|st|cancel)\{([^{}]*)\}", r"<s>\1</s>"),
    (r"\\footnote\{[^{}]*\}|\\label\{[^{}]*\}|\\hypertarget\{[^{}]*\}", ""),
    (r"\\(?:newline|linebreak)\b\s?|\\\\", "\n"),
    (r"\\textbackslash(?:\{\}|\b\s?)", "&#92;"),
    (r"\\text(?:less)(?:\{\}|\b\s?)", "&lt;"),
    (r"\\text(?:greater)(?:\{\}|\b\s?)", "&gt;"),
    (r"\\textbar(?:\{\}|\b\s?)", "|"),
    (r"\\textasciitilde(?:\{\}|\b\s?)", "&#126;"),
    (r"\\textasciicircum(?:\{\}|\b\s?)", "^"),
    (r"\\textquotedbl(?:\{\}|\b\s?)", '"'),
    (r"\\(?:ldots|dots)(?:\{\}|\b\s?)", "…"),
    (r"\\(?:guillemotleft)(?:\{\}|\b\s?)", "«"),
    (r"\\(?:guillemotright)(?:\{\}|\b\s?)", "»"),
    (r"(?<!\\)~|\\,|\\ |\\thinspace\b", "\u00a0"),
    (r"(?<!-)---(?!-)", "—"),
    (r"(?<!-)--(?!-)", "\u2013"),
    (r"``([^`]*?)''", "“\\1”"),
    (r"<<", "«"),
    (r">>", "»"),
    (r"\\-", "\u00ad"),
    (r"\\&", "&amp;"),
    (r"\\[a-zA-Z]+\*?\s*(?=\{)|(?<!\\)[{}]", ""),
    (r"\\([%#$_{}])", r"\1"),
)
"""What marks inside a text mean, in this order. Braces go last but one: they hold what the marks before work on."""


def latex_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of LaTeX among lines."""
    index = 0
    while index < len(lines):
        match = _BEGIN.search(lines[index].text) if "\\begin" in lines[index].text else None
        if match is None:
            index += 1
            continue
        closing = rf"\end{{{match[1]}"
        end = next((n for n in range(index, len(lines)) if closing in lines[n].text), len(lines) - 1)
        yield _found(lines, index, end + 1, match.end(), is_open=closing not in lines[end].text)
        index = end + 1


class _Reading:
    """A table as far as it is read: its rows, and how deep in braces and environments the reading is."""

    def __init__(self) -> None:
        self.rows: list[list[list[Part]]] = [[[]]]
        self.markup: Counter[int] = Counter()
        self.depth = 0

    def take(self, line: SourceLine, start: int) -> None:
        """Take a line in, from a column on."""
        position = begin = start
        token = _TOKEN_OF_ROW if line.text.rstrip().endswith(_ROW_END) else _TOKEN
        for match in token.finditer(line.text, start):
            if match.start() < position:
                continue
            position = match.end()
            mark = match[0]
            self.depth += mark == "{" or mark.startswith("\\begin")
            self.depth -= mark == "}" or mark.startswith("\\end")
            is_end = mark.startswith("\\\\") or mark == "\\tabularnewline"
            is_comment = mark.lstrip().startswith("%")
            if is_comment or (not self.depth and (mark == "&" or is_end)):
                self.rows[-1][-1].append(Part(line.text[begin : match.start()], line, begin))
                self.markup[line.number] += visible(mark)
                begin = match.end()
                if not is_comment:
                    self._begin(is_row=is_end)
        self.rows[-1][-1].append(Part(line.text[begin:], line, begin))

    def _begin(self, *, is_row: bool) -> None:
        if is_row:
            self.rows.append([[]])
        else:
            self.rows[-1].append([])


def _found(lines: Sequence[SourceLine], begin: int, end: int, start: int, *, is_open: bool) -> Found:
    reading = _Reading()
    begin_of_text = _after_arguments(lines, begin, end, start)
    for index in range(begin, end):
        line = lines[index]
        first = begin_of_text[1] if index == begin_of_text[0] else 0
        if index < begin_of_text[0]:
            first = len(line.text)
        reading.markup[line.number] += visible(line.text[:first])
        text = line.text
        if index == end - 1 and not is_open:
            last = text.find("\\end{", first)
            reading.markup[line.number] += visible(text[last:])
            text = text[:last]
        reading.take(line._replace(text=text), first)
    rows = [list(_cells(row, reading.markup)) for row in reading.rows]
    table = Table(tuple(_row(row, reading.markup) for row in rows if any(_is_filled(cell) for cell in row)))
    return Found(begin, end, (table,), "latex", dict(reading.markup), is_open=is_open)


def _after_arguments(lines: Sequence[SourceLine], begin: int, end: int, start: int) -> tuple[int, int]:
    """The index of the line, and the place in it, behind the arguments of a table: what its columns are."""
    depth = 0
    for index in range(begin, min(end, begin + 50)):
        text = lines[index].text
        for position in range(start if index == begin else 0, len(text)):
            letter = text[position]
            if not depth and not letter.isspace() and letter not in "[{":
                return index, position
            depth += letter in "[{"
            depth -= letter in "]}"
        if not depth:
            return index + 1, 0
    return begin + 1, 0


def _is_filled(cell: RawCell) -> bool:
    return any(part.text.strip() for part in cell.parts)


def _cells(row: Sequence[Sequence[Part]], markup: Counter[int]) -> Iterator[RawCell]:
    """The cells of a row without rules and with what they span."""
    for parts in row:
        kept: list[Part] = []
        columns = rows = 1
        for part in parts:
            text = _RULES.sub("", part.text)
            markup[part.line.number] += visible(part.text) - visible(text)
            span = _SPAN.match(text)
            if span:
                markup[part.line.number] += visible(span[0])
                text = text[span.end() :]
                count = max(abs(int(span["count"])), 1)
                columns, rows = (count, rows) if span["kind"] == "multicolumn" else (columns, count)
            kept.append(part._replace(text=text))
        yield RawCell(kept, columns, rows)


def _row(cells: Sequence[RawCell], markup: Counter[int]) -> tuple[Cell, ...]:
    column = 0
    row: list[Cell] = []
    for cell in cells:
        row.append(read_cell(cell, column, partial(marked_runs, _MARKS), markup, _LINK))
        column += cell.columns
    return tuple(row)
