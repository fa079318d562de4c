"""Entries: a label, a code and a text that belong together; what the table of a document comes to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.document.cleaning import UNCHANGED, Normalised
from model import ClassPattern, Span


class Part(NamedTuple):
    """A label, a code, or one line of a text: what it says, where it stands, and the indices of its words."""

    text: str
    span: Span
    indices: tuple[int, ...]
    normalised: Normalised = UNCHANGED


@dataclass(frozen=True)
class Entry:
    """A label, a code and a text that belong together; any of them may be missing.

    `parts` are the lines of the text; `text` is them joined (reading rule 4), None if there is none.
    """

    labels: tuple[Part, ...] = ()
    code: Part | None = None
    parts: tuple[Part, ...] = ()
    text: str | None = None

    @property
    def number(self) -> int:
        """The code as a number, -1 without one."""
        return int(self.code.text) if self.code else -1

    @cached_property
    def patterns(self) -> tuple[ClassPattern, ...]:
        """The labels as patterns."""
        return tuple(ClassPattern(label.text) for label in self.labels)

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """Everything in it: labels, code, lines of text."""
        return (*self.labels, *((self.code,) if self.code else ()), *self.parts)
