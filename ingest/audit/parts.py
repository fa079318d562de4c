"""Lists that are written in parts, such as one for each class: parts that go on from one to the next are one list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from ingest.audit.entries import Group
from ingest.audit.names import name_of
from ingest.audit.tokens import Token

_FARTHEST: Final = 40
"""How many tokens may stand between two parts."""

_BETWEEN: Final = re.compile(r"\s*(?:#.*|.*\|.*|.*:\s*)?")
"""What may stand on a line between two parts, where there are no brackets: a heading, a row of a table, a key."""


def joined(groups: Sequence[Group], found: Sequence[Token], text: str, belongs: Callable[[Group], bool]) -> list[Group]:
    """The groups of a file, parts of one list made one. They go on with higher codes, and each belongs to the book.

    `groups`: the groups, in the order of the file. `found`, `text`: the tokens of the file if it is a program, and its
    text. `belongs`: whether a group can be part of a list.
    """
    lists: list[Group] = []
    for group in groups:
        if lists and _goes_on(found, text, lists[-1], group) and belongs(lists[-1]) and belongs(group):
            lists[-1] = _one(found, lists[-1], group)
        else:
            lists.append(group)
    return lists


def _goes_on(found: Sequence[Token], text: str, group: Group, then: Group) -> bool:
    if max(entry.code for entry in group.entries) >= min(entry.code for entry in then.entries):
        return False
    if group.last is None or then.first is None:
        between = text[group.entries[-1].end : then.entries[0].start].split("\n")
        return all(map(_BETWEEN.fullmatch, between[1:-1]))
    tokens = found[group.last : then.first]
    is_near = len(tokens) <= _FARTHEST and not any(token.kind == "mark" and token.value == ";" for token in tokens)
    return is_near and group.brackets != then.brackets and bool(_around(group, then))


def _around(group: Group, then: Group) -> tuple[int, ...]:
    """The brackets around two parts; none if they are not next to each other. A part of one has none of its own."""
    first, second = group.brackets, then.brackets
    above = first[:-1] if len(first) == len(second) else min(first, second, key=len)
    is_next = abs(len(first) - len(second)) <= 1 and first[: len(above)] == second[: len(above)]
    return above if is_next else ()


def _one(found: Sequence[Token], group: Group, then: Group) -> Group:
    name = name_of(found, _around(group, then)) or group.name
    deeper = max(group.brackets, then.brackets, key=len)
    return Group(name, group.entries + then.entries, group.first, then.last, deeper)
