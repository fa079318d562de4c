"""Decoding in pandas and numpy: frames, Series, indexes and arrays."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

import numpy
import pandas
import pyarrow

from model.decoding.arrays import decode_arrow
from model.decoding.buffers import from_numpy
from model.decoding.columns import check_columns
from model.decoding.lookup import NO_CODE, Indices, LookupColumn, Request, number_of
from model.errors import ColumnError, InvalidCodeError
from model.values import as_number

Codes: TypeAlias = pyarrow.Array | pyarrow.ChunkedArray

_OF_ONE_KIND: Final = {"string": pyarrow.large_string(), "integer": pyarrow.int64(), "floating": pyarrow.float64()}
"""Kinds of objects that Arrow reads as the rule has it, by the names of `pandas.api.types.infer_dtype`."""

_WIDER: Final = numpy.longdouble
"""A float that is wider than those of Arrow."""

_LONGEST: Final = 1 << 12
"""How many bits a number may have to be shown in decimal: Python refuses to write much longer ones."""


def decode_pandas(frame: pandas.DataFrame, column: Hashable, request: Request) -> pandas.DataFrame:
    """A frame of the same class, with the same index and attributes."""
    labels = [_label(name, frame.columns.nlevels) for name in request.names]
    check_columns(frame.columns, column, labels)
    codes = frame[column]
    found = decode_arrow(to_arrow(codes), request, answers_to_pandas)
    decoded = frame.copy(deep=False)
    for label, answers in zip(labels, found, strict=True):
        decoded.insert(len(decoded.columns), label, answers)  # type: ignore[arg-type]  # takes any array
    return decoded


def _label(name: str, levels: int) -> Hashable:
    """The name of a column as pandas extends it where columns have names of several levels."""
    return name if levels == 1 else (name, *[""] * (levels - 1))


def decode_series(series: pandas.Series[Any], request: Request) -> list[pandas.Series[Any]]:
    """Series with the same index and attributes."""
    found = decode_arrow(to_arrow(series), request, answers_to_pandas)
    decoded = [
        pandas.Series(answers, index=series.index, name=name, copy=False)
        for name, answers in zip(request.names, found, strict=True)
    ]
    for answers in decoded:
        answers.attrs = series.attrs
    return decoded


def decode_index(index: pandas.Index[Any], request: Request) -> list[pandas.Index[Any]]:
    """Indexes."""
    found = decode_arrow(to_arrow(index), request, answers_to_pandas)
    return [pandas.Index(answers, name=name) for name, answers in zip(request.names, found, strict=True)]


def decode_array(values: Any, request: Request) -> list[pandas.api.extensions.ExtensionArray]:
    """Arrays of pandas, which can hold missing values."""
    return decode_arrow(to_arrow(values), request, answers_to_pandas)


def answers_to_pandas(indices: Indices, answer: LookupColumn) -> pandas.api.extensions.ExtensionArray:
    """Answers as an array of pandas: nullable integers, or categories."""
    if answer.categories is None:
        return pandas.arrays.IntegerArray(indices, indices < 0)
    kind = pandas.CategoricalDtype(list(answer.categories))
    return pandas.Categorical.from_codes(indices, dtype=kind, validate=False)


def to_arrow(values: Any) -> Codes:
    """Values of pandas or numpy, or a list, as Arrow; objects that are not all texts or all integers, as texts.

    Raises
    ------
    ColumnError
        If they hold no codes.
    """
    if isinstance(values, pandas.MultiIndex):
        raise ColumnError(f"an index of {values.nlevels} levels is no column; give one of its levels")
    values = getattr(values, "array", values)
    if isinstance(values, list):
        return _of_objects(values)
    if isinstance(values, pandas.arrays.NumpyExtensionArray | pandas.arrays.SparseArray):
        values = numpy.asarray(values)
    return _of_numpy(values) if isinstance(values, numpy.ndarray) else _of_extension(values)


def _of_extension(values: pandas.api.extensions.ExtensionArray) -> Codes:
    if isinstance(values, pandas.arrays.IntegerArray):
        return _of_nullable(values)
    if isinstance(values, pandas.Categorical):
        return _of_categories(values)
    try:
        return pyarrow.array(values, from_pandas=True)
    except pyarrow.ArrowException as error:
        raise _no_codes(values.dtype) from error
    except UnicodeError:
        return _of_objects(list(values))


def _no_codes(kind: object) -> ColumnError:
    return ColumnError(f"a column of type {kind} holds no codes; cast it to integers or to text")


def _of_nullable(integers: Any) -> pyarrow.Array:
    # pyarrow would take the mask bit by bit, three times as long as everything else.
    numbers, mask = integers._data, integers._mask  # noqa: SLF001 - pandas gives them out in no other way uncopied
    return from_numpy(numpy.ascontiguousarray(numbers), ~mask)


def _of_categories(values: pandas.Categorical) -> pyarrow.DictionaryArray:
    codes = numpy.asarray(values.codes)
    categories = to_arrow(values.categories)
    if isinstance(categories, pyarrow.ChunkedArray):
        categories = categories.combine_chunks()
    return pyarrow.DictionaryArray.from_arrays(from_numpy(codes, codes >= 0), categories, safe=False)


def _of_numpy(values: numpy.ndarray[Any, Any]) -> pyarrow.Array:
    if values.ndim != 1:
        raise ColumnError(f"an array of {values.ndim} dimensions is no column; give one of its columns")
    if values.dtype == object:
        return _of_objects(values.filled(None) if isinstance(values, numpy.ma.MaskedArray) else values)
    if values.dtype.kind == "T" or (values.dtype.kind == "f" and values.dtype.itemsize > 8):
        return _of_objects(list(values))  # Arrow knows nothing of these
    try:
        return pyarrow.array(values.astype(values.dtype.newbyteorder("="), copy=False), from_pandas=True)
    except (pyarrow.ArrowException, UnicodeError) as error:
        if values.dtype.kind == "U":
            return _of_objects(values.tolist())
        raise _no_codes(values.dtype) from error


def _of_objects(values: Sequence[object] | numpy.ndarray[Any, Any]) -> pyarrow.Array:
    """Objects, each read by itself: what Arrow makes of one depends on those beside it."""
    name = pandas.api.types.infer_dtype(values, skipna=True)
    kind = None if name == "floating" and _WIDER in set(map(type, values)) else _OF_ONE_KIND.get(name)
    if kind is not None:
        try:
            return pyarrow.array(values, kind, from_pandas=True)
        except (pyarrow.ArrowException, OverflowError, UnicodeError):
            pass
    return pyarrow.array(_as_texts(list(values)), pyarrow.large_string())


def _as_texts(values: Sequence[object]) -> list[str | None]:
    """Values of mixed kinds as texts that are read as the values are."""
    try:
        distinct = dict.fromkeys(zip(map(type, values), values, strict=True))
    except TypeError:
        values = [_hashable(value) for value in values]
        distinct = dict.fromkeys(zip(map(type, values), values, strict=True))
    texts = {key: _as_text(key[1]) for key in distinct}
    return [texts[key] for key in zip(map(type, values), values, strict=True)]


def _hashable(value: object) -> object:
    if isinstance(value, Decimal) and value.is_snan():
        return None
    try:
        hash(value)
    except TypeError:
        raise ColumnError(f"the column holds more than numbers and texts, such as a {type(value).__name__}") from None
    return value


def _as_text(value: object) -> str | None:
    """A text that is read as a value is, and shows it."""
    if isinstance(value, str):
        # What UTF-8 cannot hold is no digit.
        return value.encode(errors="backslashreplace").decode()
    try:
        number = as_number(value)
    except InvalidCodeError:
        shown = repr(value).encode(errors="backslashreplace").decode()
        return shown if number_of(shown) == NO_CODE else f"<{shown}>"
    if number is None:
        return None
    return str(number) if number.bit_length() < _LONGEST else hex(number)
