"""Whatever a library can call a column, and whatever stands in or about a frame, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pytest

from model import CodeBook, ColumnError, UndecodableError, decode
from model.decoding.decode import DEFAULT_ANSWERS
from tests.decode.answers import relation
from tests.decode.test_engines import COLUMN, FRAMES, answers, names

CODES = [1110, 2219, 7000]
MATCHES = ["exact", "class", "none"]


class Calls(pandas.DataFrame):
    """A frame of a user's own class, with an attribute of its own."""

    _metadata = ("source",)
    source: str

    @property
    def _constructor(self) -> type[Calls]:
        return Calls


def refused(values: Any, column: Any, message: str, **options: Any) -> None:
    """A column is refused in these words."""
    with pytest.raises(ColumnError, match=f"^{re.escape(message)}$"):
        decode(values, column, **options)


@pytest.mark.parametrize("label", [0, 1.5, ("a", "code"), pandas.Timestamp(0), "", "code"])
def test_any_label_of_pandas(label: Any) -> None:
    """What is a name in pandas is one here: numbers, tuples, times."""
    frame = pandas.DataFrame({"other": [1, 2, 3]})
    frame[label] = CODES
    decoded = decode(frame, label)
    assert decoded["match"].tolist() == MATCHES
    assert list(decoded.columns) == ["other", label, *DEFAULT_ANSWERS]


def test_names_of_several_levels() -> None:
    """Where names have several levels, new ones are extended as pandas itself does it."""
    frame = pandas.DataFrame(
        [[1110, 1], [2219, 2], [7000, 3]], columns=pandas.MultiIndex.from_tuples([("a", "code"), ("b", "x")])
    )
    decoded = decode(frame, ("a", "code"), columns="match")
    labels: Sequence[object] = decoded.columns.tolist()
    assert labels == [("a", "code"), ("b", "x"), ("match", "")]
    assert decoded["match", ""].tolist() == MATCHES
    frame["match", ""] = "mine"
    refused(frame, ("a", "code"), "already there: ('match', ''); give the new columns a prefix", columns="match")


def test_names_that_are_nearly_right() -> None:
    """The names are listed as they are, and one of another type but with the same letters is the nearest."""
    frame = pandas.DataFrame({0: CODES, "a": CODES})
    refused(frame, "0", "there is no column '0'; there are 0, 'a'; did you mean 0?")
    refused(frame, 7, "there is no column 7; there are 0, 'a'")
    refused(pandas.DataFrame(), 7, "there is no column 7; there are none")
    refused(frame, [0], "there is no column [0]; there are 0, 'a'; did you mean 0?")


def twice(library: str) -> Any:
    """A frame in which two columns that nobody asks for have one name."""
    table = pyarrow.Table.from_arrays([[1, 2, 3], CODES, [4, 5, 6]], names=["x", "code", "x"])
    if library == "pandas":
        return pandas.DataFrame([[1, 1110, 4], [2, 2219, 5], [3, 7000, 6]], columns=["x", "code", "x"])
    return table if library == "table" else table.to_batches()[0]


@pytest.mark.parametrize("library", ["pandas", "table", "batch"])
def test_names_that_are_there_twice(library: str) -> None:
    """Other columns may have one name, and stay; the one of the codes may not."""
    decoded = decode(twice(library), "code", columns="match")
    listed = list(decoded.columns) if library == "pandas" else decoded.schema.names
    assert listed == ["x", "code", "x", "match"]
    if library == "pandas":
        pandas.testing.assert_frame_equal(decoded.iloc[:, :3], twice("pandas"))
    else:
        assert decoded.columns[2].to_pylist() == [4, 5, 6]
        assert decoded.column(3).to_pylist() == MATCHES
    refused(twice(library), "x", "there are 2 columns 'x'; rename all but one")


def test_names_that_are_one_in_sql() -> None:
    """DuckDB would rename a column of a name that is there: that is refused, and so is what is one but for capitals."""
    for second in ("a", "A"):
        calls = relation(f'SELECT 1110 AS code, 1 AS a, 2 AS "{second}"')
        refused(calls, "code", f"columns of one name cannot stay as they are: 'a', {second!r}; rename them")
    calls = relation("SELECT 1110 AS code, 'x' AS \"Match\"")
    refused(calls, "code", "already there, but for capital letters: 'match'; give the new columns a prefix")
    assert decode(calls, "code", columns="match", prefix='a"').columns == ["code", "Match", 'a"match']


@pytest.mark.parametrize("frame", FRAMES)
def test_no_columns_are_no_columns(frame: str) -> None:
    """An empty list asks for nothing, and gets nothing, where nothing was said the first four come."""
    before = FRAMES[frame](pyarrow.array(CODES))
    assert names(decode(before, COLUMN, columns=[])) == names(before)
    assert decode(pandas.Series(CODES), columns=[]) == {}
    assert names(decode(before, COLUMN)) == [*names(before), *DEFAULT_ANSWERS]


def test_a_frame_of_pandas_stays_what_it_is() -> None:
    """Its class, the attributes of that, its own attributes and flags stay, and the given frame is left alone."""
    frame = Calls({"code": CODES}, index=[3, 1, 2])
    frame.attrs["unit"] = "call"
    frame.source = "a switch"
    before = frame.copy()
    decoded = decode(frame, "code")
    assert type(decoded) is Calls
    assert decoded.attrs == {"unit": "call"}
    assert decoded.source == "a switch"
    pandas.testing.assert_frame_equal(frame, before)
    strict = pandas.DataFrame({"code": CODES}).set_flags(allows_duplicate_labels=False)
    assert not decode(strict, "code").flags.allows_duplicate_labels


def test_a_series_and_an_index_of_pandas() -> None:
    """A Series keeps its attributes; an index gives an index, or a dict of them."""
    series = pandas.Series(CODES)
    series.attrs["unit"] = "call"
    assert decode(series).attrs == {"unit": "call"}
    index = pandas.Index(CODES, name="code")
    resolved = decode(index)
    assert isinstance(resolved, pandas.Index)
    assert (resolved.name, str(resolved.dtype)) == ("resolved_code", "Int16")
    assert resolved.tolist() == [1110, 2210, pandas.NA]
    assert decode(index, columns=["match"])["match"].tolist() == MATCHES
    assert decode(pandas.RangeIndex(1110, 1112), columns="match").tolist() == ["exact", "exact"]
    assert decode(pandas.CategoricalIndex(["1110", "x"]), columns="match").tolist() == ["exact", "none"]


def test_a_batch_of_arrow_gives_a_batch() -> None:
    """A batch gives a batch, with the metadata of its schema."""
    schema = pyarrow.schema(
        [pyarrow.field("code", pyarrow.int64(), metadata={"a": "b"})], metadata={"source": "a switch"}
    )
    decoded = decode(pyarrow.RecordBatch.from_arrays([pyarrow.array(CODES)], schema=schema), "code")
    assert isinstance(decoded, pyarrow.RecordBatch)
    assert decoded.schema.names == ["code", *DEFAULT_ANSWERS]
    assert decoded.column(2).to_pylist() == MATCHES
    for made in (decoded, decode(pyarrow.table({"code": CODES}, schema=schema), "code")):
        assert made.schema.metadata == {b"source": b"a switch"}
        assert made.schema.field("code").metadata == {b"a": b"b"}


def test_columns_of_nothing() -> None:
    """A column of type null, in any library, holds missing codes."""
    calls = relation("SELECT NULL AS code FROM range(2)")
    tables: list[Any] = [calls, pyarrow.table({"code": pyarrow.nulls(2)}), polars.DataFrame({"code": [None, None]})]
    for table in (*tables, pandas.DataFrame({"code": [None, None]})):
        decoded = decode(
            table,
            "code",
            columns=["resolved_code", "match", "matched_pattern", "description", "class_1", "class_2", "class_3"],
        )
        assert answers(decoded) == [(None, "none", None, None, None, None, None)] * 2
        decode(table, "code", strict=True)


def test_wide_integers_of_duckdb() -> None:
    """Integers of any width of DuckDB, text of its enumerations, and what holds no codes."""
    for kind in ("HUGEINT", "UHUGEINT", "BIGNUM", "DECIMAL(38, 10)", "USMALLINT", "ENUM ('1110', 'x')", "JSON"):
        calls = relation(f"SELECT '1110'::{kind} AS code")
        assert decode(calls, "code", columns="match").fetchall()[0][1] == "exact", kind
    refused(
        relation("SELECT [1] AS code"), "code", "a column of type list holds no codes; cast it to integers or to text"
    )


def test_arrays_that_are_no_columns() -> None:
    """Tables of numbers, truth values, times, bytes and complex numbers are refused by what they are."""
    levels = pandas.MultiIndex.from_tuples([(1110, 1)])
    refused(levels, None, "an index of 2 levels is no column; give one of its levels")
    refused(numpy.ones((2, 2)), None, "an array of 2 dimensions is no column; give one of its columns")
    for values, kind in (
        (numpy.array([1j]), "complex128"),
        (numpy.array([True]), "bool"),
        (numpy.array(["2019-01-01"], "datetime64[ns]"), r"timestamp[ns]"),
        (pandas.Series([True], dtype="boolean"), "bool"),
        (pandas.period_range("2019", periods=1).array, "extension<pandas.period<ArrowPeriodType>>"),
    ):
        refused(values, None, f"a column of type {kind} holds no codes; cast it to integers or to text")


LITTLE_KNOWN: dict[str, Any] = {
    "sparse": pandas.Series(pandas.arrays.SparseArray([1110, 2219, 0])),
    "categories of mixed kinds": pandas.Series([1110, "2219", True], dtype=object).astype("category"),
    "nullable floats": pandas.Series([1110, 2219, 2219.5], dtype="Float64"),
    "texts as objects": pandas.Series(["1110", "2219", "\udc80"], dtype="string[python]"),
    "Arrow decimals": pandas.Series([1110, 2219, 7000], dtype=pandas.ArrowDtype(pyarrow.decimal128(8, 2))),
    "Arrow dictionary": pandas.Series(
        ["1110", "2219", "x"], dtype=pandas.ArrowDtype(pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    ),
    "numpy texts": numpy.array(["1110", "2219", "x"], dtype=numpy.dtypes.StringDType()),
    "Polars categories": polars.Series(["1110", "2219", "x"], dtype=polars.Categorical),
    "Polars enumeration": polars.Series(["1110", "2219", "x"], dtype=polars.Enum(["1110", "2219", "x"])),
    "Polars decimals": polars.Series([1110, 2219, 7000], dtype=polars.Decimal(10, 2)),
    "Polars objects": polars.Series([1110, "2219", object()], dtype=polars.Object),
    "halves": pyarrow.array(numpy.array([1110, 2056, 7000], numpy.float16)),
    "dictionaries in chunks": pyarrow.chunked_array(
        [pyarrow.array(["1110", "2219"]).dictionary_encode(), pyarrow.array(["x"]).dictionary_encode()]
    ),
}


@pytest.mark.parametrize("kind", LITTLE_KNOWN)
def test_kinds_that_few_know(kind: str) -> None:
    """Whatever keeps the values, they are read, and under strict what is no code is told."""
    values = LITTLE_KNOWN[kind]
    found = decode(values, columns="match")
    assert (found.to_pylist() if hasattr(found, "to_pylist") else list(found)) == MATCHES
    with pytest.raises(UndecodableError) as caught:
        decode(values, strict=True)
    assert caught.value.count == 1


def test_what_is_no_code_book_is_told() -> None:
    """A path is none: the error says how to get one."""
    for book in ("out/latest", 1):
        with pytest.raises(TypeError, match=rf"^{book!r} is no code book; CodeBook\.load gives the one at a path$"):
            decode(pandas.Series(CODES), book=book)  # type: ignore[call-overload]  # the fault


def test_answers_are_cast_before_arithmetic() -> None:
    """What the documentation says of 16 bits: without a cast they wrap, with one they do not."""
    assert (decode(pandas.Series([2211])) * 100).tolist() != [221_100]
    assert (decode(pandas.Series([2211])).astype("Int64") * 100).tolist() == [221_100]
    assert isinstance(CodeBook.load().resolve(2211).code, int)
