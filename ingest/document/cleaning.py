"""Normalisation of what cannot be seen (reading rule 4): letters and punctuation are never touched."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

SOFT_HYPHEN: Final = "\u00ad"
HYPHENS: Final = ("-", "\u2010", "\u2011")

NO_VALUE: Final = frozenset({"NaN", "nan", "<NA>", "NaT"})
"""What programs that work with tables write for no value; no text is such a word."""

PLAIN_TEXT: Final = re.compile("[ -~А-Яа-яЁё«»№…–—]*")
"""Texts of these alone are as `clean` leaves them, but for spaces: nearly all are."""

PLAIN_LINE: Final = re.compile(PLAIN_TEXT.pattern.replace("[", "[\t", 1))
"""Such texts with tabs between their words."""

_SEEN: Final = re.compile("[!-~А-Яа-яЁё«»№…–—]")
"""What `clean` leaves wherever it stands: nearly every text that is not blank holds one of these early."""

_BEGINNING: Final = 1000
_SPACES: Final = re.compile(r"\s+")
UNSEEN: Final = "\u00ad\u200b-\u200d\u2060\ufeff\u180e"
"""Characters that cannot be seen, white space apart, as a regular expression lists them."""

_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff\u180e]")
_UNSEEN: Final = re.compile(f"[{UNSEEN}]+")
_PARTS: Final = re.compile(rf"([{UNSEEN}]*+[^\s{UNSEEN}]\S*+)|[{UNSEEN}]++")
"""What white space parts. What cannot be seen there is matched too, at once: it is not looked at again from each
character.
"""

_MANY_MARKS: Final = re.compile(r"[^\w\s!-~\u2000-\u20cf\u2100-\u2bff\U0001f000-\U0010ffff]{31,}")
"""What could be marks at one letter: texts of any language have fewer (UAX #15, the stream-safe form)."""

_INNER_SOFT_HYPHEN: Final = re.compile(rf"{SOFT_HYPHEN}(?!\s*$)")


def clean(text: str) -> str:
    """A text in NFC without invisible characters, every run of white space one plain space, none at the ends.

    NFC is the normal form of Unicode (UAX #15) in which a letter with a mark, such as й, is one character. A soft
    hyphen at the end stays: it says that the word goes on, and `join` takes it away.

    Examples
    --------
    >>> clean("  Счет\\u00a0 за\\u00adблокирован\\u200b ")
    'Счет заблокирован'
    """
    if PLAIN_TEXT.fullmatch(text) and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", in_nfc(_without_invisible(text))).strip()


def in_nfc(text: str) -> str:
    """A text in NFC. Where many marks stand at one letter they are put in order first: the library takes time that
    grows with the square of their number.

    Examples
    --------
    >>> in_nfc("и\\u0306"), in_nfc("a" + "\\u0301\\u0327" * 20) == in_nfc("a" + "\\u0327" * 20 + "\\u0301" * 20)
    ('й', True)
    """
    # What is in NFC is told at once; marks in disorder are told as such, before they are put in order.
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_in_order, text))


def _in_order(marks: re.Match[str]) -> str:
    apart = "".join(unicodedata.normalize("NFD", mark) for mark in marks[0])
    runs = groupby(apart, lambda mark: unicodedata.combining(mark) > 0)
    return "".join("".join(sorted(run, key=unicodedata.combining)) for _, run in runs)


def is_blank(text: str) -> bool:
    """Whether `clean` leaves nothing of a text.

    Examples
    --------
    >>> is_blank("\\t\\u200b "), is_blank("\\t1000")
    (True, False)
    """
    return not text or (_SEEN.search(text) is None and not clean(text[:_BEGINNING]) and not clean(text))


def _without_invisible(text: str) -> str:
    # Before letters are composed: some stand between a letter and its mark.
    seen = _INVISIBLE.sub("", text)
    return _INNER_SOFT_HYPHEN.sub("", seen) if SOFT_HYPHEN in seen else seen


def parts(text: str) -> Iterator[tuple[int, str]]:
    """What white space parts in a text, each with where it begins; what cannot be seen is none by itself.

    Examples
    --------
    >>> list(parts("1000 \\u200b \\u00adНет"))
    [(0, '1000'), (7, '\\xadНет')]
    """
    return ((match.start(), match[1]) for match in _PARTS.finditer(text) if match[1] is not None)


class Normalised(NamedTuple):
    """What `clean` did to a text that a reader should know: characters taken away, and letters put together."""

    removed: str = ""
    composed: str = ""


UNCHANGED: Final = Normalised()


def normalised(text: str) -> Normalised:
    r"""What `clean` does to a text. Spaces and soft hyphens are the layout of a document: of those nobody is told.

    Examples
    --------
    >>> normalised("за\u200bня\u00adтыи\u0306")
    Normalised(removed='\u200b', composed='й')
    """
    if PLAIN_TEXT.fullmatch(text):
        return UNCHANGED
    before = _without_invisible(text)
    return Normalised("".join(_INVISIBLE.findall(text)), _composed(before, in_nfc(before)))


def _composed(before: str, after: str) -> str:
    """The letters that are new in a text; where only the order of marks is other, the marks."""
    if before == after:
        return ""
    new = "".join((Counter(after) - Counter(before)).elements()) or "".join(filter(unicodedata.combining, after))
    return _SPACES.sub("", new)


def join(pieces: Iterable[str]) -> str:
    """The pieces of a text that wraps, joined (reading rule 4).

    With one space; after a hyphen at a piece's end with none; a soft hyphen there goes. A hyphen after a space is a
    dash, not a hyphen.

    Examples
    --------
    >>> join(["сервиса факс-", "рассылок", "за\\u00ad", "крыт"])
    'сервиса факс-рассылок закрыт'
    """
    text = ""
    for piece in pieces:
        if not text or not piece:
            text += piece
        elif text.endswith(SOFT_HYPHEN):
            text = text[:-1] + piece
        elif text.endswith(HYPHENS) and not text.endswith((" -", " \u2010", " \u2011")) and len(text) > 1:
            text += piece
        else:
            text += " " + piece
    # A piece may begin with the mark of the letter before it.
    return in_nfc(text.removesuffix(SOFT_HYPHEN))


def visible(text: str) -> int:
    """How many characters of a text in NFC can be seen: white space and invisible characters do not count."""
    if PLAIN_LINE.fullmatch(text):
        return len(text) - text.count(" ") - text.count("\t")
    return len(_SPACES.sub("", in_nfc(_UNSEEN.sub("", text))))
