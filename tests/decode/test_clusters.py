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
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
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
        decode(frame["reason"])
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
