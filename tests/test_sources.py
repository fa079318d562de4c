"""What a user names as a document: standard input, and several files that are parts of one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import ReadOptions, ingest
from ingest.document import source
from ingest.pipeline import read_book
from model import CodeBook, InputError
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


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several parts too."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="missing: there is no such file"):
        source.read_source(["missing"], 10)
    Path("a").write_bytes(b"12345")
    with pytest.raises(InputError, match=r"a \+ a: .* bytes are more than the limit"):
        source.read_source(["a", "a"], 10)


FIRST = "| Класс | Код | Описание |\n|---|---|---|\n| 1xxx | 1000 | Действие выполнено |\n"
SECOND = "| Класс | Код | Описание |\n|---|---|---|\n|  | 1001 | Отложено |\n|  |  | до утра |\n"


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two files that are parts of one document."""
    monkeypatch.chdir(tmp_path)
    Path("page-1.md").write_text(FIRST, "utf-8")
    Path("page-2.md").write_text(SECOND, "utf-8")
    return ["page-1.md", "page-2.md"]


def test_parts_are_joined_in_the_order_given(run: Run, parts: list[str]) -> None:
    """The header counts once, and a text goes on in the next part; the edition is of both."""
    ended = run("ingest", "--join", *parts, "--json")
    assert (ended.code, ended.err) == (0, "")
    (summary,) = json.loads(ended.out)
    book = CodeBook.load(summary["directory"])
    assert [(code.code, code.description) for code in book.codes.values()] == [
        (1000, "Действие выполнено"),
        (1001, "Отложено до утра"),
    ]
    assert book.edition.source == "page-1.md + page-2.md"
    assert book.codes[1001].code_span.page == 2
    assert run("check", "--join", *parts).code == 0
    other = json.loads(run("ingest", "--join", *reversed(parts), "--json", "--out", "other").out or "[]")
    assert not other or other[0]["edition"] != summary["edition"]


def test_parts_are_not_joined_by_guessing(run: Run, parts: list[str]) -> None:
    """Without the option they are documents of their own, and `check` takes one."""
    assert [summary["codes"] for summary in json.loads(run("ingest", *parts, "--json").out)] == [1, 1]
    ended = run("check", *parts)
    assert (ended.code, "--join" in ended.err) == (2, True)


def test_errors_name_the_part(run: Run, parts: list[str]) -> None:
    """The summary says the command that shows findings."""
    Path("page-2.md").write_text("", "utf-8")
    assert "page-1.md + page-2.md, part 2: the file is empty [empty]" in run("ingest", "--join", *parts).err
    Path("page-2.md").write_text("|  | 1001 |  |\n|  | 1002 |  |\n", "utf-8")
    assert "resultcodes check --join page-1.md page-2.md" in run("ingest", "--join", *parts).out


@pytest.mark.parametrize("content", [TABLE.encode(), io.BytesIO(TABLE.encode()), None])
def test_what_is_no_path_is_told(content: object) -> None:
    """Who gives the content itself is told what is asked for."""
    with pytest.raises(TypeError, match=r"^a document is given by its path, .* and not as (bytes|BytesIO|NoneType)$"):
        ingest(content)  # type: ignore[arg-type]  # so do those without a type checker


def test_options_that_are_none_are_told() -> None:
    """As the command line writes them they are no options of Python: no document is blamed for that."""
    with pytest.raises(TypeError, match=r"^pages are given as a range, .* and not as '1-3'$"):
        ReadOptions(pages="1-3")  # type: ignore[arg-type]  # the same
    with pytest.raises(TypeError, match=r"^columns are given one by one, such as \('class', 'code'\), "):
        ReadOptions(columns="class,code")  # type: ignore[arg-type]  # the same


def test_pages_of_what_has_none() -> None:
    """Who names pages wants no others: a document without them is not read whole."""
    with pytest.raises(InputError, match=r"pages can be named of a PDF alone; leave out --pages \[no-such-page\]"):
        read_book(TABLE.encode(), "codes.txt", options=ReadOptions(pages=range(1, 2)))
