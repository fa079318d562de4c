"""How files of calls are laid out: what the user says of it, by options or by a preset; the rest is found out.

Presets are the forms in which a vendor's API gives calls, as data: `presets.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from model import ColumnError

Note = Callable[[str], None]
"""Tells something that was found out and that a user should know."""


@dataclass(frozen=True)
class Layout:
    """What is said of files of calls.

    Parameters
    ----------
    column
        The column of the codes: its name; its number, from 1, where there is no header; or its path in JSON. Empty if
        nothing is asked of codes.
    form
        The form of files whose names say none.
    delimiter, encoding
        Of a delimited text; found out if None.
    names
        The names of the fields of a text without a header.
    has_header
        Whether the first line holds names.
    flat
        Whether JSON becomes one row for each code.
    preset
        The name of the preset that says some of this; empty if none does.
    """

    column: str
    form: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    names: tuple[str, ...] = ()
    has_header: bool = True
    flat: bool = False
    preset: str = ""

    @property
    def field(self) -> str:
        """The field of a form-encoded line that holds the object; empty if lines are no forms."""
        return presets()[self.preset].field if self.preset else ""

    @property
    def usual_delimiter(self) -> str:
        """What stands between fields as a rule; empty if no preset says it."""
        return presets()[self.preset].delimiter if self.preset else ""

    def number_of_column(self, names: list[str]) -> int:
        """Which of the fields of a text without a header holds the codes, from 0.

        Raises
        ------
        ColumnError
            If there is none of this name or number.
        """
        if self.column in names:
            return names.index(self.column)
        if self.column.isdecimal() and 0 < int(self.column) <= len(names):
            return int(self.column) - 1
        raise ColumnError(f"there is no column {self.column!r} of {len(names)}: {', '.join(map(repr, names))}")


def layout_of(
    column: str | None = None,
    *,
    form: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    names: tuple[str, ...] = (),
    has_header: bool = True,
    flat: bool = False,
    calls: str = "",
) -> Layout:
    """What options say, checked; what a preset says stands behind them.

    Raises
    ------
    ColumnError
        If there is no such preset or encoding, names come twice, or a delimiter is no single character.
    """
    preset = _preset_of(calls)
    if preset is not None:
        column, form, names = column or preset.column, form or preset.form, names or preset.names
    if len(set(names)) != len(names) or not all(names):
        raise ColumnError(f"the names of columns must be there, and differ: {', '.join(names)}")
    if delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
        if len(delimiter.encode()) != 1 or delimiter in '"\r\n':
            raise ColumnError(f"a delimiter is one character of ASCII, such as ';' or tab, and not {delimiter!r}")
    encoding = None if encoding is None else _standard_name(encoding)
    return Layout(column or "", form, delimiter, encoding, names, has_header and not names, flat, calls)


def _preset_of(name: str) -> Preset | None:
    if name and name not in presets():
        raise ColumnError(f"there is no preset {name!r}; there are {', '.join(presets())}")
    return presets().get(name)


def _standard_name(name: str) -> str:
    import codecs

    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise ColumnError(f"no encoding is called {name!r}; try utf-8 or windows-1251") from error


@dataclass(frozen=True)
class Preset:
    """One form of calls.

    Parameters
    ----------
    form
        `csv`, `json` or `ndjson`.
    what, source
        What it is, and where the vendor's document says so.
    column
        The column, or the path, of the codes.
    delimiter
        What stands between fields as a rule; empty for other forms.
    names
        The names of the fields of a text without a header, in their order; empty for other forms.
    other_orders
        Other lists of names that the vendor's document prints.
    field
        The field of a form-encoded line that holds the object; empty if lines are no forms.
    """

    form: str
    what: str
    source: str
    column: str
    delimiter: str = ""
    names: tuple[str, ...] = ()
    other_orders: tuple[tuple[str, ...], ...] = ()
    field: str = ""


@cache
def presets() -> Mapping[str, Preset]:
    """The presets by name.

    Examples
    --------
    >>> list(presets())
    ['vpbx-statistics', 'vpbx-statistics-extended', 'vpbx-events']
    """
    data = tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))
    return {name: Preset(**{key: _frozen(value) for key, value in values.items()}) for name, values in data.items()}


def order_of(count: int) -> tuple[tuple[str, ...], str]:
    """The so many names that a vendor's document prints, and the preset of which they are; or nothing."""
    for name, preset in presets().items():
        if preset.names and len(preset.names) == count:
            return preset.names, name
        for names in preset.other_orders:
            if len(names) == count:
                return names, ""
    return (), ""


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
