"""Ligatures of fonts: a letter for two or three, which PDFium gives apart and other tools keep; and those whose font
has the bytes of each letter changed over: «昀椀» for `fi`, as Ghostscript writes.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_JOINED: Final = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_IDEOGRAPHS: Final = "\u3400-\u9fff"
_LETTERS: Final = [*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)]
_CHANGED: Final = {letter << 8: chr(letter) for letter in _LETTERS}
_RUN: Final = re.compile(rf"(?<![{_IDEOGRAPHS}])[{''.join(map(chr, _CHANGED))}]+(?![{_IDEOGRAPHS}])")


def with_letters_meant(text: str) -> str:
    """A text with the Latin letters that such fonts mean, one for one; ideographs beside others stay.

    Examples
    --------
    >>> with_letters_meant("the \u6600\u6900le"), with_letters_meant("\u6600\u65e5")
    ('the file', '昀日')
    """
    return text if text.isascii() else _RUN.sub(lambda match: match[0].translate(_CHANGED), text)


def with_letters_apart(text: str) -> str:
    """A text of a page with the letters that a ligature of its font stands for, as PDFium gives them.

    Examples
    --------
    >>> with_letters_apart("the \ufb01le")
    'the file'
    """
    return text if text.isascii() else with_letters_meant(text).translate(_JOINED)
