"""Each case is a document beside its expected table; adding a case is adding two files.

The form of the tables stands in `expected.py`. They are written by hand, from the reading rules. Where a careful reader
would ask, the places in doubt stand beside them too, in a file `.doubts`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from model import DoubtfulError
from model.rules import RULES
from tests.expected import book_lines, doubt_lines, expected_doubts, expected_lines

FOLDER = Path(__file__).parent / "cases"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith((".expected.csv", ".doubts")))
DOUBTFUL = [path for path in DOCUMENTS if path.with_suffix(".doubts").exists()]
READ = [path for path in DOCUMENTS if path not in DOUBTFUL]


def test_there_are_cases() -> None:
    """An empty folder must not pass for a set of cases that all hold."""
    assert len(DOCUMENTS) >= 20


@pytest.mark.parametrize("document", READ, ids=lambda path: path.stem)
def test_a_document_gives_its_expected_table(document: Path) -> None:
    """Codes, classes and findings are those written beside the document, and every character is accounted for."""
    book = ingest(document, limits=None)
    assert book_lines(book) == expected_lines(document)
    assert book.edition.account.unaccounted == 0


@pytest.mark.parametrize("document", DOUBTFUL, ids=lambda path: path.stem)
def test_a_document_is_in_doubt(document: Path) -> None:
    """What could be read in two ways is not published, and each place is named; its table says what a person reads."""
    with pytest.raises(DoubtfulError) as raised:
        ingest(document, limits=None)
    assert doubt_lines(raised.value.doubts) == expected_doubts(document)


def test_every_rule_that_a_text_can_break_has_a_case() -> None:
    """No rule of the catalogue is left untried; those that no right reading of a text gives are tried elsewhere."""
    books = [ingest(document, accept_doubts=None, limits=None) for document in DOCUMENTS]
    tried = {finding.rule for book in books for finding in book.findings}
    assert set(RULES) - tried == {
        "unaccounted-text",
        "engines-differ",
        "damaged-stream",
        "text-off-page",
        "hidden-cells",
        "settled-reading",
    }
