"""The lines of a text, each with its place, and what the readers of tables in a text find among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, TypeAlias

from ingest.document.cleaning import is_blank, visible
from ingest.document.fragments import Block, Line, Run
from model import Fault, Span

LINE_END: Final = re.compile(r"\r\n|\n|\r")
_QUOTE: Final = re.compile(r"(?:> ?)+")
_FEW_BLANKS: Final = 0.02
"""So many blanks stand at most for each tab, where tabs are blanks."""

_MOST_LENGTHS: Final = 5
"""Rows of a table have no more different numbers of cells."""


class SourceLine(NamedTuple):
    """A line, or the part of one between form feeds: its text, its number, its page and where it begins.

    `is_broken` says that a bare carriage return ends it, in a text whose other lines end with line feeds: a program
    that writes such values unquoted means a line within a cell.
    """

    text: str
    number: int
    page: int | None = None
    column: int = 1
    is_broken: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen on it."""
        return is_blank(self.text)

    def span(self, offset: int = 0) -> Span:
        """The place of what begins so many characters behind the beginning of the line."""
        return Span(self.page, self.number, self.column + offset)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of lines that a reader takes: what stands there, and the marks of the format by the number of the line.

    `begin` and `end` are indices of the lines that were given; `faults` are what is broken there, each with its line;
    `is_open` says that the mark which closes it is missing.
    """

    begin: int
    end: int
    blocks: tuple[Block, ...]
    form: str
    markup: dict[int, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    is_open: bool = False


Finder: TypeAlias = Callable[[Sequence[SourceLine]], Iterator[Found]]
"""Finds the tables of one form among lines, in order."""


def source_lines(text: str) -> list[SourceLine]:
    """All lines of a text, blank ones too, without the marks of a quotation.

    A form feed ends a page, and may stand within a line. Pages are counted only where there are form feeds.
    """
    whole = _split(text)
    unquoted = _unquoted(whole)
    columns = [1 + len(line) - len(rest) for line, rest in zip(whole, unquoted, strict=True)]
    if "\f" not in text:
        broken = _ends_of_cell_lines(text)
        return [
            SourceLine(line, number, None, column, number in broken)
            for number, (line, column) in enumerate(zip(unquoted, columns, strict=True), start=1)
        ]
    lines: list[SourceLine] = []
    page = 1
    for number, (line, column) in enumerate(zip(unquoted, columns, strict=True), start=1):
        for index, part in enumerate(line.split("\f")):
            page += index > 0
            lines.append(SourceLine(part, number, page, column))
            column += len(part) + 1  # noqa: PLW2901
    return lines


def with_blanks(text: str) -> str:
    """A text of which each blank is a tab, as tools copy what some programs print, with blanks: they part no cells.

    No table has rows of so many lengths.

    Examples
    --------
    >>> with_blanks("1000\\tDone"), with_blanks("\\n".join("word\\t" * count for count in range(12))).count("\\t")
    ('1000\\tDone', 0)
    """
    tabs = text.count("\t")
    if not tabs or text.count(" ") > _FEW_BLANKS * tabs:
        return text
    lengths = {line.count("\t") for line in text.split("\n")}
    return text.replace("\t", " ") if len(lengths) > _MOST_LENGTHS else text


def lines_of(text: str) -> list[str]:
    """The lines of a text; where it is quoted as a whole, as in a mail, without the marks of the quotation."""
    return _unquoted(_split(text))


def _split(text: str) -> list[str]:
    """The lines of a text: at a `LINE_END`, which is looked for at each character."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _unquoted(lines: list[str]) -> list[str]:
    if not all(line.startswith(">") for line in lines if not is_blank(line)):
        return lines
    return [_QUOTE.sub("", line, count=1) if line.startswith(">") else line for line in lines]


def _ends_of_cell_lines(text: str) -> frozenset[int]:
    """The numbers of the lines that end with a bare carriage return, where others end with line feeds."""
    if "\r" not in text or "\n" not in text:
        return frozenset()
    ends = enumerate(LINE_END.findall(text), start=1)
    return frozenset(number for number, end in ends if end == "\r")


def visible_on(lines: Iterable[SourceLine]) -> Counter[int]:
    """The visible characters of some lines by their numbers; form feeds make several of one."""
    counts: Counter[int] = Counter()
    for line in lines:
        counts[line.number] += visible(line.text)
    return counts


def plain_lines(lines: Sequence[SourceLine], begin: int, end: int) -> Iterator[Line]:
    """The lines of a stretch that are not blank, as they stand; blank lines and begins of pages set them apart."""
    before = lines[begin - 1] if begin else None
    is_behind = before is not None and not before.is_blank
    for line in lines[begin:end]:
        is_apart = not is_behind or before is None or before.page != line.page
        if is_behind := not line.is_blank:
            yield Line((Run(line.text),), line.span(), is_apart)
        before = line


def found_by(lines: Sequence[SourceLine], finders: Iterable[Finder]) -> list[Found]:
    """What finders find among lines, in their order: what one has found the next does not see."""
    found: list[Found] = []
    for finder in finders:
        begin, more = 0, []
        for taken in [*found, None]:
            end = taken.begin if taken else len(lines)
            more += [_moved(item, begin) for item in finder(lines[begin:end])]
            begin = taken.end if taken else end
        found = sorted([*found, *more], key=lambda item: item.begin)
    return found


def _moved(found: Found, offset: int) -> Found:
    return replace(found, begin=found.begin + offset, end=found.end + offset) if offset else found
