"""JSON as other tools give tables: lists of rows, lists of objects, and objects that hold such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ingest.document.fragments import Cell, Fragments, Line, Run, Table
from ingest.document.laying import lay_out
from ingest.readers.missing import without_missing
from ingest.readers.values import Json
from model import Fault, InputError, Span

_WHOLE: Final = re.compile(r"(-?\d+)\.0+")
_POSITION: Final = re.compile(r"\d{1,4}")
_FIRST_CODE: Final = 1000
"""Rows are not counted from so many on."""

_MISSING: Final = frozenset({"nan", "null", "none"})
"""What programs write for a name that is not there."""

_MOST_NAMES: Final = 1_000
"""Objects of more different names are no rows of a table."""

_LINES_OF_A_PAGE: Final = 5
"""A text of so many line ends is no cell of a table."""

_ROOM_OF_A_PAGE: Final = 3
_DEEPEST: Final = 50
_NAMES: Final = ("columns", "header", "headers", "fields")
_DATA: Final = ("data", "rows", "values", "records")
"""What the names of columns are called, and the rows below them, where an object holds both."""

_TEXTS: Final = ("text", "value", "content")
"""What the text of a cell is called, where a cell is an object."""


def records_of(values: Json, place: str, encoding: str) -> Fragments:
    """Tables in JSON as fragments.

    A list of lists is a table of rows; a list of objects is one whose header are the names in them, unless these are
    positions. A place is the number of the row, counted over the whole document.

    Raises
    ------
    InputError
        `no-text`, if there is no table in it.
    """
    found = list(_tables(values, 0))
    if not any(found):
        message = "JSON without a list of rows or of objects; give the rows of the table as a list of lists"
        raise InputError(Fault("no-text", message, place))
    number = 0
    blocks: list[Table] = []
    for rows in found:
        blocks.append(Table(tuple(_cells(row, number + index) for index, row in enumerate(rows, start=1))))
        number += len(rows)
    words, rules = lay_out(without_missing(blocks, Counter()))
    return Fragments(words, rules, "grid", "json", encoding)


def text_in(values: Json) -> str:
    """The text that values of JSON hold page by page, where that is most of what they say; none if they hold rows."""
    if lines := _pages_of_lines(values):
        return "\n\f".join(map("\n".join, lines))
    said = list(_texts(values, 0))
    pages = [text for text in said if text.count("\n") >= _LINES_OF_A_PAGE]
    is_most = 2 * sum(map(len, pages)) > sum(map(len, said))
    return "\n\f".join(text for text in said if "\n" in text) if is_most else ""


def _pages_of_lines(values: Json) -> list[list[str]]:
    """The lines of each page, if a value is a list of them, or of the lines of one; none, if it is another.

    Long lists of texts that are not of one length, with no cell left empty, are no rows of a table.
    """
    given = values if isinstance(values, list) else []
    pages: list[Json] = list(given) if any(isinstance(item, list) for item in given) else [given]
    found = [[line for line in page if isinstance(line, str) and line] for page in pages if isinstance(page, list)]
    sizes = [len(page) for page in pages if isinstance(page, list)]
    are_texts = len(sizes) == len(pages) and sizes == list(map(len, found))
    is_table = len(pages) > 1 and len(set(sizes)) == 1
    least = _LINES_OF_A_PAGE * (1 if len(pages) == 1 else _ROOM_OF_A_PAGE)
    return found if are_texts and not is_table and sum(sizes) >= least * len(pages) else []


def _texts(value: Json, depth: int) -> Iterator[str]:
    """The texts in a value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict) and depth <= _DEEPEST:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item, depth + 1)


def _cells(row: Sequence[str], number: int) -> tuple[Cell, ...]:
    span = Span(line=number)
    return tuple(
        Cell(tuple(Line((Run(part),), span) for part in text.splitlines() if part.strip()), column)
        for column, text in enumerate(row)
        if text.strip()
    )


def _tables(value: Json, depth: int) -> Iterator[list[list[str]]]:
    """The tables in a value, in order."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield from _tables_of_object(value, depth)
    elif isinstance(value, list):
        if rows := next(filter(None, (rows_of(value) for rows_of in _OF_LISTS)), []):
            yield rows
        else:
            for item in value:
                yield from _tables(item, depth + 1)


def _tables_of_object(value: Mapping[str, Json], depth: int) -> Iterator[list[list[str]]]:
    columns, data = (next((value[name] for name in names if name in value), None) for names in (_NAMES, _DATA))
    if isinstance(columns, list) and isinstance(data, list) and (rows := _rows(data)):
        yield [[_text(name) for name in columns], *rows]
    elif by_number := _rows_by_number(value) or _rows_by_columns(value) or _rows_of_lists(value):
        yield by_number
    elif by_name := _rows_by_name(value, depth):
        yield by_name
    else:
        # Where a table stands as a grid, its cells stand beside it once more.
        items = [value["grid"]] if "grid" in value else list(value.values())
        for item in items:
            yield from _tables(item, depth + 1)


def _rows(value: Sequence[Json]) -> list[list[str]]:
    """The rows of a list of lists of cells; none, if it is another."""
    rows = [item for item in value if isinstance(item, list)]
    if not rows or len(rows) < len(value) or not all(_is_cell(cell) for row in rows for cell in row):
        return []
    return [[_text(cell) for cell in row] for row in rows] if any(len(row) > 1 for row in rows) else []


def _rows_of_objects(value: Sequence[Json]) -> list[list[str]]:
    """The rows of a list of objects, below the names in them; none, if it is another."""
    records = [item for item in value if isinstance(item, dict)]
    cells = (cell for item in records for cell in item.values())
    if not records or len(records) < len(value) or not all(map(_is_cell, cells)):
        return []
    names = list(dict.fromkeys(name for record in records for name in record))
    if not 2 <= len(names) <= _MOST_NAMES or (len(records) == 1 and _is_cell_object(records[0])):
        return []
    rows = [[_text(record.get(name)) for name in names] for record in records]
    return rows if all(map(_POSITION.fullmatch, names)) else [names, *rows]


def _rows_below_names(value: Sequence[Json]) -> list[list[str]]:
    """The rows of a list of objects with a list of their names before them; none, if it is another."""
    rows = _rows_of_objects(value[1:])
    return rows if rows and rows[0] == value[0] else []


def _rows_by_number(value: Mapping[str, Json]) -> list[list[str]]:
    """The rows of an object that holds each by its number, more than columns; with these if they do not count rows."""
    rows = [item for item in value.values() if isinstance(item, dict)]
    keys = ["" if name.casefold() in _MISSING else _text(name) for name in value]
    is_numbered = all(_POSITION.fullmatch(key) for key in keys if key) and len(rows) == len(value)
    if not is_numbered or not rows or len(rows) <= len(rows[0]):
        return []
    numbers = [int(key) if key else _FIRST_CODE for key in keys]
    is_counted = numbers[0] < _FIRST_CODE and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return _rows_of_objects(rows if is_counted else [{"": key, **row} for key, row in zip(keys, rows, strict=True)])


def _rows_by_columns(value: Mapping[str, Json]) -> list[list[str]]:
    """The rows of an object that holds the columns of a table, each by the number of the row."""
    columns = [item for item in value.values() if isinstance(item, dict)]
    if len(columns) < 2 or len(columns) < len(value) or not all(map(_is_cell, columns[0].values())):
        return []
    keys = list(columns[0])
    if not keys or not all(_POSITION.fullmatch(key) for key in keys) or any(list(item) != keys for item in columns):
        return []
    rows = [[_text(item[key]) for item in columns] for key in keys]
    names = list(value)
    return rows if all(map(_POSITION.fullmatch, names)) else [names, *rows]


def _rows_of_lists(value: Mapping[str, Json]) -> list[list[str]]:
    """The rows of an object that holds the columns of a table as lists of cells, all of one length."""
    columns = [item for item in value.values() if isinstance(item, list) and all(map(_is_cell, item))]
    if not 2 <= len(columns) == len(value) <= _MOST_NAMES or len(set(map(len, columns))) > 1:
        return []
    return [list(value), *([_text(cell) for cell in row] for row in zip(*columns, strict=True))]


def _rows_of_groups(value: Sequence[Json]) -> list[list[str]]:
    """The rows of a list of objects that hold a list of objects each, beside cells that are said of all these.

    None, if they are others, or two cells of a row have one name.
    """
    joined: list[Json] = []
    for group in value:
        lists = [item for item in group.values() if not _is_cell(item)] if isinstance(group, dict) else []
        if len(lists) != 1 or not isinstance(lists[0], list) or not isinstance(group, dict):
            return []
        around = {name: item for name, item in group.items() if item is not lists[0]}
        records = [item for item in lists[0] if isinstance(item, dict) and around and around.keys().isdisjoint(item)]
        if len(records) < len(lists[0]):
            return []
        joined += [around | record for record in records]
    return _rows_of_objects(joined)


def _rows_of_trees(value: Sequence[Json]) -> list[list[str]]:
    """The rows of a list of objects that hold lists of such, each above what it holds; none, if it is another."""
    nodes: list[Json] = []
    for node in _nodes(value, 0):
        if node is None or len(node) < 2:
            return []
        nodes.append(node)
    return _rows_of_objects(nodes)


def _nodes(value: Sequence[Json], depth: int) -> Iterator[dict[str, Json] | None]:
    """The cells of each object in a tree of them, in order; None for what is no object, or holds anything else."""
    for item in value:
        if not isinstance(item, dict) or depth > _DEEPEST:
            yield None
            continue
        inner = [held for held in item.values() if not _is_cell(held)]
        yield {name: held for name, held in item.items() if _is_cell(held)}
        for held in inner:
            yield from _nodes(held, depth + 1) if isinstance(held, list) else [None]


def _rows_by_name(value: Mapping[str, Json], depth: int) -> list[list[str]]:
    """The rows of an object that holds texts by their numbers, or by names such objects or lists of objects."""
    if len(value) > (depth == 0) and all(isinstance(item, str) for item in value.values()):
        numbered = sum(_POSITION.fullmatch(name) is not None for name in value)
        return [[name, _text(item)] for name, item in value.items()] if 2 * numbered >= len(value) else []
    groups = [item for item in value.values() if isinstance(item, dict)]
    if groups and len(groups) == len(value) and depth < _DEEPEST:
        found = [_rows_by_name(group, depth + 1) for group in groups]
        return [[name, *row] for name, rows in zip(value, found, strict=True) for row in rows] if all(found) else []
    named: list[Json] = [{"": name, "of": item} for name, item in value.items() if isinstance(item, list)]
    return _rows_of_groups(named) if len(named) == len(value) > 1 else []


def _is_cell(value: Json) -> bool:
    return value is None or isinstance(value, str | bool) or (isinstance(value, dict) and _is_cell_object(value))


def _is_cell_object(value: Mapping[str, Json]) -> bool:
    return any(isinstance(value.get(name), str) for name in _TEXTS)


def _text(value: Json) -> str:
    if isinstance(value, dict):
        return next(text for name in _TEXTS if isinstance(text := value.get(name), str))
    if value is None or isinstance(value, list):
        return ""
    if not isinstance(value, str):
        return str(value).lower()
    return match[1] if (match := _WHOLE.fullmatch(value)) else value


_OF_LISTS: Final = (_rows, _rows_of_objects, _rows_below_names, _rows_of_groups, _rows_of_trees)
"""What a list may be: the first that finds rows has it."""
