"""Tables of a page that no table is: rows and cells of plain elements, which styles set beside each other, and cards
that all say the same names before their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from lxml import html

from ingest.document.cleaning import clean
from ingest.readers.definition_lists import part_definitions
from ingest.readers.laid_rows import set_rows

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ROWS: Final = frozenset({"div", "li", "section", "article", "dl"})
_CELLS: Final = frozenset({"div", "span", "p", "dt", "dd"})
_FEWEST_ROWS: Final = 4
_FEWEST_CELLS: Final = 3
_PAIR: Final = ("dt", "dd")
_COLON: Final = ":"


def mark_grids(page: HtmlElement) -> None:
    """Say of rows and cells that are plain elements that they are such: siblings of as many cells each."""
    part_definitions(page)
    for parent in list(page.iter("body", "div", "main", "section", "article", "ul", "ol", "dl")):
        for rows in list(_runs(parent)):
            _mark(rows)


def _runs(parent: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The siblings below each other that are rows of as many cells."""
    for shape, members in groupby(list(parent), key=_shape):
        rows = list(members)
        if shape is not None and len(rows) >= _FEWEST_ROWS and not any(clean(row.tail or "") for row in rows):
            yield rows


def _shape(row: HtmlElement) -> tuple[str, ...] | None:
    """The names of a row and its cells, None for what is no row: text stands beside its cells, or rows in them."""
    cells = list(row)
    is_row = row.tag in _ROWS and row.get("role") is None and len(cells) >= _FEWEST_CELLS
    if not is_row or clean(row.text or "") or any(clean(cell.tail or "") for cell in cells):
        return None
    names = tuple(str(cell.tag) for cell in cells)
    is_plain = _CELLS.issuperset(names) and all(len(cell) <= len(_PAIR) and cell.get("role") is None for cell in cells)
    return (str(row.tag), *names) if is_plain and row.find(".//table") is None else None


def _mark(rows: Sequence[HtmlElement]) -> None:
    table = html.Element("div", role="table")
    names = _names(rows)
    rows[0].addprevious(table)
    if names:
        head = html.Element("div", role="row")
        head.extend(_cell(name) for name in names)
        table.append(head)
    table.extend(rows)
    set_rows(rows)


def _cell(name: str) -> HtmlElement:
    cell = html.Element("div", role="columnheader")
    cell.text = name
    return cell


def _names(rows: Sequence[HtmlElement]) -> list[str]:
    """The names before the values, if all rows have the same; they are taken from the rows."""
    are_pairs = [cell.tag for cell in rows[0]] == list(_PAIR) * (len(rows[0]) // len(_PAIR))
    labels = [
        [cell for cell in row if cell.tag == _PAIR[0]] if are_pairs else [cell[0] for cell in row if len(cell)]
        for row in rows
    ]
    if not are_pairs and (before_colons := _names_with_colons(rows)):
        return before_colons
    said = {tuple(clean(label.text_content()) for label in row) for row in labels}
    if len(said) != 1 or not all(names := next(iter(said))) or len(names) < _FEWEST_CELLS:
        return []
    if not are_pairs and len(names) != len(rows[0]):
        return []
    for label in (label for row in labels for label in row):
        label.drop_tree()
    return list(names)


def _names_with_colons(rows: Sequence[HtmlElement]) -> list[str]:
    """The names that stand in the texts of cells before their values, if all rows have the same; they are cut off."""
    said = {tuple((cell.text or "").partition(_COLON)[0] for cell in row) for row in rows}
    if len(said) != 1 or not all(_COLON in (cell.text or "") for row in rows for cell in row):
        return []
    for cell in (cell for row in rows for cell in row):
        cell.text = (cell.text or "").partition(_COLON)[2]
    return [clean(name) for name in next(iter(said))]
