"""Soft hyphens of copies that are hyphens: fonts call one glyph by either name, and some tools write down the name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from ingest.document.cleaning import HYPHENS, SOFT_HYPHEN
from ingest.document.dictionary import knows

_AMID: Final = re.compile(rf"[^\W\d_]++(?:{SOFT_HYPHEN}[^\W\d_]++)+")
"""A word with soft hyphens amid it."""


def with_hyphens_meant(text: str) -> str:
    """A text with hyphens in place of its soft ones, where these join words and are amid none that is one without.

    Examples
    --------
    >>> with_hyphens_meant("из\\u00adза SIP\\u00adучетки")
    'из-за SIP-учетки'
    >>> with_hyphens_meant("из\\u00adза за\\u00adблокирован").replace("\\u00ad", "~")
    'из~за за~блокирован'
    """
    words = [match.split(SOFT_HYPHEN) for match in set(_AMID.findall(text))] if SOFT_HYPHEN in text else []
    if not any(map(_is_joined, words)) or any(knows("".join(parts)) for parts in words):
        return text
    return text.replace(SOFT_HYPHEN, HYPHENS[0])


def _is_joined(parts: list[str]) -> bool:
    """Whether words are joined by a hyphen: each is one and all together are none, or they are of two scripts."""
    are_two_scripts = any(one.isascii() != other.isascii() for one, other in pairwise(parts))
    return are_two_scripts or (all(map(knows, parts)) and not knows("".join(parts)))
