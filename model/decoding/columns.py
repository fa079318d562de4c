"""The names of the columns that stand in a frame or a file, and of those that are added."""

from __future__ import annotations

from collections.abc import Iterable

from model.errors import ColumnError


def check_columns(present: Iterable[str], column: str, new: Iterable[str]) -> None:
    """Complain if a column is not there, or twice, or a new one would have the name of an old one.

    Raises
    ------
    ColumnError
        Of a missing column, with the nearest name.
    """
    from difflib import get_close_matches

    names = [str(name) for name in present]
    if column not in names:
        nearest = get_close_matches(column, names, n=1, cutoff=0.5)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise ColumnError(f"there is no column {column!r}; there are {', '.join(map(repr, names)) or 'none'}{hint}")
    if names.count(column) > 1:
        raise ColumnError(f"there are {names.count(column)} columns {column!r}; rename all but one")
    taken = [name for name in new if name in names]
    if taken:
        raise ColumnError(f"already there: {', '.join(map(repr, taken))}; give the new columns a prefix")
