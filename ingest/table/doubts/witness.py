"""Two ways of reading one document, compared: what they read otherwise is in doubt.

Margins find close decisions; a second way, with words that another library made, finds what was never considered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest.table.entries import Entry
from ingest.table.reading import Reading
from model import Finding
from model.reading_rules import DOUBTFUL_CLASS, DOUBTFUL_CODE, DOUBTFUL_NUMBER, DOUBTFUL_TEXT

_LETTERS = re.compile(r"[\W_]+")


def compare_readings(first: Reading, second: Reading) -> Iterator[Finding]:
    """A doubt for each code, class or owner of a text that the second reading has otherwise."""
    ours, theirs = _coded(first), _coded(second)
    for number in ours.keys() - theirs.keys():
        entry = ours[number]
        if entry.code:
            message = f"{number:04d} was read as a code, and is none in a second reading by another library"
            yield DOUBTFUL_CODE.finding(message, entry.code.span, code=number)
    for number in theirs.keys() - ours.keys():
        entry = theirs[number]
        if entry.code:
            message = f"{number:04d} is a code in a second reading by another library, and was not read as one"
            yield DOUBTFUL_NUMBER.finding(message, entry.code.span, code=number)
    yield from _texts(ours, theirs)
    yield from _classes(first, second)


def _coded(reading: Reading) -> dict[int, Entry]:
    """The entries with codes, the first of each."""
    found: dict[int, Entry] = {}
    for entry in reading.entries:
        if entry.code:
            found.setdefault(entry.number, entry)
    return found


def _texts(ours: Mapping[int, Entry], theirs: Mapping[int, Entry]) -> Iterator[Finding]:
    for number in sorted(ours.keys() & theirs.keys()):
        entry = ours[number]
        one, two = _bare(entry.text), _bare(theirs[number].text)
        if one != two and entry.code:
            message = f"the text of {number:04d} is «{entry.text}», and in a second reading «{theirs[number].text}»"
            yield DOUBTFUL_TEXT.finding(message, entry.code.span, code=number)


def _bare(text: str | None) -> str:
    """A text without spaces and punctuation: how words are made is not asked here."""
    return _LETTERS.sub("", text or "").casefold()


def _classes(first: Reading, second: Reading) -> Iterator[Finding]:
    ours = {
        pattern: label for entry in first.entries for pattern, label in zip(entry.patterns, entry.labels, strict=True)
    }
    theirs = {
        pattern: label for entry in second.entries for pattern, label in zip(entry.patterns, entry.labels, strict=True)
    }
    for pattern in sorted(ours.keys() ^ theirs.keys()):
        here = pattern in ours
        label = ours[pattern] if here else theirs[pattern]
        said = "and is none in" if here else "and only in"
        message = f"{pattern} was read as a class, {said} a second reading by another library"
        yield DOUBTFUL_CLASS.finding(message, label.span, pattern=pattern)
