"""A sheet drawn by fpdf2."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.editions.fonts import font_file
from tests.editions.layout import PAGES
from tests.editions.sheet import Block, Line, Sheet

if TYPE_CHECKING:
    from fpdf import FPDF

BORDERS = {"grid": "ALL", "horizontal": "HORIZONTAL_LINES", "header": "SINGLE_TOP_LINE"}
"""What fpdf2 calls a way to draw lines; elsewhere it draws none."""
MARGIN = 45.0


def fpdf(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A PDF by fpdf2, whose tables break between rows."""
    layout = sheet.layout
    pdf = _document(sheet)
    pdf.add_page()
    for block in sheet.before:
        _block(pdf, block, sheet)
    for number, part in enumerate(sheet.parts):
        if number:
            words = "Table continued" if sheet.language == "en" else "Продолжение таблицы 1"
            _block(pdf, Block("paragraph", words), sheet)
        _table(pdf, sheet, part)
        pdf.ln(layout.size)
    for block in sheet.after:
        _block(pdf, block, sheet)
    pdf.output(str(path))


def _document(sheet: Sheet) -> FPDF:
    from fpdf import FPDF

    layout = sheet.layout

    class Document(FPDF):
        """A document with the running heads of the layout."""

        def header(self) -> None:
            self.set_font(layout.font, size=7.5)
            self.set_y(22)
            self.cell(0, 10, layout.head, align="C")
            self.set_y(50)

        def footer(self) -> None:
            text = layout.foot.replace("{n}", str(self.page_no())).replace("{m}", "9")
            self.set_font(layout.font, size=8)
            self.set_y(-36)
            self.cell(0, 10, text, align="C")

    pdf = Document(unit="pt", format=PAGES[layout.page])
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=True, margin=50)
    for style, bold in (("", False), ("B", True)):
        pdf.add_font(layout.font, style, str(font_file(layout.font, bold=bold)))
    pdf.set_char_spacing(layout.spacing * layout.size)
    return pdf


def _block(pdf: FPDF, block: Block, sheet: Sheet) -> None:
    size = sheet.layout.size
    pdf.set_font(sheet.layout.font, "B" if block.kind == "heading" else "", size + 3 * (block.kind == "heading"))
    if block.kind == "table":
        pdf.set_x(MARGIN)
        with pdf.table(line_height=1.3 * size) as table:
            for row in block.rows:
                table.row(row)
    else:
        pdf.multi_cell(0, 1.4 * size, block.text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(0.5 * size)


def _table(pdf: FPDF, sheet: Sheet, part: tuple[Line, ...]) -> None:
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    layout = sheet.layout
    pdf.set_font(layout.font, "", layout.size)
    widths = _widths(pdf, sheet)
    fill = {"cell_fill_color": 235, "cell_fill_mode": "ROWS"} if layout.ruling == "zebra" else {}
    with pdf.table(
        borders_layout=getattr(TableBordersLayout, BORDERS.get(layout.ruling, "NONE")),
        width=sum(widths),
        col_widths=widths,
        align="LEFT",
        line_height=1.2 * layout.size,
        padding=(layout.pad, 4),
        num_heading_rows=len(sheet.header),
        repeat_headings=1 if layout.repeat_header else 0,
        headings_style=FontFace(emphasis="BOLD"),
        text_align=["JUSTIFY" if layout.justify and kind == "D" else "LEFT" for kind in sheet.kinds],
        v_align=layout.valign.upper(),
        **fill,
    ) as table:
        for line in (*sheet.header, *part):
            row = table.row()
            for cell in line:
                style = FontFace(emphasis="BOLD") if cell and cell.bold else None
                words = (cell.text + cell.mark) if cell else ""
                row.cell(words, style=style, v_align="T" if cell and cell.kind == "L" else None)


def _widths(pdf: FPDF, sheet: Sheet) -> list[float]:
    """As wide as the longest word of a column, and what is left for the texts."""
    pdf.set_font(sheet.layout.font, "B", sheet.layout.size)
    lines = [*sheet.header, *(line for part in sheet.parts for line in part)]
    needed = []
    for column in range(len(lines[0])):
        words = [word for line in lines if (cell := line[column]) for word in f"{cell.text}{cell.mark}".split()]
        needed.append(max(pdf.get_string_width(word) for word in [*words, "1"]) + 16)
    texts = [column for column, kind in enumerate(sheet.kinds) if kind in "DR"]
    room = pdf.w - 2 * MARGIN
    left = max(0.0, room * sheet.layout.width - sum(needed)) / len(texts)
    pdf.set_font(sheet.layout.font, "", sheet.layout.size)
    widths = [width + (left if column in texts else 0) for column, width in enumerate(needed)]
    return [width * min(1.0, (room - 1) / sum(widths)) for width in widths]
