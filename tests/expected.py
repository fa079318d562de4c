"""Expected tables beside documents: how they are read, and a code book in the same form.

A line of `NAME.expected.csv` is `code,CODE,DESCRIPTION,CLASS,PARENT`, `class,PATTERN,DEFAULT,TITLE` or
`finding,RULE,CODE,PATTERN,LINE`.
"""

from __future__ import annotations

import csv
from pathlib import Path

from model import CodeBook


def expected_lines(document: Path) -> list[list[str]]:
    """The expected table beside a document."""
    with document.with_name(f"{document.stem}.expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def book_lines(book: CodeBook) -> list[list[str]]:
    """What a book holds, in the form of the expected tables."""
    rows = [
        *(("code", item.code, item.description, item.class_pattern, item.parent_code) for item in book),
        *(("class", item.pattern, item.default_code, item.title) for item in book.classes.values()),
        *(("finding", item.rule, item.code, item.pattern, item.line) for item in book.findings),
    ]
    return [["" if value is None else str(value) for value in row] for row in rows]
