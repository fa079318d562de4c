"""All formats meet at rows: the same table in any format gives the same code book, places apart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest import ingest
from ingest.exports import export
from model import CodeBook

RENDERED = (
    "result-codes.page.html",
    "result-codes.word.docx",
    "result-codes.chromium.pdf",
    "result-codes.reportlab-grid.pdf",
    "result-codes.weasyprint-ruled.pdf",
)
GOLD = dict.fromkeys(("result-codes.txt", *(f"rendered/{name}" for name in RENDERED)), "result-codes") | {
    "vpbx-api-2018.pdf": "vpbx-api-2018"
}


def _gold(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _codes(book: CodeBook) -> list[dict[str, str]]:
    return [
        {
            "code": str(record.code),
            "description": record.description or "",
            "class_pattern": record.class_pattern or "",
            "parent_code": "" if record.parent_code is None else str(record.parent_code),
        }
        for record in book
    ]


def _classes(book: CodeBook) -> list[dict[str, str]]:
    return [
        {
            "pattern": item.pattern,
            "default_code": "" if item.default_code is None else str(item.default_code),
            "parent_pattern": item.parent_pattern or "",
        }
        for item in book.classes.values()
    ]


@pytest.mark.parametrize("document", GOLD)
def test_a_document_gives_the_table_made_by_hand(shared: Path, document: str) -> None:
    """Every code, description, class and parent is that of the table that a person made of the document."""
    book = ingest(shared / "documents" / document)
    assert _codes(book) == _gold(shared / "gold" / f"{GOLD[document]}.codes.csv")
    assert _classes(book) == _gold(shared / "gold" / f"{GOLD[document]}.classes.csv")
    assert book.edition.account.unaccounted == 0


@pytest.mark.parametrize("document", RENDERED)
def test_the_same_table_in_another_format_is_the_same_book(shared: Path, checkout: Path, document: str) -> None:
    """Text, PDF, DOCX and HTML give equal code books and the same findings, places apart."""
    book = ingest(shared / "documents" / "rendered" / document)
    text = ingest(checkout / "data" / "sources" / "result-codes.txt")
    assert book.content() == text.content()
    assert [(item.rule, item.code, item.pattern, item.message) for item in book.findings] == [
        (item.rule, item.code, item.pattern, item.message) for item in text.findings
    ]


def test_the_bundled_book_is_that_of_the_bundled_document(checkout: Path) -> None:
    """What is published in data/ is what the tool makes of the source today."""
    folder = checkout / "data" / "editions" / "result-codes"
    book = ingest(checkout / "data" / "sources" / "result-codes.txt", edition="result-codes")
    assert CodeBook.load(folder) == book
    tables = {name: data for name, data in export(book).items() if name.endswith(".csv")} | {
        "codebook.json": book.to_json().encode()
    }
    assert {name: (folder / name).read_bytes() for name in tables} == tables
