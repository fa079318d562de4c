"""Whole columns of codes: `decode` applies the fallback rule to a frame, a Series or an array of any library.

Examples
--------
>>> import pandas
>>> calls = pandas.DataFrame({"reason": ["1110", "2219", "7000", None]})
>>> decode(calls, "reason", columns=("resolved_code", "match", "matched_pattern"))
  reason  resolved_code  match matched_pattern
0   1110           1110  exact             NaN
1   2219           2210  class            221x
2   7000           <NA>   none             NaN
3    NaN           <NA>   none             NaN
>>> decode(pandas.Series([2219, 1090])).tolist()
[2210, 1000]
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypedDict, TypeVar, Unpack, overload

from model.errors import ColumnError

if TYPE_CHECKING:
    import duckdb
    import numpy
    import pandas
    import polars
    import pyspark.sql

    from model.codebook import CodeBook
    from model.decoding.lookup import Request

    Array = numpy.ndarray[Any, Any] | pandas.api.extensions.ExtensionArray

FrameT = TypeVar(
    "FrameT",
    bound="pandas.DataFrame | polars.DataFrame | polars.LazyFrame | duckdb.DuckDBPyRelation | pyspark.sql.DataFrame",
)


class Options(TypedDict, total=False):
    """What else can be said to `decode`."""

    book: CodeBook | None
    prefix: str
    strict: bool


ANSWERS: Final = ("resolved_code", "match", "matched_pattern", "description", "class_1", "class_2", "class_3")
"""The columns that `decode` can give.

`resolved_code` is a 16-bit integer, null where there is none: cast it before you calculate with it, since pandas and
Polars go on at -32768 after 32767 without a word (`decode(codes).astype("Int64") * 10`). `match` is never null:
`exact`, `class` (an unknown code, read as the default code of the class in `matched_pattern`), or `none`: a missing
value, a number in no class, no number at all. Never take `class` for `exact`: an unknown 1090 is read as 1000,
*success*. `class_1` to `class_3` are the declared classes that hold the code itself. Texts are categories (Arrow:
dictionary arrays), from Spark plain.
"""

DEFAULT_ANSWERS: Final = ANSWERS[:4]


# A text is a sequence of texts too, but here it is one name: hence the overlaps. PyArrow and Dask carry no types.


@overload
def decode(
    values: FrameT, column: Hashable, *, columns: str | Sequence[str] | None = None, **options: Unpack[Options]
) -> FrameT: ...


@overload
def decode(  # type: ignore[overload-overlap]
    values: pandas.Series[Any], *, columns: str | None = None, **options: Unpack[Options]
) -> pandas.Series[Any]: ...


@overload
def decode(
    values: pandas.Series[Any], *, columns: Sequence[str], **options: Unpack[Options]
) -> dict[str, pandas.Series[Any]]: ...


@overload
def decode(  # type: ignore[overload-overlap]
    values: pandas.Index[Any], *, columns: str | None = None, **options: Unpack[Options]
) -> pandas.Index[Any]: ...


@overload
def decode(
    values: pandas.Index[Any], *, columns: Sequence[str], **options: Unpack[Options]
) -> dict[str, pandas.Index[Any]]: ...


@overload
def decode(values: polars.Series, *, columns: str | None = None, **options: Unpack[Options]) -> polars.Series: ...  # type: ignore[overload-overlap]


@overload
def decode(
    values: polars.Series, *, columns: Sequence[str], **options: Unpack[Options]
) -> dict[str, polars.Series]: ...


@overload
def decode(  # type: ignore[overload-overlap]
    values: Array, *, columns: str | None = None, **options: Unpack[Options]
) -> pandas.api.extensions.ExtensionArray: ...


@overload
def decode(
    values: Array, *, columns: Sequence[str], **options: Unpack[Options]
) -> dict[str, pandas.api.extensions.ExtensionArray]: ...


def decode(
    values: Any,
    column: Hashable = None,
    *,
    book: CodeBook | None = None,
    columns: str | Sequence[str] | None = None,
    prefix: str = "",
    strict: bool = False,
) -> Any:
    """What the codes of a column mean, beside the column itself, which stays as it is.

    Parameters
    ----------
    values
        A frame of pandas, Polars (eager or lazy), PyArrow (a batch too), DuckDB, Dask or PySpark. Or codes alone: a
        Series of pandas, Polars or Dask, an index of pandas, a chunked array of PyArrow, an array of numpy, pandas or
        PyArrow. Each value is read by itself, as `CodeBook.resolve` reads it.
    column, book
        The name of the column of the codes, only for a frame; and the code book, the bundled one if not given.
    columns, prefix
        What to give, of `ANSWERS`: for a frame, by default the first four; for codes alone, `resolved_code`. And what
        goes before the names.
    strict
        Complain about values read as no code: Polars (lazy) and Dask when computed (Dask: by part), others at once.

    Returns
    -------
    frame, Series, array, or dict of Series or arrays
        A frame of the same kind with new columns at its end, lazy if it was lazy. For codes alone, one Series or array
        of the same kind (for numpy, of pandas: it can hold missing values); a dict by name if `columns` is a list.

    Raises
    ------
    ColumnError
        If the column is not there, is of a type that holds no codes, or a new column has the name of an old one.
    UndecodableError
        Under `strict`, with the count and the first ten distinct values.
    TypeError
        If the values are none of these, such as a list; or the book is none, such as the path of one.
    """
    from model.decoding.frames import decode_alone, decode_frame, is_frame

    if (framed := is_frame(values)) != (column is not None):
        raise TypeError("a frame needs the name of its column" if framed else "only a frame has a column to name")
    names = (DEFAULT_ANSWERS if framed else ("resolved_code",)) if columns is None else columns
    request = request_of(_bundled() if book is None else book, names, prefix, strict)
    if column is not None:
        return decode_frame(values, column, request)
    found = decode_alone(values, request)
    return found[0] if columns is None or isinstance(columns, str) else dict(zip(request.names, found, strict=True))


def request_of(book: CodeBook, columns: str | Sequence[str], prefix: str = "", strict: bool = False) -> Request:
    """What is asked of a column, checked.

    Raises
    ------
    ColumnError
        If a name is not one of `ANSWERS`, or there twice.
    TypeError
        If the book is none.
    """
    from model.codebook import CodeBook
    from model.decoding.lookup import Request, lookup_of

    if not isinstance(book, CodeBook):
        raise TypeError(f"{book!r} is no code book; CodeBook.load gives the one at a path")
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    for name in names:
        if name not in ANSWERS:
            raise ColumnError(f"{name!r} is no column of the answer; it has {', '.join(ANSWERS)}")
    if len(set(names)) != len(names):
        raise ColumnError(f"a column of the answer is asked for twice: {', '.join(names)}")
    lookup = lookup_of(book)
    return Request(tuple(lookup[name] for name in names), lookup["match"], prefix, strict)


@cache
def _bundled() -> CodeBook:
    from model.codebook import CodeBook

    return CodeBook.load()
