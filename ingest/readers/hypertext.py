"""What is to be seen in the elements of a page of HTML, in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from ingest.document.cleaning import clean
from ingest.document.fragments import PLAIN, Style
from ingest.readers.declarations import hides, values_of
from ingest.readers.flow import Break, Grid, GridCell, Piece, Stream, known_line
from ingest.readers.page_signs import is_action, is_icon, is_permalink, is_unseen
from ingest.readers.spans import SpanningCell, placed
from ingest.readers.stylesheets import MAY_BE_SHOWN

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOT_TEXT: Final = frozenset(
    "head title script style template noscript iframe object svg math canvas audio video select datalist"
    " rt rp ac:parameter ri:attachment ri:page ri:user".split()
)
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary tbody td tfoot th"
    " thead tr ul".split()
)
_ROLES: Final = {
    "table": "table",
    "grid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "rowheader": "td",
    "columnheader": "td",
}
"""What the roles of elements stand for that only look like a table."""
_CELLS: Final = frozenset({"td", "th"})
_ROWS_AND_CELLS: Final = _CELLS | {"tr"}
_FIELDS: Final = frozenset("text number search tel url email".split())
"""The kinds of fields that show what was entered."""

_PAGE_NUMBERS: Final = frozenset({"pagenumber", "pagenum"})
_FURNITURE: Final = _PAGE_NUMBERS | frozenset(
    "head header foot footer pagehead pageheader pagefoot pagefooter runninghead runningheader runningfooter".split()
)
"""Names of elements and classes, hyphens apart, that declare furniture."""
_LONGEST_FURNITURE: Final = 300
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the library reads but does not write."""
_KEEPS: Final = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|break-spaces|preserve)", re.IGNORECASE)
_RAISES: Final = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_STRIKES: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;:]*line-through", re.IGNORECASE)
_STRUCK: Final = frozenset({"s", "strike", "del"})
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_COUNT: Final = re.compile(r"[0-9]{1,5}")
_MOST_ROWS: Final = 65_534
_FRAME: Final = "dataframe"
_WRITTEN_END: Final = r"\n"
"""What Pandas calls its tables, and writes for a line end inside a cell."""


def _kind(element: HtmlElement) -> str:
    return _ROLES.get(element.get("role", ""), str(element.tag))


def hidden_texts(page: HtmlElement, *, may_be_shown: bool = False) -> Iterator[tuple[str, int | None]]:
    """The texts in tables that a page hides, with their lines: taken out, or to be shown later.

    Or those of which it is not known whether they are shown.
    """
    for element in page.iter(etree.Element):
        if element.tag in _NOT_TEXT or (element.get("hidden") == MAY_BE_SHOWN) != may_be_shown:
            continue
        if _is_hidden(element) and not any(map(_is_hidden, element.iterancestors())):
            yield from _in_table(element)


def buttons(page: HtmlElement) -> Iterator[tuple[str, int | None]]:
    """What stands on the buttons in tables, with their lines: it says what can be done, and is no text of a table.

    The names of icons are such, too.
    """
    for element in page.iter(etree.Element):
        is_one = is_action(element) or is_icon(element)
        if is_one and not any(map(_is_hidden, (element, *element.iterancestors()))):
            yield from _in_table(element)


def notes_above(page: HtmlElement) -> Iterator[tuple[str, int | None]]:
    """What stands in small letters above words in tables, with their lines: it says how a word is read or meant."""
    for element in page.iter("rt"):
        if not any(map(_is_hidden, (element, *element.iterancestors()))):
            yield from _in_table(element)


def _in_table(element: HtmlElement) -> Iterator[tuple[str, int | None]]:
    text = clean(element.text_content())
    if text and (element.tag == "table" or next(element.iterancestors("table"), None) is not None):
        yield text, known_line(element.sourceline or 1)


def _is_hidden(element: HtmlElement) -> bool:
    own = element.get("style")
    is_it = element.get("hidden") is not None or (own is not None and hides(values_of(own)))
    return is_it or is_unseen(element)


def _is_visible(element: HtmlElement) -> bool:
    # An element that no one knows keeps the head open: Google Sheets begins what it copies with one.
    is_text = element.tag not in _NOT_TEXT or (element.tag == "head" and element.find(".//table") is not None)
    is_sign = is_text and (is_action(element) or is_icon(element) or is_permalink(element))
    return is_text and not is_sign and not _is_hidden(element) and not _is_replaced(element)


def _is_replaced(element: HtmlElement) -> bool:
    """Whether an element is an old wording, beside the new one; a deletion by itself is a text struck through."""
    if element.tag != "del":
        return False
    beside = (element.getprevious(), element.getnext())
    return any(other is not None and other.tag == "ins" for other in beside)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a text say of it; in a frame of Pandas line ends are written as two letters."""

    furniture: str | None = None
    is_preformatted: bool = False
    style: Style = PLAIN
    is_frame: bool = False

    def inside(self, element: HtmlElement) -> _Context:
        """The context of the texts in an element."""
        is_preformatted = self.is_preformatted or element.tag == "pre" or bool(_KEEPS.search(element.get("style", "")))
        style = _style(element, self.style)
        return _Context(self.furniture or _furniture(element), is_preformatted, style, self.is_frame)


def _style(element: HtmlElement, around: Style) -> Style:
    """How the texts in an element are set."""
    said = element.get("style", "") + ";"
    is_raised = element.tag == "sup" or _RAISES.search(said) is not None
    is_struck = element.tag in _STRUCK or _STRIKES.search(said) is not None
    if not (is_raised or is_struck):
        return around
    return replace(around, is_raised=around.is_raised or is_raised, is_struck=around.is_struck or is_struck)


def _furniture(element: HtmlElement) -> str | None:
    """What furniture an element declares itself to be, by its name or its class."""
    classes = element.get("class", "").lower().replace("-", "").replace("_", "").split()
    declared = _FURNITURE.intersection((element.tag, *classes))
    if not declared or len(element.text_content()) > _LONGEST_FURNITURE:
        return None
    return "page number" if declared <= _PAGE_NUMBERS else "running head"


_NOTHING: Final = _Context()


def visible_stream(element: HtmlElement, around: _Context = _NOTHING) -> Stream:
    """What is to be seen in an element, in order."""
    context = around.inside(element)
    yield from _texts(element.text, element, context)
    for child in element:
        if _is_visible(child):
            yield from _child(child, context)
        yield from _texts(child.tail, child, context)


def _child(child: HtmlElement, context: _Context) -> Stream:
    kind = _kind(child)
    if kind == "table":
        yield from _table(child)
    elif kind == "br":
        yield Break.LINE
    elif kind == "q":
        opening, closing = _quotes(child).split()
        yield from _texts(opening, child, context)
        yield from visible_stream(child, context)
        yield from _texts(closing, child, context)
    elif kind == "input":
        yield from _texts(_entered(child), child, context)
    elif kind in _BLOCKS:
        yield Break.BLOCK
        yield from visible_stream(child, context)
        yield Break.BLOCK
    else:
        yield from visible_stream(child, context)


def _quotes(element: HtmlElement) -> str:
    """The marks that a browser sets around a quotation, by the language that is said nearest to it."""
    said = next((around.get("lang") for around in (element, *element.iterancestors()) if around.get("lang")), "")
    return "« »" if (said or "").lower().startswith(("ru", "uk", "be", "fr")) else "“ ”"


def _entered(field: HtmlElement) -> str:
    """What stands in a field of a form."""
    return field.get("value", "") if field.get("type", "text").lower() in _FIELDS else ""


def _texts(text: str | None, element: HtmlElement, context: _Context) -> Stream:
    """A text, with the line of the file that it begins on, as far as the element that it stands in or after tells."""
    if not text:
        return
    line = element.sourceline or 1
    if context.is_frame:
        yield from _frame_texts(text, line, context)
    elif context.is_preformatted:
        for index, part in enumerate(text.split("\n")):
            if index:
                yield Break.LINE
            yield Piece(part, known_line(line + index), context.style, context.furniture)
    else:
        line += text[: len(text) - len(text.lstrip())].count("\n")
        yield Piece(_SPACES.sub(" ", text), known_line(line), context.style, context.furniture)


def _frame_texts(text: str, line: int, context: _Context) -> Stream:
    """The lines of a text in a frame of Pandas."""
    for index, part in enumerate(text.split(_WRITTEN_END)):
        if index:
            yield Break.LINE
        yield Piece(_SPACES.sub(" ", part), known_line(line), context.style, context.furniture)


def _table(table: HtmlElement) -> Stream:
    for caption in table.findall("caption"):
        yield from _child(caption, _NOTHING)
    rows = [
        [SpanningCell(cell, _extent(cell, "colspan"), _extent(cell, "rowspan")) for cell in row]
        for row in _table_rows(table)
    ]
    around = _Context(is_frame=_FRAME in table.get("class", "").split())
    yield Grid([_grid_cell(cell, around) for cell in row] for row in placed(rows))


def _grid_cell(cell: SpanningCell[HtmlElement], around: _Context) -> GridCell:
    return GridCell(visible_stream(cell.content, _of_cell(cell.content, around)), cell.column, cell.columns, cell.rows)


def _of_cell(cell: HtmlElement, around: _Context) -> _Context:
    """The context of a cell, by what is said of its row; what is said of itself is asked as of any element."""
    row = cell.getparent()
    is_struck = row is not None and _STRIKES.search(row.get("style", "")) is not None
    return replace(around, style=replace(around.style, is_struck=True)) if is_struck else around


def _table_rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The cells of each row. Those of a foot come last, wherever it is declared; cells outside a row make one."""
    parts = sorted(_nearest(table, _ROWS_AND_CELLS), key=_is_in_foot)
    for is_cell, group in groupby(parts, key=lambda part: _kind(part) in _CELLS):
        if is_cell:
            yield list(group)
        else:
            yield from (list(_nearest(row, _CELLS)) for row in group)


def _nearest(element: HtmlElement, kinds: Collection[str]) -> Iterator[HtmlElement]:
    """The visible elements of some kinds in an element, not within one another and not in a table inside it.

    A text that stands between them is a cell: it would be lost otherwise.
    """
    yield from _text_cell(element.text, element)
    for child in element:
        if _is_visible(child):
            kind = _kind(child)
            if kind in kinds:
                yield child
            elif kind not in {"table", "caption"}:
                yield from _nearest(child, kinds)
        yield from _text_cell(child.tail, child)


def _text_cell(text: str | None, beside: HtmlElement) -> Iterator[HtmlElement]:
    if text and clean(text):
        cell = html.Element("td")
        shown = _NOT_XML.sub(lambda match: " " if match[0].isspace() else "\ufffd", text)
        cell.text, cell.sourceline = shown, beside.sourceline  # type: ignore[misc]  # lxml sets it too
        yield cell


def _is_in_foot(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "tfoot"


def _extent(cell: HtmlElement, name: str) -> int:
    """How many columns or rows a cell spans; by the standard, no rows means all that follow."""
    said = cell.get(name, "1").strip()
    count = int(said) if _COUNT.fullmatch(said) else 1
    return (count or (_MOST_ROWS if name == "rowspan" else 1)) if count < _MOST_ROWS else 1
