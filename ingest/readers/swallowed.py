"""Cells that damaged marks of HTML took out of sight: what a parser makes of such a page, it says nothing of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HIDES_CELLS: Final = "a damaged mark hides cells of a table; save the page again, or its table alone"

_CELL: Final = re.compile(r"</?(?:td|th|tr|table|tbody)\b", re.IGNORECASE)
_MARK: Final = re.compile(
    r"""<!--(?P<comment>(?:[^-]|-(?!->))*+)(?P<closed>-->)?
    |<(?P<raw>style|title|script|textarea|xmp)\b[^<>]*+>(?P<within>(?:[^<]|<(?!/(?P=raw)\b))*+)(?P<ended></)?
    |<[/a-z](?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^<>])*+(?P<end>>?)""",
    re.IGNORECASE | re.VERBOSE,
)
"""A comment, an element that holds letters only, or a mark, each with its end if it has one."""
_GLUED: Final = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')(?=[^\s/>])""")
"""A value in quotes and a letter behind it: one of the quotes is that of another value."""
_OPENED: Final = re.compile("<!--")
_LEFT_OVER: Final = re.compile(r"(?<![a-z])(?:td|th|tr|table|tbody)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
"""The rest of a mark whose begin is no mark any more."""
_RUN_TOGETHER: Final = re.compile("</?t[dhr]t(?:[dhr]|able|body)", re.IGNORECASE)
"""A mark with the names of two: what stood between them is gone."""
_MARKUP_ONLY: Final = frozenset({"style", "title"})


def first_swallowed(text: str) -> int | None:
    """The line in the source of a page where a damaged mark hides cells; None where none does.

    A mark that another is in, that never ends, or with the names of two; a value whose quotes are those of two; cells
    in a style or a title, or in a comment or a script that another begins in; and what is left of a mark without its
    begin.

    Examples
    --------
    >>> pages = "<td>1000</td><td>Да</td>", "<td>1000</td<td>Да</td>", "\\n<style><tr></style>", "<td>Да/td>", "<b>a>b"
    >>> [first_swallowed(page) for page in pages]
    [None, 1, 2, 1, None]
    """
    begin = next(_swallowed(text), None)
    return None if begin is None else text.count("\n", 0, begin) + 1


def _swallowed(text: str) -> Iterator[int]:
    end = 0
    for match in _MARK.finditer(text):
        yield from _left_over(text, end, match.start())
        end = match.end()
        if _hides_cells(match):
            yield match.start()
    yield from _left_over(text, end, len(text))


def _left_over(text: str, begin: int, end: int) -> Iterator[int]:
    if left := _LEFT_OVER.search(text, begin, end):
        yield left.start()


def _hides_cells(match: re.Match[str]) -> bool:
    if match["comment"] is not None:
        is_whole = match["closed"] and not _OPENED.search(match["comment"])
        return not is_whole and _CELL.search(match["comment"]) is not None
    if match["raw"]:
        return _CELL.search(match["within"]) is not None and _is_too_much(match)
    if not match["end"]:
        return _CELL.match(match[0]) is not None or _CELL.match(match.string, match.end()) is not None
    is_of_two = _RUN_TOGETHER.match(match[0]) is not None
    return is_of_two or (_GLUED.search(match[0]) is not None and _CELL.search(match[0], 1) is not None)


def _is_too_much(match: re.Match[str]) -> bool:
    """Whether cells in an element that holds letters only were none of its own."""
    name = match["raw"].lower()
    begins_again = re.compile(rf"^[ \t]*<{name}\b", re.IGNORECASE | re.MULTILINE)
    return not match["ended"] or name in _MARKUP_ONLY or begins_again.search(match["within"]) is not None


def first_stray_row(page: HtmlElement) -> HtmlElement | None:
    """The first row of a page that is in no table, though the page has tables: its table ended too early."""
    if page.find(".//table") is None:
        return None
    return next((row for row in page.iter("tr") if next(row.iterancestors("table"), None) is None), None)
