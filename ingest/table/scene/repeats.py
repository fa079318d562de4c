"""Headings once they are found: those that come again, the same wherever they stand, and the remarks below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.headings import Headings, names_all
from ingest.table.scene.lines import APART, SAME_EDGE, Line, text_of
from ingest.table.scene.shapes import code_shape

_BELOW: Final = 2.0
"""How far below the headings a line stands at most that goes on with them, in letter heights."""


def headings_in(fragments: Fragments, lines: Sequence[Line], found: Sequence[Headings]) -> list[Headings]:
    """The headings of code tables in a document of all `found`, each of as many lines as it is where it comes again."""
    return _with_codes(fragments, lines, _alike(fragments.words, lines, found))


def _alike(words: Sequence[Word], lines: Sequence[Line], headings: Sequence[Headings]) -> list[Headings]:
    """Headings without the lines below them that do not come again with them: those begin a text."""
    rows = [[line.text for line in lines[item.begin : item.end]] for item in headings]
    same: dict[str, list[str]] = {}
    for row in rows:
        first = same.setdefault(row[0], row)
        same[row[0]] = [text for text, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, row, strict=False))]
    ends = [item.begin + len(same[row[0]]) for item, row in zip(headings, rows, strict=True)]
    return [
        item._replace(end=end) if names_all(words, lines[item.begin : end]) else item
        for item, end in zip(headings, ends, strict=True)
    ]


def _with_codes(fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings]) -> list[Headings]:
    """The headings below which numbers stand that can be codes, before the next ones; all, if there are none such.

    Those that others above are like come again: below them, nothing but the end of a text may follow.
    """
    ends = [*(item.begin for item in headings[1:]), len(lines)][: len(headings)]
    found: list[Headings] = []
    for item, end in zip(headings, ends, strict=True):
        stretch = fragments.words[lines[item.end - 1].end : lines[end - 1].end]
        has_codes = any(code_shape(word.text) or _is_of_another_width(word) for word in stretch)
        if has_codes or any(_comes_again(fragments, lines, item, before) for before in found):
            found.append(item)
    return found or list(headings)


def _comes_again(fragments: Fragments, lines: Sequence[Line], item: Headings, before: Headings) -> bool:
    """Whether headings stand at the same places across a page as those before; in a copy, whether they say the same."""
    if item.roles != before.roles or fragments.layout == "grid":
        return False
    if fragments.layout == "text":
        said, said_before = (
            text_of(fragments.words[lines[one.begin].begin : lines[one.end - 1].end]) for one in (item, before)
        )
        return said == said_before
    return all(abs(one.x0 - other.x0) < SAME_EDGE for one, other in zip(item.columns, before.columns, strict=True))


def _is_of_another_width(word: Word) -> bool:
    """Whether a word can be a code of a table whose codes have not four digits."""
    return word.gap >= APART and word.text.isdigit() and 3 <= len(word.text) <= 6


def with_remarks(words: Sequence[Word], lines: Sequence[Line], headings: Sequence[Headings]) -> list[Headings]:
    """Headings with the remarks below them; below later ones only that of the first is one: a text may go on there."""
    found: list[Headings] = []
    for item in headings:
        end = item.end
        is_one = end < len(lines) and _is_remark(words, lines[end], lines[end - 1])
        if is_one and (not found or lines[end].text == lines[found[0].end - 1].text):
            found.append(item._replace(end=end + 1))
        else:
            found.append(item)
    return found


def _is_remark(words: Sequence[Word], line: Line, before: Line) -> bool:
    """Whether a line right below headings is all in brackets: no text begins so, it says more of a heading."""
    first, last = words[line.begin], words[line.end - 1]
    is_below = line.sheet == before.sheet and line.base - before.base < _BELOW * first.size
    return is_below and first.cell is None and first.text.startswith("(") and last.text.endswith(")")
