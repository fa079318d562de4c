"""What programs that work with tables write where nothing is: words for no value, and whole numbers with a point."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.cleaning import NO_VALUE, visible
from ingest.document.fragments import Block, Cell, Line, Run, Table

_MAY_BE_NONE: Final = frozenset({"None", "null", "NULL"})
_FEWEST: Final = 2
_NUMBER: Final = re.compile(r"\d{1,12}(?:\.\d{1,12})?")
_WHOLE: Final = re.compile(r"(\d{1,12})(\.0{1,12})")
_WORDS: Final = (*sorted(NO_VALUE), *sorted(_MAY_BE_NONE))
_WORD: Final = "|".join(_WORDS)
_IN_LINE: Final = re.compile(rf"(?:(?<=  )|(?<=\t)|^ ?)(?:{_WORD})(?!\S)|(?<!\S)(?:{_WORD})(?=  |\t|\s*$)")
_WHOLE_IN_LINE: Final = re.compile(
    r"(?:(?<=  )|(?<=\t)|^)(\d{4})(\.0{1,9})(?!\S)|(?<!\S)(\d{4})(\.0{1,9})(?=  |\t|\s*$)"
)
_POINT: Final = ".0"
_PARTS_IN_LINE: Final = re.compile(r"(?<!\S)\d{4}\.(?:(?![1-9])\d)*+[1-9]\d*+(?!\S)")


def without_missing(blocks: Iterable[Block], markup: Counter[int]) -> list[Block]:
    """Blocks without the words for no value, and their whole numbers without a point.

    In lines of a text they leave room, so that columns stay. `markup` counts what was taken off.

    Examples
    --------
    >>> from model import Span
    >>> line = Line.of("  NaN 1504.0  SIP/2.0", Span(line=1))
    >>> without_missing([line, line], Counter())[0].runs[0].text
    '      1504    SIP/2.0'
    """
    blocks = list(blocks)
    lines = [block for block in blocks if isinstance(block, Line)]
    patterns = _patterns_in([run.text for line in lines for run in line.runs])
    return [
        _of_table(block, markup) if isinstance(block, Table) else _of_line(block, patterns, markup) for block in blocks
    ]


def _patterns_in(texts: Sequence[str]) -> list[re.Pattern[str]]:
    """What stands on several lines of a text, and is no text."""
    whole = "\n".join(texts)  # in nearly all documents none of these stands anywhere
    patterns = [_IN_LINE] if any(word in whole for word in _WORDS) else []
    if _POINT in whole and not any(_PARTS_IN_LINE.search(text) for text in texts):
        patterns.append(_WHOLE_IN_LINE)
    return [pattern for pattern in patterns if sum(pattern.search(text) is not None for text in texts) >= _FEWEST]


def _of_line(line: Line, patterns: Iterable[re.Pattern[str]], markup: Counter[int]) -> Line:
    """A line with room where such words stood."""
    for pattern in patterns:
        runs = tuple(run._replace(text=pattern.sub(_room, run.text)) for run in line.runs)
        markup[line.span.line or 0] += _visible(line.runs) - _visible(runs)
        line = line._replace(runs=runs)
    return line


def _room(match: re.Match[str]) -> str:
    number = match[match.lastindex - 1] if match.lastindex else re.match(r"\s*", match[0])[0]  # type: ignore[index]
    return str(number).ljust(len(match[0]))


def _of_table(table: Table, markup: Counter[int]) -> Table:
    """A table with empty cells where such words stood."""
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for cell in (cell for row in table.rows for cell in row):
        columns[cell.column].append(cell.text)
    words = {column: _words_of(texts) for column, texts in columns.items()}
    whole = {column for column, texts in columns.items() if _are_whole(texts)}
    if not whole and not any(words.values()):
        return table
    return Table(tuple(tuple(_of_row(row, words, whole, markup)) for row in table.rows))


def _words_of(texts: Sequence[str]) -> frozenset[str]:
    """The words for no value in a column: some are always one, others where they come again."""
    counts = Counter(texts)
    return NO_VALUE.intersection(counts) | {word for word in _MAY_BE_NONE if counts[word] >= _FEWEST}


def _are_whole(texts: Iterable[str]) -> bool:
    """Whether all numbers of a column with a point are whole: pandas writes them so where some have no value.

    Where each page is a table of its own, those of another may have no point.
    """
    numbers = [text for text in texts if "." in text and _NUMBER.fullmatch(text)]
    return len(numbers) >= _FEWEST and all(map(_WHOLE.fullmatch, numbers))


def _of_row(
    row: Iterable[Cell], words: Mapping[int, frozenset[str]], whole: set[int], markup: Counter[int]
) -> Iterator[Cell]:
    for cell in row:
        text = cell.text
        match = _WHOLE.fullmatch(text) if cell.column in whole else None
        if text not in words[cell.column] and match is None:
            yield cell
            continue
        line = next(line for line in cell.lines if line.runs)
        markup[line.span.line or 0] += visible(text if match is None else match[2])
        lines = () if match is None else (line._replace(runs=(Run(match[1], line.runs[0].style),)),)
        yield replace(cell, lines=lines)


def _visible(runs: Iterable[Run]) -> int:
    return sum(visible(run.text) for run in runs)
