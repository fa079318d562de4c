"""Copies of PDFs as text, by the tools that people have."""

from __future__ import annotations

import csv
import html
import io
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from tests.editions.finish import finish
from tests.editions.lost import lost
from tests.editions.placed_copies import PLACED
from tests.editions.sheet import Sheet

Draw: TypeAlias = Callable[[random.Random, Sheet, Path], None]


def pdftotext(pdf: Path, *options: str) -> str:
    """The text by Poppler's pdftotext."""
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def pdftohtml(pdf: Path) -> str:
    """The text as a page by Poppler's pdftohtml."""
    command = ["pdftohtml", "-i", "-noframes", "-stdout", str(pdf)]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def pdfium(pdf: Path) -> str:
    """The text by PDFium, as a browser copies it."""
    import pypdfium2

    with pypdfium2.PdfDocument(str(pdf)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return re.sub("[\ufffe\x02](\r?\n)?", "-\n", "\f".join(texts).replace("\r\n", "\n"))


def pypdf(pdf: Path) -> str:
    """The text by pypdf."""
    from pypdf import PdfReader

    return "\f".join(page.extract_text() for page in PdfReader(pdf).pages)


def pdfminer(pdf: Path) -> str:
    """The text by pdfminer.six."""
    from pdfminer.high_level import extract_text

    return str(extract_text(str(pdf)))


def pymupdf(pdf: Path) -> str:
    """The text by PyMuPDF, where somebody installed it: its licence is not ours to bring along."""
    with import_module("pymupdf").open(pdf) as document:
        return "\f".join(page.get_text() for page in document)


def plumbed(pdf: Path) -> str:
    """The tables by pdfplumber, as CSV."""
    import pdfplumber

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    with pdfplumber.open(pdf) as document:
        for table in (table for page in document.pages for table in page.extract_tables()):
            writer.writerows([[cell or "" for cell in row] for row in table])
    return buffer.getvalue()


TOOLS: dict[str, Callable[[Path], str]] = {
    "pdftotext": pdftotext,
    "layout": lambda pdf: pdftotext(pdf, "-layout"),
    "raw": lambda pdf: pdftotext(pdf, "-raw"),
    "pdftohtml": pdftohtml,
    "pdfium": pdfium,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
    "pymupdf": pymupdf,
    "pdfplumber-csv": plumbed,
    **PLACED,
}


IN_COLUMNS = frozenset({"layout", "pdfplumber-csv"})
"""The tools that keep what stands beside what."""


def installed(tool: str) -> bool:
    """Whether what a tool needs is on this machine."""
    if tool.startswith("mutool"):
        return shutil.which("mutool") is not None
    if tool.startswith("pdftohtml") or tool in {"pdftotext", "layout", "raw", "tsv", "bbox", "bbox-layout"}:
        return shutil.which("pdftotext") is not None
    return find_spec(tool.split("-", maxsplit=1)[0].replace("pdfium", "pypdfium2")) is not None


def suffix(tool: str) -> str:
    """The suffix of the files that a tool writes."""
    if tool in PLACED:
        return "tsv" if tool == "tsv" else "xml" if tool.endswith(("xml", "stext")) else "html"
    return {"pdfplumber-csv": "csv", "pdftohtml": "html"}.get(tool, "txt")


def lost_by(tool: str, text: str, sheet: Sheet) -> str:
    """What the words of a copy have lost, in a few words; empty if nothing.

    Text at its places has all; but of pages that lie pdfminer writes each letter as a line of HTML, and no blanks, and
    pdftohtml -xml none where a text ends, within words too.
    """
    if tool in {"pdfminer-html", "pdftohtml-xml"} and sheet.layout.turned in {90, 270}:
        return "the blanks between words are gone"
    return "" if tool in PLACED else lost(text, sheet, in_columns=tool in IN_COLUMNS)


def words(text: str, tool: str) -> str:
    """A copy without its markup."""
    if tool == "pdfplumber-csv":
        return "\n".join("\t".join(row) for row in csv.reader(io.StringIO(text)))
    if tool != "pdftohtml":
        return text
    without = re.sub(
        r"<[^>]*>", "", re.sub(r"<(?:br|p|hr|div)\b[^>]*>", "\n", re.sub(r"(?s)<head.*?</head>", "", text))
    )
    return html.unescape(without)


def copied(draw: random.Random, sheet: Sheet, tool: str, program: Draw) -> str:
    """The text of a sheet drawn by a program, by a tool."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "drawn.pdf")
        program(draw, sheet, pdf)
        finish(pdf, sheet.layout)
        return with_hyphens(TOOLS[tool](pdf), sheet)


def with_hyphens(text: str, sheet: Sheet) -> str:
    """The text with the hyphens of its words: pdftotext takes them at the ends of lines, and nobody could know."""
    words = {word for row in sheet.rows for word in re.findall(r"\w+(?:-\w+)+", row.text)}
    for word in sorted(words, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){word.replace('-', '')}(?![\w-])", word, text)
    return text
