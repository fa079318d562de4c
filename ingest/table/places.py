"""Places in a document: what somebody asks about, and how errors name one."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from model import ClassPattern, InvalidCodeError, Span
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

_NUMBER: Final = re.compile(r"[0-9]{4}")
_LABEL: Final = re.compile(rf"[0-9]{{1,3}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}}")
_LINE: Final = re.compile(r"(?:page:([1-9][0-9]{0,6}),)?line:([1-9][0-9]{0,8})")
_PAGE: Final = re.compile(r"page:([1-9][0-9]{0,6})")


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
