"""PDFs: each function draws a sheet by one program."""

from __future__ import annotations

import random
from pathlib import Path

from tests.editions import markup
from tests.editions.sheet import Sheet


def weasyprint(_draw: random.Random, sheet: Sheet, path: Path) -> None:
    """HTML printed by WeasyPrint."""
    from weasyprint import HTML

    HTML(string=markup.page(sheet, markup.margins(sheet))).write_pdf(path)
