"""The scene of a document: its lines, headings, furniture and columns, before codes are looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.fragments import Fragments
from ingest.table.scene.by_hand import ByHand, set_by_hand
from ingest.table.scene.class_headings import headings_over_classes, with_classes_as_rows
from ingest.table.scene.codes_last import with_codes_first
from ingest.table.scene.columns import roles_of
from ingest.table.scene.echoes import with_echoes_parted
from ingest.table.scene.furniture import find_furniture
from ingest.table.scene.glued_headings import with_headings_parted
from ingest.table.scene.halves import one_below_the_other
from ingest.table.scene.heading_cells import unbroken
from ingest.table.scene.headings import Headings, find_headings
from ingest.table.scene.letters_once import with_letters_once
from ingest.table.scene.lines import APART, Line, lines_of
from ingest.table.scene.loose_rows import with_rows_as_lines
from ingest.table.scene.mended_cells import with_labels_beside_codes, with_labels_parted
from ingest.table.scene.moved_pages import with_pages_of_one_size, with_parts_in_line
from ingest.table.scene.other_wildcards import with_usual_wildcards
from ingest.table.scene.page_places import with_pages_alike
from ingest.table.scene.repeats import headings_in, with_remarks
from ingest.table.scene.scene import Scene
from ingest.table.scene.settled import Ground, decide, settle_ground, streams_of
from ingest.table.scene.shapes import code_shape
from ingest.table.scene.torn_headings import with_headings_whole
from ingest.table.scene.unnamed_codes import headings_beside_codes
from model import SettledReading

_MOST: Final = 0.8
"""What part of the numbers that can be codes stand in cells, if the table is one of the format."""

_NO_EDGES: Final[Mapping[str, int]] = {}


def scene_of(
    fragments: Fragments,
    edge_lines: Mapping[str, int] = _NO_EDGES,
    readings: Sequence[SettledReading] = (),
    hand: ByHand | None = None,
) -> Scene:
    """A document with its lines, headings, furniture and columns, as somebody settled and named them.

    Raises
    ------
    InputError
        `columns`, if those that are named by hand do not fit.
    """
    fragments, lines, headings = _with_headings(fragments, hand)
    if not headings:
        return Scene(fragments, tuple(lines), (), {}, [None] * len(fragments.words))
    fragments = _laid_as_its_table(fragments, lines, headings)
    furniture = find_furniture(fragments, lines, headings, edge_lines)
    moved = with_codes_first(fragments, lines, headings, furniture)
    if moved is not fragments:
        fragments, lines = moved, lines_of(moved.words)
        headings = _known_headings(fragments, lines, _found(fragments, lines))
        furniture = find_furniture(fragments, lines, headings, edge_lines)
    left_out = frozenset(furniture) | {number for item in headings for number in range(item.begin, item.end)}
    roles = roles_of(fragments, lines, headings, left_out)
    scene = Scene(fragments, tuple(lines), tuple(headings), furniture, roles)
    return _settled(scene, readings) if readings else scene


def _with_headings(fragments: Fragments, hand: ByHand | None) -> tuple[Fragments, Sequence[Line], Sequence[Headings]]:
    """A document with what stands together set apart, its lines and its headings, as somebody named its columns."""
    laid = with_pages_of_one_size(with_pages_alike(with_rows_as_lines(with_letters_once(fragments))))
    lines = lines_of(laid.words)
    laid, lines = with_headings_parted(laid, lines)
    usual = with_usual_wildcards(laid, lines)
    laid, lines = usual, lines if usual is laid else lines_of(usual.words)
    fragments = with_labels_parted(laid, lines)
    lines = lines if fragments is laid else lines_of(fragments.words)
    if hand is None and (moved := with_classes_as_rows(fragments, lines)) is not fragments:
        fragments, lines = moved, lines_of(moved.words)
    found = _found(fragments, lines)
    parted = _parted(fragments, lines, found)
    parted, lines = with_headings_whole(parted, lines if parted is fragments else lines_of(parted.words))
    found = found if parted is fragments else _found(parted, lines)
    headings = _known_headings(parted, lines, found)
    if hand is None:
        return parted, lines, headings
    # Without headings, columns that are named tell better than their content what stands side by side.
    if not headings:
        parted, lines = fragments, lines_of(fragments.words)
    return set_by_hand(parted, lines, headings, hand)


def _found(fragments: Fragments, lines: Sequence[Line]) -> list[Headings]:
    """The headings of code tables in a document: of those with a column of classes, else of those with rows of them."""
    whole = unbroken(fragments, lines)
    found = find_headings(whole, lines) or headings_over_classes(whole.words, lines)
    return found or headings_beside_codes(whole.words, lines)


def _known_headings(fragments: Fragments, lines: Sequence[Line], found: Sequence[Headings]) -> Sequence[Headings]:
    """The headings of the code table among those that were found, with what stands in their other columns."""
    return with_remarks(fragments.words, lines, headings_in(fragments, lines, found))


def _settled(scene: Scene, readings: Sequence[SettledReading]) -> Scene:
    """The same scene as somebody settled it."""
    decisions = decide(readings, streams_of([word.text for word in scene.words], scene.left_out))
    ground = settle_ground(Ground(list(scene.headings), scene.furniture, list(scene.roles)), scene.lines, decisions)
    return Scene(scene.fragments, scene.lines, tuple(ground.headings), ground.furniture, ground.roles, decisions)


def _parted(fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings]) -> Fragments:
    """The same fragments, with what stands beside each other, or together in a cell, set apart."""
    if fragments.layout == "text" and not fragments.holds_cells:
        return fragments
    whole = with_parts_in_line(one_below_the_other(fragments, lines, headings))
    return with_labels_beside_codes(with_echoes_parted(whole))


def _laid_as_its_table(fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings]) -> Fragments:
    """The same fragments, laid out as a grid where the code table is one, however much text stands around it."""
    if fragments.layout != "text" or fragments.words[lines[headings[0].begin].begin].cell is None:
        return fragments
    below = fragments.words[lines[headings[0].end - 1].end :]
    codes = [word for word in below if word.gap >= APART and code_shape(word.text)]
    is_grid = sum(word.cell is not None for word in codes) > _MOST * len(codes)
    return replace(fragments, layout="grid") if is_grid else fragments
