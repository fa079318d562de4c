"""Normalisation of what cannot be seen (reading rule 4): letters and punctuation are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"
HYPHENS: Final = ("-", "\u2010", "\u2011")

_SPACES: Final = re.compile(r"\s+")
_INVISIBLE: Final = re.compile("[\u200b-\u200d\u2060\ufeff\u180e]")
_UNSEEN: Final = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufeff\u180e]+")
_INNER_SOFT_HYPHEN: Final = re.compile(rf"{SOFT_HYPHEN}(?!\s*$)")


def clean(text: str) -> str:
    """A text without invisible characters, every run of white space one plain space, none at the ends.

    A soft hyphen at the end stays: it says that the word goes on, and `join` takes it away.

    Examples
    --------
    >>> clean("  Счет\\u00a0 за\\u00adблокирован\\u200b ")
    'Счет заблокирован'
    """
    if text.isascii() and "\t" not in text and "  " not in text:
        return text.strip()
    visible = _INNER_SOFT_HYPHEN.sub("", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", visible).strip()


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
    return text.removesuffix(SOFT_HYPHEN)


def visible(text: str) -> int:
    """How many characters of a text can be seen: white space and invisible characters do not count."""
    return len(_UNSEEN.sub("", text))
