"""Lists in files for people: the tables and items of Markdown, the programs that it quotes, and lines of plain text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from ingest.audit.entries import Entry, Group
from ingest.audit.groups import groups
from ingest.audit.tokens import tokens

_FENCE: Final = re.compile(r" {0,3}(```+|~~~+)[ \t]*(\w*)")
_HEADING: Final = re.compile(r" {0,3}#+[ \t]+(\S.*)")
_ITEM: Final = re.compile(
    r"[ \t]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?[*_`\"']*([0-9]{4})[*_`\"']*[ \t]*(?:=>|[:=–—|-])[*_`]*[ \t]*(\S.*)"
)
_CELL: Final = re.compile(r"(?:[^|\\]|\\.)+")
_DRESS: Final = {"*", "_", "`", '"', "'"}
"""What stands on both sides of a text that is set off."""
_AGAIN: Final = 1.1
"""How often a code of a list may come on average: by mistake, not as a rule."""
_ENDINGS: Final = {
    "javascript": "js", "typescript": "ts", "python": "py", "csharp": "cs", "ruby": "rb", "golang": "go", "bash": "sh",
    "json5": "json", "jsonc": "json", "rust": "rs", "kotlin": "kt",
}  # fmt: skip
"""The ending of a file for the name of a language that is none."""


class _Line(NamedTuple):
    """A line, or the whole of a quoted program with the language that it is in."""

    start: int
    text: str
    language: str | None = None


def groups_of_markdown(text: str) -> Iterator[Group]:
    """The groups of entries in Markdown: a table, a run of items, or what a quoted program holds."""
    heading: str | None = None
    prose: list[_Line] = []
    for line in _unfenced(text):
        found = _HEADING.fullmatch(line.text) if line.language is None else None
        if line.language is None and found is None:
            prose.append(line)
            continue
        yield from _runs(prose, heading)
        prose = []
        if line.language is not None:
            yield from _of_program(line, heading)
        heading = found[1].rstrip(" \t#") if found else heading
    yield from _runs(prose, heading)


def groups_of_lines(text: str) -> Iterator[Group]:
    """The groups of entries in lines of plain text: `1000 - text`, `1000=text`. Remarks may stand between."""
    return _runs([line for line in _lines(text) if not line.text.lstrip().startswith(("#", ";", "//"))], None)


def groups_of_rows(text: str) -> Iterator[Group]:
    """The group of entries in separated values: in each row the first code, and the next value that has a letter.

    Where codes come again and again, rows are calls, and no list.
    """
    delimiter = max(";\t,|", key=text.count)
    entries = [entry for line in _lines(text) for entry in _separated(line, delimiter)]
    if entries and len(entries) <= _AGAIN * len({entry.code for entry in entries}):
        yield Group(None, tuple(entries))


def _separated(line: _Line, delimiter: str) -> Iterator[Entry]:
    # A line at a time: nobody breaks the texts of such a list, and an odd quote spoils one row.
    values: list[str] = []
    with suppress(csv.Error):  # a field that is too long, or a line end within one
        values = next(csv.reader([line.text], delimiter=delimiter), [])
    at = next((at for at, value in enumerate(values) if re.fullmatch("[0-9]{4}", value.strip())), len(values))
    text = next((value for value in values[at + 1 :] if any(map(str.isalpha, value))), None)
    if text is not None:
        start = line.start + line.text.index(values[at].strip())
        yield Entry(int(values[at]), " ".join(text.split()), start, line.start + len(line.text))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, line.removesuffix("\r"))
        start += len(line) + 1


def _unfenced(text: str) -> Iterator[_Line]:
    fence, language, begin = "", "", 0
    for line in _lines(text):
        mark = _FENCE.match(line.text)
        if not fence and mark is not None:
            fence, language, begin = mark[1], mark[2].casefold(), line.start + len(line.text) + 1
        elif not fence:
            yield line
        elif mark is not None and line.text.strip().startswith(fence):
            yield _Line(begin, text[begin : line.start], language)
            fence = ""
    if fence:
        yield _Line(begin, text[begin:], language)


def _of_program(program: _Line, heading: str | None) -> Iterator[Group]:
    language = program.language or ""
    for group in groups(tokens(program.text, _ENDINGS.get(language, language))):
        moved = (
            entry._replace(start=entry.start + program.start, end=entry.end + program.start) for entry in group.entries
        )
        yield Group(group.name or heading, tuple(moved))


def _runs(lines: Iterable[_Line], name: str | None) -> Iterator[Group]:
    """The runs of lines that are entries, with nothing but blank lines between, and what goes on below them."""
    run: list[Entry] = []
    for line in lines:
        entry = _entry(line.start, line.text)
        if entry is not None:
            run.append(entry)
        elif run and line.text.strip() and line.text[0] in " \t":
            run[-1] = _continued(run[-1], line)
        elif run and line.text.strip():
            yield Group(name, tuple(run))
            run = []
    if run:
        yield Group(name, tuple(run))


def _continued(entry: Entry, line: _Line) -> Entry:
    return entry._replace(text=f"{entry.text} {line.text.strip()}", end=line.start + len(line.text.rstrip()))


def _entry(start: int, line: str) -> Entry | None:
    """The entry of a row of a table, or of an item."""
    row = _row(start, line) if "|" in line else None
    if row is not None:
        return row
    item = _ITEM.fullmatch(line.rstrip())
    if item is None:
        return None
    return Entry(int(item[1]), _undressed(item[2]), start + item.start(1), start + item.end(2))


def _undressed(text: str) -> str:
    text = text.strip()
    while len(text) > 1 and text[0] == text[-1] and text[0] in _DRESS:
        text = text[1:-1].strip()
    return text


def _row(start: int, line: str) -> Entry | None:
    """The first cell that is a code, and the next one that is not empty."""
    cells = list(_CELL.finditer(line))
    values = [_undressed(cell[0].replace("\\|", "|")) for cell in cells]
    at = next((at for at, value in enumerate(values) if re.fullmatch("[0-9]{4}", value)), len(values))
    follows = next((then for then in range(at + 1, len(values)) if values[then]), None)
    if follows is None:
        return None
    place = start + cells[at].start() + cells[at][0].index(values[at])
    return Entry(int(values[at]), values[follows], place, start + cells[follows].end())
