"""The forms in which a vendor's API gives calls, as data: `presets.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


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
