"""`read_calls`: files of calls for Python, as `decode` takes them."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from ingest import read_calls
from model import ColumnError, InputError, decode
from tests.calls.test_vendor_forms import CALLS

ROWS = [{"call": "a", "code": "1110"}, {"call": "b", "code": "2219"}]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_form_is_the_same_table() -> None:
    """Delimited texts, Parquet and JSON give the same rows."""
    Path("a.csv").write_text("call;code\na;1110\nb;2219\n", encoding="utf-16")
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), "a.parquet")
    Path("a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    Path("a.json").write_text(json.dumps({"calls": ROWS}), encoding="utf-8")
    assert read_calls("a.csv").to_pylist() == ROWS
    assert read_calls(Path("a.parquet")).to_pylist() == ROWS
    assert read_calls("a.jsonl").to_pylist() == ROWS
    assert read_calls("a.json", column="calls[].code").to_pylist() == ROWS


def test_batches() -> None:
    """Batches come one after the other, of several files too."""
    Path("calls").mkdir()
    for name in ("b", "a"):
        Path(f"calls/{name}.csv").write_text(f"call,code\n{name},1110\n", encoding="utf-8")
    batches = read_calls("calls", batches=True)
    assert [batch.to_pylist() for batch in batches] == [[{"call": name, "code": "1110"}] for name in ("a", "b")]


@pytest.mark.skipif(not CALLS.is_dir(), reason="the documents of calls are not beside the checkout")
def test_a_preset() -> None:
    """A form of the vendor's, and what its codes mean."""
    table = read_calls(CALLS / "stats-default-fields.csv", calls="vpbx-statistics")
    assert decode(table, "disconnect_reason", columns="match")["match"].to_pylist().count("exact") == 7


def test_faults() -> None:
    """What is wrong is an error of the project."""
    with pytest.raises(InputError, match="there is no such file"):
        read_calls("nothing.csv")
    with pytest.raises(ColumnError, match="there is no preset 'nothing'"):
        read_calls("a.csv", calls="nothing")
    Path("a.csv").write_text("a,b\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^a\.csv, line 2: 1 field, where the others have 2"):
        read_calls("a.csv")
