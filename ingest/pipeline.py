"""From a source document to its code book: read, find the table, choose, build, account, and doubt."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from ingest.book.account import close_account
from ingest.book.hazards import character_findings
from ingest.book.hierarchy import read_hierarchy
from ingest.document.dictionary import knows
from ingest.document.fragments import Fragments
from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from ingest.document.rows import ReadOptions
from ingest.document.source import Source, read_source, source_name
from ingest.readers.registry import import_reader, read_fragments
from ingest.review.pictures import (
    NO_PICTURES,
    Pictures,
    page_pictures,
    pages_of,
    pictures_from_json,
    pictures_to_json,
)
from ingest.table.checks import PagesSeen, require_codes, require_letters, require_table
from ingest.table.doubts import doubts_of
from ingest.table.explanation import explain_reading
from ingest.table.findings import table_findings
from ingest.table.pages import edge_lines, pages_of_table
from ingest.table.places import Asked, asked_about
from ingest.table.reading import Reading, read, scene_of
from ingest.table.witness import compare_readings
from model import CodeBook, DoubtfulError, Edition, Explanation, Finding, InputError
from model.edition_names import safe_edition_name

_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()


def ingest(
    source: Source,
    *,
    edition: str | None = None,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits | None = _DEFAULT_LIMITS,
    accept_doubts: int | None = 0,
) -> CodeBook:
    """The code book of a document, read in a process of its own.

    Parameters
    ----------
    source
        The path of the document, in one of the forms of `ingest.document.inputs`: its content decides which, not its
        name; `-` for standard input; or the paths of the parts of one document, in order.
    edition
        The name of the edition; by default the version that it prints, or the file's name, and digits of its sha256.
    options
        What the user says about the document.
    limits
        What that process may take. None reads in this process, without limits and with the exceptions of libraries as
        they are: for debuggers.
    accept_doubts
        How many doubts about the reading are let through, and no other number of them; None for all.

    Raises
    ------
    DoubtfulError
        If it is in doubt how the document is to be read. It carries the doubts.
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

    def book_of() -> CodeBook:
        return read_book(data, str(source), edition=edition, options=options)

    if limits is None:
        return _undoubted(book_of(), str(source), accept_doubts)
    _import_libraries(data)
    book = CodeBook.from_json(isolated(lambda: book_of().to_json().encode(), str(source), limits))
    return _undoubted(book, str(source), accept_doubts)


def explain(
    source: Source,
    about: int | str,
    *,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits | None = _DEFAULT_LIMITS,
) -> Explanation:
    """Why places of a document are read as they are, as a tree of values and sentences; read as `ingest` does.

    Parameters
    ----------
    source
        The document, as `ingest` takes it.
    about
        A code (3137), a class (`31xx`), a line (`line:12`), a page (`page:44`), or a line of a page
        (`page:44,line:12`). A code is explained wherever its digits stand.
    options, limits
        As `ingest` takes them.

    Raises
    ------
    InvalidCodeError
        If `about` is none of these.
    InputError
        What `ingest` raises, and `nothing-there` if that stands nowhere in the document.

    Examples
    --------
    >>> tree = explain("data/sources/result-codes.txt", 2211)
    >>> tree.sentence, [part.value for part in tree.parts]
    ('2211 stands in 1 place', ['code'])
    """
    asked = asked_about(f"{about:04d}" if isinstance(about, int) else about)
    data = read_source(source, options.max_bytes)
    name = str(source_name(source))

    def work() -> Explanation:
        return _explained(data, name, options, asked)

    if limits is None:
        return work()
    _import_libraries(data)
    return Explanation.from_dict(json.loads(isolated(lambda: work().to_json().encode(), name, limits)))


def _explained(data: bytes, source: str, options: ReadOptions, asked: Asked) -> Explanation:
    fragments, reading, edges = _read_table(data, source, options)
    findings = [
        *fragments.findings,
        *table_findings(reading),
        *doubts_of(reading),
        *_again(data, source, options, reading, edges),
    ]
    doubts = [finding for finding in findings if finding.about == "reading"]
    return explain_reading(reading, asked, doubts, source)


def _import_libraries(data: bytes) -> None:
    """Import what reads a document, and what the chain of codes is made by: once, and not in every process."""
    import_reader(data)
    import_module("numpy")


def _undoubted(book: CodeBook, source: str, accepted: int | None) -> CodeBook:
    doubts = [finding for finding in book.findings if finding.about == "reading" and finding.severity == "error"]
    if doubts and accepted is not None and len(doubts) != accepted:
        raise DoubtfulError(source, doubts, book)
    return book


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
    fragments, reading, edges = _read_table(data, source, options)
    hierarchy = read_hierarchy(reading.entries)
    closing = close_account(reading, hierarchy)
    findings = [
        *fragments.findings,
        *table_findings(reading),
        *hierarchy.findings,
        *character_findings([reading.scene.words[index] for index in reading.region]),
        *doubts_of(reading),
        *_again(data, source, options, reading, edges),
        *closing.findings,
    ]
    description = _edition(data, source, edition, fragments).model_copy(update={"account": closing.account})
    return CodeBook.build(description, hierarchy.classes, hierarchy.codes, _in_order(findings))


def _read_table(data: bytes, source: str, options: ReadOptions) -> tuple[Fragments, Reading, Mapping[str, int]]:
    """A document, how its table is read, and how often each line stands at the edge of its pages."""
    edges: Counter[str] = Counter()
    pages: list[PagesSeen] = []

    def wanted(texts: Sequence[str]) -> Sequence[int]:
        edges.update(edge_lines(texts))
        first = options.pages.start if options.pages else 1
        empty = tuple(first + at for at, text in enumerate(texts) if not text.strip())
        pages.append(PagesSeen(first, len(texts), empty))
        return pages_of_table(texts)

    fragments = read_fragments(data, source, options, wanted)
    return fragments, _read(fragments, edges, source, next(iter(pages), None)), edges


def _read(fragments: Fragments, edges: Mapping[str, int], source: str, pages: PagesSeen | None) -> Reading:
    scene = scene_of(fragments, edges)
    require_table(scene, source, pages)
    reading = read(scene, knows)
    require_codes(reading, source)
    require_letters(reading, source)
    return reading


def _again(data: bytes, source: str, options: ReadOptions, reading: Reading, edges: Mapping[str, int]) -> list[Finding]:
    """What another library, that makes words its own way, reads otherwise on the pages of the table."""
    if reading.scene.fragments.format != "pdf":
        return []
    from ingest.readers.pdf.fragments import read_again

    numbers = {word.span.page for word in (reading.scene.words[index] for index in reading.region)}
    pages = [number - 1 for number in sorted(filter(None, numbers))]
    second = read(scene_of(read_again(data, source, options, pages), edges), knows)
    return list(compare_readings(reading, second))


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the document; those about the whole of it first."""
    return sorted(findings, key=lambda finding: (finding.page or 0, finding.line or 0))


def _edition(data: bytes, source: str, name: str | None, document: Fragments) -> Edition:
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
