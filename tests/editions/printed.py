"""PDFs: each function draws a sheet by one program."""

from __future__ import annotations

import random
from pathlib import Path

from tests.browser import started_browser
from tests.editions import markup
from tests.editions.layout import PAGES
from tests.editions.sheet import Sheet


def weasyprint(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """HTML printed by WeasyPrint."""
    from weasyprint import HTML

    HTML(string=markup.page(sheet, markup.margins(sheet))).write_pdf(path)


def chromium(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """HTML printed by Chromium, with the running heads of its print dialogue."""
    layout = sheet.layout
    width, height = PAGES[layout.page]
    counted = layout.foot.replace("{n}", '<span class="pageNumber"></span>')
    foot = counted.replace("{m}", '<span class="totalPages"></span>')
    line = '<div style="font: 8px DejaVu Sans; width: 100%; text-align: center">{}</div>'
    with started_browser() as browser:
        tab = browser.new_page()
        tab.set_content(markup.page(sheet))
        tab.pdf(
            path=path,
            width=f"{width / 72}in",
            height=f"{height / 72}in",
            margin={"top": "0.75in", "bottom": "0.75in", "left": "0.6in", "right": "0.6in"},
            print_background=True,
            display_header_footer=True,
            header_template=line.format(layout.head),
            footer_template=line.format(foot),
        )
