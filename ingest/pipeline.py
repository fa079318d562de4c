"""From a source document to its code book: read, find the tables, entries, hierarchy, account."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ingest.book.account import close_account
from ingest.book.hazards import character_findings
from ingest.book.hierarchy import read_hierarchy
from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from ingest.document.rows import Document, ReadOptions
from ingest.document.source import Source, read_source, source_name
from ingest.readers import read_document, reader_of
from ingest.review.pictures import (
    NO_PICTURES,
    Pictures,
    page_pictures,
    pages_of,
    pictures_from_json,
    pictures_to_json,
)
from ingest.table.checks import require_codes, require_tables
from ingest.table.entries import read_entries
from ingest.table.locate import locate
from model import CodeBook, Edition, Finding, InputError
from model.edition_names import safe_edition_name

_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()


def ingest(
    source: Source,
    *,
    edition: str | None = None,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits | None = _DEFAULT_LIMITS,
) -> CodeBook:
    """The code book of a document, read in a process of its own.

    Parameters
    ----------
    source
        The path of the document, in one of the forms of `ingest.document.inputs`: its content decides which, not its
        name; `-` for standard input; or the paths of the parts of one document, in order.
    edition
        The name of the edition; by default the version that the document prints, or the name of the file, and the
        first digits of its sha256.
    options
        What the user says about the document.
    limits
        What that process may take. None reads in this process, without limits and with the exceptions of libraries as
        they are: for debuggers.

    Raises
    ------
    InputError
        If the document cannot be read, holds no code table, or takes more than it may. It names every fault that was
        found. No other exception comes of a document, whatever stands in it.

    Examples
    --------
    >>> book = ingest("data/sources/result-codes.txt")
    >>> len(book), book.resolve(1090).code
    (103, 1000)
    """
    data = read_source(source, options.max_bytes)
    source = source_name(source)

    def read() -> CodeBook:
        return read_book(data, str(source), edition=edition, options=options)

    if limits is None:
        return read()
    reader_of(data)  # imports its libraries here, once for all documents, and not in every process
    return CodeBook.from_json(isolated(lambda: read().to_json().encode(), str(source), limits))


def draw_pages(
    source: Source,
    book: CodeBook,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits = _DEFAULT_LIMITS,
) -> Pictures:
    """The pictures of the pages of a document that its code book names, for the review page; only a PDF has them.

    They are drawn in a process of their own, within limits, as the document was read in one. Never an error: the
    document has been read, and the review page says which pages are missing.
    """
    pages = pages_of(book)
    if not pages:
        return NO_PICTURES
    try:
        data = read_source(source, options.max_bytes)
    except InputError:
        return NO_PICTURES
    if hashlib.sha256(data).hexdigest() != book.edition.sha256:  # another document came in its place
        return NO_PICTURES

    def draw() -> bytes:
        return pictures_to_json(page_pictures(data, options.password, pages))

    try:
        return pictures_from_json(isolated(draw, str(source), limits))
    except InputError:
        return NO_PICTURES


def read_book(
    data: bytes, source: str, *, edition: str | None = None, options: ReadOptions = _DEFAULT_OPTIONS
) -> CodeBook:
    """The code book of the bytes of a document, read in this process; `source` is how errors name it. See `ingest`."""
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
        *character_findings(document, tables),
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
        # The system allows names that are no text.
        source=os.fsencode(Path(source).name).decode(errors="backslashreplace"),
        format=document.format,
        encoding=document.encoding,
        **asdict(document.labels),
    )
