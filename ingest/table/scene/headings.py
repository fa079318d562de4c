"""The headings of a code table, and what each column holds by its heading (reading rule 1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.heading_cells import apart_over_cells, is_across, with_numbers
from ingest.table.scene.heading_roles import role_of_group, role_of_words, roles_of
from ingest.table.scene.heading_words import NEEDED, Role, is_heading_word, role_of_word
from ingest.table.scene.lines import (
    Line,
    are_in_one_row,
    are_two_letters_apart,
    begins_with_number,
    behind_brackets,
    goes_on_below,
    is_rest_above,
)
from ingest.table.scene.shapes import heads_row
from ingest.table.scene.wording import begins_small

_MOST_LINES: Final = 8
_MOST_WORDS: Final = 30
_MOST_IN_ONE: Final = 3
_MOST_OTHERS: Final = 2
_OVERLAP: Final = 0.8
"""Lines nearer to each other than so many letter heights stand beside each other in one row."""

_FAR: Final = 2.0
_FARTHEST: Final = 3.0
"""How far, in letter heights, a further line of headings is from the one before, and where it can be nothing else."""

_ROUNDING: Final = 0.1
_CLOSE: Final = 1.4
_APART: Final = 0.62
"""The room that parts two headings on a line, in letter heights: a space of letters that are all alike is 0.6 wide."""

_TIGHT: Final = 0.38
"""The same where cells have little room between them, and no three columns are named otherwise."""


class Column(NamedTuple):
    """A heading: the role of its column, where it stands, and the column of cells that it heads, if there are cells."""

    role: Role
    x0: float
    x1: float
    cell: int | None
    cells: int


class Headings(NamedTuple):
    """The headings of a code table: the lines that they stand on, and the columns from left to right.

    `line` is the number that the words of the first line have in the document.
    """

    begin: int
    end: int
    columns: tuple[Column, ...]
    line: int = -1

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the columns from left to right."""
        return tuple(column.role for column in self.columns)

    @property
    def text_edge(self) -> float | None:
        """Where the heading of the descriptions begins."""
        return next((column.x0 for column in self.columns if column.role == "description"), None)

    @property
    def cells_end(self) -> int | None:
        """The column of cells behind all that are headed, None where no format has cells."""
        return max((column.cell + column.cells for column in self.columns if column.cell is not None), default=None)


def find_headings(fragments: Fragments, lines: Sequence[Line]) -> list[Headings]:
    """All headings of code tables in a document: lines of nothing but headings, with class, code and description."""
    words: Sequence[Word] = fragments.words
    # A long document has many numbers, each another word: none of them heads a column.
    texts = [text for text in fragments.said if not text.isdecimal()]
    known, named = frozenset(filter(is_heading_word, texts)), frozenset(filter(role_of_word, texts))
    begins = [line.begin for line in lines]
    held = {bisect_right(begins, index) - 1 for index in fragments.saying(known)}  # nearly no line has such a word
    could_be = [False] * len(lines)
    for line in (lines[number] for number in held):
        is_able = _could_be(words[line.begin : line.end], known, named)
        could_be[line.number] = is_able and label_named(words, line) is None
    for before, line in pairwise(lines[:-1]):
        # What only ends brackets that are open above goes on however far lines are apart; others may begin a row.
        most = _CLOSE if words[line.begin].text.startswith("(") else _FAR
        is_next = line.base - before.base < words[before.begin].size * most or could_be[line.number + 1]
        could_be[line.number] |= could_be[before.number] and is_next and _says_more(words, line)
    words = apart_over_cells(words, lines, could_be)
    found: list[Headings] = []
    number = 0
    while number < len(lines):
        headings = _headings_at(words, lines, could_be, number) if could_be[number] else None
        if headings is not None:
            found.append(headings)
        number = number + 1 if headings is None else headings.end
    return _with_last(words, lines, found) if fragments.layout == "text" else found


def _with_last(words: Sequence[Word], lines: Sequence[Line], found: list[Headings]) -> list[Headings]:
    """Headings of several lines with the one of a last column, of one word right above the first row of each part.

    What stands above a first row alone may be the title of a part.
    """
    named = [_last_heading(words, lines, headings) for headings in found]
    if None in named:
        return found
    columns = [Column("other", word.x0, word.x1, None, 1) for word in named if word is not None]
    pairs = zip(found, columns, strict=True)
    return [item._replace(end=item.end + 1, columns=(*item.columns, column)) for item, column in pairs]


def _last_heading(words: Sequence[Word], lines: Sequence[Line], headings: Headings) -> Word | None:
    """The word between headings and the first row, alone or behind brackets that say more of a heading above.

    There are several lines of headings then, and no such column yet.
    """
    line, below = (*lines[headings.end : headings.end + 2], None, None)[:2]
    if line is None or below is None or "other" in headings.roles:
        return None
    word, first, begin = words[line.end - 1], words[below.begin].text, behind_brackets(words, line)
    are_several = headings.end - headings.begin > 1 or begin > line.begin
    is_row = below.end - below.begin > 1 and heads_row(first)
    is_one = are_several and word.text.isalpha() and word.text[0].isupper() and line.end - begin == 1
    return word if is_row and is_one and word.cell is None else None


def _says_more(words: Sequence[Word], line: Line) -> bool:
    """Whether a line begins with brackets that say more of the heading above, and has nothing but headings behind."""
    behind = behind_brackets(words, line)
    is_after = words[line.begin].cell is None and behind > line.begin
    return is_after and all(is_heading_word(word.text) for word in words[behind : line.end])


def _could_be(line: Sequence[Word], known: Collection[str], named: Collection[str]) -> bool:
    """Whether a line can be one of headings: of heading words (`known`) alone, or with short others set apart."""
    line = line[begins_with_number(line) :]  # The number of the row may stand in a cell before them.
    others = [word.text for word in line if word.text not in known]
    if not others:
        return True
    if len(others) == len(line) or len(line) > _MOST_WORDS:
        return False
    # Prose ends here: it has more strange words than short other headings, and those that begin with a role, can hold.
    if len(others) > _MOST_IN_ONE * (_MOST_OTHERS + sum([word.text in named for word in line])):
        return False
    groups = _groups(line)
    strange = [group for group in groups if not all(word.text in known for word in group)]
    if any(len(group) > _MOST_IN_ONE or any(word.text[:1].isdigit() for word in group) for group in strange):
        return False
    other = [group for group in strange if role_of_group(group) == "other"]
    # What heads all three of them apart is a row of headings, whatever else it heads.
    are_all = set(map(role_of_group, groups)) >= NEEDED
    return are_all or (len(other) <= _MOST_OTHERS and len(other) < len(groups))


def _headings_at(words: Sequence[Word], lines: Sequence[Line], could_be: Sequence[bool], begin: int) -> Headings | None:
    """The headings that begin with a line: the fewest lines that name all three, and what goes on right below them."""
    end = begin
    while end < min(begin + _MOST_LINES, len(lines)) and could_be[end] and lines[end].sheet == lines[begin].sheet:
        end += 1
        if names_all(words, lines[begin:end]):
            pair, is_begun = lines[begin : min(begin + 2, end)], any(could_be[max(0, begin - 1) : begin])
            is_over = len(pair) > 1 and pair[1].base - pair[0].base >= min(words[line.begin].size for line in pair)
            is_over = is_over and not (_heads_classes(words, pair) or goes_on_below(words, pair))
            is_rest = len(pair) > 1 and not is_begun and is_rest_above(words, pair)
            if is_rest or (is_over and names_all(words, lines[begin + 1 : end])):
                return None  # the first line ends a text, or is a heading over the table and none between two lines
            most = _farthest(words, lines[begin:end])
            while end < min(begin + _MOST_LINES, len(lines)) and _goes_on(words, lines, could_be, end, most):
                end += 1
            columns = columns_of(words, lines[begin:end])
            return Headings(
                begin, with_numbers(words, lines, end, len(columns)), columns, words[lines[begin].begin].line
            )
    return None


def _heads_classes(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether a line is the heading of a column of classes alone, and the next is no row of several headings."""
    first, second = ([words[index] for index in line.indices] for line in lines)
    is_short = len(first) <= _MOST_IN_ONE and all(is_heading_word(word.text) for word in first)
    return is_short and [role_of_words(first), *map(role_of_words, _groups(second)[1:])] == ["class"]


def names_all(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether lines head a column of classes, one of codes and one of descriptions."""
    named = {role_of_word(words[index].text) for line in lines for index in line.indices}
    return named >= NEEDED and _names_needed(columns_of(words, lines))


def _farthest(words: Sequence[Word], lines: Sequence[Line]) -> float:
    """How far a further line of headings is, in letter heights: as they are from each other, where a copy tore them."""
    steps = [(after.base - before.base) / words[before.begin].size for before, after in pairwise(lines)]
    return max([_FAR, *steps]) + _ROUNDING if all(len(line.indices) == 1 for line in lines) else _FAR


def _goes_on(
    words: Sequence[Word], lines: Sequence[Line], could_be: Sequence[bool], number: int, farthest: float
) -> bool:
    """Whether a line is a further one of headings: of heading words in small letters right below, or between two."""
    line, before = lines[number], lines[number - 1]
    size = words[line.begin].size
    members = words[line.begin : line.end]
    if line.sheet != before.sheet or is_across(words, before, line):
        return False
    if are_in_one_row(members[0].cell, words[before.begin].cell):
        return True
    is_between = 0 < line.base - before.base < _OVERLAP * size and any(could_be[number + 1 : number + 2])
    is_small = all(begins_small(word.text) for word in members)
    is_known = all(is_heading_word(word.text) for word in words[behind_brackets(words, line) : line.end])
    if is_between and not (could_be[number] and (is_small or is_known)):  # one line, in the middle of a row of two
        return _goes_on(words, lines, could_be, number + 1, farthest)
    if not could_be[number]:
        return False
    # Where rows have much room, as in a copy of cells, so have the lines of headings.
    most = (_FARTHEST if len(members) > 1 else farthest) if is_small and is_known else _FAR
    return (is_small or is_known) and line.base - before.base < most * size


def columns_of(words: Sequence[Word], lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns that the words of headings name; what has another heading is no part of the three."""
    members = [words[index] for line in lines for index in line.indices]
    columns = _columns_apart(members, _APART)
    if _names_needed(columns):
        return columns
    # Two of them may stand in one cell of a format, as the codes and texts below them do.
    are_cells = all(word.cell is not None for word in members)
    found = _columns_apart(members, 0.0 if are_cells else _TIGHT)
    if len(lines) > 1 and not _names_needed(found):
        # A word below another says where a heading begins, however near it is: «Class Result», «code».
        found = _columns_apart(members, 0.0)
    return found if _names_needed(found) else columns


def _names_needed(columns: Sequence[Column]) -> bool:
    return {column.role for column in columns} >= NEEDED


def _columns_apart(members: Sequence[Word], apart: float) -> tuple[Column, ...]:
    """The columns that words name, so far apart."""
    groups = sorted(_groups(members, apart), key=lambda group: min(word.x0 for word in group))
    pairs = zip(roles_of(groups), groups, strict=True)
    return tuple(_column(role, group) for role, group in pairs if role is not None)


def _groups(members: Sequence[Word], apart: float = _APART) -> list[list[Word]]:
    """The words of headings, one group a heading: those over or beside each other, no further apart than that."""
    groups: list[list[Word]] = []
    for before, word in zip([None, *members], members, strict=False):
        # The room before a word is that to the one before it: no other heading on its line is beside it.
        near = [
            group for group in groups if group[-1] is before or group[-1].line != word.line or word.cell is not None
        ]
        home = next((group for group in near if _belongs(word, group, apart)), None)
        if home is None:
            groups.append([word])
        else:
            home.append(word)
    return groups


def _column(role: Role, group: Sequence[Word]) -> Column:
    cell = group[0].cell
    return Column(
        role,
        min(word.x0 for word in group),
        max(word.x1 for word in group),
        cell.column if cell else None,
        cell.columns if cell else 1,
    )


def _belongs(word: Word, group: Sequence[Word], apart: float) -> bool:
    """Whether a word goes on with a heading: in its cell, beside its last word, or over or below it."""
    last = group[-1]
    if word.cell is not None or last.cell is not None:
        is_parted = word.line != last.line or not apart
        is_another = is_parted and word.text[:1].isupper() and role_of_words([word]) and role_of_words(group)
        is_in_cell = word.cell is not None and last.cell is not None and word.cell.column == last.cell.column
        return is_in_cell and not is_another
    if word.line == last.line:
        names_one = role_of_word(word.text) is not None and role_of_words(group) is not None
        is_case_form = group[0].text[:1].isupper() and word.text[:1].islower()
        is_near = word.gap < apart and (is_case_form or not are_two_letters_apart(last, word))
        return is_near and (is_case_form or not names_one)
    overlap = min(word.x1, max(item.x1 for item in group)) - max(word.x0, min(item.x0 for item in group))
    return overlap > 0 and begins_small(word.text)
