"""Workbooks in and out."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from tests.command import CHECKOUT, Run, pseudo_terminal, shown_on, started

MATCH = ("--columns", "match")


def made() -> None:
    """A workbook of calls, with values of every kind, in the current directory."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["at", "code", "note"], [datetime(2018, 7, 6, 11, 0), 1110, "=1+1"], [None, "2219", 1.5]):  # noqa: DTZ001 - a sheet has no zones
        sheet.append(row)
    sheet["C2"].data_type = "s"
    sheet["B2"].number_format = "# ##0"
    sheet.append([])
    sheet.append([None, None, "x"])
    book.save("calls.xlsx")


def test_a_workbook_is_read(run: Run) -> None:
    """The first sheet: whole numbers as digits, times as in ISO 8601; rows with nothing are left out."""
    made()
    assert run("decode", "calls.xlsx", "--column", "code", *MATCH, "--out", "out.csv").code == 0
    assert Path("out.csv").read_text(encoding="utf-8") == (
        "at,code,note,match\n2018-07-06 11:00:00,1110,=1+1,exact\n,2219,1.5,class\n,,x,none\n"
    )


def test_a_workbook_becomes_text_on_the_standard_output(run: Run) -> None:
    """And Parquet does on a terminal, to which nobody wants its bytes; to another program it stays what it is."""
    made()
    shown = "at,code,note,match\n2018-07-06 11:00:00,1110,=1+1,exact\n,2219,1.5,class\n,,x,none\n"
    assert run("decode", "calls.xlsx", "--column", "code", *MATCH).out == shown
    parquet.write_table(pyarrow.table({"code": [1110, 2219]}), "calls.parquet")
    command = [sys.executable, "-m", "ingest", "decode", "calls.parquet", "--column", "code", *MATCH]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"}
    with (
        pseudo_terminal() as (ours, theirs),
        started(command, env=environment, stdout=theirs, stderr=theirs) as process,
    ):
        assert shown_on(ours, theirs).startswith("code,match\n1110,exact\n2219,class\n")
        assert process.wait() == 0


def test_a_workbook_is_written_and_read_again(run: Run) -> None:
    """What is written keeps its types, and a text that looks like a formula stays that text."""
    table = pyarrow.table(
        {
            "code": [1110, 2219],
            "at": [datetime(2018, 7, 6, 11, 0), None],  # noqa: DTZ001 - a sheet has no zones
            "note": ["=1+1", "@x"],
            "rate": [1.5, None],
        }
    )
    parquet.write_table(table, "calls.parquet")
    assert run("decode", "calls.parquet", "--column", "code", *MATCH, "--out", "out.xlsx").code == 0
    sheet = openpyxl.load_workbook("out.xlsx").active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        ("code", "at", "note", "rate", "match"),
        (1110, datetime(2018, 7, 6, 11, 0), "=1+1", 1.5, "exact"),  # noqa: DTZ001 - a sheet has no zones
        (2219, None, "@x", None, "class"),
    ]
    assert {cell.data_type for cell in sheet["C"]} == {"s"}
    result = run("decode", "out.xlsx", "--column", "code", "--columns", "resolved_code", "--out", "again.csv")
    assert result.code == 0
    assert Path("again.csv").read_text(encoding="utf-8").splitlines()[2] == "2219,,@x,,class,2210"


def test_faults(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no workbook, has no such column, or is too large for a sheet is told; so is a package that is missing."""
    Path("bad.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    result = run("decode", "bad.xlsx", "--column", "code", "--out", "out.csv")
    assert result.err.startswith("error: bad.xlsx: cannot be read as a workbook: ")
    assert (result.code, result.err.count("\n")) == (3, 1)
    made()
    assert "did you mean 'code'?" in run("decode", "calls.xlsx", "--column", "cod", "--out", "out.csv").err
    assert "[unknown-form]" in run("decode", "calls.xlsx", "--column", "code", "--out", "out.ods").err
    monkeypatch.setattr("ingest.calls.workbooks.MOST_ROWS", 2)
    assert run("decode", "calls.xlsx", "--column", "code", "--out", "out.xlsx").err == (
        "error: calls.xlsx: a sheet holds no more than 2 rows; write .csv or .parquet [column]\n"
    )
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("decode", "calls.xlsx", "--column", "code", "--out", "out.xlsx")
    assert result == (
        4,
        "",
        (
            "error: a workbook needs openpyxl, which is not installed: pip install openpyxl, "
            "or 'resultcodes[workbooks]' for all workbooks [missing-package]\n"
        ),
    )
    assert sorted(path.name for path in Path().iterdir()) == ["bad.xlsx", "calls.xlsx"]
