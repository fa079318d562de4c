"""What the steps from line to line say: those between texts, and those inside of one."""

from __future__ import annotations

import math
from collections import Counter
from typing import Final

_MOST_LEARNT: Final = 2.5
"""No kind of step says more, as a logarithm of odds."""


def learnt_odds(borders: Counter[int | None], wraps: Counter[int | None]) -> dict[int, float]:
    """How much each kind of step speaks for a border, as a logarithm of odds, from steps of which it is known."""
    found = {}
    for kind in borders.keys() | wraps.keys():
        if kind is not None:
            for_border = (_near(borders, kind) + 0.5) / (borders.total() + 1)
            for_wrap = (_near(wraps, kind) + 0.5) / (wraps.total() + 1)
            found[kind] = max(-_MOST_LEARNT, min(_MOST_LEARNT, math.log(for_border / for_wrap)))
    return found


def _near(counts: Counter[int | None], kind: int) -> int:
    return counts[kind - 1] + counts[kind] + counts[kind + 1]
