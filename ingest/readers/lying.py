"""Pages that lie, of whose texts only the begins are known, as pdftohtml and mutool place them: as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from ingest.readers.placed import DESCENT, neighbours
from ingest.readers.placed_text import PlacedText
from ingest.readers.split_runs import with_pieces_joined
from model import Fault, InputError

_ROOM: Final = 0.7
"""What part of its width, which is a guess, a text has of the room up to the next on its line, if they are level."""

_STEP: Final = 0.8
"""No line stands so near below another, in sizes."""

_SAME: Final = 1.0
_FEW: Final = 2
_MOST_LETTERS: Final = 0.8
_MOST_CROWDED: Final = 0.35
"""Of texts that are as they are read not so many have so few letters, or stand in the room of others."""


def as_they_stand(
    texts: Sequence[PlacedText], place: str, *, in_pieces: bool = False, keep_blanks: bool = False
) -> list[PlacedText]:
    """The same texts, those of pages that lie as they are read: there the texts stand less in the room of each other.

    Parameters
    ----------
    texts
        The texts as if all pages stood.
    place
        How errors name the document.
    in_pieces
        Whether the tool parts texts of pages that lie, as pdftohtml does.
    keep_blanks
        Whether it keeps the blanks around such pieces.

    Raises
    ------
    InputError
        `layout-dump`, if many texts stand in the room of others whichever way they run, most are single letters, or
        which pieces are words is not told.
    """
    pages = _by_page(texts)
    turned = _by_page(_turned(texts, goes_down=_goes_down(texts)))
    better = {page: _crowded(level) - _crowded(turned[page]) for page, level in pages.items()}
    most_lie = sum(amount > 0 for amount in better.values()) > sum(amount < 0 for amount in better.values())
    lying = {page for page, amount in better.items() if amount > 0 or (amount == 0 and most_lie)}
    if lying:
        stood = [text for page in lying for text in turned[page]]
        stood = _whole(stood, place, keep_blanks=keep_blanks) if in_pieces else stood
        texts = [*(text for text in texts if text.page not in lying), *stood]
    _require_room(_by_page(texts), place)
    return list(texts)


def _by_page(texts: Iterable[PlacedText]) -> dict[int, list[PlacedText]]:
    """The texts that are seen, by their pages."""
    shown = sorted((text for text in texts if text.text.strip()), key=lambda text: text.page)
    return {number: list(page) for number, page in groupby(shown, key=lambda text: text.page)}


def _require_room(pages: Mapping[int, Sequence[PlacedText]], place: str) -> None:
    shown = [text for page in pages.values() for text in page]
    letters = sum(len(text.text.strip()) <= _FEW for text in shown)
    if letters > _MOST_LETTERS * len(shown) or sum(map(_crowded, pages.values())) > _MOST_CROWDED * len(shown):
        message = "the pages are turned, or their columns mixed, and the copy does not tell where each text stands"
        raise InputError(Fault("layout-dump", f"{message}; give the PDF itself", place))


def _whole(texts: Sequence[PlacedText], place: str, *, keep_blanks: bool) -> list[PlacedText]:
    try:
        return with_pieces_joined(texts, keep_blanks=keep_blanks)
    except ValueError as error:
        message = "the pages are turned, and the copy parts their words, and does not tell where one ends"
        raise InputError(Fault("layout-dump", f"{message}; give the PDF itself", place)) from error


def _crowded(page: Sequence[PlacedText]) -> int:
    """How many texts of a page begin within others on their line, or stand nearer below another than lines do."""
    beside = sum(after.left - text.left < _ROOM * (text.right - text.left) for text, after in neighbours(page))
    below = pairwise(sorted(page, key=lambda text: (round(text.left), text.base)))
    return beside + sum(
        after.left - text.left < _SAME and 0 < after.base - text.base < _STEP * text.size for text, after in below
    )


def _goes_down(texts: Sequence[PlacedText]) -> bool:
    """Whether lines run down their pages, not up: of texts that stand below each other, the next stands lower."""
    steps = [
        after.base - text.base for text, after in pairwise(texts) if text.left == after.left and text.line != after.line
    ]
    return 2 * sum(step > 0 for step in steps) >= len(steps)


def _turned(texts: Sequence[PlacedText], *, goes_down: bool) -> list[PlacedText]:
    """Texts that run down or up their pages, as if they ran across; the edge of the pages becomes their top or left."""
    begins = [text.base - DESCENT * text.size for text in texts]
    sign, edge = (1, 0.0) if goes_down else (-1, max(begins, default=0.0))
    bottom = max((text.left for text in texts), default=0.0)
    return [
        text._replace(
            left=edge + sign * begin,
            right=edge + sign * begin + text.right - text.left,
            base=bottom - text.left if goes_down else text.left,
        )
        for text, begin in zip(texts, begins, strict=True)
    ]
