"""What programs write for programs is told by name, with what to give instead."""

from __future__ import annotations

import json

import pytest

from model import InputError
from tests.readers.seen import read

WORD = {"text": "Код", "x0": 1.5, "x1": 9.5, "top": 2.5}
BOX = [1.5, 2.5, 9.5, 8.25, "Код", 0, 0]


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ('<?xml version="1.0" encoding="utf-8" ?>\n<pages>\n<page id="1" bbox="0,0,5,5" rotate="0">', "pdfminer"),
        ('<page id="0" bbox="0.000,0.000,5,5" rotate="0"><Span>Код</Span></page>', "pdfminer"),
        ('<document filename="a.pdf">\n<page number="1" mediabox="0 0 5 5">\n', "mutool"),
        ('<page id="page0" width="5" height="5">\n<block bbox="1 1 2 2">', "PyMuPDF"),
        (json.dumps({"file": "a.pdf", "pages": [{"blocks": []}]}, separators=(",", ":")), "mutool"),
        (json.dumps([WORD, WORD]), "pdfplumber"),
        (json.dumps([WORD, WORD], indent=1, ensure_ascii=False), "pdfplumber"),
        (json.dumps([{"width": 5.5, "height": 7.5, "blocks": []}], indent=1), "PyMuPDF"),
        (json.dumps({"width": 5.5, "height": 7.5, "blocks": []}), "PyMuPDF"),
        (json.dumps([BOX, BOX]), "PyMuPDF"),
        ("1.5,2.5,9.5,8.25,Код,0,0,0\n" * 2, "PyMuPDF"),
    ],
)
def test_places_for_programs_are_refused_by_name(text: str, program: str) -> None:
    """One line says what it is and what to do."""
    with pytest.raises(InputError, match=rf"{program}.*give the PDF itself.*\[layout-dump\]"):
        read(text)


@pytest.mark.parametrize("text", ['[["1.5","Код"]]', "1,5;Код\n", '<pages><page id="1">Код</page></pages>'])
def test_what_only_looks_so_is_read(text: str) -> None:
    """Rows with numbers, pages without places."""
    assert read(text).words
