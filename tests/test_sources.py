"""What a user names as a document: standard input, and several files that are parts of one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.document import source
from model import InputError
from tests.command import Run

TABLE = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n"
OTHER = "Класс\tКод\tОписание\n1xxx\t1000\tДействие успешно выполнено\n"
Pipe = Callable[[bytes], None]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipe]:
    """Gives what comes by standard input."""

    def give(data: bytes) -> None:
        source._standard_input.cache_clear()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))

    yield give
    source._standard_input.cache_clear()


def test_standard_input_is_published_by_its_content(run: Run, pipe: Pipe) -> None:
    """The edition has the sha256 in its name; the findings of what came by a pipe are shown too."""
    pipe(TABLE.encode())
    ended = run("ingest", "-", "--json")
    assert (ended.code, ended.err) == (0, "")
    (summary,) = json.loads(ended.out)
    assert summary["edition"].startswith("standard-input-")
    assert (summary["codes"], summary["latest"]) == (1, str(Path("out/latest")))
    pipe(TABLE.encode())
    assert run("check", "-").code == 0


def test_standard_input_is_compared(run: Run, pipe: Pipe) -> None:
    """`diff` takes it as either side."""
    Path("old.txt").write_text(TABLE, "utf-8")
    pipe(OTHER.encode())
    assert "Действие {+успешно+} выполнено" in run("diff", "old.txt", "-").out


def test_errors_name_standard_input(run: Run, pipe: Pipe) -> None:
    """And its limit is that of files."""
    pipe(b"")
    assert run("ingest", "-").err == "error: standard input: the file is empty [empty]\n"
    pipe(b"x" * 2_000)
    assert (
        "error: standard input: 1,001 bytes are more than the limit of 1,000"
        in run("check", "-", "--max-size", "1K").err
    )


def test_what_is_missing_is_named() -> None:
    """Of several parts too."""
    with pytest.raises(InputError, match="missing: there is no such file"):
        source.read_source(["missing"], 10)
    Path("a").write_bytes(b"12345")
    with pytest.raises(InputError, match=r"a \+ a: .* bytes are more than the limit"):
        source.read_source(["a", "a"], 10)
