"""Texts whose owner was settled: the division of pieces among heads, with the borders moved around them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.table.division.costs import Border, Division
from ingest.table.division.heads import Head, Piece


def with_owners(
    divisions: tuple[Division, ...],
    heads: Sequence[Head],
    pieces: Sequence[Piece],
    owned: Sequence[tuple[tuple[int, ...], str]],
) -> tuple[Division, ...]:
    """The divisions, in the best of which some words belong to the code or class of a name, the nearest of it."""
    if not divisions:
        return divisions
    division = divisions[0]
    for indices, name in owned:
        words = set(indices)
        places = [number for number, piece in enumerate(pieces) if not words.isdisjoint(piece.indices)]
        named = [number for number, head in enumerate(heads) if name_of(head) == name]
        if places and named:
            number = min(named, key=lambda number: abs(heads[number].index - indices[0]))
            division = _owned(division, number, places[0], places[-1] + 1)
    return division, *divisions[1:]


def name_of(head: Head) -> str:
    """What settled readings call a head: `3137`, `31xx`."""
    return f"{head.number:04d}" if head.kind == "code" or head.label is None else head.label.patterns[-1]


def _owned(division: Division, head: int, begin: int, end: int) -> Division:
    """A division in which the pieces from one to another belong to a head."""
    borders = []
    for number, border in enumerate(division.borders):
        if number <= head:
            moved = Border(min(border.end, begin), min(border.begin, begin), border.margin)
        else:
            moved = Border(max(border.end, end), max(border.begin, end), border.margin)
        borders.append(border if moved == border else moved._replace(margin=float("inf")))
    return division._replace(borders=tuple(borders))
