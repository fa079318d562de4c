"""The account: it closes on every document, and it tells when something is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ingest.table.code_table import CodeTable
from ingest.table.locate import locate

from ingest import pipeline
from ingest.book import account
from ingest.book.hierarchy import read_hierarchy
from ingest.document.rows import Document, ReadOptions
from ingest.pipeline import read_book
from ingest.readers import read_document
from ingest.table import entries
from ingest.table.entries import Entries

DOCUMENT = (
    "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tОтложено\n\t1001\tОтложено\n51xx — Кампании\n"
).encode()


def test_what_stands_there_is_counted_by_hand() -> None:
    """Header 16, the first row 25, each 1001 12 with the second in a finding, the class 4 + 8 and its dash."""
    found = read_book(DOCUMENT, "sample").edition.account
    assert found.furniture == len("КлассКодОписание") + len("—")
    assert found.records == len("1xxx1000Действиевыполнено") + len("1001Отложено") + len("51xxКампании")
    assert found.findings == len("1001Отложено")
    assert found.characters == found.furniture + found.records + found.findings
    assert found.unaccounted == 0


def test_a_row_that_the_reader_loses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count is taken from the source, so a reader that drops a row cannot hide it."""

    def without_second_row(*arguments: object) -> Document:
        document = read_document(*arguments)  # type: ignore[arg-type]
        return replace(document, rows=tuple(row for row in document.rows if "1001" not in row.text))

    monkeypatch.setattr(pipeline, "read_document", without_second_row)
    book = read_book(DOCUMENT, "sample")
    assert [(item.rule, item.line, item.severity) for item in book.findings] == [("unaccounted-text", 2, "error")]
    assert book.findings[0].message == "24 characters of this line are in no record and no finding"
    assert book.edition.account.unaccounted == 24


def test_a_cell_that_the_entries_lose_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that leaves the rows and reaches no entry is missing from the account."""

    def without_last_entry(table: CodeTable) -> Entries:
        found = entries.read_entries(table)
        return found._replace(entries=found.entries[:-1])

    monkeypatch.setattr(pipeline, "read_entries", without_last_entry)
    book = read_book(DOCUMENT, "sample")
    assert [(item.rule, item.line) for item in book.findings if item.severity == "error"] == [("unaccounted-text", 5)]


def test_a_description_that_is_not_the_printed_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record vouches for its text only if it holds that text."""

    def with_another_text(found: object) -> object:
        hierarchy = read_hierarchy(found)  # type: ignore[arg-type]
        first, *others = hierarchy.codes
        return hierarchy._replace(codes=(first._replace(description="Иное"), *others))

    monkeypatch.setattr(pipeline, "read_hierarchy", with_another_text)
    book = read_book(DOCUMENT, "sample")
    assert [(item.rule, item.line) for item in book.findings if item.severity == "error"] == [("unaccounted-text", 2)]


def test_a_form_without_lines_is_counted_by_its_rows() -> None:
    """Where the source has no lines of its own, what the reader gave is what stands there."""
    document = read_document(DOCUMENT, "sample", ReadOptions())
    bare = replace(document, characters=None)
    tables = locate(bare)
    read = [entries.read_entries(table) for table in tables]
    hierarchy = read_hierarchy([entry for found in read for entry in found.entries])
    closing = account.close_account(bare, tables, read, hierarchy)
    assert closing.findings == ()
    assert closing.account.characters == sum(len(row.text.replace(" ", "")) for row in bare.rows)
