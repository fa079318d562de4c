"""What holds for every document whatever: the checks of the fuzz target, replayed by the suite on its corpus."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from ingest.book.hierarchy import read_hierarchy
from ingest.document.options import ReadOptions
from ingest.exports.delimited import to_csv
from ingest.pipeline import read_book
from ingest.readers.plain import read_plain
from ingest.table.reading import read
from ingest.table.scene.making import scene_of
from model import ClassPattern, CodeBook, InputError
from model.frames import table_rows
from model.tables import CODES

NO_OPTIONS = ReadOptions()
MATERIAL = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))
"""What tables of codes are written with: headers, and tokens for the rows."""


def written(choices: bytes) -> bytes:
    """A document of tokens: each byte picks one, so that most inputs are nearly tables."""
    headers, tokens = MATERIAL["headers"], MATERIAL["tokens"]
    rows = "".join(tokens[choice % len(tokens)] for choice in choices[1:])
    return f"{headers[choices[0] % len(headers)]}\n{rows}".encode() if choices else b""


def check_document(data: bytes) -> None:
    """Read a document; whatever it is, it is a sound code book or one clear error, and its table goes in and out.

    Raises
    ------
    AssertionError
        If one of them does not hold.
    """
    try:
        book = read_book(data, "document")
    except InputError as error:
        _check_faults(error)
        return
    _check_account(book)
    _check_hierarchy(book)
    _check_round_trips(book)


def check_stages(data: bytes) -> None:
    """Read the tables of a text stage by stage, those too that the pipeline refuses as a whole."""
    try:
        document = read_plain(data, "document", NO_OPTIONS)
    except InputError as error:
        _check_faults(error)
        return
    entries = read(scene_of(document), lambda _: False).entries
    hierarchy = read_hierarchy(entries)
    numbers = [entry.number for entry in entries if entry.code]
    assert {printed.code for printed in hierarchy.codes} == set(numbers), "codes of entries are codes of the book"
    declared = {printed.pattern for printed in hierarchy.classes}
    misprints = {finding.span for finding in hierarchy.findings if finding.rule == "label-misprint"}
    for entry in entries:
        assert entry.labels or entry.code, "an entry begins with a label or a code"
        for label in entry.labels:
            is_declared = ClassPattern(label.text) in declared
            assert is_declared or label.span in misprints, "a label declares its class, or is told as a misprint"


def _check_faults(error: InputError) -> None:
    assert error.faults, "an error says what is wrong"
    for fault in error.faults:
        assert "\n" not in fault.message, "a message is one line"
        assert fault.place.startswith("document"), "a fault has its place"


def _check_account(book: CodeBook) -> None:
    account = book.edition.account
    # What belongs nowhere is an error about the reading: the document is refused, and nothing is lost without a word.
    told_of = any(finding.rule == "unaccounted-text" and finding.severity == "error" for finding in book.findings)
    assert bool(account.unaccounted) == told_of, f"{account.unaccounted} characters are lost"
    told = account.records + account.findings + account.furniture + account.unaccounted
    assert told >= account.characters, "the account closes"


def _check_hierarchy(book: CodeBook) -> None:
    defaults = {item.default_code for item in book.classes.values()} - {None}
    assert len(book), "a book holds codes"
    for record in book:
        assert record.parent_code is None or record.parent_code in defaults, "a parent is a declared default code"
        assert record.parent_code != record.code, "no code is its own parent"
        resolution = book.resolve(record.code)
        assert (resolution.code, resolution.match) == (record.code, "exact"), "a known code is itself"
        assert not {record.class_1, record.class_2, record.class_3} - {None, *book.classes}, "classes are declared"
        unknown = book.resolve(record.code + 1)
        assert unknown.code is None or unknown.code in book, "a code is read as a printed one"
        assert unknown.match != "exact" or record.code + 1 in book, "an unknown code is read as its class, if at all"


def _check_round_trips(book: CodeBook) -> None:
    assert CodeBook.from_json(book.to_json()) == book, "JSON loads back equal"
    content = to_csv(CODES, table_rows(book, "codes"))
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    assert tuple(header) == CODES.names, "the columns are those of the table"
    again = [(int(row[0]), row[1] or None) for row in rows]
    assert again == [(record.code, record.description) for record in book], "CSV reads back equal"
