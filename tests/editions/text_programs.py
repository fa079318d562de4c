"""Programs that write text: tabs, columns of spaces, Markdown, CSV."""

from __future__ import annotations

import csv
import io
import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

from tests.editions.sheet import Block, Cell, Line, Sheet

Rows: TypeAlias = Sequence[Sequence[str]]


def plain(cell: Cell | None) -> str:
    """The words of a cell with its mark; nothing where another cell covers it."""
    return "" if cell is None else cell.text + cell.mark


def flat(sheet: Sheet, join: str = " ") -> tuple[list[list[str]], list[list[str]]]:
    """Header and rows of a sheet as text; `join` stands for a line break in a cell."""

    def texts(lines: Sequence[Line]) -> list[list[str]]:
        return [[plain(cell).replace("\n", join) for cell in line] for line in lines]

    return texts(sheet.header), texts([line for part in sheet.parts for line in part])


def document(sheet: Sheet, table: Callable[[Rows], list[str]], body: list[str], heading: str = "") -> str:
    """The text of a document: the blocks before the table, its lines, the blocks after it."""
    lines: list[str] = []
    for block in sheet.before:
        lines += [*_block(block, table, heading), ""]
    lines += [*body, ""]
    for block in sheet.after:
        lines += [*_block(block, table, heading), ""]
    return "\n".join(lines) + "\n"


def _block(block: Block, table: Callable[[Rows], list[str]], heading: str) -> list[str]:
    if block.kind == "table":
        return table(block.rows)
    return [heading + block.text if block.kind == "heading" else block.text]


def write(path: Path, text: str, sheet: Sheet) -> None:
    """Write a text in the encoding of the layout; what the encoding lacks is a reason to take UTF-8."""
    try:
        data = text.encode(sheet.layout.encoding)
    except UnicodeEncodeError:
        data = text.encode("utf-8")
    path.write_bytes(data)


def tabs(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """Cells between tabs, as copied from a page; the tabs before a row slip."""
    header, rows = flat(sheet)
    slip, furniture = draw.choice([0.0, 0.0, 0.1, 0.3]), sheet.layout.foot or sheet.layout.head
    lines = ["\t".join(line) for line in header]
    for number, row in enumerate(rows):
        text = "\t".join(row).rstrip("\t")
        if row[0] == "" and draw.random() < slip:
            text = text.lstrip("\t") if draw.random() < 0.5 else "\t" + text
        lines.append(text)
        if furniture and number % 37 == 36:
            lines += page_break(sheet, number // 37 + 1)
    text = document(sheet, lambda other: ["\t".join(line) for line in other], lines)
    if furniture:  # on every page, so on the first and the last too
        foot = page_break(sheet, len(rows) // 37 + 1)[0] if sheet.layout.foot else ""
        text = f"{sheet.layout.head}\n{text}\n{foot}\n"
    write(path, text, sheet)


def damaged(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A text with tabs whose letters were lost on the way: read in the wrong encoding, or made question marks."""
    plain_layout = replace(sheet.layout, encoding="utf-8")
    tabs(draw, replace(sheet, layout=plain_layout), path)
    text = path.read_text(encoding="utf-8")
    wrong = draw.choice([("utf-8", "cp1251"), ("cp1251", "latin-1"), ("cp1251", "cp866"), ("ascii", "ascii")])
    path.write_text(text.encode(wrong[0], "replace").decode(wrong[1], "replace"), encoding="utf-8")


def torn(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A copy of one column after the other, empty cells left out: which text belongs to which code is gone."""
    header, rows = flat(sheet)
    columns_in_turn = [text for column in zip(*header, *rows, strict=True) for text in column if text]
    write(path, document(sheet, lambda other: [" ".join(line) for line in other], columns_in_turn), sheet)


def page_break(sheet: Sheet, page: int) -> list[str]:
    """The foot of a page and the head of the next, as a copy has them."""
    layout = sheet.layout
    foot = [layout.foot.replace("{n}", str(page)).replace("{m}", "9")] if layout.foot else []
    head = [f"\f{layout.head}"] if layout.head else []
    return [*foot, *head]


def aligned(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """Columns of spaces, texts wrapped in theirs."""
    header, rows = flat(sheet)
    width, style = draw.choice([36, 48, 64, 999]), draw.choice(["bare", "bare", "dashes", "grid"])

    def table(lines: Rows, heads: int = 1) -> list[str]:
        return columns(lines, heads, width, style)

    body = columns([*header, *rows], len(header), width, style)
    write(path, document(sheet, table, body), sheet)


def columns(lines: Rows, heads: int, width: int, style: str) -> list[str]:
    """Rows of text set in columns, with dashes under the header or a grid around all."""
    cells = [[textwrap.wrap(text, width, break_on_hyphens=False) or [""] for text in line] for line in lines]
    widths = [max(len(part) for line in cells for part in line[column]) for column in range(len(lines[0]))]
    bar = "+" + "+".join("-" * (size + 2) for size in widths) + "+"
    written: list[str] = [bar] if style == "grid" else []
    for number, line in enumerate(cells):
        for depth in range(max(map(len, line))):
            parts = [
                (cell[depth] if depth < len(cell) else "").ljust(size) for cell, size in zip(line, widths, strict=True)
            ]
            written.append(f"| {' | '.join(parts)} |" if style == "grid" else "  ".join(parts).rstrip())
        if style == "grid":
            written.append(bar)
        elif style == "dashes" and number == heads - 1:
            written.append("  ".join("-" * size for size in widths))
    return written


def markdown(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """A pipe table; line breaks are `<br>`, now and then the codes are set as code or struck through."""
    as_code = draw.random() < 0.2

    def cell_text(cell: Cell | None) -> str:
        if cell is None or not plain(cell):
            return ""
        text = plain(cell).replace("|", "\\|").replace("*", "\\*").replace("\n", "<br>")
        if cell.bold:
            return f"**{text}**"
        return f"~~{text}~~" if cell.struck else f"`{text}`" if as_code and cell.kind == "C" and not cell.mark else text

    def table(lines: Sequence[Sequence[str]]) -> list[str]:
        return ["| " + " | ".join(line) + " |" for line in [lines[0], ["---"] * len(lines[0]), *lines[1:]]]

    parts: list[str] = []
    for number, part in enumerate(sheet.parts):
        lines = [[cell_text(cell) for cell in line] for line in (*sheet.header, *part)]
        parts += [*([""] if number else []), *table(lines)]
    write(path, document(sheet, table, parts, "## "), sheet)


def comma_separated(draw: random.Random, sheet: Sheet, path: Path) -> None:
    """CSV with commas, semicolons or tabs, with a line of titles at times."""
    header, rows = flat(sheet, "\n")
    buffer = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if draw.random() < 0.3 else csv.QUOTE_MINIMAL
    writer = csv.writer(
        buffer, delimiter=draw.choice(",;;\t"), lineterminator=draw.choice(["\n", "\r\n"]), quoting=quoting
    )
    if draw.random() < 0.3:
        writer.writerow(["Коды результатов", *[""] * (len(header[0]) - 1)])
    writer.writerows([*header, *rows])
    write(path, buffer.getvalue(), sheet)
