"""Arrays of Arrow and numpy by their buffers, without a copy: `pyarrow.array` imports pandas, which takes long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pyarrow
from numpy.typing import NDArray


def from_numpy(numbers: NDArray[Any], is_valid: NDArray[numpy.bool_] | None = None) -> pyarrow.Array:
    """Numbers of numpy as an Arrow array, without a copy."""
    buffers = [None if is_valid is None else bits_of(is_valid), pyarrow.py_buffer(numbers)]
    return pyarrow.Array.from_buffers(pyarrow.from_numpy_dtype(numbers.dtype), len(numbers), buffers)


def truths(values: NDArray[numpy.bool_]) -> pyarrow.Array:
    """Truth values of numpy as an Arrow array."""
    return pyarrow.Array.from_buffers(pyarrow.bool_(), len(values), [None, bits_of(values)])


def bits_of(values: NDArray[numpy.bool_]) -> pyarrow.Buffer:
    """Truth values as Arrow keeps them: eight a byte, the first in the lowest bit."""
    return pyarrow.py_buffer(numpy.packbits(values, bitorder="little"))


def texts_to_arrow(texts: Sequence[str]) -> pyarrow.Array:
    """Texts as an Arrow array."""
    encoded = [text.encode() for text in texts]
    bounds = numpy.cumsum([0, *map(len, encoded)], dtype=numpy.int32)
    buffers = [None, pyarrow.py_buffer(bounds), pyarrow.py_buffer(b"".join(encoded))]
    return pyarrow.Array.from_buffers(pyarrow.string(), len(texts), buffers)


def buffer_of(values: pyarrow.Array, index: int, dtype: Any, extra: int = 0) -> NDArray[Any]:
    """A buffer of fixed-width items as numpy, without a copy; `extra` items follow the last row."""
    buffer = values.buffers()[index]
    if buffer is None:
        return numpy.zeros(len(values) + extra, dtype)
    return numpy.frombuffer(buffer, dtype, len(values) + extra, values.offset * numpy.dtype(dtype).itemsize)


def missing_of(values: pyarrow.Array, rows: slice) -> NDArray[numpy.intp]:
    """Which of some rows are null, by the bits that say so: eight rows a byte, the first in the lowest bit."""
    if not values.null_count or (bits := values.buffers()[0]) is None:
        return numpy.empty(0, numpy.intp)
    begin, shift = divmod(values.offset + rows.start, 8)
    length = rows.stop - rows.start
    some = numpy.frombuffer(bits, numpy.uint8, (shift + length + 7) // 8, begin)
    return numpy.flatnonzero(numpy.unpackbits(some, bitorder="little")[shift : shift + length] == 0)
