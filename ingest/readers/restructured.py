"""Tables of reStructuredText that are lists, and the simple tables of it and of Pandoc, whose columns are rules."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Block, Cell, Run, Table
from ingest.readers.inline import DASHES, pandoc_runs, smart_runs
from ingest.readers.source_lines import Found, SourceLine, visible_on
from ingest.readers.tagged import Part, RawCell, RunsOf, marked_runs, marks_of, read_cell, without_links

_DIRECTIVE: Final = re.compile(r"(\s*)\.\.\s+(list-table|csv-table)::(.*)")
_OPTION: Final = re.compile(r"\s*:[\w-]+:.*")
_ITEM: Final = re.compile(r"(\s*)([*-])(?:\s+(?=-(?:\s|$))|\s+|$)")
_RULED: Final = re.compile(r"\s*(?:={2,}(?:\s+={2,})+|-{2,}(?:\s+-{2,})+)\s*")
_BORDER: Final = re.compile(r"\s*-{8,}\s*")
_RULE: Final = re.compile(r"[-=]+")

_MARKS: Final = marks_of(
    (r":sup:`([^`]+)`", r"<sup>\1</sup>"),
    (r":\w+:`([^`<>]+?)(?:(?<!\s)\s*+<[^<>]*>)?`", r"\1"),
    (r"\[STRIKEOUT:([^\[\]]*)\]", r"<s>\1</s>"),
    (r"``(.+?)``", r"\1"),
    (r"^\s*(?:\.\. container::.*|:name: \S+\s*|:{3}.*)$", ""),
    (r"\[(?:#\w*|\d{1,3}|\*)\]_", ""),
    (r"(?<!\w)\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\w)|(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1\2"),
    (r"^\s*\.\.\s*$|^\s*\|(?:\s|$)", ""),
    *DASHES,
    (r"\\\s", ""),
    (r"\\(.)", r"\1"),
)

_LINK: Final = re.compile(r"(?<!:)`(?P<text>[^`<>]{1,2000}?)(?<!\s)\s*+<[^<>`]{0,2000}>`__?")
_LINK_OF_MARKDOWN: Final = re.compile(r"\[(?P<text>[^\[\]]{1,2000})\]\((?:[^()\[\]\s]++(?:[ ]*+\n[ ]*+)?+){1,100}\)")
_STRUCK: Final = re.compile(r"\[STRIKEOUT:[^\[\]]*\]")
_DASH: Final = re.compile("[\u2013\u2014]")


def restructured_runs(text: str) -> tuple[Run, ...]:
    """The runs of a piece of reStructuredText."""
    return marked_runs(_MARKS, text)


def marked_by_line(lines: Sequence[str]) -> list[str]:
    """The lines of a cell without marks that go over several: links, and what is struck through, by itself on each.

    Examples
    --------
    >>> marked_by_line(["[STRIKEOUT:No", "access]", "`now", "or later <https://a.ru>`__"])
    ['[STRIKEOUT:No]', '[STRIKEOUT:access]', 'now', 'or later']
    """
    lines = without_links(_LINK_OF_MARKDOWN, without_links(_LINK, lines))
    text = _STRUCK.sub(lambda match: match[0].replace("\n", "]\n[STRIKEOUT:"), "\n".join(lines))
    return text.split("\n") if lines else []


def listed_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables that the directives `list-table` and `csv-table` make of a list."""
    index = 0
    while index < len(lines):
        match = _DIRECTIVE.fullmatch(lines[index].text) if ".." in lines[index].text else None
        if match is None:
            index += 1
            continue
        end = _end_of_indent(lines, index + 1, len(match[1]))
        body = next((n for n in range(index + 1, end) if not _OPTION.fullmatch(lines[n].text)), end)
        read = _list_table if match[2] == "list-table" else _csv_table
        markup = visible_on(lines[index:body])
        yield Found(index, end, (read(lines[index:end], body - index, markup),), "restructuredtext", dict(markup))
        index = end


def _end_of_indent(lines: Sequence[SourceLine], begin: int, indent: int) -> int:
    """The index after the lines that are set in deeper than a directive; blank lines at the end are not of them."""
    end = begin
    for index in range(begin, len(lines)):
        text = lines[index].text
        if text.strip():
            if len(text) - len(text.lstrip()) <= indent:
                break
            end = index + 1
    return end


def _list_table(lines: Sequence[SourceLine], body: int, markup: Counter[int]) -> Table:
    rows: list[list[list[Part]]] = []
    for line in lines[body:]:
        start = 0
        while match := _ITEM.match(line.text, start):
            is_row = match[2] == "*"
            if not is_row and not rows:
                break
            markup[line.number] += 1
            start = match.end()
            if is_row:
                rows.append([])
            else:
                rows[-1].append([])
                break
        if rows and rows[-1]:
            rows[-1][-1].append(Part(line.text[start:], line, start))
    return Table(tuple(_cells(row, markup) for row in rows))


def _cells(
    row: Sequence[Sequence[Part]], markup: Counter[int], runs_of: RunsOf = restructured_runs
) -> tuple[Cell, ...]:
    cells = (RawCell(list(parts)) for parts in row)
    link = _LINK if runs_of is restructured_runs else None
    return tuple(read_cell(cell, column, runs_of, markup, link) for column, cell in enumerate(cells))


def _csv_table(lines: Sequence[SourceLine], body: int, markup: Counter[int]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for index, line in enumerate(lines):
        option = re.match(r"\s*:header:\s*", line.text)
        start = option.end() if option else len(line.text) - len(line.text.lstrip())
        if not option and (index < body or line.is_blank):
            continue
        text = line.text[start:]
        fields = next(csv.reader([text]), [])
        # The line of an option was taken for marks as a whole.
        markup[line.number] -= sum(map(visible, fields)) - (0 if option else visible(text))
        parts = [[Part(field, line, start + max(text.find(field), 0))] for field in fields]
        rows.append(_cells(parts, markup))
    return Table(tuple(rows))


def ruled_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The simple tables: what stands under the pieces of a rule such as `====  ====` is a column.

    Each line is a row. Where a border as wide as the table closes it, as in multi-line tables of Pandoc, blank lines
    part the rows.
    """
    index = 0
    while index < len(lines):
        found = _ruled(lines, index) if _RULED.fullmatch(lines[index].text) else None
        if found:
            yield found
        index = found.end if found else index + 1


def _ruled(lines: Sequence[SourceLine], rule: int) -> Found | None:
    """The table of a rule: the first of three, or the one under a header."""
    is_of_equals = lines[rule].text.lstrip().startswith("=")
    if is_of_equals:
        begin, end, groups = _by_equals(lines, rule)
    else:
        begin, end, groups = _by_dashes(lines, rule)
    if not groups:
        return None
    edges = [match.start() for match in _RULE.finditer(lines[rule].text)]
    markup = visible_on(line for line in lines[begin:end] if _is_rule(line))
    has_dashes = any(_DASH.search(line.text) for line in lines[begin:end])
    runs_of = restructured_runs if is_of_equals else pandoc_runs if has_dashes else smart_runs
    rows = [_cells(_columns(group, edges), markup, runs_of) for group in groups]
    form = "restructuredtext" if is_of_equals else "markdown"
    blocks: tuple[Block, ...] = (Table(tuple(rows)),)
    return Found(begin, end, blocks, form, dict(markup))


def _is_rule(line: SourceLine) -> bool:
    return bool(_RULED.fullmatch(line.text) or _BORDER.fullmatch(line.text))


def _by_equals(lines: Sequence[SourceLine], rule: int) -> tuple[int, int, list[list[SourceLine]]]:
    """A table of reStructuredText: from its first rule to the last of the same kind before a blank line."""
    last, rules = rule, 0
    for index in range(rule + 1, len(lines)):
        text = lines[index].text
        if text.strip() and _RULED.fullmatch(text) and text.lstrip().startswith("="):
            last, rules = index, rules + 1
            if rules == 2 or index + 1 >= len(lines) or lines[index + 1].is_blank:
                break
        elif not text.strip() and index + 1 < len(lines) and lines[index + 1].is_blank:
            break
    inside = [line for line in lines[rule + 1 : last] if not line.is_blank and not _is_rule(line)]
    return rule, last + 1, [[line] for line in inside] if last > rule else []


def _by_dashes(lines: Sequence[SourceLine], rule: int) -> tuple[int, int, list[list[SourceLine]]]:
    """A table of Pandoc: a header above the rule and rows below, up to a blank line, or up to a border.

    Without a border the header is a line, or several that are set in the columns.
    """
    begin = rule
    while begin and not lines[begin - 1].is_blank and not _is_rule(lines[begin - 1]):
        begin -= 1
    has_border = begin > 0 and _BORDER.fullmatch(lines[begin - 1].text) is not None
    header = list(lines[begin:rule])
    if has_border:
        end = next((n for n in range(rule + 1, len(lines)) if _BORDER.fullmatch(lines[n].text)), rule)
        groups = _groups(lines[rule + 1 : end])
        return begin - 1, end + 1, ([header] if header else []) + groups if end > rule else []
    if not header:
        return _without_header(lines, rule)
    edges = [match.start() for match in _RULE.finditer(lines[rule].text)][1:]
    if len(header) > 1 and not all(_is_in_columns(line.text, edges) for line in header):
        return rule, rule + 1, []
    end = rule + 1
    while end < len(lines) and not lines[end].is_blank and not _is_rule(lines[end]):
        end += 1
    closing = end < len(lines) and _is_rule(lines[end])
    return begin, end + closing, [header, *([line] for line in lines[rule + 1 : end])]


def _without_header(lines: Sequence[SourceLine], rule: int) -> tuple[int, int, list[list[SourceLine]]]:
    """A table of Pandoc between two rules that are alike, with nothing but a blank line around them."""
    end = next((n for n in range(rule + 1, len(lines)) if _is_rule(lines[n])), rule)
    is_over = end + 1 == len(lines) or lines[min(end + 1, len(lines) - 1)].is_blank
    if not is_over or lines[end].text.rstrip() != lines[rule].text.rstrip():
        return rule, rule + 1, []
    inside = lines[rule + 1 : end]
    is_parted = any(line.is_blank for line in inside)
    return rule, end + 1, _groups(inside) if is_parted else [[line] for line in inside]


def _is_in_columns(text: str, edges: Sequence[int]) -> bool:
    """Whether blanks part a line before each column."""
    return all(text[edge - 1 : edge].isspace() for edge in edges if edge <= len(text)) and len(text) > edges[-1]


def _groups(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    groups: list[list[SourceLine]] = [[]]
    for line in lines:
        if not line.is_blank:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _columns(lines: Sequence[SourceLine], edges: Sequence[int]) -> list[list[Part]]:
    """What stands in each column of a row; a word that reaches over an edge is not cut."""
    columns: list[list[Part]] = [[] for _ in edges]
    for line in lines:
        cuts = [0, *(_cut(line.text, edge) for edge in edges[1:]), len(line.text)]
        for column, (begin, end) in enumerate(pairwise(cuts)):
            if end > begin:
                columns[column].append(Part(line.text[begin:end], line, begin))
    return columns


def _cut(text: str, edge: int) -> int:
    """Where a line is cut at an edge: at the last space before it, if a word stands over it."""
    if edge >= len(text):
        return len(text)
    while edge and not text[edge - 1].isspace():
        edge -= 1
    return edge
