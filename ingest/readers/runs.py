"""Runs of a DOCX that are lines: a converter of PDF writes each line of a cell as a run, with no blank at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.document.dictionary import knows
from ingest.readers.numbering import W
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEWEST: Final = 3
_NEARLY_ALL: Final = 0.8
_REVISION: Final = f"{W}rsid"
_GO_ON: Final = tuple("0123456789" + LATIN_WILDCARDS + CYRILLIC_WILDCARDS)
"""What goes on with a number that a run ends with: that of a code, or of a label."""

_LAST: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++$")
_FIRST: Final = re.compile(r"[^\W\d_]+")
_OPENING: Final = ("«", "(", '"', "“", "„", "–", "—", "№")
"""Signs that a line begins with; others are marks at the word before."""


def are_lines(root: _Element) -> bool:
    """Whether runs set alike hardly ever have a blank between them, though several stand side by side.

    Word itself parts words into runs, at each revision and where it checked the spelling: it numbers its revisions.
    Where the letters at all borders make a word, others do so too, though some of the pieces are words: «оператор» «а».
    """
    alike = [run for run in root.iter(W + "r") if _goes_on(run)]
    if len(alike) < _FEWEST or any(_is_revised(element) for element in root.iter(W + "p", W + "r")):
        return False
    pairs = [pair for run in alike if (pair := _around(run)) is not None]
    are_parted = any(map(_are_one_word, pairs)) or (bool(pairs) and all(knows("".join(pair)) for pair in pairs))
    return sum(map(begins_line, alike)) >= _NEARLY_ALL * len(alike) and not are_parted


def begins_line(run: _Element) -> bool:
    """Whether a run goes on with one that is set alike, with no blank between them."""
    if not _goes_on(run):
        return False
    before, text = _text(run.getprevious()), _text(run)
    if not before or before[-1].isspace() or not (text.startswith(_OPENING) or text[:1].isalnum()):
        return False
    return not (before[-1].isdigit() and text.startswith(_GO_ON))


def _around(run: _Element) -> tuple[str, str] | None:
    """The last letters of the run before one, and its first; None where others stand there."""
    last, first = _LAST.search(_text(run.getprevious())), _FIRST.match(_text(run))
    return None if last is None or first is None else (last[0].casefold(), first[0].casefold())


def _are_one_word(pair: tuple[str, str]) -> bool:
    """Whether letters on both sides of a border are one word, and not two."""
    left, right = pair
    return knows(left + right) and not (knows(left) and knows(right))


def _goes_on(run: _Element) -> bool:
    before = run.getprevious()
    return before is not None and before.tag == run.tag and _properties(before) == _properties(run)


def _is_revised(element: _Element) -> bool:
    return any(str(name).startswith(_REVISION) for name in element.attrib)


def _properties(run: _Element) -> list[tuple[str, dict[str, str]]]:
    """How a run is set: its properties by name, with their values."""
    said = run.find(W + "rPr")
    return [] if said is None else [(str(item.tag), dict(item.attrib)) for item in said]


def _text(run: _Element | None) -> str:
    return "" if run is None else "".join(text.text or "" for text in run.iter(W + "t"))
