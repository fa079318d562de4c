"""A small script of a user, to be checked and not to be run: mypy, strict, finds the types that are documented."""

from __future__ import annotations

from typing import Any, assert_type

import numpy
import pandas
import polars

from resultcodes import ClassPattern, CodeBook, CodeClass, Edition, Resolution, ResultCode, decode, ingest


def use_book() -> None:
    """Ask a code book."""
    book = CodeBook.load()
    assert_type(book.classes["221x"], CodeClass)
    assert_type(book.classes.get("221x"), CodeClass | None)
    assert_type(next(iter(book.classes)), ClassPattern)
    assert_type(book[2211], ResultCode)
    assert_type(book.resolve("2219"), Resolution)
    assert_type(ingest("codes.txt").edition, Edition)


def use_pandas() -> None:
    """Decode in pandas."""
    calls = pandas.DataFrame({"reason": [2211, 2219, 7000]})
    assert_type(decode(calls, "reason"), pandas.DataFrame)
    assert_type(decode(calls, "reason", columns=["match"], prefix="x_"), pandas.DataFrame)
    assert_type(decode(calls["reason"], columns="match"), pandas.Series[Any])
    assert_type(decode(calls["reason"], columns=["match"]), dict[str, pandas.Series[Any]])
    assert_type(decode(numpy.array([2219])), pandas.api.extensions.ExtensionArray)


def use_polars() -> None:
    """Decode in Polars."""
    calls = polars.DataFrame({"reason": [2211, 2219, 7000]})
    assert_type(decode(calls, "reason", book=CodeBook.load()), polars.DataFrame)
    assert_type(decode(calls.lazy(), "reason", strict=False), polars.LazyFrame)
    assert_type(decode(calls["reason"]), polars.Series)
    assert_type(decode(calls["reason"], columns=("match", "description")), dict[str, polars.Series])
