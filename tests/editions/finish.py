"""What is done to a drawn PDF afterwards: pages turned, a blank one between, two on a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.editions.layout import Layout

if TYPE_CHECKING:
    from pypdf import PdfWriter


def finish(path: Path, layout: Layout) -> None:
    """Rewrite a PDF as its layout wants it.

    Turned by 90, pages are shown lying; by 180, their content stands on its head and they are turned back, so they are
    shown upright; by 270, the content itself lies.
    """
    if not (layout.turned or layout.two_up or layout.blank_page):
        return
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(path))
    if layout.blank_page and len(writer.pages) > 1:
        writer.insert_blank_page(index=1)
    if layout.turned:
        _turn(writer, layout.turned)
    if layout.two_up:
        writer = _two_up(writer)
    writer.write(path)


def _turn(writer: PdfWriter, degrees: int) -> None:
    for page in writer.pages:
        if degrees in {180, 270}:
            page.rotate(degrees)
            page.transfer_rotation_to_content()
        if degrees in {90, 180}:
            page.rotate(degrees)


def _two_up(writer: PdfWriter) -> PdfWriter:
    """Two pages side by side on a sheet that lies, a little smaller."""
    from pypdf import PdfWriter, Transformation

    sheets = PdfWriter()
    pages = list(writer.pages)
    width, height = float(pages[0].mediabox.width), float(pages[0].mediabox.height)
    scale = 0.8
    for place in range(0, len(pages), 2):
        sheet = sheets.add_blank_page(2 * scale * width, scale * height)
        for side, page in enumerate(pages[place : place + 2]):
            sheet.merge_transformed_page(page, Transformation().scale(scale).translate(side * scale * width, 0))
    return sheets
