"""Whether lines with tabs are tab separated values with quoted fields, and not a text that is laid out by tabs."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ingest.readers.separated_records import QUOTE
from ingest.readers.source_lines import SourceLine

_EMPTY: Final = '""'
_MOST_TABLES: Final = 4
"""So many tables, each of a width of its own, may stand one right below the other."""


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
    has_doubled_quotes = any('""' in field.strip(QUOTE) and field.startswith(QUOTE) for field in fields)
    is_quoted_throughout = any(fields) and all(field.startswith(QUOTE) for field in fields if field)
    return are_empty_quoted or has_doubled_quotes or has_line_breaks or is_quoted_throughout
