"""Random code books laid out as PDF: by ReportLab, and by way of HTML by WeasyPrint and Chromium."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from tests.books import PrintedRow, Sample, printed_label

BEFORE = (
    "Ниже приведен список кодов результатов выполнения команд или запросов.",
    "Например, если система получает код 2219, она читает его как 2210 (класс 221x), 1090 — как 1000 (класс 1xxx).",
    "1000 - команда выполнена успешно; 5XXX - исключение",
)
AFTER = ("Ответ на запрос передает код в поле result.", '"disconnect_reason" : "1120"')


@dataclass(frozen=True)
class Layout:
    """How a table is drawn. `rules`: which lines are drawn; the alignments are CSS names."""

    rules: str
    label_align: str
    code_align: str
    columns: str
    repeats_header: bool
    cuts_rows: bool
    is_narrow: bool
    is_merged: bool
    has_heads: bool
    padding: float
    leading: float
    size: float
    page_height: int
    ending: str
    seed: int

    def random(self) -> random.Random:
        """The source of small choices, the same for every producer."""
        return random.Random(self.seed)  # noqa: S311 - for test data


def layouts() -> st.SearchStrategy[Layout]:
    """Any layout."""
    return st.builds(
        Layout,
        rules=st.sampled_from(("grid", "rows", "header", "none")),
        label_align=st.sampled_from(("top", "middle")),
        code_align=st.sampled_from(("top", "middle")),
        columns=st.sampled_from(("three", "one", "with code")),
        repeats_header=st.booleans(),
        cuts_rows=st.booleans(),
        is_narrow=st.booleans(),
        is_merged=st.booleans(),
        has_heads=st.booleans(),
        padding=st.sampled_from((1.0, 2.5, 4.0)),
        leading=st.sampled_from((1.1, 1.2, 1.4)),
        size=st.sampled_from((7.0, 9.0, 11.0)),
        page_height=st.sampled_from((280, 420, 700)),
        ending=st.sampled_from(("nothing", "heading", "prose", "table")),
        seed=st.integers(0, 10**6),
    ).filter(can_be_told)


def can_be_told(layout: Layout) -> bool:
    """Whether rows can be told apart: cut without a rule, labels and codes must stand beside their texts alike."""
    return layout.rules in ("grid", "rows") or not layout.cuts_rows or layout.code_align == layout.label_align


def extent(rows: tuple[PrintedRow, ...], index: int, level: int) -> int:
    """How many rows the cell of a label covers: down to the next label of its level or above."""
    labels = [row.label for row in rows[index + 1 :]]
    ends = (n for n, label in enumerate(labels, start=1) if label is not None and label.level <= level)
    return next(ends, len(labels) + 1)


def label_cells(sample: Sample, layout: Layout) -> list[list[tuple[int, str, int]]]:
    """The cells of labels of each row: column, text, and how many rows they cover."""
    chance = layout.random()
    count = 3 if layout.columns == "three" else 1
    free_from = [0] * count
    table = []
    for index, row in enumerate(sample.rows):
        cells = []
        for column in range(count):
            if index < free_from[column]:
                continue
            is_here = row.label is not None and (count == 1 or row.label.level == column + 1)
            rows = extent(sample.rows, index, column + 1 if count == 3 else 3) if layout.is_merged else 1
            cells.append((column, printed_label(row.label, chance) if is_here else "", rows))
            free_from[column] = index + rows
        table.append(cells)
    return table


def written(text: str | None) -> str:
    """A text as HTML that no producer breaks at a slash: there, a line break would be read as a space."""
    words = (escape(word) for word in (text or "").split(" "))
    return " ".join(f"<span style='white-space:nowrap'>{word}</span>" if "/" in word else word for word in words)


def code_of(row: PrintedRow) -> str:
    """The code as printed."""
    return "" if row.code is None else f"{row.code:04d}"


# --- HTML ---------------------------------------------------------------------------------------------------------


def html_of(sample: Sample, layout: Layout) -> str:
    """A page of HTML that prints as the layout says."""
    count = 3 if layout.columns == "three" else 0 if layout.columns == "with code" else 1
    head = f"<th colspan={max(count, 1)}>Класс</th><th>Код</th><th>Описание</th>"
    body = "".join(_html_rows(sample, layout))
    table = f"<table class=codes><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    before = "<h1>Коды</h1>" + "".join(f"<p>{escape(text)}</p>" for text in BEFORE)
    start = f"<!doctype html><meta charset=utf-8><title>Коды</title><style>{_style(layout)}</style>"
    return start + before + table + _ending(layout)


def _html_rows(sample: Sample, layout: Layout) -> Iterator[str]:
    chance = layout.random()
    cells_of_rows = label_cells(sample, layout)
    for row, cells in zip(sample.rows, cells_of_rows, strict=True):
        text = f"<td>{written(row.text)}</td>"
        if layout.columns == "with code":
            label = printed_label(row.label, chance)
            yield f"<tr><td></td><td class=c>{f'{label} {code_of(row)}'.strip()}</td>{text}</tr>"
            continue
        labels = "".join(f"<td class=l rowspan={rows}>{label}</td>" for _, label, rows in cells)
        yield f"<tr>{labels}<td class=c>{code_of(row)}</td>{text}</tr>"


def _style(layout: Layout) -> str:
    rules = {
        "grid": "th,td{border:0.5pt solid black}",
        "rows": "tr{border-bottom:0.5pt solid black}",
        "header": "thead tr{border-bottom:0.5pt solid black}",
        "none": "",
    }[layout.rules]
    heads = (
        "@top-right{content:'vendor.example | API v 1.9'}@bottom-center{content:counter(page)}"
        if layout.has_heads
        else ""
    )
    width = "7em" if layout.is_narrow else "auto"
    return (
        f"@page{{size:400pt {layout.page_height}pt;margin:50pt 40pt;{heads}}}"
        f"body{{font-family:'DejaVu Sans';font-size:{layout.size}pt;line-height:{layout.leading};margin:0}}"
        f"table{{border-collapse:collapse}}td,th{{padding:{layout.padding}pt;text-align:left}}"
        f"th{{vertical-align:middle;white-space:nowrap}}td{{vertical-align:{layout.code_align}}}"
        f"td:last-child{{vertical-align:top;width:{width}}}td.l{{vertical-align:{layout.label_align}}}td.c{{white-space:nowrap}}"
        f"tr{{break-inside:{'auto' if layout.cuts_rows else 'avoid'}}}"
        f"thead{{display:{'table-header-group' if layout.repeats_header else 'table-row-group'}}}{rules}"
    )


def _ending(layout: Layout) -> str:
    prose = "".join(f"<p>{escape(text)}</p>" for text in AFTER)
    return {
        "nothing": "",
        "heading": f"<h1>Примеры поведения</h1>{prose}",
        "prose": prose,
        "table": "<h3>Запрос</h3><table><tr><th>№</th><th>Параметр</th><th>Описание</th></tr>"
        "<tr><td>1</td><td>result</td><td>1000 - выполнено; 3100 - неверно; 5XXX - исключение</td></tr></table>",
    }[layout.ending]


def weasyprint_pdf(sample: Sample, layout: Layout) -> bytes:
    """The book as WeasyPrint prints it."""
    import weasyprint

    return bytes(weasyprint.HTML(string=html_of(sample, layout)).write_pdf())


def chromium() -> str | None:
    """The command of a Chromium, if one is installed."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


def chromium_pdf(sample: Sample, layout: Layout) -> bytes:
    """The book as headless Chromium prints it."""
    command = chromium()
    assert command is not None
    with tempfile.TemporaryDirectory() as folder:
        page, output = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(html_of(sample, layout), encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
        ]
        subprocess.run(
            [command, *options, f"--print-to-pdf={output}", page.as_uri()], check=True, capture_output=True, timeout=60
        )
        return output.read_bytes()


# --- ReportLab ----------------------------------------------------------------------------------------------------


def reportlab_pdf(sample: Sample, layout: Layout) -> bytes:
    """The book as ReportLab prints it. Its merged cells end where a page does, so they are cut there beforehand."""
    from reportlab.lib.units import inch
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
    from reportlab.platypus.doctemplate import LayoutError

    style = _paragraph_style(layout)
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=(420, layout.page_height),
        topMargin=0.7 * inch,
        bottomMargin=0.7 * inch,
        leftMargin=40,
        rightMargin=40,
    )
    count = 3 if layout.columns == "three" else 1
    rows: list[list[Any]] = [["Класс", *[""] * (count - 1), "Код", "Описание"]]
    for row, cells in zip(sample.rows, label_cells(sample, layout), strict=True):
        labels = [""] * count
        for column, label, _ in cells:
            labels[column] = label
        code = code_of(row)
        if layout.columns == "with code":
            labels, code = [""], f"{labels[0]} {code}".strip()
        rows.append([*labels, code, Paragraph(escape(row.text or ""), style)])
    widths = [layout.size * 4] * count + [layout.size * (8 if layout.columns == "with code" else 4)]
    table = Table(
        rows,
        colWidths=[*widths, layout.size * 9 if layout.is_narrow else 320 - sum(widths)],
        style=_table_style(sample, layout, count),
        repeatRows=int(layout.repeats_header),
        splitInRow=int(layout.cuts_rows),
    )
    before = [Paragraph(escape(text), style) for text in BEFORE]
    after = [Paragraph(escape(text), style) for text in AFTER] if layout.ending != "nothing" else []
    furniture = _draw_furniture if layout.has_heads else lambda *_: None
    try:
        document.build([*before, table, *after], onFirstPage=furniture, onLaterPages=furniture)
    except (LayoutError, UnboundLocalError):
        # ReportLab prints no row higher than a page that is not to be cut, and stumbles over some merged cells.
        reject()
    return buffer.getvalue()


def _paragraph_style(layout: Layout) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("DejaVu", "DejaVuSans.ttf"))
    return ParagraphStyle(
        "text", fontName="DejaVu", fontSize=layout.size, leading=layout.size * layout.leading, splitLongWords=0
    )


def _table_style(sample: Sample, layout: Layout, count: int) -> list[tuple[Any, ...]]:
    align = {"top": "TOP", "middle": "MIDDLE"}
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "DejaVu", layout.size, layout.size * layout.leading),
        ("VALIGN", (0, 0), (-1, -1), align[layout.code_align]),
        ("VALIGN", (0, 0), (count - 1, -1), align[layout.label_align]),
        ("VALIGN", (-1, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), layout.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), layout.padding),
        ("SPAN", (0, 0), (count - 1, 0)),
    ]
    style += {
        "grid": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
        "rows": [("LINEBELOW", (0, 0), (-1, -1), 0.5, "black")],
        "header": [("LINEBELOW", (0, 0), (-1, 0), 0.5, "black")],
        "none": [],
    }[layout.rules]
    if layout.columns != "with code" and layout.page_height == 700 and len(sample.rows) < 12:
        for index, cells in enumerate(label_cells(sample, layout), start=1):
            style += [("SPAN", (column, index), (column, index + rows - 1)) for column, _, rows in cells if rows > 1]
    return style


def _draw_furniture(canvas: Any, document: Any) -> None:
    canvas.setFont("DejaVu", 7)
    canvas.drawRightString(380, document.pagesize[1] - 30, "vendor.example | API v 1.9")
    canvas.drawCentredString(200, 25, f"стр. {document.page}")
