"""A hundred random books on pages, as programs that copy PDFs write them: each is read back equal, or in doubt."""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.pipeline import read_book
from model import CodeBook, InputError
from tests.books import Sample
from tests.readers.random_books import random_samples, rows_of, table_of

if TYPE_CHECKING:
    from pdfplumber._typing import T_obj_list
    from pdfplumber.page import Page

pytestmark = pytest.mark.slow
MOST_DOUBTFUL = 6
STYLE = (
    "<style>@page { size: 600pt 3000pt; margin: 30pt } table { break-before: page; border-collapse: collapse;"
    " font: 10pt sans-serif } td, th { border: 1pt solid; padding: 3pt; text-align: left; vertical-align: top }</style>"
)
BY_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")
BY_MUTOOL = pytest.mark.skipif(shutil.which("mutool") is None, reason="MuPDF is not installed")
BY_DRAW = pytest.mark.skipif(
    shutil.which("soffice") is None or not any(Path("/").glob("usr/lib*/libreoffice/program/libsdlo.so")),
    reason="the Draw of LibreOffice is not installed",
)
POPPLER = ("-tsv", "-bbox", "-bbox-layout", "-layout", "-raw", "-fixed 5")
POPPLER_HTML = ("-xml", "-noframes", "-c -noframes")
MUTOOL = ("text", "stext", "html", "xhtml")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All books in a PDF, a page each."""
    weasyprint = pytest.importorskip("weasyprint")
    target = tmp_path_factory.mktemp("books") / "books.pdf"
    tables = "".join(table_of(rows_of(sample)) for sample in random_samples())
    weasyprint.HTML(string=STYLE + tables).write_pdf(target)
    return target


def _require_equal(copies: Iterator[bytes]) -> None:
    """Each book comes back, but for few, which are told: four of them have a title in small letters, which may go on
    with the text above, as no rule is drawn; and copies may end within a row, or set a blank where a line ended.
    """
    doubtful: list[int] = []
    for number, (sample, copy) in enumerate(zip(random_samples(), copies, strict=True)):
        try:
            book = read_book(copy, "copy")
            is_doubtful = any(item.about == "reading" and item.severity != "info" for item in book.findings)
        except InputError:
            doubtful.append(number)
            continue
        doubtful += [number] * is_doubtful
        assert is_doubtful or _is_equal(book, sample), number
    assert len(doubtful) <= MOST_DOUBTFUL


def _is_equal(book: CodeBook, sample: Sample) -> bool:
    texts = {row.code: rows_of(sample)[place][2] for place, row in enumerate(sample.rows) if row.code is not None}
    got = {code.code: (code.description or "", code.class_pattern, code.parent_code) for code in book}
    wanted = {item.code: (texts[item.code], item.class_pattern, item.parent_code) for item in sample.book}
    return got == wanted and list(book.classes) == list(sample.book.classes)


def _copies(command_of: Callable[[str], list[str]]) -> Iterator[bytes]:
    """What a command writes of each page, named by its number."""
    commands = (command_of(str(page)) for page in range(1, len(random_samples()) + 1))
    return (subprocess.run(command, check=True, capture_output=True).stdout for command in commands)


@BY_POPPLER
@pytest.mark.parametrize("mode", POPPLER)
def test_books_of_pdftotext(pages: Path, mode: str) -> None:
    """The words of each page with their boxes, or its lines with their columns or in their order."""
    _require_equal(_copies(lambda page: ["pdftotext", *mode.split(), "-f", page, "-l", page, str(pages), "-"]))


@BY_POPPLER
@pytest.mark.parametrize("mode", POPPLER_HTML)
def test_books_of_pdftohtml(pages: Path, mode: str, tmp_path: Path) -> None:
    """Lines of a page with their places, in elements of its own or of HTML, or in their order."""

    def write(page: str) -> bytes:
        command = ["pdftohtml", "-q", "-i", *mode.split(), "-f", page, "-l", page, str(pages), str(tmp_path / page)]
        subprocess.run(command, check=True, capture_output=True)
        return next(path for path in tmp_path.glob(f"{page}.*") if path.suffix in {".xml", ".html"}).read_bytes()

    _require_equal(write(str(page)) for page in range(1, len(random_samples()) + 1))


@BY_MUTOOL
@pytest.mark.parametrize("form", MUTOOL)
def test_books_of_mutool(pages: Path, form: str) -> None:
    """The lines of a page with their places, or in their order."""
    _require_equal(_copies(lambda page: ["mutool", "draw", "-q", "-F", form, "-o", "-", str(pages), page]))


@BY_DRAW
def test_books_of_the_draw_of_libreoffice(pages: Path, tmp_path: Path) -> None:
    """A drawing for each page, in one run: each line is a box at its place."""
    from pypdf import PdfReader, PdfWriter

    sources = [tmp_path / f"{number}.pdf" for number in range(len(random_samples()))]
    for source, page in zip(sources, PdfReader(pages).pages, strict=True):
        writer = PdfWriter()
        writer.add_page(page)
        writer.write(source)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--infilter=draw_pdf_import", "--convert-to", "odg"]
    subprocess.run([*command, "--outdir", str(tmp_path), *map(str, sources)], check=True, capture_output=True)
    _require_equal(source.with_suffix(".odg").read_bytes() for source in sources)


@pytest.mark.parametrize("form", ["text", "html", "xml"])
def test_books_of_pdfminer(pages: Path, form: str) -> None:
    """The lines of a page in their order, in boxes, or letter by letter."""
    from pdfminer.high_level import extract_text_to_fp
    from pdfminer.layout import LAParams

    def write(page: int) -> bytes:
        buffer = io.BytesIO()
        with pages.open("rb") as file:
            extract_text_to_fp(file, buffer, output_type=form, codec="utf-8", laparams=LAParams(), page_numbers=[page])
        return buffer.getvalue()

    _require_equal(write(page) for page in range(len(random_samples())))


def test_books_of_pdfium(pages: Path) -> None:
    """The text of a page, as a browser copies it; a short last line may end within a row."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pages)
    _require_equal(page.get_textpage().get_text_range().encode() for page in document)


def _words_as_json(page: Page) -> str:
    return json.dumps([page.extract_words()], ensure_ascii=False)


def _words_as_csv(page: Page) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, ["text", "x0", "x1", "top", "bottom"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(page.extract_words())
    return buffer.getvalue()


def _tables_as_csv(page: Page) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for table in page.extract_tables():
        writer.writerows(table)
    return buffer.getvalue()


def _tables_as_json(page: Page) -> str:
    return json.dumps(page.extract_tables(), ensure_ascii=False)


def _text_in_columns(page: Page) -> str:
    return page.extract_text(layout=True)


def _words_as_hocr(page: Page) -> str:
    """As the specification says (hOCR 1.2): a page, its lines and its words, with boxes in dots of 300 an inch."""

    def box(words: T_obj_list) -> str:
        sides = (min(w["x0"] for w in words), min(w["top"] for w in words))
        ends = (max(w["x1"] for w in words), max(w["bottom"] for w in words))
        return "bbox " + " ".join(str(round(side * 300 / 72)) for side in (*sides, *ends))

    def span(kind: str, words: T_obj_list, inner: str) -> str:
        return f'<span class="{kind}" title="{box(words)}">{inner}</span>'

    lines = [list(line) for _, line in groupby(page.extract_words(), key=lambda word: round(word["bottom"]))]
    said = "".join(
        span("ocr_line", line, " ".join(span("ocrx_word", [word], html.escape(word["text"])) for word in line))
        for line in lines
    )
    head = '<meta charset="utf-8"><meta name="ocr-system" content="by hand">'
    sheet = f'title="bbox 0 0 {round(page.width * 300 / 72)} {round(page.height * 300 / 72)}"'
    return f'<html><head>{head}</head><body><div class="ocr_page" {sheet}>{said}</div></body></html>'


@pytest.mark.parametrize(
    "write", [_words_as_json, _words_as_csv, _tables_as_csv, _tables_as_json, _text_in_columns, _words_as_hocr]
)
def test_books_of_pdfplumber(pages: Path, write: Callable[[Page], str]) -> None:
    """Words, tables and text of each page, as people write down what pdfplumber gives."""
    import pdfplumber

    with pdfplumber.open(pages) as document:
        _require_equal(write(page).encode() for page in document.pages)
