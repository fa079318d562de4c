"""How full the lines of a copy are: what would have had room on the line before was not broken off from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.document.printed_width import printed_width
from ingest.table.scene.lines import Line
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small

_NEARLY_ALL: Final = 0.97
_SURELY: Final = 0.94
"""What part of the longest lines one is filled to that surely had room: letters are measured roughly."""

_SEVERAL: Final = 5
_SELDOM: Final = 0.1


@dataclass(frozen=True)
class Filling:
    """The widths of the texts on the lines of a copy, in proportional letters, from the headings to the last number."""

    scene: Scene

    def had_room(self, number: int, word: str) -> bool:
        """Whether a word would surely have had room on a line."""
        return self._widths[number] + printed_width(f" {word}") <= _SURELY * self._right

    @cached_property
    def are_filled(self) -> bool:
        """Whether of hardly any line that goes on in small letters the first word had room on the one before."""
        pairs = list(self._wraps())
        room = sum(self.had_room(before, word) for before, word in pairs)
        return len(pairs) >= _SEVERAL and room <= _SELDOM * len(pairs)

    def _wraps(self) -> Iterator[tuple[int, str]]:
        """The lines right above those that begin small, with the first words of these."""
        scene = self.scene
        if scene.fragments.layout != "text" or scene.has_cells:
            return
        for before, line in pairwise(self._lines):
            first = scene.words[line.begin].text
            if self._widths[before.number] and begins_small(first):
                yield before.number, first

    @cached_property
    def _right(self) -> float:
        """How wide the texts of lines are: nearly all are less."""
        widths = sorted(self._widths[line.number] for line in self._lines)
        return widths[int(_NEARLY_ALL * (len(widths) - 1))] if widths else 0.0

    @cached_property
    def _lines(self) -> list[Line]:
        """The lines from the first headings to the last number that can be a code, without furniture."""
        scene = self.scene
        last = scene.candidates[-1].line if scene.candidates else 0
        return [
            line
            for line in scene.lines[scene.first_headings + 1 : last + 1]
            if line.number not in scene.headed and line.number not in scene.furniture
        ]

    @cached_property
    def _widths(self) -> list[float]:
        """How wide the text of each line is, behind its labels, its code and the number of its row."""
        scene, found = self.scene, []
        for line in scene.lines:
            begin = line.begin
            while begin < line.end and (
                scene.left_out[begin] or begin in scene.label_at or begin in scene.candidate_at
            ):
                begin += 1
            found.append(printed_width(" ".join([word.text for word in scene.words[begin : line.end]])))
        return found
