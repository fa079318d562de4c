"""Doubts about headings: lines of a text may stand on those of a half or above them, others head another table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from ingest.document.fragments import Word
from ingest.table.reading import Reading
from ingest.table.scene.heading_words import is_heading_word, role_of_word
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import SAME_EDGE
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small
from model import Finding
from model.reading_rules import DOUBTFUL_CODE, DOUBTFUL_COLUMN, DOUBTFUL_TEXT

_FENCES: Final = ("```", "~~~")
_DASHES: Final = "-–—|"
_NEAR: Final = 2.0
"""How far below each other two lines of a cell stand at most, in letter heights."""


def heading_doubts(reading: Reading) -> Iterator[Finding]:
    """The doubts about lines beside headings, of a reading of pages, and about a table in a fence or of others."""
    yield from _in_fences(reading)
    yield from _below_others(reading)
    yield from _twice(reading)
    if reading.scene.fragments.layout == "page":
        yield from _over_right_half(reading)


def _in_fences(reading: Reading) -> Iterator[Finding]:
    """Codes between fences of Markdown, where others stand outside of them: an example of a list is shown so."""
    scene = reading.scene
    fences = [number for number, text in enumerate(scene.texts) if text.startswith(_FENCES)]
    codes = reading.chain.codes if fences else ()
    inside = [code for code in codes if bisect_left(fences, code.line) % 2]
    if inside and len(inside) < len(codes):
        message = f"{inside[0].number:04d} stands in a fence, as examples do, and other codes outside of any"
        yield DOUBTFUL_CODE.finding(message, scene.words[inside[0].index].span, code=inside[0].number)


def _below_others(reading: Reading) -> Iterator[Finding]:
    """Codes below headings in other words than the first: Group, Error code, Description may head another list.

    A copy may set their first word behind the foot of the page before.
    """
    scene, codes = reading.scene, reading.chain.codes
    said = [_said_by(scene, part) for part in scene.headings]
    ends = [*scene.heading_begins[1:], len(scene.words)]
    for begin, end, words in zip(scene.heading_begins, ends, said, strict=True):
        feet = [scene.words[index].text for index in range(max(0, begin - 1), begin) if scene.left_out[index]]
        above = {text.lstrip(_DASHES).casefold() for text in feet}
        are_others = said[0] not in {words, words | above}
        below = [code for code in codes if begin < code.index < end] if are_others else []
        if below:
            message = f"{below[0].number:04d} stands below headings that differ from the first: another table may begin"
            yield DOUBTFUL_CODE.finding(message, scene.words[below[0].index].span, code=below[0].number)


def _said_by(scene: Scene, part: Headings) -> frozenset[str]:
    """The words that name columns in headings, other columns than those of a code table apart."""
    words = scene.words[scene.lines[part.begin].begin : scene.lines[part.end - 1].end]
    texts = (word.text for word in words if is_heading_word(word.text) and word.text.isalpha())
    return frozenset(text.casefold() for text in texts if role_of_word(text) != "other")


def _twice(reading: Reading) -> Iterator[Finding]:
    """Headings that still stand twice on a line, the halves below them unparted: a copy set rows of both on a line."""
    scene = reading.scene
    for part in scene.headings:
        words = scene.texts[part.begin].casefold().split()
        half = len(words) // 2
        if half > 1 and words[:half] == words[half:]:
            message = f"the headings «{scene.texts[part.begin][:50]}» stand twice on a line: rows may stand so too"
            yield DOUBTFUL_COLUMN.finding(message, scene.words[scene.lines[part.begin].begin].span)
            return


def _over_right_half(reading: Reading) -> Iterator[Finding]:
    """Lines in small letters above the headings of a page, right of all that stands below: a text may go on there.

    None does where another line stands right above: that is what goes on, in a cell of another table.
    """
    scene, first = reading.scene, reading.scene.first_headings
    if first < 1:
        return
    sheet = scene.lines[first].sheet
    edge = max(word.x1 for word in scene.words[scene.table_begin :] if word.sheet == sheet)
    for line in scene.lines[:first]:
        word = scene.words[line.begin]
        is_there = word.sheet == sheet and word.x0 > edge and line.number not in scene.furniture
        if is_there and begins_small(word.text) and not _goes_on(scene, word):
            message = f"«{line.text[:50]}» stands above the table, and could be the rest of a text"
            yield DOUBTFUL_TEXT.finding(message, word.span)


def _goes_on(scene: Scene, word: Word) -> bool:
    """Whether a word stands right above one that begins a line, at its edge."""
    return any(
        other.sheet == word.sheet
        and 0 < word.base - other.base < _NEAR * word.size
        and abs(other.x0 - word.x0) <= SAME_EDGE
        for other in scene.words[: scene.table_begin]
    )
