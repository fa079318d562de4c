"""JSON as a stream of events, each with its path: documents of any size, in flat memory; damage is told by its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any, Final

import ijson

from ingest.calls.json_lines import MARK, fault_at

_PIECE: Final = 1 << 16
_MOST_PATHS: Final = 10_000
"""How many paths are told from each other: those of a document with keys of its own for each call are without end."""

ELEMENT: Final = "[]"
"""The step of a path from an array to its elements."""

Event = tuple[str, Any]


def events_of(stream: IO[bytes], place: str) -> Iterator[Event]:
    """The events of the values in a stream, one value or several: `start_map`, `map_key`, `number` and so on.

    Raises
    ------
    InputError
        `damaged-file`, with the line at which the text is no JSON, or ends within a value.
    ValueError
        If there is nothing.
    """
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, multiple_values=True)
    line, last = 1, b""
    piece = stream.read(_PIECE).removeprefix(MARK)
    if not piece.strip():
        raise ValueError("it is empty")
    while piece:
        # One line after the other: so it is known where something is wrong.
        for number, part in enumerate(piece.splitlines(keepends=True)):
            try:
                parser.send(part)
            except ijson.JSONError as error:
                raise fault_at(place, line + number, _reason(error)) from error
        yield from events
        events.clear()
        line += piece.count(b"\n")
        last, piece = piece, stream.read(_PIECE)
    try:
        with suppress(StopIteration):  # so it says that all is read
            parser.close()
    except ijson.JSONError as error:
        message = "the JSON ends before it is closed; this is the last line, so the file looks cut"
        raise fault_at(place, line - last.endswith(b"\n"), message) from error
    yield from events


def _reason(error: Exception) -> str:
    first = str(error).splitlines()[0]
    return f"is not JSON: {first.removeprefix('lexical error: ').removeprefix('parse error: ')}"


class Paths:
    """The paths of a document, each as a number; 0 is the path of the document itself."""

    OTHER: Final = -1
    """Stands for all paths that are more than are told from each other."""

    def __init__(self) -> None:
        self._children: dict[tuple[int, str], int] = {}
        self.steps: list[tuple[str, ...]] = [()]
        self.met: set[int] = set()
        """Those at which a value stands."""

    def child(self, parent: int, step: str) -> int:
        """The path one step on."""
        found = self._children.get((parent, step))
        if found is None:
            if parent == self.OTHER or len(self.steps) >= _MOST_PATHS:
                return self.OTHER
            found = self._children[parent, step] = len(self.steps)
            self.steps.append((*self.steps[parent], step))
        return found

    def of(self, steps: tuple[str, ...]) -> int:
        """The path of these steps."""
        path = 0
        for step in steps:
            path = self.child(path, step)
        return path


def located(events: Iterable[Event], paths: Paths) -> Iterator[tuple[int, str, Any]]:
    """The events, each with the path of its value; a key, and the end of a container, with that of the container."""
    stack: list[tuple[int, bool]] = []
    key, met = "", paths.met
    for event, value in events:
        if event == "map_key":
            key = value
            yield stack[-1][0], event, value
        elif event in {"end_map", "end_array"}:
            yield stack.pop()[0], event, value
        else:
            path = paths.child(stack[-1][0], ELEMENT if stack[-1][1] else key) if stack else 0
            met.add(path)
            yield path, event, value
            if event in {"start_map", "start_array"}:
                stack.append((path, event == "start_array"))


class JsonText:
    """Events as a text of JSON: keys in their order, numbers with their digits."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._is_first = [True]

    def add(self, event: str, value: Any) -> None:
        """Put an event to the text."""
        if event in {"end_map", "end_array"}:
            self._is_first.pop()
            self._parts.append("}" if event == "end_map" else "]")
            self._end_line()
            return
        self._separate()
        if event == "map_key":
            self._parts.append(f"{json.dumps(value, ensure_ascii=False)}: ")
            self._is_first[-1] = True
        elif event in {"start_map", "start_array"}:
            self._parts.append("{" if event == "start_map" else "[")
            self._is_first.append(True)
        else:
            self._parts.append(text_of(value))
            self._end_line()

    def add_members(self, members: str) -> None:
        """Put members to the object that is open."""
        self._separate()
        self._parts.append(members)

    def _separate(self) -> None:
        if not self._is_first[-1]:
            self._parts.append(", ")
        self._is_first[-1] = False

    def _end_line(self) -> None:
        if len(self._is_first) == 1:  # a value that stands by itself
            self._is_first[-1] = True
            self._parts.append("\n")

    def take(self) -> str:
        """The text since it was last taken."""
        text = "".join(self._parts)
        self._parts.clear()
        return text


def text_of(value: Any) -> str:
    """A value of JSON that is no container as a text of JSON."""
    if value is None or isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
