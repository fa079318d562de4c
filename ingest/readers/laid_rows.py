"""Rows of a table that a page lays out by its styles, of elements that are none of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_Values: TypeAlias = Callable[["HtmlElement"], Mapping[str, str]]

_TABLES: Final = frozenset({"table", "inline-table"})

_FLEXIBLE: Final = frozenset({"flex", "inline-flex"})
_GRIDS: Final = frozenset({"grid", "inline-grid"})
_REPEATED: Final = re.compile(r"repeat\(\s*+(\d{1,3})\s*+,[^(),]*+(?:\([^()]*+\))?\s*+\)")
_SIZE: Final = re.compile(r"[\w.%-]++(?:\([^()]*+\))?")
_PLAIN: Final = frozenset("div section article ul ol li span p a label dl dt dd".split())
_ROW: Final = frozenset({"row", "tr", "table-row"})
_CELL: Final = ("col", "cell", "td")
"""How frameworks, whose styles are seldom in a page, name a row, and how the names of its cells begin."""

_FEWEST: Final = 3
"""A table of codes has so many columns and, with its headings, so many rows at least."""


def set_roles(elements: Iterable[HtmlElement], values_of: _Values) -> None:
    """Say of elements that are laid out as tables, rows and cells that they are: by their styles or by their names.

    What holds a table is the page, laid out so.
    """
    rows: dict[HtmlElement, list[HtmlElement]] = {}
    for element in elements:
        if element.tag not in _PLAIN or element.get("role") is not None or not len(element):
            continue
        said = values_of(element)
        shown = said.get("display", "")
        if shown == "table-row":
            rows.setdefault(_table_around(element, values_of), []).append(element)
        elif shown in _GRIDS:
            _part(element, _columns(said.get("grid-template-columns", "")))
        elif _are_rows(element, values_of):
            _set_table(element, list(element))
    for table, inside in rows.items():
        if all(len(row) >= _FEWEST for row in inside):
            _set_table(table, inside)


def _table_around(row: HtmlElement, values_of: _Values) -> HtmlElement:
    """The element that is displayed as the table of a row; what it stands in, if none is."""
    around = (element for element in row.iterancestors() if values_of(element).get("display", "") in _TABLES)
    parent = row.getparent()
    return next(around, row if parent is None else parent)


def _are_rows(element: HtmlElement, values_of: _Values) -> bool:
    """Whether all that an element holds are rows of as many cells."""
    if len(element) < _FEWEST or len({len(child) for child in element}) > 1:
        return False
    return all(_is_row(child, values_of) for child in element)


def _columns(template: str) -> int:
    """How many columns a grid has; 0 where that is not known.

    Examples
    --------
    >>> _columns("repeat(3, auto)"), _columns("80px minmax(10px, 1fr) auto"), _columns("repeat(auto-fill, 1fr)")
    (3, 3, 0)
    """
    if repeated := _REPEATED.fullmatch(template):
        return int(repeated[1])
    return 0 if "repeat" in template or "[" in template else len(_SIZE.findall(template))


def _part(grid: HtmlElement, columns: int) -> None:
    """Part what an element holds, cell by cell, into rows of so many columns, if they are all filled."""
    cells = list(grid)
    is_whole = columns >= _FEWEST and len(cells) >= _FEWEST * columns and not len(cells) % columns
    if is_whole and all(cell.tag in _PLAIN and not (cell.tail or "").strip() for cell in cells):
        for begin in range(0, len(cells), columns):
            row = etree.SubElement(grid, "div")
            row.extend(cells[begin : begin + columns])
        _set_table(grid, list(grid))


def _is_row(element: HtmlElement, values_of: _Values) -> bool:
    if element.tag not in _PLAIN or len(element) < _FEWEST or (element.text or "").strip():
        return False
    if any(child.tag not in _PLAIN or (child.tail or "").strip() for child in element):
        return False
    if values_of(element).get("display") in _FLEXIBLE:
        return True
    return not _ROW.isdisjoint(_names(element)) and all(
        any(name.startswith(_CELL) for name in _names(cell)) for cell in element
    )


def _names(element: HtmlElement) -> list[str]:
    return element.get("class", "").split()


def _set_table(element: HtmlElement, rows: Sequence[HtmlElement]) -> None:
    if len(rows) < _FEWEST or element.find(".//table") is not None:
        return
    element.set("role", "table")
    set_rows(rows)


def set_rows(rows: Iterable[HtmlElement]) -> None:
    """Say of elements that they are the rows of a table, and what they hold its cells."""
    for row in rows:
        row.set("role", "row")
        for cell in row:
            cell.set("role", "cell")
