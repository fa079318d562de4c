"""What the words at the end of one line and the begin of the next say: that a text goes on over the two."""

from __future__ import annotations

from typing import Final

from ingest.table.division.heads import Piece
from ingest.table.division.texture import Texture
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import is_unit, wants_more

_DASHES: Final = frozenset("–—")
_MARGINAL: Final = frozenset({"c", "с", "продолжение", "окончание", "continued"})
"""What stands in brackets at the edges of pages."""

_WITH_NEIGHBOURS: Final = 3


def odds_of_more(texture: Texture, before: Piece, piece: Piece, table: dict[str, float]) -> float:
    """What it costs that a text ends with a piece, right before another."""
    text = before.last.text
    if _begins_with_dash(texture, piece):
        return table["after_preposition"]
    if is_measured(before, piece):
        return table["after_number"]
    if text[-1] in "-‐\u00ad" and len(text) > 1:
        return table["after_hyphen"]
    if text[-1] == "/":
        return table["after_slash"]
    if text[-1] == ",":
        return table["after_comma"]
    is_open = before.indices in texture.open_brackets
    if is_open and closes_bracket(piece):
        return table["bracket_closed"]
    if is_open or text[-1] in "(«„“":
        return table["after_bracket"]
    return table["after_preposition"] if wants_more(text) else 0.0


def _begins_with_dash(texture: Texture, piece: Piece) -> bool:
    """Whether a line begins with a dash and words behind it: no text begins so, and a title has a label before it."""
    is_dash = piece.first.text in _DASHES and len(piece.indices) > 1 and piece.first.cell is None
    return is_dash and texture.scene.before(piece.indices[0]) is None


def closes_bracket(piece: Piece) -> bool:
    """Whether a piece closes a bracket that it does not open."""
    head, closed, _ = piece.text.partition(")")
    return bool(closed) and "(" not in head


def is_measured(before: Piece, piece: Piece) -> bool:
    """Whether a piece begins with the unit of a number that ends the one before."""
    return before.last.text.isdigit() and is_unit(piece.first.text)


def opens_bracket(texture: Texture, piece: Piece) -> bool:
    """Whether a line begins with a bracket, as what goes on does; a word alone in brackets at the end of a page may say
    anything, and a number there is that of the page.
    """
    first = piece.first.text
    is_alone = len(piece.indices) == 1 and first.endswith(")")
    is_told = not is_alone or (first.strip("()").isdigit() and not _ends_page(texture.scene, piece))
    return len(first) > 1 and first[0] == "(" and is_told and first.strip("()").casefold() not in _MARGINAL


def _ends_page(scene: Scene, piece: Piece) -> bool:
    """Whether a line is the first or the last of its page."""
    number = scene.line_of[piece.indices[0]]
    beside = scene.lines[max(0, number - 1) : number + 2]
    return sum(line.sheet == piece.first.sheet for line in beside) < _WITH_NEIGHBOURS
