"""The names of the columns that stand in a frame or a file, and of those that are added."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from model.errors import ColumnError


def check_columns(present: Iterable[Hashable], column: Hashable, new: Iterable[Hashable]) -> None:
    """Complain if a column is not there, or twice, or a new one would have the name of an old one.

    Raises
    ------
    ColumnError
        Of a missing column, with the nearest name.
    """
    names = list(present)
    if column not in names:
        there = ", ".join(map(repr, names)) or "none"
        raise ColumnError(f"there is no column {column!r}; there are {there}{_hint(column, names)}")
    if names.count(column) > 1:
        raise ColumnError(f"there are {names.count(column)} columns {column!r}; rename all but one")
    taken = [name for name in new if name in names]
    if taken:
        raise ColumnError(f"already there: {_listed(taken)}; give the new columns a prefix")


def check_sql_columns(present: Iterable[str], column: str, new: Iterable[str]) -> None:
    """Complain as `check_columns` does, and of names that are the same in SQL: capital letters tell none apart.

    Raises
    ------
    ColumnError
        Of any of them.
    """
    names = list(present)
    check_columns(names, column, new)
    lower = [name.lower() for name in names]
    if lower.count(column.lower()) > 1:
        alike = [name for name in names if name.lower() == column.lower()]
        raise ColumnError(f"there are {len(alike)} columns of one name but for capital letters: {_listed(alike)}")
    taken = [name for name in new if name.lower() in lower]
    if taken:
        raise ColumnError(f"already there, but for capital letters: {_listed(taken)}; give the new columns a prefix")


def _hint(column: Hashable, names: Iterable[Hashable]) -> str:
    """The name that is meant, perhaps: by its letters, so that '0' leads to 0."""
    from difflib import get_close_matches

    by_text = {str(name): name for name in names}
    nearest = get_close_matches(str(column), by_text, n=1, cutoff=0.5)
    return f"; did you mean {by_text[nearest[0]]!r}?" if nearest else ""


def _listed(names: Iterable[Hashable]) -> str:
    return ", ".join(map(repr, names))
