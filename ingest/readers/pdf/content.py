"""The content of pages for pdfminer's interpreter, cut into its words by one expression.

pdfminer's own parser takes half of the time that it takes to read a page; it still reads what this one does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import LIT

_NUMBER: Final = rb"[+-]?(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)"
_TOKEN: Final = re.compile(
    rb"""[\0\t\n\f\r ]*+(?:
      (?P<numbers>%(number)b(?:[\t\n\f\r ]++%(number)b)*+(?=[\0\t\n\f\r /\[\]<>()%%]|\Z))
    | (?P<operator>[A-Za-z'"][A-Za-z0-9*]*(?=[\0\t\n\f\r /\[\]<>(%%-]|\Z))
    | /(?P<name>[^\0\t\n\f\r #/\[\]<>()%%{}]*)
    | \((?P<text>(?:[^()\\]|\\.)*+)\)
    | (?P<begin>\[|<<)
    | (?P<end>\]|>>)
    | <(?P<digits>[0-9A-Fa-f\0\t\n\f\r ]*)>
    )"""
    % {b"number": _NUMBER},
    re.VERBOSE | re.DOTALL,
)
"""The words of a content stream (ISO 32000-1, 7.2), without comments, escaped names and nested brackets in texts.

Numbers beside each other, as they stand before nearly every operator, are taken at once."""

_ESCAPED: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPES: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_SPACES: Final = b"\0\t\n\f\r "
_CONSTANTS: Final = {b"true": True, b"false": False, b"null": None}
_INLINE_PICTURE: Final = b"BI"
_LONGEST_KEPT: Final = 64
"""Of longer words it is not kept what they are: a page repeats the short ones."""


class _UnknownContentError(Exception):
    """A content stream holds what is not known here."""


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with a faster parser for what is usual."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out what some streams say, one after the other."""
        parts = [stream_value(stream) for stream in streams]
        numbers = {part.objid for part in parts}
        if None in numbers or numbers & set(self.parent_stream_ids):
            super().execute(streams)
            return
        try:
            instructions = list(_instructions(b"\n".join(map(_content, parts))))
        except _UnknownContentError:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(number for number in numbers if number is not None)
        for operator, operands in instructions:
            self._carry_out(operator, operands)

    def _carry_out(self, operator: bytes, operands: list[Any]) -> None:
        self.argstack = operands
        function, count = _method(operator)
        if function is None:
            return
        if not count:
            function(self)
        elif len(operands) >= count:
            function(self, *operands[-count:])


@lru_cache(maxsize=128)
def _method(operator: bytes) -> tuple[Callable[..., None] | None, int]:
    """What carries out an operator, by the name that pdfminer makes of it, and how many operands it takes."""
    name = "do_" + operator.decode("ascii").replace("*", "_a").replace('"', "_w").replace("'", "_q")
    function = getattr(Interpreter, name, None)
    return function, function.__code__.co_argcount - 1 if function else 0


def _content(stream: PDFStream) -> bytes:
    return bytes(stream.get_data())


def _instructions(content: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of a content, each with its operands.

    Raises
    ------
    _UnknownContentError
        If it holds anything that is not known here: a picture, a comment, a mistake.
    """
    operands: list[Any] = []
    open_lists: list[tuple[bytes, list[Any]]] = []
    reached, content = 0, content.rstrip(_SPACES)
    for match in iter(_TOKEN.scanner(content).match, None):  # type: ignore[attr-defined]
        reached, kind, word = match.end(), match.lastgroup, match[match.lastgroup]
        if kind == "operator" and word not in _CONSTANTS:
            if open_lists or word == _INLINE_PICTURE:
                raise _UnknownContentError
            yield word, operands
            operands = []
        elif kind == "begin":
            open_lists.append((word, operands))
            operands = []
        elif kind == "end":
            operands = _closed(word, operands, open_lists)
        else:
            operands += _values(kind, word) if len(word) <= _LONGEST_KEPT else _values_of(kind, word)
    if reached < len(content):
        raise _UnknownContentError


def _numbers(word: bytes) -> list[float]:
    return [float(number) if b"." in number else int(number) for number in word.split()]


def _name(word: bytes) -> list[Any]:
    return [LIT(word.decode("utf-8", errors="replace"))]


def _text(word: bytes) -> list[bytes]:
    return [_ESCAPED.sub(_unescaped, word) if b"\\" in word else word]


def _text_of_digits(word: bytes) -> list[bytes]:
    digits = word.translate(None, _SPACES)
    return [bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))]


def _constant(word: bytes) -> list[bool | None]:
    return [_CONSTANTS[word]]


_VALUES: Final[dict[str, Callable[[bytes], list[Any]]]] = {
    "numbers": _numbers,
    "operator": _constant,
    "name": _name,
    "text": _text,
    "digits": _text_of_digits,
}
"""What makes values of each kind of word, as pdfminer has them."""


def _values_of(kind: str, word: bytes) -> list[Any]:
    return _VALUES[kind](word)


_values = lru_cache(maxsize=4096)(_values_of)
"""The same; a page repeats its fonts, its letters and the corners of its cells."""


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPES.get(match[2], match[2])


def _closed(end: bytes, values: list[Any], open_lists: list[tuple[bytes, list[Any]]]) -> list[Any]:
    """What stands before the list or dictionary that ends, and the list or dictionary."""
    if not open_lists:
        raise _UnknownContentError
    begin, outer = open_lists.pop()
    if (begin, end) == (b"[", b"]"):
        return [*outer, values]
    if (begin, end) != (b"<<", b">>") or len(values) % 2:
        raise _UnknownContentError
    return [*outer, {getattr(key, "name", key): value for key, value in zip(values[::2], values[1::2], strict=True)}]
