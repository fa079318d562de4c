"""Documents of office programs: DOCX, what LibreOffice prints of it, and XLSX."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.editions.layout import PAGES, Layout
from tests.editions.sheet import Block, Cell, Line, Sheet

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

Draw: TypeAlias = Callable[[random.Random, Sheet, Path], None]

TIME_OUT = 180


def word(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A DOCX by python-docx."""
    from docx import Document

    document = Document()
    _page(document, sheet.layout)
    for block in sheet.before:
        _block(document, block)
    for number, part in enumerate(sheet.parts):
        if number:
            document.add_paragraph("Table continued" if sheet.language == "en" else "Продолжение таблицы 1")
        _table(document, sheet, part)
    for block in sheet.after:
        _block(document, block)
    document.save(str(path))


def libreoffice(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A DOCX printed to PDF by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "drawn.docx")
        word(draw, sheet, source)
        profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/editions-office-{os.getpid()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIME_OUT)
        shutil.copy(source.with_suffix(".pdf"), path)


def pandoc(form: str) -> Draw:
    """How to draw a DOCX that Pandoc turns into another form."""

    def convert(draw: random.Random, sheet: Sheet, path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "drawn.docx")
            word(draw, sheet, source)
            command = ["pandoc", "--columns=160", "--from", "docx", "--to", form, "--output", str(path), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=TIME_OUT)

    return convert


def _page(document: Document, layout: Layout) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    section = document.sections[0]
    width, height = PAGES[layout.page]
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Pt(45)
    style = document.styles["Normal"]
    style.font.name, style.font.size = layout.font, Pt(layout.size)
    section.header.paragraphs[0].text = layout.head
    foot = section.footer.paragraphs[0]
    for part in layout.foot.replace("{n}", "\0PAGE\0").replace("{m}", "\0NUMPAGES\0").split("\0"):
        if part in {"PAGE", "NUMPAGES"}:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), part)
            foot._p.append(field)
        else:
            foot.add_run(part)


def _block(document: Document, block: Block) -> None:
    if block.kind == "table":
        table = document.add_table(len(block.rows), len(block.rows[0]), "Table Grid")
        for row, texts in zip(table.rows, block.rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph()
    elif block.kind == "heading":
        document.add_heading(block.text, 1)
    else:
        document.add_paragraph(block.text)


def _table(document: Document, sheet: Sheet, part: tuple[Line, ...]) -> None:
    lines = (*sheet.header, *part)
    layout = sheet.layout
    style = {"grid": "Table Grid", "zebra": "Light Shading", "horizontal": "Light List"}.get(
        layout.ruling, "Normal Table"
    )
    table = document.add_table(len(lines), len(lines[0]), style)
    cells = [row.cells for row in table.rows]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell is None:
                continue
            target = cells[row][column]
            if cell.rows > 1:
                target = target.merge(cells[row + cell.rows - 1][column])
            _fill(target, cell, layout)
    _rows(table, sheet)
    _columns(table, sheet)


def _fill(target: _Cell, cell: Cell, layout: Layout) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as HEIGHTS
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    height = layout.label_valign if cell.kind == "L" and layout.labels == "merged" else layout.valign
    names = {"top": HEIGHTS.TOP, "middle": HEIGHTS.CENTER, "bottom": HEIGHTS.BOTTOM}
    target.vertical_alignment = names[height]
    for number, text in enumerate(cell.text.split("\n")):
        paragraph = target.paragraphs[0] if number == 0 else target.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.font.strike, run.font.hidden = cell.bold or None, cell.struck or None, cell.hidden or None
        if layout.justify and cell.kind == "D":
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.JUSTIFY
    if cell.mark:
        mark = target.paragraphs[-1].add_run(cell.mark.replace("¹", "1"))
        mark.font.superscript = cell.mark != "*" or None


def _rows(table: Table, sheet: Sheet) -> None:
    """The header comes again on each page, rows are not cut by pages, where the layout says so."""
    from docx.oxml import OxmlElement

    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if number < len(sheet.header) and sheet.layout.repeat_header:
            properties.append(OxmlElement("w:tblHeader"))
        if not sheet.layout.cut:
            properties.append(OxmlElement("w:cantSplit"))


def _columns(table: Table, sheet: Sheet) -> None:
    """Widths of the columns: what labels and codes need, the rest for the texts."""
    from docx.shared import Pt

    room = (PAGES[sheet.layout.page][0] - 90) * sheet.layout.width
    narrow = {"N": 4, "C": 7, "L": 8, "S": 10}
    heads = [cell for cell in sheet.header[0] if cell]
    needed = [
        max(narrow.get(cell.kind, 8), *(len(word) + 1.5 for word in cell.text.split())) * sheet.layout.size * 0.68 + 12
        for cell in heads
    ]
    texts = [place for place, cell in enumerate(heads) if cell.kind in "DR"]
    left = max(90.0 * len(texts), room - sum(needed)) / len(texts)
    table.autofit = False
    for place, column in enumerate(table.columns):
        width = Pt(needed[place] + (left if place in texts else 0))
        column.width = width
        for cell in column.cells:
            cell.width = width


def workbook(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """An XLSX by openpyxl; codes are numbers or texts."""
    from openpyxl import Workbook

    book = Workbook()
    page: Any = book.active
    for block in sheet.before:
        for row in block.rows or [(block.text,)]:
            page.append(row)
    as_numbers = draw.random() < 0.6
    for part in sheet.parts:
        _sheet_rows(page, (*sheet.header, *part), as_numbers=as_numbers)
        page.append([])
    for block in sheet.after:
        for row in block.rows or [(block.text,)]:
            page.append(row)
    book.save(path)


def _sheet_rows(page: Any, lines: tuple[Line, ...], *, as_numbers: bool) -> None:
    from openpyxl.styles import Font

    first = page.max_row + 1
    for number, line in enumerate(lines):
        for column, cell in enumerate(line, 1):
            if cell is None or not cell.text:
                continue
            written = page.cell(first + number, column, cell.text + cell.mark)
            if as_numbers and cell.kind in "CN" and written.value.isdecimal():
                written.value = int(written.value)
            if cell.struck or cell.bold:
                written.font = Font(strike=cell.struck, bold=cell.bold)
            if cell.rows > 1:
                page.merge_cells(None, first + number, column, first + number + cell.rows - 1, column)
