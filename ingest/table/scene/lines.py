"""The lines of a document: the words that stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from ingest.document.fragments import CellPlace, Word
from ingest.table.scene.shapes import code_shape
from ingest.table.scene.wording import begins_small
from model.pattern import CODE_DIGITS

APART: Final = 0.75
"""The room that sets two texts on a line apart, in letter heights: more than a space has in a justified line."""

APART_IN_TEXT: Final = 0.5
"""The room between two columns of a text, of two blanks, in letter heights."""

SAME_EDGE: Final = 3.0
"""How far two edges of one column lie apart on a page, in points."""

_LINE: Final = itemgetter(Word._fields.index("sheet"), Word._fields.index("line"))
_NOTE_MARK: Final = re.compile(r"[([]?(?:[0-9]{1,2}|[a-zа-я]|[*†‡§]{1,3})[)\],]{0,2}")
_LONGEST_MARK: Final = 6
_SUPERSCRIPTS: Final = "¹²³⁴⁵⁶⁷⁸⁹⁰"
BARS: Final = "|│┃║¦"
_BAR: Final = re.compile(f"[{BARS}]")
_SMALL: Final = 0.8
_GLUED: Final = 0.1
_FARTHEST_BRACKET: Final = 6
"""Within so many words before a line brackets open that it goes on with."""

_FEWEST: Final = 3


class Line(NamedTuple):
    """A line: its number, from 0 in the order of reading, the range of its words in those of the document, its text."""

    number: int
    begin: int
    end: int
    sheet: int
    base: float
    text: str

    @property
    def indices(self) -> range:
        """The indices of its words."""
        return range(self.begin, self.end)


def lines_of(words: Sequence[Word]) -> list[Line]:
    """The lines of words that stand in the order of reading."""
    lines: list[Line] = []
    begin = 0
    for _, group in groupby(words, key=_LINE):
        members = list(group)
        end = begin + len(members)
        lines.append(Line(len(lines), begin, end, members[0].sheet, _base_of(members), text_of(members)))
        begin = end
    return lines


def _base_of(words: Sequence[Word]) -> float:
    """The base line of most words of a line."""
    bases = [word.base for word in words]
    return bases[0] if bases.count(bases[0]) == len(bases) else sorted(bases)[len(bases) // 2]


def text_of(words: Sequence[Word]) -> str:
    """The text of words that stand beside each other: one space wherever there is room between them."""
    if min([word.gap for word in words], default=0.0) > 0:  # nearly always
        return " ".join([word.text for word in words])
    parts = [f" {word.text}" if word.gap > 0 else word.text for word in words]
    return "".join(parts).removeprefix(" ")


def is_raised(word: Word) -> bool:
    """Whether a word is nothing but digits that are raised by themselves: ¹."""
    return word.text != "" and not word.text.strip(_SUPERSCRIPTS)


def is_mark(words: Sequence[Word], index: int) -> bool:
    """Whether a word is the mark of a footnote: raised, or small at a code, and no more than a number or a star."""
    word = words[index]
    if is_raised(word):
        return True
    if len(word.text) > _LONGEST_MARK or _NOTE_MARK.fullmatch(word.text) is None:
        return False
    is_alone = word.style.is_raised and not _is_in_raised_text(words, index)
    return is_alone or (index > 0 and _is_small_at_code(word, words[index - 1]))


def _is_in_raised_text(words: Sequence[Word], index: int) -> bool:
    """Whether what is raised beside a word on its line is no mark: a program took a whole line for raised."""
    beside = (words[other] for other in (index - 1, index + 1) if 0 <= other < len(words))
    return any(
        other.style.is_raised and other.line == words[index].line and _NOTE_MARK.fullmatch(other.text) is None
        for other in beside
    )


def _is_small_at_code(word: Word, before: Word) -> bool:
    is_small = word.size < _SMALL * before.size and word.gap < _GLUED
    return is_small and code_shape(before.text) is not None


def is_bar(word: Word) -> bool:
    """Whether a word is part of a line that is drawn with letters."""
    return bool(word.text) and not word.text.strip(BARS)


def begins_with_number(line: Sequence[Word]) -> bool:
    """Whether a line of cells begins with one that holds a number of its row, with others behind it."""
    is_apart = len(line) > _FEWEST and line[0].cell is not None and line[0].cell != line[1].cell
    return is_apart and line[0].text.isdecimal() and len(line[0].text) < CODE_DIGITS


def are_barred(words: Sequence[Word], lines: Sequence[Line], texts: Sequence[str]) -> bool:
    """Whether lines that are drawn with letters part several cells of more lines than two; the texts are theirs."""
    barred = [line for line, text in zip(lines, texts, strict=True) if _BAR.search(text)]
    return sum(sum(map(is_bar, words[line.begin : line.end])) > 1 for line in barred) > 2


def are_in_one_row(one: CellPlace | None, other: CellPlace | None) -> bool:
    """Whether two cells stand in one row of a format."""
    return one is not None and other is not None and (one.table, one.row) == (other.table, other.row)


def is_in_brackets(words: Sequence[Word], line: Line) -> bool:
    """Whether a line says more of the heading above it: all of it is in brackets, and in no cell."""
    return words[line.begin].cell is None and behind_brackets(words, line) == line.end


def behind_brackets(words: Sequence[Word], line: Line) -> int:
    """The word behind the brackets that a line begins with, or within; its first, if there are none."""
    if not words[line.begin].text.startswith("(") and not _is_within_brackets(words, line.begin):
        return line.begin
    return next((index + 1 for index in line.indices if words[index].text.endswith(")")), line.begin)


def _is_within_brackets(words: Sequence[Word], begin: int) -> bool:
    """Whether the last brackets above a line open over it or left of it, and only its own end them."""
    for word in reversed(words[max(0, begin - _FARTHEST_BRACKET) : begin]):
        if "(" in word.text or ")" in word.text:
            return ")" not in word.text and word.x0 < words[begin].x1
    return False


def are_two_letters_apart(before: Word, word: Word) -> bool:
    """Whether there is room for two letters between two words, as between the columns of a text of equal letters."""
    return (word.x0 - before.x1) * len(word.text) >= 2 * (word.x1 - word.x0)


def goes_on_below(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether the first heading of a line of them goes on small right below its begin on the line above."""
    above, below = (words[line.begin] for line in lines)
    return begins_small(below.text) and above.x0 < below.x1 and below.x0 < above.x1


def is_rest_above(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether the first of two lines begins with a small letter and the next with a capital: no headings begin so."""
    first, second = (words[line.begin].text for line in lines)
    return begins_small(first) and second[:1].isupper()


def goes_on_in_bracket(texts: Sequence[str], line: Line) -> bool:
    """Whether a line closes a bracket that the one above it opens; `texts` are what all lines say."""
    if ")" not in line.text or not line.number:
        return False
    above = texts[line.number - 1]
    return line.text.count(")") > line.text.count("(") and above.count("(") > above.count(")")
