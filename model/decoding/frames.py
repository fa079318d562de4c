"""Which library a frame, a Series or an array is of, and what decodes it there."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from importlib import import_module
from typing import Any, Final, NamedTuple

import numpy
import pyarrow
from narwhals import dependencies

from model.decoding.lookup import Request


class Kind(NamedTuple):
    """A kind of values.

    `holds`: whether values are of it. `module`, `function`: what decodes them. It is imported where there are such
    values: their library is there then.
    """

    holds: Callable[[Any], bool]
    module: str
    function: str


def decode_frame(values: Any, column: Hashable, request: Request) -> Any:
    """A frame with the answers to one of its columns, of its kind."""
    return _function(_FRAMES, values)(values, column, request)


def decode_alone(values: Any, request: Request) -> list[Any]:
    """The answers to a Series or an array, each of its kind."""
    found: list[Any] = _function(_ALONE, values)(values, request)
    return found


def is_frame(values: Any) -> bool:
    """Whether values are a frame, and not a Series or an array.

    Raises
    ------
    TypeError
        If they are neither, or of a library that is not among those of `model.decode`.
    """
    if any(kind.holds(values) for kind in _FRAMES):
        return True
    if any(kind.holds(values) for kind in _ALONE):
        return False
    name = f"{type(values).__module__}.{type(values).__qualname__}"
    raise TypeError(
        f"{name} is no frame, Series or array that can be decoded; see resultcodes.decode for those that can; "
        "CodeBook.resolve reads a single value"
    )


def _function(kinds: tuple[Kind, ...], values: Any) -> Callable[..., Any]:
    kind = next(kind for kind in kinds if kind.holds(values))
    function: Callable[..., Any] = getattr(import_module(f"{__package__}.{kind.module}"), kind.function)
    return function


def _of_dask(name: str) -> Callable[[Any], bool]:
    def holds(values: Any) -> bool:
        # narwhals gives up Dask and does not know its Series.
        dask = dependencies.get_dask_dataframe()
        return dask is not None and isinstance(values, getattr(dask, name))

    return holds


def _of_pandas_array(values: Any) -> bool:
    if isinstance(values, numpy.ndarray):
        return True
    pandas = dependencies.get_pandas()
    return pandas is not None and isinstance(values, pandas.api.extensions.ExtensionArray)


_FRAMES: Final = (
    Kind(dependencies.is_pandas_dataframe, "pandas_frames", "decode_pandas"),
    Kind(dependencies.is_polars_dataframe, "polars_frames", "decode_polars"),
    Kind(dependencies.is_polars_lazyframe, "polars_frames", "decode_polars_lazy"),
    Kind(lambda values: isinstance(values, pyarrow.Table | pyarrow.RecordBatch), "arrow_tables", "decode_arrow_table"),
    Kind(dependencies.is_duckdb_relation, "duckdb_relations", "decode_duckdb"),
    Kind(dependencies.is_pyspark_dataframe, "spark_frames", "decode_spark"),
    Kind(dependencies.is_pyspark_connect_dataframe, "spark_frames", "decode_spark"),
    Kind(_of_dask("DataFrame"), "dask_frames", "decode_dask"),
)

_ALONE: Final = (
    Kind(dependencies.is_pandas_series, "pandas_frames", "decode_series"),
    Kind(dependencies.is_pandas_index, "pandas_frames", "decode_index"),
    Kind(_of_pandas_array, "pandas_frames", "decode_array"),
    Kind(dependencies.is_polars_series, "polars_frames", "decode_polars_series"),
    Kind(lambda values: isinstance(values, pyarrow.ChunkedArray), "arrow_tables", "decode_chunked_array"),
    Kind(lambda values: isinstance(values, pyarrow.Array), "arrow_tables", "decode_arrow_array"),
    Kind(_of_dask("Series"), "dask_frames", "decode_dask_series"),
)
