"""What stands between the rows of a table: running heads where each row is a line, titles of the parts of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, TypeAlias

from ingest.document.fragments import Word
from ingest.table.scene.edges import is_row
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import heads_row, label_shapes
from ingest.table.scene.wording import begins_capital, begins_small, is_phrase, wants_more
from model import ClassPattern

_MANY: Final = 20
"""So many rows say that no text has a second line."""


LIKELY_HEAD: Final = "likely running head"
"""What furniture a line is that comes but once, and stands where running heads do."""

SECTION_TITLE: Final = "section title"
"""What furniture such a row is."""

_Rows: TypeAlias = dict[int, list[Word]]


def heads_between_rows(
    words: Sequence[Word],
    lines: Sequence[Line],
    texts: Sequence[str],
    headed: Collection[int],
    furniture: Collection[int],
) -> dict[int, str]:
    """The lines between rows, by their numbers, if all of them stand where pages meet and say what running heads say.

    `texts` are the words of the lines, `furniture` the numbers of those that are known as such.
    """
    rows = [line.number for line in lines if line.number not in headed and is_row(words, line)]
    if len(rows) < _MANY:
        return {}
    inside = lines[rows[0] : rows[-1] + 1]
    runs = [list(run) for is_other, run in groupby(inside, key=lambda line: not is_row(words, line)) if is_other]
    odd = [[line for line in run if line.number not in furniture and line.number not in headed] for run in runs]
    found = [line for run in odd for line in run]
    are_heads = all(begins_capital(words[line.begin].text) and not is_phrase(texts[line.number]) for line in found)
    meet = all(_meets(words, lines, run, headed, furniture) for run, other in zip(runs, odd, strict=True) if other)
    return {line.number: LIKELY_HEAD for line in found} if are_heads and meet else {}


def _meets(
    words: Sequence[Word],
    lines: Sequence[Line],
    run: Sequence[Line],
    headed: Collection[int],
    furniture: Collection[int],
) -> bool:
    """Whether pages meet at lines between two rows: at a form feed, known furniture or headings; no text goes on."""
    before = words[run[0].begin - 1]
    is_known = any(line.number in headed or line.number in furniture for line in run)
    pages = set(_pages(words, [*run, lines[run[-1].number + 1]])) | {before.place.page}
    return (is_known or len(pages) > 1) and not wants_more(before.text)


def _pages(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[int | None]:
    return (words[line.begin].place.page for line in lines)


def titles_of_classes(words: Sequence[Word], lines: Sequence[Line], headed: Collection[int]) -> dict[int, str]:
    """The lines of a copy that end with a class in brackets, right above the row with its label: «Ошибки (4xxx)»."""
    return {
        line.number: SECTION_TITLE
        for line, below in pairwise(lines)
        if words[line.end - 1].text.startswith("(") and _names(words[line.end - 1], words[below.begin])
        if begins_capital(words[line.begin].text) and line.end - line.begin > 1 and line.number not in headed
        if line.begin and not wants_more(words[line.begin - 1].text)
    }


def _names(word: Word, label: Word) -> bool:
    """Whether a word is the label of a row, in brackets."""
    shapes = label_shapes(word.text.strip("()")), label_shapes(label.text)
    named, declared = ([ClassPattern(shape.text) for shape in found] for found in shapes)
    return bool(named) and word.text.endswith(")") and named == declared


def section_titles(words: Sequence[Word], lines: Sequence[Line], headed: Collection[int]) -> dict[int, str]:
    """The lines of rows that are one cell across a table and stand above a label, by their numbers.

    A text may stand so below its code: then most rows are two, and the first has no text.
    """
    tables: defaultdict[int, _Rows] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.number not in headed and (cell := words[line.begin].cell) is not None:
            tables[cell.table][cell.row] += words[line.begin : line.end]
    rows = {(table, row) for table, found in tables.items() for row in _titles(found)}
    return {
        line.number: SECTION_TITLE
        for line in lines
        if line.number not in headed and (cell := words[line.begin].cell) is not None and (cell.table, cell.row) in rows
    }


def _titles(rows: _Rows) -> Iterator[int]:
    """The rows of a table that are titles."""
    begin = min(cell.column for row in rows.values() if (cell := row[0].cell) is not None)
    end = max(cell.column + cell.columns for row in rows.values() for word in row if (cell := word.cell) is not None)
    coded = [number for number, row in rows.items() if any(heads_row(word.text) for word in row[:2])]
    firsts = [row for row in rows.values() if row[0].cell is not None and row[0].cell.column == begin]
    # A form without cells over several columns sets what stands over all into the first, in which labels stand alone.
    wide = {end - begin, *([1] if sum(map(_begins_with_heads, firsts)) > len(firsts) / 2 else [])}
    across = {number for number, row in rows.items() if _is_across(row, begin, end, wide)}
    if 2 * len(across) > len(coded):
        return
    ordered = sorted(rows)
    for before, number, after in zip([None, *ordered], ordered, ordered[1:], strict=False):
        is_behind = before is None or before in across or _is_whole(rows[before])
        if number in across and is_behind and (after in across or label_shapes(rows[after][0].text)):
            yield number


def _begins_with_heads(row: Sequence[Word]) -> bool:
    """Whether the first cell of a row holds labels or a code alone, and is not all of the row."""
    first = [word for word in row if word.cell == row[0].cell]
    return len(first) < len(row) and all(heads_row(word.text) for word in first)


def _is_across(row: Sequence[Word], begin: int, end: int, wide: Collection[int]) -> bool:
    """Whether a row is one cell so wide from the first column on, without a code or label, and begins as titles do."""
    cell = row[0].cell
    is_one = cell is not None and end - begin > 1 and all(word.cell == cell for word in row)
    is_wide = is_one and cell is not None and cell.column == begin and cell.columns in wide
    return is_wide and not any(heads_row(word.text) for word in row) and not begins_small(row[0].text)


def _is_whole(row: Sequence[Word]) -> bool:
    """Whether a row has a text that can end there."""
    return not all(heads_row(word.text) for word in row) and not wants_more(row[-1].text)
