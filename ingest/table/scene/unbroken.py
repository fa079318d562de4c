"""Words of headings that a hyphen broke at the end of a line: `от-`, `вета`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line

_HYPHENS: Final = ("-", "\u2010", "\u00ad")
_MOST_WORDS: Final = 30


def unbroken(words: Sequence[Word], lines: Sequence[Line], is_heading: Callable[[str], bool]) -> Sequence[Word]:
    """The words, those that a hyphen broke put together where that makes one of a heading; ends are then empty."""
    whole: dict[int, str] = {}
    for above, below in pairwise(lines):
        if above.end - above.begin > _MOST_WORDS or above.sheet != below.sheet:
            continue
        for index in above.indices:
            if words[index].text.endswith(_HYPHENS):
                rest = _rest(words, index, above, below, is_heading)
                whole |= {} if rest is None else {index: words[index].text[:-1] + words[rest].text, rest: ""}
    if not whole:
        return words
    return [word._replace(text=whole.get(index, word.text)) for index, word in enumerate(words)]


def _rest(words: Sequence[Word], index: int, above: Line, below: Line, is_heading: Callable[[str], bool]) -> int | None:
    """The end of a broken word: right below it, or the first word below where it is the last of its line."""
    word = words[index]
    for place in below.indices:
        rest = words[place]
        is_below = min(word.x1, rest.x1) > max(word.x0, rest.x0)
        is_next = (index, place) == (above.end - 1, below.begin)
        if (is_below or is_next) and rest.text[:1].islower() and is_heading(word.text[:-1] + rest.text):
            return place
    return None
