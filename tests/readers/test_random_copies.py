"""A hundred random books on pages: their words with their places, as programs write them, are read back equal."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import read_book
from model import CodeBook
from tests.books import Sample
from tests.readers.random_books import random_samples, rows_of, table_of

if TYPE_CHECKING:
    from pdfplumber.page import Page

pytestmark = pytest.mark.slow
MOST_DOUBTFUL = 3
STYLE = (
    "<style>@page { size: 600pt 3000pt; margin: 30pt } table { break-before: page; border-collapse: collapse;"
    " font: 10pt sans-serif } td, th { border: 1pt solid; padding: 3pt; text-align: left; vertical-align: top }</style>"
)
BY_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All books in a PDF, a page each."""
    weasyprint = pytest.importorskip("weasyprint")
    target = tmp_path_factory.mktemp("books") / "books.pdf"
    tables = "".join(table_of(rows_of(sample)) for sample in random_samples())
    weasyprint.HTML(string=STYLE + tables).write_pdf(target)
    return target


def _require_equal(copies: Iterator[bytes]) -> None:
    """Each book comes back, but for few: a title in small letters may go on with the text above, as no rule is drawn.

    That is a doubt then.
    """
    doubtful: list[int] = []
    for number, (sample, copy) in enumerate(zip(random_samples(), copies, strict=True)):
        book = read_book(copy, "copy")
        is_doubtful = any(item.is_doubt for item in book.findings)
        doubtful += [number] * is_doubtful
        assert is_doubtful or _is_equal(book, sample), number
    assert len(doubtful) <= MOST_DOUBTFUL


def _is_equal(book: CodeBook, sample: Sample) -> bool:
    texts = {row.code: rows_of(sample)[place][2] for place, row in enumerate(sample.rows) if row.code is not None}
    got = {code.code: (code.description or "", code.class_pattern, code.parent_code) for code in book}
    wanted = {item.code: (texts[item.code], item.class_pattern, item.parent_code) for item in sample.book}
    return got == wanted and list(book.classes) == list(sample.book.classes)


@BY_POPPLER
@pytest.mark.parametrize("mode", ["-tsv", "-bbox", "-bbox-layout"])
def test_books_of_pdftotext(pages: Path, mode: str) -> None:
    """The words of each page with their boxes."""
    count = len(random_samples())
    commands = (["pdftotext", mode, "-f", str(page), "-l", str(page), str(pages), "-"] for page in range(1, count + 1))
    written = (subprocess.run(command, check=True, capture_output=True).stdout for command in commands)
    _require_equal(written)


def _as_json(page: Page) -> str:
    return json.dumps([page.extract_words()], ensure_ascii=False)


def _as_csv(page: Page) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ["text", "x0", "x1", "top", "bottom"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(page.extract_words())
    return buffer.getvalue()


@pytest.mark.parametrize("write", [_as_json, _as_csv])
def test_books_of_pdfplumber(pages: Path, write: Callable[[Page], str]) -> None:
    """The words of each page, as people write down what pdfplumber gives."""
    import pdfplumber

    with pdfplumber.open(pages) as document:
        _require_equal(write(page).encode() for page in document.pages)
