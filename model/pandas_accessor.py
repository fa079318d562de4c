"""The pandas accessor `series.resultcodes`, which is there once this module is imported.

Examples
--------
>>> import pandas
>>> from resultcodes import pandas_accessor
>>> pandas.Series([2219, 7000]).resultcodes.decode("match").tolist()
['class', 'none']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas

from model.codebook import CodeBook
from model.decoding.decode import DEFAULT_ANSWERS, decode


@pandas.api.extensions.register_series_accessor("resultcodes")
class ResultCodesAccessor:
    """What the codes of a Series mean."""

    def __init__(self, series: pandas.Series[Any]) -> None:
        self._series = series

    def decode(
        self,
        columns: str | Sequence[str] = DEFAULT_ANSWERS,
        *,
        book: CodeBook | None = None,
        prefix: str = "",
        strict: bool = False,
    ) -> pandas.Series[Any] | pandas.DataFrame:
        """A Series for one name, a frame with the same index for several; see `model.decode`."""
        found = decode(self._series, book=book, columns=columns, prefix=prefix, strict=strict)
        return found if isinstance(found, pandas.Series) else pandas.DataFrame(found, index=self._series.index)
