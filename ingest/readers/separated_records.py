"""The records of separated values (RFC 4180) by the standard library, and whether lines with tabs or bars are such."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.header import HEADINGS
from ingest.readers.source_lines import SourceLine

QUOTE: Final = '"'
BAR: Final = "|"
_BELOW_HEADINGS: Final = re.compile(r"[|^~:#$¦§]")
"""Delimiters that few data have: they count below the headings of a code table, right between which they stand."""

_LONGEST_HEADER: Final = 200
_QUOTED: Final = re.compile(r'\s*"[^"|]*+"(?:\|"[^"|]*+")++\s*')
_BREAK: Final = "\x1e"
"""Stands for a line end inside a field that is not quoted: no text holds it, a file with one is binary."""

_EMPTY: Final = '""'
_DOUBLED: Final = re.compile(r'"(?:[^"]|"")*+"')
"""A quoted field; no copy of a table holds one with doubled quotes inside."""

_FEWEST: Final = 3
"""So many tabs, and more lines, a sheet has whose tabs are counted."""

_MOST_TABLES: Final = 4
"""So many tables, each of a width of its own, may stand one right below the other."""


class Record(NamedTuple):
    """A record: the indices of its lines, its fields, and what is wrong with its quotes."""

    begin: int
    end: int
    fields: list[str]
    reason: str | None


def record_at(lines: Sequence[SourceLine], begin: int, delimiter: str, most: int | None = None) -> Record:
    """The record that begins on a line. One whose quotes are broken is read as if quotes were nothing special."""
    end, is_inside = begin, False
    last = len(lines) if most is None else min(len(lines), begin + most)
    while end < last:
        is_inside = ends_inside_quotes(lines[end].text, delimiter, is_inside=is_inside)
        end += 1
        if not is_inside and not _goes_on(lines, end, delimiter):
            break
    inner = (line.text + (_BREAK if line.is_broken else "\n") for line in lines[begin : end - 1])
    text = f"{''.join(inner)}{lines[end - 1].text}\n"
    try:
        fields = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return Record(begin, begin + 1, lines[begin].text.split(delimiter), str(error))
    return Record(begin, end, [field.replace(_BREAK, "\n") for field in fields], None)


def _goes_on(lines: Sequence[SourceLine], index: int, delimiter: str) -> bool:
    """Whether a line goes on a cell of the line before it; two rows have as many delimiters each."""
    if index == len(lines) or not lines[index - 1].is_broken:
        return False
    return lines[index - 1].text.count(delimiter) != lines[index].text.count(delimiter) or lines[index].is_blank


def ends_inside_quotes(line: str, delimiter: str, *, is_inside: bool) -> bool:
    """Whether a quoted field is open after a line. A quote opens a field only at its beginning."""
    if QUOTE not in line:
        return is_inside
    is_at_start = True
    for letter in line:
        if letter == QUOTE and (is_inside or is_at_start):
            is_inside = not is_inside
        is_at_start = letter == delimiter or (letter == QUOTE and not is_inside)
    return is_inside


def is_quoted_by_tabs(lines: Sequence[SourceLine]) -> bool:
    """Whether all lines are tab separated values, as many on each, and some field is quoted past doubt."""
    if not any(QUOTE in line.text for line in lines):
        return False
    try:
        texts = (line.text + "\n" for line in lines)
        records = [record for record in csv.reader(texts, delimiter="\t", strict=True) if record]
    except csv.Error as error:
        return "unexpected end" in str(error) and all(line.text.startswith(QUOTE) for line in lines)
    widths = [len(record) for record in records]
    has_line_breaks = any("\n" in field for record in records for field in record)
    tables = 1 + sum(one != two for one, two in pairwise(widths))
    are_empty_quoted = any(f"\t{_EMPTY}" in line.text or line.text.startswith(f"{_EMPTY}\t") for line in lines)
    if tables > (_MOST_TABLES if has_line_breaks or are_empty_quoted else 1) or min(widths) < 2:
        return False
    fields = [field for line in lines[1:] if "\t" in line.text for field in line.text.split("\t")]
    is_quoted_throughout = any(fields) and all(field.startswith(QUOTE) for field in fields if field)
    return are_empty_quoted or has_line_breaks or is_quoted_throughout


def has_doubled_quotes(lines: Sequence[SourceLine]) -> bool:
    """Whether a field between tabs is quoted and has doubled quotes inside: a sheet was saved so, the whole of it."""
    quoted = (line.text.split("\t") for line in lines if _EMPTY in line.text and "\t" in line.text)
    return any(_EMPTY in field[1:-1] and _DOUBLED.fullmatch(field) for fields in quoted for field in fields)


def has_even_tabs(lines: Sequence[SourceLine]) -> bool:
    """Whether all lines that have tabs have as many, for more columns than three: a sheet may have been saved so."""
    counts = {count for line in lines if (count := line.text.count("\t"))}
    return len(counts) == 1 and max(counts) >= _FEWEST


def is_saved_sheet(lines: Sequence[SourceLine]) -> bool:
    """Whether lines with as many tabs each are rows of a sheet, none with a slip.

    In a copy of a table tabs slip: a number stands among texts, or a text among numbers. One of three columns is read
    by its layout as well.
    """
    rows = [line.text.split("\t") for line in lines]
    is_quoted = any(field.startswith(QUOTE) for row in rows for field in row)
    is_even = len({len(row) for row in rows}) == 1 and len(rows) > _FEWEST
    return is_even and not is_quoted and not any(map(_is_mixed, zip(*rows, strict=True)))


def _is_mixed(column: Sequence[str]) -> bool:
    """Whether texts stand below a number in a column, as they do where tabs slip; the heading stands above."""
    numbers = [field.strip().isdecimal() for field in column if field.strip()]
    return any(before and not after for before, after in pairwise(numbers))


def is_by_bars(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether separated values with bars between begin at a line: no table drawn by bars has one like that.

    All fields are quoted, or the headings stand right above a row, with no bar before or behind them.
    """
    text = lines[index].text
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return _QUOTED.fullmatch(text) is not None or (between_headings(text) == BAR and any(map(str.isalnum, below)))


def between_headings(text: str) -> str | None:
    """The sign that stands right between the headings of a code table, and nowhere else on their line."""
    if len(text) > _LONGEST_HEADER or (found := _BELOW_HEADINGS.search(text)) is None:
        return None
    fields = [field.strip(QUOTE).casefold() for field in text.strip().split(found[0])]
    return found[0] if all(fields) and any(names.issubset(fields) for names in HEADINGS) else None
