"""Ranges of codes that stand in several words, or on two lines of a narrow column: `2100 – 2199`."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import APART, Line

_SIGN: Final = r"(?:[-–—…]|\.{2,3})"
_BEGINNING: Final = re.compile(rf"[\[(]?[0-9]{{4}}{_SIGN}?")
_PART: Final = re.compile(rf"{_SIGN}?(?:[0-9]{{4}}[\])]?)?")
_WHOLE: Final = re.compile(rf"[\[(]?[0-9]{{4}}{_SIGN}[0-9]{{4}}[\])]?")
_MOST_WORDS: Final = 3
_NEXT: Final = 3
"""So many lines below its beginning a range ends at most: lines of other columns stand between."""

_SAME_EDGE: Final = 0.6
_CLOSE: Final = 2.2


def with_ranges_whole(fragments: Fragments, lines: Sequence[Line], begins: Collection[int]) -> Fragments:
    """The same fragments with one word for each range that several words make; `begins` are those that may begin one.

    Examples
    --------
    >>> from ingest.document.fragments import Line as Text
    >>> from ingest.document.laying import lay_out
    >>> from ingest.table.scene.lines import lines_of
    >>> from model import Span
    >>> words, _ = lay_out([Text.of("2100 – 2199  2100  Да", Span(line=1))])
    >>> whole = with_ranges_whole(Fragments(words, (), "text", "text"), lines_of(words), {0})
    >>> [word.text for word in whole.words]
    ['2100–2199', '2100', 'Да']
    """
    torn = dict(_torn(fragments.words, lines, begins))
    if not torn:
        return fragments
    joined = {index: "".join(fragments.words[other].text for other in members) for index, members in torn.items()}
    taken = {index for members in torn.values() for index in members[1:]}
    words = tuple(_without(fragments.words, lines, joined, taken))
    return replace(fragments, words=words, markup=_moved(fragments, torn))


def _moved(fragments: Fragments, torn: Mapping[int, Sequence[int]]) -> Counter[int]:
    """What is taken off each line: what of a range stood on another, and is counted where it begins."""
    markup = Counter(fragments.markup)
    for first, *others in torn.values():
        begin = fragments.words[first].place.line
        for word in (fragments.words[index] for index in others):
            if begin is not None and word.place.line is not None and word.place.line != begin:
                markup[word.place.line] += len(word.text)
                markup[begin] -= len(word.text)
    return markup


def _torn(words: Sequence[Word], lines: Sequence[Line], begins: Collection[int]) -> Iterator[tuple[int, list[int]]]:
    """The words of each range that is no word of its own, by the first of them."""
    for line in lines:
        for index in line.indices:
            if index in begins and _BEGINNING.fullmatch(words[index].text):
                members = _members(words, lines, line, index)
                if len(members) > 1 and _WHOLE.fullmatch("".join(words[other].text for other in members)):
                    yield index, members


def _members(words: Sequence[Word], lines: Sequence[Line], line: Line, first: int) -> list[int]:
    """A word and what goes on with it, beside it or below: as far as it can be one range."""
    members = [first]
    while len(members) < _MOST_WORDS and not _WHOLE.fullmatch("".join(words[index].text for index in members)):
        following = _beside(words, line, members[-1])
        if following is None and members[-1] < line.end:
            following = _below(words, lines, line, first)
        if following is None or following in members or not _PART.fullmatch(words[following].text):
            break
        members.append(following)
    return members


def _beside(words: Sequence[Word], line: Line, index: int) -> int | None:
    """The next word of a line, if no room of columns stands between."""
    is_near = index + 1 < line.end and words[index + 1].gap < APART and words[index + 1].cell == words[index].cell
    return index + 1 if is_near else None


def _below(words: Sequence[Word], lines: Sequence[Line], line: Line, first: int) -> int | None:
    """The word that stands below another, at its edge or in its cell, on one of the next lines."""
    word = words[first]
    room = _SAME_EDGE * word.size
    for other in lines[line.number + 1 : line.number + 1 + _NEXT]:
        index = bisect_left(words, word.x0 - room, other.begin, other.end, key=attrgetter("x0"))
        if index == other.end or words[index].sheet != word.sheet or words[index].cell != word.cell:
            continue
        if words[index].x0 - word.x0 < room and words[index].base - word.base <= _CLOSE * word.size:
            return index
    return None


def _without(
    words: Sequence[Word], lines: Sequence[Line], joined: Mapping[int, str], taken: Collection[int]
) -> Iterator[Word]:
    """The words but for those that are taken into others; what stood behind one at the begin of its line begins it."""
    for line in lines:
        begins = False
        for index in line.indices:
            if index in taken:
                begins |= index == line.begin
                continue
            word = words[index]
            yield word._replace(text=joined.get(index, word.text), gap=math.inf if begins else word.gap)
            begins = False
