"""What is no document for people: told by name, and what to give instead.

Programs write letters or words with their places for programs; some files are a link to a document, or a sheet in a
form that programs of the office exchanged before there were others.
"""

from __future__ import annotations

import re
from typing import Final, NoReturn

from ingest.document.options import ReadOptions
from model import Fault, InputError

_XML: Final = r"(?:<\?xml[^>]*>\s*)?"
_BEFORE: Final = rf"{_XML}(?:<!DOCTYPE[^>]*+>\s*+|<!--(?:(?!-->)[^\0])*+-->\s*+)*+"
"""What may stand before the first element. It gives nothing back: a thousand comments could end in too many ways."""
_DUMPS: Final = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (rf"{_XML}<page id=\"\d+\" bbox=", "the marked content of a PDF, as pdfminer writes it"),
        (
            r"<page>\s*(?:<block>\s*<line>\s*)?<span bbox=[^>]*>\s*<char bbox=",
            "the letters of a PDF in their places, as Ghostscript writes them",
        ),
        (rf"{_XML}<document filename=[^>]*>\s*<page number=", "the drawing steps of a PDF, as mutool traces them"),
    )
)
_LINES: Final = r"(?:[^\n]*\n)*?"
_KEY: Final = r"[A-Za-z_][\w-]*+"
_BY_PANDOC: Final = "write it as HTML: pandoc --to html"
_OTHERS: Final = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (
            r"\{[^{}]{0,300}\"(?:doc_id\"|url\"\s*:\s*\"https://(?:docs|drive)\.google\.)[^{}]{0,400}\}\s*$",
            "a link to a document of Google, and not the document; download it there as XLSX, DOCX or PDF",
        ),
        (
            r"ID;P[^\n]*+\n(?:[A-Z];[^\n]*+\n){2}",
            "a sheet in SYLK; open it in Excel or LibreOffice and save it as XLSX",
        ),
        (
            rf"(?:---[ \t]*+\n)?(?:{_KEY}:[ \t]*+\n)*+[ \t]*+- ++{_KEY}:[^\n]*+\n\s++{_KEY}:",
            "a list in YAML; give it as JSON: yq -o json, or as CSV",
        ),
        (rf"\[\[[\w.-]++\]\][ \t]*+\n{_KEY}[ \t]*+=", "a list in TOML; give it as JSON or CSV"),
        (
            r"(?i:(?:(?:--|SET|BEGIN|START|USE)[^\n]*+\n|\s++)*+(?:INSERT\s++INTO|CREATE\s++TABLE)\b)",
            "statements of SQL; give the rows that they write, as JSON or CSV",
        ),
        (r"%!PS", "a program for printers, in PostScript; make a PDF of it: ps2pdf"),
        (
            rf"{_BEFORE}<svg\b",
            "a drawing in SVG; give the document that it was made of, or print it as PDF",
        ),
        (r"TABLE\r?\n0,1\r?\n\"", "a sheet in DIF; open it in Excel or LibreOffice and save it as XLSX"),
        (r"\{\"pandoc-api-version\":|(?:Pandoc\s+(?:\(\s*)?Meta\b)", f"a document as Pandoc keeps it; {_BY_PANDOC}"),
        (
            r"\[ ?(?:Header|Para|Plain|Table|Div|RawBlock|BulletList|HorizontalRule)\b",
            f"a document as Pandoc keeps it; {_BY_PANDOC}",
        ),
        (
            rf"{_BEFORE}<opml\b",
            "an outline in OPML; export the document it was made of as HTML, DOCX or PDF",
        ),
        (
            rf"(?:{_LINES})(?:\\(?:starttext|setupxtable|startxtable|bTABLE)\b)",
            "a source of ConTeXt; give the PDF that it makes",
        ),
        (
            rf"(?:{_LINES})\.(?:TH|TS|TL|SH)\b",
            "a source of troff; give what it prints, as PDF or as text: groff -t -T utf8",
        ),
        (
            rf"(?:{_LINES})(?:\\input texinfo\b|@multitable\b)",
            "a source of Texinfo; give the HTML that it makes: makeinfo --html",
        ),
        (rf"(?:{_LINES})[^\n]*#table\(", "a source of Typst; give the PDF that it makes"),
    )
)


def is_dump(beginning: str) -> bool:
    """Whether a text begins as one of these."""
    return _dump(beginning) is not None or _other(beginning) is not None


def _other(beginning: str) -> str | None:
    """What is said of a text that is a link or a sheet; white space before it is passed over."""
    start = len(beginning) - len(beginning.lstrip())
    return next((message for pattern, message in _OTHERS if pattern.match(beginning, start)), None)


def _dump(beginning: str) -> str | None:
    """What a text is that begins as one of these; white space before it is passed over once, not by each."""
    start = len(beginning) - len(beginning.lstrip())
    return next((what for pattern, what in _DUMPS if pattern.match(beginning, start)), None)


def refuse_dump(data: bytes, place: str, _options: ReadOptions) -> NoReturn:
    """Say what a document is, and what can be read instead.

    Raises
    ------
    InputError
        `layout-dump`, or `no-document` for a link or a sheet, always.
    """
    beginning = data[:65_536].decode("utf-8", errors="replace").removeprefix("\ufeff")
    if (message := _other(beginning)) is not None:
        raise InputError(Fault("no-document", message, place))
    what = _dump(beginning) or "the places of a PDF's letters"
    message = f"{what}, and no text for people; give the PDF itself, or its text by pdftotext -layout"
    raise InputError(Fault("layout-dump", message, place))
