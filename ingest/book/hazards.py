"""Characters that are not what they look like: what was normalised, and what steers a text or means nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ingest.document.cleaning import SOFT_HYPHEN, UNCHANGED
from ingest.document.fragments import Word
from ingest.table.scene.lookalikes import named
from model import Finding, Span
from model.rule import Rule
from model.rules import COMPOSED_LETTER, INVISIBLE_CHARACTER, SPECIAL_CHARACTER

_REPLACEMENT: Final = "\ufffd"
"""What stands where a text could not be decoded."""


def character_findings(words: Sequence[Word]) -> list[Finding]:
    """A finding for each character of a table that was normalised or is no plain text, at its first place."""
    special = {text: odd for text in {word.text for word in words} if (odd := _special(text))}
    changed = [word for word in words if word.normalised is not UNCHANGED]
    marked = [word for word in words if word.text in special] if special else []
    return [
        *_findings(INVISIBLE_CHARACTER, changed, [word.normalised.removed for word in changed]),
        *_findings(COMPOSED_LETTER, changed, [word.normalised.composed for word in changed]),
        *_findings(SPECIAL_CHARACTER, marked, [special[word.text] for word in marked]),
    ]


def _special(text: str) -> str:
    """The characters of a cleaned text that are not seen, and not what they seem: controls, private, unassigned."""
    if text.isprintable() and _REPLACEMENT not in text:
        return ""
    return "".join(
        letter for letter in text if letter == _REPLACEMENT or (not letter.isprintable() and letter != SOFT_HYPHEN)
    )


def _findings(rule: Rule, words: Sequence[Word], found: Sequence[str]) -> Iterator[Finding]:
    """A finding for each of the characters found in the words, with its first place and how often it stands there."""
    places: dict[str, list[Span]] = {}
    for word, characters in zip(words, found, strict=True):
        for character in characters:
            places.setdefault(character, []).append(word.span)
    for character, spans in places.items():
        times = "once" if len(spans) == 1 else f"{len(spans)} times"
        yield rule.finding(f"{named(character)} stands in the table {times}", spans[0])
