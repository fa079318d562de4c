"""What programs write for programs, letters or words with their places: told by name, and what to give instead."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from ingest.document.rows import ReadOptions
from model import Fault, InputError

_XML: Final = r"(?:<\?xml[^>]*>\s*)?"
_NUMBERS: Final = r"(?:\d+(?:\.\d+)?, ?){4}"
_DUMPS: Final = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (rf"{_XML}<pages>\s*<page id=\S+ bbox=", "the letters of a PDF with their places, as pdfminer writes them"),
        (rf"{_XML}<page id=\"\d+\" bbox=", "the marked content of a PDF, as pdfminer writes it"),
        (rf"{_XML}<document filename=[^>]*>\s*<page number=", "the drawing steps of a PDF, as mutool traces them"),
        (rf"{_XML}<page id=\"page\d+\" width=", "the letters of a PDF with their places, as PyMuPDF writes them"),
        (r"(?:\[\s*)?\{\s*\"width\":[^:]*\"height\":[^:]*\"blocks\":", "the blocks of a PDF, as PyMuPDF writes them"),
        (r"\{\"file\":[^\n]{0,500}?\"pages\":\[\{\"blocks\":", "the blocks of a PDF, as mutool writes them"),
        (
            r"\[\s*\{\s*\"text\":[^\n]*(?:\n\s*)?\"x0\":",
            "the words of a PDF with their places, as pdfplumber gives them",
        ),
        (rf"\[\s*\[{_NUMBERS}\"", "the words or blocks of a PDF with their places, as PyMuPDF gives them"),
        (
            r"(?:\d+\.\d+,){4}[^,\n]*(?:,\d+){2,3}\r?\n",
            "the words of a PDF with their places, as PyMuPDF gives them",
        ),
    )
)


def is_dump(beginning: str) -> bool:
    """Whether a text begins as one of these."""
    return _dump(beginning) is not None


def _dump(beginning: str) -> str | None:
    """What a text is that begins as one of these; white space before it is passed over once, not by each."""
    start = len(beginning) - len(beginning.lstrip())
    return next((what for pattern, what in _DUMPS if pattern.match(beginning, start)), None)


def refuse_dump(data: bytes, place: str, _options: ReadOptions) -> NoReturn:
    """Say what a document is, and what can be read instead.

    Raises
    ------
    InputError
        `layout-dump`, always.
    """
    beginning = data[:4096].decode("utf-8", errors="replace").removeprefix("\ufeff")
    what = _dump(beginning) or "the places of a PDF's letters"
    message = f"{what}, and no text for people; give the PDF itself, or its text by pdftotext -layout"
    raise InputError(Fault("layout-dump", message, place))
