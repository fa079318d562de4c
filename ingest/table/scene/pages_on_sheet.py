"""Two pages on a sheet: each says its running head, so that a line of the sheet says the same twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.bands_of_halves import Cut

_FEWEST: Final = 2
"""How many words of a line are said again at least."""

_EVEN: Final = 6.0
"""How far, in points, the words of two heads may stand from where the others say."""

_DIGITS: Final = re.compile(r"\d+")


def cuts_by_running_heads(fragments: Fragments) -> dict[int, Cut]:
    """The cuts of the sheets that begin or end with a line that says the same twice: two pages stand on each."""
    found: dict[int, Cut] = {}
    for sheet, group in groupby(fragments.words if fragments.layout == "page" else (), key=lambda word: word.sheet):
        members = list(group)
        lines = [list(line) for _, line in groupby(members, key=lambda word: word.line)]
        cuts = (_cut_by_running_head(line, members) for line in (lines[0], lines[-1]))
        if cut := next(filter(None, cuts), None):
            found[sheet] = cut
    return found


def _cut_by_running_head(line: Sequence[Word], words: Sequence[Word]) -> Cut | None:
    """The cut between the two halves of a line that say the same, but for numbers, where no word crosses it."""
    half = len(line) // 2
    pairs = list(zip(line[:half], line[half:], strict=False))
    if (
        len(line) % 2
        or half < _FEWEST
        or any(_DIGITS.sub("#", one.text) != _DIGITS.sub("#", two.text) for one, two in pairs)
    ):
        return None
    shift, end, begin = line[half].x0 - line[0].x0, line[half - 1].x1, line[half].x0
    spots = [end + (begin - end) * step / 40 for step in range(1, 40)]
    free = [spot for spot in spots if not crossing_count(words, spot)]
    is_even = all(abs(two.x0 - one.x0 - shift) < _EVEN for one, two in pairs)
    return Cut(free[len(free) // 2], shift) if is_even and free else None


def are_pages(words: Sequence[Word], shift: float) -> bool:
    """Whether a line says the same words twice, so far apart: two pages on a sheet, each with its running head."""
    spoken = [word for word in words if word.text.isalpha() and len(word.text) > 1]
    places = {(word.line, word.text): word.x0 for word in reversed(spoken)}
    again = [word for word in spoken if abs(word.x0 - places[word.line, word.text] - shift) < _EVEN]
    return any(count >= _FEWEST for count in Counter(word.line for word in again).values())


def crossing_count(words: Sequence[Word], x: float) -> int:
    """How many words stand on both sides of a place."""
    return sum(word.x0 < x < word.x1 for word in words)
