"""What an edition can be called, and the names that stand beside editions on disk."""

from __future__ import annotations

import re
from typing import Final

from model.errors import PublicationError

LATEST: Final = "latest"
"""The name of the link to the edition published last."""

CHANGELOG_FILE: Final = "CHANGELOG.md"
HISTORY_FILE: Final = "history.csv"

LONGEST_NAME: Final = 100
LONGEST_SAFE_NAME: Final = 80
_NAME: Final = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_TAKEN: Final = re.compile(
    rf"{LATEST}|{re.escape(CHANGELOG_FILE)}|{re.escape(HISTORY_FILE)}"
    r"|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.",
    re.IGNORECASE,
)
"""What stands beside the editions, and what Windows keeps for devices or cannot end a name with."""


def safe_edition_name(text: str) -> str:
    """A text made into a name that `check_edition_name` accepts, for use where nobody gave a name.

    At most 80 characters, so that something can be added that tells two editions apart.

    Examples
    --------
    >>> safe_edition_name("API v 1.10 (24.12.2017)")
    'API-v-1.10-24.12.2017'
    >>> safe_edition_name("Список"), safe_edition_name("latest")
    ('edition', 'edition-latest')
    """
    name = _UNSAFE.sub("-", text).strip(".-")
    name = f"edition-{name}" if _TAKEN.fullmatch(name) else name or "edition"
    return name[:LONGEST_SAFE_NAME].rstrip(".-")


def check_edition_name(name: str) -> None:
    """Refuse a name that cannot be the name of an edition on every file system.

    Raises
    ------
    PublicationError
        If the name is not made of Latin letters, digits, `.`, `_` and `-`, starts with `.` or `-`, is longer than
        100 characters, or is taken: `latest`, the names of the files beside it, and those of devices on Windows.
    """
    if _NAME.fullmatch(name) is None or name.lower() == LATEST:
        raise PublicationError(
            f"{name!r} cannot name an edition: use Latin letters, digits, '.', '_' and '-', not '.' or '-' first, "
            f"at most {LONGEST_NAME}, and not '{LATEST}'; choose another --edition"
        )
    if _TAKEN.fullmatch(name):
        raise PublicationError(f"{name!r} cannot name an edition: that name is taken; choose another --edition")
