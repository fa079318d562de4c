"""Decoding in PyArrow: tables, batches and arrays."""

from __future__ import annotations

from typing import Any

import pyarrow

from model.decoding.arrays import answers_to_arrow, decode_arrow
from model.decoding.columns import check_columns
from model.decoding.lookup import Request


def decode_arrow_table(table: Any, column: str, request: Request) -> Any:
    """A table or a batch with the answers at its end."""
    check_columns(table.schema.names, column, request.names)
    values = table.column(table.schema.names.index(column))
    for name, answers in zip(request.names, decode_arrow(values, request, answers_to_arrow), strict=True):
        table = table.append_column(name, answers)
    return table


def decode_arrow_array(values: pyarrow.Array, request: Request) -> list[pyarrow.Array]:
    """Arrays."""
    return decode_arrow(values, request, answers_to_arrow)


def decode_chunked_array(values: pyarrow.ChunkedArray, request: Request) -> list[pyarrow.ChunkedArray]:
    """Chunked arrays, of one chunk."""
    return [pyarrow.chunked_array([answers]) for answers in decode_arrow(values, request, answers_to_arrow)]
