"""Forms of words: which there are, and which belong to one word."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def russian() -> Any:
    """The `pymorphy3.MorphAnalyzer` of Russian: made at the first use, in 0.1 s, and kept. Threads may share it."""
    import pymorphy3
    import pymorphy3_dicts_ru

    # By its path: neither an environment variable nor another installed package chooses the dictionary.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")
