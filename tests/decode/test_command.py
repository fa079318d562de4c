"""The command `decode`: every form of file, the summary, and no partial output."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from ingest.calls.decode import telling
from model import InputError
from tests.command import Run, started

CALLS = 'id,reason,note\n1,1110,"a, b"\n2, 2219 ,0020\n3,7000,\n4,,"say ""x"""\n5,7000,z\n6,2211,"two\nlines"\n'
ROWS = list(csv.reader(io.StringIO(CALLS)))
ANSWERS = [
    ["resolved_code", "match", "matched_pattern"],
    ["1110", "exact", ""],
    ["2210", "class", "221x"],
    ["", "none", ""],
    ["", "none", ""],
    ["", "none", ""],
    ["2211", "exact", ""],
]
DECODED = [[*row, *answer] for row, answer in zip(ROWS, ANSWERS, strict=True)]
NAMES = "resolved_code,match,matched_pattern"
SUMMARY = (
    "rows               6\nexact              2\nclass              1\n  221x                     1\n"
    "none               3\n  (missing)                1\n  '7000'                   2\n"
)


def shell(*arguments: str, cwd: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "ingest", "decode", *arguments]
    return subprocess.run(command, cwd=cwd, input=given, env=environment, capture_output=True, check=False)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    """The rows of a delimited text."""
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def files(folder: Path) -> list[str]:
    """The names of all files in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


PACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: pyarrow.compress(data, "zstd", asbytes=True),
}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
    ".zst": lambda data: pyarrow.CompressedInputStream(pyarrow.BufferReader(data), "zstd").read(),
}


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_files_plain_and_compressed(run: Run, tmp_path: Path, form: str, delimiter: str, suffix: str) -> None:
    """Rows keep every letter, and get the answers behind them; what goes in compressed comes out compressed."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(ROWS)
    (tmp_path / f"calls.{form}{suffix}").write_bytes(PACK[suffix](text.getvalue().encode("utf-8-sig")))
    result = run(f"calls.{form}{suffix}", "--column", "reason", "--columns", NAMES, "--out", f"new/out.{form}{suffix}")
    assert result == (0, "", SUMMARY)
    assert files(tmp_path / "new") == [f"out.{form}{suffix}"]
    assert read(UNPACK[suffix]((tmp_path / "new" / f"out.{form}{suffix}").read_bytes()).decode(), delimiter) == DECODED


def test_standard_streams(tmp_path: Path) -> None:
    """From the standard input to the standard output, with the summary on the standard error."""
    process = shell("-", "--column", "reason", "--columns", NAMES, cwd=tmp_path, given=CALLS.encode())
    assert (process.returncode, process.stderr.decode()) == (0, SUMMARY)
    assert read(process.stdout.decode()) == DECODED


def test_lines_of_json_keep_every_letter(tmp_path: Path) -> None:
    """Of a line of JSON only the end changes: blanks, order, numbers and dates stay as they are written."""
    given = (
        '{"at": "2018-01-02 03:04:05", "n":1.50, "reason": 1110}\n\n{ "reason":" 2219 " }\n{"reason": null}\n{"n": 1}\n'
    )
    process = shell(
        "-", "--format", "ndjson", "--column", "reason", "--columns", "match", cwd=tmp_path, given=given.encode()
    )
    assert process.stdout.decode().splitlines() == [
        '{"at": "2018-01-02 03:04:05", "n":1.50, "reason": 1110, "match": "exact"}',
        '{ "reason":" 2219 ", "match": "class"}',
        '{"reason": null, "match": "none"}',
        '{"n": 1, "match": "none"}',
    ]


def test_parquet_keeps_its_columns(run: Run, tmp_path: Path) -> None:
    """A Parquet file keeps its columns with their types; answers are 16-bit integers and dictionaries."""
    before = pyarrow.table({"reason": pyarrow.array([1110, 2219, None], pyarrow.int32()), "at": [1.5, None, 2.5]})
    parquet.write_table(before, tmp_path / "calls.parquet")
    assert run("calls.parquet", "--column", "reason", "--out", "out.parquet", "--prefix", "reason_").code == 0
    after = parquet.read_table(tmp_path / "out.parquet")
    assert after.select(["reason", "at"]).equals(before)
    assert after["reason_resolved_code"].to_pylist() == [1110, 2210, None]
    assert after["reason_match"].to_pylist() == ["exact", "class", "none"]
    assert after.schema.field("reason_resolved_code").type == pyarrow.int16()


@pytest.mark.parametrize("calls", ["calls", "calls/*.csv", "calls/**/*.csv"])
def test_folders_and_patterns(run: Run, tmp_path: Path, calls: str) -> None:
    """The files of a folder or a pattern become one, in the order of their names; hidden ones are left out."""
    (tmp_path / "calls").mkdir()
    for name in ("b", "a"):
        (tmp_path / "calls" / f"{name}.csv").write_text(f"reason,file\n1110,{name}\n", encoding="utf-8")
    (tmp_path / "calls" / "_SUCCESS").touch()
    result = run(calls, "--column", "reason", "--columns", "match")
    assert read(result.out) == [["reason", "file", "match"], ["1110", "a", "exact"], ["1110", "b", "exact"]]


def test_many_parts(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many parts gives every row once, in order, and counts them all."""
    monkeypatch.setattr("ingest.calls.delimited.BYTES", 1000)
    codes = [number % 10_000 for number in range(5000)]
    (tmp_path / "calls.csv").write_text("reason\n" + "".join(f"{code}\n" for code in codes), encoding="utf-8")
    result = run("calls.csv", "--column", "reason", "--columns", "match", "--out", "out.csv", "--json")
    rows = read((tmp_path / "out.csv").read_text(encoding="utf-8"))[1:]
    assert [int(row[0]) for row in rows] == codes
    counts = json.loads(result.out)
    assert counts["rows"] == 5000
    assert {name: counts[name] for name in ("exact", "class", "none")} == {
        name: sum(row[1] == name for row in rows) for name in ("exact", "class", "none")
    }
    assert sum(counts["classes"].values()) == counts["class"]
    assert sum(counts["values"].values()) + counts["missing"] + counts["other_values"] == counts["none"]


def test_empty_tables(run: Run, tmp_path: Path) -> None:
    """A table without rows gives one without rows."""
    (tmp_path / "calls.csv").write_text("reason\n", encoding="utf-8")
    assert run("calls.csv", "--column", "reason", "--columns", "match").out == "reason,match\n"
    parquet.write_table(pyarrow.table({"reason": pyarrow.array([], pyarrow.int64())}), tmp_path / "calls.parquet")
    assert run("calls.parquet", "--column", "reason", "--out", "out.parquet").code == 0
    assert parquet.read_table(tmp_path / "out.parquet").num_rows == 0


def bad_parquet() -> bytes:
    """A Parquet file that ends early."""
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table({"reason": range(1000)}), sink)
    return sink.getvalue()[:-200]


BAD: dict[str, tuple[str, bytes, str]] = {
    "missing column": (
        "calls.csv",
        b"id,raeson\n1,1110\n",
        "error: calls.csv: there is no column 'reason'; there are 'id', 'raeson'; did you mean 'raeson'? [column]\n",
    ),
    "clash": (
        "calls.csv",
        b"reason,match\n1,1110\n",
        "error: calls.csv: already there: 'match'; give the new columns a prefix [column]\n",
    ),
    "truncated Parquet": (
        "calls.parquet",
        bad_parquet(),
        (
            "error: calls.parquet: cannot be read as parquet: "
            "Parquet magic bytes not found in footer. Either the file is "
            "corrupted or this is not a parquet file. [damaged-file]\n"
        ),
    ),
    "truncated gzip": (
        "calls.csv.gz",
        gzip.compress(CALLS.encode() * 9)[:60],
        (
            "error: calls.csv.gz: cannot be read as csv: "
            "Compressed file ended before the end-of-stream marker was reached "
            "[damaged-file]\n"
        ),
    ),
    "ragged rows": (
        "calls.csv",
        b"reason,id\n1110,1\n1110\n",
        "error: calls.csv, line 3: 1 field, where the others have 2 [damaged-file]\n",
    ),
    "no table": (
        "calls.csv",
        b"\x89PNG\x0d\x0a\x1a\x0a",
        (
            "error: calls.csv: cannot be read as csv: "
            "a binary file, not text: byte 0x1a at offset 6; --encoding says which it is [damaged-file]\n"
        ),
    ),
    "nothing": (
        "calls.csv",
        b"",
        (
            "error: calls.csv: cannot be read as csv: "
            "the first line should hold the names of the columns, and is empty "
            "[damaged-file]\n"
        ),
    ),
    "no JSON": (
        "calls.ndjson",
        b'{"reason": 1}\n{"reason": \n',
        "error: calls.ndjson, line 2: is not JSON: Expecting value [damaged-file]\n",
    ),
    "two columns of the name": (
        "calls.csv",
        b"reason,reason\n1110,1110\n",
        "error: calls.csv: there are 2 columns 'reason'; rename all but one [column]\n",
    ),
    "mixed types": (
        "calls.ndjson",
        b'{"reason": 1}\n{"reason": [1]}\n',
        "error: calls.ndjson: the column holds more than numbers and texts, such as a list [column]\n",
    ),
    "unknown form": (
        "calls.pdf",
        b"%PDF",
        (
            "error: calls.pdf: the name says no form; "
            "it should end in .csv, .tsv, .parquet, .ndjson, .jsonl, .json or .xlsx (and .gz, "
            ".bz2, .zst or .xz if compressed), or give --format or --calls [unknown-form]\n"
        ),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_leaves_nothing(run: Run, tmp_path: Path, case: str) -> None:
    """Bad input is told in one line, exit code 3; what was there under the final name stays, and nothing beside it."""
    name, content, message = BAD[case]
    (tmp_path / name).write_bytes(content)
    out = "out" + "".join(Path(name).suffixes).replace(".pdf", ".csv")
    (tmp_path / out).write_bytes(b"before")
    assert run(name, "--column", "reason", "--out", out) == (3, "", message)
    assert (tmp_path / out).read_bytes() == b"before"
    assert files(tmp_path) == sorted([name, out])


def test_missing_files_and_mixed_forms(run: Run, tmp_path: Path) -> None:
    """Nothing by that name, files of two forms, and files of other columns are refused."""
    assert run("no/*.csv", "--column", "reason").err == (
        "error: no/*.csv: there is no such file, and none of this pattern [missing-file]\n"
    )
    (tmp_path / "a.csv").write_text("reason\n1110\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,reason\n1,1110\n", encoding="utf-8")
    result = run("*.csv", "--column", "reason", "--out", "out.csv")
    assert result == (3, "", "error: b.csv: its columns are not those of the files before it [column]\n")
    (tmp_path / "c.tsv").write_text("reason\n1110\n", encoding="utf-8")
    assert run(".", "--column", "reason").err == "error: c.tsv: tsv, beside a.csv, which is csv [mixed-forms]\n"
    assert files(tmp_path) == ["a.csv", "b.csv", "c.tsv"]


def test_files_of_other_columns(run: Run, tmp_path: Path) -> None:
    """Files of Parquet that do not fit each other are refused, and nothing else is said."""
    parquet.write_table(pyarrow.table({"reason": [1110]}), tmp_path / "a.parquet")
    parquet.write_table(pyarrow.table({"reason": ["1110"]}), tmp_path / "b.parquet")
    result = run("*.parquet", "--column", "reason", "--out", "out.parquet")
    assert result == (3, "", "error: b.parquet: its columns are not those of the files before it [column]\n")
    assert files(tmp_path) == ["a.parquet", "b.parquet"]


def test_strict(run: Run, tmp_path: Path) -> None:
    """Under strict nothing is written if a value has no answer: it is counted over the whole file."""
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    message = "error: 2 values are read as no code; the first distinct: '7000' [undecodable]\n"
    assert run("calls.csv", "--column", "reason", "--strict", "--out", "out.csv") == (3, "", message)
    assert files(tmp_path) == ["calls.csv"]


def test_usage(run: Run) -> None:
    """Unknown answers and forms are usage, and so is an option that went: exit code 2."""
    for option, value in (("--columns", "code"), ("--format", "ods"), ("--engine", "pyarrow")):
        result = run("calls.csv", "--column", "reason", option, value)
        assert (result.code, result.out) == (2, "")
        assert option in result.err


def test_output_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """A folder that cannot be made is exit code 4."""
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    result = run("calls.csv", "--column", "reason", "--out", "calls.csv/out.csv")
    assert result.code == 4
    assert result.err.startswith("error: calls.csv/out.csv: cannot be written: ")


def test_the_reader_goes_away(tmp_path: Path) -> None:
    """A closed pipe ends the command quietly."""
    (tmp_path / "calls.csv").write_text("reason\n" + "1110\n" * 300_000, encoding="utf-8")
    command = [sys.executable, "-m", "ingest", "decode", "calls.csv", "--column", "reason"]
    with started(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_a_file_that_may_not_be_read() -> None:
    """It is not damaged: who may not read it looks at its permissions, not at its content."""
    with (
        pytest.raises(InputError, match=r"^calls\.csv: the file cannot be read: ") as caught,
        telling("calls.csv", "csv"),
    ):
        raise PermissionError(13, "Permission denied")
    assert caught.value.faults[0].id == "unreadable-file"
