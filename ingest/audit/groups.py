"""Pairs that stand together: in the same brackets, or assigned to the same name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ingest.audit.entries import Group
from ingest.audit.names import definition_before, definitions, name_of
from ingest.audit.pairs import Pair, pairs
from ingest.audit.tokens import Token

_APART: Final = 60
"""With more tokens between them, two pairs do not stand together, but as records of one array without a semicolon."""

_ROOT: Final = -1


class Place(NamedTuple):
    """What holds a pair: the innermost bracket with several pairs in it, and the owner that the line names."""

    bracket: int
    owner: str


def groups(found: Sequence[Token]) -> Iterator[Group]:
    """The groups of pairs in a program, each in the order of the program."""
    all_pairs = list(pairs(found))
    # Several codes of one text are one thing that a bracket holds.
    texts = {(bracket, pair.last) for pair in all_pairs for bracket in pair.brackets}
    held = Counter(bracket for bracket, _ in texts)
    together: dict[Place, list[Pair]] = {}
    for pair in all_pairs:
        bracket = next((bracket for bracket in reversed(pair.brackets) if held[bracket] > 1), _ROOT)
        together.setdefault(Place(bracket, pair.owner), []).append(pair)
    defined = definitions(found)
    for place, members in together.items():
        for run in _runs(found, members):
            yield _group(found, defined, place, run)


def _runs(found: Sequence[Token], members: Sequence[Pair]) -> Iterator[list[Pair]]:
    run: list[Pair] = []
    for pair in members:
        if run and pair.place - run[-1].last > _APART and _is_parted(found, run[-1], pair):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _is_parted(found: Sequence[Token], pair: Pair, then: Pair) -> bool:
    between = found[pair.last : then.place]
    return not pair.brackets or any(token.kind == "mark" and token.value == ";" for token in between)


def _group(found: Sequence[Token], defined: Sequence[int], place: Place, run: Sequence[Pair]) -> Group:
    first = run[0]
    around = [bracket for bracket in first.brackets if bracket <= place.bracket]
    name = place.owner or name_of(found, around) or definition_before(found, defined, first.place)
    return Group(name, tuple(pair.entry for pair in run), first.place, run[-1].last, tuple(around))
