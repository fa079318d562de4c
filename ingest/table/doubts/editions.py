"""Doubts about a document that holds the table twice, as it was and as it is now: which one holds is not said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.table.entries import Entry
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_CODE

_FEWEST: Final = 5
"""So many codes of a table stand in another one too; fewer are misprints, and each is told as such."""

_NEARLY_ALL: Final = 0.8
_TOP_CLASS: Final = 1000


def edition_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes that one of two tables of nearly the same codes lacks, or has with another text."""
    first, again = _two_tables([entry for entry in reading.entries if entry.code])
    texts, known = {entry.number: entry.text for entry in again}, {entry.number for entry in first}
    differing = [entry for entry in first if entry.number not in texts or texts[entry.number] != entry.text]
    differing += [entry for entry in again if entry.number not in known]
    for entry in differing:
        message = (
            f"the table stands twice, and {entry.number:04d} is not the same in both: one may be of another edition"
        )
        if entry.code is not None:
            yield DOUBTFUL_CODE.finding(message, entry.code.span, code=entry.number)


def _two_tables(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """The codes of a table that the one below says nearly all again, and those of that; of no such, nothing."""
    places: dict[int, int] = {}
    again = [place for place, entry in enumerate(entries) if places.setdefault(entry.number, place) != place]
    if len(again) < _FEWEST:
        return (), ()
    tops = {entries[place].number // _TOP_CLASS for place in again}
    inside = [entry.number // _TOP_CLASS in tops for entry in entries]
    above = [entry for entry, is_inside in zip(entries[: again[0]], inside, strict=False) if is_inside]
    below = [entry for entry, is_inside in zip(entries[again[0] :], inside[again[0] :], strict=True) if is_inside]
    is_table = len(again) >= _NEARLY_ALL * max(len(below), len(above))
    return (above, below) if is_table else ((), ())
