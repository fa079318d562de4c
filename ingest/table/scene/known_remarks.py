"""Remarks of a copy that slipped from their column, known by what they say: it comes again on other rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role
from ingest.table.scene.lines import APART, Line, text_of
from ingest.table.scene.wording import begins_capital, ends_sentence

_SLIP: Final = 2.0
"""How far the lines of one remark begin from each other at most, in characters."""


class Remarks(NamedTuple):
    """What remarks that surely are such say, line by line, and where they begin: on which page, at which place.

    `pairs` are the lines that follow one another in one of them.
    """

    phrases: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    edges: frozenset[tuple[int | None, float]]
    most_words: int

    def holds(self, words: Sequence[Word], index: int, end: int) -> bool:
        """Whether the words of a line from one on are a remark: it comes again, and no text goes on so or there."""
        if text_of(words[index:end]) not in self.phrases:
            return False
        word = words[index]
        is_there = word.gap >= APART or (word.place.page, word.x0) in self.edges
        is_told = end - index > 1 and begins_capital(word.text) and not ends_sentence(words[index - 1].text)
        return is_there or is_told


def remarks_of(words: Sequence[Word], lines: Sequence[Line], roles: Sequence[Role | None]) -> Remarks:
    """The remarks that stand apart in their column."""
    found = []
    for line in lines if "other" in roles else ():
        first = next((index for index in line.indices if roles[index] == "other"), None)
        if first is not None and words[first].gap >= APART and set(roles[first : line.end]) == {"other"}:
            found.append((first, line.end))
    said = {words[first].line: text_of(words[first:end]) for first, end in found}
    return Remarks(
        frozenset(said.values()),
        frozenset((text, said[line + 1]) for line, text in said.items() if line + 1 in said),
        frozenset((words[first].place.page, words[first].x0) for first, _ in found),
        max((end - first for first, end in found), default=0),
    )


def slipped_remarks(words: Sequence[Word], lines: Sequence[Line], roles: Sequence[Role | None]) -> list[int]:
    """The words of remarks that were taken for a part of texts: behind these, or alone below another remark."""
    remarks = remarks_of(words, lines, roles)
    slipped: list[int] = []
    above: Sequence[Word] = ()
    for line in lines if remarks.phrases else ():
        first = _first_of_remark(words, line, roles, remarks, above)
        above = () if first is None else words[first : line.end]
        if first is not None and roles[first] != "other":
            slipped += range(first, line.end)
    return slipped


def _first_of_remark(
    words: Sequence[Word], line: Line, roles: Sequence[Role | None], remarks: Remarks, above: Sequence[Word]
) -> int | None:
    """Where the remark of a line begins; `above` is that of the line above it."""
    for index in range(max(line.begin + 1, line.end - remarks.most_words), line.end):
        goes_on = is_below(words[index], above) and (
            (text_of(above), text_of(words[index : line.end])) in remarks.pairs
        )
        if goes_on or remarks.holds(words, index, line.end):
            return index
    return line.begin if roles[line.begin] == "other" else None


def is_below(word: Word, above: Sequence[Word]) -> bool:
    """Whether a word stands where the remark of the line above begins."""
    return bool(above) and abs(word.x0 - above[0].x0) <= _SLIP
