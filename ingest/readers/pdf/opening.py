"""The pages of a PDF as pdfplumber reads them, handed on by pypdfium2; what is damaged is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ingest.readers.pdf.pages import PageText, Source
from ingest.readers.pdf.words import Sheet, Sheets
from model import InputError

SEEN_BY_ONE: Final = "{} sees text there and {} none; export the PDF again"


def open_sheets(source: Source, numbers: Sequence[int]) -> Sheets:
    """Some pages of a PDF, to be read one by one.

    Raises
    ------
    InputError
        `damaged-pdf`, if they cannot be handed on, or a stream of them does not unpack whole: letters that it held
        would be other ones, or not there, and neither engine would say so.
    """
    with _damage_told(source):
        sheets = Sheets(source.extract(list(numbers)), numbers)
        if sheets.are_damaged():
            raise source.fault(
                "damaged-pdf", "the PDF is damaged (what is packed in it was changed); download or export it again"
            )
        return sheets


def any_sheet(source: Source, sheets: Sheets, number: int) -> Sheet:
    """A page, with text or without it.

    Raises
    ------
    InputError
        `damaged-pdf`, if it cannot be read.
    """
    with _damage_told(source, number):
        return sheets.read(number)


def sheet_of(source: Source, sheets: Sheets, page: PageText) -> Sheet | None:
    """A page as pdfplumber sees it; None if it is blank for pypdfium2 too.

    Raises
    ------
    InputError
        `damaged-pdf`, if it cannot be read; `engines-differ`, if one engine sees text there and the other none.
    """
    sheet = any_sheet(source, sheets, page.number)
    if bool(sheet.lines) is not page.has_text:
        engines = ("pdfplumber", "pypdfium2") if sheet.lines else ("pypdfium2", "pdfplumber")
        raise source.fault("engines-differ", SEEN_BY_ONE.format(*engines), page.number)
    return sheet if sheet.lines else None


@contextmanager
def _damage_told(source: Source, number: int | None = None) -> Iterator[None]:
    """Whatever a library raises becomes the error for a damaged PDF: pdfminer raises exceptions of any kind."""
    try:
        yield
    except (MemoryError, InputError):
        raise
    except Exception as error:
        raise source.damaged(error, number) from error
