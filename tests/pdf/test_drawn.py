"""Printed code books of kinds that were once read otherwise without a word: read now, or told as a doubt."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_book
from model import ClassPattern, CodeBook, PrintedClass, PrintedCode
from tests.books import EDITION, PrintedRow, Sample
from tests.pdf.layouts import Layout, reportlab_pdf, weasyprint_pdf
from tests.pdf.test_layouts import require

BOOKS = tomllib.loads(Path(__file__).with_name("drawn.toml").read_text(encoding="utf-8"))["book"]
PRODUCERS = {"reportlab_pdf": reportlab_pdf, "weasyprint_pdf": weasyprint_pdf}


def sample_of(rows: list[list[Any]]) -> Sample:
    """The sample that rows print."""
    printed = [
        PrintedRow(ClassPattern(label) if label else None, code or None, text or None) for label, code, text in rows
    ]
    classes = [
        PrintedClass(row.label, row.code if row.code == row.label.zero_code else None, None if row.code else row.text)
        for row in printed
        if row.label is not None
    ]
    codes = [PrintedCode(row.code, row.text) for row in printed if row.code is not None]
    return Sample(tuple(printed), CodeBook.build(EDITION, classes, codes))


@pytest.mark.parametrize("case", BOOKS, ids=[case["kind"] for case in BOOKS])
def test_book_is_read_or_doubted(case: dict[str, Any]) -> None:
    """A book is read as it was printed, without a doubt; or it is told as doubtful."""
    producer = PRODUCERS[case["producer"]]
    require(producer)
    sample = sample_of(case["rows"])
    book = read_book(producer(sample, Layout(**case["layout"])), "book.pdf")
    is_doubted = any(finding.is_doubt for finding in book.findings)
    assert is_doubted == (case["fate"] == "doubt")
    assert is_doubted or book.content() == sample.book.content()
