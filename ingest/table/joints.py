"""How two lines of a text are joined (reading rule 4)."""

from __future__ import annotations

from typing import Final, NamedTuple

from ingest.document.cleaning import HYPHENS


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


def is_hyphened(text: str) -> bool:
    """Whether a text ends with the hyphen of a word; behind a space, one or several stand for a dash.

    Examples
    --------
    >>> is_hyphened("факс-"), is_hyphened("факс ---"), is_hyphened("-")
    (True, False, False)
    """
    word = text.rstrip("".join(HYPHENS))
    return word not in {text, ""} and not word[-1].isspace()
