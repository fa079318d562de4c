"""Codes by their path in JSON: documents stay as they are, tables have a row for each code, memory does not grow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from ingest.calls.json_events import JsonText, events_of
from ingest.calls.json_paths import path_of, steps_of
from tests.command import Run

MATCH = ("--columns", "match")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def write(text: str, name: str = "calls.json") -> None:
    """A document in the current directory."""
    Path(name).write_text(text, encoding="utf-8")


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_events_are_the_values_again(values: list[Any]) -> None:
    """Whatever JSON holds comes through the events as it was."""
    import io

    text = JsonText()
    for event, value in events_of(io.BytesIO("\n".join(map(json.dumps, values)).encode()), "calls.json"):
        text.add(event, value)
    again = [json.loads(line) for line in text.take().split("\n") if line]
    assert json.dumps(again) == json.dumps(values) or again == values


def test_numbers_keep_their_digits_and_keys_their_order(run: Run) -> None:
    """A document stays what it is: digits of numbers, order of keys, keys that come twice, letters of any script."""
    write(
        '{"z": 1.50, "a": 12345678901234567890123, '
        '"calls": [{"code": "1110", "b": true, "я": "é\\u0000"}, {}], "z": []}'
    )
    assert run("decode", "calls.json", "--column", "calls[].code", *MATCH).out == (
        '{"z": 1.50, "a": 12345678901234567890123, "calls": [{"code": "1110", "b": true, "я": "é\\u0000", '
        '"match": "exact"}, {"match": "none"}], "z": []}\n'
    )


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("code", ("code",)),
        ("a.b", ("a", "b")),
        ("[].code", ("[]", "code")),
        ("data[].legs[][].end", ("data", "[]", "legs", "[]", "[]", "end")),
    ],
)
def test_paths(path: str, steps: tuple[str, ...]) -> None:
    """Keys, and brackets where an array is gone into."""
    assert steps_of(path) == steps
    assert path_of(steps) == path


@pytest.mark.parametrize("column", ["code", "[].code"])
def test_a_document_that_is_an_array(run: Run, column: str) -> None:
    """The elements of an array that is the whole document need no brackets."""
    write('[{"code": 1110}, {"code": 2219}]')
    assert json.loads(run("decode", "calls.json", "--column", column, *MATCH).out) == [
        {"code": 1110, "match": "exact"},
        {"code": 2219, "match": "class"},
    ]


def test_a_path_in_lines(run: Run) -> None:
    """Lines of JSON with the code deep inside stay lines."""
    write('{"a": {"code": 1110}}\n{"a": {}}\n{"b": 1}\n', "calls.jsonl")
    result = run("decode", "calls.jsonl", "--column", "a.code", *MATCH)
    assert [json.loads(line) for line in result.out.splitlines()] == [
        {"a": {"code": 1110, "match": "exact"}},
        {"a": {"match": "none"}},
        {"b": 1},
    ]


FLAT = (
    '{"first": 1, "data": [{"id": "a", "legs": [{"end": 1110, "x": {"y": [1, 2.0]}}, {"end": null}], "late": "b"}], '
    '"id": 7}'
)


@pytest.mark.parametrize("form", ["csv", "parquet", "ndjson"])
def test_fields_above_the_codes(run: Run, form: str) -> None:
    """A row has the fields above its code, those behind it too; names that come twice are told apart by their paths."""
    write(FLAT)
    result = run("decode", "calls.json", "--column", "data[].legs[].end", "--flat", *MATCH, "--out", f"out.{form}")
    assert result.code == 0
    wanted = [
        {"first": "1", "data[].id": "a", "end": "1110", "x.y": "[1, 2.0]", "late": "b", "id": "7", "match": "exact"},
        {"first": "1", "data[].id": "a", "end": None, "x.y": None, "late": "b", "id": "7", "match": "none"},
    ]
    if form == "parquet":
        assert parquet.read_table("out.parquet").to_pylist() == wanted
    elif form == "csv":
        assert Path("out.csv").read_text(encoding="utf-8") == (
            'first,data[].id,end,x.y,late,id,match\n1,a,1110,"[1, 2.0]",b,7,exact\n1,a,,,b,7,none\n'
        )
    else:
        lines = Path("out.ndjson").read_text(encoding="utf-8").splitlines()
        assert lines[0] == (
            '{"first": 1, "data[].id": "a", "end": 1110, "x.y": [1, 2.0], "late": "b", "id": 7, "match": "exact"}'
        )
        assert json.loads(lines[1]) == {
            "first": 1,
            "data[].id": "a",
            "end": None,
            "late": "b",
            "id": 7,
            "match": "none",
        }


def test_lines_that_are_no_table_become_texts(run: Run) -> None:
    """Lines with values in values, or of two types, become a table of texts, where a table is written."""
    write('{"code": 1110, "from": {"number": "1"}, "seq": 1}\n{"code": "2219", "from": {}, "seq": "2"}\n', "c.jsonl")
    assert run("decode", "c.jsonl", "--column", "code", *MATCH, "--out", "out.csv").code == 0
    assert Path("out.csv").read_text(encoding="utf-8") == (
        "code,from.number,seq,match\n1110,1,1,exact\n2219,,2,class\n"
    )


FAULTS = {
    "cut": ('{"calls": [{"code": 1110}\n', "calls[].code", ", line 1: the JSON ends before it is closed; "),
    "no JSON": ('{"calls":\n[{"code": 1110},]}\n', "calls[].code", ", line 2: is not JSON: "),
    "nothing": ("", "code", ": cannot be read as json: it is empty [damaged-file]"),
    "no such path": ('{"calls": [{"code": 1110}]}', "calls.code", ": there is no field 'calls.code'; of this path, "),
    "a path to an array": ('{"calls": [1110]}', "calls[]", ": the path 'calls[]' should end in the key of the codes"),
    "an object for a code": ('{"code": {}}', "code", ": at 'code' stands more than a number or a text"),
    "an array for a code": ('{"code": [1110]}', "code", ": at 'code' stands more than a number or a text"),
    "the name of an answer": ('{"code": 1110, "match": 1}', "code", ": already there: 'match'; give the new columns a"),
    "very deep": ("[" * 100_000, "code", ", line 1: the JSON ends before it is closed"),
}


@pytest.mark.parametrize("flat", [(), ("--flat",)], ids=["document", "flat"])
@pytest.mark.parametrize("case", FAULTS)
def test_faults(run: Run, case: str, flat: tuple[str, ...]) -> None:
    """What is wrong is told in one line, and nothing is left."""
    text, column, message = FAULTS[case]
    write(text)
    result = run("decode", "calls.json", "--column", column, *MATCH, *flat, "--out", f"out.{'csv' if flat else 'json'}")
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1), result.err
    assert result.err.startswith(f"error: calls.json{message}"), result.err
    assert [path.name for path in Path().iterdir()] == ["calls.json"]


def test_keys_without_end(run: Run) -> None:
    """A document with a key of its own for each call is read in bounded memory, though no path fits it."""
    write(json.dumps({"calls": {f"call {number}": {"code": 1110} for number in range(20_000)}, "code": 2219}))
    result = run("decode", "calls.json", "--column", "code", *MATCH, "--json", "--out", "out.json")
    assert json.loads(result.out)["rows"] == 1


def test_what_cannot_be_written(run: Run) -> None:
    """A document comes from a document only, and rows are none."""
    write("code\n1110\n", "calls.csv")
    assert run("decode", "calls.csv", "--column", "code", "--out", "out.json").err == (
        "error: out.json: a JSON document can be written of one only, and csv is read; try .ndjson [unknown-form]\n"
    )
    write('{"code": 1110}')
    result = run("decode", "calls.json", "--column", "code", "--flat", "--out", "out.json")
    assert (result.code, "[unknown-form]" in result.err) == (3, True)


def test_forms_hide_their_secrets(run: Run) -> None:
    """Of a form-encoded event only the object is written: the key and the signature are secrets."""
    write("vpbx_api_key=secret&sign=secret&json=%7B%22disconnect_reason%22%3A+1110%7D\n\n", "events.txt")
    result = run("decode", "events.txt", "--calls", "vpbx-events", *MATCH)
    assert result.out == '{"disconnect_reason": 1110, "match": "exact"}\n'
    assert run("decode", "events.txt", "--calls", "vpbx-events", "--flat", *MATCH).out == result.out
    write("vpbx_api_key=secret\n", "bad.txt")
    assert "secret" not in run("decode", "bad.txt", "--calls", "vpbx-events").err
