"""A candidate in its surroundings: what evidence is asked of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ingest.document.fragments import Word
from ingest.table.codes.habits import Habits, reach
from ingest.table.scene.candidates import Candidate
from ingest.table.scene.heading_words import Role
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import code_shape
from ingest.table.scene.wording import begins_capital, begins_small, is_broken, is_name, wants_number
from model import ClassPattern

_FARTHEST: Final = 60
"""How many words before a number are asked whether they stand in the line above it."""

_LINES: Final = 4
_FULL: Final = 0.8
_ROOM: Final = 1.25

_FEW: Final = 2
_OFTEN_SMALL: Final = 1.5
"""The odds of a capital letter, as a logarithm, below which many texts begin with a small one."""

_SAME_EDGE: Final = 1.5


@dataclass(frozen=True)
class Case:
    """A candidate in its surroundings, as the functions of evidence ask about it."""

    scene: Scene
    item: Candidate
    printed: Counter[int]
    habits: Habits

    @cached_property
    def _before(self) -> int | None:
        return self.scene.before(self.item.index)

    @cached_property
    def _after(self) -> int | None:
        return self.scene.after(self.item.index)

    @cached_property
    def before(self) -> str | None:
        """The word before it on its line."""
        index = self._before
        return None if index is None else self.scene.words[index].text

    @cached_property
    def after(self) -> str | None:
        """The word after it on its line."""
        index = self._after
        return None if index is None else self.scene.words[index].text

    @cached_property
    def near(self) -> int:
        """How many other candidates stand at its edge."""
        return self.scene.edges_near(self.item.index)

    @cached_property
    def begins_as_texts_do(self) -> bool:
        """Whether a text may begin behind it: with a capital, or with a small letter where most texts do."""
        after = self.after or ""
        return begins_capital(after) or (self.scene.is_small and begins_small(after))

    @cached_property
    def begins(self) -> bool:
        """Whether it begins a line or a cell."""
        return self.scene.begins(self.item.index)

    @cached_property
    def follows_label(self) -> bool:
        """Whether a label stands before it on its line."""
        index = self._before
        return index is not None and index in self.scene.label_at

    @cached_property
    def precedes_label(self) -> bool:
        """Whether the label of its class stands right behind it: no text goes on so."""
        label = self.scene.label_at.get(-1 if self._after is None else self._after)
        return label is not None and label.holds(self.item.number)

    @cached_property
    def follows_row_number(self) -> bool:
        """Whether the number of the row stands before it, in a column of them or not."""
        index = self._before
        if index is not None:
            return self.scene.is_row_number(index)
        first = self.scene.lines[self.item.line].begin
        return first < self.item.index and self.scene.roles[first] == "number"

    @cached_property
    def is_alone_in_row(self) -> bool:
        """Whether it begins the text of a row of a format that has no other code, and a text follows it.

        One may begin small where many do, or with a name, and no row is the further line of a text.
        """
        if self.scene.words[self.item.index].cell is None or self.role != "description" or not self.begins:
            return False
        after = self.after or ""
        is_small = begins_small(after) and (self.habits.capitals < _OFTEN_SMALL or is_name(after))
        is_begun = self.begins_as_texts_do or (is_small and not self.habits.rows_go_on)
        is_alone = self.before is None or self.follows_label
        return is_begun and is_alone and not any(map(wants_number, self.line_before[:1]))

    @cached_property
    def is_inside(self) -> bool:
        """Whether a text stands right before it, with no more than a space between."""
        return not self.begins and not self.follows_label and not self.follows_row_number

    @cached_property
    def words_before(self) -> tuple[str, ...]:
        """The two words before it on its line, the nearer one first; less, where there are less."""
        return self._last_words(self._before)

    @property
    def follows_first_word(self) -> bool:
        """Whether it is the second word of its cell or line."""
        return self._before is not None and self.scene.begins(self._before)

    @cached_property
    def line_before(self) -> tuple[str, ...]:
        """The last two words of the line before its line, in its cell or column, where there are such; the last first.

        Nothing where it begins no line or cell, or the number of its row does.
        """
        if not self.begins or self.follows_row_number:
            return ()
        cell = self.scene.words[self.item.index].cell
        if cell is not None or self.scene.has_cells:
            return self._last_words(self._end_above())
        number = self.item.line - 1
        while number >= 0 and (number in self.scene.furniture or number in self.scene.headed):
            number -= 1
        indices = self.scene.lines[number].indices if number >= 0 and not self._is_titled(number) else range(0)
        last = next((index for index in reversed(indices) if not self.scene.left_out[index]), None)
        if last is None or self._is_of_another_column(last):
            return ()
        if self._is_rest(last):
            return (self.scene.words[last - 1].text[:-1] + self.scene.words[last].text,)
        return self._last_words(last)

    def _is_rest(self, last: int) -> bool:
        """Whether a word is the rest of one that the end of the line above breaks: it is no word of its own."""
        begins_line = last == self.scene.lines[self.scene.line_of[last]].begin > 0
        return begins_line and is_broken(self.scene.words[last - 1].text)

    def _is_titled(self, number: int) -> bool:
        """Whether a line is the label of the class of this number, and a title behind it, or such a title below it."""
        line = self.scene.lines[number]
        if any(index in self.scene.candidate_at for index in line.indices):
            return False
        above = line.begin - 1
        is_below = above in self.scene.label_at and self.scene.is_alone(above)
        first = next((index for index in line.indices if not self.scene.left_out[index]), line.begin)
        label = self.scene.label_at.get(above if is_below else first)
        return label is not None and label.holds(self.item.number)

    def _is_of_another_column(self, last: int) -> bool:
        """Whether the cell that a word ends begins elsewhere, and this number stands where codes do.

        Other numbers stand there, or it is a page. A code in the middle of its lines stands alone between
        two of them.
        """
        if self.near < _FEW and self.scene.fragments.layout != "page":
            return False
        words, first = self.scene.words, self.scene.cell_begin(last)
        # The number of a row is left out, and no other column.
        if first and self.scene.is_row_number(first - 1) and words[first].gap < self.scene.apart:
            first -= 1
        return abs(words[first].x0 - words[self.item.index].x0) > _SAME_EDGE

    @property
    def line_before_is_full(self) -> bool:
        """Whether the line before its line is about as long as the longest ones: those that go on are, where any do."""
        number = self.item.line - 1
        if number < 0 or self.habits.are_rows_lines:
            return False
        if self.habits.are_torn:
            return True
        if self.habits.filling.are_filled:
            return not self.habits.filling.had_room(number, self.item.shape.text)
        return reach(self.scene.words[self.scene.lines[number].end - 1]) >= _FULL * self.habits.right

    @property
    def is_broken_off(self) -> bool:
        """Whether a word of a text begins the next line that had room behind this number, which is alone on its own."""
        scene, here, index = self.scene, self.item.index, self.item.index + 1
        while index < len(scene.words) and scene.left_out[index]:
            index += 1
        if index == len(scene.words) or not scene.is_alone(here) or self.habits.are_torn:
            return False
        word = scene.words[index]
        if index in scene.label_at or word.text.isdigit():
            return False
        return reach(scene.words[here]) + _ROOM * (word.x1 - word.x0) < self.habits.right

    @property
    def breaks_a_line(self) -> bool:
        """Whether it begins a line under one of its cell or column that had room for it: the break was meant."""
        above = self._end_above() if self.begins else None
        if above is None:
            return False
        word = self.scene.words[self.item.index]
        return reach(self.scene.words[above]) + _ROOM * (word.x1 - word.x0) < self.habits.right

    @property
    def follows_script(self) -> bool:
        """Whether a Latin word or a digit follows it behind Russian words: it may begin a text as it is."""
        before = self.before or ""
        return self.after is not None and not before.isascii() and self.after[0].isascii() and self.after[0].isalnum()

    def _last_words(self, index: int | None) -> tuple[str, ...]:
        further = None if index is None else self.scene.before(index)
        if index and further is None and self.habits.are_torn and self._is_text(index - 1):
            further = index - 1
        return tuple(self.scene.words[place].text for place in (index, further) if place is not None)

    def _is_text(self, index: int) -> bool:
        """Whether a word is none of the heads of rows, and no furniture."""
        scene = self.scene
        return not (scene.left_out[index] or index in scene.candidate_at or index in scene.label_at)

    def _end_above(self) -> int | None:
        """The last word of the line above it in its cell, or of the line close above that begins where it stands."""
        found = self._above(self.item.index)
        while found is not None and not self.scene.ends(found):
            found = self.scene.after(found)
        return found

    def _above(self, here: int) -> int | None:
        """The word that begins a line of the same cell above that of a word, or close above it at the same place."""
        scene, word = self.scene, self.scene.words[here]
        for index in range(here - 1, max(-1, here - _FARTHEST), -1):
            other = scene.words[index]
            if scene.line_of[index] == scene.line_of[here] or scene.left_out[index] or not scene.begins(index):
                continue
            if abs(other.x0 - word.x0) < _SAME_EDGE if word.cell is None else self._is_over(other, here):
                return index
        return None

    def _is_over(self, other: Word, here: int) -> bool:
        """Whether a word stands in the cell of another, or in the row above, where a line is a row of its own."""
        cell, above = self.scene.words[here].cell, other.cell
        if cell == above or cell is None or above is None:
            return cell == above
        is_next = (cell.table, cell.column, cell.row - 1) == (above.table, above.column, above.row)
        return is_next and self.scene.before(here) is None

    @cached_property
    def shares_a_cell(self) -> bool:
        """Whether a code begins the cell that it stands in, on its line or on one above: rows share cells there."""
        first = self.scene.cell_begin(self.item.index)
        if first == self.item.index or (self.role == "description" and self.scene.roles[first] == "code"):
            return False
        if self._begins_with_code(first):
            return True
        above = self._above(first) if self.scene.has_cells else None
        for _ in range(_LINES):
            if above is None or self._begins_with_code(above):
                return above is not None and not self.scene.ends(above)
            above = self._above(above)
        return False

    def _begins_with_code(self, first: int) -> bool:
        """Whether a cell that begins with a word begins with a code, behind a label or not."""
        after = self.scene.after(first) if first in self.scene.label_at else first
        return after is not None and code_shape(self.scene.words[after].text) is not None

    @cached_property
    def held_by(self) -> tuple[ClassPattern, ...]:
        """The declared classes that hold its number."""
        return tuple(pattern for pattern in ClassPattern.all_of(self.item.number) if pattern in self.scene.declared)

    @property
    def is_default_of_label(self) -> bool:
        """Whether the label before it on its line is that of the class whose code with zeros it is."""
        label = self.scene.label_at.get(-1 if self._before is None else self._before)
        return label is not None and self.item.number in {pattern.zero_code for pattern in label.patterns}

    @property
    def role(self) -> Role | None:
        """The role of the column that it stands in."""
        return self.scene.roles[self.item.index]
