"""A sheet drawn by Typst."""

from __future__ import annotations

import random
from pathlib import Path

from tests.editions.layout import PAGES
from tests.editions.sheet import Block, Cell, Line, Sheet

HEIGHTS = {"top": "top", "middle": "horizon", "bottom": "bottom"}
STROKES = {
    "grid": "0.5pt",
    "horizontal": "(x: none, y: 0.5pt)",
    "header": "(x, y) => if y == HEADS - 1 { (bottom: 0.8pt) }",
    "zebra": "none",
    "none": "none",
}


def typst(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A PDF by Typst, from source that is written here."""
    import typst as compiler

    path.write_bytes(compiler.compile(source(sheet).encode()))


def source(sheet: Sheet) -> str:
    """The sheet as a Typst document."""
    layout = sheet.layout
    width, height = PAGES[layout.page]
    foot = quoted(layout.foot).replace("{n}", '" + str(here().page()) + "')
    foot = foot.replace("{m}", '" + str(counter(page).final().first()) + "')
    watermark = "rotate(-40deg, text(size: 70pt, fill: luma(225), [ПРОЕКТ]))" if layout.watermark else "none"
    page = (
        f"width: {width}pt, height: {height}pt, margin: (x: 45pt, y: 52pt), columns: {layout.columns}, "
        f"header: align(center, text(7.5pt, {quoted(layout.head)})), background: {watermark}, "
        f"footer: context align(center, text(8pt, {foot}))"
    )
    hyphenate = "true" if layout.hyphenate else "false"
    text = (
        f"font: {quoted(layout.font)}, size: {layout.size}pt, lang: {quoted(sheet.language)}, "
        f"hyphenate: {hyphenate}, tracking: {layout.spacing}em"
    )
    parts = [
        '#set document(title: "codes", date: none)',
        f"#set page({page})",
        f"#set text({text})",
        f"#set table(inset: (x: 4pt, y: {layout.pad}pt))\n#set smartquote(enabled: false)",
        *map(_block, sheet.before),
        *_tables(sheet),
        *map(_block, sheet.after),
    ]
    return "\n\n".join(parts)


def quoted(text: str) -> str:
    """A text as a string of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _block(block: Block) -> str:
    if block.kind == "table":
        cells = ", ".join(f"text({quoted(text)})" for row in block.rows for text in row)
        return f"#table(columns: {len(block.rows[0])}, stroke: 0.5pt, {cells})"
    return f"{'= ' if block.kind == 'heading' else ''}#text({quoted(block.text)})"


def _tables(sheet: Sheet) -> list[str]:
    again = "Table continued" if sheet.language == "en" else "Продолжение таблицы 1"
    tables: list[str] = []
    for number, part in enumerate(sheet.parts):
        tables += [*([f"#text({quoted(again)})"] if number else []), _table(sheet, part)]
    return tables


def _table(sheet: Sheet, part: tuple[Line, ...]) -> str:
    layout, heads = sheet.layout, len(sheet.header)
    columns = ", ".join(_column(cell, layout.width) for cell in sheet.header[0] if cell)
    stroke = STROKES[layout.ruling].replace("HEADS", str(heads))
    fill = f"(x, y) => if y >= {heads} and calc.odd(y) {{ luma(235) }}" if layout.ruling == "zebra" else "none"
    repeat = "true" if layout.repeat_header else "false"
    head = ", ".join(_cell(cell, sheet, head=True) for line in sheet.header for cell in line if cell)
    body = ",\n".join(_cell(cell, sheet, head=False) for line in part for cell in line if cell)
    return (
        f"#table(columns: ({columns}), stroke: {stroke}, fill: {fill},\n"
        f"table.header(repeat: {repeat}, {head}),\n{body}\n)"
    )


def _column(cell: Cell, width: float) -> str:
    if cell.kind == "D":
        return f"{width}fr"
    return f"{1.4 - width:.2f}fr" if cell.kind == "R" else "auto"


def _cell(cell: Cell, sheet: Sheet, *, head: bool) -> str:
    layout = sheet.layout
    height = layout.label_valign if cell.kind == "L" and layout.labels == "merged" else layout.valign
    where = [f"align: left + {'horizon' if head else HEIGHTS[height]}"]
    where += [f"rowspan: {cell.rows}"] if cell.rows > 1 else []
    where += ["breakable: false"] if not layout.cut and cell.rows == 1 else []
    return f"table.cell({', '.join(where)})[{_words(cell, sheet, head=head)}]"


def _words(cell: Cell, sheet: Sheet, *, head: bool) -> str:
    looks = ["fill: white"] if cell.hidden else []
    looks += ['weight: "bold"'] if head or cell.bold else []
    text = " #linebreak() ".join(f"#text({', '.join([*looks, quoted(part)])})" for part in cell.text.split("\n"))
    text += (
        f"#super[{cell.mark.replace('¹', '1')}]" if cell.mark and cell.mark != "*" else cell.mark.replace("*", "\\*")
    )
    text = f"#strike[{text}]" if cell.struck else text
    return f"#par(justify: true)[{text}]" if sheet.layout.justify and cell.kind == "D" and not head else text
