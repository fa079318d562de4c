"""The content of pages for pdfminer's interpreter, cut into its words by one expression.

pdfminer's own parser takes half of the time that it takes to read a page; it still reads what this one does not know.
"""

from __future__ import annotations

import re
import string
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT

_NUMBER: Final = rb"[+-]?(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)"
_PLAIN: Final = rb"[^()\\]++|\\."
_TEXT: Final = rb"\((?:%b|\((?:%b|\((?:%b)*+\))*+\))*+\)" % (_PLAIN, _PLAIN, _PLAIN)
"""A text, with brackets in it that are nested twice at most: programs need not escape those that are paired."""

_WORD: Final = re.compile(
    rb"""[\0\t\n\f\r ]*+(?:(
      %(number)b(?:[\t\n\f\r ]++%(number)b)*+(?=[\0\t\n\f\r /\[\]<>()%%]|\Z)
    | [A-Za-z'"][A-Za-z0-9*]*(?=[\0\t\n\f\r /\[\]<>(%%-]|\Z)
    | /[^\0\t\n\f\r #/\[\]<>()%%{}]*
    | %(text)b
    | \[|<<|\]|>>
    | <[0-9A-Fa-f\0\t\n\f\r ]*>
    ) | [^\0\t\n\f\r ])"""
    % {b"number": _NUMBER, b"text": _TEXT},
    re.VERBOSE | re.DOTALL,
)
"""The words of a content stream (ISO 32000-1, 7.2), without comments and escaped names.

Numbers beside each other, as they stand before nearly every operator, are taken at once. What is no word is empty."""

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
_LETTERS: Final = frozenset(bytes([letter]) for letter in b"'\"" + string.ascii_letters.encode())
"""What operators begin with."""

_OPENING: Final = frozenset({b"[", b"<<"})
_CLOSING: Final = frozenset({b"]", b">>"})
_CONSTANTS: Final = {b"true": True, b"false": False, b"null": None}
_INLINE_PICTURE: Final = b"BI"
_LONGEST_KEPT: Final = 64
"""Of longer words it is not kept what they are: a page repeats the short ones."""


class _UnknownContentError(Exception):
    """A content stream holds what is not known here."""


class ClippingDevice(PDFTextDevice):
    """A device that is told of clipping paths; `clips` are those that hold where a path is drawn."""

    clips: tuple[Any, ...]

    @abstractmethod
    def clip(self, path: Sequence[Any]) -> None:
        """Clip what follows by a path, in the space that it is drawn in."""


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, with a faster parser for what is usual, for a device that keeps clipping paths."""

    device: ClippingDevice

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out what some streams say, one after the other."""
        parts = [stream_value(stream) for stream in streams]
        numbers = {part.objid for part in parts}
        if None in numbers or numbers & set(self.parent_stream_ids):
            super().execute(streams)
            return
        try:
            instructions = list(_instructions(b"\n".join(bytes(part.get_data()) for part in parts)))
        except _UnknownContentError:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(number for number in numbers if number is not None)
        for operator, operands in instructions:
            self.argstack = operands
            function, count = _method(operator)
            if function is not None and len(operands) >= count:
                function(self, *operands[len(operands) - count :])

    def do_W(self) -> None:  # noqa: N802 - pdfminer calls it by the operator
        """Clip what is drawn from here on by the path: pdfminer leaves that out."""
        self.device.clip(self.curpath)

    do_W_a = do_W  # noqa: N815 - as above

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - as above
        """Draw a form, or a picture; how it clips what it draws ends with it."""
        clips = self.device.clips
        super().do_Do(xobjid_arg)
        self.device.clips = clips

    def get_current_state(self) -> Any:
        """What `q` saves: clipping too."""
        return super().get_current_state(), self.device.clips

    def set_current_state(self, state: Any) -> None:
        """What `Q` brings back."""
        kept, self.device.clips = state
        super().set_current_state(kept)


@lru_cache(maxsize=128)
def _method(operator: bytes) -> tuple[Callable[..., None] | None, int]:
    """What carries out an operator, by the name that pdfminer makes of it, and how many operands it takes."""
    name = "do_" + operator.decode("ascii").replace("*", "_a").replace('"', "_w").replace("'", "_q")
    function = getattr(Interpreter, name, None)
    return function, function.__code__.co_argcount - 1 if function else 0


def _instructions(content: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of a content, each with its operands.

    Raises
    ------
    _UnknownContentError
        If it holds anything that is not known here: a picture, a comment, a mistake.
    """
    operands: list[Any] = []
    open_lists: list[tuple[bytes, list[Any]]] = []
    words = _WORD.findall(content)
    operators = {word for word in set(words) if word[:1] in _LETTERS and word not in _CONSTANTS}  # few, again and again
    for word in words:
        if word in operators:
            if open_lists or word == _INLINE_PICTURE:
                raise _UnknownContentError
            yield word, operands
            operands = []
        elif word in _OPENING:
            open_lists.append((word, operands))
            operands = []
        elif word in _CLOSING:
            operands = _closed(word, operands, open_lists)
        else:
            operands += _values(word) if len(word) <= _LONGEST_KEPT else _values_of(word)


def _values_of(word: bytes) -> list[Any]:
    """What a word says, as pdfminer has it; several numbers may be one word."""
    begin = word[:1]
    if begin == b"/":
        return [LIT(word[1:].decode("utf-8", errors="replace"))]
    if begin == b"(":
        return [_ESCAPED.sub(_unescaped, word[1:-1])]
    if begin == b"<":
        digits = word[1:-1].translate(None, _SPACES)
        return [bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))]
    if begin in _LETTERS:
        return [_CONSTANTS[word]]
    if not begin:
        raise _UnknownContentError
    return [float(number) if b"." in number else int(number) for number in word.split()]


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
