"""From a source document to its code book: read, find the table, choose, build, account, and doubt."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

from ingest.book.account import close_account
from ingest.book.hazards import character_findings
from ingest.book.hierarchy import read_hierarchy
from ingest.book.size import require_size
from ingest.document.dictionary import knows
from ingest.document.fragments import Fragments
from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from ingest.document.options import ReadOptions
from ingest.document.source import Source, read_source, source_name
from ingest.readers.registry import import_reader, read_fragments
from ingest.review.pictures import NO_PICTURES, Pictures, page_pictures, pages_of, pictures_from_json, pictures_to_json
from ingest.table.absent import PagesSeen, require_table
from ingest.table.checks import require_codes
from ingest.table.doubts.doubts import doubts_of
from ingest.table.doubts.witness import compare_readings
from ingest.table.findings import table_findings
from ingest.table.meaning import require_letters
from ingest.table.reading import Reading, read
from ingest.table.scene.by_hand import ByHand
from ingest.table.scene.making import scene_of
from ingest.table.scene.pages import edge_lines, pages_of_table
from ingest.table.scene.scene import Scene
from ingest.table.settling import settle
from model import CodeBook, DoubtfulError, Edition, Finding, InputError, SettledReading, load_readings
from model.edition_names import safe_edition_name
from model.wordforms import russian

_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()


def ingest(
    source: Source,
    *,
    edition: str | None = None,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits | None = _DEFAULT_LIMITS,
    accept_doubts: int | None = 0,
    readings: str | Path | Sequence[SettledReading] = (),
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
    readings
        How places are read that were in doubt: what `load_readings` gives, or the file. With those of the options.

    Raises
    ------
    DoubtfulError
        If it is in doubt how the document is to be read. It carries the doubts.
    InputError
        If the document cannot be read, holds no code table, or takes more than it may. It names every fault that was
        found, such as `stale-reading`. No other exception comes of a document, whatever stands in it.

    Examples
    --------
    >>> book = ingest("data/sources/result-codes.txt")
    >>> len(book), book.resolve(1090).code
    (103, 1000)
    """
    options = with_readings(options, readings)
    data = read_source(source, options.max_bytes)
    name = str(source_name(source))
    return _undoubted(_read_apart(data, name, edition, options, limits), name, accept_doubts)


def _read_apart(data: bytes, source: str, edition: str | None, options: ReadOptions, limits: Limits | None) -> CodeBook:
    """The code book of the bytes of a document, read in a process of its own where there are limits."""

    def work() -> bytes:
        return read_book(data, source, edition=edition, options=options).to_json().encode()

    if limits is None:
        return read_book(data, source, edition=edition, options=options)
    import_libraries(data)
    return CodeBook.from_json(isolated(work, source, limits))


def import_libraries(data: bytes) -> None:
    """Import what reads a document and what the chain of codes is made by, and load the dictionary.

    Once, and not in every process that reads: nearly every document asks the dictionary, and so does the review page.
    """
    import_reader(data)
    import_module("numpy")
    russian()


def _undoubted(book: CodeBook, source: str, accepted: int | None) -> CodeBook:
    doubts = [finding for finding in book.findings if finding.is_doubt]
    if doubts and accepted is not None and len(doubts) != accepted:
        raise DoubtfulError(source, doubts, book)
    return book.accepting(len(doubts)) if doubts and accepted else book


def with_readings(options: ReadOptions, readings: str | Path | Sequence[SettledReading]) -> ReadOptions:
    """Options with more settled readings: a file of them, or themselves."""
    found = load_readings(readings) if isinstance(readings, str | Path) else tuple(readings)
    return replace(options, readings=(*options.readings, *found)) if found else options


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
    reading, findings = read_table(data, source, options)
    hierarchy = read_hierarchy(reading.entries)
    require_size(hierarchy, source)
    closing = close_account(reading, hierarchy)
    findings = [
        *settle(reading, findings, options.readings, source),
        *hierarchy.findings,
        *character_findings([reading.scene.words[index] for index in reading.region]),
        *closing.findings,
    ]
    told = {"account": closing.account, "settled": options.readings}
    description = _edition(data, source, edition, reading.scene.fragments).model_copy(update=told)
    return CodeBook.build(description, hierarchy.classes, hierarchy.codes, _in_order(findings))


def read_table(data: bytes, source: str, options: ReadOptions) -> tuple[Reading, list[Finding]]:
    """How the table of a document is read, and the findings about the file and the reading of it."""
    edges: Counter[str] = Counter()
    pages: list[PagesSeen] = []

    def wanted(texts: Sequence[str]) -> Sequence[int]:
        edges.update(edge_lines(texts))
        first = options.pages.start if options.pages else 1
        empty = tuple(first + at for at, text in enumerate(texts) if not text.strip())
        pages.append(PagesSeen(first, len(texts), empty))
        return pages_of_table(texts)

    fragments = read_fragments(data, source, options, wanted)
    scene = scene_of(fragments, edges, options.readings, _by_hand(options, source))
    reading = _read(scene, source, next(iter(pages), None))
    again = _again(data, source, options, reading, edges)
    return reading, [*fragments.findings, *table_findings(reading), *doubts_of(reading), *again]


def _by_hand(options: ReadOptions, source: str) -> ByHand | None:
    return ByHand(options.columns, source) if options.columns else None


def _read(scene: Scene, source: str, pages: PagesSeen | None) -> Reading:
    require_table(scene, source, pages)
    reading = read(scene, knows)
    require_codes(reading, source)
    require_letters(reading, source)
    return reading


def _again(data: bytes, source: str, options: ReadOptions, reading: Reading, edges: Mapping[str, int]) -> list[Finding]:
    """What another library, that makes words its own way, reads otherwise on the pages of the table and its notes."""
    if reading.scene.fragments.format != "pdf":
        return []
    from ingest.readers.pdf.fragments import read_again

    # Behind the table stand notes, which say what the marks at codes are, or nothing that is of use.
    end = None if reading.scene.notes.printed else reading.region.stop
    numbers = {word.place.page for word in reading.scene.words[reading.region.start : end]}
    pages = [number - 1 for number in sorted(filter(None, numbers))]
    words = read_again(data, source, options, pages)
    second = read(scene_of(words, edges, options.readings, _by_hand(options, source)), knows)
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
