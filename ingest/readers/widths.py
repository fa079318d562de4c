"""Rows of more fields than their table is wide: a mark of the format stands in a text, where it marks nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def longest_column(rows: Sequence[Sequence[str]], width: int) -> int:
    """The column that holds the longest texts, by the rows that are as wide as the table: the first row is not asked.

    Examples
    --------
    >>> longest_column([["Класс", "Код", "Текст"], ["1xxx", "1000", "Выполнено"], ["", "1001", "Нет ответа"]], 3)
    2
    """
    regular = [row for row in rows[1:] if len(row) == width] or [row for row in rows if len(row) == width]
    lengths = [sum(len(row[column].strip()) for row in regular) for column in range(width)]
    return max(range(width), key=lambda column: (lengths[column], column), default=0)


def merged(fields: Sequence[str], width: int, longest: int) -> Iterator[tuple[int, int]]:
    """The begin and end of each field of a row, those put together that are too many, in the column of the longest.

    Behind an empty field no text goes on: the row is that of a wider table, as copies of pages have them. A number
    alone behind empty fields begins none: the row was moved to the right.

    Examples
    --------
    >>> list(merged(["1xxx", "1000", "a", "b", ""], 3, 2))
    [(0, 1), (1, 2), (2, 4)]
    >>> list(merged(["1xxx", "1000"], 3, 2))
    [(0, 1), (1, 2)]
    >>> list(merged(["", "", "", "b"], 3, 2))
    [(0, 1), (1, 2), (2, 3), (3, 4)]
    >>> list(merged(["", "", "1001", "b"], 3, 2))
    [(0, 1), (1, 2), (2, 3), (3, 4)]
    """
    count = len(fields)
    while count > width and not fields[count - 1].strip():
        count -= 1
    extra = max(count - width, 0)
    is_moved = extra > 0 and fields[longest].strip().isdigit() and not any(map(str.strip, fields[:longest]))
    if extra and (is_moved or not fields[longest].strip()):
        extra = 0
    index = 0
    while index < count:
        end = index + 1 + (extra if index == longest else 0)
        yield index, end
        index = end
