"""From a source document to its code book: read, find the tables, entries, hierarchy, account."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ingest.account import close_account
from ingest.catalog import safe_edition_name
from ingest.checks import require_codes, require_tables
from ingest.entries import read_entries
from ingest.hierarchy import read_hierarchy
from ingest.locate import locate
from ingest.readers import read_document
from ingest.review.pictures import NO_PICTURES, Pictures, page_pictures, pages_of
from ingest.rows import Document, ReadOptions
from ingest.source import read_source
from model import CodeBook, Edition, Finding, InputError

_DEFAULT_OPTIONS = ReadOptions()


def ingest(source: str | Path, *, edition: str | None = None, options: ReadOptions = _DEFAULT_OPTIONS) -> CodeBook:
    """The code book of a document.

    Parameters
    ----------
    source
        The path of the document: text, Markdown, CSV, TSV, PDF, DOCX or HTML. Its content decides which, not its name.
    edition
        The name of the edition; by default the version that the document prints, or the name of the file, and the
        first digits of its sha256.
    options
        What the user says about the document.

    Raises
    ------
    InputError
        If the document cannot be read or holds no code table. It names every fault that was found.

    Examples
    --------
    >>> book = ingest("data/sources/result-codes.txt")
    >>> len(book), book.resolve(1090).code
    (103, 1000)
    """
    data = read_source(Path(source), options.max_bytes)
    return read_book(data, str(source), edition=edition, options=options)


def draw_pages(source: str | Path, book: CodeBook, options: ReadOptions = _DEFAULT_OPTIONS) -> Pictures:
    """The pictures of the pages of a document that its code book names, for the review page; only a PDF has them.

    Never an error: the document has been read, and the review page says which pages are missing.
    """
    pages = pages_of(book)
    if not pages:
        return NO_PICTURES
    try:
        data = read_source(Path(source), options.max_bytes)
    except InputError:
        return NO_PICTURES
    # Not those of another document that came in its place.
    is_same = hashlib.sha256(data).hexdigest() == book.edition.sha256
    return page_pictures(data, options.password, pages) if is_same else NO_PICTURES


def read_book(
    data: bytes, source: str, *, edition: str | None = None, options: ReadOptions = _DEFAULT_OPTIONS
) -> CodeBook:
    """The code book of the bytes of a document; `source` is how errors name it. See `ingest`."""
    document = read_document(data, source, options)
    tables = locate(document)
    require_tables(tables, source)
    read = [read_entries(table) for table in tables]
    require_codes(document, tables, read, source)
    hierarchy = read_hierarchy([entry for entries in read for entry in entries.entries])
    closing = close_account(document, tables, read, hierarchy)
    findings = [
        *document.findings,
        *(finding for table in tables for finding in table.findings),
        *(finding for entries in read for finding in entries.findings),
        *hierarchy.findings,
        *closing.findings,
    ]
    description = _edition(data, source, edition, document).model_copy(update={"account": closing.account})
    return CodeBook.build(description, hierarchy.classes, hierarchy.codes, _in_order(findings))


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the document; those about the whole of it first."""
    return sorted(findings, key=lambda finding: (finding.page or 0, finding.line or 0))


def _edition(data: bytes, source: str, name: str | None, document: Document) -> Edition:
    sha256 = hashlib.sha256(data).hexdigest()
    label = document.labels.printed_version or re.sub(r"\.\w+$", "", Path(source).name)
    return Edition(
        name=name or f"{safe_edition_name(label)}-{sha256[:8]}",
        sha256=sha256,
        source=Path(source).name,
        format=document.format,
        encoding=document.encoding,
        **asdict(document.labels),
    )
