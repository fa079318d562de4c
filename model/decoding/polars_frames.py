"""Decoding in Polars: frames, eager or lazy, and Series."""

from __future__ import annotations

import polars
import pyarrow
from polars import CompatLevel

from model.decoding.arrays import answers_to_arrow, decode_arrow
from model.decoding.columns import check_columns
from model.decoding.lookup import Indices, LookupColumn, Request


def decode_polars(frame: polars.DataFrame, column: str, request: Request) -> polars.DataFrame:
    """A frame with the answers at its end."""
    check_columns(frame.columns, column, request.names)
    return frame.hstack(decode_polars_series(frame[column], request))


def decode_polars_lazy(frame: polars.LazyFrame, column: str, request: Request) -> polars.LazyFrame:
    """A lazy frame with the answers at its end, decoded batch by batch."""
    schema = frame.collect_schema()
    check_columns(schema.names(), column, request.names)

    def decode_batch(batch: polars.DataFrame) -> polars.DataFrame:
        return batch.hstack(decode_polars_series(batch[column], request))

    new = {
        name: polars.Int16() if answer.categories is None else polars.Categorical()
        for name, answer in zip(request.names, request.answers, strict=True)
    }
    # To count under `strict`, it must see all rows at once.
    return frame.map_batches(decode_batch, schema={**schema, **new}, slice_pushdown=True, streamable=not request.strict)


def decode_polars_series(series: polars.Series, request: Request) -> list[polars.Series]:
    """Series of the names that are asked for."""
    found = decode_arrow(_to_arrow(series), request, _answers_to_polars)
    return [answers.alias(name) for name, answers in zip(request.names, found, strict=True)]


def _to_arrow(series: polars.Series) -> pyarrow.Array | pyarrow.ChunkedArray:
    if series.dtype == polars.Object:
        from model.decoding.pandas_frames import to_arrow

        return to_arrow(series.to_list())
    if series.dtype in {polars.Int128, polars.UInt128}:  # which Arrow does not have
        narrow = series.cast(polars.Int64, strict=False)
        series = narrow if narrow.null_count() == series.null_count() else series.cast(polars.String)
    # Without it, every text is copied.
    return series.to_arrow(compat_level=CompatLevel.newest())


def _answers_to_polars(indices: Indices, answer: LookupColumn) -> polars.Series:
    made = polars.from_arrow(answers_to_arrow(indices, answer))
    assert isinstance(made, polars.Series)
    return made
