"""What can be asked of how a document is read: why a place was read so, and what settles its doubts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final, NamedTuple

from ingest.document.isolation import isolated
from ingest.document.limits import Limits
from ingest.document.options import ReadOptions
from ingest.document.source import Source, read_source, source_name
from ingest.pipeline import import_libraries, read_book, read_table
from ingest.table.entries import Asked, asked_about
from ingest.table.explanation import explain_reading
from ingest.table.settling import settlement_of
from model import CodeBook, Explanation, Finding, SettledReading
from model.reading_rules import DOUBTFUL_JOIN
from model.records import Record

_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()
_MOST_ROUNDS: Final = 4


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
    import_libraries(data)
    return Explanation.from_dict(json.loads(isolated(lambda: work().to_json().encode(), name, limits)))


def _explained(data: bytes, source: str, options: ReadOptions, asked: Asked) -> Explanation:
    reading, findings = read_table(data, source, options)
    doubts = [finding for finding in findings if finding.about == "reading"]
    return explain_reading(reading, asked, doubts, source)


class Settlement(NamedTuple):
    """The doubts about a document with what settles them, and those that nothing can settle, place by place.

    `changed` are the codes that are read otherwise when all of it is settled: what is sure at one place may be read
    otherwise at the next.
    """

    settled: tuple[tuple[Finding, SettledReading], ...]
    left: tuple[Finding, ...]
    changed: tuple[int, ...]


def settlement(
    source: Source,
    reason: str,
    by: str,
    *,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits = _DEFAULT_LIMITS,
) -> Settlement:
    """The settled readings that say of every doubt about a document that all was read right there.

    `source`: the document, as `ingest` takes it. `reason`, `by`: why it is read so, and who says so. `options`,
    `limits`: as `ingest` takes them. What the options settle already is no doubt any more.

    Raises
    ------
    InputError
        What `ingest` raises.
    """
    data = read_source(source, options.max_bytes)
    name = str(source_name(source))

    def work() -> bytes:
        settled, left, changed = _settlement(data, name, options, reason, by)
        pairs = [(_told(doubt), _told(item)) for doubt, item in settled]
        return json.dumps((pairs, list(map(_told, left)), changed)).encode()

    import_libraries(data)
    settled, left, changed = json.loads(isolated(work, name, limits))
    pairs = ((Finding.model_validate(doubt), SettledReading.model_validate(item)) for doubt, item in settled)
    return Settlement(tuple(pairs), tuple(map(Finding.model_validate, left)), tuple(changed))


def _told(record: Record) -> object:
    return record.model_dump(mode="json")


def _settlement(data: bytes, source: str, options: ReadOptions, reason: str, by: str) -> Settlement:
    """Every doubt with what settles it. What is settled may put its neighbours in doubt, so it is asked again."""
    found: dict[SettledReading, Finding] = {}
    books: list[CodeBook] = []
    left: list[Finding] = []
    for _ in range(_MOST_ROUNDS):
        now = replace(options, readings=(*options.readings, *found))
        reading, _ = read_table(data, source, now)
        books.append(read_book(data, source, options=now))
        told = [(settlement_of(reading, doubt, reason, by), doubt) for doubt in books[-1].findings if _is_asked(doubt)]
        new = {item: doubt for item, doubt in told if item is not None and item not in found}
        left = [doubt for item, doubt in told if item is None and doubt.is_doubt]
        found.update(new)
        if not new:
            break
    pairs = tuple((doubt, item) for item, doubt in found.items())
    return Settlement(pairs, tuple(left), _read_otherwise(books[0], books[-1]))


def _read_otherwise(first: CodeBook, last: CodeBook) -> tuple[int, ...]:
    """The codes that two code books of a document have otherwise."""
    before, after = (
        {code: (record.description, record.class_pattern) for code, record in book.codes.items()}
        for book in (first, last)
    )
    return tuple(sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code)))


def _is_asked(finding: Finding) -> bool:
    """Whether it can be settled: how two lines are joined can be too, which keeps nothing back."""
    return finding.is_doubt or (finding.about == "reading" and finding.rule == DOUBTFUL_JOIN.id)
