"""Doubts about a reading: what could change which codes and classes there are, or which code a text belongs to.

Margins find close decisions. Other doubts find what did not compete: a number that stands as codes stand and was not
read, a code without a text beside one with too many lines, a line that comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, TypeAlias

from ingest.table.division.costs import Division
from ingest.table.division.heads import Head, Piece
from ingest.table.division.seams import begins_another_part, blank_inside, is_in_column_of, is_set_apart
from ingest.table.division.texture import Texture
from ingest.table.doubts.above_codes import above_doubts, strained_doubts
from ingest.table.doubts.abridged import abridged_doubts, column_doubts
from ingest.table.doubts.beginnings import beginning_doubts, begun_inside
from ingest.table.doubts.cells import cell_doubts, shared_doubts
from ingest.table.doubts.classes import class_doubts
from ingest.table.doubts.cuts import cut_doubts, order_doubts, scattered_doubts
from ingest.table.doubts.editions import edition_doubts
from ingest.table.doubts.furniture import furniture_doubts
from ingest.table.doubts.halves import heading_doubts
from ingest.table.doubts.hyphens import broken_doubts, hyphen_doubts, slash_doubts
from ingest.table.doubts.interrupting import interrupting_doubts, left_out
from ingest.table.doubts.numbers import (
    aside_doubts,
    furniture_numbers,
    number_doubts,
    other_width_doubts,
    range_doubts,
    unread_row_doubts,
)
from ingest.table.doubts.overprints import overprint_doubts
from ingest.table.doubts.parted import glued_doubts, noted_doubts, numbered_doubts, parted_doubts
from ingest.table.doubts.passed import passed_doubts
from ingest.table.doubts.places import place_doubts, set_off
from ingest.table.doubts.powers import power_doubts
from ingest.table.doubts.remarks import remark_doubts
from ingest.table.doubts.stamps import stamp_doubts
from ingest.table.doubts.steps import seam_doubts, stack_doubts, step_doubts
from ingest.table.doubts.strange_lines import strange_doubts
from ingest.table.doubts.texts import CodeTexts, text_doubts, texts_of
from ingest.table.doubts.titles import is_of_one_text, title_doubts
from ingest.table.reading import Reading
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import begins_capital, begins_small, ends_sentence, is_name
from model import Finding
from model.pattern import CODE_DIGITS
from model.reading_rules import DOUBTFUL_TEXT

_BORDER: Final = 1.0
_BORDER_OF_COPY: Final = 2.2
_BORDER_OF_SENTENCES: Final = 3.0
_RECORDS: Final = "csv"
_SHEETS: Final = frozenset({"csv", "json", "xlsx", "xlsb", "xls", "ods"})
_SURELY_EMPTY: Final = 1.5
_MANNER: Final = 3.0


def doubts_of(reading: Reading) -> list[Finding]:
    """The doubts about a reading as findings, in the order of the document."""
    if not reading.heads:
        return []
    texts = texts_of(reading)
    found = [doubt for kind in _OF_PLACES for doubt in kind(reading)]
    found += [doubt for kind in _OF_TEXTS for doubt in kind(reading, texts)]
    found += [doubt for kind in _OF_ALL for doubt in kind(reading)]
    told, places = {doubt.code for doubt in found}, {doubt.span for doubt in found}
    later = (*begun_inside(reading), *set_off(reading), *strange_doubts(reading, texts), *above_doubts(reading))
    found += [doubt for doubt in later if doubt.code not in told and doubt.span not in places]
    return sorted(found, key=lambda doubt: (doubt.span.page or 0, doubt.span.line or 0))


def _borders(reading: Reading) -> Iterator[Finding]:
    division = reading.division
    for number, border in enumerate(division.borders):
        place = min(border.end, len(reading.pieces) - 1)
        if border.margin < _least(reading, place) and not is_of_one_text(reading, number):
            piece = reading.pieces[place]
            before = reading.heads[number - 1] if number else None
            codes = [head for head in reading.heads[number : number + 1] if head.kind == "code"]
            other = _other_owner(before, codes[0]) if codes else "or not"
            message = f"«{piece.text[:50]}» could belong to {_owner(before)} {other}"
            yield DOUBTFUL_TEXT.finding(
                message, piece.first.span, code=before.number if before and before.kind == "code" else None
            )


def _least(reading: Reading, place: int) -> float:
    """How sure a border before a piece must be: most in a copy, where one sentence may follow another in a text."""
    if reading.scene.fragments.layout != "text":
        return _BORDER
    ends = [ends_sentence(piece.last.text) for piece in reading.pieces[max(0, place - 1) : place + 1]]
    return _BORDER_OF_SENTENCES if all(ends) else _BORDER_OF_COPY


def _owner(head: Head | None) -> str:
    return "the text before" if head is None else f"{head.number:04d}"


def _other_owner(before: Head | None, head: Head) -> str:
    is_same = before is not None and before.number == head.number
    return "or not: the code comes again" if is_same else f"or to {_owner(head)}"


def _runs(division: Division, heads: int) -> list[range]:
    return [division.run(index) for index in range(heads)]


def _manner(reading: Reading) -> Iterator[Finding]:
    best = reading.division
    for other in reading.divisions[1:2]:
        if other.cost - best.cost < _MANNER:
            ours, theirs = _runs(best, len(reading.heads)), _runs(other, len(reading.heads))
            for head, one, two in zip(reading.heads, ours, theirs, strict=True):
                if (one.start, one.stop) != (two.start, two.stop) and (len(one) or len(two)):
                    message = f"the text of {head.number:04d} could be other lines: {best.manner} or {other.manner}"
                    yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)
                    break


def _empty(reading: Reading) -> Iterator[Finding]:
    """Codes without a text, where a text beside them has lines that are on the line of no code."""
    owners = reading.texture.owners
    runs = _runs(reading.division, len(reading.heads))
    for number, (head, run) in enumerate(zip(reading.heads, runs, strict=True)):
        if head.kind != "code" or len(run) or _is_surely_empty(reading, number):
            continue
        beside = [index for near in runs[max(0, number - 1) : number + 2] for index in near]
        if any(owners[index] is None for index in beside) or (
            reading.scene.fragments.layout == "text" and not reading.scene.has_cells
        ):
            message = f"{head.number:04d} has no text, and the text beside it has several lines"
            yield DOUBTFUL_TEXT.finding(message, head.word.span, code=head.number)


def _above_first(reading: Reading) -> Iterator[Finding]:
    """Lines above the first code that stand where texts do; what stands in brackets is a further line of headings.

    A number that begins as a code may be one with a mark that nobody knows, and its row is lost.
    """
    scene = reading.scene
    for piece in reading.unattached:
        is_below = piece.first.cell is not None and scene.roles[piece.indices[0]] == "description"
        numbers = [scene.words[index].text[:CODE_DIGITS] for index in piece.indices]
        is_coded = any(number.isdecimal() and len(number) == CODE_DIGITS for number in numbers)
        is_text = is_coded or is_below or reading.texture.is_in_column(piece)
        if is_text and not piece.first.text.startswith("("):
            yield left_out(piece)


def _hanging(reading: Reading) -> Iterator[Finding]:
    """Lines right below the last text, taken for no part of the table, that stand where texts go on or begin small."""
    if not reading.divisions or not reading.division.borders[-1].end:
        return
    end = reading.division.borders[-1].end
    hanging: list[Piece] = []
    for before, piece in pairwise(reading.pieces[end - 1 :]):
        is_elsewhere = _table(before) != _table(piece) or before.first.sheet != piece.first.sheet
        is_told = begins_another_part(reading.texture, before, piece) or blank_inside(reading.texture, before, piece)
        is_below = piece.first.cell is not None and reading.scene.roles[piece.indices[0]] == "description"
        if is_elsewhere or (is_told and not (is_below or begins_small(piece.first.text))):
            break
        hanging.append(piece)
    first = hanging[0].first if hanging else None
    is_small = first is not None and first.cell is None and begins_small(first.text) and not is_name(first.text)
    goes_on = any(reading.texture.is_in_column(piece) or _is_further_row(reading, end, piece) for piece in hanging)
    if is_small or goes_on or (hanging and _could_be_either(reading.texture, reading.pieces[end - 1], hanging[0])):
        yield left_out(hanging[0])


def _below_headings(reading: Reading) -> Iterator[Finding]:
    """Lines right below headings that come again, behind the last text and taken for no part of the table."""
    begins = _first_below_headings(reading.scene)
    end = reading.division.borders[-1].end if reading.divisions else len(reading.pieces)
    for piece in reading.pieces[end:]:
        if piece.indices[0] in begins and reading.texture.is_in_column(piece):
            yield left_out(piece)


def _first_below_headings(scene: Scene) -> set[int]:
    """The words that stand right behind headings that come again."""
    return {scene.lines[item.end - 1].end for item in scene.headings[1:]}


def _beside_headings(reading: Reading) -> Iterator[Finding]:
    """Rows of a format without a label or a code, right beside headings that come again, that begin as texts do.

    In CSV also those that begin small, below what can end a text: a tool that reads the tables of pages loses the part
    of a row that stands above the end of its page, with the code.
    """
    scene = reading.scene
    begins = _first_below_headings(scene) if scene.fragments.layout == "grid" else set()
    ends = {index - 1 for index in scene.heading_begins[1:]} if begins else set()
    goes_on = {piece.indices for piece, seam in zip(reading.pieces, reading.seams, strict=True) if seam.unfinished > 0}
    for head, run in reading.headed if begins else ():
        for before, piece in pairwise(run):
            is_beside = piece.indices[0] in begins or piece.indices[-1] in ends
            is_another = begins_capital(piece.first.text) and not reading.texture.is_name(piece)
            is_another &= is_beside and not reading.texture.said.inside(piece) and piece.first.cell != before.last.cell
            is_rest = scene.fragments.format == _RECORDS and piece.indices[0] in begins
            is_rest &= piece.indices not in goes_on and not reading.texture.said.across(before, piece)
            if is_another or is_rest:
                text = piece.text[:50]
                message = f"«{text}» was read as text of {head.number:04d}, and could be that of a row without its code"
                yield DOUBTFUL_TEXT.finding(message, piece.first.span, code=head.number)


def _could_be_either(texture: Texture, before: Piece, piece: Piece) -> bool:
    """Whether nothing that a line of a copy says tells that it begins something else: its capital may be a name's.

    In quotes it is one: «Бизнес-класс» ends a text.
    """
    is_told = piece.first.text[:1].isupper() and not texture.is_name(piece)
    is_copy = texture.scene.fragments.layout == "text" and piece.first.cell is None
    return is_copy and not is_told and not is_set_apart(texture, before, piece)


def _is_further_row(reading: Reading, end: int, piece: Piece) -> bool:
    """Whether a row of the table of the last text stands below it; in sheets, which hold more than one, right below,
    with no capital before it: other headings begin with one.
    """
    before, cell = reading.pieces[end - 1], piece.first.cell
    is_next = before.last.cell is not None and cell is not None and before.last.cell.row + 1 == cell.row
    first = reading.scene.words[reading.scene.lines[reading.scene.line_of[piece.indices[0]]].begin]
    is_next &= first == piece.first or not begins_capital(first.text)
    return is_in_column_of(before, piece) and (is_next or reading.scene.fragments.format not in _SHEETS)


def _table(piece: Piece) -> int | None:
    """The table of the format that a piece stands in."""
    return None if piece.first.cell is None else piece.first.cell.table


def _is_surely_empty(reading: Reading, number: int) -> bool:
    """Whether nothing near a code without a text could be its text, where heights say what stands beside it."""
    borders = reading.division.borders[number : number + 2]
    return reading.scene.fragments.layout == "page" and min(border.margin for border in borders) >= _SURELY_EMPTY


_Kinds: TypeAlias = tuple[Callable[[Reading], Iterator[Finding]], ...]
_OF_PLACES: Final[_Kinds] = (
    *(
        number_doubts,
        passed_doubts,
        aside_doubts,
        furniture_numbers,
        cell_doubts,
        shared_doubts,
        beginning_doubts,
        _borders,
        _manner,
    ),
    *(
        strained_doubts,
        _empty,
        place_doubts,
        remark_doubts,
        interrupting_doubts,
        _above_first,
        _hanging,
        _below_headings,
    ),
    *(_beside_headings, heading_doubts, furniture_doubts),
)
"""The kinds of doubts about what stands where."""

_OF_TEXTS: Final[tuple[Callable[[Reading, CodeTexts], Iterator[Finding]], ...]] = (
    *(text_doubts, column_doubts, abridged_doubts, glued_doubts, parted_doubts, noted_doubts, numbered_doubts),
    *(stamp_doubts, hyphen_doubts, slash_doubts, broken_doubts),
)
"""Those about what texts say."""

_OF_ALL: Final[_Kinds] = (
    *(order_doubts, scattered_doubts, cut_doubts, overprint_doubts, title_doubts, step_doubts, stack_doubts),
    *(seam_doubts, class_doubts, power_doubts, unread_row_doubts, other_width_doubts, range_doubts, edition_doubts),
)
"""Those about how all of it goes together."""
