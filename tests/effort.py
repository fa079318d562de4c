"""How many examples a property is tried with, by the profile of the run: see `tests.conftest`."""

from __future__ import annotations

from hypothesis import settings


def share_of(count: int) -> int:
    """So many examples in a full run, and the share of them that the profile asks for in another."""
    return max(count * settings().max_examples // 100, 1)
