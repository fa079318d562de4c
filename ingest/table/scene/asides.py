"""Words beside the texts of the table: marks of footnotes, lines drawn with letters, remarks, numbers of rows."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.class_lines import label_named
from ingest.table.scene.heading_words import Role, role_of_word
from ingest.table.scene.lines import Line, is_bar, is_mark
from ingest.table.scene.shapes import code_shape, label_shapes
from ingest.table.scene.wording import begins_small, is_unit

_SAME_ROOM: Final = 0.05
"""By what part two spaces of one line differ at most."""

_ASIDE: Final = frozenset({"other", "number"})
_ASKED: Final = frozenset({*_ASIDE, "class"})
_COUNT: Final = re.compile(r"[0-9.)]{1,6}")


@dataclass(frozen=True)
class Asides:
    """What has to be known to tell the words that stand aside.

    `line_of` are the numbers of the lines of the words; `apart` is the room that sets two texts on a line apart, in
    letter heights; `marks_behind_codes` the words that are marks of the footnotes that are printed; `headed` the lines
    of headings; `has_bars` whether columns are parted by lines that are drawn with letters.
    """

    words: Sequence[Word]
    lines: Sequence[Line]
    line_of: Sequence[int]
    roles: Sequence[Role | None]
    apart: float
    marks_behind_codes: frozenset[int]
    headed: frozenset[int]
    has_bars: bool
    _last_codes: dict[int, int] = field(default_factory=dict, init=False)

    def left_out(self, lines: Collection[int], echoes: Collection[int], fragments: Fragments) -> list[bool]:
        """For each word whether it stands aside, on one of some lines, or is an echo; `fragments` are all words."""
        found = [False] * len(self.words)
        for line in (self.lines[number] for number in lines):
            found[line.begin : line.end] = [True] * (line.end - line.begin)
        # Of what stands aside in no column, nearly no word begins with two letters.
        odd = fragments.saying(text for text in fragments.said if not (text[:2].isalpha() and text[1:]))
        in_columns = [] if _ASKED.isdisjoint(self.roles) else [n for n, role in enumerate(self.roles) if role in _ASKED]
        for index in {*odd, *in_columns}:
            if not found[index]:
                found[index] = self.has(index, self.line_of[index])
        for index in self._running_on():
            found[index] = False
        for index in self.marks_behind_codes.union(echoes, self._names_below_headings()):
            found[index] = True
        return found

    def has(self, index: int, line: int) -> bool:
        """Whether a word of a line stands aside."""
        text = self.words[index].text
        if self.roles[index] not in _ASIDE and text[:2].isalpha() and text[1:]:
            # Nearly all words: of what stands aside, only a mark that is printed below the table begins so.
            return index in self.marks_behind_codes or self._names_label(index)
        return (
            (self._is_remark(index, line) and not self._is_label(index, line))
            or self._is_mark(index)
            or self._is_drawn(index, line)
            or self._names_label(index)
        )

    def _names_label(self, index: int) -> bool:
        """Whether a word says what the label behind it is, as in «Класс 1xxx», where it begins a cell of labels."""
        word, after = self.words[index], self.words[index + 1 : index + 2]
        if self.roles[index] != "class" or word.cell is None or role_of_word(word.text) != "class":
            return False
        begins = not index or self.words[index - 1].cell != word.cell
        return begins and any(other.cell == word.cell and label_shapes(other.text) for other in after)

    def _names_below_headings(self) -> set[int]:
        """The words before labels that stand right below the headings of a page: no text is there that they go on."""
        found: set[int] = set()
        for number in self.headed:
            for at in range(number + 1, len(self.lines)):
                line = self.lines[at]
                label = None if at in self.headed else label_named(self.words, line)
                if label is None or self.words[label].place.box is None:
                    break
                found.update(range(line.begin, label))
        return found

    def _running_on(self) -> Iterator[int]:
        """The words of rows of pages that name a class, up to the first room: they run on over all columns."""
        for line in self.lines:
            label = label_named(self.words, line) if self.words[line.begin].place.box is not None else None
            if label is not None and line.number not in self.headed:
                yield label
                yield from takewhile(lambda index: self.words[index].gap < self.apart, range(label + 1, line.end))

    def _is_remark(self, index: int, line: int) -> bool:
        """Whether a word stands in a column of remarks, or is the number of its row in a column of them.

        Where nothing parts a number from a small letter or a unit behind it, as in «30 секунд», it is a word of a text.
        """
        role = self.roles[index]
        if role != "number" or _COUNT.fullmatch(self.words[index].text) is None:
            return role == "other"
        after = self._after(index, line)
        return after is None or after.gap >= self.apart or not (begins_small(after.text) or is_unit(after.text))

    def _is_label(self, index: int, line: int) -> bool:
        """Whether a word is the label of a class, alone in its cell: no remark is that, whatever column it is in."""
        after = self._after(index, line)
        is_alone = self.words[index].gap >= self.apart and (after is None or after.gap >= self.apart)
        return is_alone and bool(label_shapes(self.words[index].text))

    def _is_mark(self, index: int) -> bool:
        """Whether a word is the mark of a footnote, or the bracket that closes one."""
        word = self.words[index]
        if word.text in {")", "]"} and word.gap < self.apart and index:
            return is_mark(self.words, index - 1)
        return index in self.marks_behind_codes or is_mark(self.words, index)

    def _is_drawn(self, index: int, line: int) -> bool:
        """Whether a word is a line drawn with letters, or a dash that stands for nothing before other cells."""
        word = self.words[index]
        if any(map(str.isalnum, word.text)):
            return False
        if is_bar(word):
            return self.has_bars
        after = self._after(index, line)
        is_alone = after is not None and min(word.gap, after.gap) >= self.apart and not self._shares_cell(index)
        return is_alone and index < self._last_code(line) and not self._is_spread(index, line)

    def _shares_cell(self, index: int) -> bool:
        """Whether words stand beside a word in its cell: a dash among them is one of a text, however far apart."""
        cell = self.words[index].cell
        beside = (*self.words[max(0, index - 1) : index], *self.words[index + 1 : index + 2])
        return cell is not None and any(other.cell == cell for other in beside)

    def _after(self, index: int, line: int) -> Word | None:
        """The word after a word on its line."""
        return self.words[index + 1] if index + 1 < self.lines[line].end else None

    def _last_code(self, line: int) -> int:
        """The last word of a line that has the shape of a code, -1 if none has; a line may hold thousands of dashes."""
        if line not in self._last_codes:
            shaped = (index for index in reversed(self.lines[line].indices) if code_shape(self.words[index].text))
            self._last_codes[line] = next(shaped, -1)
        return self._last_codes[line]

    def _is_spread(self, index: int, line: int) -> bool:
        """Whether a word is one of a text that is spread to its width: all its spaces are as wide.

        The last one has those of the words before it beside it.
        """
        begin = self.lines[line].begin
        if index == begin or self.words[index].cell is not None:
            return False
        before, word, after = self.words[index - 1 : index + 2]
        rooms = [after.gap] if _is_word(after) else []
        rooms += [before.gap] if index - 1 > begin else []
        is_even = any(abs(word.gap - room) < _SAME_ROOM * word.gap for room in rooms)
        return _is_word(before) and math.isfinite(word.gap) and is_even


def _is_word(word: Word) -> bool:
    """Whether a word is neither a label nor a code."""
    return not label_shapes(word.text) and not (word.text.isdecimal() and code_shape(word.text))
