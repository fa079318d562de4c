"""A column of remarks behind the texts of a copy without columns: remarks are told by their words.

They are few, so the same phrases end many rows, each behind other words. What begins with a capital behind a word that
ends no sentence is a remark where such phrases come again, and where no text has such a capital.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import TAB, Word
from ingest.table.scene.heading_words import is_heading_word, role_of_word
from ingest.table.scene.lines import APART_IN_TEXT, Line
from ingest.table.scene.shapes import code_shape, label_shapes, row_number
from ingest.table.scene.wording import (
    begins_capital,
    ends_sentence,
    is_abbreviation,
    is_name,
    is_preposition,
    wants_more,
)
from model.wordforms import can_name, folded

_FEWEST: Final = 6
"""How many remarks that come again say what stands in their column."""

_FEWEST_KINDS: Final = 2
_FEWEST_ALONE: Final = 5
"""How many remarks on lines of their own say that all begin with a capital."""

_FEW: Final = 2
_MANY: Final = 3
"""Behind how many words a phrase stands that comes again, if it can be no name, and if it can."""

_SELDOM: Final = 0.5
"""So many remarks may stand once for each of those that come again."""

_LONGEST: Final = 12
"""How many words a remark has at most."""

_MOST_LINES: Final = 20
"""How many lines a row has at most."""

_HAD_ROOM: Final = 0.85
"""What part of the longest line may be filled with the first word of the next, if that was not wrapped."""

_HAD_MUCH_ROOM: Final = 0.7
_DASHES: Final = "–—"
_JOINTS: Final = str.maketrans("", "", "-‐\u00ad")
"""What the end of a line may add to a word."""


class _Row(NamedTuple):
    """The texts of the words of a row behind its code or label, where these are, and the places that end its lines.

    `parted` are the places that begin a line which the one above had room for. The last row of a part is open: it goes
    on into what stands below, and may end with any of its lines; the last of all does for long.
    """

    texts: Sequence[str]
    indices: Sequence[int]
    lines: Sequence[int]
    parted: Collection[int]
    is_coded: bool
    is_open: bool = False
    is_last: bool = False

    @property
    def ends(self) -> Sequence[int]:
        """The places that it may end at."""
        return self.lines[:_MOST_LINES] if self.is_open else self.lines[-1:]

    def said(self, begin: int, end: int) -> str:
        """What the words from one place to another say, however lines broke them."""
        return "".join(self.texts[begin:end]).translate(_JOINTS)

    def capitals(self, end: int, most: int | None = None) -> Iterator[int]:
        """The places before another, but for the first, of words that begin with a capital; so near at most."""
        begin = 1 if most is None else max(1, end - most)
        return (place for place in range(begin, end) if begins_capital(text := self.texts[place]) and text[0].isalpha())

    def had_room(self, place: int, width: float) -> bool:
        """Whether the line above the one that a place begins had room for its first word, if lines are so wide."""
        above = bisect_left(self.lines, place)
        begin = self.lines[above - 1] if above else 0
        return len(" ".join(self.texts[begin : place + 1])) <= width

    def ends_sentence(self, place: int) -> bool:
        """Whether a sentence ends before a place."""
        return place > 0 and ends_sentence(self.texts[place - 1])

    def is_odd(self, place: int) -> bool:
        """Whether a capital at a place begins no sentence of a text, and is none of a name."""
        is_inside = place in self.parted or not self.ends_sentence(place)
        return is_inside and not (is_abbreviation(self.texts[place]) or is_name(self.texts[place]))

    def is_no_name(self, place: int, end: int) -> bool:
        """Whether what stands between places names nothing in a text: a line is parted there, or no name is so."""
        return place in self.parted or not can_name([folded(text.rstrip(".,:;")) for text in self.texts[place:end]])

    def can_end(self, place: int) -> bool:
        """Whether a text can end before a place.

        A remark stands on a line of its own below a text of several lines, and beside one of a single line.
        """
        before = self.texts[place - 1]
        is_there = place in self.lines or place < self.lines[0]
        return is_there and before[-1] not in _DASHES and not (wants_more(before) or is_preposition(before))


class _Remark(NamedTuple):
    """The remark of a row, from one place to another, behind its words if it has none; and whether it comes again."""

    begin: int
    end: int
    is_known: bool


def told_remarks(words: Sequence[Word], headed: Sequence[Line], parts: Sequence[Sequence[Line]]) -> list[int]:
    """The words of remarks, if headings name a column of them last, and all that could be one is told.

    `headed` are the lines of headings, `parts` those below each without furniture.
    """
    if not parts or not is_remark_headed(words, headed):
        return []
    *rows, last = [row for lines in parts for row in _rows(words, lines)]
    rows = _with_room([*rows, last._replace(is_last=True)])
    often = _said_often(rows)
    pairs = [(row, _remark(row, often)) for row in rows] if often else []
    known = [row.said(remark.begin, remark.end) for row, remark in pairs if remark.is_known]
    alone = sum(remark.is_known and remark.begin in row.parted for row, remark in pairs)
    are_enough = len(known) >= _FEWEST and len(set(known)) >= _FEWEST_KINDS and alone >= _FEWEST_ALONE
    if not are_enough or not _are_sure(pairs, often, len(known)):
        return []
    return [index for row, (begin, end, _) in pairs for index in row.indices[begin:end]]


def is_remark_headed(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether headings with no room between them name one column that no code table needs, the last."""
    members = [words[index] for line in lines for index in line.indices]
    if any(APART_IN_TEXT <= word.gap < TAB or word.cell is not None for word in members):
        return False
    named = [role for word in members if (role := _role(word.text)) in {"code", "description", "other"}]
    return named[-2:] == ["description", "other"] and named.count("other") == 1 and "code" in named


def _role(text: str) -> str | None:
    """What a heading names; one that no code table needs begins with a capital."""
    return role_of_word(text) or ("other" if text[:1].isupper() and not is_heading_word(text) else None)


def _rows(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[_Row]:
    """The rows below headings: what stands behind each code or label that begins a line, to the next one."""
    indices: list[int] = []
    ends: list[int] = []
    is_coded = False
    for line in lines:
        begin = _behind_head(words, line)
        if begin > line.begin:
            yield _Row([words[index].text for index in indices], indices, ends, (), is_coded)
            indices, ends, is_coded = [], [], code_shape(words[begin - 1].text) is not None
        indices += range(begin, line.end)
        ends.append(len(indices))
    yield _Row([words[index].text for index in indices], indices, ends, (), is_coded, is_open=True)


def _behind_head(words: Sequence[Word], line: Line) -> int:
    """Behind the number of the row, the labels and the code that begin a line, if there are any."""
    begin = index = line.begin + (row_number(words[line.begin].text) is not None)
    while index < line.end and label_shapes(words[index].text):
        index += 1
    index += index < line.end and code_shape(words[index].text) is not None
    return index if index > begin else line.begin


def _with_room(rows: Sequence[_Row]) -> list[_Row]:
    """Rows with the places that begin a line which the one above had room for, by the width of lines below others.

    Beside a first line a remark may stand.
    """
    width = _width(rows)
    return [row._replace(parted=frozenset(_parted(row, width))) for row in rows]


def _width(rows: Sequence[_Row]) -> int:
    """How wide the widest line of rows is that stands below another."""
    lines = (row.texts[begin:end] for row in rows if not row.is_open for begin, end in pairwise(row.lines))
    return max((len(" ".join(line)) for line in lines), default=0)


def _parted(row: _Row, width: int) -> Iterator[int]:
    """The places that begin a line which the one above had room for; much room, where a small letter begins it."""
    for end in row.lines:
        if 0 < end < len(row.texts):
            most = _HAD_ROOM if begins_capital(row.texts[end]) else _HAD_MUCH_ROOM
            if row.had_room(end, most * width):
                yield end


def _said_often(rows: Sequence[_Row]) -> frozenset[str]:
    """What ends several rows, behind words that differ and end no sentence, and begins with a capital.

    Of what is a part of another, the one that stands without the other too; else the longer one.
    """
    before: defaultdict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    endings = ((row, place, end) for row in rows for end in row.ends for place in row.capitals(end, _LONGEST))
    for row, place, end in endings:
        said = row.said(place, end)
        counts[said] += 1
        if row.is_odd(place) and row.can_end(place):
            before[said].add(row.texts[place - 1])
            sure |= {said} if row.is_no_name(place, end) else set()
    often = {said for said, words in before.items() if len(words) >= (_FEW if said in sure else _MANY)}
    parts = [(part, whole) for part in often for whole in often if part != whole and whole.endswith(part)]
    return frozenset(often - {part if counts[part] == counts[whole] else whole for part, whole in parts})


def _remark(row: _Row, often: Collection[str]) -> _Remark:
    """The remark of a row: what ends other rows too, or else what has a capital inside its last sentence."""
    for end in reversed(row.ends):
        for place in (*([0] if end <= _LONGEST else []), *row.capitals(end, _LONGEST)):
            if row.said(place, end) in often:
                return _Remark(place, end, is_known=True)
    end = next(iter(row.lines[: 1 if row.is_last else None][-1:]), 0)
    return _Remark(next(filter(row.is_odd, row.capitals(end)), end), end, is_known=False)


def _are_sure(pairs: Sequence[tuple[_Row, _Remark]], often: Collection[str], known: int) -> bool:
    """Whether no text has a capital inside a sentence, and what is said once is a remark as the others are.

    Where some are said once, one that stands behind a sentence may be too.
    """
    most = max(remark.end - remark.begin for _, remark in pairs if remark.is_known)
    once = [(row, remark) for row, remark in pairs if not remark.is_known and remark.begin < remark.end]
    for row, (begin, end, _) in pairs:
        is_empty = begin == 0 < end and row.is_coded
        is_parted = any(place < begin for place in row.parted)
        is_odd = any(map(row.is_odd, row.capitals(begin)))
        if is_empty or is_parted or is_odd or (0 < begin < end and not row.can_end(begin)):
            return False
    for row, (begin, end, _) in once:
        goes_on = row.is_last and end < len(row.texts)
        if goes_on or end - begin > most or not row.is_no_name(begin, end):
            return False
    if any(_is_said_elsewhere(row, remark, often, most) for row, remark in pairs) or _end_with_abbreviations(
        pairs, most
    ):
        return False
    return len(once) <= _SELDOM * known and not _has_single_sentence(pairs, most)


def _is_said_elsewhere(row: _Row, remark: _Remark, often: Collection[str], most: int) -> bool:
    """Whether the text of a row says what comes again as a remark: it is a name then."""
    places = (0, *row.capitals(remark.begin)) if remark.begin else ()
    return any(row.said(place, place + count) in often for place in places for count in range(1, most + 1))


def _end_with_abbreviations(pairs: Sequence[tuple[_Row, _Remark]], most: int) -> bool:
    """Whether several rows end with what begins with an abbreviation that no text goes on with: «SMS only»."""
    before: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row, (begin, end, _) in pairs:
        for place in row.capitals(begin) if begin == end else ():
            if is_abbreviation(row.texts[place]) and end - place <= most and row.can_end(place):
                before[row.texts[place], row.said(place, end)].add(row.texts[place - 1])
    counts = Counter(text for row, remark in pairs for text in row.texts[: remark.begin])
    return any(len(words) > 1 and counts[first] == len(words) for (first, _), words in before.items())


def _has_single_sentence(pairs: Sequence[tuple[_Row, _Remark]], most: int) -> bool:
    """Whether what stands behind a sentence, as short as remarks are, could be one that is said once.

    Not where no text of so many sentences, or of fewer, ends with a stop, nor where the line above had no room for it.
    """
    width = _width([row for row, _ in pairs])
    stopped = [_sentences(row, begin) for row, (begin, _, _) in pairs if row.ends_sentence(begin)]
    fewest = min(stopped, default=math.inf)
    said: Counter[str] = Counter()
    for row, (begin, end, _) in pairs:
        lasts = [place for place in row.capitals(begin) if row.ends_sentence(place)][-1:] if begin == end else []
        could_be = [place for place in lasts if end - place <= most and row.can_end(place)]
        could_be = [place for place in could_be if row.had_room(place, width)]
        said.update(row.said(place, end) for place in could_be if _sentences(row, place) >= fewest)
    return any(count == 1 for count in said.values())


def _sentences(row: _Row, end: int) -> int:
    """How many sentences of a row end before a place."""
    return sum(row.ends_sentence(place) for place in range(1, end + 1))
