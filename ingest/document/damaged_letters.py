"""Texts whose letters were lost, or read in a wrong encoding and written down so: nothing can be read of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from ingest.document.dictionary import knows
from ingest.document.encoding import CANDIDATES, is_sane

_BOXES: Final = "\ufffd\u25a0\u25a1\u25af"
"""What programs show instead of letters that a font has not."""

_LOST: Final = re.compile(f"(?<![\\w?])\\?{{2,}}(?!\\w)|[{_BOXES}]{{2,}}")
_SIGNS_OF_LOST: Final = ("??", *_BOXES)
_SURELY: Final = re.compile(
    "\u00e2(?:\u20ac[\u2122\u0153\u02dc\u201c\u201d\u00a6\u00a2\x9d]|\x80[\x80-\xbf]|(?:\\\\\\d{3}){2})"
    "|\u0432\u0402[\u201c\u201d\u2122\u045a\u045c\u00a6\u02dc]|\u00c2[\u00ab\u00bb\u00b0\u00b7]"
)
"""A mark of punctuation in UTF-8 that was read in an encoding of Windows or written byte by byte: no text has such."""

_CONTROL: Final = re.compile(r"[\x80-\x84\x86-\x9f]")
_BESIDE_LETTER: Final = re.compile(rf"(?<=[^\W\d_]){_CONTROL.pattern}|{_CONTROL.pattern}(?=[^\W\d_])")
"""A character of control beside a letter: a copy wrote the number of one in its font."""

_OF_UTF8: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
"""What each letter of a word in UTF-8 begins with that is none of ASCII."""

_LETTERS: Final = re.compile(r"[^\W\d_]{4,}")
_FEWEST: Final = 3
_SAMPLE: Final = 1 << 13
_READ_IN: Final = ("cp1252", "latin_1", *CANDIDATES)
"""The encodings that programs take a text to be in."""

_SHOWN: Final = 30


def damage_of(text: str) -> str:
    """What happened to the letters of a text, in words; empty if nothing did.

    Examples
    --------
    >>> damage_of("РљРѕРјР°РЅРґР° РїСЂРёРЅСЏС‚Р°, Р»РёРЅРёСЏ СЃРІРѕР±РѕРґРЅР°")
    'its letters were read in a wrong encoding: «РљРѕРјР°РЅРґР°» was «Команда»'
    >>> damage_of("Отправлено? Да, ??"), damage_of("1000 ??????? ??????? ???????")
    ('', 'its letters were lost: «???????» stands for a word')
    >>> damage_of("1000 ■■■■■■■■■■■ ■■■■■■■■ ■■■■■")
    'its letters were lost: «■■■■■■■■■■■» stands for a word'
    >>> damage_of("It\u00e2\u20ac\u2122s done"), damage_of("It\u2019s done, 5 \u00b0C")
    ('its letters were read in a wrong encoding: «It\u00e2\u20ac\u2122»', '')
    >>> damage_of("Branch of\x8cce not found")
    'its letters were lost: U+008C stands for some'
    """
    lost = _LOST.findall(text[:_SAMPLE]) if any(sign in text for sign in _SIGNS_OF_LOST) else []
    if len(lost) >= _FEWEST:
        return f"its letters were lost: «{lost[0][:_SHOWN]}» stands for a word"
    if (sure := _SURELY.search(text)) is not None:
        shown = text[text.rfind(" ", 0, sure.start()) + 1 : sure.end()][-_SHOWN:]
        return f"its letters were read in a wrong encoding: «{shown}»"
    # In nearly no text is any: to look beside each character would take long.
    control = _BESIDE_LETTER.search(text) if _CONTROL.search(text) else None
    if control is not None:
        return f"its letters were lost: U+{ord(control[0]):04X} stands for some"
    words = [word for word in text[:_SAMPLE].split() if not word.isascii()]
    if len(words) < _FEWEST or is_sane(" ".join(words)):  # nearly every text
        return ""
    mended = next((found for name in _READ_IN if (found := _from_utf8(words, name))), None)
    mended = mended or _from_bytes(words)
    if mended is None:
        return ""
    one, other = mended
    return f"its letters were read in a wrong encoding: «{one[:_SHOWN]}» was «{other[:_SHOWN]}»"


def _from_utf8(words: Sequence[str], name: str) -> tuple[str, str] | None:
    """A word of a text in UTF-8 that was read in another encoding, as most of its words were, and what it was."""
    least = max(_FEWEST, len(words) // 2)
    if len(_OF_UTF8.findall(" ".join(words).encode(name, "ignore"))) < least:
        return None
    found = [(word, mended) for word in words if (mended := _mended(word, name, "utf-8"))]
    return found[0] if len(found) >= least else None


def _mended(word: str, wrong: str, right: str) -> str | None:
    with suppress(UnicodeError):
        return word.encode(wrong).decode(right)
    return None


def _from_bytes(words: Sequence[str]) -> tuple[str, str] | None:
    """A word of a Russian text in an encoding of a byte a letter that was read in another one, and what it was."""
    for wrong in _READ_IN:
        for right in CANDIDATES:
            mended = _mended(" ".join(words), wrong, right) if right != wrong else None
            if mended and is_sane(mended):
                known = _LETTERS.findall(mended)
                if known and 2 * sum(map(knows, known)) > len(known):
                    return words[0], mended.split()[0]
    return None
