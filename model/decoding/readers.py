"""Columns of Arrow as numbers: each type is read in one way, which `READERS` names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy
import pyarrow
from numpy.typing import NDArray
from pyarrow import types

from model.decoding.buffers import buffer_of, from_numpy, missing_of
from model.decoding.lookup import NO_CODE, number_of
from model.errors import ColumnError

Numbers = NDArray[numpy.integer[Any]]
Reader = Callable[[slice], Numbers]
"""Gives the numbers of some rows, none below 0. What it gives for a missing value does not matter."""


def reader_of(values: pyarrow.Array) -> Reader:
    """What reads the numbers of an array.

    Raises
    ------
    ColumnError
        If its type holds no codes.
    """
    for is_type, reader in READERS:
        if is_type(values.type):
            return reader(values)
    raise ColumnError(f"a column of type {values.type} holds no codes; cast it to integers or to text")


def inside_of(numbers: Numbers) -> Numbers:
    """The numbers, with `NO_CODE` for those that are no code."""
    # What is too large becomes negative.
    inside = numbers.astype(numpy.int64)
    inside[(inside < 0) | (inside >= NO_CODE)] = NO_CODE
    return inside


def _integers(values: pyarrow.Array) -> Reader:
    numbers = buffer_of(values, 1, values.type.to_pandas_dtype())
    if types.is_unsigned_integer(values.type):
        return lambda rows: numbers[rows]

    def read(rows: slice) -> Numbers:
        part = numbers[rows]
        # A negative number would be an index from the end of the table. numpy itself complains of too large a one.
        return inside_of(part) if part.min(initial=0) < 0 else part

    return read


def _floats(values: pyarrow.Array) -> Reader:
    numbers = buffer_of(values, 1, values.type.to_pandas_dtype())

    def read(rows: slice) -> Numbers:
        part = numbers[rows]
        # NaN is not inside either.
        whole = numpy.where((part >= 0) & (part < NO_CODE), part, NO_CODE).astype(numpy.intp)
        whole[whole != part] = NO_CODE
        return whole

    return read


def _decimals(values: pyarrow.Array) -> Reader:
    """Exactly, by their distinct values: most are no float, and the nearest float may be a code."""
    if values.type.bit_width < 128:  # of which Arrow cannot tell the distinct ones
        values = values.cast(pyarrow.decimal128(38, values.type.scale))
    return lambda rows: _of_distinct(values.slice(rows.start, rows.stop - rows.start))


def _nulls(_values: pyarrow.Array) -> Reader:
    return lambda rows: numpy.full(rows.stop - rows.start, NO_CODE)


def _categories(values: pyarrow.DictionaryArray) -> Reader:
    """Only the few categories are read; each row takes the number of its own."""
    read = reader_of(values.dictionary)
    numbers = (
        inside_of(read(slice(0, len(values.dictionary)))) if len(values.dictionary) else numpy.empty(0, numpy.intp)
    )
    # A category can be null.
    numbers[missing_of(values.dictionary, slice(0, len(numbers)))] = NO_CODE
    indices = buffer_of(values.indices, 1, values.indices.type.to_pandas_dtype())
    if not len(numbers):
        return _nulls(values)
    # What stands under a null may be no index at all.
    return lambda rows: numbers.take(indices[rows].astype(numpy.intp), mode="clip")


def _texts(values: pyarrow.Array) -> Reader:
    offsets = buffer_of(values, 1, numpy.int64 if types.is_large_string(values.type) else numpy.int32, extra=1)
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
    views = buffer_of(values, 1, numpy.dtype((numpy.dtype("<u4"), 4)))

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
        numbers[odd] = _of_distinct(texts.take(from_numpy(odd)))
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


def _of_distinct(values: pyarrow.Array) -> Numbers:
    """Values of which few are different, each read by the rule itself."""
    distinct = values.dictionary_encode(null_encoding="encode")
    numbers = numpy.array([number_of(value) for value in distinct.dictionary.to_pylist()], numpy.intp)
    return numbers.take(buffer_of(distinct.indices, 1, numpy.int32))


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
