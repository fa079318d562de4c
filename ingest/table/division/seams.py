"""What lies between two pieces of text: what it costs to read the second as going on, and as beginning anew.

Each function says one thing that speaks against reading a piece as going on with the piece before; its weight and its
sentence stand in `weights.toml` under its name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from ingest.table.codes.weights import amounts, weights
from ingest.table.division.heads import Piece, piece_words
from ingest.table.division.steps import BLANK
from ingest.table.division.texture import Texture
from ingest.table.division.unfinished import closes_bracket, is_measured, odds_of_more, opens_bracket
from ingest.table.scene.furniture_cells import is_like_head
from ingest.table.scene.scene import Scene
from ingest.table.scene.sections import begins_section, heads_section, is_numbered_heading
from ingest.table.scene.wording import (
    begins_capital,
    begins_small,
    ends_sentence,
    is_name,
    is_rest,
)

_FAR: Final = 2.9
_SIZE: Final = 0.08
"""By what part letters of another size differ at least."""


class Seam(NamedTuple):
    """The costs before one piece: that it goes on with the piece before, and that a text ends there.

    `unfinished` is what the words of the piece before say against its being an end.
    """

    goes_on: float
    begins: float
    ends: float
    unfinished: float = 0.0


def capital_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    is_capital = begins_capital(piece.first.text) and not ends_sentence(before.last.text)
    return is_capital and not texture.is_name(piece) and not is_measured(before, piece)


def capital_seldom(texture: Texture, before: Piece, piece: Piece) -> bool:
    return texture.is_seldom_capital and capital_inside(texture, before, piece)


def name_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    is_capital = begins_capital(piece.first.text) and not ends_sentence(before.last.text)
    return is_capital and texture.is_name(piece) and not texture.said.across(before, piece)


def capital_after_sentence(_: Texture, before: Piece, piece: Piece) -> bool:
    return begins_capital(piece.first.text) and ends_sentence(before.last.text)


def sentence_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    return texture.prose.is_sentence(piece) and not ends_sentence(before.last.text)


def room_before(texture: Texture, before: Piece, piece: Piece) -> bool:
    return texture.room.was_left(before, piece)


def label_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    return not texture.begins_small and texture.parting.part(before, piece)


def rule_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    cell = piece.first.cell
    is_line = cell is not None and (cell.table, cell.row) in texture.rules.lines and begins_small(piece.first.text)
    is_line = is_line and is_in_column_of(before, piece)
    return not is_line and texture.rules.part(before, piece)


def blank_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    return not texture.steps.have_blanks_inside and _is_blank_between(texture, before, piece)


def _is_blank_between(texture: Texture, before: Piece, piece: Piece) -> bool:
    least = BLANK * texture.leading
    if before.first.sheet != piece.first.sheet or texture.scene.fragments.layout == "grid":
        return False
    if piece.base - before.base <= least:
        return False
    step = piece.base - before.base - texture.leading * _rows_between(texture.scene, before, piece)
    return step > least and not _are_headings_between(texture.scene, before, piece)


def _rows_between(scene: Scene, before: Piece, piece: Piece) -> int:
    """How many lines of a copy with nothing but a label or a code stand between two pieces: those are not blank."""
    if scene.fragments.layout != "text":
        return 0
    numbers = range(scene.line_of[before.indices[-1]] + 1, scene.line_of[piece.indices[0]])
    return sum(not scene.left_out[scene.lines[number].begin] for number in numbers)


def _are_headings_between(scene: Scene, before: Piece, piece: Piece) -> bool:
    """Whether the headings of the table come again between two pieces: a page ends there."""
    place = bisect_left(scene.heading_begins, before.indices[-1])
    return place < len(scene.headings) and scene.heading_begins[place] < piece.indices[0]


def far_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    return piece.base - before.base > _FAR * texture.leading and _is_blank_between(texture, before, piece)


def second_line(texture: Texture, _: Piece, piece: Piece) -> bool:
    return texture.is_of_single_lines and not begins_small(piece.first.text)


def left_of_column(texture: Texture, before: Piece, piece: Piece) -> bool:
    # The lines of one cell stand where it stands, though the cell itself slipped to the left, or its page.
    is_in_cell = piece.first.cell is not None and piece.first.cell == before.first.cell
    is_left = texture.is_aligned and piece.left < texture.edge_at(piece) - 2 * texture.tolerance
    return is_left and not is_in_cell and not texture.is_below_row(before, piece)


def other_size(_: Texture, before: Piece, piece: Piece) -> bool:
    return abs(piece.first.size - before.first.size) > _SIZE * before.first.size


def note_inside(texture: Texture, before: Piece, piece: Piece) -> bool:
    if piece.indices not in texture.notes:
        return False
    # «10)» below «(5 из» ends what stands in brackets; behind the mark of a note a sentence begins.
    is_end = before.indices in texture.open_brackets and closes_bracket(piece)
    is_end = is_end and not any(begins_capital(word.text) for word in piece_words(texture.scene, piece)[1:2])
    return not is_end


def heading_inside(texture: Texture, _: Piece, piece: Piece) -> bool:
    if not heads_section(piece.first.text):
        return False
    words = piece_words(texture.scene, piece)
    return begins_section(words) or is_numbered_heading(words)


def over_prose(texture: Texture, _: Piece, piece: Piece) -> bool:
    is_heading = piece.indices in texture.prose.headings and begins_capital(piece.first.text)
    return is_heading and not texture.is_name(piece) and not texture.is_in_column(piece)


def headings_inside(texture: Texture, _: Piece, piece: Piece) -> bool:
    return texture.prose.heads_table(piece)


def head_inside(_: Texture, __: Piece, piece: Piece) -> bool:
    return not begins_small(piece.first.text) and is_like_head(piece.text)


Against: TypeAlias = Callable[[Texture, Piece, Piece], bool]

AGAINST: Final[tuple[Against, ...]] = (
    capital_inside,
    capital_seldom,
    name_inside,
    capital_after_sentence,
    sentence_inside,
    room_before,
    label_inside,
    rule_inside,
    blank_inside,
    far_inside,
    second_line,
    left_of_column,
    other_size,
    note_inside,
    heading_inside,
    over_prose,
    headings_inside,
    head_inside,
)
"""Everything that speaks against reading a piece as going on with the one before."""


_SEES: Final[dict[Against, Callable[[Texture], bool]]] = {
    capital_seldom: lambda texture: texture.is_seldom_capital,
    sentence_inside: lambda texture: texture.prose.has_sentences,
    label_inside: lambda texture: not texture.begins_small and bool(texture.parting.alone),
    rule_inside: lambda texture: bool(texture.rules.heights),
    blank_inside: lambda texture: texture.scene.fragments.layout != "grid" and not texture.steps.have_blanks_inside,
    far_inside: lambda texture: texture.scene.fragments.layout != "grid",
    second_line: lambda texture: texture.is_of_single_lines,
    left_of_column: lambda texture: texture.is_aligned,
    other_size: lambda texture: len({piece.first.size for piece in texture.pieces}) > 1,
    note_inside: lambda texture: bool(texture.notes),
    over_prose: lambda texture: bool(texture.prose.headings),
}
"""What can be said of no seam of a document is asked of the document, once."""

_OF_CAPITALS: Final = frozenset(
    {
        *(capital_inside, capital_seldom, name_inside, capital_after_sentence, sentence_inside),
        *(second_line, over_prose, head_inside),
    }
)
"""What says nothing of a piece that begins with a small letter."""

_BEGINNING: Final = (note_inside, heading_inside, headings_inside)
_SET_APART: Final = (rule_inside, left_of_column, other_size, head_inside, *_BEGINNING)


def begins_another_part(texture: Texture, before: Piece, piece: Piece) -> bool:
    """Whether a piece begins what is no part of the table by what it says: a note, a section, another table."""
    return any(function(texture, before, piece) for function in _BEGINNING)


def is_set_apart(texture: Texture, before: Piece, piece: Piece) -> bool:
    """Whether a piece is set as no line of a text is, whatever letter it begins with."""
    return any(function(texture, before, piece) for function in _SET_APART)


def weigh_going_on(texture: Texture, before: Piece, piece: Piece) -> list[tuple[float, str]]:
    """The weight and the sentence of everything that speaks against reading a piece as going on with the one before."""
    table = weights("line")
    found = [table[function.__name__] for function in AGAINST if function(texture, before, piece)]
    return [(-item.weight, item.sentence) for item in found]


def seams_of(texture: Texture) -> list[Seam]:
    """The seam before each piece; that before the first piece is without cost."""
    pieces = texture.pieces
    found = [Seam(0.0, 0.0, 0.0)] if pieces else []
    rests = [
        False,
        *(len(piece.indices) == 1 and is_rest(one.last.text, piece.first.text) for one, piece in pairwise(pieces)),
    ]
    asked = [function for function in AGAINST if function not in _SEES or _SEES[function](texture)]
    of_small = [function for function in asked if function not in _OF_CAPITALS]
    found += [
        _seam(texture, one, piece, of_small if begins_small(piece.first.text) else asked, is_behind_rest=rest)
        for (one, piece), rest in zip(pairwise(pieces), rests, strict=False)
    ]
    return found


def _seam(texture: Texture, before: Piece, piece: Piece, asked: Iterable[Against], *, is_behind_rest: bool) -> Seam:
    """The seam between two pieces; the first may be nothing but the end of a word: it asks for no more."""
    table = amounts("line")
    unfinished = 0.0 if is_behind_rest else odds_of_more(texture, before, piece, table)
    is_small = begins_small(piece.first.text)
    # A name such as `service_type` begins a text as it is.
    is_told = is_small and not texture.begins_small and not is_name(piece.first.text)
    small = table["small_begins" if is_told else "small_begins_often"] * is_small
    against = [function for function in asked if function(texture, before, piece)]
    goes_on = sum(table[function.__name__] for function in against)
    is_stacked = piece.indices in texture.stacked
    step = 0.0 if is_stacked else texture.steps.odds(before, piece)
    apart = max(0.0, -step) + table["no_room_before"] * texture.room.is_full(before, piece)
    is_on_sheet = before.first.sheet == piece.first.sheet or texture.rules.is_open(before)
    is_unruled = texture.rules.are_usual and is_on_sheet and not is_stacked and rule_inside not in against
    unruled = table["no_rule_between"] * is_unruled
    begins = unfinished + small + apart + unruled
    ends = unfinished + 0.5 * apart + unruled + table["table_ends"]
    ends += table["small_outside"] * is_small + table["column_outside"] * texture.is_in_column(piece)
    if texture.scene.fragments.layout == "text":
        is_said = texture.said.inside(piece) or texture.said.across(before, piece)
        ends += table["words_outside"] * (opens_bracket(texture, piece) or is_said)
        ends += table["sentence_outside"] * texture.said.whole(before, piece)
        ends += table["amid_page"] * (piece.indices in texture.amid_page)
    if texture.scene.fragments.layout == "grid" and is_in_column_of(before, piece):
        ends += table["row_outside"]
    return Seam(goes_on + max(0.0, step), begins, ends, unfinished)


def is_in_column_of(before: Piece, piece: Piece) -> bool:
    """Whether a piece stands in the same column of the same table of the format as the piece before."""
    one, other = before.first.cell, piece.first.cell
    return one is not None and other is not None and (one.table, one.column) == (other.table, other.column)
