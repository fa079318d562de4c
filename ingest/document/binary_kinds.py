"""What a file that is no text is, by its first bytes, and what to do with it."""

from __future__ import annotations

import re
from typing import Final

_PICTURE: Final = "it is a picture, which holds no text: give the document itself, or what a program reads off it"
_PACKED: Final = "it is packed: unpack it and name the document in it"
_TABLES: Final = "it is a table for programs: write it as CSV"
_UNKNOWN: Final = (
    "if it is text, take it out or say --encoding;"
    " else give the document in a form that resultcodes ingest --help lists"
)
_KINDS: Final = (
    *((0, sign, _PICTURE) for sign in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")),
    *((8, sign, _PICTURE) for sign in (b"WEBP", b"heic", b"heix", b"mif1", b"avif")),
    *((0, sign, _PACKED) for sign in (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")),
    *((0, sign, _TABLES) for sign in (b"PAR1", b"ARROW1", b"SQLite format 3")),
    (0, b"AT&TFORM", "it is a DjVu document: convert it to a PDF with its text"),
    (0, b"ITSF", "it is a help file of Windows: save its page as HTML"),
    (60, b"BOOKMOBI", "it is a book for Kindle: convert it to EPUB"),
    (0, b"\xffWPC", "it is a document of WordPerfect: save it as DOCX"),
    (0, b"HWP Document", "it is a document of Hangul: save it as DOCX"),
)
"""Where its sign stands, the sign, and what is said of it."""

_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FEW: Final = 0.1
_SAMPLE: Final = 1 << 16
_LOST: Final = (
    "programs that copy a PDF write such where they know no letter: give the document itself, or copy it by another"
    " program; if the signs are nothing, take them out"
)


def fault_of(data: bytes, found: str) -> str:
    """What is wrong with a file in which a character was found that no text holds, and what to do with it.

    Examples
    --------
    >>> fault_of("2000\x1e Вызов отклонен".encode(), "byte 0x1e at offset 4")[:66]
    'a text with signs that mean nothing: byte 0x1e at offset 4; progra'
    >>> fault_of(b"Rar!\x1a\x07", "byte 0x1a at offset 4")[:46]
    'a binary file, not text: byte 0x1a at offset 4'
    """
    sample = data[:_SAMPLE]
    is_text = b"\0" not in sample and len(_CONTROLS.findall(sample)) < _FEW * len(sample)
    if is_text and advice_on(data) is _UNKNOWN:
        return f"a text with signs that mean nothing: {found}; {_LOST}"
    return f"a binary file, not text: {found}; {advice_on(data)}"


def advice_on(data: bytes) -> str:
    """What to do with a file that is no text.

    Examples
    --------
    >>> advice_on(b"Rar!\\x1a\\x07")
    'it is packed: unpack it and name the document in it'
    >>> advice_on(b"1000 \\0")[:30]
    'if it is text, take it out or '
    """
    return next((advice for place, sign, advice in _KINDS if data.startswith(sign, place)), _UNKNOWN)
