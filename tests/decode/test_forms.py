"""Every form of call records to every other, from files and from the standard input: the same rows."""

from __future__ import annotations

import io
import itertools
import json
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import csv, parquet

from ingest.cli import main
from model import CodeBook
from tests.command import Run, pseudo_terminal
from tests.decode.answers import expected
from tests.decode.test_command import PACK, UNPACK, files, shell

FORMS = ("csv", "tsv", "parquet", "ndjson")
CODES = ["1110", " 2219 ", "7000", "", "x", "4391", "-1120", "9999", "02219", None]
IDS = [f"{number:03d}" for number in range(len(CODES))]
COLUMNS = ["resolved_code", "match", "matched_pattern", "description", "class_1", "class_2", "class_3"]
MADE = ("--column", "reason", "--columns", ",".join(COLUMNS))

Row = dict[str, Any]


def made(form: str) -> bytes:
    """The calls in a form."""
    if form == "ndjson":
        rows = ({"id": number, "reason": code} for number, code in zip(IDS, CODES, strict=True))
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    sink, table = io.BytesIO(), pyarrow.table({"id": IDS, "reason": CODES})
    if form == "parquet":
        # Several groups, as of a large file.
        parquet.write_table(table, sink, row_group_size=3)
    else:
        csv.write_csv(table, sink, csv.WriteOptions(delimiter="," if form == "csv" else "\t"))
    return sink.getvalue()


def rows_of(data: bytes, form: str) -> list[Row]:
    """The rows of a file, in which a delimited text tells nothing and null by the same."""
    if form == "ndjson":
        return [json.loads(line) for line in data.splitlines()]
    if form == "parquet":
        rows: list[Row] = parquet.read_table(io.BytesIO(data)).to_pylist()
        return rows
    names, *lines = (line.split("," if form == "csv" else "\t") for line in data.decode().replace('"', "").splitlines())
    return [dict(zip(names, line, strict=True)) for line in lines]


def wanted(form: str) -> list[Row]:
    """The calls with what `resolve` says of each, as the form can hold it."""
    answers = expected(CodeBook.load(), CODES)
    rows = [
        {"id": number, "reason": code, **dict(zip(COLUMNS, answer, strict=True))}
        for number, code, answer in zip(IDS, CODES, answers, strict=True)
    ]
    if form in {"csv", "tsv"}:
        return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    return rows


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.parametrize("read", FORMS)
def test_any_form_becomes_any_other(run: Run, tmp_path: Path, read: str, written: str) -> None:
    """Whatever reads, decodes and writes: all rows in their order, with the answers of `resolve`; texts stay texts."""
    (tmp_path / f"calls.{read}").write_bytes(made(read))
    result = run(f"calls.{read}", *MADE, "--out", f"out.{written}", "--json")
    assert (result.code, result.err) == (0, "")
    counts = json.loads(result.out)
    assert (counts["rows"], counts["missing"]) == (10, 2 if read in {"csv", "tsv"} else 1)
    assert rows_of((tmp_path / f"out.{written}").read_bytes(), written) == wanted(written)


@pytest.mark.parametrize(("form", "suffix"), [("csv", ".gz"), ("tsv", ".bz2"), ("parquet", ".zst"), ("ndjson", ".xz")])
def test_compressed_files(run: Run, tmp_path: Path, form: str, suffix: str) -> None:
    """What is compressed is read and written as what is not."""
    (tmp_path / f"calls.{form}{suffix}").write_bytes(PACK[suffix](made(form)))
    assert run(f"calls.{form}{suffix}", *MADE, "--out", f"out.{form}{suffix}").code == 0
    assert rows_of(UNPACK[suffix]((tmp_path / f"out.{form}{suffix}").read_bytes()), form) == wanted(form)


def test_several_files_of_parquet(run: Run, tmp_path: Path) -> None:
    """The files of a folder become one in the order of their names, whatever is in these: patterns, keys, blanks."""
    for number, name in enumerate(("a [1].parquet", "b*.parquet", "c=1/d.parquet")):
        (tmp_path / "calls" / name).parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pyarrow.table({"reason": [1110 + number]}), tmp_path / "calls" / name)
    assert run("calls", "--column", "reason", "--columns", "match", "--out", "o.parquet").code == 0
    table = parquet.read_table(tmp_path / "o.parquet")
    assert table.column_names == ["reason", "match"]
    assert table["reason"].to_pylist() == [1110, 1111, 1112]


def test_many_rows_of_parquet_keep_their_order(run: Run, tmp_path: Path) -> None:
    """Many times what is worked on at once comes out in the order in which it came in."""
    table = pyarrow.table({"id": range(500_000), "reason": [number % 10_007 for number in range(500_000)]})
    parquet.write_table(table, tmp_path / "calls.parquet", row_group_size=70_000)
    command = ("calls.parquet", "--column", "reason", "--columns", "resolved_code", "--out", "out.parquet")
    assert run(*command).code == 0
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found["id"].to_pylist() == list(range(500_000))
    answers = [row[0] for row in expected(CodeBook.load(), range(10_007))]
    assert found["resolved_code"].to_pylist() == [answers[number % 10_007] for number in range(500_000)]


def test_parquet_that_is_refused(run: Run, tmp_path: Path) -> None:
    """Missing columns, types without codes, damage and strictness are told, and nothing is written."""
    parquet.write_table(pyarrow.table({"reason": ["1110", "x"], "ok": [True, False]}), tmp_path / "calls.parquet")
    command = ("calls.parquet", "--out", "out.parquet")
    assert run(*command, "--column", "raeson").err == (
        "error: calls.parquet: there is no column 'raeson'; there are 'reason', 'ok'; did you mean 'reason'? [column]\n"
    )
    assert run(*command, "--column", "ok") == (
        3,
        "",
        "error: calls.parquet: a column of type bool holds no codes; cast it to integers or to text [column]\n",
    )
    assert run(*command, "--column", "reason", "--strict") == (
        3,
        "",
        "error: 1 value is read as no code; the first distinct: 'x' [undecodable]\n",
    )
    assert files(tmp_path) == ["calls.parquet"]


def test_damage_behind_the_codes(run: Run, tmp_path: Path) -> None:
    """Damage in another column, which is seen only when all is read, is an error, and what was there before stays."""
    path = tmp_path / "calls.parquet"
    table = pyarrow.table({"id": [str(number) for number in range(20_000)], "reason": [1110] * 20_000})
    parquet.write_table(table, path, use_dictionary=["reason"])
    data = bytearray(path.read_bytes())
    data[1000:60_000] = bytes(59_000)
    path.write_bytes(data)
    (tmp_path / "out.parquet").write_bytes(b"before")
    result = run("calls.parquet", "--column", "reason", "--out", "out.parquet")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: calls.parquet: cannot be read as parquet: ")
    assert result.err.count("\n") == 1
    assert (tmp_path / "out.parquet").read_bytes() == b"before"
    assert files(tmp_path) == ["calls.parquet", "out.parquet"]


def test_columns_of_parquet_stay(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other columns keep their values, also of seldom types, and in any time zone."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    table = pyarrow.table(
        {
            "reason": pyarrow.array(["1110", None]).dictionary_encode(),
            "at": pyarrow.array([0, None], pyarrow.timestamp("us", "Europe/Moscow")),
            "exactly": pyarrow.array([1, None], pyarrow.timestamp("ns")),
            "day": pyarrow.array([date(2018, 1, 2), None]),
            "hour": pyarrow.array([1, None], pyarrow.time64("ns")),
            "lasted": pyarrow.array([61, None], pyarrow.duration("ms")),
            "price": pyarrow.array([Decimal("1.50"), None], pyarrow.decimal128(38, 10)),
            "raw": [b"\xff", None],
            "large": pyarrow.array([2**64 - 1, None], pyarrow.uint64()),
            "legs": [[{"to": "a"}], None],
            "nothing": pyarrow.nulls(2),
        }
    )
    parquet.write_table(table, tmp_path / "calls.parquet")
    command = ("calls.parquet", "--column", "reason", "--columns", "resolved_code", "--out", "out.parquet")
    assert run(*command).code == 0
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.drop_columns(["resolved_code"]).to_pylist() == table.to_pylist()
    kinds = {field.name: field.type for field in found.schema if pyarrow.types.is_temporal(field.type)}
    assert kinds == {name: table.schema.field(name).type for name in ("at", "exactly", "day", "hour", "lasted")}


def test_values_of_parquet_as_json(run: Run, tmp_path: Path) -> None:
    """Dates, times and decimals become texts, what is no number null; what JSON cannot hold is refused."""
    table = pyarrow.table(
        {
            "reason": [1110],
            "at": [datetime(2018, 1, 2, 3, 4, 5)],  # noqa: DTZ001 - a column without a zone
            "day": [date(2018, 1, 2)],
            "lasted": [timedelta(seconds=61)],
            "price": [Decimal("1.50")],
            "rate": [float("nan")],
            "legs": [[1, 2]],
        }
    )
    parquet.write_table(table, tmp_path / "calls.parquet")
    assert run("calls.parquet", "--column", "reason", "--columns", "match", "--out", "out.ndjson").code == 0
    assert (tmp_path / "out.ndjson").read_text(encoding="utf-8") == (
        '{"reason": 1110, "at": "2018-01-02T03:04:05", "day": "2018-01-02", "lasted": "0:01:01", "price": "1.50", '
        '"rate": null, "legs": [1, 2], "match": "exact"}\n'
    )
    for name, values, message in (
        ("raw", [b"\xff"], "JSON cannot hold a value of type bytes; Parquet can"),
        ("rates", [[float("nan")]], "JSON cannot hold NaN or infinity, which stands within a list or an object"),
    ):
        parquet.write_table(pyarrow.table({"reason": [1110], name: values}), tmp_path / "bad.parquet")
        result = run("bad.parquet", "--column", "reason", "--out", "bad.ndjson")
        assert result == (3, "", f"error: bad.parquet: {message} [column]\n")


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_lists_are_no_cells(run: Run, tmp_path: Path, form: str) -> None:
    """Columns of lists, objects and raw bytes cannot stand in a delimited text: their name and type are told."""
    for values, kind in (([[1]], "list<element: int64>"), ([b"x"], "binary")):
        parquet.write_table(pyarrow.table({"reason": [1110], "odd": values}), tmp_path / "calls.parquet")
        result = run("calls.parquet", "--column", "reason", "--out", f"out.{form}")
        message = f"error: calls.parquet: {form} cannot hold the column 'odd' of type {kind}; Parquet can [column]\n"
        assert result == (3, "", message)


def test_lines_of_json_as_a_table(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part says which columns there are and of which type; what looks like a time stays its text."""
    monkeypatch.setattr("ingest.calls.json_lines.BYTES", 100)
    lines = ['{"reason": 1110, "at": "2018-01-02T03:04:05Z", "n": 1.5}', '{"reason": 2219, "n": 7}', ""] * 20
    (tmp_path / "calls.ndjson").write_text("\n".join(lines), encoding="utf-8")
    assert run("calls.ndjson", "--column", "reason", "--columns", "match", "--out", "out.parquet").code == 0
    assert (
        parquet.read_table(tmp_path / "out.parquet").to_pylist()
        == [
            {"reason": 1110, "at": "2018-01-02T03:04:05Z", "n": 1.5, "match": "exact"},
            {"reason": 2219, "at": None, "n": 7.0, "match": "class"},
        ]
        * 20
    )
    for last in ('{"reason": 1110, "new": 1}', '{"reason": "1110"}', "[1]", "{"):
        (tmp_path / "bad.ndjson").write_text("\n".join([*lines, last]), encoding="utf-8")
        result = run("bad.ndjson", "--column", "reason", "--out", "bad.parquet")
        assert (result.code, result.out) == (3, "")
        assert result.err.startswith("error: bad.ndjson")
        assert result.err.count("\n") == 1
    assert files(tmp_path) == ["bad.ndjson", "calls.ndjson", "out.parquet"]


def test_a_key_that_some_lines_lack(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the lines in which no object has the code is a part of missing codes."""
    monkeypatch.setattr("ingest.calls.json_lines.BYTES", 20)
    (tmp_path / "calls.ndjson").write_text('{"reason": 1110}\n' * 3 + '{"id": 1}\n' * 9, encoding="utf-8")
    result = run("calls.ndjson", "--column", "reason", "--out", "out.ndjson", "--json")
    assert (json.loads(result.out)["exact"], json.loads(result.out)["missing"]) == (3, 9)


@pytest.mark.parametrize("suffix", PACK)
def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """What comes in compressed is told by its first bytes."""
    with io.TextIOWrapper(io.BufferedReader(io.BytesIO(PACK[suffix](made("csv"))))) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        result = run("-", *MADE)
    assert result.code == 0
    assert rows_of(result.out.encode(), "csv") == wanted("csv")


def test_parquet_through_pipes(tmp_path: Path) -> None:
    """Parquet, which is read from its end, comes from the standard input and goes to the standard output."""
    result = shell("-", "--format", "parquet", *MADE, cwd=tmp_path, given=made("parquet"))
    assert result.returncode == 0
    assert rows_of(result.stdout, "parquet") == wanted("parquet")
    assert files(tmp_path) == []


def on_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """The exit code of `decode`, and what it writes to a terminal that is its standard error; each look at the clock
    finds it half a second later.
    """
    clock = itertools.count(0, 0.5)
    monkeypatch.setattr("ingest.commands.decode.time.monotonic", lambda: next(clock))
    with pseudo_terminal() as (ours, theirs), monkeypatch.context() as patch:
        with open(theirs.fileno(), "w", encoding="utf-8", closefd=False) as stream:
            patch.setattr(sys, "stderr", stream)
            code = main(["decode", *arguments])
            stream.write("end")
        shown = b""
        while not shown.endswith(b"end"):
            shown += ours.read(1 << 16)
    return code, shown.decode().replace("\r\n", "\n").removesuffix("end")


def test_progress_on_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, and after a second, the rows that are done are told in a line that goes; in a pipe nothing is."""
    monkeypatch.setattr("ingest.calls.tables.ROWS", 1000)
    parquet.write_table(pyarrow.table({"reason": [1110] * 4000}), tmp_path / "calls.parquet")
    command = ("calls.parquet", "--column", "reason", "--out", "out.parquet")
    code, shown = on_terminal(monkeypatch, *command)
    gone = "\r" + " " * 30 + "\r"
    summary = run(*command).err
    assert (code, shown) == (0, f"\r3,000 rows\r4,000 rows{gone}{summary}")
    assert summary.startswith("rows ")
    code, shown = on_terminal(
        monkeypatch, *command, "--strict", "--columns", "match", "--out", "calls.parquet/x.parquet"
    )
    assert (code, "rows" in shown) == (4, False)


def test_progress_goes_before_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is gone when an error is told."""
    monkeypatch.setattr("ingest.calls.tables.ROWS", 1000)
    monkeypatch.chdir(tmp_path)
    parquet.write_table(pyarrow.table({"reason": [7000] * 4000}), tmp_path / "calls.parquet")
    code, shown = on_terminal(monkeypatch, "calls.parquet", "--column", "reason", "--strict", "--out", "out.parquet")
    *lines, error = shown.split("\r")
    assert (code, lines[-1]) == (3, " " * 30)
    assert error == "error: 4,000 values are read as no code; the first distinct: 7000 [undecodable]\n"
