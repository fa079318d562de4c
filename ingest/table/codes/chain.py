"""The chain of codes: what was decided of each candidate, and what all evidence about it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.table.codes.case import Case
from ingest.table.scene.candidates import Candidate
from model import ClassPattern


class Weighed(NamedTuple):
    """A candidate in its surroundings, and what all evidence about it adds up to."""

    case: Case
    score: float


@dataclass(frozen=True)
class Chain:
    """The chain of codes: the candidates chosen, in order, and what was decided of each candidate.

    `weighed` are all candidates by the index of their word.
    """

    codes: tuple[Candidate, ...]
    margins: tuple[float, ...]
    passed: tuple[tuple[Candidate, float], ...]
    weighed: Mapping[int, Weighed]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The codes that were chosen."""
        return frozenset(item.number for item in self.codes)

    @cached_property
    def classes(self) -> frozenset[ClassPattern]:
        """The classes that hold a code that was chosen, declared or not."""
        return frozenset(pattern for number in self.numbers for pattern in ClassPattern.all_of(number))

    @cached_property
    def places(self) -> list[int]:
        """The indices of the words of the codes, in order."""
        return [item.index for item in self.codes]
