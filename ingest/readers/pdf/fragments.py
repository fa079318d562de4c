"""PDF: the words and drawn lines of the pages that are asked for. pypdfium2 reads first, pdfplumber once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from ingest.document.cleaning import clean
from ingest.document.fragments import Fragments, Word
from ingest.document.rows import ReadOptions
from ingest.readers.pdf.edition import edition_labels
from ingest.readers.pdf.page import Sheet, read_sheet
from ingest.readers.pdf.source import Source

Wanted = Callable[[Sequence[str]], Collection[int]]
"""Says by the plain texts of the pages which of them are to be read, as indexes of the texts."""

_EDGE_LINES: Final = 3
"""How many lines at the begin and end of a page's text can be a running head: producers write it first or last."""


def every_page(texts: Sequence[str]) -> Collection[int]:
    """All pages."""
    return range(len(texts))


def read_pdf(data: bytes, place: str, options: ReadOptions, wanted: Wanted = every_page) -> Fragments:
    """The words and rules of a PDF, of those pages whose text is wanted.

    Parameters
    ----------
    data
        The bytes of the file.
    place
        The name of the file, for errors.
    options
        `pages` narrows what is looked at; `password` opens an encrypted file.
    wanted
        Asked once, with the plain texts of all pages that the options name.

    Raises
    ------
    InputError
        If the PDF is damaged, encrypted, over a limit of the options, or has no pages or no text layer; if its engines
        count other pages, or its letters cannot be read.
    """
    source = Source(data, place, options)
    try:
        return _read(source, wanted)
    finally:
        source.close()


def _read(source: Source, wanted: Wanted) -> Fragments:
    texts = list(source.texts())
    numbers = [source.numbers[index] for index in sorted(wanted(texts))]
    sheets = [source.with_page(number, partial(read_sheet, number=number)) for number in numbers]
    return Fragments(
        words=tuple(_numbered(sheets)),
        rules=tuple(rule for sheet in sheets for rule in sheet.rules),
        layout="page",
        format="pdf",
        labels=edition_labels(source.metadata(), _edges(texts), source.count),
        findings=tuple(finding for sheet in sheets for finding in sheet.findings),
    )


def _numbered(sheets: Iterable[Sheet]) -> Iterator[Word]:
    """The words of all pages, their lines counted over the whole document."""
    count = 0
    for sheet in sheets:
        for line in sheet.lines:
            for word in line:
                yield replace(word, line=count)
            count += bool(line)


def _edges(texts: Iterable[str]) -> Counter[str]:
    """How often each line stands at the begin or end of a page."""
    lines: Counter[str] = Counter()
    for text in texts:
        all_lines = text.split("\n")
        lines.update({clean(line) for line in all_lines[:_EDGE_LINES] + all_lines[-_EDGE_LINES:]})
    del lines[""]
    return lines
