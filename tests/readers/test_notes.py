"""The mark of a footnote at a code, where the document prints the note below its table: taken off, and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.pipeline import ingest
from model import InputError
from tests.test_marks import FORMS, TEXTS

NOTE = "Код возвращается только для внутренних вызовов."
READ = {**TEXTS, 1102: "Линия занята", 1200: "Вызов прерван"}


def below_text(path: Path, note: str) -> None:
    """A line below the table."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{note}\n", encoding="utf-8")


def below_page(path: Path, note: str) -> None:
    """A paragraph of HTML."""
    path.write_text(f"{path.read_text(encoding='utf-8')}<p>{note}</p>", encoding="utf-8")


def below_word(path: Path, note: str) -> None:
    """A paragraph of Word."""
    document = docx.Document(str(path))
    document.add_paragraph(note)
    document.save(str(path))


def below_sheet(path: Path, note: str) -> None:
    """A cell in the first column, one row apart."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append([])
    book.worksheets[0].append([note])
    book.save(path)


BELOW: dict[str, Callable[[Path, str], None]] = {
    "tabs.txt": below_text,
    "aligned.txt": below_text,
    "md": below_text,
    "csv": below_text,
    "html": below_page,
    "docx": below_word,
    "xlsx": below_sheet,
}

MARKS = [
    *(("1102*", "*"), ("1102 *", "*"), ("11021)", "1)"), ("11021", "1)"), ("1102 1)", "1)"), ("1102¹", "¹")),
    *(("1102 ¹", "¹"), ("1102(1)", "1)"), ("1102 (1)", "(1)"), ("1102[1]", "[1]"), ("1102²⁾", "2)")),
    *(("110212)", "12)"), ("1102\N{NO-BREAK SPACE}1)", "1)")),
]


@pytest.mark.parametrize("form", BELOW)
@pytest.mark.parametrize(("cell", "mark"), MARKS)
def test_a_mark_of_a_note_that_is_printed_is_taken_off_and_told(
    tmp_path: Path, form: str, cell: str, mark: str
) -> None:
    """Whatever the format, and however the mark stands at the code."""
    path = tmp_path / f"table.{form}"
    FORMS[form](cell, path)
    BELOW[form](path, f"{mark} {NOTE}")
    book = ingest(path, limits=None)
    assert {code: record.description for code, record in book.codes.items()} == READ
    assert sum(finding.rule in {"code-mark", "note-mark"} for finding in book.findings) == 1


@pytest.mark.parametrize("form", BELOW)
@pytest.mark.parametrize("cell", ["11021)", "1102 1)", "11021", "1102(1)", "11061)"])
@pytest.mark.parametrize("note", ["2)", "*", None])
def test_a_mark_of_no_note_is_told(tmp_path: Path, form: str, cell: str, note: str | None) -> None:
    """Nothing printed says that the digits behind the code are a mark: they are told, or the table is refused."""
    path = tmp_path / f"table.{form}"
    FORMS[form](cell, path)
    if note:
        BELOW[form](path, f"{note} {NOTE}")
    try:
        book = ingest(path, limits=None, accept_doubts=None)
    except InputError as error:
        told = [fault.message for fault in error.faults]
    else:
        told = [finding.message for finding in book.findings if finding.is_doubt or finding.rule == "code-mark"]
    assert told
