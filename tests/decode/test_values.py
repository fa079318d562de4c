"""One definition of what a value is: `resolve` and every engine read each alike, whatever stands beside it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import CodeBook, InvalidCodeError, UndecodableError, decode
from tests.decode.answers import expected, odd_book, relation
from tests.decode.test_engines import COLUMN, FRAMES

EVERY = range(-(2**17), 2**17 + 1)
"""Every integer from -2¹⁷ to 2¹⁷: the ones that an index could reach from either end among them."""

WIDTHS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")

ODD: tuple[object, ...] = (
    *(0, 1110, 2219, 2211, 4391, 7000, 9999, 10_000, 19_999, 20_000, 123_456, 2**63, 2**64, 10**30, 10**5000),
    *(-1, -1120, -10_000, -10_001, -17_789, -18_897, -20_000, -20_001, -(2**63), -(2**70)),
    *(2219.0, -0.0, 2219.5, 1e300, math.inf, -math.inf, math.nan),
    *(numpy.int8(111), numpy.uint64(2219), numpy.float16(2048), numpy.float32(2219), numpy.float64(1110)),
    *(numpy.longdouble(2219), numpy.longdouble("2219.5"), numpy.float32("nan"), numpy.float32("inf")),
    *map(Decimal, "2219 2219.00 2.219E+3 2219.0000000000000001 1109.9999999999999999 1E+999999 -0 NaN sNaN".split()),
    *map(Decimal, ("Infinity", "-Infinity", "1110.5", "2219." + "0" * 60 + "1")),
    *(Fraction(2219), Fraction(2219, 2), 2219 + 0j),
    *("2219", " 2219\r\n", "02219", "2219.0", "2219.000", "-2219.0", "2219.", "2219.5", "2219,0", "+2219", ".0"),
    *(
        "0" * 17 + "1",
        "0" * 18 + "1",
        "２２１９",
        "n/a",
        "",
        "\udc80",
        "2219\udc80",
        "2.219e3",
        "1110 \x00",
        numpy.str_("1110"),
    ),
    *(None, pandas.NA, pandas.NaT, numpy.datetime64("NaT")),
    *(True, False, numpy.bool_(True), b"2219", pandas.Timestamp(0), numpy.datetime64(2219, "D")),
)
"""Values of every kind that a column of objects can hold, and that is no list."""


class Disguised:
    """A value that shows itself as the digits of a code, and is none."""

    def __repr__(self) -> str:
        return "2219"


def objects(values: Sequence[object]) -> pandas.Series[Any]:
    """A column of objects, as they are."""
    array = numpy.empty(len(values), object)
    array[:] = values
    return pandas.Series(array, dtype=object)


@pytest.fixture(scope="module", params=["bundled", "odd"])
def book(request: pytest.FixtureRequest) -> CodeBook:
    """The bundled book, and one with an answer to 0, in which every slip of an index is seen."""
    return CodeBook.load() if request.param == "bundled" else odd_book()


def resolved(values: Any, book: CodeBook) -> list[int | None]:
    """The codes that a Series or an array is read as."""
    found = decode(values, book=book)
    codes = found.to_pylist() if isinstance(found, pyarrow.Array | pyarrow.ChunkedArray) else list(found)
    return [None if code is None or code is pandas.NA else int(code) for code in codes]


def wanted(values: Sequence[object], book: CodeBook) -> list[int | None]:
    """The codes that `resolve` reads values as; None for what it refuses."""
    return [read(value, book) for value in values]


def read(value: object, book: CodeBook) -> int | None:
    """The code that `resolve` reads a value as."""
    try:
        return book.resolve(value).code
    except InvalidCodeError:
        return None


@pytest.fixture(scope="module")
def every(book: CodeBook) -> numpy.ndarray[Any, Any]:
    """What `resolve` says of every integer, -1 for none."""
    return numpy.array([-1 if code is None else code for code in wanted(EVERY, book)], numpy.int16)


@pytest.mark.parametrize("frame", [name for name in FRAMES if "dictionary" not in name])
def test_every_integer(frame: str, book: CodeBook, every: numpy.ndarray[Any, Any]) -> None:
    """No integer is an index from the end of anything: below 0 and above 9999 the answer is none."""
    decoded = decode(FRAMES[frame](pyarrow.array(EVERY)), COLUMN, book=book, columns="resolved_code")
    if isinstance(decoded, polars.LazyFrame):
        decoded = decoded.collect()
    if isinstance(decoded, duckdb.DuckDBPyRelation):
        decoded = decoded.to_arrow_table()
    codes = decoded["resolved_code"]
    found = codes.to_numpy("int16", na_value=-1) if isinstance(codes, pandas.Series) else codes.fill_null(-1).to_numpy()
    assert numpy.array_equal(found, every)


@pytest.mark.parametrize("dtype", WIDTHS)
@pytest.mark.parametrize("beside", [None, 0, 1110, 123_456, -1, -18_897])
def test_integers_at_the_ends_of_every_width(dtype: str, beside: int | None, book: CodeBook) -> None:
    """In every width, alone and beside any other that it holds, also a negative or a large one."""
    info = numpy.iinfo(dtype)
    edges = (info.min, info.max, *(-(10**4), -10_001, -18_897, -17_789, -20_000, -20_001, -1, 0, 9999, 10_000, 20_000))
    values = [number for edge in edges for number in (edge - 1, edge, edge + 1) if info.min <= number <= info.max]
    others = [] if beside is None or not info.min <= beside <= info.max else [beside]
    for value in values:
        row = [value, *others]
        array = numpy.array(row, dtype)
        kinds: tuple[Any, ...] = (array, pandas.Series(array), pyarrow.array(array), polars.Series(array))
        nullable = pandas.Series(row, dtype=dtype.replace("i", "I").replace("uI", "UI"))
        for kind in (*kinds, nullable, nullable.astype("category")):
            assert resolved(kind, book) == wanted(row, book), (type(kind), row)


def test_every_value_as_resolve_reads_it(book: CodeBook) -> None:
    """Each kind of value alone in a column of objects gets the answer of `resolve`."""
    for value in ODD:
        assert resolved(objects([value]), book) == wanted([value], book), repr(value)[:40]


@pytest.mark.parametrize("others", [ODD[::8], pytest.param(ODD, marks=pytest.mark.slow)], ids=["some", "all"])
def test_no_answer_depends_on_what_stands_beside(others: Sequence[object]) -> None:
    """Each kind of value beside others."""
    book = CodeBook.load()
    for pair in itertools.product(ODD, others):
        assert resolved(objects(pair), book) == wanted(pair, book), repr(pair)[:80]


def test_what_looks_like_a_code_is_none() -> None:
    """An object is not read as what it looks like, alone or not."""
    assert resolved(objects([Disguised(), "2219"]), CodeBook.load()) == [None, 2210]
    with pytest.raises(UndecodableError, match=r"^1 value is read as no code; the first distinct: '<2219>'$"):
        decode(objects([Disguised()]), strict=True)


@pytest.mark.parametrize("scale", [0, 2, 16, 34])
def test_decimals_are_read_exactly(scale: int, book: CodeBook) -> None:
    """A decimal that is nearly a code is none, in every engine that has decimals, of any scale."""
    texts = ["2219", "1110", "0", "1", "-2219", "9999", None]
    if scale == 16:
        texts += ["2219.0000000000000001", "1109.9999999999999999", "-0.0000000000000001", "2219.5"]
    values = [None if text is None else Decimal(text) for text in texts]
    array = pyarrow.array(values, pyarrow.decimal128(38, scale))
    kinds: dict[str, Any] = {
        "arrow": array,
        "arrow 256": array.cast(pyarrow.decimal256(50, scale)),
        "arrow dictionary": array.dictionary_encode(),
        "pandas": pandas.Series(array.to_pandas(types_mapper=pandas.ArrowDtype)),
        "objects": objects(values),
        "polars": polars.Series(array),
    }
    for name, kind in kinds.items():
        assert resolved(kind, book) == wanted(values, book), name
    decoded = decode(duckdb.connect().from_arrow(pyarrow.table({"reason": array})), "reason", book=book)
    assert [row[0] for row in decoded.project("resolved_code").fetchall()] == wanted(values, book)


def test_small_decimals(book: CodeBook) -> None:
    """Decimals of 32 and 64 bits, and with zeros before the point that are not written."""
    for kind in (pyarrow.decimal32(6, 1), pyarrow.decimal64(18, 3), pyarrow.decimal128(5, -1)):
        values = [Decimal(2210), Decimal(1110), Decimal(7770), None]
        assert resolved(pyarrow.array(values, kind), book) == wanted(values, book)


def test_a_column_with_gaps_as_pandas_writes_it(book: CodeBook) -> None:
    """Integers with gaps, that become 2219.0 in a file, are read as numbers and as texts alike."""
    numbers = [2219.0, None, 1110.0, 7000.0]
    texts = pandas.Series([None if number is None else str(number) for number in numbers])
    for kind in (pandas.Series(numbers), texts, polars.from_pandas(texts), pyarrow.array(texts)):
        assert resolved(kind, book) == wanted(numbers, book)
    decoded = decode(relation("SELECT * FROM (VALUES ('2219.0'), (' 1110.00 '), ('1110.')) t(c)"), "c", book=book)
    assert [row[0] for row in decoded.project("resolved_code").fetchall()] == wanted([2219, 1110, None], book)


def test_wide_floats_of_numpy() -> None:
    """A longdouble is read to its last digit, as an array too."""
    values = numpy.array(["2219", "2219.5", "nan", "1e4000"], numpy.longdouble)
    assert resolved(values, CodeBook.load()) == [2210, None, None, None]


def test_integers_of_128_bits_in_polars() -> None:
    """Polars has integers that Arrow does not."""
    for dtype in (polars.Int128, polars.UInt128):
        assert resolved(polars.Series([2219, None, 2**100], dtype=dtype), CodeBook.load()) == [2210, None, None]
        with pytest.raises(UndecodableError) as caught:
            decode(polars.Series([2219, None, 2**100], dtype=dtype), strict=True)
        assert caught.value.values == (str(2**100),)
    assert resolved(polars.Series([2219, None, -18_897], dtype=polars.Int128), CodeBook.load()) == [2210, None, None]


def test_arrays_of_numpy_in_any_shape_of_memory() -> None:
    """Bytes in the other order, steps, masks; and what is no column is refused."""
    numbers = numpy.array([2219, 1110, -18_897], ">i4")
    assert resolved(numbers, CodeBook.load()) == [2210, 1110, None]
    assert resolved(numpy.arange(2200, 2240)[::-20], CodeBook.load()) == wanted([2239, 2219], CodeBook.load())
    masked = numpy.ma.array([2219, 1110], mask=[True, False])
    assert resolved(masked, CodeBook.load()) == [None, 1110]
    assert resolved(numpy.ma.array(["2219", 1110], mask=[True, False], dtype=object), CodeBook.load()) == [None, 1110]
    assert resolved(numpy.array(["2219", "\udc80"]), CodeBook.load()) == [2210, None]


def test_missing_values_are_no_error_under_strict() -> None:
    """What is missing in any library passes; what is there and no code does not, beside it or not."""
    missing = [None, math.nan, pandas.NA, pandas.NaT, Decimal("NaN"), Decimal("sNaN"), numpy.float32("nan")]
    assert resolved(objects(missing), CodeBook.load()) == [None] * len(missing)
    decode(objects([*missing, 1110, "2219"]), strict=True)
    null_category = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0, 1, None]), pyarrow.array([1110, None]))
    assert len(decode(null_category, strict=True)) == 3
    for bad in (True, b"1110", Decimal("Infinity"), -18_897, "2219."):
        with pytest.raises(UndecodableError, match=r"^1 value is read as no code"):
            decode(objects([*missing, bad, 1110]), strict=True)


VALUES = st.one_of(
    st.sampled_from([value for value in ODD if value is not None]),
    st.none(),
    st.integers(-30_000, 30_000),
    st.integers(),
    st.floats(),
    st.integers(0, 9999).map(float),
    st.decimals(allow_nan=False),
    st.integers(0, 9999).map(Decimal),
    st.from_regex(r"\A[ \t]?-?[0-9]{1,6}(\.[0-9]{1,2})?[ \n]?\Z"),
    st.text(max_size=6),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=12))
def test_any_objects_beside_each_other(values: list[object]) -> None:
    """Any values in any company get the answers of `resolve`."""
    book = odd_book()
    assert resolved(objects(values), book) == wanted(values, book)


def random_values(kind: str, rows: int) -> list[Any]:
    """Values of one kind, most of them near a code: of it, whole or not, and around the ends of what a code is."""
    random = numpy.random.default_rng(21)
    near = random.integers(-25_000, 25_000, rows)
    codes = random.integers(0, 10_000, rows)
    numbers = [int(number) for number in numpy.where(random.random(rows) < 0.7, codes, near)]
    odd = random.integers(0, 10, rows).tolist()
    return [value_of(kind, number, way) for number, way in zip(numbers, odd, strict=True)]


def value_of(kind: str, number: int, way: int) -> Any:
    """A number as a value of a kind, in one of ten ways."""
    if way == 0:
        return None
    if kind == "integers":
        return number * 2**45 if way == 1 else number
    if kind == "floats":
        return (math.nan, math.inf, number + 0.5, math.nextafter(number, 0))[way - 1] if way < 5 else float(number)
    if kind == "decimals":
        return (
            Decimal(number) + (Decimal("0.0000000000000001"), Decimal("-0.5"))[way - 1] if way < 3 else Decimal(number)
        )
    shapes = ("{}.0", "{}.00", "{}.", "{}.5", " {}\t", "{:06d}", "x{}", "{}\udc80" if kind == "objects" else "{}\u0660")
    return shapes[way - 1].format(number) if way <= len(shapes) else str(number)


def mixed(rows: int) -> list[Any]:
    """Values of all kinds in turns."""
    kinds = ("integers", "floats", "decimals", "objects")
    return [value for row in zip(*(random_values(kind, rows // 4) for kind in kinds), strict=True) for value in row]


ARROW = {"integers": None, "floats": None, "decimals": pyarrow.decimal128(38, 16), "texts": None}


def engines() -> Iterator[tuple[str, str, Callable[[pyarrow.Array], Any]]]:
    """Each kind of values in each engine."""
    for kind, (name, frame) in itertools.product(ARROW, FRAMES.items()):
        yield kind, name, frame


@pytest.mark.parametrize("rows", [2000, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name, _ in engines()])
def test_many_values_in_every_engine(kind: str, name: str, rows: int) -> None:
    """Thousands of values of each kind, in each engine that can hold them, get the answers of `resolve`."""
    values, book = random_values(kind, rows), odd_book()
    frame = decode(
        FRAMES[name](pyarrow.array(values, ARROW[kind])), COLUMN, book=book, columns=["resolved_code", "match"]
    )
    if isinstance(frame, polars.LazyFrame):
        frame = frame.collect()
    table = frame.to_arrow_table() if isinstance(frame, duckdb.DuckDBPyRelation) else frame
    codes, how = (list(table[column]) for column in ("resolved_code", "match"))
    if isinstance(table, pyarrow.Table):
        codes, how = (table[column].to_pylist() for column in ("resolved_code", "match"))
    found = [(None if code is pandas.NA else code, match) for code, match in zip(codes, how, strict=True)]
    assert found == [row[:2] for row in expected(book, values)]


@pytest.mark.parametrize("rows", [2000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_many_values_of_all_kinds(rows: int) -> None:
    """Thousands of objects of all kinds in one column, of pandas, of Polars, and as categories."""
    values, book = mixed(rows), odd_book()
    answers = wanted(values, book)
    assert resolved(objects(values), book) == answers
    assert resolved(polars.Series(values, dtype=polars.Object), book) == answers
