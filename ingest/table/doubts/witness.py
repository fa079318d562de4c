"""Two ways of reading one document, compared: what they read otherwise is in doubt.

Margins find close decisions; a second way, with words that another library made, finds what was never considered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.table.reading import Reading
from model import ClassPattern, Finding, Span
from model.reading_rules import DOUBTFUL_CLASS, DOUBTFUL_CODE, DOUBTFUL_NUMBER, DOUBTFUL_TEXT

_LETTERS = re.compile(r"[\W_]+")


def compare_readings(first: Reading, second: Reading) -> Iterator[Finding]:
    """A doubt for each code, class or owner of a text that the second reading has otherwise."""
    ours, theirs = _codes(first), _codes(second)
    for number in sorted(ours.keys() - theirs.keys()):
        message = f"{number:04d} was read as a code, and is none in a second reading by another library"
        yield DOUBTFUL_CODE.finding(message, ours[number].span, code=number)
    for number in sorted(theirs.keys() - ours.keys()):
        message = f"{number:04d} is a code in a second reading by another library, and was not read as one"
        yield DOUBTFUL_NUMBER.finding(message, theirs[number].span, code=number)
    for number in sorted(ours.keys() & theirs.keys()):
        one, two = ours[number], theirs[number]
        if _bare(one.text) != _bare(two.text):
            message = f"the text of {number:04d} is «{one.text}», and in a second reading «{two.text}»"
            yield DOUBTFUL_TEXT.finding(message, one.span, code=number)
    yield from _classes(_labels(first), _labels(second))


class _Code(NamedTuple):
    """The text of a code, and where the code stands."""

    text: str | None
    span: Span


def _codes(reading: Reading) -> dict[int, _Code]:
    """The codes, the first of each."""
    return {entry.number: _Code(entry.text, entry.code.span) for entry in reversed(reading.entries) if entry.code}


def _labels(reading: Reading) -> dict[ClassPattern, Span]:
    """Where the labels of the classes stand."""
    return {
        pattern: label.span
        for entry in reading.entries
        for pattern, label in zip(entry.patterns, entry.labels, strict=True)
    }


def _bare(text: str | None) -> str:
    """A text without spaces and punctuation: how words are made is not asked here."""
    return _LETTERS.sub("", text or "").casefold()


def _classes(ours: Mapping[ClassPattern, Span], theirs: Mapping[ClassPattern, Span]) -> Iterator[Finding]:
    for pattern in sorted(ours.keys() ^ theirs.keys()):
        said = "and is none in" if pattern in ours else "and only in"
        message = f"{pattern} was read as a class, {said} a second reading by another library"
        yield DOUBTFUL_CLASS.finding(message, {**theirs, **ours}[pattern], pattern=pattern)
