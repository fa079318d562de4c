"""Every engine gives the answers of `CodeBook.resolve`, in the user's own kind of frame."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import CodeBook, ColumnError, UndecodableError, decode
from model.decoding.decode import ANSWERS
from tests.decode.answers import FLOATS, NUMBERS, TEXTS, expected, odd_book

COLUMN = "disconnect reason"

Frame = Callable[[pyarrow.Array], Any]
Rows = list[tuple[Any, ...]]


def table(values: pyarrow.Array) -> pyarrow.Table:
    """A table with the codes between two other columns."""
    row = pyarrow.array(range(len(values)), pyarrow.int64())
    return pyarrow.table({"id": row, COLUMN: values, "text": row.cast(pyarrow.string())})


def pandas_numpy(values: pyarrow.Array) -> pandas.DataFrame:
    """A frame of numpy columns, objects and floats where a value is missing, with an index of its own."""
    frame = pandas.DataFrame({"id": range(len(values)), COLUMN: values.to_numpy(zero_copy_only=False)})
    return frame.set_index(frame["id"].to_numpy()[::-1] // 2)


FRAMES: dict[str, Frame] = {
    "pandas numpy": pandas_numpy,
    "pandas objects": lambda values: pandas.DataFrame({COLUMN: pandas.Series(values.to_pylist(), dtype=object)}),
    "pandas nullable": lambda values: table(values).to_pandas().convert_dtypes(),
    "pandas Arrow": lambda values: table(values).to_pandas(types_mapper=pandas.ArrowDtype),
    "pandas category": lambda values: table(values).to_pandas().astype({COLUMN: "category"}),
    "polars": lambda values: polars.from_arrow(table(values)),
    "polars lazy": lambda values: polars.from_arrow(table(values)).lazy(),  # type: ignore[union-attr] # a frame
    "pyarrow": table,
    "pyarrow chunks": lambda values: pyarrow.concat_tables(
        [table(values[:77]), table(values[77:77]), table(values[77:])]
    ),
    "pyarrow slice": lambda values: table(pyarrow.concat_arrays([values, values])).slice(len(values)),
    "pyarrow dictionary": lambda values: table(values.dictionary_encode()),
    "duckdb": lambda values: duckdb.connect().from_arrow(table(values)),
}

KINDS: dict[str, tuple[Sequence[object], pyarrow.Array]] = {
    "integers": (NUMBERS, pyarrow.array(NUMBERS)),
    "floats": (FLOATS, pyarrow.array(FLOATS)),
    "texts": (TEXTS, pyarrow.array(TEXTS)),
}


def names(frame: Any) -> list[str]:
    """The names of the columns."""
    if isinstance(frame, polars.LazyFrame):
        return frame.collect_schema().names()
    return list(frame.column_names if isinstance(frame, pyarrow.Table) else frame.columns)


def answers(frame: Any) -> Rows:
    """The rows of the columns of answers, null as None."""
    if isinstance(frame, polars.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return frame.project(", ".join(ANSWERS)).fetchall()
    if isinstance(frame, polars.DataFrame):
        return frame.select(ANSWERS).rows()
    if isinstance(frame, pandas.DataFrame):
        columns = [frame[name].astype(object) for name in ANSWERS]
        return list(zip(*(column.where(column.notna(), None) for column in columns), strict=True))
    return list(zip(*(frame[name].to_pylist() for name in ANSWERS), strict=True))


@pytest.fixture(scope="module", params=["bundled", "odd"])
def book(request: pytest.FixtureRequest) -> CodeBook:
    """The bundled book, and one with everything that is odd."""
    return CodeBook.load() if request.param == "bundled" else odd_book()


@pytest.fixture(scope="module")
def wanted(book: CodeBook) -> dict[str, Rows]:
    """What `resolve` says of the values of each kind."""
    return {kind: expected(book, values) for kind, (values, _) in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frame", FRAMES)
def test_every_engine_answers_as_resolve_does(frame: str, kind: str, book: CodeBook, wanted: dict[str, Rows]) -> None:
    """All four-digit numbers and the odd values, as integers, floats and texts, get the answers of `resolve`."""
    array = KINDS[kind][1]
    assert answers(decode(FRAMES[frame](array), COLUMN, book=book, columns=ANSWERS)) == wanted[kind]


@pytest.mark.parametrize("frame", FRAMES)
def test_frames_keep_their_kind_and_columns(frame: str) -> None:
    """The frame is of the kind it was, lazy if it was, with the old columns untouched and the new ones at the end."""
    before = FRAMES[frame](pyarrow.array(["1110", " 2219 ", None, "x"]))
    after = decode(before, COLUMN, columns=("description", "resolved_code"), prefix="reason_")
    assert type(after) is type(before)
    old = names(before)
    assert names(after) == [*old, "reason_description", "reason_resolved_code"]
    if isinstance(before, pandas.DataFrame):
        pandas.testing.assert_frame_equal(after[old], before)
        assert after.index.equals(before.index)
    if isinstance(before, polars.DataFrame):
        assert after.select(old).equals(before)
    if isinstance(before, pyarrow.Table):
        assert after.select(old).equals(before)


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32"])
def test_numbers_of_every_width(dtype: str) -> None:
    """Any width and sign of number is read, and its greatest value is no index into anything."""
    limit = numpy.iinfo(dtype) if dtype != "float32" else numpy.finfo(dtype)
    values = numpy.array([0, 1, 111, limit.max, limit.min], dtype)
    book = odd_book()
    assert decode(values, book=book, columns="match").tolist() == [row[1] for row in expected(book, values.tolist())]


def test_text_views_and_decimals() -> None:
    """Arrow's views of texts, in which long ones stand elsewhere, and decimals are read too."""
    texts = ["1110", "2219", "a text of more than twelve bytes", None]
    assert decode(pyarrow.array(texts, pyarrow.string_view())).to_pylist() == [1110, 2210, None, None]
    decimals = pyarrow.array(["1110", "2219.5", None]).cast(pyarrow.decimal128(8, 2))
    assert decode(decimals).to_pylist() == [1110, None, None]


@given(st.lists(st.none() | st.text("0123456789 -+x\t\u0660", max_size=6)))
def test_any_text_as_resolve_reads_it(texts: list[str | None]) -> None:
    """Texts of any letters and lengths beside each other get the answers of `resolve`."""
    book = odd_book()
    wanted = [row[0] for row in expected(book, texts)]
    for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()):
        assert decode(pyarrow.array(texts, kind), book=book).to_pylist() == wanted


def test_objects_of_mixed_kinds() -> None:
    """In a column of mixed kinds each value is read by itself; a truth value is no code."""
    values = [1110, "2219", 2219.0, 2219.5, True, b"1110", 10**30, None, math.nan, pandas.NA, pandas.NaT, "x"]
    matches = decode(pandas.Series(values, dtype=object), columns="match").tolist()
    assert matches == ["exact", "class", "class", *["none"] * 9]
    with pytest.raises(UndecodableError) as caught:
        decode(pandas.Series(values, dtype=object), strict=True)
    assert str(caught.value) == (
        "5 values are read as no code; the first distinct: '2219.5', 'True', \"b'1110'\", "
        "'1000000000000000000000000000000', 'x'"
    )


def test_many_rows_are_as_few() -> None:
    """Rows that several threads and blocks share come in their order."""
    numbers = numpy.random.default_rng(1).integers(-100, 12_000, 2_500_000)
    book = CodeBook.load()
    known = numpy.array([-1 if row[0] is None else row[0] for row in expected(book, range(10_000))])
    wanted = numpy.where((numbers >= 0) & (numbers < 10_000), known[numbers.clip(0, 9999)], -1)
    assert numpy.array_equal(decode(numbers).to_numpy("int64", na_value=-1), wanted)
    texts = pyarrow.array(numbers).cast(pyarrow.string())
    assert numpy.array_equal(decode(texts).fill_null(-1).to_numpy(), wanted)


def test_dtypes_of_the_answers() -> None:
    """Codes are nullable 16-bit integers, texts are categories, in each library's own way."""
    pandas_types = decode(FRAMES["pandas numpy"](pyarrow.array([1110, None])), COLUMN).dtypes.astype(str).to_dict()
    assert pandas_types == {
        "id": "int64", COLUMN: "float64", "resolved_code": "Int16", "match": "category", "matched_pattern": "category",
        "description": "category",
    }  # fmt: skip
    lazy = decode(FRAMES["polars lazy"](pyarrow.array([1110, None])), COLUMN)
    assert lazy.collect_schema() == lazy.collect().schema
    assert lazy.collect_schema()["resolved_code"] == polars.Int16
    assert lazy.collect_schema()["match"] == polars.Categorical
    schema = decode(table(pyarrow.array([1110, None])), COLUMN).schema
    assert schema.field("resolved_code").type == pyarrow.int16()
    assert schema.field("description").type == pyarrow.dictionary(pyarrow.int8(), pyarrow.string())


def test_series_and_arrays_give_their_kind() -> None:
    """A Series gives a Series with its index, a chunked array one, an array an array; a list of names a dict."""
    series = pandas.Series([1110, 2219], index=["b", "a"], name="reason")
    one = decode(series, columns="match")
    assert one.to_dict() == {"b": "exact", "a": "class"}
    assert one.name == "match"
    assert {name: list(answer) for name, answer in decode(series, columns=["match"], prefix="x_").items()} == {
        "x_match": ["exact", "class"]
    }
    assert isinstance(decode(polars.Series(["1110"])), polars.Series)
    assert isinstance(decode(pyarrow.chunked_array([[1110]])), pyarrow.ChunkedArray)
    assert isinstance(decode(pyarrow.array([1110])), pyarrow.Array)
    assert isinstance(decode(numpy.array([1110])), pandas.arrays.IntegerArray)
    assert decode(pandas.array([1110, None])).tolist() == [1110, pandas.NA]


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_at_all(frame: str) -> None:
    """A frame without rows gives one without rows, and one of missing values only says none."""
    empty = decode(FRAMES[frame](pyarrow.array([], pyarrow.int64())), COLUMN, columns=ANSWERS)
    assert answers(empty) == []
    nothing = decode(FRAMES[frame](pyarrow.array([None, None], pyarrow.int64())), COLUMN, columns=ANSWERS)
    assert answers(nothing) == [(None, "none", None, None, None, None, None)] * 2


@pytest.mark.parametrize("frame", FRAMES)
def test_strict_counts_and_names_what_is_no_code(frame: str) -> None:
    """Under strict, values without an answer are an error with the count and the first ten; missing ones are not."""
    good = pyarrow.array(["1110", " 2219 ", None])
    assert len(answers(decode(FRAMES[frame](good), COLUMN, columns=ANSWERS, strict=True))) == 3
    bad = pyarrow.array(["1110", None, *(f"x{number % 12}" for number in range(1000, 1030))])
    with pytest.raises(UndecodableError) as caught:
        answers(decode(FRAMES[frame](bad), COLUMN, columns=ANSWERS, strict=True))
    assert caught.value.count == 30
    assert len(caught.value.values) == 10
    if frame != "duckdb":  # which has no first
        assert caught.value.values == tuple(f"x{number % 12}" for number in range(1000, 1010))


@pytest.mark.parametrize("frame", FRAMES)
def test_missing_and_taken_columns_are_named(frame: str) -> None:
    """A column that is not there is answered with those there are and the nearest; a clash of names is refused."""
    values = FRAMES[frame](pyarrow.array(["1110"]))
    with pytest.raises(
        ColumnError, match=r"^there is no column 'disconect'; there are .*did you mean 'disconnect reason'\?$"
    ):
        decode(values, "disconect")
    with pytest.raises(ColumnError, match=r"^already there: 'match'; give the new columns a prefix$"):
        decode(decode(values, COLUMN, columns="match"), COLUMN)


@pytest.mark.parametrize("frame", ["pyarrow", "polars", "duckdb"])
def test_types_that_hold_no_codes_are_refused(frame: str) -> None:
    """Truth values and dates are no codes: the error names the type and says what to do."""
    for name, values in (("bool(ean)?", pyarrow.array([True])), ("date.*", pyarrow.array([0], pyarrow.date32()))):
        with pytest.raises(
            ColumnError, match=f"^a column of type {name} holds no codes; cast it to integers or to text$"
        ):
            decode(FRAMES[frame](values), COLUMN)


def test_what_is_asked_is_checked() -> None:
    """Unknown and repeated answers, a frame without its column and a Series with one are refused."""
    series = pandas.Series([1110])
    with pytest.raises(ColumnError, match="'code' is no column of the answer; it has resolved_code, match,"):
        decode(series, columns="code")
    with pytest.raises(ColumnError, match="asked for twice: match, match"):
        decode(series, columns=["match", "match"])
    with pytest.raises(TypeError, match="a frame needs the name of its column"):
        decode(series.to_frame())  # type: ignore[call-overload]  # the fault
    with pytest.raises(TypeError, match="only a frame has a column to name"):
        decode(series, "reason")  # type: ignore[call-overload]  # the fault
    with pytest.raises(TypeError, match=r"^builtins\.list is no frame, .* can be decoded; see resultcodes\.decode"):
        decode([1110])  # type: ignore[call-overload]  # the fault
    with pytest.raises(TypeError, match=r"^polars\.expr\.expr\.Expr is no frame, Series or array"):
        decode(polars.col("reason"))  # type: ignore[call-overload]  # the fault
    with pytest.raises(ColumnError, match="more than numbers and texts"):
        decode(pandas.Series([1110, [1], "x"], dtype=object))


def test_order_is_kept_by_duckdb() -> None:
    """The rows of a relation come in their order, many more than a block of DuckDB."""
    relation = duckdb.connect().sql("SELECT 9999 - i % 10000 AS reason, i FROM range(300000) t(i)")
    assert [row[0] for row in decode(relation, "reason").project("i").fetchall()] == list(range(300_000))


def test_accessor_is_there_only_when_imported() -> None:
    """`import model` registers nothing; `import model.pandas_accessor` does."""
    script = (
        "import pandas, model; print(hasattr(pandas.Series, 'resultcodes')); import model.pandas_accessor; "
        "answers = pandas.Series([2219], index=[7]).resultcodes.decode(['resolved_code', 'match']); "
        "print(answers.to_dict(), pandas.Series(['1110']).resultcodes.decode('match').tolist())"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout
    assert shown == "False\n{'resolved_code': {7: 2210}, 'match': {7: 'class'}} ['exact']\n"
