"""Words with their boxes as CSV, a row each, as people write down what pdfplumber and PyMuPDF give."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace

from ingest.document.encoding import decode
from ingest.document.fragments import Fragments
from ingest.document.limits import LONGEST_FIELD
from ingest.document.options import ReadOptions
from ingest.readers.boxes import NUMBER, are_words, boxed_in, lines_in, read_boxes
from ingest.readers.plain import read_plain
from ingest.readers.values import Json


def read_box_table(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A table of words with their boxes, a row each, with names of its columns or without.

    Raises
    ------
    InputError
        A fault of the encoding.
    """
    text, encoding = decode(data, place, options.encoding)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=text[:200].count)))
    except csv.Error:
        return read_plain(data, place, options)
    is_named = "x0" in rows[0]
    names = rows[0] if is_named else _names_of(rows[0])
    records: list[Json] = [dict(zip(names, row, strict=False)) for row in rows[is_named:]]
    texts = boxed_in(records, 1) if is_named else boxed_in(records)
    if are_words(texts):
        return read_boxes(texts, "csv", encoding)
    return read_plain((lines_in(texts) or text).encode(), place, replace(options, encoding="utf-8"))


def _names_of(row: Sequence[str]) -> list[str]:
    """The names of columns that have none: four numbers and a text, behind the number of a page or not."""
    names = ["x0", "top", "x1", "bottom", "text"]
    has_page = len(row) > len(names) and all(map(NUMBER.fullmatch, row[: len(names)]))
    return ["page", *names] if has_page else names
