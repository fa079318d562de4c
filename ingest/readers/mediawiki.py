"""Tables of MediaWiki, `{| … |}`, line by line; what stands in their cells by mwparserfromhell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.document.cleaning import visible
from ingest.document.fragments import Line, Run, Table
from ingest.readers.source_lines import Found, SourceLine
from ingest.readers.spans import SpanningCell, placed
from ingest.readers.tagged import Part, RawCell, read_cell, tagged_runs
from model import Fault

_BEGIN: Final = re.compile(r"[\s:]*\{\|")
_END: Final = re.compile(r"\s*\|\}")
_ATTRIBUTE: Final = r"""[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'|\[\]{}]+)"""
_ATTRIBUTES: Final = re.compile(rf"\s*(?:{_ATTRIBUTE}|nowrap)(?:\s+(?:{_ATTRIBUTE}|nowrap))*\s*\|(?!\|)")
_EXTENT: Final = re.compile(r"""\b(colspan|rowspan)\s*=\s*+["']?\s*+(\d{1,4})""", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"\|\||!!")
_SPECIAL: Final = re.compile(r"[\[{<&']")
_MOST_MARKS: Final = 400
_LEFT_OUT: Final = frozenset({"ref", "gallery", "math", "references"})
_KEPT: Final = {"sup": "sup", "s": "s", "del": "s", "strike": "s"}


@dataclass
class _Rows:
    """The rows of a table as far as they are read."""

    rows: list[list[RawCell]] = field(default_factory=list)
    caption: list[Line] = field(default_factory=list)
    markup: Counter[int] = field(default_factory=Counter)
    is_row_open: bool = False

    def add(self, cell: RawCell) -> None:
        """One more cell, in a row of its own if the one before has ended."""
        if not self.is_row_open:
            self.rows.append([])
            self.is_row_open = True
        self.rows[-1].append(cell)

    def go_on(self, part: Part) -> None:
        """One more line of the last cell."""
        if self.is_row_open:
            self.rows[-1][-1].parts.append(part)
        else:
            self.markup[part.line.number] += visible(part.text)


def mediawiki_tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    """The tables of MediaWiki among lines, each with its caption before it."""
    index = 0
    while index < len(lines):
        if not _BEGIN.match(lines[index].text):
            index += 1
            continue
        end, is_open = _end(lines, index)
        yield _found(lines, index, end, is_open=is_open)
        index = end


def _end(lines: Sequence[SourceLine], begin: int) -> tuple[int, bool]:
    """The index after the table that begins on a line, tables within it too, and whether it stays open."""
    depth = 0
    for index in range(begin, len(lines)):
        if _BEGIN.match(lines[index].text):
            depth += 1
        elif _END.match(lines[index].text):
            depth -= 1
            if not depth:
                return index + 1, False
    return len(lines), True


def _found(lines: Sequence[SourceLine], begin: int, end: int, *, is_open: bool) -> Found:
    if faults := tuple(_overfull(lines[begin:end])):
        return Found(begin, end, (), "mediawiki", faults=faults)
    rows = _Rows()
    rows.markup[lines[begin].number] += visible(lines[begin].text)
    for line in lines[begin + 1 : end]:
        _read(line, rows)
    table = Table(
        tuple(
            tuple(read_cell(cell.content, cell.column, _runs, rows.markup) for cell in row)
            for row in placed([[SpanningCell(cell, cell.columns, cell.rows) for cell in row] for row in rows.rows])
        )
    )
    return Found(begin, end, (*rows.caption, table), "mediawiki", dict(rows.markup), is_open=is_open)


def _overfull(lines: Sequence[SourceLine]) -> Iterator[Fault]:
    """The first line with more marks than may be: the time to find what belongs together grows with their square."""
    for line in lines:
        if (count := len(_SPECIAL.findall(line.text))) > _MOST_MARKS:
            message = (
                f"a line of a wiki with {count:,} marks, more than the {_MOST_MARKS:,} allowed; break it into several"
            )
            yield Fault("too-large", message, f"line {line.number}")
            return


def _read(line: SourceLine, rows: _Rows) -> None:
    """Take a line of a table in."""
    text = line.text.lstrip()
    indent = len(line.text) - len(text)
    if text.startswith(("|-", "|}", "{|")):
        rows.markup[line.number] += visible(text)
        rows.is_row_open = False
    elif text.startswith("|+"):
        rows.markup[line.number] += 2
        rows.caption.append(Line((Run(text[2:]),), line.span(indent + 2), True))
    elif text.startswith(("|", "!")):
        rows.markup[line.number] += 1
        for cell in _cells(line, indent + 1, is_header=text.startswith("!"), markup=rows.markup):
            rows.add(cell)
    else:
        rows.go_on(Part(line.text, line))


def _cells(line: SourceLine, start: int, *, is_header: bool, markup: Counter[int]) -> Iterator[RawCell]:
    """The cells that a line begins."""
    separators = [match for match in _SEPARATOR.finditer(line.text, start) if is_header or match[0] == "||"]
    for begin, end in zip(
        [start, *(match.end() for match in separators)],
        [*(match.start() for match in separators), len(line.text)],
        strict=True,
    ):
        markup[line.number] += 2 * (end < len(line.text))
        attributes = _ATTRIBUTES.match(line.text, begin, end)
        extents = {name.lower(): int(count) for name, count in _EXTENT.findall(attributes[0] if attributes else "")}
        markup[line.number] += visible(attributes[0]) if attributes else 0
        after = attributes.end() if attributes else begin
        part = Part(line.text[after:end], line, after)
        yield RawCell([part], max(extents.get("colspan", 1), 1), max(extents.get("rowspan", 1), 1))


def _runs(text: str) -> tuple[Run, ...]:
    """The runs of a piece of wiki text."""
    import mwparserfromhell as parser

    return tagged_runs(_shown(parser.parse(text)) if _SPECIAL.search(text) else text)


def _shown(code: Any) -> str:
    """What is to be seen of a piece of wiki text, with tags for what is raised or struck."""
    return "".join(map(_node, code.nodes))


def _node(node: Any) -> str:
    kind = type(node).__name__
    if kind == "Tag":
        return _tag(node)
    if kind == "Wikilink":
        return _shown(node.text if node.text is not None else node.title)
    if kind == "ExternalLink":
        return _shown(node.title if node.title is not None else node.url)
    if kind == "Template":
        return _template(node)
    return "" if kind == "Comment" else str(node)


def _tag(node: Any) -> str:
    name = str(node.tag).strip().lower()
    if name in _LEFT_OUT:
        return ""
    if name == "br":
        return "\n"
    inside = "" if node.contents is None else _shown(node.contents)
    kept = _KEPT.get(name)
    return f"<{kept}>{inside}</{kept}>" if kept else inside


def _template(node: Any) -> str:
    """What a template shows as far as that can be known: its last parameter, or the mark that it stands for."""
    name = str(node.name).strip()
    if name == "!":
        return "|"
    return _shown(node.params[-1].value) if node.params else str(node)
