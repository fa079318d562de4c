"""The words of the content of a page, as pdfminer's interpreter takes them."""

from __future__ import annotations

from typing import Any

import pytest
from pdfminer.psparser import LIT

from ingest.readers.pdf.content import _instructions, _UnknownContentError


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"q\r\n1 0 0 -1.5 .5 +7 cm\n", [(b"q", []), (b"cm", [1, 0, 0, -1.5, 0.5, 7])]),
        (b"/F1 11.88 Tf\n0 Tc", [(b"Tf", [LIT("F1"), 11.88]), (b"Tc", [0])]),
        (b"[<0015>-14<001>(a\\)\\053)()] TJ", [(b"TJ", [[b"\x00\x15", -14, b"\x00\x10", b"a)+", b""]])]),
        (b"/P <</MCID 6 /A true>>BDC EMC", [(b"BDC", [LIT("P"), {"MCID": 6, "A": True}]), (b"EMC", [])]),
        (b"63 7 0 0.72 re\nW* n", [(b"re", [63, 7, 0, 0.72]), (b"W*", []), (b"n", [])]),
        (b"(a)'(b)Tj", [(b"'", [b"a"]), (b"Tj", [b"b"])]),
        (b"[(a(b(c)\\()) (()())]TJ", [(b"TJ", [[b"a(b(c)()", b"()()"]])]),
    ],
)
def test_words_of_a_content(content: bytes, expected: list[tuple[bytes, list[Any]]]) -> None:
    """Operators, each with its operands."""
    assert list(_instructions(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"q % a comment\nQ",
        b"1 0g",
        b"(open Tj",
        b"((((deep)))) Tj",
        b"[1 2 TJ",
        b"1] TJ",
        b"BI /W 1 ID x EI",
        b"<</A>> BDC",
        b"{} q",
        b"<0g> Tj",
    ],
    ids=["comment", "glued", "text", "nested", "list", "end", "picture", "pairs", "braces", "digits"],
)
def test_what_is_not_known_is_told(content: bytes) -> None:
    """What is left is for the parser of pdfminer."""
    with pytest.raises(_UnknownContentError):
        list(_instructions(content))
