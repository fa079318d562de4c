"""The engines that calls are decoded with besides PyArrow: each answers the codes of a part, and decodes Parquet alone.

Text is read and written by PyArrow for all of them, to the letter: each engine has another idea of what a short row or
a quoted nothing is. Parquet, where there is one idea of each value, an engine reads itself, and Polars writes itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow
from pyarrow import parquet, types

from ingest.calls.tables import ROWS
from ingest.document.packages import import_package
from model import ColumnError

if TYPE_CHECKING:
    from model.decoding.lookup import Request


class Engine(NamedTuple):
    """What an engine does, never under `strict`: the values without an answer are counted before.

    Parameters
    ----------
    answer
        The answers to an array of codes.
    decode_parquet
        Decodes a column of Parquet files into one.
    """

    answer: Callable[[pyarrow.Array, Request], list[pyarrow.Array]]
    decode_parquet: Callable[[Sequence[str], str, Request, Path], None]


def engine_of(name: str) -> Engine | None:
    """The engine of a name; None for PyArrow.

    Raises
    ------
    MissingPackageError
        If its package is not installed.
    """
    if name == "pyarrow":
        return None
    import_package(name, name, f"the engine {name}", "engines")
    return ENGINES[name]


def _answer_by_polars(codes: pyarrow.Array, request: Request) -> list[pyarrow.Array]:
    import polars

    from model.decoding.frames import decode_alone

    return [_alike(answers.to_arrow()) for answers in decode_alone(polars.Series(codes), request)]


def _decode_by_polars(files: Sequence[str], column: str, request: Request, out: Path) -> None:
    import polars

    from model.decoding.frames import decode_frame

    try:
        calls = polars.scan_parquet(list(files), glob=False, hive_partitioning=False)
        decode_frame(calls, column, request).sink_parquet(out, compression="snappy")
    except polars.exceptions.PolarsError as error:
        raise ValueError(str(error)) from error


def _answer_by_duckdb(codes: pyarrow.Array, request: Request) -> list[pyarrow.Array]:
    import duckdb

    from model.decoding.frames import decode_frame

    with duckdb.connect() as connection:
        calls = connection.from_arrow(pyarrow.table({"codes": codes}))
        decoded = decode_frame(calls, "codes", request).to_arrow_table()
    return [_alike(decoded.column(name).combine_chunks()) for name in request.names]


def _decode_by_duckdb(files: Sequence[str], column: str, request: Request, out: Path) -> None:
    import duckdb

    from model.decoding.frames import decode_frame

    schema = parquet.read_schema(files[0])
    with duckdb.connect() as connection:
        try:
            calls = connection.read_parquet([escape(name) for name in files], hive_partitioning=False)
            if calls.columns != schema.names:
                raise ColumnError("names that differ only in capital letters are one for DuckDB; use another engine")
            # Not by its own writer: to keep the order of rows, that takes memory as it finds it, more with more rows.
            with decode_frame(calls, column, request).to_arrow_reader(ROWS) as reader:
                _write_parquet(reader, schema, out)
        except (duckdb.Error, pyarrow.ArrowException) as error:
            raise ValueError(str(error)) from error


def _write_parquet(batches: pyarrow.RecordBatchReader, before: pyarrow.Schema, out: Path) -> None:
    """Write batches; the columns that were there before get their types back, of which DuckDB has fewer."""
    schema = pyarrow.schema([*before, *list(batches.schema)[len(before) :]])
    with parquet.ParquetWriter(out, schema) as writer:
        for batch in batches:
            writer.write_batch(batch.cast(schema))


def _alike(answers: pyarrow.Array) -> pyarrow.Array:
    """Texts of an engine's own type, as dictionaries of plain ones."""
    if types.is_integer(answers.type):
        return answers
    return answers.cast(pyarrow.string()).dictionary_encode()


ENGINES: Final[Mapping[str, Engine]] = {
    "polars": Engine(_answer_by_polars, _decode_by_polars),
    "duckdb": Engine(_answer_by_duckdb, _decode_by_duckdb),
}
