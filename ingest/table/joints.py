"""How two lines of a text are joined (reading rule 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple


class Joint(NamedTuple):
    """How two lines are joined: what stands between them, whether a hyphen goes, and whether it is in doubt."""

    between: str
    drops_hyphen: bool = False
    is_doubtful: bool = False


SPACE: Final = Joint(" ")
TIGHT: Final = Joint("")
SETTLED_JOINTS: Final = {
    "joined with a hyphen": TIGHT,
    "joined without a hyphen": Joint("", drops_hyphen=True),
    "joined with a space": SPACE,
    "joined without a space": TIGHT,
}
"""How lines are joined by what somebody settled."""

SLASHES: Final = ("/", "|")
"""Signs between words behind which programs break a line, though no blank stands there: and/or, string|null."""

_ENOUGH: Final = 2


def slash_of(lines: Sequence[str]) -> Joint:
    """How lines are joined behind a slash: as the document sets its others; in doubt if it has few, or both kinds."""
    tight = sum(len(re.findall(r"[^\W\d_][/|][^\W\d_]", line)) for line in lines)
    spaced = sum(len(re.findall(r"[^\W\d_][/|] [^\W\d_]", line)) for line in lines)
    is_doubtful = bool(tight and spaced) or tight + spaced < _ENOUGH
    return Joint(" " if spaced > tight else "", is_doubtful=is_doubtful)
