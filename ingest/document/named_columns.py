"""The columns of a table as a user names them, from left to right: `class,-,code,description`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

COLUMN_NAMES: Final = ("class", "code", "description", "number", "-")
"""What a column can hold: `number` is that of the row, `-` anything that is no part of the table's three columns.

Labels of three levels may stand in three columns, so `class` may be named several times.
"""


def wrong_columns(columns: Sequence[str]) -> str | None:
    """What is wrong with columns as they are named; None if nothing is.

    Examples
    --------
    >>> wrong_columns(["class", "-", "code", "description"])
    >>> wrong_columns(["class", "codes"])
    "'codes' is no column; name each as one of class, code, description, number, -"
    """
    unknown = [name for name in columns if name not in COLUMN_NAMES]
    if unknown:
        return f"{unknown[0]!r} is no column; name each as one of {', '.join(COLUMN_NAMES)}"
    missing = [name for name in ("code", "description") if name not in columns]
    if missing:
        return f"{' and '.join(missing)} must be among the columns"
    twice = [name for name in ("code", "description") if columns.count(name) > 1]
    return f"{twice[0]} is named twice" if twice else None
