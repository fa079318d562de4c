"""Columns of Arrow to answers: read as numbers, block by block, and looked up."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy
import pyarrow
from pyarrow import compute, types

from model.decoding.buffers import from_numpy, missing_of, texts_to_arrow, truths
from model.decoding.lookup import MATCHES, SHOWN, Indices, LookupColumn, Request
from model.decoding.readers import Numbers, inside_of, reader_of
from model.errors import UndecodableError

BLOCK: Final = 1 << 17
"""How many rows are worked on at once: few enough for the processor's cache, enough for threads to run side by side."""

LEAST_SHARE: Final = 1 << 20
"""How many rows are worth a thread."""

T = TypeVar("T")


def decode_arrow(
    codes: pyarrow.Array | pyarrow.ChunkedArray, request: Request, make: Callable[[Indices, LookupColumn], T]
) -> list[T]:
    """The answers that are asked for, each as `make` makes them of the indices of a column of answers.

    Raises
    ------
    ColumnError
        If the type of the array holds no codes.
    UndecodableError
        Under `strict`, of values that are there but have no answer.
    """
    columns = (*request.answers, request.match) if request.strict else request.answers
    found = find(codes, columns)
    if request.strict:
        refuse_undecodable(codes, found[-1])
    return [make(indices, answer) for indices, answer in zip(found, request.answers, strict=False)]


def find(values: pyarrow.Array | pyarrow.ChunkedArray, columns: Sequence[LookupColumn]) -> list[Indices]:
    """The answers to an Arrow array: for each column, the index of the answer to each row.

    Raises
    ------
    ColumnError
        If the type of the array holds no codes.
    """
    if isinstance(values, pyarrow.ChunkedArray):
        parts = [find(chunk, columns) for chunk in values.chunks or [pyarrow.nulls(0, values.type)]]
        return parts[0] if len(parts) == 1 else [numpy.concatenate(answers) for answers in zip(*parts, strict=True)]
    read = reader_of(values)
    found = [numpy.empty(len(values), column.indices.dtype) for column in columns]

    def fill(share: slice) -> None:
        for start in range(share.start, share.stop, BLOCK):
            rows = slice(start, min(start + BLOCK, share.stop))
            missing = missing_of(values, rows)
            for column, answers, part in zip(columns, found, _look_up(read(rows), columns), strict=True):
                part[missing] = column.without_answer
                answers[rows] = part

    shares = _shares(len(values))
    if len(shares) == 1:
        fill(shares[0])
    else:
        with ThreadPoolExecutor(len(shares)) as threads:
            list(threads.map(fill, shares))
    return found


def _shares(length: int) -> list[slice]:
    """The rows of each thread. numpy lets the others run while it works."""
    count = max(1, min(os.cpu_count() or 1, length // LEAST_SHARE))
    bounds = [length * number // count for number in range(count + 1)]
    return [slice(*pair) for pair in itertools.pairwise(bounds)]


def refuse_undecodable(values: pyarrow.Array | pyarrow.ChunkedArray, matches: Indices) -> None:
    """Complain about values that are there but have no answer.

    Raises
    ------
    UndecodableError
        If there are any.
    """
    values = _filterable(values)
    without = values.filter(truths(matches == MATCHES.index("none")))
    if types.is_dictionary(without.type) and len(without):  # of which a category can be missing, too
        parts = without.chunks if isinstance(without, pyarrow.ChunkedArray) else [without]
        without = pyarrow.chunked_array([_filterable(part.dictionary).take(part.indices) for part in parts])
    undecodable = without.filter(compute.invert(compute.is_null(without, nan_is_null=True)))
    if len(undecodable):
        raise UndecodableError(len(undecodable), compute.unique(undecodable)[:SHOWN].to_pylist())


def _filterable(values: pyarrow.Array | pyarrow.ChunkedArray) -> pyarrow.Array | pyarrow.ChunkedArray:
    return values.cast(pyarrow.large_string()) if types.is_string_view(values.type) else values


def answers_to_arrow(indices: Indices, answer: LookupColumn) -> pyarrow.Array:
    """Answers as an Arrow array: 16-bit integers, or a dictionary array of texts."""
    numbers = from_numpy(indices, indices >= 0)
    if answer.categories is None:
        return numbers
    # Not safe: there is no index that is too large.
    return pyarrow.DictionaryArray.from_arrays(numbers, texts_to_arrow(answer.categories), safe=False)


def _look_up(numbers: Numbers, columns: Sequence[LookupColumn]) -> list[Indices]:
    try:
        return [column.indices.take(numbers) for column in columns]
    except (IndexError, TypeError):  # outside the table; uint64 is no index for numpy
        inside = inside_of(numbers)
        return [column.indices.take(inside) for column in columns]
