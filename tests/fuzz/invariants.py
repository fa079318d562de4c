"""What holds for every document whatever: the checks of the fuzz target, replayed by the suite on its corpus."""

from __future__ import annotations

import csv
import io

from ingest.entries import read_entries
from ingest.exports.delimited import to_csv
from ingest.hierarchy import read_hierarchy
from ingest.locate import locate
from ingest.pipeline import read_book
from ingest.readers.text import read_text
from ingest.rows import ReadOptions
from model import CodeBook, InputError
from model.frames import table_rows
from model.tables import CODES

NO_OPTIONS = ReadOptions()
LONGEST_DOCUMENT = 4096
"""Longer ones take longer and show nothing that a short one does not."""

TOKENS = (
    "Класс Код Описание|Класс\tКод\tОписание|Класс,Код,Описание|| Класс | Код | Описание ||Class;Code;Description"
    "|\n|\n|\n|\n|\t|\t|\t| |  |\r\n|\f|\n\n|,|;|\"|1xxx|11xx|111x|110х|2Xxx|22xx|221x|1ХХХ|1000|1100|1101|1110|1111|1112"
    "|1120|2000|2200|2210|2211|2219|9999|0000|0010|1|10|(10 000)|11О0|１１１１|429|12345|Вызов завершён|вызов|номер"
    "|Лимит превышен|лимит|до|не более|HTTP|Код|класс|«|»|(|)|-|—|–|:|.|/|факс-|за\u00ad|крыт|\u200b|\u00a0|\u202e|и\u0306"
    "|Приложение 2|4.2 Список|Поле\tТип|43|стр. 43 из 60|API v 1.9|x|х|*|**|`|<br>|\\|\u0000|1000 Успех|1001 Отказ"
).split("|")
TOKENS = (*TOKENS, "|", "|---|---|---|", "\\|", "\n| | 1001 | Отказ |", "1xxx,1000,Успех\n", "1xxx\t1000\tУспех\n")
"""What tables of codes are written with: a byte of the input picks one, so that most inputs are nearly tables."""


def written(choices: bytes) -> bytes:
    """A document made of the tokens that the bytes pick, under a header."""
    text = "".join(TOKENS[choice % len(TOKENS)] for choice in choices[1:])
    return (TOKENS[choices[0] % 5] + "\n" + text).encode() if choices else b""


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
        document = read_text(data, "document", NO_OPTIONS)
    except InputError as error:
        _check_faults(error)
        return
    for table in locate(document):
        entries = read_entries(table)
        hierarchy = read_hierarchy(entries.entries)
        numbers = [entry.number for entry in entries.entries if entry.code]
        assert {printed.code for printed in hierarchy.codes} == set(numbers), "codes of entries are codes of the book"
        declared = {printed.pattern for printed in hierarchy.classes}
        for entry in entries.entries:
            assert entry.labels or entry.code, "an entry begins with a label or a code"
            misread = {finding.pattern for finding in hierarchy.findings if finding.rule == "label-misprint"}
            assert declared | misread >= set(entry.patterns) or misread, "a label declares its class"


def _check_faults(error: InputError) -> None:
    assert error.faults, "an error says what is wrong"
    for fault in error.faults:
        assert "\n" not in fault.message, "a message is one line"
        assert fault.place.startswith("document"), "a fault has its place"


def _check_account(book: CodeBook) -> None:
    account = book.edition.account
    assert account.unaccounted == 0, f"{account.unaccounted} characters are lost"
    told = account.records + account.findings + account.furniture
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
