"""Entries, a label, a code and a text that belong together; and the places of a document, as somebody names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from ingest.document.cleaning import UNCHANGED, Normalised
from model import ClassPattern, InvalidCodeError, Span
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

_NUMBER: Final = re.compile(r"[0-9]{4}")
_LABEL: Final = re.compile(rf"[0-9]{{1,3}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}}")
_LINE: Final = re.compile(r"(?:page:([1-9][0-9]{0,6}),)?line:([1-9][0-9]{0,8})")
_PAGE: Final = re.compile(r"page:([1-9][0-9]{0,6})")


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


class Asked(NamedTuple):
    """What is asked about: one of a number and a class, or a line, a page, or a line of a page."""

    number: int | None = None
    pattern: ClassPattern | None = None
    page: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.number is not None:
            return f"{self.number:04d}"
        if self.pattern is not None:
            return str(self.pattern)
        return ", ".join(f"{name} {at}" for name, at in (("page", self.page), ("line", self.line)) if at is not None)


def asked_about(text: str) -> Asked:
    """What a text asks about.

    Raises
    ------
    InvalidCodeError
        If it is nothing that can be asked about.

    Examples
    --------
    >>> [str(asked_about(text)) for text in ("3137", "31хх", "line:12", "page:44", "page:44,line:12")]
    ['3137', '31xx', 'line 12', 'page 44', 'page 44, line 12']
    """
    if _NUMBER.fullmatch(text):
        return Asked(number=int(text))
    if len(text) == 4 and _LABEL.fullmatch(text):
        return Asked(pattern=ClassPattern(text))
    if match := _LINE.fullmatch(text):
        return Asked(page=int(match[1]) if match[1] else None, line=int(match[2]))
    if match := _PAGE.fullmatch(text):
        return Asked(page=int(match[1]))
    raise InvalidCodeError(
        f"{text!r} cannot be explained: name a code (3137), a class (31xx), a line (line:12), a page (page:44), "
        "or both (page:44,line:12)"
    )


def place_of(source: str, span: Span) -> str:
    """A place as errors name it: `file, page 3, line 12`."""
    page = f", page {span.page}" if span.page is not None else ""
    line = f", line {span.line}" if span.line is not None else ""
    return f"{source}{page}{line}"
