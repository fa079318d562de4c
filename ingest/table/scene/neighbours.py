"""Tables of a format that stand beside the code table and have no headings: parts of it, or tables of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line
from ingest.table.scene.shapes import code_shape, label_shapes

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

    A part without headings has the columns of the one before, and stands near it. Where most of its codes stand in the
    column of the codes, the others slipped into the cells of their texts, as they do in the part with headings.
    """
    headed = {word.cell.table for item in headings for word in _words_of(words, lines, item) if word.cell is not None}
    if not headed or any(word.cell is None for item in headings for word in _words_of(words, lines, item)):
        return [False] * len(words)
    found = [False] * len(words)
    coded = _tables_of_codes(words, roles)
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
            is_apart = roles[index] != "code" and (cell is None or cell.table not in coded)
            found[index] = _is_elsewhere(words, roles, index, members, headed, is_far=is_far or is_apart)
    return found


def _tables_of_codes(words: Sequence[Word], roles: Sequence[Role | None]) -> set[int]:
    """The tables with more codes at the beginnings of cells in the column of the codes than in others."""
    surplus: Counter[int] = Counter()
    for index, word in enumerate(words):
        if word.cell is not None and _begins_cell(words, index) and code_shape(word.text):
            surplus[word.cell.table] += 1 if roles[index] == "code" else -1
    return {table for table, count in surplus.items() if count > 0}


def _begins_cell(words: Sequence[Word], index: int) -> bool:
    return index == 0 or words[index - 1].cell != words[index].cell


def _heads_codes_otherwise(words: Sequence[Word], roles: Sequence[Role | None], index: int) -> bool:
    """Whether a cell of the first row of a table, in the column of the codes, begins with a word: it is a heading."""
    text = words[index].text
    return _begins_cell(words, index) and roles[index] == "code" and text.isalpha() and text[:1].isupper()


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
    return is_far or has_text_for_label
