"""Items of a list in a text: the bullet before each is no part of what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.readers.source_lines import Found, SourceLine

_ITEM: Final = re.compile(r"\s*([-*+•◦▪·–—])[ \t]+\d")
_FEWEST: Final = 3
_MOST_LINES: Final = 2
"""How many lines an item has at most for each that begins one, where they are a list."""


def without_bullets(lines: list[SourceLine], found: Sequence[Found], markup: Counter[int]) -> list[SourceLine]:
    """The lines of a text, those that begin as items of a list of numbers without their bullets.

    `markup` counts them, and blanks stand for them. A text may have such lines too, but no table has most of them so.
    """
    inside = {index for item in found for index in range(item.begin, item.end)}
    items = {
        index: match
        for index, line in enumerate(lines)
        if (match := _ITEM.match(line.text)) is not None and index not in inside
    }
    if len(items) < _FEWEST:
        return lines
    outside = [index for index, line in enumerate(lines) if index not in inside and not line.is_blank]
    sign, count = Counter(match[1] for match in items.values()).most_common(1)[0]
    places = [index for index, match in items.items() if match[1] == sign]
    between = [index for index in outside if places and places[0] <= index <= places[-1]]
    if count < _FEWEST or len(between) > _MOST_LINES * count:
        return lines
    shown = list(lines)
    for index in places:
        text, at = lines[index].text, items[index].start(1)
        markup[lines[index].number] += 1
        shown[index] = lines[index]._replace(text=f"{text[:at]} {text[at + 1 :]}")
    return shown
