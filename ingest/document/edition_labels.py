"""What a document says of its own edition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """What a document prints or states about its own edition. All of it is optional, none of it is identity."""

    printed_version: str | None = None
    title: str | None = None
    author_tool: str | None = None
    created: str | None = None
    modified: str | None = None
    pages: int | None = None
