"""Tables as CSV: UTF-8, line feeds, minimal quoting, `true` and `false`, nothing for a missing value."""

from __future__ import annotations

import csv
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.frames import Value
    from model.tables import Table


def to_csv(table: Table, rows: Iterable[tuple[Value, ...]]) -> bytes:
    r"""The rows of a table as a CSV file with a header.

    Examples
    --------
    >>> from model.tables import Column, Table
    >>> flags = Table("flags", "A flag", (Column("name", "string", "Its name"), Column("up", "boolean", "Is it up")))
    >>> to_csv(flags, [("red, white", True), (None, False)])
    b'name,up\n"red, white",true\n,false\n'
    """
    lines: list[str] = []
    # The writer quotes a carriage return in a text only where it ends its own lines with one.
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerow(table.names)
    has_flags = any(column.type == "boolean" for column in table)
    writer.writerows(map(_cells, rows) if has_flags else rows)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines).encode()


def _cells(row: tuple[Value, ...]) -> list[Value]:
    return [str(value).lower() if isinstance(value, bool) else value for value in row]
