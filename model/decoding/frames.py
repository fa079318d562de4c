"""Decoding in the libraries of frames: how each gives its column as Arrow, and takes the answers back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar

import narwhals
import numpy
import pandas
import pyarrow
from narwhals import Implementation
from narwhals.dependencies import get_dask_dataframe

from model.decoding.arrays import answers_to_arrow, find, from_numpy, refuse_undecodable
from model.decoding.columns import check_columns
from model.decoding.lookup import NO_CODE, LookupColumn, Request, number_of
from model.decoding.sql import decode_duckdb, decode_spark
from model.errors import ColumnError

if TYPE_CHECKING:
    import polars

    from model.decoding.lookup import Indices

Codes: TypeAlias = pyarrow.Array | pyarrow.ChunkedArray

T = TypeVar("T")

_ARRAYS: Final = (numpy.ndarray, pyarrow.Array, pandas.api.extensions.ExtensionArray)

_WRAPPERS: Final = (narwhals.DataFrame, narwhals.LazyFrame, narwhals.Series)


class Library(NamedTuple):
    """What differs between the libraries whose Series are in memory.

    Parameters
    ----------
    to_arrow
        A Series as an array of Arrow, without a copy where it can.
    make
        A Series of answers, of their indices and column, beside the Series that was decoded.
    """

    to_arrow: Callable[[Any], Codes]
    make: Callable[[Any, Indices, LookupColumn], Any]


def is_frame(values: Any) -> bool:
    """Whether values are a frame, and not a Series or an array.

    Raises
    ------
    TypeError
        If they are neither, or of a library that is not among those of `model.decode`.
    """
    if isinstance(values, _ARRAYS):
        return False
    if _is_dask(values, "Series"):
        return False
    if _is_dask(values, "DataFrame"):
        return True
    known = narwhals.from_native(values, allow_series=True, pass_through=True)
    if not isinstance(known, _WRAPPERS) or known.implementation not in {*_IN_MEMORY, *_LAZY}:
        kind = f"{type(values).__module__}.{type(values).__qualname__}"
        raise TypeError(f"{kind} is no frame, Series or array that can be decoded; see model.decode for those that can")
    return not isinstance(known, narwhals.Series)


def _is_dask(values: Any, kind: str) -> bool:
    # Not by narwhals: it gives up Dask, warns of its frames, and does not know its Series.
    dask = get_dask_dataframe()
    return dask is not None and isinstance(values, getattr(dask, kind))


def decode_frame(values: Any, column: str, request: Request) -> Any:
    """A frame with the answers to one of its columns."""
    if _is_dask(values, "DataFrame"):
        return _decode_dask(values, partial(decode_frame, column=column, request=request))
    frame = narwhals.from_native(values)
    check_columns(frame.collect_schema().names(), column, request.names)
    if isinstance(frame, narwhals.LazyFrame):
        return _LAZY[frame.implementation](values, column, request)
    return frame.with_columns(*_decode_series(frame[column], request)).to_native()


def decode_alone(values: Any, request: Request) -> list[Any]:
    """The answers to a Series or an array, each of its kind."""
    if isinstance(values, _ARRAYS):
        make = answers_to_arrow if isinstance(values, pyarrow.Array) else _pandas_array
        return _decode(to_arrow(values), request, make)
    if _is_dask(values, "Series"):
        asked = (replace(request, answers=(answer,)) for answer in request.answers)
        return [_decode_dask(values, partial(_decode_one, request=one)) for one in asked]
    series = narwhals.from_native(values, series_only=True)
    return [answers.to_native() for answers in _decode_series(series, request)]


def _decode_one(values: Any, request: Request) -> Any:
    return decode_alone(values, request)[0]


def _decode_series(series: narwhals.Series[Any], request: Request) -> list[narwhals.Series[Any]]:
    library, native = _IN_MEMORY[series.implementation], series.to_native()

    def make(indices: Indices, answer: LookupColumn) -> narwhals.Series[Any]:
        made: narwhals.Series[Any] = narwhals.from_native(library.make(native, indices, answer), series_only=True)
        return made.alias(request.prefix + answer.name)

    return _decode(library.to_arrow(native), request, make)


def _decode(codes: Codes, request: Request, make: Callable[[Indices, LookupColumn], T]) -> list[T]:
    columns = (*request.answers, request.match) if request.strict else request.answers
    found = find(codes, columns)
    if request.strict:
        refuse_undecodable(codes, found[-1])
    return [make(indices, answer) for indices, answer in zip(found, request.answers, strict=False)]


def to_arrow(values: Any) -> Codes:
    """An array, a list or a Series of pandas as Arrow; of mixed kinds of objects, as text."""
    if isinstance(values, pyarrow.Array):
        return values
    if isinstance(getattr(values, "array", values), pandas.arrays.IntegerArray):
        return _of_nullable(getattr(values, "array", values))
    try:
        return pyarrow.array(values, from_pandas=True)
    except (pyarrow.ArrowException, OverflowError):
        return pyarrow.array(_as_texts(values), pyarrow.large_string())


def _of_nullable(integers: Any) -> pyarrow.Array:
    # pyarrow would take the mask bit by bit, three times as long as everything else.
    numbers, mask = integers._data, integers._mask  # noqa: SLF001 - pandas gives them out in no other way uncopied
    return from_numpy(numpy.ascontiguousarray(numbers), ~mask)


def _as_texts(values: Sequence[object]) -> list[str | None]:
    """Values of mixed kinds as texts that are read as the values are."""
    texts: dict[tuple[type, object], str | None] = {}
    keys = [(type(value), value) for value in values]
    try:
        for key in keys:
            if key not in texts:
                texts[key] = _as_text(key[1])
    except TypeError as error:  # of what cannot be a key
        raise ColumnError("the column holds more than numbers and texts, such as a list") from error
    return [texts[key] for key in keys]


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if pandas.isna(value):  # type: ignore[call-overload]  # takes any scalar
        return None
    number = number_of(value)
    return repr(value) if number == NO_CODE else str(number)


def _polars_to_arrow(series: polars.Series) -> Codes:
    from polars import CompatLevel

    # Without it, every text is copied.
    return series.to_arrow(compat_level=CompatLevel.newest())


def _pandas_array(indices: Indices, answer: LookupColumn) -> pandas.api.extensions.ExtensionArray:
    if answer.categories is None:
        return pandas.arrays.IntegerArray(indices, indices < 0)
    kind = pandas.CategoricalDtype(list(answer.categories))
    return pandas.Categorical.from_codes(indices, dtype=kind, validate=False)


def _pandas_series(series: pandas.Series[Any], indices: Indices, answer: LookupColumn) -> pandas.Series[Any]:
    return pandas.Series(_pandas_array(indices, answer), index=series.index, copy=False)


def _arrow_column(_column: pyarrow.ChunkedArray, indices: Indices, answer: LookupColumn) -> pyarrow.ChunkedArray:
    return pyarrow.chunked_array([answers_to_arrow(indices, answer)])


def _polars_series(_series: polars.Series, indices: Indices, answer: LookupColumn) -> polars.Series:
    import polars

    made = polars.from_arrow(answers_to_arrow(indices, answer))
    assert isinstance(made, polars.Series)
    return made


def _decode_polars(frame: polars.LazyFrame, column: str, request: Request) -> polars.LazyFrame:
    import polars

    def decode_batch(batch: polars.DataFrame) -> polars.DataFrame:
        # Without narwhals: batches are many and small, and wrapping its Series takes a quarter of the time of one.
        series = batch[column]
        made = _decode(_polars_to_arrow(series), request, partial(_polars_series, series))
        return batch.hstack([answers.alias(name) for name, answers in zip(request.names, made, strict=True)])

    new = {
        name: polars.Int16() if answer.categories is None else polars.Categorical()
        for name, answer in zip(request.names, request.answers, strict=True)
    }
    # To count under `strict`, it must see all rows at once.
    return frame.map_batches(
        decode_batch, schema={**frame.collect_schema(), **new}, slice_pushdown=True, streamable=not request.strict
    )


def _decode_dask(values: Any, decode_part: Callable[[Any], Any]) -> Any:  # Dask carries no types
    from dask.dataframe.dispatch import make_meta

    return values.map_partitions(decode_part, meta=decode_part(make_meta(values)))  # type: ignore[no-untyped-call]  # Dask's


_IN_MEMORY: Final[Mapping[Implementation, Library]] = {
    Implementation.PANDAS: Library(to_arrow, _pandas_series),
    Implementation.POLARS: Library(_polars_to_arrow, _polars_series),
    Implementation.PYARROW: Library(lambda column: column, _arrow_column),
}

_LAZY: Final[Mapping[Implementation, Callable[[Any, str, Request], Any]]] = {
    Implementation.POLARS: _decode_polars,
    Implementation.DUCKDB: decode_duckdb,
    Implementation.PYSPARK: decode_spark,
    Implementation.PYSPARK_CONNECT: decode_spark,
}
