"""Copies of PDFs as text, by the tools that people have."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from tests.editions.sheet import Sheet

Draw: TypeAlias = Callable[[random.Random, Sheet, Path], None]


def pdftotext(pdf: Path, *options: str) -> str:
    """The text by Poppler's pdftotext."""
    command = ["pdftotext", *options, str(pdf), "-"]
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


TOOLS: dict[str, Callable[[Path], str]] = {
    "pdftotext": pdftotext,
    "layout": lambda pdf: pdftotext(pdf, "-layout"),
    "raw": lambda pdf: pdftotext(pdf, "-raw"),
    "pdfium": pdfium,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
}


def installed(tool: str) -> bool:
    """Whether what a tool needs is on this machine."""
    return tool not in {"pdftotext", "layout", "raw"} or shutil.which("pdftotext") is not None


def copied(draw: random.Random, sheet: Sheet, tool: str, program: Draw) -> str:
    """The text of a sheet drawn by a program, by a tool."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "drawn.pdf")
        program(draw, sheet, pdf)
        return with_hyphens(TOOLS[tool](pdf), sheet)


def with_hyphens(text: str, sheet: Sheet) -> str:
    """The text with the hyphens of its words: pdftotext takes them at the ends of lines, and nobody could know."""
    words = {word for row in sheet.rows for word in re.findall(r"\w+(?:-\w+)+", row.text)}
    for word in sorted(words, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){word.replace('-', '')}(?![\w-])", word, text)
    return text
