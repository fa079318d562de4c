"""Documents made to be read wrong, each beside what it must be read as; adding one is adding two files.

`adversary/NAME.expected.csv` is a table in the form of `expected.py`; `adversary/NAME.error` is what the command
prints on the standard error of a document that it must refuse. Codes, classes, and which findings and errors there are
was written from the reading rules before a document was ever read; places and wording were checked by hand.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from model import DoubtfulError
from tests.command import Run
from tests.expected import book_lines, doubt_lines, expected_doubts, expected_lines

FOLDER = Path(__file__).parent / "adversary"
BESIDE = (".expected.csv", ".error", ".doubts")
DOCUMENTS = sorted(path for path in FOLDER.glob("[!.]*") if not path.name.endswith(BESIDE))
REFUSED = [path for path in DOCUMENTS if path.with_suffix(".error").exists()]
DOUBTFUL = [path for path in DOCUMENTS if path.with_suffix(".doubts").exists()]
READ = [path for path in DOCUMENTS if path not in REFUSED and path not in DOUBTFUL]


def test_documents_and_expectations_are_pairs() -> None:
    """Every document has one expectation, every expectation one document, and there are many of them."""
    tables = {path.name.removesuffix(".expected.csv") for path in FOLDER.glob("*.expected.csv")}
    errors = {path.stem for path in FOLDER.glob("*.error")}
    assert tables.isdisjoint(errors)
    assert sorted(tables | errors) == sorted(path.stem for path in DOCUMENTS)
    assert len(tables) >= 130
    assert len(errors) >= 10


@pytest.mark.parametrize("document", READ, ids=lambda path: path.stem)
def test_a_document_is_read_as_its_expected_table(document: Path) -> None:
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


@pytest.mark.parametrize("document", REFUSED, ids=lambda path: path.stem)
def test_a_document_is_refused(run: Run, document: Path) -> None:
    """What cannot be read right is refused with the lines written beside it."""
    shutil.copy(document, ".")
    assert run("check", document.name) == (3, "", document.with_suffix(".error").read_text("utf-8"))
