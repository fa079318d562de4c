"""Code books and what they answer go to other processes, and come back equal and small."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas
import pytest

from model import CodeBook, UnknownTableError, decode
from tests.decode.answers import odd_book

CODES = (2211, "2219", 7000, None)


@pytest.fixture(params=["bundled", "odd"])
def book(request: pytest.FixtureRequest) -> CodeBook:
    """The bundled book, and one with everything that is odd."""
    return CodeBook.load() if request.param == "bundled" else odd_book()


def test_copies_are_equal(book: CodeBook) -> None:
    """A copy by pickle, and a deep one, is equal, answers alike and is no larger for what was asked before."""
    before = pickle.dumps(book)
    decode(pandas.Series(CODES), book=book)
    assert pickle.dumps(book) == before
    assert len(before) < len(book.to_json().encode())
    for other in (pickle.loads(before), copy.copy(book), copy.deepcopy(book), copy.deepcopy({"book": book})["book"]):  # noqa: S301 - our own
        assert (other, hash(other), other.to_json()) == (book, hash(book), book.to_json())
        assert [other.resolve(code) for code in CODES] == [book.resolve(code) for code in CODES]
        assert (dict(other.codes), dict(other.classes)) == (dict(book.codes), dict(book.classes))


def test_a_pool_of_processes(book: CodeBook) -> None:
    """A method of a book is a function that other processes can be given."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert list(pool.map(book.resolve, CODES)) == [book.resolve(code) for code in CODES]


def test_a_table_that_is_not_there() -> None:
    """The error lists the tables."""
    with pytest.raises(
        UnknownTableError, match=r"^'nope' is no table of a code book; it has codes, classes, resolution, "
    ):
        CodeBook.load().to_pandas("nope")


@pytest.mark.slow
def test_a_script_of_a_user_under_mypy(tmp_path: Path, checkout: Path) -> None:
    """A user's own checking finds the types that are documented, by this package alone."""
    script = tmp_path / "script.py"
    script.write_bytes((checkout / "tests" / "typed_script.py").read_bytes())
    command = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", script.name)
    environment = {"MYPYPATH": str(checkout), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "Success: no issues found in 1 source file\n"), done.stdout
