"""A second pair of eyes: the letters and digits of the table as two engines read them (reading rule 11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.readers.pdf.layout import Part
from ingest.readers.pdf.pages import Source, is_unreadable
from ingest.readers.pdf.words import Line, Sheet
from model import Fault, Finding, Span
from model.rules import ENGINES_DIFFER

_UNMAPPED: Final = "(cid:"
"""How pdfplumber writes a letter whose font does not say what it is."""

UNREADABLE: Final = (
    "letters of the text have no meaning: their font does not say what they are; "
    "export the PDF again with embedded Unicode fonts"
)

_ABOVE: Final = 0.6
_BELOW: Final = 0.05
"""What is compared above and below the line that letters stand on, in font sizes: no other line is in it."""

_BAD_SHARE: Final = 0.05
_COMMON_SHARE: Final = 0.5
"""How much of a text without a meaning, and how little of it in common, says that the fonts cannot be relied on."""

_SHOWN: Final = 40


def compare_counts(source: Source, ours: int | None) -> Iterator[Finding]:
    """A finding if only one engine can count the pages; `ours` are those that pdfminer counts, if it can.

    pypdfium2 believes the number that the document states, pdfminer counts: a page beyond that number would be lost.

    Raises
    ------
    InputError
        `engines-differ`, if the two numbers are not the same.
    """
    theirs = source.count
    if ours is None:
        yield ENGINES_DIFFER.finding(f"pypdfium2 sees {theirs} pages, pdfminer cannot count them", Span())
    elif ours != theirs:
        message = f"pypdfium2 sees {theirs} pages and pdfminer {ours}; export the PDF again"
        raise source.fault("engines-differ", message)


def compare(source: Source, part: Part) -> Iterator[Finding]:
    """A finding for the letters and digits that one engine reads in a part of the table and the other does not."""
    lines = _lines(part)
    if not lines:
        return
    top = lines[0].base - _ABOVE * lines[0].size
    bottom = lines[-1].base + _BELOW * lines[-1].size
    ours = _signs("".join(line.text for line in part.sheet.lines if top <= line.base <= bottom))
    theirs = _signs(source.band(part.sheet.number, top, bottom))
    reports = [
        f"{reader} reads {_quoted(more - less)} in the table, {other} does not"
        for reader, other, more, less in (
            ("pdfplumber", "pypdfium2", ours, theirs),
            ("pypdfium2", "pdfplumber", theirs, ours),
        )
        if more - less
    ]
    if reports:
        yield ENGINES_DIFFER.finding("; ".join(reports), Span(page=part.sheet.number, line=lines[0].number))


def unreadable(name: str, parts: Sequence[Part]) -> Iterator[Fault]:
    """A fault for every page on which the table has letters without a meaning."""
    for part in parts:
        line = next((line for line in _lines(part) if count_unreadable(line.text)), None)
        if line:
            yield Fault("unreadable-text", UNREADABLE, f"{name}, page {part.sheet.number}, line {line.number}")


def count_unreadable(text: str) -> int:
    """How many letters of a text have no meaning."""
    return text.count(_UNMAPPED) + sum(map(is_unreadable, text))


def is_unsure(source: Source, sheet: Sheet) -> bool:
    """Whether the letters of a page have no sure meaning: a good part of them none, or another one to either engine."""
    text = "".join(line.text for line in sheet.lines)
    if count_unreadable(text) > _BAD_SHARE * len(text):
        return True
    ours, theirs = _signs(text), _signs(source.band(sheet.number, 0, sheet.height))
    return (ours & theirs).total() < _COMMON_SHARE * max(ours.total(), theirs.total())


def _lines(part: Part) -> list[Line]:
    """The lines of the page from the header to the last line of the table."""
    numbers = [item.number for line in part.lines for item in (*line.labels, line.code, line.text) if item]
    numbers += [part.header.number] if part.header else []
    return [line for line in part.sheet.lines if numbers and min(numbers) <= line.number <= max(numbers)]


def _signs(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def _quoted(signs: Counter[str]) -> str:
    """The signs in order, each as often as it is too many, and not too long."""
    text = "".join(sorted(signs.elements()))
    return f"«{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}»"
