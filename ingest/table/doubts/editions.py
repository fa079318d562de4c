"""Doubts about a document that holds two tables, as it was and as it is now: which one holds is not said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, permutations
from typing import Final

from ingest.table.division.heads import Head
from ingest.table.entries import Entry
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_CODE

_FEWEST: Final = 5
"""So many codes of a table stand in another one too; fewer are misprints, and each is told as such."""

_NEARLY_ALL: Final = 0.8
_SEVERAL: Final = 2
_MOST_TABLES: Final = 20
_TOP_CLASS: Final = 1000


def edition_doubts(reading: Reading) -> Iterator[Finding]:
    """Codes that one of two tables of nearly the same codes lacks or says otherwise; a table that may be an old one."""
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
    if not differing:
        yield from _among(reading)


def _among(reading: Reading) -> Iterator[Finding]:
    """A table whose codes all stand among those of one other, and declare no class: they may be codes no more.

    Both rise: where rows are in another order, each page has codes of all classes. So have several tables by topic.
    """
    begins = reading.scene.heading_begins
    codes = [head for head in reading.heads if head.kind == "code"]
    tables = [list(group) for _, group in groupby(codes, key=lambda head: bisect_right(begins, head.index))]
    is_rising = all(one.number < other.number for table in tables for one, other in pairwise(table))
    if not is_rising or not 1 < len(tables) <= _MOST_TABLES:
        return
    found = [inner for inner, outer in permutations(tables, 2) if _is_among(reading, inner, outer)]
    if len(found) == 1:
        first = found[0][0]
        message = f"the table of {first.number:04d} has headings of its own and codes among those of another table"
        yield DOUBTFUL_CODE.finding(f"{message}: it may be of another edition", first.word.span, code=first.number)


def _is_among(reading: Reading, inner: Sequence[Head], outer: Sequence[Head]) -> bool:
    """Whether the codes of a table all stand among those of another, and its labels are none that are new there."""
    is_inside = outer[0].number <= inner[0].number and inner[-1].number <= outer[-1].number
    if len(inner) < _SEVERAL or not is_inside or {head.number for head in inner} <= {head.number for head in outer}:
        return False
    declared = [_declared(reading, table) for table in (inner, outer)]
    return declared[0] <= declared[1]


def _declared(reading: Reading, table: Sequence[Head]) -> set[str]:
    """The patterns that the rows of a table declare."""
    begins = reading.scene.heading_begins
    part = bisect_right(begins, table[0].index)
    labels = (label for label in reading.labels if bisect_right(begins, label.index) == part)
    return {pattern for label in labels for pattern in label.patterns}


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
