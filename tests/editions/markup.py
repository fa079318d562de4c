"""A sheet as HTML with its looks as CSS: a document of its own, and what several programs print."""

from __future__ import annotations

import html
import random
from pathlib import Path

from tests.editions.layout import PAGES
from tests.editions.sheet import Block, Cell, Line, Sheet

RULES = {
    "grid": "td, th { border: 0.6pt solid #444 }",
    "horizontal": "td, th { border-bottom: 0.6pt solid #444 }",
    "header": "thead tr:last-child th { border-bottom: 0.8pt solid #000 }",
    "zebra": "tbody tr:nth-child(even) td { background: #e8e8e8 }",
    "none": "",
}


def page(sheet: Sheet, furniture: str = "") -> str:
    """The sheet as a page of HTML; `furniture` is CSS for running heads."""
    body = "\n".join([*map(_block, sheet.before), *_tables(sheet), *map(_block, sheet.after)])
    classes = "watermarked" if sheet.layout.watermark else ""
    style = f"{_style(sheet)}\n{furniture}"
    return (
        f'<!DOCTYPE html>\n<html lang="{sheet.language}"><head><meta charset="utf-8"><title>Коды</title>\n'
        f'<style>\n{style}\n</style></head>\n<body class="{classes}">\n{_watermark(sheet)}'
        f"<main>\n{body}\n</main></body></html>\n"
    )


def _style(sheet: Sheet) -> str:
    layout = sheet.layout
    across, hyphens = "justify" if layout.justify else "left", "auto" if layout.hyphenate else "manual"
    columns = "main { column-count: 2; column-gap: 18pt }" if layout.columns == 2 else ""
    return "\n".join(
        [
            f"body {{ font: {layout.size}pt '{layout.font}'; letter-spacing: {layout.spacing}em; margin: 0 }}",
            f"table {{ border-collapse: collapse; width: {100 * layout.width:.0f}%; margin: 6pt 0 }}",
            f"td, th {{ padding: {layout.pad}pt 4pt; vertical-align: {layout.valign}; text-align: left }}",
            f"td.D {{ text-align: {across}; hyphens: {hyphens} }}",
            f"td.L {{ vertical-align: {layout.label_valign if layout.labels == 'merged' else layout.valign} }}",
            "td.C, td.L, td.N { white-space: nowrap }",
            f"tr {{ break-inside: {'auto' if layout.cut else 'avoid'} }}",
            f"thead {{ display: {'table-header-group' if layout.repeat_header else 'table-row-group'} }}",
            ".struck { text-decoration: line-through } .hidden td { color: #fff; background: #fff }",
            ".watermark { position: fixed; top: 40%; left: 15%; font-size: 70pt; color: #ddd;",
            "  transform: rotate(-35deg); z-index: -1 }",
            RULES[layout.ruling],
            columns,
        ]
    )


def _watermark(sheet: Sheet) -> str:
    return '<div class="watermark">ПРОЕКТ</div>\n' if sheet.layout.watermark else ""


def _block(block: Block) -> str:
    if block.kind == "table":
        rows = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in block.rows)
        return f"<table>{rows}</table>"
    tag = "h2" if block.kind == "heading" else "p"
    return f"<{tag}>{html.escape(block.text)}</{tag}>"


def _tables(sheet: Sheet) -> list[str]:
    """The parts of the table, the second and later ones with a line that says so, as standards of documents want it."""
    again = "Table continued" if sheet.language == "en" else "Продолжение таблицы 1"
    head = "".join(_row(line, "th") for line in sheet.header)
    tables = []
    for number, part in enumerate(sheet.parts):
        body = "\n".join(_row(line, "td") for line in part)
        table = f"<table>\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody></table>"
        tables += [*([f"<p>{again}</p>"] if number else []), table]
    return tables


def _row(line: Line, tag: str) -> str:
    hidden = ' class="hidden"' if any(cell and cell.hidden for cell in line) else ""
    return f"<tr{hidden}>{''.join(_cell(cell, tag) for cell in line if cell)}</tr>"


def _cell(cell: Cell, tag: str) -> str:
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    paragraphs = [html.escape(text) for text in cell.text.split("\n")]
    text = "<br>".join(paragraphs) if tag == "th" else "".join(f"<div>{part}</div>" for part in paragraphs)
    text = paragraphs[0] if len(paragraphs) == 1 else text
    text += f"<sup>{cell.mark.replace('¹', '1')}</sup>" if cell.mark and cell.mark != "*" else cell.mark
    text = f"<s>{text}</s>" if cell.struck else text
    text = f"<b>{text}</b>" if cell.bold and tag == "td" else text
    return f'<{tag} class="{cell.kind}"{spans}>{text}</{tag}>'


def web_page(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """An HTML document; rows that nobody sees are not displayed."""
    hiding = draw.choice(["<tr hidden>", '<tr style="display: none">'])
    text = page(sheet).replace('<tr class="hidden">', hiding)
    encoding = {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16"}.get(sheet.layout.encoding, "utf-8")
    path.write_bytes(text.encode(encoding))


def margins(sheet: Sheet) -> str:
    """CSS of paged media: the page, its running head and foot."""
    layout = sheet.layout
    width, height = PAGES[layout.page]
    foot = " ".join(_counted(part) for part in _split(layout.foot)) if layout.foot else "none"
    head = f'"{layout.head}"' if layout.head else "none"
    return (
        f"@page {{ size: {width}pt {height}pt; margin: 50pt 45pt;"
        f" @top-center {{ content: {head}; font-size: 7pt }} @bottom-center {{ content: {foot}; font-size: 8pt }} }}"
    )


def _split(foot: str) -> list[str]:
    return [part for part in foot.replace("{", "\0{").replace("}", "}\0").split("\0") if part]


def _counted(part: str) -> str:
    return {"{n}": "counter(page)", "{m}": "counter(pages)"}.get(part, f'"{part}"')
