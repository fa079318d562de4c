"""Text that a document holds and does not show: it is not read, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from ingest.document.cleaning import clean
from model import Finding, Span
from model.rules import HIDDEN_TEXT

_LONGEST_SHOWN: Final = 60


def hidden_findings(texts: Iterable[tuple[str, int | None]], how: str = "hidden") -> Iterator[Finding]:
    """A finding for each line with hidden texts.

    `texts` are pieces in their order, each with the number of its line; `how` says why nobody reads them as texts.

    Examples
    --------
    >>> [item.message for item in hidden_findings([("10", 3), ("00", 3), (" ", 4)])]
    ['«1000» is hidden']
    """
    for line, pieces in groupby(texts, key=lambda piece: piece[1]):
        text = clean("".join(text for text, _ in pieces)).strip()
        if text:
            shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
            yield HIDDEN_TEXT.finding(f"«{shown}» is {how}", Span(line=line))
