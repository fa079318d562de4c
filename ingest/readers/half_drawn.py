"""A table of which a program drew some rows with bars, and wrote others as lines, as markitdown does with a PDF's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import visible
from ingest.readers.source_lines import Found, SourceLine

_RULE: Final = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_GAP: Final = re.compile(r"\S {2,}\S")
_BAR: Final = re.compile(r"(?<!\\)\|")
_FEWEST: Final = 2


def without_bars(
    lines: Sequence[SourceLine], found: Sequence[Found], markup: Counter[int]
) -> tuple[list[SourceLine], list[Found]]:
    """The lines of a text and the tables found there; where bars draw parts of one that blanks lay out, with blanks.

    Rows in columns of their own stand right between the parts: no line of Markdown does. The bars stand where the
    columns do, so that the lines are those of one layout without them. `markup` counts what is taken off.
    """
    drawn = [item for item in found if item.form == "markdown"]
    if sum(_is_between(lines[one.end : two.begin]) for one, two in pairwise(drawn)) < _FEWEST:
        return list(lines), list(found)
    inside = {index for item in drawn for index in range(item.begin, item.end)}
    for index in inside:
        markup[lines[index].number] = 0
    return list(_drawn_by_blanks(lines, inside, markup)), [item for item in found if item not in drawn]


def _is_between(lines: Sequence[SourceLine]) -> bool:
    """Whether lines between two tables are rows that are laid out by blanks, and nothing sets them apart."""
    return bool(lines) and not any(line.is_blank for line in lines) and any(_GAP.search(line.text) for line in lines)


def _drawn_by_blanks(lines: Sequence[SourceLine], inside: set[int], markup: Counter[int]) -> Iterator[SourceLine]:
    for index, line in enumerate(lines):
        if index not in inside:
            yield line
        elif _RULE.fullmatch(line.text):
            markup[line.number] += visible(line.text)
        else:
            markup[line.number] += len(_BAR.findall(line.text))
            yield line._replace(text=_BAR.sub(" ", line.text))
