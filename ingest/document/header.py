"""The header of a code table: Класс, Код, Описание, or Class, Code, Description (reading rule 1)."""

from __future__ import annotations

import re
from typing import Final

HEADINGS: Final = (
    frozenset({"класс", "код", "описание"}),
    frozenset({"class", "code", "description"}),
)
_WORDS: Final = frozenset().union(*HEADINGS)
WANTED: Final = "Класс, Код, Описание or Class, Code, Description"
"""The headings, as errors name them."""

_DECORATION: Final = "*_`\"'«»:|#"
_LONGEST: Final = 120
_WORD: Final = re.compile(r"\S+")


def is_heading(text: str) -> bool:
    """Whether a text is made of the three headings and nothing else."""
    if len(text) > _LONGEST:
        return False
    found: set[str] = set()
    for match in _WORD.finditer(text):
        heading = match[0].strip(_DECORATION).casefold()
        if heading and heading not in _WORDS:  # nearly every line of a text ends here
            return False
        found.add(heading)
    return found - {""} in HEADINGS
