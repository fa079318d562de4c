"""Calls in the forms that the vendor's API gives, and as people save them again: each with its expected answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command import CHECKOUT, Run

DOCUMENTS = CHECKOUT.parent / "shared" / "documents"
CALLS = DOCUMENTS / "calls"
REPORTS = DOCUMENTS / "reports"
pytestmark = pytest.mark.skipif(not CALLS.is_dir(), reason="the documents of calls are not beside the checkout")

ORDER = "records,start,finish,from_extension,from_number,to_extension,to_number,disconnect_reason"
ANSWERS = ["resolved_code", "match"]

STATISTICS = ("--calls", "vpbx-statistics")
READ: dict[str, list[tuple[str, ...]]] = {
    "stats-default-fields.csv": [STATISTICS, ("--no-header", "--column", "9")],
    "stats-other-order.csv": [
        ("--names", ORDER, "--column", "disconnect_reason"),
        ("--no-header", "--column", "8"),
    ],
    "stats-recordings.csv": [("--names", "records,disconnect_reason", "--column", "disconnect_reason")],
    "stats-as-printed.csv": [
        ("--names", ORDER, "--column", "disconnect_reason"),
        ("--no-header", "--column", "8"),
    ],
    "stats-data-first.csv": [
        ("--names", "disconnect_reason,start,from_number,to_number", "--column", "disconnect_reason"),
        ("--no-header", "--column", "1"),
    ],
    "stats-header-present.csv": [("--column", "disconnect_reason")],
    "stats-cut-in-code.csv": [("--names", ORDER, "--column", "disconnect_reason")],
    "stats-russian-excel.csv": [("--column", "Причина завершения")],
    "stats-utf16-be.csv": [("--column", "Причина завершения")],
    "stats-utf16.txt": [("--column", "disconnect_reason")],
    "stats-utf8-bom.csv": [("--column", "Причина завершения")],
    "stats-code-first.csv": [("--column", "disconnect_reason")],
    "stats-tabs.txt": [STATISTICS],
    "stats-pipes.txt": [("--column", "disconnect_reason")],
    "events-calls.jsonl": [("--column", "disconnect_reason"), ("--calls", "vpbx-events")],
    "events-summary.form.txt": [("--calls", "vpbx-events")],
    "events-recording.jsonl": [("--column", "completion_code")],
    "extended-statistics.json": [
        ("--column", "data[].list[].context_calls[].call_end_reason"),
        ("--calls", "vpbx-statistics-extended"),
    ],
    "nested-arrays.json": [("--column", "data[].list[].legs[][].end")],
    "calls.xlsx": [("--column", "Причина завершения")],
}
"""Each document, and the options that read it."""

CASES = [(name, options) for name, ways in READ.items() for options in ways]


def expected(name: str) -> list[dict[str, str]]:
    """The expected answers of a document."""
    stem = name.rpartition(".")[0]
    with (CALLS / f"{stem}.expected.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def decoded(run: Run, name: str, options: Sequence[str], out: str) -> list[dict[str, str]]:
    """The rows that a document becomes, missing values as empty texts."""
    result = run("decode", str(CALLS / name), *options, "--columns", ",".join(ANSWERS), "--out", out)
    assert (result.code, result.out) == (0, ""), result.err
    text = Path(out).read_text(encoding="utf-8")
    if out.endswith(".csv"):
        return list(csv.DictReader(text.splitlines()))
    rows = [json.loads(line) for line in text.splitlines()]
    return [{key: "" if value is None else _shown(value) for key, value in row.items()} for row in rows]


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("form", ["csv", "ndjson"])
@pytest.mark.parametrize(("name", "options"), CASES, ids=lambda value: value if isinstance(value, str) else value[0])
def test_the_answers_are_those_expected(run: Run, name: str, options: tuple[str, ...], form: str) -> None:
    """Each row has the expected answers, and the fields that tell which call it is."""
    flat = ("--flat",) if name.endswith(".json") else ()
    found = decoded(run, name, (*options, *flat), f"out.{form}")
    wanted = expected(name)
    assert [[row[key] for key in ANSWERS] for row in found] == [[row[key] for key in ANSWERS] for row in wanted]
    shared = [key for key in wanted[0] if key in found[0] and key not in ANSWERS]
    assert [[row.get(key, "") for key in shared] for row in found] == [[row[key] for key in shared] for row in wanted]
    code = options[options.index("--column") + 1].rpartition(".")[2] if "--column" in options else None
    key = f"column_{code}" if code and code.isdecimal() else code
    if key and not name.endswith(".json"):
        assert [row.get(key, "") for row in found] == [row["code"] for row in wanted]


def test_the_answer_of_the_reports(run: Run) -> None:
    """An answer to a request for statistics with other fields than by default: the column is told by its number."""
    source = REPORTS / "decode-statistics-answer.csv"
    columns = ("--columns", ",".join(ANSWERS))
    result = run("decode", str(source), "--no-header", "--column", "9", *columns, "--out", "o.csv")
    assert result.code == 0
    with (REPORTS / "decode-statistics-answer.expected.csv").open(encoding="utf-8") as stream:
        wanted = [[row[key] for key in ANSWERS] for row in csv.DictReader(stream)]
    with Path("o.csv").open(encoding="utf-8") as stream:
        assert [[row[key] for key in ANSWERS] for row in csv.DictReader(stream)] == wanted


def test_a_document_stays_one(run: Run) -> None:
    """Without `--flat`, JSON stays the document that it is, keys in their order, with the answers beside the codes."""
    path = "data[].list[].context_calls[].call_end_reason"
    source = CALLS / "extended-statistics.json"
    assert run("decode", str(source), "--column", path, "--columns", "match", "--out", "out.json").code == 0
    before = json.loads(source.read_text(encoding="utf-8"))
    after = json.loads(Path("out.json").read_text(encoding="utf-8"))
    matches = [call.pop("match") for part in after["data"] for entry in part["list"] for call in entry["context_calls"]]
    assert matches == [row["match"] for row in expected("extended-statistics.json")]
    assert json.dumps(after) == json.dumps(before)


ERRORS: dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "stats-cut": [("stats-cut.csv", STATISTICS, ("line 8", "4 fields", "11", "no line end", "looks cut"))],
    "stats-data-first": [
        (
            "stats-data-first.csv",
            ("--column", name),
            (
                "line 1 looks like data",
                "1120;1530864000;74950000031;74950000601",
                "--names ",
                "--no-header --column 1",
            ),
        )
        for name in ("disconnect_reason", "1120")
    ],
    "stats-header-present": [
        (
            "stats-header-present.csv",
            options,
            ("line 1", "records;start;finish;", "--column disconnect_reason"),
        )
        for options in (
            STATISTICS,
            ("--no-header", "--column", "9"),
            ("--names", "a,b,c,d,e,f,g,h,code,i,j", "--column", "code"),
        )
    ],
    "stats-wrong-preset": [
        ("stats-other-order.csv", STATISTICS, ("line 1", "8 fields", "has 11 names", f"--names {ORDER}")),
        (
            "stats-default-fields.csv",
            ("--names", ORDER, "--column", "disconnect_reason"),
            ("line 1", "11 fields", "8"),
        ),
        ("events-calls.jsonl", STATISTICS, ("line 1", "semicolons", "JSON object")),
        ("stats-default-fields.csv", ("--calls", "vpbx-events"), ("line 1", "object of JSON", "[540000101];15308")),
    ],
    "events-cut": [
        ("events-cut.jsonl", ("--calls", "vpbx-events"), ("line 5", "ends before", "last line", "looks cut"))
    ],
    "events-no-json": [
        (
            "events-no-json.form.txt",
            ("--calls", "vpbx-events"),
            ("line 2", "no field 'json'", "'vpbx_api_key', 'sign', 'jsom'"),
        )
    ],
    "extended-cut": [
        (
            "extended-cut.json",
            ("--column", "data[].list[].context_calls[].call_end_reason"),
            ("line 73", "ends before it is closed"),
        )
    ],
    "extended-wrong-path": [
        (
            "extended-statistics.json",
            ("--column", "data[].list[].call_end_reason"),
            ("'data[].list[].call_end_reason'", "'data[].list[]'", "'data[].list[].context_calls[].call_end_reason'"),
        ),
        (
            "extended-statistics.json",
            ("--column", "call_end_reason"),
            ("'data[].list[].context_calls[].call_end_reason'",),
        ),
    ],
}


@pytest.mark.parametrize("form", ["csv", "ndjson"])
@pytest.mark.parametrize("case", ERRORS)
def test_the_errors_say_what_is_wrong(run: Run, case: str, form: str) -> None:
    """One line that names the file, the place and what to do; no file is left, and no secret is shown."""
    assert (CALLS / f"{case}.error.md").is_file()
    for name, options, parts in ERRORS[case]:
        result = run("decode", str(CALLS / name), *options, "--out", f"out.{form}")
        *notes, error = result.err.splitlines()
        assert (result.code, result.out) == (3, ""), (name, result)
        assert all(note.startswith("note: ") for note in notes)
        assert error.startswith(f"error: {CALLS / name}")
        assert [part for part in parts if part not in error] == [], error
        assert "0123456789abcdef" not in error
        assert list(Path().iterdir()) == []


def test_every_document_is_tried() -> None:
    """No document of the folder is left out."""
    names = {path.name for path in CALLS.iterdir() if path.suffix != ".md" and ".expected" not in path.name}
    tried = {*READ, *(name for cases in ERRORS.values() for name, _, _ in cases)}
    assert names - tried == set()
    assert {path.name.removesuffix(".error.md") for path in CALLS.glob("*.error.md")} == set(ERRORS)


def test_the_answer_to_the_request_itself(run: Run) -> None:
    """`result` on the top of an answer is a code too, and another question."""
    source = str(CALLS / "extended-statistics.json")
    assert run("decode", source, "--column", "result", "--flat", "--columns", "match", "--out", "out.csv").code == 0
    assert Path("out.csv").read_text(encoding="utf-8").splitlines()[1].endswith(",exact")
