"""Findings as a compiler shows them: each with its place, the line of the document, and carets under what is meant."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from ingest.commands.display import is_unicode, visible
from ingest.commands.layout import KeyedText
from ingest.document.source import Parts, Source, read_source
from ingest.readers.source_lines import LINE_END
from ingest.table.entries import place_of
from ingest.table.scene.shapes import WILDCARD
from model import CodeBook, Finding, InputError, Span
from model.rules import DUPLICATE_CODE, RULES

_TEXT_FORMATS: Final = ("text", "markdown", "csv")
_STYLES: Final = {"error": "red", "warning": "yellow", "info": "blue"}
"""The severities, the gravest first, with their colours."""

_LEAST_ROOM: Final = 16
"""A line is shown in no fewer cells: an escaped letter takes up to ten."""

_TAB: Final = " " * 4
_HEAD: Final = re.compile(rf"[0-9]{{1,4}}{WILDCARD}{{0,3}}(?!\w)")
_CELL_END: Final = re.compile(r"\s{2,}|\t|\|")


class Excerpt(NamedTuple):
    """A line of a document, and where in it begins and ends what is meant, in characters."""

    line: str
    begin: int
    end: int


def findings_with_excerpts(source: Source, book: CodeBook, max_bytes: int) -> Iterator[RenderableType]:
    """The findings of a document in groups, those about the reading last.

    The gravest rules come first, each rule is said once, with its places in their order.
    """
    lines = lines_of_file(source, book, max_bytes)
    rows = {} if lines else _rows(book)
    ranks = {rule: rank for rank, rule in enumerate(sorted(RULES, key=_rank))}
    for rule, group in groupby(sorted(book.findings, key=lambda item: ranks[item.rule]), key=lambda item: item.rule):
        yield _heading(rule)
        for finding in group:
            excerpt = _in_file(lines, finding.span) if lines else _in_row(rows, book, finding)
            yield ""
            yield KeyedText([], Text(visible(finding.message)))
            yield _Place(str(source), finding, excerpt, has_columns=bool(lines))
        yield ""


def _rank(rule: str) -> tuple[str, int]:
    return RULES[rule].about, list(_STYLES).index(RULES[rule].severity)


def _heading(rule: str) -> KeyedText:
    kind = RULES[rule]
    about = " about the reading" if kind.about == "reading" else ""
    text = f": {kind.meaning}; {kind.action}"
    return KeyedText(
        [], Text.assemble((f"{kind.severity}{about}[{rule}]", f"bold {_STYLES[kind.severity]}"), (text, "bold"))
    )


def lines_of_file(source: Source, book: CodeBook, max_bytes: int) -> list[str]:
    """The lines of a text; none of another document, nor of a text that changed or went away since it was read."""
    if isinstance(source, Parts) or book.edition.format not in _TEXT_FORMATS or book.edition.encoding is None:
        return []
    try:
        data = read_source(source, max_bytes)
    except InputError:
        return []
    if hashlib.sha256(data).hexdigest() != book.edition.sha256:
        return []
    return LINE_END.split(data.decode(book.edition.encoding).removeprefix("\ufeff"))


def _in_file(lines: list[str], span: Span) -> Excerpt | None:
    """The line of a place: what is meant is the code or label there, else the cell; without a column the whole line."""
    if span.line is None or span.line > len(lines):
        return None
    line = lines[span.line - 1].rstrip()
    if span.column is None or span.column > len(line):
        return Excerpt(line, len(line) - len(line.lstrip()), len(line))
    cell = line[span.column - 1 :].lstrip()
    found = _HEAD.match(cell)
    meant = _CELL_END.split(cell, maxsplit=1)[0] if found is None else found[0]
    begin = len(line) - len(cell)
    return Excerpt(line, begin, begin + len(meant))


_Row = tuple[int | None, int | None]


def _rows(book: CodeBook) -> Mapping[_Row, list[str]]:
    """The rows of a document that is no text, by page and line, as they were read."""
    rows: dict[_Row, list[str]] = {}
    for item in book.classes.values():
        rows.setdefault((item.page, item.line), []).append(item.pattern)
        if item.title:
            rows[item.page, item.line].append(item.title)
    for record in book:
        row = rows.setdefault((record.page, record.line), [])
        row.append(f"{record.code:04d}")
        if record.description:
            row.append(record.description)
    return rows


def _in_row(rows: Mapping[_Row, list[str]], book: CodeBook, finding: Finding) -> Excerpt | None:
    """The row of a place: what is meant is the label or code concerned, else the whole row."""
    row = rows.get((finding.page, finding.line))
    record = None if finding.code is None else book.codes.get(finding.code)
    if row is None and record is not None and finding.rule == DUPLICATE_CODE.id:
        row = [f"{record.code:04d}", *filter(None, [record.description])]  # both texts are the same
    if row is None:
        return None
    line = "  ".join(row)
    keys = (finding.pattern, None if finding.code is None else f"{finding.code:04d}")
    begin, key = next(((line.index(key), key) for key in keys if key in row), (0, line))
    return Excerpt(line, begin, begin + len(key))


class _Place:
    """Where a finding stands: `--> codes.txt:17:6`, and under that the line with its number, and carets."""

    def __init__(self, source: str, finding: Finding, excerpt: Excerpt | None, *, has_columns: bool) -> None:
        span = finding.span
        column = "" if span.column is None else f":{span.column}"
        is_point = has_columns and span.line is not None
        self._place = f"{source}:{span.line}{column}" if is_point else place_of(source, span)
        self._number = "" if span.line is None else str(span.line)
        self._excerpt = excerpt
        self._style = _STYLES[finding.severity]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        margin = " " * len(self._number)
        yield KeyedText([], Text.assemble((f" {margin}--> ", "blue"), visible(self._place)))
        if self._excerpt is None:
            return
        cut = _cut(self._excerpt, max(options.max_width - len(self._number) - 4, _LEAST_ROOM))
        yield Text(f" {margin} |", "blue")
        yield Text.assemble((f" {self._number} | ", "blue"), cut.text)
        yield Text.assemble((f" {margin} | ", "blue"), " " * cut.before, ("^" * cut.width, f"bold {self._style}"))


class _Cut(NamedTuple):
    """What of a line is shown, and how many cells stand before and under what is meant."""

    text: str
    before: int
    width: int


def _cut(excerpt: Excerpt, room: int) -> _Cut:
    """A line in a room of cells: where it does not fit, what stands around the place that is meant.

    What a terminal would act on is escaped, and a tab is four spaces.
    """
    # Hardly any letter takes less than a cell, so no more of a long line is looked at than this.
    first = max(excerpt.begin - room, 0)
    pieces = [_TAB if letter == "\t" else visible(letter) for letter in excerpt.line[first : excerpt.begin + room + 1]]
    begin = excerpt.begin - first
    is_whole = len(pieces) == len(excerpt.line) and cell_len("".join(pieces)) <= room
    left, right = (0, len(pieces)) if is_whole else _window([cell_len(piece) for piece in pieces], begin, room - 2)
    mark = "…" if is_unicode() else "~"
    head = (mark if first + left else "") + "".join(pieces[left:begin])
    meant = "".join(pieces[begin : min(excerpt.end - first, right)])
    tail = "".join(pieces[begin:right]) + (mark if first + right < len(excerpt.line) else "")
    return _Cut(head + tail, cell_len(head), max(cell_len(meant), 1))


def _window(widths: Sequence[int], begin: int, room: int) -> tuple[int, int]:
    """From where to where a line is shown: a third of the room is for what stands before the place, or what is left."""
    left = begin
    while left and sum(widths[left - 1 : begin]) <= room // 3:
        left -= 1
    right = left
    while right < len(widths) and sum(widths[left : right + 1]) <= room:
        right += 1
    while left and right == len(widths) and sum(widths[left - 1 :]) <= room:
        left -= 1
    return left, right
