"""The account: every visible character of a table is in a record, in a finding, or named as furniture (rule 11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ingest.book.hierarchy import Hierarchy
from ingest.document.cleaning import visible
from ingest.document.fragments import Word
from ingest.table.entries import Entry, Part
from ingest.table.reading import Reading
from model import Account, ClassPattern, Finding, Span
from model.reading_rules import UNACCOUNTED_TEXT

Place = tuple[int | None, int | None]
"""Page and line."""


class Closing(NamedTuple):
    """The account of a document, and a finding for each place where it does not close."""

    account: Account
    findings: tuple[Finding, ...]


def close_account(reading: Reading, hierarchy: Hierarchy) -> Closing:
    """Count what stands in the table of a document against what became of it, place by place.

    What stands there is counted in the source itself where the format has lines, else in the words of the reader.
    """
    words, region = reading.scene.words, reading.region
    characters = reading.scene.fragments.characters
    counted = partial(_count, words, has_pages=characters is None)
    in_records = counted(_record_indices(reading.entries, hierarchy))
    in_findings = counted(_finding_indices(reading, hierarchy))
    furniture, beside = counted(reading.furniture_indices), Counter[Place]()
    if characters is None:
        standing = counted(region)
    else:
        markup = _lines_of(words, region, reading.scene.fragments.markup)
        furniture += Counter({(None, line): count for line, count in markup.items()})
        standing = Counter({(None, line): count for line, count in _lines_of(words, region, characters).items()})
        beside = counted(_beside(words, region))
    told = in_records + in_findings + furniture + beside
    missing = {place: count - told[place] for place, count in standing.items() if count > told[place]}
    account = Account(
        characters=in_records.total() + in_findings.total() + furniture.total() + sum(missing.values()),
        records=in_records.total(),
        findings=in_findings.total(),
        furniture=furniture.total(),
        unaccounted=sum(missing.values()),
    )
    return Closing(account, tuple(_finding(place, count) for place, count in missing.items()))


def _finding(place: Place, count: int) -> Finding:
    span = Span(page=place[0], line=place[1])
    return UNACCOUNTED_TEXT.finding(f"{count} characters of this line are in no record and no finding", span)


def _count(words: tuple[Word, ...], indices: Iterable[int], *, has_pages: bool) -> Counter[Place]:
    """The visible characters of some words by their places; a form feed may stand within a line of a text."""
    texts: defaultdict[Place, list[str]] = defaultdict(list)
    for index in indices:
        place = words[index].place
        texts[place.page if has_pages else None, place.line].append(words[index].text)
    return Counter({place: visible(" ".join(said)) for place, said in texts.items()})


def _lines_of(words: tuple[Word, ...], region: range, counts: Mapping[int, int]) -> dict[int, int]:
    """The counts of the lines from the first to the last of a region."""
    lines = [line for index in region if (line := words[index].place.line) is not None]
    following = words[region.stop].place.line if region.stop < len(words) else None
    end = max(max(lines, default=0) + 1, following or 0) if following is not None else max(counts, default=0) + 1
    return {line: counts.get(line, 0) for line in range(min(lines, default=1), max(end, max(lines, default=0) + 1))}


def _beside(words: tuple[Word, ...], region: range) -> Iterator[int]:
    """The words before and after a region that stand on a line of it: a form feed may part a line."""
    if not len(region):
        return
    first, last = words[region.start].place.line, words[region.stop - 1].place.line
    yield from (index for index in range(region.start) if words[index].place.line == first)
    yield from (index for index in range(region.stop, len(words)) if words[index].place.line == last)


def _finding_indices(reading: Reading, hierarchy: Hierarchy) -> Iterator[int]:
    for piece in reading.unattached:
        yield from piece.indices
    for entry in hierarchy.repeated:
        yield from _indices(entry.all_parts)


def _record_indices(entries: Iterable[Entry], hierarchy: Hierarchy) -> Iterator[int]:
    """The words of the entries that the records hold: checked against the records, not taken on trust."""
    codes = {printed.code: printed for printed in hierarchy.codes}
    titles = {printed.pattern: printed.title for printed in hierarchy.classes}
    repeated = set(map(id, hierarchy.repeated))
    for entry in entries:
        if id(entry) in repeated:
            continue
        yield from _indices(entry.labels)
        if entry.code and entry.number in codes and codes[entry.number].description == entry.text:
            yield from _indices((entry.code, *entry.parts))
        elif entry.code is None and _is_title(entry, titles):
            yield from _indices(entry.parts)


def _indices(parts: Iterable[Part]) -> set[int]:
    """The words of some parts; several labels may stand in one."""
    return {index for part in parts for index in part.indices}


def _is_title(entry: Entry, titles: Mapping[ClassPattern, str | None]) -> bool:
    """Whether the text of a class row is a title in a record, or in the finding on a second title."""
    return any(titles.get(pattern) is not None for pattern in entry.patterns)
