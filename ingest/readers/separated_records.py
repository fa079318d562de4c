"""The records of separated values (RFC 4180), by the standard library's reader: each from the line it begins on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.readers.source_lines import SourceLine

QUOTE: Final = '"'
_BREAK: Final = "\x1e"
"""Stands for a line end inside a field that is not quoted: no text holds it, a file with one is binary."""


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
