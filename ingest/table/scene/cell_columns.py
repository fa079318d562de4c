"""What a column of cells holds, by its heading; a row that lost its first cells stands to the left of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line
from ingest.table.scene.moved_columns import to_the_last_code
from ingest.table.scene.shapes import code_shape, heads_row, label_shapes
from model.pattern import CODE_DIGITS

_BEGINS: Final = (0, 1)
"""What programs count rows from."""


def roles_by_cells(
    words: Sequence[Word], lines: Sequence[Line], headings: Headings
) -> Iterator[tuple[int, Role | None]]:
    """The roles of the words in cells on lines below headings."""
    counted = _counted_column(words, lines, headings)
    rows: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for index in (index for line in lines for index in line.indices):
        if (cell := words[index].cell) is not None:
            rows[cell.table, cell.row].append((cell.column, index))
    own = words[lines[0].begin - 1].cell if lines and lines[0].begin else None
    beyond = frozenset(_beyond(words, to_the_last_code(words, lines), headings)) if own is not None else ()
    for (table, _), row in rows.items():
        is_own = own is not None and own.table == table
        lost = _lost_cells([(column, words[index].text) for column, index in row], headings) if is_own else 0
        for column, index in row:
            role = "number" if column == counted else _role_of_cell(headings, column + lost)
            yield index, "other" if index in beyond else role


def _beyond(words: Sequence[Word], lines: Sequence[Line], headings: Headings) -> list[int]:
    """The words beside rows of a table to the right of all its headings, if they are no rows of another list.

    A legend stands there, or a remark that nobody headed.
    """
    end = headings.cells_end
    if end is None or not lines or (own := words[lines[0].begin - 1].cell) is None:
        return []
    cells = ((index, words[index].cell) for line in lines for index in line.indices)
    found = [index for index, cell in cells if cell and cell.table == own.table and cell.column >= end]
    return [] if any(heads_row(words[index].text) for index in found) else found


def _lost_cells(row: Sequence[tuple[int, str]], headings: Headings) -> int:
    """How many cells a row lost before its code, since one above spans them: a text stands below the heading of codes.

    It matters where a remark stands behind the text: it would be a part of it. A row with a code or a label below its
    heading lost none: a number before it is that of another list.
    """
    heads = {column.role: column.cell for column in headings.columns if column.cell is not None}
    code, text = heads.get("code"), heads.get("description")
    place, word = next(((column, text) for column, text in row if not label_shapes(text)), (0, ""))
    if code is None or text is None or place >= code or code_shape(word) is None:
        return 0
    lost = code - place
    beside = [other for column, other in row if column == text - lost]
    is_alone = sum(column == place for column, _ in row) == 1
    is_whole = any(is_in_place(other, _role_of_cell(headings, column)) for column, other in row)
    return lost if is_alone and beside and not code_shape(beside[0]) and not is_whole else 0


def is_in_place(word: str, role: Role | None) -> bool:
    """Whether a word is a code in the column of codes, or a label in that of labels."""
    return (role == "code" and code_shape(word) is not None) or (role == "class" and bool(label_shapes(word)))


def _role_of_cell(headings: Headings, column: int) -> Role | None:
    for heading in headings.columns:
        if heading.cell is not None and heading.cell <= column < heading.cell + heading.cells:
            return heading.role
    return None


def _step(numbers: Sequence[int]) -> int | None:
    """By how much each number is more than the one before, if that is always as much: 5, 10, 15."""
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 0
    return step if step > 1 and _count_on(numbers, step) else None


def _count_on(numbers: Sequence[int], step: int) -> bool:
    return list(numbers) == [numbers[0] + step * index for index in range(len(numbers))]


def _counted_column(words: Sequence[Word], lines: Sequence[Line], headings: Headings) -> int | None:
    """The column of cells without a heading, before all others, in which a program counted the rows, or each fifth."""
    first = min((column.cell for column in headings.columns if column.cell is not None), default=0)
    begins = (words[line.begin] for line in lines if line.end > line.begin)
    left = [word for word in begins if word.cell is not None and word.cell.column < first]
    numbers = [int(word.text) for word in left if word.text.isdecimal() and len(word.text) < CODE_DIGITS]
    if not numbers or len(numbers) < len(left) or not (_count_on(numbers, 1) or numbers[0] == _step(numbers)):
        return None
    if len(numbers) == 1 and numbers[0] not in _BEGINS:
        return None
    cells = {word.cell.column for word in left if word.cell is not None}
    return cells.pop() if len(cells) == 1 else None
