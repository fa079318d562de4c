"""Codes by their path in JSON: the document again, with the answers beside the codes.

A path is the keys from the outside to the code, with `[]` where an array is gone into: `data[].list[].code`. Where the
whole document is an array, it needs none at its begin.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any, Final

from ingest.calls.answers import Answers
from ingest.calls.json_events import ELEMENT, JsonText, Paths, events_of, located
from model import ColumnError
from model.decoding.lookup import number_of

VALUES: Final = 1 << 15
"""How many codes are found before they are told."""

CONTAINERS: Final = frozenset({"start_map", "start_array"})

Steps = tuple[str, ...]


def steps_of(path: str) -> Steps:
    """The steps of a path.

    Examples
    --------
    >>> steps_of("data[].legs[][].end")
    ('data', '[]', 'legs', '[]', '[]', 'end')
    """
    return tuple(step for step in re.split(r"(\[\])|\.", path) if step)


def path_of(steps: Steps) -> str:
    """Steps as a path."""
    return "".join(step if step == ELEMENT else f".{step}" for step in steps).removeprefix(".")


@dataclass(frozen=True)
class Target:
    """Where the codes of a document are.

    `asked`, `steps`: the path as it was asked for, and as it is in this document. `paths`: the paths of the document.
    `holder`, `code`: of these, those of the objects that may hold a code, and of the codes.
    """

    asked: str
    steps: Steps
    paths: Paths
    holder: int
    code: int

    def levels(self) -> list[int]:
        """The paths from the document to the objects that may hold a code."""
        return [self.paths.of(self.steps[:count]) for count in range(len(self.steps))]

    def check_found(self) -> None:
        """Complain if there was no code in the document that was read.

        Raises
        ------
        ColumnError
            With what of the path is there, and with the paths of other fields of the name.
        """
        if self.code in self.paths.met:
            return
        met = [self.paths.steps[path] for path in sorted(self.paths.met - {Paths.OTHER})]
        there = [steps for steps in met if steps and steps == self.steps[: len(steps)]]
        elsewhere = [path_of(steps) for steps in met if steps and steps[-1] == self.steps[-1]]
        known = f"; of this path, {path_of(max(there, key=len))!r} is there" if there else ""
        hint = f"; did you mean {' or '.join(map(repr, elsewhere[:3]))}?" if elsewhere else ""
        raise ColumnError(f"there is no field {self.asked!r}{known}{hint}")


def open_document(stream: IO[bytes], place: str, path: str) -> tuple[Target, Iterator[tuple[int, str, Any]]]:
    """Where the codes of a document are, and its events, each with its path.

    Raises
    ------
    ColumnError
        If the path ends in an array: answers stand beside a code, under keys of the same object.
    """
    steps = steps_of(path)
    if not steps or steps[-1] == ELEMENT:
        raise ColumnError(f"the path {path!r} should end in the key of the codes")
    events = events_of(stream, place)
    first = next(events)
    if first[0] == "start_array" and steps[0] != ELEMENT:
        steps = (ELEMENT, *steps)
    paths = Paths()
    target = Target(path, steps, paths, paths.of(steps[:-1]), paths.of(steps))
    return target, located(chain([first], events), paths)


def rewritten(
    stream: IO[bytes], place: str, path: str, answers: Answers
) -> Generator[tuple[str, list[object]], None, None]:
    """The document again, in pieces, with the answers at the end of each object that may hold a code; and the codes.

    Keys stay in their order and numbers keep their digits; blanks and line ends between them are not kept.

    Raises
    ------
    ColumnError
        If there is no code at all, one is an object or an array, or a key of an answer is there.
    InputError
        `damaged-file`.
    """
    target, events = open_document(stream, place, path)
    members, new = answers.as_members(), frozenset(answers.request.names)
    text, code = JsonText(), None
    codes: list[object] = []
    for at, event, value in events:
        if at == target.holder and event == "end_map":
            text.add_members(members[answers.which[number_of(code)]])
            codes.append(code)
            code = None
        elif at == target.holder and value in new:
            raise ColumnError(f"already there: {value!r}; give the new columns a prefix")
        elif at == target.code:
            code = scalar(event, value, path)
        text.add(event, value)
        if len(codes) >= VALUES:
            yield text.take(), codes
            codes = []
    target.check_found()
    yield text.take(), codes


def scalar(event: str, value: object, path: str) -> object:
    """The value at the path of the codes.

    Raises
    ------
    ColumnError
        If it is an object or an array.
    """
    if event in CONTAINERS:
        raise ColumnError(f"at {path!r} stands more than a number or a text")
    return value
