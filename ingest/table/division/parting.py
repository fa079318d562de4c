"""Labels alone on their lines of a copy: where they head rows everywhere, none stands inside a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_small, is_name

_SEVERAL: Final = 3


@dataclass(frozen=True)
class PartingLabels:
    """The labels of a copy that are all of their lines; `codes` are the words of the codes, in order."""

    scene: Scene
    pieces: Sequence[Piece]
    codes: Sequence[int]
    labels: Sequence[LabelMark]

    def part(self, before: Piece, piece: Piece) -> bool:
        """Whether such a label, and no code, stands between two pieces, and those of the document part texts."""
        end, begin = before.indices[-1], piece.indices[0]
        is_between = bisect_left(self._alone, end) < bisect_left(self._alone, begin)
        return is_between and bisect_left(self.codes, end) == bisect_left(self.codes, begin) and self._are_heads

    @cached_property
    def _alone(self) -> list[int]:
        is_copy = self.scene.fragments.layout == "text"
        return [label.index for label in self.labels if is_copy and self.scene.is_alone(label.index)]

    @cached_property
    def _are_heads(self) -> bool:
        """Whether codes stand right behind several of them, and behind none a text that goes on in small letters."""
        firsts = {piece.indices[0]: piece.first.text for piece in self.pieces}
        behind = [index + 1 for index in self._alone]
        goes_on = any(begins_small(firsts[index]) and not is_name(firsts[index]) for index in behind if index in firsts)
        return len(set(self.codes).intersection(behind)) >= _SEVERAL and not goes_on
