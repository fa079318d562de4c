"""Expected tables beside documents: how they are read, and a code book in the same form.

A line of `NAME.expected.csv` is `code,CODE,DESCRIPTION,CLASS,PARENT`, `class,PATTERN,DEFAULT,TITLE` or
`finding,RULE,CODE,PATTERN,LINE`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from model import CodeBook, Finding


def expected_lines(document: Path) -> list[list[str]]:
    """The expected table beside a document."""
    with document.with_name(f"{document.stem}.expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def expected_doubts(document: Path) -> list[list[str]]:
    """The doubts beside a document: rule, code and line of each."""
    with document.with_suffix(".doubts").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def doubt_lines(doubts: Iterable[Finding]) -> list[list[str]]:
    """Doubts in the form of the expected ones."""
    rows = [(doubt.rule, doubt.code, doubt.line) for doubt in doubts]
    return [["" if value is None else str(value) for value in row] for row in rows]


def book_lines(book: CodeBook) -> list[list[str]]:
    """What a book holds, in the form of the expected tables."""
    rows = [
        *(("code", item.code, item.description, item.class_pattern, item.parent_code) for item in book),
        *(("class", item.pattern, item.default_code, item.title) for item in book.classes.values()),
        *(("finding", item.rule, item.code, item.pattern, item.line) for item in book.findings),
    ]
    return [["" if value is None else str(value) for value in row] for row in rows]
