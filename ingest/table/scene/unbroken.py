"""Words of headings that a hyphen broke at the end of a line: `от-`, `вета`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import APART, Line

_HYPHENS: Final = ("-", "\u2010", "\u00ad")
_MOST_WORDS: Final = 30
_WITHIN: Final = 3
"""In so many lines stands a word that was broken: headings that are set to the middle stand between each other's."""


def unbroken(words: Sequence[Word], lines: Sequence[Line], is_heading: Callable[[str], bool]) -> Sequence[Word]:
    """The words, those that a hyphen broke put together where that makes one of a heading; ends are then empty."""
    if not any(text.endswith(_HYPHENS) for text in {word.text for word in words}):
        return words
    whole: dict[int, str] = {}
    for number, line in enumerate(lines):
        if line.end - line.begin > _MOST_WORDS:
            continue
        for index in line.indices:
            if words[index].text.endswith(_HYPHENS):
                rest = _rest(words, index, lines[number : number + _WITHIN], is_heading)
                whole |= {} if rest is None else {index: words[index].text[:-1] + words[rest].text, rest: ""}
    if not whole:
        return words
    return [word._replace(text=whole[index]) if index in whole else word for index, word in enumerate(words)]


def _rest(words: Sequence[Word], index: int, lines: Sequence[Line], is_heading: Callable[[str], bool]) -> int | None:
    """The end of a broken word: below its heading, others between, or the word after the last one of its line."""
    word, (line, *below) = words[index], lines
    left = words[_first(words, index, line)].x0
    for place in (place for other in below if other.sheet == line.sheet for place in other.indices):
        rest = words[place]
        is_below = min(word.x1, rest.x1) > max(left, rest.x0)
        if (is_below or place == index + 1) and rest.text[:1].islower() and is_heading(word.text[:-1] + rest.text):
            return place
    return None


def _first(words: Sequence[Word], index: int, line: Line) -> int:
    """The first word of the heading that a word goes on with."""
    while index > line.begin and words[index].gap < APART:
        index -= 1
    return index
