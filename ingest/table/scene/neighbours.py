"""Tables of a format that stand beside the code table and have no headings: parts of it, or tables of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import label_shapes

_MOST_BETWEEN: Final = 3
"""How many lines stand between two parts of one table at most."""


def stands_elsewhere(
    words: Sequence[Word],
    lines: Sequence[Line],
    headings: Sequence[Headings],
    roles: Sequence[Role | None],
    left_out: Sequence[bool],
) -> list[bool]:
    """For each word whether it stands in no part of the code table, where a format has cells.

    A part without headings has the columns of the one before, and stands near it.
    """
    headed = {word.cell.table for item in headings for word in _words_of(words, lines, item) if word.cell is not None}
    if not headed or any(word.cell is None for item in headings for word in _words_of(words, lines, item)):
        return [False] * len(words)
    found = [False] * len(words)
    last, between, is_far = -1, 0, False
    for line in lines:
        members = [index for index in line.indices if not left_out[index]]
        cell = words[line.begin].cell
        if cell is None:
            between += bool(members)
        elif cell.table != last:
            is_far = between > _MOST_BETWEEN or any(_heads_codes_otherwise(words, roles, index) for index in members)
            is_far, last, between = is_far and cell.table not in headed, cell.table, 0
        for index in members:
            found[index] = _is_elsewhere(words, roles, index, members, headed, is_far=is_far)
    return found


def _heads_codes_otherwise(words: Sequence[Word], roles: Sequence[Role | None], index: int) -> bool:
    """Whether a word of the first row of a table stands in the column of the codes, as a heading of its own."""
    return roles[index] == "code" and words[index].text.isalpha() and words[index].text[:1].isupper()


def _words_of(words: Sequence[Word], lines: Sequence[Line], item: Headings) -> Sequence[Word]:
    return words[lines[item.begin].begin : lines[item.end - 1].end]


def _is_elsewhere(
    words: Sequence[Word],
    roles: Sequence[Role | None],
    index: int,
    members: Sequence[int],
    headed: set[int],
    *,
    is_far: bool,
) -> bool:
    cell = words[index].cell
    if cell is None or cell.table in headed:
        return cell is None
    has_text_for_label = any(roles[other] == "class" and not label_shapes(words[other].text) for other in members)
    return is_far or roles[index] != "code" or has_text_for_label
