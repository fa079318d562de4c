"""Pieces copied out of a document: rows or a table without what stood around them, and said whose they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Final, TypeAlias

from ingest.document.encoding import decode
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions

Reader: TypeAlias = Callable[[bytes, str, ReadOptions], Fragments]

_BEGINS: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?!!)(?P<name>[A-Za-z][\w:.-]*+)", re.DOTALL
)
_OPEN_ROW: Final = re.compile(r"<table:table-row[\s>]")
_XML_ROW: Final = re.compile(r"<(?:\w{1,20}:)?(?:row|strow)[\s>]|<(?:w:tr|table-wrap)[\s>]")
_XML_CELL: Final = re.compile(r"<(?:\w{1,20}:)?(?:entry|cell|stentry|tc|td)[\s>]", re.IGNORECASE)
_PAGE_ROW: Final = re.compile(r"<tr[\s>]", re.IGNORECASE)
_PAGE_TABLE: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_PARTS_OF_TABLE: Final = frozenset("tr thead tbody tfoot colgroup col caption informaltable".split())
_RTF_ROW: Final = re.compile(r"[\s{]*\\(?:trowd|pard|intbl|plain|irow\d+|ltrrow)(?![a-z])")
_RTF_ENDS: Final = tuple(re.compile(rf"\\{word}(?![a-z])") for word in ("cell", "row"))
_ROOT: Final = re.compile(r"<(?:office:document|html|pkg:package)\b", re.IGNORECASE)

_DECLARATION: Final = re.compile(r"\s*+<\?xml[^>]*+>")
_PREFIX: Final = re.compile(r"(?:<|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_][\w.-]*+")
_NAMED: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")
_OWN_PREFIXES: Final = frozenset({"xml", "xmlns"})
_MOST_PREFIXES: Final = 100
"""No document has more of them, and each takes time at every element."""

_OPEN: Final = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"


def reader_of_piece(beginning: str) -> Reader | None:
    """The reader of a piece of XML or of a page, None for what is none."""
    if _begins(beginning) and _OPEN_ROW.search(beginning):
        return _read_piece_of_open_document
    if is_piece_of_xml(beginning):
        return _read_piece_of_xml
    return _read_piece_of_table if is_piece_of_table(beginning) else None


def is_piece_of_xml(beginning: str) -> bool:
    """Whether a text begins with an element, and rows stand in it as in DocBook, TEI, DITA or Word, and no page does.

    Examples
    --------
    >>> is_piece_of_xml("<informaltable><tgroup cols='2'><tbody><row><entry>1000</entry>")
    True
    >>> is_piece_of_xml("<table><tr><td>1000</td></tr></table>")
    False
    """
    has_rows = _XML_ROW.search(beginning) is not None and _XML_CELL.search(beginning) is not None
    return has_rows and _begins(beginning)


def is_piece_of_table(beginning: str) -> bool:
    """Whether a text begins with rows or parts of a table of HTML, without the table.

    Examples
    --------
    >>> is_piece_of_table("<tr><td>1000</td></tr>"), is_piece_of_table("<table><tr><td>1000</td></tr>")
    (True, False)
    """
    found = _BEGINS.match(beginning)
    if found is None or found["name"].lower() not in _PARTS_OF_TABLE:
        return False
    return _PAGE_ROW.search(beginning) is not None and _PAGE_TABLE.search(beginning) is None


def is_piece_of_rich_text(beginning: str) -> bool:
    r"""Whether a text begins as a row of RTF does, and no document around it says so.

    Examples
    --------
    >>> is_piece_of_rich_text(r"\trowd\cellx900 1000\cell\row"), is_piece_of_rich_text(r"\textbf{1000}")
    (True, False)
    """
    return _RTF_ROW.match(beginning) is not None and all(end.search(beginning) for end in _RTF_ENDS)


def _read_piece_of_open_document(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A piece of an OpenDocument, read as the text of one."""
    from ingest.readers.opendocument import read_opendocument

    text, _ = _text(data, place, options)
    known = {prefix: _OPEN.format(prefix) for prefix in ("office", "text", "table", "style")}
    body = f"<office:document{_declared(text, known)}><office:body><office:text>{text}</office:text></office:body>"
    return read_opendocument(f"{body}</office:document>".encode(), place, options)


def _read_piece_of_xml(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A piece of an XML document, read with one root around all of it."""
    from ingest.readers.elements import read_xml

    text, encoding = _text(data, place, options)
    whole = f"<piece{_declared(text, {})}>{text}</piece>".encode()
    return replace(read_xml(whole, place, replace(options, encoding=None)), encoding=encoding)


def _read_piece_of_table(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """Rows of a page, read as those of one table."""
    from ingest.readers.page import read_page

    text, encoding = decode(data, place, options.encoding)
    whole = f"<table>{text}</table>".encode()
    return replace(read_page(whole, place, replace(options, encoding="utf-8")), encoding=encoding)


def _begins(beginning: str) -> bool:
    return _BEGINS.match(beginning) is not None and _ROOT.search(beginning) is None


def _text(data: bytes, place: str, options: ReadOptions) -> tuple[str, str]:
    """The text of a piece without the declaration, its named characters as such: nothing in it says what they are."""
    text, encoding = decode(data, place, options.encoding)
    return _NAMED.sub(lambda name: unescape(name[0]), _DECLARATION.sub("", text, count=1)), encoding


def _declared(text: str, known: dict[str, str]) -> str:
    """Declarations of the prefixes that stand in a piece: its root made them."""
    prefixes = {*known, *(match[1] for match in _PREFIX.finditer(text))} - _OWN_PREFIXES
    declared = sorted(prefixes)[:_MOST_PREFIXES]
    return "".join(f' xmlns:{prefix}="{known.get(prefix, prefix)}"' for prefix in declared)
