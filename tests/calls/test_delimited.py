"""Delimited texts: every value as it stands, quotes where they are needed, and every fault with its line."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from ingest.calls.cells import LineError, end_of_records, split
from ingest.calls.rows import lines_of_batch, lines_of_cells
from tests.command import Run
from tests.test_streams import in_bash

CELLS = st.text("ab0,;\t\"\n\r |'é", max_size=5)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)
MATCH = ("--columns", "match")


def written(rows: list[list[str]], delimiter: str, end: str, quoting: int) -> str:
    """Rows by the writer of the standard library, quotes where it does not put them where they are needed."""
    text = io.StringIO()
    for row in rows:
        needs = any("\r" in cell or "\n" in cell for cell in row)  # of these it knows only its own
        rule = csv.QUOTE_ALL if needs else quoting
        csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=rule).writerow(row)  # type: ignore[arg-type] # an int of the module
    return text.getvalue()


def read_back(text: str, delimiter: str) -> list[list[str]]:
    """Rows by the reader of the standard library."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(",\t"))
def test_any_text_is_read_and_written(
    rows: list[list[str]], delimiter: str, end: str, quotes_all: bool, written_by: str
) -> None:
    """Whatever stands in cells and between them is read as the standard library does, and written so that it reads it;
    cell by cell and column by column, the same is written.
    """
    text = written(rows, delimiter, end, csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL).encode()
    assert end_of_records(text, delimiter.encode()) == len(text)
    cells = split(text, delimiter.encode())
    columns = [cells.column(number) for number in range(len(rows[0]))]
    assert [[cell or "" for cell in row] for row in zip(*(c.to_pylist() for c in columns), strict=True)] == rows
    lines = lines_of_cells(cells, written_by.encode())
    again = [lines.text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)]
    assert read_back("\n".join(line.decode() for line in again) + "\n", written_by) == rows
    batch = pyarrow.RecordBatch.from_arrays(columns, names=[str(number) for number in range(len(columns))])
    others = lines_of_batch(batch, written_by)
    assert [others.text[start:end] for start, end in zip(others.starts, others.ends, strict=True)] == again


@given(TABLES, st.sampled_from(",;"), st.integers(1, 60))
def test_records_end_where_they_end(rows: list[list[str]], delimiter: str, size: int) -> None:
    """A text that is cut anywhere is whole records up to the end that is found, and these are read alike."""
    text = written(rows, delimiter, "\n", csv.QUOTE_MINIMAL).encode()
    try:
        end = end_of_records(text[:size], delimiter.encode())
    except LineError:
        return  # the cut is behind a quote within a pair
    head = text[:end]
    if head:
        assert read_back(text.decode(), delimiter)[: len(split(head, delimiter.encode()).starts)] == read_back(
            head.decode(), delimiter
        )


def test_what_is_written_depends_on_no_neighbour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quotes where they are needed; missing is nothing, an empty text two quotes: in every block, beside any other."""
    rows = ["1110,plain,x\n", "1110,,x\n", '1110,"",x\n', '1110,"a,b",x\n', '1110,"say ""a""",x\n', '"1110","no",x\n']
    wanted = ["1110,plain,x", "1110,,x", '1110,"",x', '1110,"a,b",x', '1110,"say ""a""",x', "1110,no,x"]
    for size in (1 << 21, 24):
        monkeypatch.setattr("ingest.calls.delimited.BYTES", size)
        for first in range(len(rows)):
            chosen = rows[first:] + rows[:first]
            Path("calls.csv").write_text("code,note,end\n" + "".join(chosen), encoding="utf-8")
            result = run("decode", "calls.csv", "--column", "code", *MATCH)
            assert result.out.splitlines()[1:] == [f"{line},exact" for line in wanted[first:] + wanted[:first]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(run: Run, end: str) -> None:
    """Lines end as on Unix, Windows or an old Mac; within quotes an end stays."""
    text = f'code,note{end}1110,"two{end}lines"{end}2219,b{end}'
    Path("calls.csv").write_bytes(text.encode())
    assert run("decode", "calls.csv", "--column", "code", *MATCH, "--out", "out.csv").code == 0
    assert Path("out.csv").read_bytes() == f'code,note,match\n1110,"two{end}lines",exact\n2219,b,class\n'.encode()


FAULTS = {
    "more fields": (b"a,code\n1,1110\n\n2,1110,x\n", "line 4: 3 fields, where the others have 2"),
    "fewer fields behind quotes": (b'a,code\n"x\ny",1110\n2\n', "line 4: 1 field, where the others have 2"),
    "cut": (
        b"a,code\n1,1110\n2",
        "line 3: 1 field, where the others have 2; it is the last line and has no line end, so the file looks cut",
    ),
    "a quote that ends too early": (b'a,code\n"a"b,1110\n', "line 2: something follows the quote that ends a cell"),
    "a quote in the header": (b'"a"b,code\n1,1110\n', "line 1: something follows the quote that ends a cell"),
    "a quote without an end": (b'a,code\n"a,1110\n', "line 2: a cell that begins with a quote has none at its end"),
    "another encoding, late": (
        b"a,code\n" + b"1,1110\n" * 200_000 + "Звонок,1110\n".encode("cp1251"),
        "line 200,002: is not UTF-8; --encoding says what it is, such as windows-1251",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_have_their_line(run: Run, case: str) -> None:
    """What is wrong with a record is told with its line, and nothing is left."""
    text, message = FAULTS[case]
    Path("calls.csv").write_bytes(text)
    result = run("decode", "calls.csv", "--column", "code", "--out", "out.csv")
    assert result == (3, "", f"error: calls.csv, {message} [damaged-file]\n")
    assert not Path("out.csv").exists()


def test_a_quote_within_a_cell_is_a_letter(run: Run) -> None:
    """An inch mark is none of the quotes that begin a cell."""
    Path("calls.csv").write_text('code,note\n1110,5" x\n', encoding="utf-8")
    assert run("decode", "calls.csv", "--column", "code", *MATCH).out == 'code,note,match\n1110,"5"" x",exact\n'


def test_a_line_feed_in_the_header(run: Run) -> None:
    """The name of a column may be on two lines, and a name may be long."""
    long = "x" * 200_000
    Path("calls.csv").write_text(f'"the\ncode",{long}\n1110,a\n', encoding="utf-8")
    result = run("decode", "calls.csv", "--column", "the\ncode", *MATCH)
    assert result.out == f'"the\ncode",{long},match\n1110,a,exact\n'


def test_gaps_of_pandas(run: Run) -> None:
    """A column with gaps, which pandas writes as 2219.0, is read as that number; a decimal comma makes no code."""
    Path("calls.csv").write_text('code\n2219.0\n""\n1110.0\n"2210,00"\n2219.5\n', encoding="utf-8")
    result = run("decode", "calls.csv", "--column", "code", *MATCH)
    assert [line.rpartition(",")[2] for line in result.out.splitlines()[1:]] == [
        "class",
        "none",
        "exact",
        "none",
        "none",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_delimiters_and_encodings(run: Run, delimiter: str, encoding: str) -> None:
    """What stands between fields, and the encoding, are found out, and told if they are not the usual ones."""
    rows = [["Звонок", "Причина", "Заметка"], *([["первый", "1110", "да"], ["второй", "2219", "нет"]] * 20)]
    Path("calls.csv").write_bytes("".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding))
    result = run("decode", "calls.csv", "--column", "Причина", *MATCH, "--out", "out.csv")
    assert result.code == 0
    found = read_back(Path("out.csv").read_text(encoding="utf-8"), ",")
    assert found == [[*rows[0], "match"], *([[*rows[1], "exact"], [*rows[2], "class"]] * 20)]
    notes = [line for line in result.err.splitlines() if line.startswith("note: ")]
    assert len(notes) == (delimiter != "," or encoding not in {"utf-8", "utf-8-sig"})
    told = run("decode", "calls.csv", "--column", "Причина", "--delimiter", delimiter, "--encoding", encoding)
    assert "note: " not in told.err
    assert told.code == 0


def test_wrong_options(run: Run) -> None:
    """What cannot be a delimiter, an encoding, a preset or names is usage."""
    Path("calls.csv").write_text("code\n1110\n", encoding="utf-8")
    for options in (
        ("--delimiter", "::"),
        ("--delimiter", '"'),
        ("--encoding", "klingon"),
        ("--calls", "nothing"),
        ("--names", "a,a"),
        ("--names", "a,,b"),
    ):
        result = run("decode", "calls.csv", "--column", "code", *options)
        assert (result.code, result.out) == (2, "")
        assert result.err.count("\n") == 1
    assert run("decode", "calls.csv").err.startswith("error: command line: Invalid value for --column: name the column")


def test_presets_are_shown(run: Run) -> None:
    """`--calls list` shows each form, with its fields in their order and the place of the codes."""
    shown = run("decode", "--calls", "list").out
    assert "vpbx-statistics: " in shown
    assert "  fields  records,start,finish,answer," in shown
    assert "data[].list[].context_calls[].call_end_reason" in shown


def test_a_column_by_its_number(run: Run) -> None:
    """Without a header, a column is told by its number, and columns are named by theirs."""
    Path("calls.csv").write_text("1530864000;1120\n1530864060;2219\n", encoding="utf-8")
    result = run("decode", "calls.csv", "--no-header", "--column", "2", *MATCH)
    assert result.out == "column_1,column_2,match\n1530864000,1120,exact\n1530864060,2219,class\n"
    assert run("decode", "calls.csv", "--no-header", "--column", "3").code == 3


def test_what_may_be_cut_is_told(run: Run) -> None:
    """A text of the vendor's whose last line has no end is read, and that is told: its last field may be cut."""
    Path("calls.csv").write_text("1530864000,1120\n1530864060,222", encoding="utf-8")
    result = run("decode", "calls.csv", "--no-header", "--column", "2", *MATCH)
    assert result.out.splitlines()[2] == "1530864060,222,none"
    assert "note: calls.csv: its last line has no end: if the transfer broke" in result.err


def test_hints(run: Run) -> None:
    """A number for a column where there is a header, and a first line that is empty, are told as that."""
    Path("calls.csv").write_text("code,note\n1110,a\n", encoding="utf-8")
    assert "a column has a number only with --no-header" in run("decode", "calls.csv", "--column", "1").err
    Path("calls.csv").write_text("\ncode,note\n1110,a\n", encoding="utf-8")
    assert (
        "the first line should hold the names of the columns, and is empty"
        in run("decode", "calls.csv", "--column", "code").err
    )


def test_a_folder_with_other_files(run: Run) -> None:
    """Columns in another order are put in that of the first file; what is no calls is left out, and told so."""
    Path("calls").mkdir()
    Path("calls/a.csv").write_text("code,note\n1110,a\n", encoding="utf-8")
    Path("calls/b.csv").write_text('note,code\n"b,c",2219\n', encoding="utf-8")
    Path("calls/README.md").write_text("# Calls\n", encoding="utf-8")
    result = run("decode", "calls", "--column", "code", *MATCH)
    assert result.out == 'code,note,match\n1110,a,exact\n2219,"b,c",class\n'
    assert "note: calls: left out, for no form stands in the name: calls/README.md\n" in result.err
    Path("calls/c.csv").write_text("code,other\n1110,a\n", encoding="utf-8")
    assert run("decode", "calls", "--column", "code") == (
        3,
        "",
        (
            "note: calls: left out, for no form stands in the name: calls/README.md\n"
            "error: calls/c.csv: its columns are not those of the files before it [column]\n"
        ),
    )


@pytest.mark.skipif(os.name == "nt", reason="this system has no process substitution")
def test_a_pipe_with_a_name(tmp_path: Path) -> None:
    """What bash gives for `<(...)` is read as a file, once its form is said."""
    (tmp_path / "calls.csv").write_text("code\n1110\n", encoding="utf-8")
    result = in_bash("decode <(cat calls.csv) --format csv --column code --columns match", tmp_path)
    assert (result.code, result.out) == (0, "code,match\n1110,exact\n")


def test_strict_with_a_compressed_file(tmp_path: Path) -> None:
    """A run that is refused at its end says one thing, whatever was open."""
    (tmp_path / "bad.csv").write_text("code\n7000\n", encoding="utf-8")
    for suffix in ("gz", "zst", "bz2", "xz"):
        result = in_bash(f"decode bad.csv --column code --strict --out x.csv.{suffix}", tmp_path)
        assert result == (3, "", "error: 1 value is read as no code; the first distinct: '7000' [undecodable]\n")
        assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


@pytest.mark.skipif(os.name == "nt", reason="this system has no such modes")
def test_the_mode_of_a_file_stays(run: Run) -> None:
    """A file that only its owner could read is no more than that afterwards."""
    Path("calls.csv").write_text("code\n1110\n", encoding="utf-8")
    Path("out.csv").touch(mode=0o600)
    Path("out.csv").chmod(0o600)
    assert run("decode", "calls.csv", "--column", "code", "--out", "out.csv").code == 0
    assert Path("out.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="this system has no such signals")
@pytest.mark.parametrize("name", ["TERM", "HUP", "INT"])
def test_a_signal_leaves_nothing(tmp_path: Path, name: str) -> None:
    """A run that is told to end leaves no file beside the target, and what was there before stays."""
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")
    line = (
        "mkfifo calls; (printf 'code\\n1110\\n'; while ! ls -a | grep -q '[.]part$'; do sleep 0.05; done; "
        f"kill -{name} $(cat pid); sleep 5) > calls & "
    )
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal, sys\nfrom ingest.cli import main\nopen('pid', 'w').write(str(os.getpid()))\n"
        # In the background of a script they are ignored, and a program that finds them so leaves it at that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "sys.exit(main(['decode', 'calls', '--format', 'csv', '--column', 'code', '--out', 'out.csv']))\n",
        encoding="utf-8",
    )
    process = subprocess.run(
        ["bash", "-c", f'{line} "{sys.executable}" script.py; code=$?; kill %1 2>/dev/null; exit $code'],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert process.returncode == {"TERM": 143, "HUP": 129, "INT": 130}[name]
    assert "Traceback" not in process.stderr
    assert not list(tmp_path.glob(".*.part"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"


def test_lone_answers_in_parquet(run: Run) -> None:
    """In Parquet, a missing value and an empty text are two things, too."""
    Path("calls.csv").write_text('code,note\n1110,\n1110,""\n', encoding="utf-8")
    assert run("decode", "calls.csv", "--column", "code", "--out", "out.parquet").code == 0
    assert parquet.read_table("out.parquet")["note"].to_pylist() == [None, ""]
