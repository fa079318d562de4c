"""The encodings of RTF: that of the document, and those of its fonts."""

from __future__ import annotations

import re
from typing import Final

from ingest.document.encoding import encoding_called

_CHARSETS: Final = {204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254", 77: "mac_roman"}


def known_encoding(encoding: str) -> str:
    """The name of an encoding, that of Western Europe where it is not known."""
    return encoding_called(encoding) or "cp1252"


def font_encodings(text: str) -> dict[int, str]:
    """The encodings of the fonts, as far as they say one."""
    found = re.findall(r"\\f([0-9]{1,5})[^{}]{0,100}?\\fcharset([0-9]{1,3})", text[:200_000])
    return {
        int(font): _CHARSETS[int(charset)] for font, charset in found if int(charset) in _CHARSETS and charset != "0"
    }
