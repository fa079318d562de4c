"""Words that a program chopped since its column was too narrow for them: Pandoc, in tables drawn with characters.

It sets what is too much of a word on a line of its own, and fills the next line with the rest: `об`, `служивается`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ingest.document.dictionary import knows
from ingest.document.fragments import Line, Run

_WORD: Final = re.compile(r"[^\W\d_]+")
_QUOTED: Final = re.compile(r"^\s*>+\s")
"""The mark of a quotation, which Pandoc sets before each line that it had before it chopped words."""

_NAME: Final = re.compile(r"(?=\w*[_.])[a-zA-Z]+(?:[_.][a-zA-Z\d]+)+")
"""A name that a program wrote, as that of a field or a file."""

_HYPHENATED: Final = re.compile(r"[-\u2010]\w")
_OF_TWO_SCRIPTS: Final = re.compile(r"[a-z]+-[а-яё]")
_ACRONYM: Final = re.compile(r"[A-Z]{2,4}-[а-яё]+")
"""A short word of capitals that another is joined to: SIP-транка."""

_WHOLE_SIGNS: Final = frozenset("|—–")
"""The mark of a line of a block, and dashes: nothing was chopped from them."""

_MARK: Final = "[STRIKEOUT:"
_NUMBER: Final = re.compile(r"\d[./:]?$")
_ENDS: Final = (".", "!", "?")
_NEGATIONS: Final = frozenset({"не", "ни"})
_PADDING: Final = 2
"""A blank stands before and behind what a cell holds."""


def are_chopped(cells: Iterable[Sequence[Line]]) -> bool:
    """Whether some word of a table was surely chopped: others may be, though both of their pieces are words."""
    return any(len(unchopped(lines)) < len(lines) for lines in cells)


def unchopped(lines: Sequence[Line], *, is_usual: bool = False) -> list[Line]:
    """The lines of a cell, each one run with the blanks around it, the pieces of chopped words put together.

    `is_usual` says that words of the table are chopped: then two words that make one are it, but for a negation.

    Examples
    --------
    >>> from model import Span
    >>> texts = (" не          ", " об          ", " служивается ", " (frozen)    ")
    >>> [line.runs[0].text.strip() for line in unchopped([Line.of(text, Span()) for text in texts])]
    ['не', 'обслуживается', '(frozen)']
    >>> texts = (" только       ", " PO           ", " ST](https:// ", " a.ru)        ")
    >>> [line.runs[0].text.strip() for line in unchopped([Line.of(text, Span()) for text in texts])]
    ['только', 'POST](https://', 'a.ru)']
    """
    joined: list[Line] = []
    before = ""
    for line in lines:
        text = line.runs[0].text
        if joined and _is_rest(before, joined[-1].runs[0].text, text, is_usual=is_usual):
            joined[-1] = joined[-1]._replace(runs=(Run(f"{joined[-1].runs[0].text.rstrip()}{text[1:]}"),))
            continue
        before = joined[-1].runs[0].text if joined else ""
        joined.append(line)
    return joined


def fills(text: str) -> bool:
    """Whether one word fills a column, but for the blank on each side; an escaped one sets no words apart."""
    words = text.replace("\\ ", "").split()
    return text[:1].isspace() and len(text.rstrip()) == len(text) - 1 and len(words) == 1


def _is_rest(before: str, first: str, text: str, *, is_usual: bool) -> bool:
    """Whether a text is the rest of the word that stands alone on the line before it. `before` is the line before that.

    It fills its column; a first piece that would have had room on the line before it was no word of its own.
    """
    width = len(text) - _PADDING
    piece, rest = _QUOTED.sub("", first).strip(), text.strip()
    if not fills(text) or " " in piece:
        return False
    if not any(map(str.isalnum, piece)):
        return piece not in _WHOLE_SIGNS and not (piece[-1:] in _ENDS and rest[:1].isupper())
    if _NUMBER.search(piece) and (rest[0].isdigit() or (piece[-1].isdigit() and any(map(str.isdigit, rest)))):
        return True
    if _goes_on(piece, rest):
        return True
    last, begin = _WORD.search(piece[::-1]), _WORD.match(rest)
    had_room = bool(before.strip()) and len(before.strip()) + 1 + len(piece) <= width
    if last is None or begin is None or not piece[-1].isalpha():
        return False
    if not rest[:1].islower():
        return had_room and piece.isupper() and begin[0].isupper()
    start = last[0][::-1]
    are_words = knows(start) and knows(begin[0])
    if knows(start + begin[0]):
        return had_room or not are_words or (is_usual and start.casefold() not in _NEGATIONS)
    return had_room and not are_words


def _goes_on(piece: str, rest: str) -> bool:
    """Whether a piece and the rest are a name, a mark, or a word with a hyphen, whatever a dictionary says."""
    if (piece + rest).startswith(_MARK) and len(piece) < len(_MARK):
        return True
    if _NAME.fullmatch(piece + rest) or (_HYPHENATED.match(rest) and piece[-1].isalnum()):
        return True
    if not piece.isascii() or not piece.isalpha():
        return False
    is_acronym = piece.isupper() and _ACRONYM.fullmatch(piece + rest) is not None
    return is_acronym or (piece.islower() and _OF_TWO_SCRIPTS.match(rest) is not None)
