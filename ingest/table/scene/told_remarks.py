"""A column of remarks behind the texts of a copy without columns: remarks are told by their words.

They are few, so the same phrases end many rows, each behind other words. What begins with a capital behind a word that
ends no sentence is a remark where such phrases come again, and where no text has such a capital. One that is said once
is a remark where it can be no name: it begins as no name does, or stands behind a word that has no name behind it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ingest.document.fragments import TAB, Word
from ingest.table.scene.heading_words import is_heading_word, role_of_word
from ingest.table.scene.lines import APART_IN_TEXT, Line
from ingest.table.scene.remark_rows import Row, rows_of, with_room
from ingest.table.scene.wording import is_abbreviation, is_cut_short

_FEWEST: Final = 6
"""How many remarks say what stands in their column."""

_FEWEST_KINDS: Final = 2
_FEWEST_CAPITALS: Final = 10
"""How many remarks say that all begin with a capital; those on lines of their own, seen either way, count twice."""

_FEWEST_APART: Final = 4
"""So few say so where each stands on a line of its own below one that had room for it, and none elsewhere."""

_FEW: Final = 2
_MANY: Final = 3
"""Behind how many words a phrase stands that comes again, if it can be no name, and if it can."""

_SELDOM: Final = 1.0
"""So many remarks may stand once for each of those that come again."""

_TIER: Final = {"class", "code"}

_LONGEST: Final = 12
"""How many words a remark has at most."""


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
    *rows, last = [row for lines in parts for row in rows_of(words, lines)]
    rows = with_room([*rows, last._replace(is_last=True)])
    said = _all_said(rows)
    pairs = [(row, _remark(row, said)) for row in rows]
    if not said or not _are_sure(pairs, said):
        return []
    return [index for row, (begin, end, _) in pairs for index in row.indices[begin:end]]


def _all_said(rows: Sequence[Row]) -> frozenset[str]:
    """What the remarks of all rows say, those too that are said once; nothing if they are few, or one may be none."""
    often = _said_often(rows)
    found = [(row, remark) for row in rows if (remark := _remark(row, often)).begin < remark.end]
    known = [remark for _, remark in found if remark.is_known]
    once = [(row, remark) for row, remark in found if not remark.is_known]
    alone = sum(remark.begin in row.parted for row, remark in found)
    are_few = len(found) < _FEWEST or len(found) + alone < _FEWEST_CAPITALS or len(once) > _SELDOM * len(known)
    are_apart = len(found) == alone >= _FEWEST_APART
    if not are_apart and (are_few or len(often) < _FEWEST_KINDS):
        return frozenset()
    most = max(remark.end - remark.begin for remark in known or [remark for _, remark in found])
    more = {row.said(remark.begin, remark.end) for row, remark in once}
    # What begins as one that comes again was parted by the end of a page, and its rest stands in a text.
    are_parted = any(whole.startswith(part) for part in more for whole in often)
    if are_parted or not all(_is_one_more(row, remark, most) for row, remark in once):
        return frozenset()
    return often | more


def is_remark_headed(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether headings with no room between them name one column that no code table needs, the last.

    Those of classes and codes may stand below a heading for both, and then come last.
    """
    members = [[words[index] for index in line.indices] for line in lines]
    if any(APART_IN_TEXT <= word.gap < TAB or word.cell is not None for line in members for word in line):
        return False
    rows = sorted(([_role(word.text) for word in line] for line in members), key=lambda row: {*row} - {None} != _TIER)
    named = [role for row in rows for role in row if role in {"code", "description", "other"}]
    return named[-2:] == ["description", "other"] and named.count("other") == 1 and "code" in named


def _role(text: str) -> str | None:
    """What a heading names; one that no code table needs begins with a capital."""
    return role_of_word(text) or ("other" if text[:1].isupper() and not is_heading_word(text) else None)


def _said_often(rows: Sequence[Row]) -> frozenset[str]:
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


def _remark(row: Row, often: Collection[str]) -> _Remark:
    """The remark of a row: what ends other rows too, or else what has a capital inside its last sentence."""
    for end in reversed(row.ends):
        for place in (*([0] if end <= _LONGEST else []), *row.capitals(end, _LONGEST)):
            if row.said(place, end) in often:
                return _Remark(place, end, is_known=True)
    end = next(iter(row.lines[: 1 if row.is_last else None][-1:]), 0)
    return _Remark(next(filter(row.is_odd, row.capitals(end)), end), end, is_known=False)


def _are_sure(pairs: Sequence[tuple[Row, _Remark]], said: Collection[str]) -> bool:
    """Whether no text has a capital inside a sentence, says what remarks say, or may end with one that is not known."""
    most = max(remark.end - remark.begin for _, remark in pairs)
    return (
        all(_is_clear(row, remark, most) for row, remark in pairs)
        and not any(_is_said_elsewhere(row, remark, said, most) for row, remark in pairs)
        and not _end_with_abbreviations(pairs, most)
        and not _has_single_sentence(pairs, most)
    )


def _is_clear(row: Row, remark: _Remark, most: int) -> bool:
    """Whether a text ends before its remark; or, without one, with nothing short on a line that the one above had."""
    begin, end = remark.begin, remark.end
    if begin == end:
        return not any(end - place <= most for place in row.parted if place < end)
    is_odd = any(row.is_odd(place) and not row.ends_sentence(place) for place in row.capitals(begin))
    return not is_odd and (row.can_end(begin) if begin else not row.is_coded)


def _is_one_more(row: Row, remark: _Remark, most: int) -> bool:
    """Whether what is said once is a remark: as short as the others, no name, and whole."""
    begin, end = remark.begin, remark.end
    goes_on = row.is_last and end < len(row.texts)
    has_capitals = any(place > begin and row.is_odd(place) for place in row.capitals(end))
    return not goes_on and not has_capitals and end - begin <= most and row.is_no_name(begin, end)


def _is_said_elsewhere(row: Row, remark: _Remark, said: Collection[str], most: int) -> bool:
    """Whether the text of a row says what remarks say, and it can be a name: it is one then."""
    places = (0, *row.capitals(remark.begin)) if remark.begin else ()
    ends = [(place, place + count) for place in places for count in range(1, most + 1)]
    return any(row.said(*end) in said and row.names(*end) for end in ends)


def _end_with_abbreviations(pairs: Sequence[tuple[Row, _Remark]], most: int) -> bool:
    """Whether several rows end with what begins with an abbreviation that no text goes on with: «SMS only»."""
    before: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    ends: Counter[str] = Counter()
    for row, (begin, end, _) in pairs:
        for place in row.capitals(begin) if begin == end else ():
            if is_abbreviation(row.texts[place]) and end - place <= most and row.can_end(place):
                before[row.texts[place], row.said(place, end)].add(row.texts[place - 1])
                ends[row.texts[place]] += 1
    counts = Counter(text for row, remark in pairs for text in row.texts[: remark.begin])
    return any(len(words) > 1 and counts[first] == ends[first] for (first, _), words in before.items())


def _has_single_sentence(pairs: Sequence[tuple[Row, _Remark]], most: int) -> bool:
    """Whether what stands behind a sentence, as short as remarks are, could be one that is said once.

    Not where no text of so many sentences, or of fewer, ends with a stop, and several go on so.
    """
    fewest = min((_sentences(row, begin) for row, (begin, _, _) in pairs if _is_stopped(row, begin)), default=math.inf)
    lasts = [
        (row, place, begin == end)
        for row, (begin, end, _) in pairs
        for place in [place for place in row.capitals(begin) if row.ends_sentence(place)][-1:]
    ]
    behind = Counter(_sentences(row, place) for row, place, _ in lasts)
    said: Counter[str] = Counter()
    for row, place, is_whole in lasts:
        if not is_whole or len(row.texts) - place > most or not row.can_end(place):
            continue
        if is_cut_short(row.texts[place - 1]):
            return True
        sentences = _sentences(row, place)
        if sentences >= fewest or behind[sentences] == 1:
            said[row.said(place, len(row.texts))] += 1
    return any(count == 1 for count in said.values())


def _is_stopped(row: Row, end: int) -> bool:
    """Whether the text of a row ends with a sentence, and not with a word that is cut short, as «руб.» is."""
    return row.ends_sentence(end) and not is_cut_short(row.texts[end - 1])


def _sentences(row: Row, end: int) -> int:
    """How many sentences of a row end before a place."""
    return sum(row.ends_sentence(place) for place in range(1, end + 1))
