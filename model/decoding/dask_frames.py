"""Decoding in Dask: frames and Series, part by part, where they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from model.decoding.pandas_frames import decode_pandas, decode_series

if TYPE_CHECKING:
    import pandas

    from model.decoding.lookup import Request

# Dask carries no types.


def decode_dask(frame: Any, column: Hashable, request: Request) -> Any:
    """A frame with the answers at its end."""
    return _decode_parts(frame, partial(decode_pandas, column=column, request=request))


def decode_dask_series(series: Any, request: Request) -> list[Any]:
    """Series of the names that are asked for."""
    asked = (replace(request, answers=(answer,)) for answer in request.answers)
    return [_decode_parts(series, partial(_decode_one, request=one)) for one in asked]


def _decode_one(series: pandas.Series[Any], request: Request) -> pandas.Series[Any]:
    return decode_series(series, request)[0]


def _decode_parts(values: Any, decode_part: Callable[[Any], Any]) -> Any:
    from dask.dataframe.dispatch import make_meta

    return values.map_partitions(decode_part, meta=decode_part(make_meta(values)))  # type: ignore[no-untyped-call]  # Dask's
