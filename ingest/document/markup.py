"""Texts of documents in Markdown that is written."""

from __future__ import annotations

import re
from typing import Final

_MARKUP: Final = re.compile(r"[\\`*_\[\]<>|~&#]")


def escaped(text: str) -> str:
    r"""A text that Markdown shows as it stands, in a table too.

    Examples
    --------
    >>> print(escaped('in the field "created_by" | <b>'))
    in the field "created\_by" \| \<b\>
    """
    return _MARKUP.sub(r"\\\g<0>", text)
