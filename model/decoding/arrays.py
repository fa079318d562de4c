"""Columns of any type to answers: each Arrow type is read as numbers in one way, which `READERS` names."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

import numpy
import pyarrow
from pyarrow import compute, types

from model.decoding.lookup import MATCHES, NO_CODE, LookupColumn, number_of
from model.errors import ColumnError, UndecodableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from model.decoding.lookup import Indices

    Numbers = NDArray[numpy.integer[Any]]
    Reader = Callable[[slice], Numbers]
    """Gives the numbers of some rows. What it gives for a missing value does not matter."""

BLOCK: Final = 1 << 17
"""How many rows are worked on at once: few enough for the processor's cache, enough for threads to run side by side."""

LEAST_SHARE: Final = 1 << 20
"""How many rows are worth a thread."""

SHOWN: Final = 10
"""How many distinct values an error names."""


def find(values: pyarrow.Array | pyarrow.ChunkedArray, columns: Sequence[LookupColumn]) -> list[Indices]:
    """The answers to an Arrow array: for each column, the index of the answer to each row.

    Raises
    ------
    ColumnError
        If the type of the array holds no codes.
    """
    if isinstance(values, pyarrow.ChunkedArray):
        parts = [find(chunk, columns) for chunk in values.chunks] or [find(_nothing(values.type), columns)]
        return parts[0] if len(parts) == 1 else [numpy.concatenate(answers) for answers in zip(*parts, strict=True)]
    read = _reader(values)
    found = [numpy.empty(len(values), column.indices.dtype) for column in columns]

    def fill(share: slice) -> None:
        for start in range(share.start, share.stop, BLOCK):
            rows = slice(start, min(start + BLOCK, share.stop))
            missing = _missing(values, rows)
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
    if types.is_string_view(values.type):  # cannot be filtered
        values = values.cast(pyarrow.large_string())
    is_there = compute.invert(compute.is_null(values, nan_is_null=True))
    undecodable = values.filter(compute.and_(truths(matches == MATCHES.index("none")), is_there))
    if len(undecodable):
        raise UndecodableError(len(undecodable), compute.unique(undecodable)[:SHOWN].to_pylist())


# These make arrays of their buffers: `pyarrow.array` imports pandas, which takes longer than many files.


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


def _texts_to_arrow(texts: Sequence[str]) -> pyarrow.Array:
    encoded = [text.encode() for text in texts]
    bounds = numpy.cumsum([0, *map(len, encoded)], dtype=numpy.int32)
    buffers = [None, pyarrow.py_buffer(bounds), pyarrow.py_buffer(b"".join(encoded))]
    return pyarrow.Array.from_buffers(pyarrow.string(), len(texts), buffers)


def answers_to_arrow(indices: Indices, answer: LookupColumn) -> pyarrow.Array:
    """Answers as an Arrow array: 16-bit integers, or a dictionary array of texts."""
    numbers = from_numpy(indices, indices >= 0)
    if answer.categories is None:
        return numbers
    # Not safe: there is no index that is too large.
    return pyarrow.DictionaryArray.from_arrays(numbers, _texts_to_arrow(answer.categories), safe=False)


def _nothing(kind: pyarrow.DataType) -> pyarrow.Array:
    return pyarrow.nulls(0, kind)


def _missing(values: pyarrow.Array, rows: slice) -> NDArray[numpy.intp]:
    """Which of some rows are null, by the bits that say so: eight rows a byte, the first in the lowest bit."""
    if not values.null_count or (bits := values.buffers()[0]) is None:
        return numpy.empty(0, numpy.intp)
    begin, shift = divmod(values.offset + rows.start, 8)
    length = rows.stop - rows.start
    some = numpy.frombuffer(bits, numpy.uint8, (shift + length + 7) // 8, begin)
    return numpy.flatnonzero(numpy.unpackbits(some, bitorder="little")[shift : shift + length] == 0)


def _look_up(numbers: Numbers, columns: Sequence[LookupColumn]) -> list[Indices]:
    try:
        return [column.indices.take(numbers) for column in columns]
    except (IndexError, TypeError):  # outside the table; uint64 is no index for numpy
        inside = _inside(numbers)
        return [column.indices.take(inside) for column in columns]


def _inside(numbers: Numbers) -> Numbers:
    """The numbers, with `NO_CODE` for those that are no code."""
    return numpy.where((numbers >= 0) & (numbers < NO_CODE), numbers, NO_CODE).astype(numpy.intp)


def _reader(values: pyarrow.Array) -> Reader:
    for is_type, reader in READERS:
        if is_type(values.type):
            return reader(values)
    raise ColumnError(f"a column of type {values.type} holds no codes; cast it to integers or to text")


def _integers(values: pyarrow.Array) -> Reader:
    numbers = _buffer(values, 1, values.type.to_pandas_dtype())
    return lambda rows: numbers[rows]


def _buffer(values: pyarrow.Array, index: int, dtype: Any, extra: int = 0) -> NDArray[Any]:
    """A buffer of fixed-width items as numpy, without a copy; `extra` items follow the last row."""
    buffer = values.buffers()[index]
    if buffer is None:
        return numpy.zeros(len(values) + extra, dtype)
    return numpy.frombuffer(buffer, dtype, len(values) + extra, values.offset * numpy.dtype(dtype).itemsize)


def _floats(values: pyarrow.Array) -> Reader:
    numbers = _buffer(values, 1, values.type.to_pandas_dtype())

    def read(rows: slice) -> Numbers:
        part = numbers[rows]
        # NaN is not inside either.
        whole = numpy.where((part >= 0) & (part < NO_CODE), part, NO_CODE).astype(numpy.intp)
        whole[whole != part] = NO_CODE
        return whole

    return read


def _decimals(values: pyarrow.Array) -> Reader:
    return _floats(values.cast(pyarrow.float64()))


def _nulls(_values: pyarrow.Array) -> Reader:
    return lambda rows: numpy.full(rows.stop - rows.start, NO_CODE)


def _categories(values: pyarrow.DictionaryArray) -> Reader:
    """Only the few categories are read; each row takes the number of its own."""
    read = _reader(values.dictionary)
    numbers = _inside(read(slice(0, len(values.dictionary)))) if len(values.dictionary) else numpy.empty(0, numpy.intp)
    # A category can be null.
    numbers[_missing(values.dictionary, slice(0, len(numbers)))] = NO_CODE
    indices = _buffer(values.indices, 1, values.indices.type.to_pandas_dtype())
    if not len(numbers):
        return _nulls(values)
    # What stands under a null may be no index at all.
    return lambda rows: numbers.take(indices[rows].astype(numpy.intp), mode="clip")


def _texts(values: pyarrow.Array) -> Reader:
    offsets = _buffer(values, 1, numpy.int64 if types.is_large_string(values.type) else numpy.int32, extra=1)
    letters = numpy.frombuffer(values.buffers()[2] or b"", numpy.uint8)

    def read(rows: slice) -> Numbers:
        bounds = offsets[rows.start : rows.stop + 1]
        lengths = bounds[1:] - bounds[:-1]
        is_four = lengths == 4
        return _of_words(values, rows, lengths, is_four, _words(letters, bounds, is_four))

    return read


def _words(letters: NDArray[numpy.uint8], bounds: NDArray[Any], is_four: NDArray[numpy.bool_]) -> NDArray[numpy.uint32]:
    """The texts of four bytes, each as one number."""
    if bounds[-1] - bounds[0] == 4 * numpy.count_nonzero(is_four):
        # Nothing else is there: they stand one behind the other.
        return letters[bounds[0] : bounds[-1]].view("<u4")
    everywhere: NDArray[numpy.uint32] = numpy.ndarray(max(len(letters) - 3, 0), "<u4", letters.data, strides=(1,))
    words: NDArray[numpy.uint32] = everywhere[bounds[:-1][is_four]]
    return words


def _text_views(values: pyarrow.Array) -> Reader:
    views = _buffer(values, 1, numpy.dtype((numpy.dtype("<u4"), 4)))

    def read(rows: slice) -> Numbers:
        # A view is a length and, in a text of up to twelve bytes, the text itself.
        lengths = views[rows, 0]
        is_four = lengths == 4
        return _of_words(values, rows, lengths, is_four, views[rows, 1][is_four])

    return read


def _of_words(
    values: pyarrow.Array,
    rows: slice,
    lengths: NDArray[Any],
    is_four: NDArray[numpy.bool_],
    words: NDArray[numpy.uint32],
) -> Numbers:
    """The numbers of a block of texts, of which those of four bytes are given as words."""
    if len(words) == len(lengths):
        numbers = _digits(words).astype(numpy.intp)
    else:
        # Most missing values are empty, and nothing empty needs a closer look.
        numbers = numpy.where(lengths == 0, NO_CODE, -1)
        numbers[is_four] = _digits(words)
    odd = numpy.flatnonzero(numbers < 0)
    if len(odd):
        texts = values.slice(rows.start, len(numbers)).cast(pyarrow.large_string())
        numbers[odd] = _of_odd_texts(texts.take(from_numpy(odd)))
    return numbers


def _digits(words: NDArray[numpy.uint32]) -> NDArray[numpy.int32]:
    """What four ASCII digits in a word of 32 bits say, the first in its lowest byte; -1 where they are none."""
    digits = words ^ numpy.uint32(0x30303030)
    # Adding 0x76 sets the highest bit of a byte that is more than 9.
    is_other = ((digits | (digits + numpy.uint32(0x76767676))) & numpy.uint32(0x80808080)) != 0
    pairs = ((digits * numpy.uint32(10 * 2**8 + 1)) >> numpy.uint32(8)) & numpy.uint32(0x00FF00FF)
    numbers = ((pairs * numpy.uint32(100 * 2**16 + 1)) >> numpy.uint32(16)).view(numpy.int32)
    numbers[is_other] = -1
    return numbers


def _of_odd_texts(texts: pyarrow.Array) -> Numbers:
    distinct = texts.dictionary_encode(null_encoding="encode")
    numbers = numpy.array([number_of(text) for text in distinct.dictionary.to_pylist()], numpy.intp)
    return numbers.take(_buffer(distinct.indices, 1, numpy.int32))


READERS: Final[tuple[tuple[Callable[[pyarrow.DataType], bool], Callable[[pyarrow.Array], Reader]], ...]] = (
    (types.is_integer, _integers),
    (types.is_floating, _floats),
    (types.is_decimal, _decimals),
    (types.is_string, _texts),
    (types.is_large_string, _texts),
    (types.is_string_view, _text_views),
    (types.is_dictionary, _categories),
    (types.is_null, _nulls),
)
"""Which types hold codes, and how each is read."""
