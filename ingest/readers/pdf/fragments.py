"""PDF: the words and drawn lines of the pages that are asked for. pypdfium2 reads first, pdfplumber once more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Final

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.document.source import unpacked_parts
from ingest.readers.joined import joined
from ingest.readers.pdf.cut import cut_by_margin, cut_by_paper
from ingest.readers.pdf.edition import edition_labels
from ingest.readers.pdf.layers import layers_off
from ingest.readers.pdf.page import Sheet, read_sheet
from ingest.readers.pdf.second import read_sheets
from ingest.readers.pdf.soundness import (
    compare_counts,
    require_contents,
    require_meaning,
    require_sure_letters,
    require_text,
    require_whole,
)
from ingest.readers.pdf.source import Source
from ingest.readers.pdf.tree import has_no_pages, objects_of, pages_with_content
from model import Fault, Finding, InputError

Wanted = Callable[[Sequence[str]], Collection[int]]
"""Says by the plain texts of the pages which of them are to be read, as indexes of the texts."""

_LARGEST_EMPTY: Final = 1_000_000
"""How large a PDF without pages is at most, in bytes: to look into a larger one takes long."""

_WORD: Final = re.compile(r"\w+(?:-\w+)*")
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
    source = _opened(data, place, options)
    try:
        return _read(source, wanted)
    finally:
        source.close()


def _opened(data: bytes, place: str, options: ReadOptions) -> Source:
    try:
        return Source(data, place, options)
    except InputError as error:
        # pdfium opens no PDF without pages, and does not say that this is why.
        if error.__cause__ is not None and len(data) <= _LARGEST_EMPTY and has_no_pages(data):
            raise InputError(Fault("no-pages", "the PDF has no pages; export it again", place)) from None
        raise


def _read(source: Source, wanted: Wanted) -> Fragments:
    objects = objects_of(source.data, source.password)
    has_content = pages_with_content(objects, source.data)
    findings = list(compare_counts(source, None if has_content is None else len(has_content)))
    texts = list(source.texts())
    require_text(source, texts)
    places = sorted(wanted(texts))
    numbers = [source.numbers[index] for index in places]
    if not numbers:
        require_sure_letters(source, texts)
    seen = [number for number, index in zip(numbers, places, strict=True) if texts[index].strip()]
    findings += require_contents(source, has_content or (), seen)
    findings += require_whole(source, numbers)
    sheets: list[Sheet] = []
    start, off = 0, layers_off(objects)
    for number in numbers:
        sheets.append(source.with_page(number, partial(read_sheet, number=number, start=start, layers_off=off)))
        start += len(sheets[-1].lines)
    require_meaning(source, zip(numbers, sheets, strict=True))
    labels = edition_labels(source.metadata(), _edges(texts), source.count)
    findings += cut_by_paper([sheet.lines for sheet in sheets])
    findings += cut_by_margin((sheet.lines for sheet in sheets), lambda: _vocabulary(texts, sheets))
    return _fragments(sheets, labels, findings)


def read_again(data: bytes, place: str, options: ReadOptions, pages: Collection[int]) -> Fragments:
    """The words and rules of some pages of a PDF once more, by other libraries: a check of `read_pdf`.

    `data`, `place`, `options`: as for `read_pdf`, or several PDFs that are parts of one document. `pages`: the indexes
    of the pages in the document, from 0, counted on over its parts.

    Raises
    ------
    InputError
        `damaged-pdf`, if a page cannot be read.
    """
    found: list[Fragments] = []
    before = 0
    for part in unpacked_parts(data):
        source = Source(part, place, options, is_checked=True)
        try:
            numbers = [page + 1 - before for page in sorted(pages) if before <= page < before + source.count]
            found.append(_fragments(list(read_sheets(source, numbers)) if numbers else [], Labels(pages=source.count)))
            before += source.count
        finally:
            source.close()
    return found[0] if len(found) == 1 else joined(found, [place] * len(found))


def _fragments(sheets: Sequence[Sheet], labels: Labels, findings: Iterable[Finding] = ()) -> Fragments:
    return Fragments(
        words=tuple(word for sheet in sheets for line in sheet.lines for word in line),
        rules=tuple(rule for sheet in sheets for rule in sheet.rules),
        layout="page",
        format="pdf",
        labels=labels,
        findings=(*findings, *(finding for sheet in sheets for finding in sheet.findings)),
    )


def _vocabulary(texts: Iterable[str], sheets: Iterable[Sheet]) -> set[str]:
    """The words of a document, the last ones of the lines that were read apart."""
    last = Counter(line[-1].text for sheet in sheets for line in sheet.lines)
    words = Counter(word for text in texts for word in _WORD.findall(text))
    return set(words - last)


def _edges(texts: Iterable[str]) -> Counter[str]:
    """How often each line stands at the begin or end of a page."""
    lines: Counter[str] = Counter()
    for text in texts:
        all_lines = text.split("\n")
        lines.update({clean(line) for line in all_lines[:_EDGE_LINES] + all_lines[-_EDGE_LINES:]})
    del lines[""]
    return lines
