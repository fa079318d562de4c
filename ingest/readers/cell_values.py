"""The numbers of workbooks as they are, however their cells are formatted."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_NUMBERS: Final = frozenset({"float", "percentage", "currency"})
_WHOLE: Final = re.compile(r"\.0+$")
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_DATE: Final = 10_000
"""A date earlier than so many days behind the first (1927) is a number in the format of a date."""


def days_of(value: date) -> int | None:
    """The number that a cell holds which is formatted as an early date; None of one that is a date.

    Examples
    --------
    >>> days_of(date(1902, 9, 26)), days_of(date(2018, 10, 1))
    (1000, None)
    """
    days = value.toordinal() - _DAY_ZERO
    return days if 0 <= days < _FIRST_DATE else None


def number_of(kind: str | None, value: str) -> str:
    """The number that a cell of an OpenDocument holds, by the kind of its value; nothing of one that holds none.

    Examples
    --------
    >>> number_of("percentage", "1000"), number_of("date", "1902-09-26T00:00:00"), number_of("date", "2018-10-01")
    ('1000', '1000', '')
    """
    if kind in _NUMBERS:
        return _WHOLE.sub("", value)
    try:
        days = days_of(date.fromisoformat(value[:10])) if kind == "date" else None
    except ValueError:
        days = None
    return "" if days is None else str(days)
