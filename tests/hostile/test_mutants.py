"""Mutants of real documents: none brings the reader down, and none loses rows without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.document.limits import CAN_LIMIT
from ingest.pipeline import ingest, read_book
from tests.hostile import mutants


@pytest.mark.slow
@pytest.mark.skipif(not CAN_LIMIT, reason="this system cannot limit a process")
def test_mutants(shared: Path) -> None:
    """Each of 300 mutants (of MUTANTS, if that is set) gives a book, findings or errors, as `mutants.py` judges."""
    count = int(os.environ.get("MUTANTS", "300"))
    process = subprocess.run(
        [sys.executable, Path(__file__).with_name("mutants.py"), str(count), "1", shared],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    seen = json.loads(process.stdout)
    # Rows lost without a word, exceptions that are none of ours, deaths and hangs are told there.
    assert seen["faults"] == []
    assert sum(seen["outcomes"].values()) == count
    # Each kind of good end is there: mutants that change nothing, or break everything, would prove nothing.
    assert {"equal", "finding", "other", "error damaged-pdf", "error damaged-docx"} <= seen["outcomes"].keys()


def test_the_judge_can_condemn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that lacks a code which still stands in the document is silent; one whose document lacks it too is not."""
    data = b"Class\tCode\tDescription\n1xxx\t1000\tDone\n\t1001\tOver\n"
    document = mutants.Document("a.txt", data, read_book(data, "a.txt"), mutants.printed(data), is_packed=False)
    cut = data.replace(b"\t1001\tOver\n", b"")
    path = tmp_path / "a.txt"
    assert mutants.judged(document, data, path).kind == "equal"
    assert mutants.judged(document, cut, path).kind == "other"
    assert mutants.judged(document, b"", path).kind == "error empty"
    doubtful = data.replace(b"Over\n", b"Over if there are more than\n1002\n")
    assert mutants.judged(document, doubtful, path).kind == "error doubtful-reading"
    monkeypatch.setattr(mutants, "ingest", lambda _, limits: read_book(cut, "a.txt") if limits else None)
    assert mutants.judged(document, data, path) == ("SILENT", "1 lost: 1001")
    assert mutants.judged(document._replace(is_packed=True), cut, path).kind == "SILENT"


def test_a_pdf_is_unpacked(shared: Path) -> None:
    """The unpacked pages of a PDF give the book of the PDF, and their texts can be seen in the bytes."""
    path = shared / "documents/rendered/result-codes.reportlab-grid.pdf"
    document = mutants.unpacked_document(path, ingest(path))
    assert document.book.content() == ingest(path).content()
    assert b"(1xxx) Tj" in document.data
    assert b"(1xxx) Tj" not in path.read_bytes()
