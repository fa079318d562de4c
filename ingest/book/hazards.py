"""Characters that are not what they look like: what was normalised, and what steers a text or means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.document.cleaning import SOFT_HYPHEN
from ingest.document.rows import Cell, Document
from ingest.table.code_table import CodeTable
from ingest.table.lookalikes import named
from model import Finding, Span
from model.rules import COMPOSED_LETTER, INVISIBLE_CHARACTER, SPECIAL_CHARACTER, Rule

_REPLACEMENT: Final = "\ufffd"
"""What stands where a text could not be decoded."""


def character_findings(document: Document, tables: Iterable[CodeTable]) -> list[Finding]:
    """A finding for each character of the tables that was normalised or is no plain text, at its first place."""
    cells = [cell for table in tables for row in document.rows[table.begin : table.end] for cell in row.cells]
    return [
        *_findings(INVISIBLE_CHARACTER, cells, [cell.normalised.removed for cell in cells]),
        *_findings(COMPOSED_LETTER, cells, [cell.normalised.composed for cell in cells]),
        *_findings(SPECIAL_CHARACTER, cells, [_special(cell.text) for cell in cells]),
    ]


def _special(text: str) -> str:
    """The characters of a cleaned text that are not seen, and not what they seem: controls, private, unassigned."""
    if text.isprintable() and _REPLACEMENT not in text:
        return ""
    return "".join(
        letter for letter in text if letter == _REPLACEMENT or (not letter.isprintable() and letter != SOFT_HYPHEN)
    )


def _findings(rule: Rule, cells: Sequence[Cell], found: Sequence[str]) -> Iterator[Finding]:
    """A finding for each of the characters found in the cells, with its first place and how often it stands there."""
    places: dict[str, list[Span]] = {}
    for cell, characters in zip(cells, found, strict=True):
        for character in characters:
            places.setdefault(character, []).append(cell.span)
    for character, spans in places.items():
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        yield rule.finding(f"{named(character)} stands in the table {times}", spans[0])
