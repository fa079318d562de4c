"""Tables as CSV that a spreadsheet can open: it runs nothing that stands in them. Not to the letter; `to_csv` is.

What starts a formula is taken from OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab, carriage return, line feed, and the
full-width forms of the first four; at the begin of a field, or after a character that some spreadsheet parts fields at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ingest.exports.delimited import to_csv
from model.frames import Value
from model.tables import Table

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

# Where a spreadsheet takes another character as the separator, what stands after one within a text starts a cell too.
_FORMULA: Final = re.compile('(^|[;,|"\t\r\n])(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])')


def to_spreadsheet(table: Table, rows: Iterable[tuple[Value, ...]]) -> bytes:
    r"""The rows of a table as CSV with a byte order mark, and no cell that would be read as a formula.

    Before what would start a formula stands an apostrophe, and a NUL, at which a spreadsheet would end the cell, is
    shown as its symbol.

    Examples
    --------
    >>> from model.tables import Column, Table
    >>> names = Table("names", "A name", (Column("name", "string", "It"),))
    >>> to_spreadsheet(names, [("=1+1",), ("a=b",), ("-",)]).decode("utf-8-sig")
    "name\n'=1+1\na=b\n'-\n"
    """
    return _BYTE_ORDER_MARK + to_csv(table, (tuple(map(defuse, row)) for row in rows))


def defuse(value: Value) -> Value:
    """A value of a cell; a text without what a spreadsheet would act on."""
    return _FORMULA.sub(r"\1'", value.replace("\0", "\u2400")) if isinstance(value, str) else value
