"""Texts that are cut: by the edge of the paper, or by the margin of a print, beyond which no letters are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from ingest.document.dictionary import knows
from ingest.document.fragments import Word
from ingest.readers.pdf.characters import Character
from ingest.readers.pdf.upright import Frame
from model import Finding, Span
from model.reading_rules import CUT_TEXT
from model.rules import TEXT_OFF_PAGE

_SHOWN: Final = 80
_SAME_EDGE: Final = 0.1
"""How near, in letter sizes, lines end to each other that end at one edge."""

_BEYOND: Final = 2
"""How many lines may reach beyond that edge: heads and feet of a page."""

_FEWEST_LINES: Final = 3
_FEWEST_BEGINNINGS: Final = 2
_LEAST_SHARE: Final = 1 / 3
"""How many lines that stop at one edge are a cut, and how many of their last words are the begin of other words."""

_LETTERS: Final = re.compile(r"[А-Яа-яё][а-яё]{2,}")
_PUNCTUATION: Final = ".,;:)»"

_ROOM: Final = 0.65
"""How much room, in letter heights, parts two cells at least."""

_NEAR: Final = 2.5
"""How near, in letter sizes, a letter outside of the page is to the one before that goes on with it."""


def cut_by_margin(pages: Iterable[Sequence[Sequence[Word]]], known: Callable[[], Collection[str]]) -> Iterator[Finding]:
    """A finding for each page on which lines stop within their words at one edge.

    Programs that print text in fixed lines leave out what is beyond the margin. Lines stop there if the line below does
    not go on with them, and their last words are none of the document's, but begin such; `known` gives those, and is
    asked only where some lines stop at one edge, and once.
    """
    known = cache(known)
    for lines in pages:
        stopped = _at_the_edge(lines)
        words = known() if stopped else ()
        begins = {last.text for last in stopped if last.text not in words and _begins_one(last.text, words)}
        if stopped and len(begins) >= max(_FEWEST_BEGINNINGS, _LEAST_SHARE * len(stopped)):
            yield _finding(stopped)
        elif torn := _torn(lines, known):
            yield _finding(torn)


def cut_by_paper(pages: Sequence[Sequence[Sequence[Word]]]) -> Iterator[Finding]:
    """A finding for each page with a line that begins left of the paper, and says what no line of another page does.

    A sheet that is wider than its paper goes on on another page: a program may print a text on both, and whole on none.
    """
    begun = [[line for line in lines if line[0].x0 < 0 and not line[0].style.is_turned] for lines in pages]
    holding: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for page, lines in enumerate(pages if any(begun) else ()):
        for line in lines:
            for word in line:
                holding[word.text].add((page, _text(line)))
    for page, lines in enumerate(begun):
        lost = [line for line in lines if not _is_elsewhere(line[1:], page, holding)]
        if lost:
            message = f"a line of page {lost[0][0].span.page} begins outside of the paper: «{_text(lost[0])[-_SHOWN:]}»"
            yield CUT_TEXT.finding(message, lost[0][-1].span)


def _is_elsewhere(words: Sequence[Word], page: int, holding: Mapping[str, Collection[tuple[int, str]]]) -> bool:
    """Whether a line of another page says what words do, the last of which may be cut.

    `holding`: the lines with a word, each with its page.
    """
    rarest = min((holding[word.text] for word in words[:-1]), key=len, default=())
    return len(words) <= 1 or any(number != page and _text(words) in text for number, text in rarest)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _torn(lines: Sequence[Sequence[Word]], known: Callable[[], Collection[str]]) -> list[Word]:
    """The last words of lines near the right edge of all that are no words, and begin words of the document.

    A print may leave out the letters that are wholly beyond a margin, and keep those that it cuts: lines end at any
    place near it. A word that goes on in the line below is a broken one.
    """
    edge = max((line[-1].x1 for line in lines), default=0.0)
    near = [(line[-1], lines[place + 1 :]) for place, line in enumerate(lines) if line[-1].x1 > edge - line[-1].size]
    odd = [(word, below) for word, below in near if _is_no_word(word.text)]
    if len({word.text for word, _ in odd}) < _FEWEST_BEGINNINGS:
        return []
    words = known()
    torn = [
        word
        for word, below in odd
        if word.text not in words
        and _begins_one(word.text, words)
        and not any(_goes_on(word.text, after.text, words) for line in below[:_BEYOND] for after in line)
    ]
    return torn if len({word.text for word in torn}) >= _FEWEST_BEGINNINGS else []


def _is_no_word(text: str) -> bool:
    """Whether a text of Cyrillic letters is none that the dictionary knows."""
    return _LETTERS.fullmatch(text) is not None and not knows(text)


def _goes_on(text: str, after: str, words: Collection[str]) -> bool:
    """Whether the end of a line and a word below are one word."""
    whole = text + after.strip(_PUNCTUATION)
    return whole in words or knows(whole)


def _at_the_edge(lines: Sequence[Sequence[Word]]) -> list[Word]:
    """The last words of lines that stop at one edge, if there are enough and hardly a line reaches beyond it."""
    ends = sorted((word.x1 for line in lines for word in line[-1:] if not word.style.is_turned), reverse=True)
    stopped = [line[-1] for place, line in enumerate(lines[:-1]) if _stops(line, _below(line, lines[place + 1 :]))]
    for edge in ends[: _BEYOND + 1]:
        group = [word for word in stopped if abs(word.x1 - edge) <= _SAME_EDGE * word.size]
        if len(group) >= _FEWEST_LINES:
            return group
    return []


def _stops(line: Sequence[Word], after: Word) -> bool:
    """Whether a line ends with a small letter, and what is below does not begin with one."""
    return not line[-1].style.is_turned and line[-1].text[-1].islower() and not after.text[0].islower()


def _below(line: Sequence[Word], lines: Sequence[Sequence[Word]]) -> Word:
    """What stands below the last cell of a line, else the first word of the next line.

    A code in the middle of the lines of its text stands on a line between two of them, others on the line below.
    """
    begins = [word.x0 for place, word in enumerate(line) if not place or word.gap >= _ROOM]
    for after in lines[:2]:
        below = [word for word in after if any(abs(word.x0 - left) < word.size for left in begins)]
        if below:
            return below[-1]
        if after[-1].x1 >= begins[-1]:
            break
    return lines[0][0]


def _begins_one(text: str, words: Collection[str]) -> bool:
    return any(len(word) > len(text) and word.startswith(text) for word in words)


def _finding(stopped: Sequence[Word]) -> Finding:
    first = min(stopped, key=lambda word: word.line)
    message = f"{len(stopped)} lines of page {first.span.page} stop within a word at one edge, such as «{first.text}»"
    return CUT_TEXT.finding(message, first.span)


def going_on(seen: Sequence[Character], outside: Sequence[Character], frame: Frame) -> list[Character]:
    """The characters outside of the page, upright ones, that go on with a line that is seen.

    In a line that is spread to its width there is much room before a word; beside a margin there is more. However much
    it is, a word goes on with its line that ends no further out than others that do.
    """
    if not outside:
        return []
    upright = [character for character in outside if character.face.frame.angle == frame.angle]
    ends: dict[tuple[float, float], float] = {}
    for character in seen:
        line = _line(character)
        ends[line] = max(ends.get(line, character.x1), character.x1)
    found, apart = _nearest(sorted(upright, key=lambda character: character.x0), ends, float("-inf"))
    edge = max((character.x1 for character in found), default=float("-inf"))
    return [*found, *_nearest(apart, ends, edge)[0]]


def _nearest(
    characters: Sequence[Character], ends: dict[tuple[float, float], float], edge: float
) -> tuple[list[Character], list[Character]]:
    """The characters that go on with a line, since they are near its end or end before an edge, and the others."""
    found, apart = [], []
    for character in characters:
        line = _line(character)
        is_near = character.x0 - ends.get(line, float("-inf")) <= _NEAR * character.face.size
        if is_near or (line in ends and character.x1 <= edge):
            ends[line] = character.x1
            found.append(character)
        else:
            apart.append(character)
    return found, apart


def _line(character: Character) -> tuple[float, float]:
    return round(character.face.base, 1), round(character.face.size, 1)


def run_off(number: int, characters: Sequence[Character]) -> Iterator[Finding]:
    """A finding for the characters that go on outside of a page of a number."""
    text = "".join(character.text for character in characters).strip()
    if text:
        message = f"lines of page {number} run off the paper; beyond it stands «{text[:80]}»"
        yield TEXT_OFF_PAGE.finding(message, Span(page=number))
