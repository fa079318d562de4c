"""A candidate in its surroundings: what evidence is asked of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ingest.table.candidates import Candidate
from ingest.table.headings import Role
from ingest.table.scene import Scene
from ingest.table.wording import begins_capital, begins_small


@dataclass(frozen=True)
class Case:
    """A candidate in its surroundings, as the functions of evidence ask about it."""

    scene: Scene
    item: Candidate
    printed: Counter[int]

    @cached_property
    def before(self) -> str | None:
        """The word before it on its line."""
        index = self.scene.before(self.item.index)
        return None if index is None else self.scene.words[index].text

    @cached_property
    def after(self) -> str | None:
        """The word after it on its line."""
        index = self.scene.after(self.item.index)
        return None if index is None else self.scene.words[index].text

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
        index = self.scene.before(self.item.index)
        return index is not None and index in self.scene.label_at

    @cached_property
    def follows_row_number(self) -> bool:
        """Whether the number of the row stands before it."""
        index = self.scene.before(self.item.index)
        return index is not None and self.scene.is_row_number(index)

    @cached_property
    def is_inside(self) -> bool:
        """Whether a text stands right before it, with no more than a space between."""
        return not self.begins and not self.follows_label and not self.follows_row_number

    @cached_property
    def line_before(self) -> str | None:
        """The last word of the line of text before its line."""
        number = self.item.line - 1
        while number >= 0 and (number in self.scene.furniture or number in self.scene.headed):
            number -= 1
        indices = (
            [index for index in self.scene.lines[number].indices if not self.scene.left_out[index]]
            if number >= 0
            else []
        )
        return self.scene.words[indices[-1]].text if indices else None

    @property
    def role(self) -> Role | None:
        """The role of the column that it stands in."""
        return self.scene.roles[self.item.index]
