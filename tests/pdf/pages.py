"""PDFs drawn word by word, for cases that no producer makes by itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest

Word = tuple[float, float, str]
"""A word and where it begins: points from the left and from the top of a page of 400 by 600."""

HEADER: tuple[Word, ...] = ((40, 60, "Class"), (100, 60, "Code"), (150, 60, "Description"))
TABLE: tuple[Word, ...] = (
    *HEADER,
    *((40, 80, "1xxx"), (100, 80, "1000"), (150, 80, "Done")),
    *((40, 100, "11xx"), (100, 100, "1100"), (150, 100, "Call is over")),
    *((100, 120, "1101"), (150, 120, "No answer")),
)


def drawn(
    *pages: Sequence[Word],
    size: float = 10,
    bars: Sequence[tuple[float, float, float]] = (),
    rules: Sequence[float] = (),
    **options: object,
) -> bytes:
    """A PDF of pages of words; bars are upright lines on each: their place, where they begin and where they end.

    Rules are lines across the whole table, from the top.

    The options are those of a ReportLab canvas.
    """
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(400, 600), **options)
    for words in pages:
        canvas.setFont("Helvetica", size)
        for left, top, text in words:
            canvas.drawString(left, 600 - top, text)
        for left, top, foot in bars:
            canvas.line(left, 600 - top, left, 600 - foot)
        for top in rules:
            canvas.line(35, 600 - top, 390, 600 - top)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


WITHOUT_PAGES = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [] /Count 0 >>
endobj
xref
0 3
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000058 00000 n\x20
trailer << /Root 1 0 R /Size 3 >>
startxref
110
%%EOF
"""
"""A PDF that is whole but has no page."""


def with_letters(data: bytes, letters: Mapping[str, str]) -> bytes:
    """A PDF of ReportLab whose font says that some letters are others: it gets a map to Unicode of its own."""
    lines = "".join(f"<{ord(one):02x}> <{ord(other):04x}>\n" for one, other in letters.items())
    plain = "".join(f"<{code:02x}> <{code:04x}>\n" for code in range(32, 127) if chr(code) not in letters)
    count = 95
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{count} beginbfchar\n{lines}{plain}endbfchar\nendcmap end end\n"
    ).encode("ascii")
    stream = b"99 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(cmap), cmap)
    marked = data.replace(b"/Subtype /Type1", b"/ToUnicode 99 0 R /Subtype /Type1", 1)
    # The table of objects is now wrong; pdfium makes a new one, and what is handed on to pdfplumber is whole.
    return marked.replace(b"xref\n", stream + b"xref\n", 1)
