"""What a program calls the thing that a bracket opens: a variable, a key, a class or a function."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from ingest.audit.tokens import Token

_FARTHEST_BACK: Final = 200
_FARTHEST: Final = 40
"""How many tokens before a bracket are looked at, and how many besides what stands in brackets of its own."""
_DECLARING: Final = {"class", "enum", "interface", "namespace", "object", "record", "struct", "trait"}
_FUNCTIONS: Final = {"def", "fn", "func", "function", "fun", "sub", "Функция"}
_ASKING: Final = {"case", "for", "foreach", "if", "match", "switch", "when", "while", "catch", "using", "array", "dict"}
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = {")": "(", "]": "[", "}": "{"}


def name_of(found: Sequence[Token], brackets: Sequence[int]) -> str | None:
    """The name of what the innermost bracket that has one opens; a constant of a class in PHP with the class.

    `found`: the tokens of the program. `brackets`: the brackets that are open, from the outermost, each by the place of
    its token.

    Examples
    --------
    >>> from ingest.audit.tokens import tokens
    >>> name_of(tokens("final class Codes { public const TEXTS = [1000 => 'Done']; }", "php"), [3, 8])
    'Codes::TEXTS'
    """
    for depth in range(len(brackets) - 1, -1, -1):
        head = _head(found, brackets[depth])
        name = _name(head)
        if name is not None:
            words = [token.value.casefold() for token in head]
            owner = _class_around(found, brackets[:depth]) if "const" in words and "::" not in name else None
            return name if owner is None else f"{owner}::{name}"
    return None


def definitions(found: Sequence[Token]) -> list[int]:
    """The places of the words that begin a function or a class."""
    return [
        at for at, token in enumerate(found[:-1]) if token.kind == "word" and token.value in _DECLARING | _FUNCTIONS
    ]


def definition_before(found: Sequence[Token], defined: Sequence[int], place: int) -> str | None:
    """The name of the function or class that stands before a place without any bracket, as in Python."""
    before = bisect_left(defined, place - 1)
    return found[defined[before - 1] + 1].value if before else None


def _head(found: Sequence[Token], bracket: int) -> list[Token]:
    """The tokens of the statement before a bracket. What stands in brackets of its own is left out, but for calls."""
    head: list[Token] = []
    at = bracket - 1
    while at >= 0 and len(head) <= _FARTHEST and bracket - at <= _FARTHEST_BACK:
        token = found[at]
        if token.kind == "mark" and (token.value in _OPENING or token.value in {";", "}"}):
            break
        if token.kind == "mark" and token.value in _CLOSING:
            at = _opening(found, at)
            head.append(Token("mark", "()", found[at].start, token.end))
        else:
            head.append(token)
        at -= 1
    return head[::-1]


def _opening(found: Sequence[Token], at: int) -> int:
    depth = 0
    last = max(at - _FARTHEST_BACK, 0)
    while at > last:
        mark = found[at].value if found[at].kind == "mark" else ""
        depth += (mark in _CLOSING) - (mark in _OPENING)
        if depth == 0:
            break
        at -= 1
    return at


def _name(head: Sequence[Token]) -> str | None:
    values = [token.value for token in head]
    if len(head) > 1 and values[-1] in {":", "=>"}:
        return values[-2] if head[-2].kind in {"word", "text"} else None
    for mark in ("=", ":="):
        if mark in values:
            return _assigned(head[: len(values) - values[::-1].index(mark) - 1])
    for at, token in enumerate(head[:-1]):
        if token.kind == "word" and token.value in _DECLARING | _FUNCTIONS and head[at + 1].kind == "word":
            return head[at + 1].value
    if "()" in values[1:]:
        before = head[values.index("()", 1) - 1]
        return before.value if before.kind == "word" and before.value.casefold() not in _ASKING else None
    return None


def _assigned(left: Sequence[Token]) -> str | None:
    """The variable on the left of an assignment, which may have a type behind a colon."""
    untyped = list(takewhile(lambda token: token.value != ":", left)) or left
    words = [token.value for token in untyped if token.kind == "word"]
    return words[-1] if words else None


def _class_around(found: Sequence[Token], brackets: Sequence[int]) -> str | None:
    for bracket in reversed(brackets):
        head = _head(found, bracket)
        for at, token in enumerate(head[:-1]):
            if token.value == "class":
                return head[at + 1].value
    return None
