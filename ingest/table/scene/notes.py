"""The footnotes of a document, below its table: what they begin with is what a mark behind a code can be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import normalize

from ingest.document.cleaning import in_nfc
from ingest.document.fragments import Fragments, Word
from ingest.table.scene.lines import Line, is_raised
from ingest.table.scene.shapes import MOST_KEPT, code_shape, label_shapes, row_number
from ingest.table.scene.wording import begins_capital, begins_small

_NOTE: Final = re.compile(r"[(\[]?([1-9][0-9]?|[*†‡§]{1,3})[)\].]{0,2}")
_BRACKETED: Final = re.compile(r"[1-9][0-9]?\)")
_MOST_BEFORE: Final = 5
"""In a row a code stands behind the number of it and three labels at most, where no cells are kept."""

_ANY: Final = 2
_SELDOM: Final = 0.25
_RAISED: Final = 3.0
"""How far right of its code a raised mark begins at most, on the line above it in a copy, in characters."""


class Notes(NamedTuple):
    """What notes begin with, numbers or stars, and the words behind codes that are marks of them.

    `asked_for` are those notes that such words ask for. `codes` are the words that can be codes, furniture among them;
    `glued` are the marks that some have as digits too many.
    """

    printed: frozenset[str]
    behind_codes: frozenset[int]
    asked_for: frozenset[str]
    codes: Sequence[int]
    glued: frozenset[str]

    def are_printed(self, marks: str) -> bool:
        """Whether the marks at a code are those of a note that is printed."""
        return note_of(marks) in self.printed


@lru_cache(maxsize=MOST_KEPT)
def note_of(word: str) -> str | None:
    """The number or star of a word that is the mark of a footnote, None if it can be none.

    Examples
    --------
    >>> note_of("1)"), note_of("[12]"), note_of("²⁾"), note_of("**"), note_of("1102"), note_of("Код")
    ('1', '12', '2', '**', None, None)
    """
    match = _NOTE.fullmatch(normalize("NFKC", in_nfc(word)))
    return match[1] if match else None


def notes_of(fragments: Fragments, lines: Sequence[Line], line_of: Sequence[int], apart: float) -> Notes:
    """The footnotes of a document.

    `line_of` are the numbers of the lines of the words; `apart` is the room that sets two texts on a line apart, in
    letter heights.
    """
    words = fragments.words
    coded = list(filter(code_shape, fragments.said))
    codes = fragments.saying(coded)
    rows = [line_of[index] for index in codes if _begins_row(words, index, lines[line_of[index]])]
    begin, end = (rows[0], _last_new_row(words, codes, line_of, rows)) if rows else (len(lines), len(lines))
    # Rows of other tables may hold more codes below the notes: a raised number begins nothing else.
    notes = [line for line in lines[begin:] if line.number > end or is_raised(words[line.begin])]
    firsts = [note_of(words[line.begin].text) for line in notes if line.end - line.begin > 1]
    printed = frozenset(note for note in firsts if note is not None) | frozenset(_in_cells(words, codes))
    behind = {
        index + 1 for index in codes if printed and _is_marked(words, index, lines[line_of[index]].end, printed, apart)
    }
    behind |= _set_apart(words, [lines[number] for number in rows], lines, printed, apart) if printed else set()
    glued = {note_of(shape.marks) for shape in map(code_shape, coded) if shape is not None and shape.asks_for_note}
    asked_for = printed.intersection(note_of(words[index].text) for index in behind)
    return Notes(printed, frozenset(behind), asked_for, codes, printed.intersection(glued))


def _last_new_row(words: Sequence[Word], codes: Sequence[int], line_of: Sequence[int], rows: Sequence[int]) -> int:
    """The last row with a code that no row above has: tables below the notes quote the codes."""
    begins, seen, last = frozenset(rows), set[str](), rows[-1]
    for index in codes:
        shape = code_shape(words[index].text) if line_of[index] in begins else None
        if shape is not None and shape.text not in seen:
            seen.add(shape.text)
            last = line_of[index]
    return last


def _in_cells(words: Sequence[Word], codes: Sequence[int]) -> Iterator[str]:
    """What marks behind codes with a bracket say, of codes that fill their cells: tools for tables leave notes out."""
    for index in codes:
        cell = words[index].cell
        shape = code_shape(words[index].text) if cell is not None else None
        if shape is None or not _BRACKETED.fullmatch(shape.marks):
            continue
        if cell not in {word.cell for word in (*words[max(0, index - 1) : index], *words[index + 1 : index + 2])}:
            yield shape.marks[:-1]


def _set_apart(
    words: Sequence[Word], coded: Sequence[Line], lines: Sequence[Line], notes: frozenset[str], apart: float
) -> set[int]:
    """The marks that a copy sets apart from their codes: between a code and its text, or on a line above or below.

    One may begin the line of the text, below a code that ends its own, or right of it on the line above; or stand alone
    between the two.

    Where many codes have such a number behind them, it is a column.
    """
    ends = {line.number: {words[index].x1 for index in line.indices if code_shape(words[index].text)} for line in coded}
    marked = [line for line in lines if note_of(words[line.begin].text) in notes]
    found = {
        *_between_code_and_text(words, coded, notes, apart),
        *_beside_ends_of_codes(words, marked, ends),
        *_before_texts_below(words, marked, lines, ends),
        *_between_code_and_line(words, marked, lines, ends),
        *_above_codes(words, marked, lines, ends, apart),
    }
    return found if len(found) < _SELDOM * len(coded) else set()


def _between_code_and_text(
    words: Sequence[Word], coded: Sequence[Line], notes: frozenset[str], apart: float
) -> Iterator[int]:
    """Marks between a code and its text on one line."""
    for line in coded:
        for index in range(line.begin + 1, line.end - 1):
            is_mark = note_of(words[index].text) in notes and code_shape(words[index - 1].text) is not None
            if is_mark and _parts(words, index, apart) and _parts(words, index + 1, apart):
                yield index


def _beside_ends_of_codes(
    words: Sequence[Word], marked: Sequence[Line], ends: Mapping[int, Collection[float]]
) -> Iterator[int]:
    """Marks alone on the line above or below a code, at its end; `ends` are those of the codes of each line."""
    for line in marked:
        near = (*ends.get(line.number - 1, ()), *ends.get(line.number + 1, ()))
        if line.end - line.begin == 1 and words[line.begin].x0 in near:
            yield line.begin


def _before_texts_below(
    words: Sequence[Word], marked: Sequence[Line], lines: Sequence[Line], ends: Collection[int]
) -> Iterator[int]:
    """Marks that begin the line of the text, below a code that ends its own."""
    for line in marked:
        code, is_below = line.begin - 1, line.number - 1 in ends and line.end - line.begin > 1
        if not (is_below and words[line.begin].x0 == 0 and code_shape(words[code].text)):
            continue
        if begins_capital(words[line.begin + 1].text) and _begins_row(words, code, lines[line.number - 1]):
            yield line.begin


def _between_code_and_line(
    words: Sequence[Word], marked: Sequence[Line], lines: Sequence[Line], ends: Collection[int]
) -> Iterator[int]:
    """Marks alone on the line between a code that ends its own, in no cell, and the first line of its text."""
    for line in marked:
        if line.end - line.begin > 1 or line.number - 1 not in ends or line.number + 1 == len(lines):
            continue
        code, after = words[line.begin - 1], words[lines[line.number + 1].begin].text
        if code_shape(code.text) and code.cell is None and (begins_capital(after) or begins_small(after)):
            yield line.begin


def _above_codes(
    words: Sequence[Word],
    marked: Sequence[Line],
    lines: Sequence[Line],
    ends: Collection[int],
    apart: float,
) -> Iterator[int]:
    """Marks that begin the line above one that ends with its code, a little right of that."""
    for line in marked:
        if line.number + 1 not in ends or line.end - line.begin < 2 or not _parts(words, line.begin + 1, apart):
            continue
        code = words[lines[line.number + 1].end - 1]
        if code_shape(code.text) and 0 <= words[line.begin].x0 - code.x1 <= _RAISED:
            yield line.begin


def _is_marked(words: Sequence[Word], code: int, end: int, notes: frozenset[str], apart: float) -> bool:
    """Whether the word behind a code is the mark of a note, and the last beside it; the line of the code ends there."""
    mark = code + 1
    if mark == end or _parts(words, mark, apart) or note_of(words[mark].text) not in notes:
        return False
    return mark + 1 == end or _parts(words, mark + 1, apart)


def _parts(words: Sequence[Word], index: int, apart: float) -> bool:
    """Whether something parts a word from the one before it."""
    return words[index].gap >= apart or words[index].cell != words[index - 1].cell


def _begins_row(words: Sequence[Word], index: int, line: Line) -> bool:
    """Whether a code stands where one stands in a row: first, behind its number and its classes, or first in its cell.

    Any one word may stand before it there.
    """
    if index - line.begin < _MOST_BEFORE:
        before = [word.text for word in words[line.begin : index]]
        kept = before[1:] if before and row_number(before[0]) is not None else before
        if len(kept) < _ANY or all(map(label_shapes, kept)):
            return True
    return words[index].cell is not None and words[index].cell != words[index - 1].cell
