"""CSV to the letter, CSV for spreadsheets, and the columns of corrections in both."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document.formats import Format
from ingest.exports import export
from ingest.exports.catalogues import export_format
from ingest.exports.content import Content
from ingest.exports.spreadsheet import defuse
from model import CodeBook
from tests.exports.material import HOSTILE, book_of, content_of, corrected_content, hostile_texts


def rows_of(content: bytes, encoding: str, delimiter: str = ",") -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter, strict=True))


def test_csv_is_that_of_an_edition(bundled: CodeBook) -> None:
    """Without corrections, the tables are the same files that an edition has."""
    published = export(bundled)
    files = export_format(Content(bundled), Format.CSV)
    assert files == {name: published[name] for name in files}


def test_corrections_are_two_more_columns() -> None:
    """With corrections asked for, codes and resolution have two more columns at the end, and no other table."""
    book = book_of(["Busi", "Very busy"])
    files = export_format(corrected_content(book, 1000, "Busy"), Format.CSV)
    plain = export_format(Content(book), Format.CSV)
    assert files["codes.csv"].decode() == (
        "code,description,class_pattern,parent_code,is_default,class_1,class_2,class_3,path,page,line,"
        "corrected_description,correction_reason\n"
        "1000,Busi,100x,,true,1xxx,10xx,100x,1000,,,Busy,A misprint\n"
        "1001,Very busy,100x,1000,false,1xxx,10xx,100x,1000/1001,,,,\n"
    )
    resolution = rows_of(files["resolution.csv"], "utf-8")
    assert resolution[0][-2:] == ["corrected_description", "correction_reason"]
    assert resolution[1:4] == [
        ["1000", "1000", "exact", "", "Busi", "Busy", "A misprint"],
        ["1001", "1001", "exact", "", "Very busy", "", ""],
        ["1002", "1000", "class", "100x", "Busi", "Busy", "A misprint"],
    ]
    assert [row[:5] for row in resolution] == rows_of(plain["resolution.csv"], "utf-8")
    assert (files["classes.csv"], files["findings.csv"]) == (plain["classes.csv"], plain["findings.csv"])


def test_columns_of_corrections_do_not_come_and_go() -> None:
    """Where corrections are asked for and there is none, the columns are there and empty."""
    files = export_format(Content(book_of(["Busy"]), {}), Format.CSV)
    header, row = rows_of(files["codes.csv"], "utf-8")
    assert dict(zip(header, row, strict=True))["corrected_description"] == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+7 495", "'+7 495"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("\uff1d1", "'\uff1d1"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("a;=1", "a;'=1"),
        ('a",=1', "a\",'=1"),
        ("a\r\n=1", "a\r'\n'=1"),
        ("a\0b", "a\u2400b"),
        ("\0=1", "\u2400=1"),
        ("a=1", "a=1"),
        ("a - b", "a - b"),
        ("нет; да", "нет; да"),
        ("'", "'"),
        ("", ""),
    ],
)
def test_formulas_are_defused(text: str, shown: str) -> None:
    """What would start a formula gets an apostrophe before it, and nothing else changes."""
    assert defuse(text) == shown


def test_numbers_stay_numbers() -> None:
    """Only texts are changed: a code stays a number, and a missing value stays one."""
    assert [defuse(value) for value in (-1, True, None)] == [-1, True, None]


@given(hostile_texts())
def test_defused_text_is_only_marked(text: str) -> None:
    """Taking the apostrophes away that were put in gives the text again, its NUL apart."""
    shown = defuse(text)
    assert isinstance(shown, str)
    kept = iter(shown)
    for letter in text.replace("\0", "\u2400"):
        assert any(other == letter for other in kept)
    assert len(shown) - len(text) == shown.count("'") - text.count("'")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@given(texts=st.lists(hostile_texts(), min_size=1, max_size=4))
def test_no_cell_is_a_formula(delimiter: str, texts: list[str]) -> None:
    """In whatever separator a spreadsheet splits the file, no cell starts a formula, and no NUL ends one."""
    content = export_format(content_of(*texts), Format.EXCEL)["codes.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\0" not in content
    for line in re.split("[\r\n]", content.decode("utf-8-sig")):
        # As the rudest reader would: quotes mean nothing.
        cells = [cell.strip('"') for cell in line.split(delimiter)]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))] == []


def test_spreadsheet_and_letter_differ_only_there() -> None:
    """Beside the defused file, the one to the letter has every text as it is."""
    book = book_of(HOSTILE)
    plain, safe = (export_format(Content(book), name)["codes.csv"] for name in (Format.CSV, Format.EXCEL))
    assert [row[1] for row in rows_of(plain, "utf-8")[1:]] == HOSTILE
    assert [row[1] for row in rows_of(safe, "utf-8-sig")[1:]] == [defuse(text) for text in HOSTILE]
