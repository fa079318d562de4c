"""Values as programs write them: JSON, several of it one behind another, and lists as Python prints them."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from typing import Final, TypeAlias, Union

Json: TypeAlias = Union[bool, str, "list[Json]", "dict[str, Json]", None]
"""What a document of JSON holds; numbers are kept as they are written."""

_BEGINS: Final = re.compile(r"\s*+[\[{]")
_PRINTED: Final = re.compile(r"\s*+[\[{(]{1,3}'")
_BETWEEN: Final = re.compile(r"[\s,]*")
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: "")
_LONGEST_PRINTED: Final = 2_000_000
"""A longer text is none that somebody printed: the parser of Python takes two hundred times its room."""

_NO_VALUES: Final = (ValueError, SyntaxError, RecursionError, MemoryError)


def is_printed_too_long(text: str) -> bool:
    """Whether a text begins as what Python prints of lists, and is longer than what is read of such.

    Examples
    --------
    >>> is_printed_too_long("[{'page': 1}" * 200_000), is_printed_too_long("[{'page': 1}]")
    (True, False)
    """
    return len(text) > _LONGEST_PRINTED and _PRINTED.match(text) is not None


def parsed(text: str) -> Json | None:
    """The value that a text is, or the list of those that stand in it one behind another; None if it is neither.

    Examples
    --------
    >>> parsed('{"page": 1}\\n{"page": 2}'), parsed("[['1xxx', None],]"), parsed("1000 Да")
    ([{'page': '1'}, {'page': '2'}], [['1xxx', None]], None)
    """
    if not _BEGINS.match(text):
        return None
    for read in (_json, _printed):
        try:
            values = list(read(text))
        except _NO_VALUES:
            continue
        return values if len(values) > 1 else values[0]
    return None


def _json(text: str) -> Iterator[Json]:
    """The values of JSON in a text: nothing else stands between them, or behind the last."""
    at = _end_of(_BETWEEN, text, 0)
    while at < len(text):
        if text[at] not in "[{":
            raise ValueError
        value, end = _DECODER.raw_decode(text, at)
        yield value
        at = _end_of(_BETWEEN, text, end)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _printed(text: str) -> Iterator[Json]:
    """The lists that Python prints: one over several lines, or one on each.

    Raises
    ------
    ValueError
        If the text is too long; what `ast.literal_eval` raises, if it is none.
    """
    if len(text) > _LONGEST_PRINTED:
        raise ValueError
    with warnings.catch_warnings(action="ignore"):
        try:
            found = [ast.literal_eval(text.strip())]
        except _NO_VALUES:
            found = [ast.literal_eval(line.strip()) for line in text.splitlines() if line.strip()]
    yield from map(_plain, found)


def _plain(value: object) -> Json:
    """A value of Python as one of JSON.

    Raises
    ------
    ValueError
        If it is of another kind: bytes, a set.
    """
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise ValueError
