"""A code table as it stands in a document: the heads of its rows, and the furniture among them."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document.rows import Row
from ingest.table.heads import Head
from model import Finding


@dataclass(frozen=True, slots=True)
class Furniture:
    """A row inside a table that is no row of it, and what it is: `header`, `running head`, `page number`."""

    row: Row
    name: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One code table: the heads of its rows, the furniture in it, and the findings of the search.

    `begin` and `end` are the indices of its header and of the first row after it. `begins_small` says that its
    descriptions may begin with a small letter, so that a small letter tells nothing.
    """

    begin: int
    end: int
    heads: tuple[Head, ...]
    furniture: tuple[Furniture, ...]
    findings: tuple[Finding, ...]
    begins_small: bool
    is_stacked: bool
