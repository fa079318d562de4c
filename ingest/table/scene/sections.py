"""What stands around the code table and is none of it: sections of the document, and tables beside it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import Role, begins_foreign, is_foreign_headings
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import APART, SAME_EDGE, Line
from ingest.table.scene.shapes import MOST_KEPT, code_shape, heads_row, label_shapes

_SECTION: Final = re.compile(
    r"#{1,6}|(?:\d{1,2}\.)+\d{0,2}|(?:приложение|таблица|рисунок|глава|раздел|appendix|annex|table|figure|chapter|section)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,2}")
_HEADING_WORD: Final = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+")
_MOST_OF_SECTION: Final = 10
_NEAR: Final = 20
"""How many lines above one are looked at to see where texts begin."""

_MOST_BETWEEN: Final = 3
"""How many lines stand between two parts of one table at most."""


@lru_cache(maxsize=MOST_KEPT)
def heads_section(word: str) -> bool:
    """Whether a word can begin the heading of a section: a number, its kind, or a mark of a format."""
    return _SECTION.fullmatch(word) is not None or _NUMBER.fullmatch(word) is not None


def begins_section(words: Sequence[Word]) -> bool:
    """Whether a line is the heading of a section: short, with its number or its kind in front."""
    if not 1 < len(words) <= _MOST_OF_SECTION or _SECTION.fullmatch(words[0].text) is None:
        return False
    is_small = words[0].text[0].islower()  # «см. раздел 4» goes on so on its next line
    return not is_small and (words[1].text[:1].isupper() or words[1].text[:1].isdigit())


def foreign_parts(
    words: Sequence[Word],
    lines: Sequence[Line],
    headed: Collection[int],
    furniture: Collection[int],
    roles: Sequence[Role | None],
) -> list[str | None]:
    """For each line what it stands below since the last headings of the code table: `table` or `section`, or None.

    `headed` and `furniture` are the numbers of the lines of headings and of furniture; `roles` are those of the columns
    of words: a remark may say `section 4`. A further line of a cell, or in the column of texts right of the codes,
    heads nothing: what a text says of a section may begin it. Nor does what begins as the title of the first rows.
    """
    titles = {_title_kind(words[lines[number + 1].begin].text) for number in headed if _is_title(words, lines, number)}
    found: list[str | None] = []
    now: str | None = None
    for line in lines:
        first = words[line.begin].text
        if line.number in headed:
            now = None
        elif begins_foreign(first) and is_foreign_headings(words[line.begin : line.end]):
            now = "table"
        elif now is None and heads_section(first) and line.number not in furniture:
            members = words[line.begin : line.end]
            begins = begins_section(members) and _title_kind(first) not in titles
            begins = begins and not _is_row(members, roles[line.begin])
            now = "section" if begins and not _goes_on(words, lines, line) else None
        found.append(now)
    return found


def _title_kind(word: str) -> str:
    """How the titles of one kind begin: `1.` and `2.`, «Раздел»."""
    return re.sub(r"\d+", "1", word.casefold())


def _is_title(words: Sequence[Word], lines: Sequence[Line], number: int) -> bool:
    """Whether right below headings, and above a row, stands what would begin a section elsewhere."""
    title, row = (*lines[number + 1 : number + 3], None, None)[:2]
    if title is None or row is None or not begins_section(words[title.begin : title.end]):
        return False
    return heads_row(words[row.begin].text)


def _goes_on(words: Sequence[Word], lines: Sequence[Line], line: Line) -> bool:
    """Whether a line is in the cell of the line before it, or begins where the texts of codes above it do."""
    first = words[line.begin]
    if first.cell is not None and line.begin and words[line.begin - 1].cell == first.cell:
        return True
    return any(
        code_shape(before.text) and word.gap >= APART and abs(word.x0 - first.x0) < SAME_EDGE
        for above in lines[max(0, line.number - _NEAR) : line.number]
        for before, word in pairwise(words[above.begin : above.end])
    )


def _is_row(words: Sequence[Word], role: Role | None) -> bool:
    """Whether a line begins with a remark, or with the number of a row, as `1. 1xxx 1000`, and heads no section."""
    is_coded = any(heads_row(word.text) for word in words[1:2])
    return role == "other" or (role == "number" and (words[0].cell is not None or is_coded))


def is_numbered_heading(words: Sequence[Word]) -> bool:
    """Whether a line looks as a heading with a bare number: `5 Ограничения интерфейса`, and does not end a sentence."""
    if not 1 < len(words) <= _MOST_OF_SECTION or words[-1].text[-1] in ".,;:":
        return False
    return _NUMBER.fullmatch(words[0].text) is not None and _HEADING_WORD.fullmatch(words[1].text) is not None


def stands_elsewhere(
    words: Sequence[Word],
    lines: Sequence[Line],
    headings: Sequence[Headings],
    roles: Sequence[Role | None],
    left_out: Sequence[bool],
) -> list[bool]:
    """For each word whether it stands in no part of the code table, where a format has cells.

    A part without headings has the columns of the one before, and stands near it. Where most of its codes stand in the
    column of the codes, the others slipped into the cells of their texts, as they do in the part with headings. Tools
    give the parts on further pages columns of their own: what is all labels, codes and texts is a part however it is
    parted.
    """
    headed = {word.cell.table for item in headings for word in _words_of(words, lines, item) if word.cell is not None}
    if not headed or any(word.cell is None for item in headings for word in _words_of(words, lines, item)):
        return [False] * len(words)
    found = [False] * len(words)
    coded, parted = _tables_of_codes(words, roles), _parts_in_other_columns(words, headed)
    last, between, is_far = -1, 0, False
    for line in lines:
        members = [index for index in line.indices if not left_out[index]]
        cell = words[line.begin].cell
        if cell is None:
            between += bool(members)
        elif cell.table != last:
            is_other = cell.table not in parted and any(_heads_codes_otherwise(words, roles, i) for i in members)
            is_far = between > _MOST_BETWEEN or is_other
            is_far, last, between = is_far and cell.table not in headed, cell.table, 0
        if cell is not None and cell.table in parted:
            for index in members:
                found[index] = is_far
            continue
        for index in members:
            is_apart = roles[index] != "code" and (cell is None or cell.table not in coded)
            found[index] = _is_elsewhere(words, roles, index, members, headed, is_far=is_far or is_apart)
    return found


def _parts_in_other_columns(words: Sequence[Word], headed: Collection[int]) -> set[int]:
    """The tables without headings that hold labels, then codes in one column, then texts, and go on with the codes.

    Their codes follow those of the table before, as the rows of the next page do.
    """
    found: set[int] = set()
    last = math.inf
    inside = (word for word in words if word.cell is not None)
    firsts = (next(members) for _, members in groupby(inside, key=attrgetter("cell")))
    for table, members in groupby(firsts, key=attrgetter("cell.table")):
        begins = list(members)
        shapes = [code_shape(word.text) for word in begins]
        codes = [int(shape.text) for shape in shapes if shape is not None]
        columns = {word.cell.column for word, shape in zip(begins, shapes, strict=True) if word.cell and shape}
        if table not in headed and len(columns) == 1 and last <= codes[0] and codes == sorted(codes):
            place = columns.pop()
            # Two columns, without one for labels, are another list of numbers.
            if place and all(label_shapes(word.text) for word in begins if word.cell and word.cell.column < place):
                found.add(table)
        if table in headed or table in found:
            last = codes[-1] if codes else last
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
