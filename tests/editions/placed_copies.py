"""Copies of PDFs as text at its places, by the tools that people have: nothing of them is lost but what is drawn."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast


def pdftotext(pdf: Path, option: str) -> str:
    """The words and their boxes by Poppler's pdftotext."""
    return _output("pdftotext", option, str(pdf), "-")


def pdftohtml(pdf: Path, option: str) -> str:
    """The lines and their places by Poppler's pdftohtml."""
    with tempfile.TemporaryDirectory() as folder:
        _output("pdftohtml", "-i", option, "-noframes", str(pdf), str(Path(folder, "copy")))
        return next(Path(folder).iterdir()).read_text(encoding="utf-8")


def mutool(pdf: Path, form: str) -> str:
    """The lines or letters and their places by MuPDF."""
    return _output("mutool", "draw", "-q", "-F", form, "-o", "-", str(pdf))


def pdfminer(pdf: Path, form: str) -> str:
    """The lines or letters and their places by pdfminer.six."""
    from pdfminer.high_level import extract_text_to_fp
    from pdfminer.layout import LAParams

    buffer = io.BytesIO()
    with pdf.open("rb") as file:
        extract_text_to_fp(cast("BinaryIO", file), buffer, output_type=form, laparams=LAParams(), codec="utf-8")
    return buffer.getvalue().decode("utf-8")


def _output(*command: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, check=True, capture_output=True, cwd=folder).stdout.decode("utf-8")


PLACED: dict[str, Callable[[Path], str]] = {
    "tsv": lambda pdf: pdftotext(pdf, "-tsv"),
    "bbox": lambda pdf: pdftotext(pdf, "-bbox"),
    "bbox-layout": lambda pdf: pdftotext(pdf, "-bbox-layout"),
    "pdftohtml-xml": lambda pdf: pdftohtml(pdf, "-xml"),
    "pdftohtml-c": lambda pdf: pdftohtml(pdf, "-c"),
    "mutool-html": lambda pdf: mutool(pdf, "html"),
    "mutool-stext": lambda pdf: mutool(pdf, "stext"),
    "pdfminer-html": lambda pdf: pdfminer(pdf, "html"),
    "pdfminer-xml": lambda pdf: pdfminer(pdf, "xml"),
}
"""The tools by the names of their copies."""
