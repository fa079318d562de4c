"""Settled readings in a document: where their words stand, and what they decide before anything else is asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes
from model import SettledReading

_CONTEXT: Final = (3, 8, 24)
"""How many words before and after are taken, if fewer do not tell the place from all others."""

JOINED: Final = "joined "
OWNED: Final = "text of "


class Located(NamedTuple):
    """A settled reading, and the words that it is about, wherever they stand."""

    settled: SettledReading
    places: tuple[tuple[int, ...], ...]


class Stream:
    """Some words of a document in order, as letters without spaces: how words are parted differs between copies."""

    def __init__(self, words: Sequence[str], indices: Sequence[int]) -> None:
        self._words = words
        self._indices = indices
        self._ends = list(accumulate(len(words[index]) for index in indices))
        self._letters = "".join(words[index] for index in indices)

    def find(self, item: SettledReading) -> Iterator[tuple[int, ...]]:
        """The words of a settled reading, whole, wherever they stand between those before and after it."""
        before, text, after = map(_bare, (item.before, item.text, item.after))
        start = self._letters.find(before + text + after)
        while start >= 0:
            begin = start + len(before)
            first = bisect_right(self._ends, begin)
            last = bisect_left(self._ends, begin + len(text))
            if self._ends[last] == begin + len(text) and begin == (self._ends[first - 1] if first else 0):
                yield tuple(self._indices[first : last + 1])
            start = self._letters.find(before + text + after, start + 1)

    def around(self, indices: Sequence[int], count: int) -> tuple[str, str, str] | None:
        """The words before, of and after some words; None if these do not stand together here."""
        first = bisect_left(self._indices, indices[0])
        if tuple(self._indices[first : first + len(indices)]) != tuple(indices):
            return None
        end = first + len(indices)
        parts = (
            range(max(0, first - count), first),
            range(first, end),
            range(end, min(end + count, len(self._indices))),
        )
        before, text, after = (" ".join(self._words[self._indices[at]] for at in part) for part in parts)
        return before, text, after


def _bare(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True)
class Decisions:
    """What settled readings decide of the words of a document, by their indices.

    `codes`, `labels` and `texts` are words that are read as that; `owned` words that belong to a code or class by its
    name; `aside` words that are no text of the table. `joins` says how the word at a line's end and that at the begin
    of the next are joined. `streams` are the words of the document before anything was decided.
    """

    located: tuple[Located, ...] = ()
    streams: tuple[Stream, ...] = ()
    joins: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def _of(self, *reads: str) -> frozenset[int]:
        return frozenset(
            index for item in self.located if item.settled.read in reads for place in item.places for index in place
        )

    @cached_property
    def codes(self) -> frozenset[int]:
        """The words that are codes."""
        return self._of("code", "no text")

    @cached_property
    def labels(self) -> frozenset[int]:
        """The words that are labels."""
        return self._of("label")

    @cached_property
    def texts(self) -> frozenset[int]:
        """The words that are no code and no label."""
        return self._of("text") | frozenset(index for place, _ in self.owned for index in place)

    @cached_property
    def owned(self) -> tuple[tuple[tuple[int, ...], str], ...]:
        """The words that belong to a code or class, with its name."""
        return tuple(
            (place, item.settled.read.removeprefix(OWNED))
            for item in self.located
            if item.settled.read.startswith(OWNED)
            for place in item.places
        )

    @cached_property
    def aside(self) -> frozenset[int]:
        """The words that are no text of the table."""
        return self._of("furniture", "remark")

    @cached_property
    def ends(self) -> frozenset[int]:
        """The words before which the table ends."""
        return frozenset(
            place[0] for item in self.located if item.settled.read == "end of table" for place in item.places
        )


UNSETTLED: Final = Decisions()


def streams_of(words: Sequence[str], left_out: Sequence[bool]) -> tuple[Stream, ...]:
    """The words of a document: of its texts, of these without codes and labels, and all of them."""
    kept = [index for index, is_out in enumerate(left_out) if not is_out]
    bare = [index for index in kept if code_shape(words[index]) is None and not label_shapes(words[index])]
    return tuple(Stream(words, indices) for indices in (kept, bare, range(len(words))))


def decide(readings: Sequence[SettledReading], streams: tuple[Stream, ...]) -> Decisions:
    """What settled readings decide in a document."""
    located = [Located(item, locate(item, streams)) for item in readings if not item.read.startswith(JOINED)]
    joins = {
        (before, after): item.read
        for item in readings
        if item.read.startswith(JOINED)
        for before, _, after in [item.text.partition(" ")]
    }
    return Decisions(tuple(located), streams, joins)


def locate(item: SettledReading, streams: Sequence[Stream]) -> tuple[tuple[int, ...], ...]:
    """Where the words of a settled reading stand, in the first stream that has them."""
    return next((found for stream in streams if (found := tuple(stream.find(item)))), ())


def words_around(indices: Sequence[int], streams: Sequence[Stream]) -> tuple[str, str, str] | None:
    """The words before, of and after some words, by which they alone are found again; None if by none."""
    for count in _CONTEXT:
        for stream in streams:
            words = stream.around(indices, count)
            if words is None or not words[1]:
                continue
            item = SettledReading.model_construct(before=words[0], text=words[1], after=words[2])
            if locate(item, streams) == (tuple(indices),):
                return words
    return _words_of_all(indices, streams)


def _words_of_all(indices: Sequence[int], streams: Sequence[Stream]) -> tuple[str, str, str] | None:
    """The words around a place that comes again with all of them: what is settled there is settled at each."""
    for stream in streams:
        words = stream.around(indices, _CONTEXT[-1])
        if words is not None and words[1]:
            item = SettledReading.model_construct(before=words[0], text=words[1], after=words[2])
            return words if tuple(indices) in locate(item, streams) else None
    return None


class Ground(NamedTuple):
    """What is known of the lines of a document before codes are chosen: headings, furniture, the roles of words."""

    headings: list[Headings]
    furniture: dict[int, str]
    roles: list[Role | None]


def settle_ground(ground: Ground, lines: Sequence[Line], decisions: Decisions) -> Ground:
    """Headings, furniture and roles as settled readings have them."""
    line_of = [line.number for line in lines for _ in line.indices]
    owned = (index for place, _ in decisions.owned for index in place)
    inside = decisions.codes | decisions.labels | frozenset(owned)
    meant = {line_of[index] for index in inside}
    headings = [item for item in ground.headings if meant.isdisjoint(range(item.begin, item.end))]
    furniture = {number: name for number, name in ground.furniture.items() if number not in meant}
    roles = [
        None if index in inside and role in {"other", "number"} else role for index, role in enumerate(ground.roles)
    ]
    aside = decisions.aside | _beyond(decisions, lines, line_of, headings)
    for line in lines:
        if aside and aside.issuperset(line.indices) and line.number not in meant:
            furniture[line.number] = "set aside"
    for index in aside:
        roles[index] = "other"
    return Ground(headings, furniture, roles)


def _beyond(
    decisions: Decisions, lines: Sequence[Line], line_of: Sequence[int], headings: Sequence[Headings]
) -> frozenset[int]:
    """The words from an end of the table to the next headings."""
    begins = [lines[item.begin].begin for item in headings]
    found: set[int] = set()
    for start in decisions.ends:
        place = bisect_right(begins, start)
        end = begins[place] if place < len(begins) else len(line_of)
        found.update(range(start, end))
    return frozenset(found)
