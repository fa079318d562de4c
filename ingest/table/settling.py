"""Doubts and what settles them: how a doubtful place was read, and whether a settled reading is what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from ingest.document.cleaning import HYPHENS
from ingest.document.fragments import Word
from ingest.table.division.owners import name_of
from ingest.table.entries import Entry, Part
from ingest.table.findings import join_message
from ingest.table.reading import Reading
from ingest.table.scene.settled import JOINED, OWNED, Stream, streams_of, words_around
from model import Fault, Finding, InputError, SettledReading, Span
from model.reading_rules import (
    DOUBTFUL_CLASS,
    DOUBTFUL_CODE,
    DOUBTFUL_COLUMN,
    DOUBTFUL_JOIN,
    DOUBTFUL_NUMBER,
    DOUBTFUL_TEXT,
    SETTLED_READING,
)

_SHORTEST_STALE: Final = 60
_NO_HYPHENS: Final = str.maketrans(dict.fromkeys(HYPHENS, ""))


class AsRead(NamedTuple):
    """What a doubt is about: its words, and how they were read."""

    indices: tuple[int, ...]
    read: str


def settlement_of(reading: Reading, doubt: Finding, reason: str, by: str) -> SettledReading | None:
    """The settled reading that says of a doubt that all was read right; None if no words tell where it is."""
    words = _join_words(reading, doubt) if doubt.rule == DOUBTFUL_JOIN.id else _place_words(reading, doubt)
    if words is None:
        return None
    before, text, after, read = words
    return SettledReading(before=before, text=text, after=after, doubt=doubt.rule, read=read, reason=reason, by=by)


def _place_words(reading: Reading, doubt: Finding) -> tuple[str, str, str, str] | None:
    found = as_read(reading, doubt)
    words = words_around(found.indices, _streams(reading)) if found else None
    return None if words is None or found is None else (*words, found.read)


def _streams(reading: Reading) -> tuple[Stream, ...]:
    scene = reading.scene
    return scene.decisions.streams or streams_of([word.text for word in scene.words], scene.left_out)


def _join_words(reading: Reading, doubt: Finding) -> tuple[str, str, str, str] | None:
    for entry, before, after in reading.joining_doubts:
        if entry.number == doubt.code and join_message(entry, before, after) == doubt.message:
            sign, joined = ("hyphen", before + after) if before.endswith(HYPHENS) else ("space", f"{before} {after}")
            manner = "with" if joined in (entry.text or "") else "without"
            return "", f"{before} {after}", "", f"{JOINED}{manner} a {sign}"
    return None


def as_read(reading: Reading, doubt: Finding) -> AsRead | None:
    """How the place of a doubt was read; None if it is no place that can be settled."""
    index = _word_at(reading.scene.words, doubt.span)
    if index is None:
        return None
    if doubt.rule == DOUBTFUL_TEXT.id:
        return _text_as_read(reading, index)
    is_code = any(item.index == index for item in reading.chain.codes)
    is_label = any(label.index == index for label in reading.labels)
    # A copy that does not keep its columns has lost what would settle it.
    is_remark = reading.scene.roles[index] == "other" and reading.scene.fragments.layout != "text"
    reads = {
        DOUBTFUL_CODE.id: "code" if is_code else None,
        DOUBTFUL_NUMBER.id: None if is_code else "text",
        DOUBTFUL_CLASS.id: "code" if is_code else "label" if is_label else "text",
        DOUBTFUL_COLUMN.id: "remark" if is_remark else None,
    }
    read = reads.get(doubt.rule)
    return None if read is None else AsRead((index,), read)


def _text_as_read(reading: Reading, index: int) -> AsRead | None:
    """How a text was read, or the whole text of the code or class that stands there."""
    for head, run in reading.headed:
        if head.index == index:
            indices = tuple(sorted(word for piece in run for word in piece.indices))
            return AsRead(indices, f"{OWNED}{name_of(head)}") if indices else AsRead((index,), "no text")
        for piece in run:
            if index in piece.indices:
                return AsRead(piece.indices, f"{OWNED}{name_of(head)}")
    line = reading.scene.lines[reading.scene.line_of[index]]
    pieces = (piece.indices for piece in reading.pieces if index in piece.indices)
    whole = next(pieces, None) or _left_out(reading, line.indices)
    is_after = bool(reading.region) and index >= reading.region.stop
    return AsRead(whole, "end of table" if is_after else "furniture")


def _left_out(reading: Reading, indices: Sequence[int]) -> tuple[int, ...]:
    """Most words of a line side by side: a table may be left out all but for its labels."""
    labels = {label.index for label in reading.labels}
    parts = (tuple(part) for is_label, part in groupby(indices, labels.__contains__) if not is_label)
    return max(parts, key=len, default=())


def _word_at(words: Sequence[Word], span: Span) -> int | None:
    """The word that stands at a place, or nearest to it on its line or page."""
    on_page = [index for index, word in enumerate(words) if word.place.page == span.page]
    near = [index for index in on_page if words[index].place.line == span.line]
    if span.box is not None:
        boxed = [index for index in on_page if words[index].place.box is not None]
        return min(boxed, key=lambda index: _distance(words[index].span, span), default=None)
    if span.column is not None:
        near = [index for index in near if (words[index].span.column or 0) <= span.column][-1:]
    exact = [index for index in near if words[index].span == span]
    return next(iter(exact or near), None)


def _distance(one: Span, other: Span) -> float:
    if one.box is None or other.box is None:
        return float("inf")
    return sum(abs(a - b) for a, b in zip(one.box[:2], other.box[:2], strict=True))


def settle(
    reading: Reading, findings: Iterable[Finding], readings: Sequence[SettledReading], name: str
) -> list[Finding]:
    """The findings without the doubts that are settled, and with a finding for each settled reading.

    Raises
    ------
    InputError
        `stale-reading` for every settled reading whose words no longer stand in the document, or that it does not fit.
    """
    places = {id(item.settled): item.places for item in reading.scene.decisions.located}
    faults = [fault for item in readings for fault in _stale(reading, item, places.get(id(item), ()), name)]
    if faults:
        raise InputError(*faults)
    settled = {
        (item.settled.doubt, place, item.settled.read)
        for item in reading.scene.decisions.located
        for place in item.places
    }
    kept = [finding for finding in findings if not _is_settled(reading, finding, settled)]
    return [*kept, *(_finding(reading, item, places.get(id(item), ())) for item in readings)]


def _is_settled(reading: Reading, finding: Finding, settled: set[tuple[str, tuple[int, ...], str]]) -> bool:
    if not settled or finding.about != "reading":
        return False
    found = as_read(reading, finding)
    return found is not None and (finding.rule, found.indices, found.read) in settled


def _stale(reading: Reading, item: SettledReading, places: Sequence[tuple[int, ...]], name: str) -> Iterator[Fault]:
    shown = item.text if len(item.text) <= _SHORTEST_STALE else f"{item.text[:_SHORTEST_STALE]}…"
    said = f"«{shown}» is settled as {item.read}, and"
    if item.read.startswith(JOINED):
        problem = "" if _joined_entry(reading, item) else "no line ends and begins so any more"
    elif not places:
        problem = "does not stand there any more between the same words"
    else:
        problem = "" if all(_fits(reading, place, item.read) for place in places) else "cannot be read so"
    if problem:
        yield Fault("stale-reading", f"{said} {problem}; look at it anew, and change or remove it", name)


def _fits(reading: Reading, place: Sequence[int], read: str) -> bool:
    """Whether some words were read so."""
    words = set(place)
    codes = {item.index for item in reading.chain.codes}
    labels = {label.index for label in reading.labels}
    if read == "code":
        return words <= codes
    if read == "label":
        return words <= labels
    if read == "text":
        return words.isdisjoint(codes | labels)
    runs = reading.headed
    owned = [(head, {index for piece in run for index in piece.indices}) for head, run in runs]
    if read == "no text":
        return all(not run for head, run in owned if head.index in words) and words <= codes
    if read.startswith(OWNED):
        return any(words <= run for head, run in owned if name_of(head) == read.removeprefix(OWNED))
    return words.isdisjoint(codes | labels) and all(words.isdisjoint(run) for _, run in owned)


def _joined_entry(reading: Reading, item: SettledReading) -> Entry | None:
    """The first entry with a line that ends, and one that begins, as a settled join says."""
    before, _, after = item.text.partition(" ")
    for entry in reading.entries:
        for place, (one, two) in enumerate(pairwise(entry.parts), start=1):
            if two.text.split()[:1] == [after] and _ends_with(before, one, entry.parts[:place]):
                return entry
    return None


def _ends_with(word: str, line: Part, lines: Sequence[Part]) -> bool:
    """Whether a word ends a line; or begins on those before, which were joined without a space: Status new."""
    last = line.text.split()[-1]
    whole = "".join(item.text for item in lines).translate(_NO_HYPHENS)
    return last == word or (word.endswith(last) and whole.endswith(word.translate(_NO_HYPHENS)))


def _finding(reading: Reading, item: SettledReading, places: Sequence[tuple[int, ...]]) -> Finding:
    entry = _joined_entry(reading, item) if item.read.startswith(JOINED) else None
    span = entry.code.span if entry and entry.code else Span()
    span = reading.scene.words[places[0][0]].span if places else span
    indices = {index for place in places for index in place}
    code = next((item.number for item in reading.chain.codes if item.index in indices), None)
    owner = item.read.removeprefix(OWNED)
    code = int(owner) if code is None and owner.isdigit() else code
    message = f"«{item.text}» is read as {item.read}: {item.reason} ({item.by})"
    return SETTLED_READING.finding(message, span, code=entry.number if entry and entry.code else code)
