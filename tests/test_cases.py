"""Each case is a document beside its expected table; adding a case is adding two files.

A line of `NAME.expected.csv` is `code,CODE,DESCRIPTION,CLASS,PARENT`, `class,PATTERN,DEFAULT,TITLE` or
`finding,RULE,CODE,PATTERN,LINE`. They are written by hand, from the reading rules.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from model import CodeBook
from model.rules import RULES

FOLDER = Path(__file__).parent / "cases"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.csv"))


def _lines(book: CodeBook) -> list[list[str]]:
    """What a book holds, in the form of the expected tables."""
    rows = [
        *(("code", item.code, item.description, item.class_pattern, item.parent_code) for item in book),
        *(("class", item.pattern, item.default_code, item.title) for item in book.classes.values()),
        *(("finding", item.rule, item.code, item.pattern, item.line) for item in book.findings),
    ]
    return [["" if value is None else str(value) for value in row] for row in rows]


def test_there_are_cases() -> None:
    """An empty folder must not pass for a set of cases that all hold."""
    assert len(DOCUMENTS) >= 20


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_gives_its_expected_table(document: Path) -> None:
    """Codes, classes and findings are those written beside the document, and every character is accounted for."""
    with (FOLDER / f"{document.stem}.expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    book = ingest(document)
    assert _lines(book) == expected
    assert book.edition.account.unaccounted == 0


def test_every_rule_that_a_text_can_break_has_a_case() -> None:
    """No rule of the catalogue is left untried; the two that no right reading of a text gives are tried elsewhere."""
    tried = {finding.rule for document in DOCUMENTS for finding in ingest(document).findings}
    assert set(RULES) - tried == {"unaccounted-text", "engines-differ"}
