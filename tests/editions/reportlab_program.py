"""A sheet drawn by ReportLab: a flowing document whose tables are cut where pages end."""

from __future__ import annotations

import random
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.editions.fonts import font_file
from tests.editions.layout import PAGES, Layout
from tests.editions.sheet import Block, Cell, Line, Sheet

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas

MARGIN = 45.0


def reportlab(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A PDF by ReportLab's platypus, its bytes the same at any time."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    layout = sheet.layout
    width, height = PAGES[layout.page]
    gap = 14.0
    room = (width - 2 * MARGIN - gap * (layout.columns - 1)) / layout.columns
    frames = [
        Frame(MARGIN + column * (room + gap), 50, room, height - 100, 0, 0, 0, 0, id=f"f{column}")
        for column in range(layout.columns)
    ]
    template = BaseDocTemplate(str(path), pagesize=(width, height), invariant=1, title="codes")
    template.addPageTemplates(PageTemplate("page", frames, onPage=lambda canvas, _: _furniture(canvas, sheet)))
    template.build(_story(sheet, room))


def _register(layout: Layout) -> tuple[str, str]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    names = layout.font, f"{layout.font} bold"
    for name, bold in zip(names, (False, True), strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(font_file(layout.font, bold=bold))))
    pdfmetrics.registerFontFamily(names[0], normal=names[0], bold=names[1], italic=names[0], boldItalic=names[1])
    return names


def _furniture(canvas: Canvas, sheet: Sheet) -> None:
    layout = sheet.layout
    width, height = PAGES[layout.page]
    canvas.saveState()
    canvas.setFont(_register(layout)[0], 7.5)
    if layout.head:
        canvas.drawCentredString(width / 2, height - 30, layout.head)
    if layout.foot:
        text = layout.foot.replace("{n}", str(canvas.getPageNumber())).replace("{m}", "9")
        canvas.drawCentredString(width / 2, 26, text)
    if layout.watermark:
        canvas.setFont(layout.font, 60)
        canvas.setFillGray(0.88)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(45)
        canvas.drawCentredString(0, 0, "ПРОЕКТ")
    canvas.restoreState()


def _style(layout: Layout, *, bold: bool = False, justify: bool = False, size: float = 0.0) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    regular, heavy = _register(layout)
    size = size or layout.size
    hyphens: dict[str, Any] = {"hyphenationLang": "ru_RU"} if layout.hyphenate else {}
    return ParagraphStyle(
        "s",
        fontName=heavy if bold else regular,
        fontSize=size,
        leading=1.2 * size,
        alignment=4 if justify else 0,
        **hyphens,
    )


def _story(sheet: Sheet, room: float) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer

    layout = sheet.layout
    story: list[Any] = []
    for block in sheet.before:
        story += _block(block, layout, room)
    for number, part in enumerate(sheet.parts):
        if number:
            words = "Table continued" if sheet.language == "en" else "Продолжение таблицы 1"
            story.append(Paragraph(words, _style(layout)))
        story += [_table(sheet, part, room), Spacer(1, 8)]
    for block in sheet.after:
        story += _block(block, layout, room)
    return story


def _block(block: Block, layout: Layout, room: float) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer, Table

    if block.kind == "table":
        style = _style(layout)
        rows = [[Paragraph(escape(text), style) for text in row] for row in block.rows]
        share = room / len(rows[0])
        return [
            Table(rows, colWidths=[share] * len(rows[0]), style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]),
            Spacer(1, 8),
        ]
    heading = block.kind == "heading"
    return [Paragraph(escape(block.text), _style(layout, bold=heading, size=12 if heading else 0)), Spacer(1, 6)]


def _table(sheet: Sheet, part: tuple[Line, ...], room: float) -> Any:
    from reportlab.platypus import Table

    layout, heads = sheet.layout, len(sheet.header)
    lines = (*sheet.header, *_unspanned(part, layout))
    cells = [[_flowable(cell, layout, head=number < heads) for cell in line] for number, line in enumerate(lines)]
    return Table(
        cells,
        colWidths=_widths(sheet, room),
        repeatRows=heads if layout.repeat_header else 0,
        splitInRow=1 if layout.cut else 0,
        style=_looks(layout, part, heads),
        hAlign="LEFT",
    )


def _flowable(cell: Cell | None, layout: Layout, *, head: bool) -> Any:
    from reportlab.platypus import Paragraph

    if cell is None:
        return ""
    text = "<br/>".join(map(escape, cell.text.split("\n")))
    if cell.mark:
        text += cell.mark if cell.mark == "*" else f"<super>{cell.mark.replace('¹', '1')}</super>"
    text = f"<strike>{text}</strike>" if cell.struck else text
    text = f'<font color="white">{text}</font>' if cell.hidden else text
    return Paragraph(
        text,
        _style(layout, bold=head or cell.bold, justify=layout.justify and cell.kind == "D"),
    )


def _widths(sheet: Sheet, room: float) -> list[float]:
    """As wide as the longest word of a column, and what is left for the texts."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = [*sheet.header, *(line for part in sheet.parts for line in part)]
    bold = _register(sheet.layout)[1]
    needed = []
    for column in range(len(lines[0])):
        words = [word for line in lines if (cell := line[column]) for word in f"{cell.text}{cell.mark}".split()]
        needed.append(max(stringWidth(word, bold, sheet.layout.size) for word in [*words, "1"]) + 10)
    texts = [column for column, cell in enumerate(sheet.header[0]) if cell and cell.kind in "DR"]
    left = max(0.0, room * sheet.layout.width - sum(needed)) / len(texts)
    return [width + (left if column in texts else 0) for column, width in enumerate(needed)]


def _unspanned(part: tuple[Line, ...], layout: Layout) -> list[Line]:
    """The rows with each label in one cell of its span: ReportLab cannot cut spans where a page ends."""
    lines = [list(line) for line in part]
    for number, line in enumerate(part):
        for column, cell in enumerate(line):
            if cell and cell.rows > 1:
                offset = {"top": 0, "middle": cell.rows // 2, "bottom": cell.rows - 1}[layout.label_valign]
                lines[number][column] = None
                lines[number + offset][column] = cell
    return [tuple(line) for line in lines]


def _looks(layout: Layout, part: tuple[Line, ...], heads: int) -> list[tuple[Any, ...]]:
    everywhere = (0, 0), (-1, -1)
    return [
        ("VALIGN", *everywhere, layout.valign.upper()),
        *((f"{side}PADDING", *everywhere, layout.pad) for side in ("TOP", "BOTTOM")),
        *((f"{side}PADDING", *everywhere, 4) for side in ("LEFT", "RIGHT")),
        *_ruling(layout, part, heads),
    ]


def _ruling(layout: Layout, part: tuple[Line, ...], heads: int) -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import whitesmoke

    uprights = [("INNERGRID", (0, 0), (-1, heads - 1), 0.5, "black"), ("LINEAFTER", (0, 0), (-1, -1), 0.5, "black")]
    return {
        "grid": [("BOX", (0, 0), (-1, -1), 0.5, "black"), *uprights, *_below(part, heads)],
        "horizontal": _below(part, heads),
        "header": [("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.8, "black")],
        "zebra": [("ROWBACKGROUNDS", (0, heads), (-1, -1), [None, whitesmoke])],
        "none": [],
    }[layout.ruling]


def _below(part: tuple[Line, ...], heads: int) -> list[tuple[Any, ...]]:
    """A line below each cell, a merged one only at its end."""
    lines = [("LINEBELOW", (0, 0), (-1, heads - 1), 0.5, "black")]
    for number, line in enumerate(part):
        for column, cell in enumerate(line):
            if cell:
                row = heads + number + cell.rows - 1
                lines.append(("LINEBELOW", (column, row), (column, row), 0.5, "black"))
    return lines
