"""Past one machine: the same call on a real Dask cluster and a real Spark, which the tests start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas
import pytest

from model import CodeBook, ColumnError, UndecodableError, decode
from model.decoding.decode import ANSWERS
from tests.decode.answers import FLOATS, NUMBERS, TEXTS, expected, odd_book
from tests.decode.test_join import CODES, COLUMNS, SQL
from tests.test_readme import run_examples

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("clusters"),
    # Both leave sockets to the collector, and Dask asks the machine for its address.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

KINDS: dict[str, tuple[list[Any], str]] = {
    "integers": (NUMBERS, "long"),
    "floats": (FLOATS, "double"),
    "texts": (TEXTS, "string"),
}


@pytest.fixture(scope="module", params=["bundled", "odd"])
def book(request: pytest.FixtureRequest) -> CodeBook:
    """The bundled book, and one with everything that is odd."""
    return CodeBook.load() if request.param == "bundled" else odd_book()


@pytest.fixture(scope="module")
def dask_client() -> Iterator[Any]:
    """A cluster of two processes."""
    distributed = pytest.importorskip("dask.distributed", reason="the extra `engines` is not installed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """A Spark of two threads on this machine."""
    sql = pytest.importorskip("pyspark.sql", reason="the extra `engines` is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1"}
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def dask_frame(frame: pandas.DataFrame, npartitions: int) -> Any:
    """A frame of Dask in parts."""
    import dask.dataframe

    return dask.dataframe.from_pandas(frame, npartitions=npartitions)  # type: ignore[no-untyped-call]  # Dask's


@pytest.mark.parametrize("kind", KINDS)
def test_dask(dask_client: Any, kind: str, book: CodeBook) -> None:
    """Parts of a frame are decoded by the processes of a cluster, with the answers of `resolve`."""
    values, _ = KINDS[kind]
    frame = dask_frame(pandas.DataFrame({"reason": pandas.Series(values)}), npartitions=5)
    lazy = decode(frame, "reason", book=book, columns=ANSWERS)
    assert type(lazy) is type(frame)
    assert lazy.dtypes.astype(str)["resolved_code"] == "Int16"
    computed = dask_client.compute(lazy).result()
    columns = [computed[name].astype(object) for name in ANSWERS]
    found = list(zip(*(column.where(column.notna(), None) for column in columns), strict=True))
    assert found == expected(book, values)


def test_dask_series(dask_client: Any) -> None:
    """A Series of Dask gives one, or a dict of them, lazy, with the types of pandas and the index of the codes."""
    codes = pandas.Series(["1110", " 2219 ", "7000", None], index=[4, 5, 6, 9], name="reason")
    series = dask_frame(codes.to_frame(), npartitions=2)["reason"]
    one = decode(series)
    assert type(one) is type(series)
    both = decode(series, columns=["resolved_code", "match"], prefix="reason_")
    found = {name: dask_client.compute(answers).result() for name, answers in both.items()}
    wanted = decode(codes, columns=["resolved_code", "match"], prefix="reason_")
    for name, answers in wanted.items():
        pandas.testing.assert_series_equal(found[name], answers)
    pandas.testing.assert_series_equal(dask_client.compute(one).result(), decode(codes))


def test_dask_is_strict_when_computed(dask_client: Any) -> None:
    """Under strict the error comes from the worker whole: count and values."""
    frame = dask_frame(pandas.DataFrame({"reason": ["1110", "x", "y", None]}), npartitions=1)
    lazy = decode(frame, "reason", strict=True)
    with pytest.raises(UndecodableError) as caught:
        dask_client.compute(lazy).result()
    assert (caught.value.count, caught.value.values) == (2, ("x", "y"))


@pytest.mark.parametrize("kind", KINDS)
def test_spark(spark: SparkSession, kind: str, book: CodeBook) -> None:
    """A frame of Spark gets the answers of `resolve`, the old columns first and as they were."""
    values, name = KINDS[kind]
    frame = spark.createDataFrame(list(enumerate(values)), f"id long, `the reason` {name}")
    decoded = decode(frame, "the reason", book=book, columns=ANSWERS)
    assert decoded.columns == ["id", "the reason", *ANSWERS]
    found = [tuple(row)[2:] for row in decoded.orderBy("id").collect()]
    assert found == expected(book, values)


def test_spark_refuses(spark: SparkSession) -> None:
    """Under strict Spark counts at once; missing columns and types without codes are named."""
    frame = spark.createDataFrame([("1110",), ("x",), (None,), ("x",)], "reason string")
    with pytest.raises(UndecodableError, match=r"^2 values are read as no code; the first distinct: 'x'$"):
        decode(frame, "reason", strict=True)
    with pytest.raises(ColumnError, match="there is no column 'raeson'; there are 'reason'; did you mean 'reason'"):
        decode(frame, "raeson")
    with pytest.raises(TypeError, match=r"Column is no frame, Series or array that can be decoded"):
        decode(frame["reason"])  # type: ignore[call-overload]  # the fault
    with pytest.raises(ColumnError, match="a column of type boolean holds no codes"):
        decode(spark.createDataFrame([(True,)], "reason boolean"), "reason")


def test_spark_joins_the_published_table(spark: SparkSession, checkout: Path) -> None:
    """The join of the documentation gives in Spark SQL what `decode` gives."""
    calls = spark.createDataFrame([(number, code) for number, code in enumerate(CODES)], "id long, reason long")
    calls.createOrReplaceTempView("calls")
    table = checkout / "data" / "editions" / "result-codes" / "resolution.parquet"
    spark.read.parquet(str(table)).createOrReplaceTempView("resolution")
    joined = [tuple(row) for row in spark.sql(SQL.replace('"match"', "`match`")).collect()]
    decoded = decode(calls, "reason").select("id", *COLUMNS).orderBy("id").collect()
    assert joined == [tuple(row) for row in decoded]


def test_spark_recipe_of_the_documentation(spark: SparkSession, capsys: pytest.CaptureFixture[str]) -> None:
    """The recipe for Spark gives what stands under it."""
    results = run_examples("docs/decode.md", on_spark=True, given={"spark": spark, "decode": decode})
    assert (results.attempted, results.failed) == (2, 0), capsys.readouterr().out


def test_books_go_to_workers(dask_client: Any, spark: SparkSession) -> None:
    """The method of a code book is a function that Dask and Spark give to their workers."""
    book, codes = CodeBook.load(), [2211, 2219, 7000]
    wanted = [book.resolve(code) for code in codes]
    assert dask_client.gather(dask_client.map(book.resolve, codes)) == wanted
    assert spark.sparkContext.parallelize(codes).map(book.resolve).collect() == wanted


def test_spark_keeps_order_and_columns(spark: SparkSession) -> None:
    """Rows come in their order; any name stays, also one with a backtick, a point, or one that is there twice."""
    frame = spark.range(20_000).selectExpr("id", "9999 - id % 10000 AS `a``b.c`", "id AS __code", "1 AS x", "2 AS x")
    frame = frame.repartition(7).orderBy("id")
    decoded = decode(frame, "a`b.c", columns=["match", "resolved_code"], prefix="`new`.")
    assert decoded.columns == ["id", "a`b.c", "__code", "x", "x", "`new`.match", "`new`.resolved_code"]
    rows = decoded.collect()
    assert [row[0] for row in rows] == [row[2] for row in rows] == list(range(20_000))
    assert [row[6] for row in rows] == [row[0] for row in expected(CodeBook.load(), (row[1] for row in rows))]
    for double in ("1 AS x, 2 AS x", "1 AS x, 2 AS X"):
        with pytest.raises(ColumnError, match=r"^there are 2 columns"):
            decode(spark.sql(f"SELECT {double}"), "x")
    assert decode(spark.sql("SELECT NULL AS x"), "x", columns="match", strict=True).collect()[0][1] == "none"


@pytest.mark.parametrize("kind", ["tinyint", "smallint", "int", "bigint", "decimal(38, 16)", "decimal(38, 0)", "float"])
def test_spark_reads_every_number(spark: SparkSession, kind: str) -> None:
    """Numbers of every type around the ends of what a code is, and decimals that are nearly one."""
    numbers = spark.range(-(2**17), 2**17 + 1).selectExpr("id", f"try_cast(id AS {kind}) AS code")
    decoded = decode(numbers, "code", columns=["resolved_code"], book=odd_book())
    found = {
        row[0]: row[1] for row in decoded.filter("resolved_code IS NOT NULL").select("code", "resolved_code").collect()
    }
    there = [row[0] for row in numbers.filter("code BETWEEN 0 AND 9999").select("code").distinct().collect()]
    answers = {value: row[0] for value, row in zip(there, expected(odd_book(), there), strict=True)}
    assert found == {value: code for value, code in answers.items() if code is not None}
    nearly = spark.sql("SELECT CAST('5100.0000000000000001' AS DECIMAL(38, 16)) AS code")
    assert decode(nearly, "code", columns="match", book=odd_book()).collect()[0][1] == "none"


@pytest.mark.parametrize("kind", ["integers", "floats", "decimals", "texts"])
def test_many_values_on_clusters(dask_client: Any, spark: SparkSession, kind: str) -> None:
    """A hundred thousand values of each kind get the answers of `resolve` from Dask and Spark."""
    from tests.decode.test_values import random_values

    values, book = random_values(kind, 100_000), odd_book()
    wanted = [row[0] for row in expected(book, values)]
    column = pandas.Series(values, dtype=object if kind == "decimals" else None)
    lazy = decode(dask_frame(pandas.DataFrame({"reason": column}), npartitions=5), "reason", book=book)
    assert (
        dask_client.compute(lazy)
        .result()["resolved_code"]
        .astype(object)
        .where(lambda codes: codes.notna(), None)
        .tolist()
        == wanted
    )
    types = {"integers": "long", "floats": "double", "decimals": "decimal(38, 16)", "texts": "string"}
    decoded = decode(
        spark.createDataFrame([(value,) for value in values], f"reason {types[kind]}"), "reason", book=book
    )
    assert [row["resolved_code"] for row in decoded.collect()] == wanted
