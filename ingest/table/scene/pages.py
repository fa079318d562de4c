"""Which pages of a document can hold a code table, by their plain text: only those are read letter by letter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.table.scene.heading_words import NEEDED, roles_in
from ingest.table.scene.shapes import WILDCARD

_ROW: Final = re.compile(rf"^[^\S\n]*(?:[0-9]{{1,3}}[^\S\n]+)?[0-9](?:[0-9]{{3}}|[0-9]{{0,2}}{WILDCARD})", re.MULTILINE)
_CLASS: Final = re.compile(rf"^\W*(?:\w+\s+)?[0-9]{{1,3}}{WILDCARD}{{1,3}}(?!\w)", re.MULTILINE)
_TURNED_ROW: Final = re.compile(rf"[^\S\n][0-9](?:[0-9]{{3}}|[0-9]{{0,2}}{WILDCARD}+)[^\S\n]*$", re.MULTILINE)
"""A row whose words were taken from the right, as of a page that stands upside down: it ends with a code or a label."""

_FEW: Final = 2
"""One line may end so by chance: with the year, in what runs along the foot of a page."""

_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_FOUR_DIGITS: Final = re.compile(r"[0-9](?:\s*[0-9]){3,}")
"""What can hold a code, the space between letters and the ends of lines apart."""

_SPACED: Final = re.compile(rf"(?<=[0-9]|{WILDCARD}) (?=[0-9]|{WILDCARD})")
"""The space between the letters of a code or a label."""

_MOST_LINES: Final = 6
"""Over so many lines of plain text the headings of one table may stand: one a line, or each on two."""

_MOST_WORDS: Final = 2
_LONGEST: Final = 160
_MISSES: Final = 2
_MOST_PAGES: Final = 200
_MANY: Final = 5
_FEWEST_PAGES: Final = 10
"""Of so few pages all that can hold a table are read: it is not known what comes again."""

_DIGITS: Final = re.compile(r"\d+")
_EDGE_LINES: Final = 3


def pages_of_table(texts: Sequence[str]) -> list[int]:
    """The indices of the pages that can hold a table: those with headings, and those after them that may go on with it.

    Where no page shows headings, such as in letter-spaced text, pages with several numbers that can be codes, or with
    headings of codes and descriptions and a class, and those after them: the last page of a table may hold few.
    """
    starts = [_has_headings(text) for text in texts]
    runs: list[range] = []
    for index, is_start in enumerate(starts):
        if is_start and (not runs or index not in runs[-1]):
            runs.append(_run(texts, starts, index))
    if runs:
        return sorted(frozenset().union(*_with_numbers(texts, runs)))
    found: set[int] = set()
    shown = [text if _has_numbers(text) else _SPACED.sub("", text) for text in texts]
    for index, text in enumerate(shown):
        if index not in found and (_has_numbers(text) or _heads_class(text)):
            found.update(_run(shown, starts, index))
    return sorted(found)[:_MOST_PAGES]


def _has_numbers(text: str) -> bool:
    """Whether several numbers that can be codes stand on a page."""
    return len(_NUMBER.findall(text)) >= _MANY


def _heads_class(text: str) -> bool:
    """Whether codes and descriptions are headed on a page, and a line begins with a class: a table of it may stand."""
    return _CLASS.search(text) is not None and roles_in(text) >= NEEDED - {"class"}


def _with_numbers(texts: Sequence[str], runs: Sequence[range]) -> Sequence[range]:
    """The runs of pages on which something stands that can hold a code; all of them, if there are none such.

    Headings alone are no table. What stands on most pages, such as a year in their running heads, is no code.
    """
    if len(runs) < 2 or len(texts) < _FEWEST_PAGES:
        return runs
    numbers = [frozenset(_FOUR_DIGITS.findall(text)) for text in texts]
    counts = Counter(number for of_page in numbers for number in of_page)
    common = {number for number, count in counts.items() if 2 * count > len(texts)}
    return [run for run in runs if any(numbers[index] - common for index in run)] or runs


def _run(texts: Sequence[str], starts: Sequence[bool], start: int) -> range:
    """From a page with headings to the last that goes on; one without rows may stand within, and one ends it.

    Pages of rows before it are of the table too, a blank one between or not: their headings may not have been told.
    """
    index, misses = start + 1, 0
    is_otherwise = all(len(_ROW.findall(text)) < _FEW for text in texts[start : start + 2])
    while index < len(texts) and misses < _MISSES:
        goes_on = starts[index] or _ROW.search(texts[index]) or (is_otherwise and _holds_rows(texts[index]))
        misses = 0 if goes_on else misses + 1
        index += 1
    first = start
    for before in range(start - 1, -1, -1):
        if len(_ROW.findall(texts[before])) >= _MANY:
            first = before
        elif texts[before].strip() or first - before > 1:
            break
    return range(first, index)


def _holds_rows(text: str) -> bool:
    """Whether rows may stand on a page that do not begin with a code or a label: they end so, or hold them."""
    return len(_TURNED_ROW.findall(text)) >= _FEW or len(set(_NUMBER.findall(text))) >= _MANY


def _has_headings(text: str) -> bool:
    """Whether the three headings stand on one line, or on neighbouring ones that hold little else."""
    if not roles_in(text) >= NEEDED:
        return False  # nearly every page
    lines = [line for line in text.splitlines() if line.strip()]
    roles = [roles_in(line) if len(line) <= _LONGEST else frozenset() for line in lines]
    for index, named in enumerate(roles):
        if named and frozenset().union(*roles[index : index + _MOST_LINES]) >= NEEDED:
            return True
    return False


def edge_lines(texts: Iterable[str]) -> Counter[str]:
    """How often each line, digits apart, is one of the first or last of a page: running heads come again there."""
    counts: Counter[str] = Counter()
    for text in texts:
        lines = [line for line in text.splitlines() if line.strip()]
        ends = lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]
        counts.update({_DIGITS.sub("#", " ".join(line.split())) for line in ends})
    return counts
