"""Which reader takes a document: its content decides, not its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from typing import Final, TypeAlias

from ingest.document.encoding import wide_without_mark
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.document.source import unpacked_parts
from ingest.readers.dumps import is_dump, refuse_dump
from ingest.readers.joined import joined
from ingest.readers.pieces import is_piece_of_rich_text, reader_of_piece
from model import Fault, InputError

Reader: TypeAlias = Callable[[bytes, str, ReadOptions], Fragments]
Wanted: TypeAlias = Callable[[Sequence[str]], Collection[int]]

TSV: Final = "level\tpage_num\t"
_BOXES: Final = re.compile(
    r"\ufeff?(?:(?:\d+[,;\t])?(?:\d+\.\d+[,;\t]){4}"
    r'|(?=(?:[^\n]*[,;\t])?"?x0\b)(?=[^\n]*[,;\t]"?x1\b)(?=[^\n]*\b(?:text|word)\b))'
)
"""Words in their boxes, a row each: by its numbers, or by the names of its columns."""

_PDF: Final = re.compile(rb"%PDF-")
_PDF_WITHIN: Final = 1024
_MARKUP_WITHIN: Final = 65_536
_ARCHIVES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_NAMED: Final = re.compile(rb"PK\x03\x04.{26}(xl|word|ppt)/", re.DOTALL)
"""The first part that says what the archive is: the packed bytes of a part can hold any letters by chance."""

_OPEN: Final = re.compile(
    rb"PK\x03\x04.{26}(?:mimetypeapplication/vnd\.oasis\.opendocument|content\.xml|META-INF/manifest\.xml)", re.DOTALL
)
"""Its first part says what it is; some programs write another one first."""

_BOOK: Final = re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL)
_NOTEBOOK: Final = re.compile(r"\s*\{\s*\"(?:cells|metadata|nbformat|nbformat_minor|worksheets)\"\s*:")
_CELL: Final = '"cell_type"'
_FLAT: Final = re.compile(r"<office:document\b")
_RTF: Final = "{\\rtf"
_XML: Final = "<?xml "
_PAGE_IN_XML: Final = re.compile(
    r"<![Dd][Oo][Cc][Tt][Yy][Pp][Ee]\s+(?:html|HTML|pdf2xml)|<(?:html|HTML|pdf2xml|document|ac:[\w-]+)[\s>]"
    r"|www\.w3\.org/1999/xhtml|<page id=\S+ (?:bbox|width)="
)
"""What XML holds that is read as a page: HTML, and what other readers of pages are for."""

_SAVED_PAGE: Final = re.compile(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}\s*\n")
_OF_SAVED_PAGE: Final = re.compile(
    r"^Content-Type:\s*(?:multipart/|text/html)|^Content-Transfer-Encoding:", re.IGNORECASE | re.MULTILINE
)
"""Headers of a saved page or a mail; a text of a mail alone, not encoded, is read as any text."""

_OLD_WORKBOOK: Final = re.compile(rb"W\0o\0r\0k\0b\0o\0o\0k\0|B\0o\0o\0k\0\0\0")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+(?:html|pdf2xml)|pdf2xml|document|ac:[\w-]+|html|head|body|meta|title|link|script|style|table|div|p"
    r"|main|header|nav|section|article|figure|h[1-6]|pages>\s*<page id=\S+ bbox|page id=\"page\d+\" width)\b",
    re.IGNORECASE | re.DOTALL,
)

_PIECE: Final = re.compile(r"\s*<(?:a|span|ul|ol|dl|b|strong)\b", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"\s*<(?:div|p|section|header|nav)\b", re.IGNORECASE)
_WIKI_TABLE: Final = re.compile(
    r"^(?:\{\|\s*$|\|_[.<>=^~]|\|={3,}\s*$|\|\||\^ |\|(?=[-:| ]*?---)(?:[-: ]*+\|)++\s*$)", re.MULTILINE
)
"""A line that begins a table of a wiki, or the rule below the header of one of Markdown."""


def read_fragments(data: bytes, place: str, options: ReadOptions, wanted: Wanted) -> Fragments:
    """A document as its words, by the reader of its format; one of several parts as those of all of them.

    Parameters
    ----------
    data
        The bytes of the document.
    place
        How errors name it.
    options
        What the user says about it.
    wanted
        Which pages of a PDF are to be read letter by letter, by what stands on them; it takes the plain texts of all
        pages, and gives indices of them.

    Raises
    ------
    InputError
        If the reader cannot read it.
    """
    parts = unpacked_parts(data)
    if len(parts) == 1:
        return _read(parts[0], place, options, wanted)
    places = [f"{place}, part {number}" for number in range(1, len(parts) + 1)]
    read = [_read(part, where, options, wanted) for part, where in zip(parts, places, strict=True)]
    return joined(read, places)


def _read(data: bytes, place: str, options: ReadOptions, wanted: Wanted) -> Fragments:
    if _PDF.search(data, 0, _PDF_WITHIN):
        from ingest.readers.pdf.fragments import read_pdf

        return read_pdf(data, place, options, wanted)
    if options.pages is not None:
        raise InputError(Fault("no-such-page", "pages can be named of a PDF alone; leave out --pages", place))
    return _reader(data)(data, place, options)


def _reader(data: bytes) -> Reader:
    """The reader of the format of a document that is no PDF; the libraries that it works with are imported then."""
    if data.startswith(_ARCHIVES):
        return _reader_of_archive(data)
    beginning = _beginning(data)
    if _FLAT.search(beginning):
        from ingest.readers.opendocument import read_opendocument

        return read_opendocument
    if (head := _SAVED_PAGE.match(beginning)) and _OF_SAVED_PAGE.search(head[0]):
        from ingest.readers.saved_page import read_saved_page

        return read_saved_page
    if beginning.startswith(_RTF) or is_piece_of_rich_text(beginning):
        from ingest.readers.rich_text import read_rich_text

        return read_rich_text
    return _reader_of_text(beginning)


def _reader_of_text(beginning: str) -> Reader:
    if beginning.startswith(TSV):
        from ingest.readers.positioned import read_word_table

        return read_word_table
    if _BOXES.match(beginning):
        from ingest.readers.box_table import read_box_table

        return read_box_table
    if is_dump(beginning):
        return refuse_dump
    return _reader_of_marks(beginning)


def _reader_of_marks(beginning: str) -> Reader:
    """The reader of a text that is no list of words: by the marks in it."""
    if _NOTEBOOK.match(beginning) and _CELL in beginning:
        from ingest.readers.notebook import read_notebook

        return read_notebook
    if read_piece := reader_of_piece(beginning):
        return read_piece
    if beginning.lstrip().startswith(_XML) and not _PAGE_IN_XML.search(beginning):
        from ingest.readers.elements import read_xml

        return read_xml
    if (_HTML.match(beginning) and not _is_wiki(beginning)) or _is_piece(beginning):
        from ingest.readers.page import read_page

        return read_page
    from ingest.readers.plain import finders_of, read_plain

    finders_of(beginning)  # and the modules of the forms of tables that begin there
    return read_plain


def _is_piece(beginning: str) -> bool:
    """Whether a text is a piece of a page that begins with a part of a line: its lines up to a table begin with tags.

    In a text with tables of HTML some do not.
    """
    before, table, _ = beginning.partition("<table")
    return (
        bool(table)
        and _PIECE.match(beginning) is not None
        and all(line.lstrip().startswith("<") for line in before.splitlines() if line.strip())
    )


def _is_wiki(beginning: str) -> bool:
    """Whether a text begins with an element that Pandoc keeps, and has its table in marks of a wiki."""
    begins_inside = _ELEMENT.match(beginning) is not None
    return begins_inside and _WIKI_TABLE.search(beginning) is not None and "<table" not in beginning.lower()


def _reader_of_archive(data: bytes) -> Reader:
    """The reader of a document that is an archive of parts, by the names of its parts, which stand in it."""
    if _BOOK.match(data):
        from ingest.readers.electronic_book import read_electronic_book

        return read_electronic_book
    named = _NAMED.search(data)
    if (named is not None and named[1] == b"xl") or _OLD_WORKBOOK.search(data):
        from ingest.readers.workbook import read_workbook

        return read_workbook
    if named is not None and named[1] == b"ppt":
        from ingest.readers.presentation import read_presentation

        return read_presentation
    if _OPEN.match(data):
        from ingest.readers.opendocument import read_opendocument

        return read_opendocument
    from ingest.readers.package import read_package

    return read_package


def _beginning(data: bytes) -> str:
    """The beginning of a document as text: its marks are ASCII, but for those with a byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) : _MARKUP_WITHIN].decode(encoding, errors="replace")
    return data[:_MARKUP_WITHIN].decode(wide_without_mark(data) or "latin-1", errors="replace")


def import_reader(data: bytes) -> None:
    """Import what reads the format of a document, and the libraries that it works with."""
    if _PDF.search(data, 0, _PDF_WITHIN):
        import_module(f"{__package__}.pdf.fragments")
    else:
        _reader(data)
