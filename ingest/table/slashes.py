"""How lines of a text are joined behind a slash: as the document sets its others before such letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ingest.table.joints import SPACE, TIGHT, Joint

SLASHES: Final = ("/", "|")
"""Signs between words behind which programs break a line, though no blank stands there: and/or, string|null."""

_ENOUGH: Final = 2
_SLASH: Final = re.compile(r"[^\W\d_][/|]( ?)([^\W\d_])")


class Slashes(NamedTuple):
    """How lines are joined behind a slash, before a small letter and before another."""

    before_small: Joint
    before_other: Joint

    def joint(self, after: str) -> Joint:
        """How a line that ends with a slash is joined with the one after it."""
        return self.before_small if after[:1].islower() else self.before_other


def slashes_of(lines: Sequence[str]) -> Slashes:
    """How the document sets its slashes: in doubt if it has few, or both kinds.

    A blank before a capital, as in «ЦОВ/ Контакт центр», says nothing of words in small letters, nor do these say
    surely how names are set.

    Examples
    --------
    >>> slashes = slashes_of(["Нет продукта ЦОВ/ Контакт центр"])
    >>> slashes.joint("действий").between, slashes.joint("Номер").between
    ('', ' ')
    """
    found = [
        (match[1], match[2].islower())
        for line in lines
        if "/" in line or "|" in line
        for match in _SLASH.finditer(line)
    ]
    spaced = [is_small for blank, is_small in found if blank]
    is_doubtful = len(found) < _ENOUGH or 0 < len(spaced) < len(found)
    small = sum(is_small for _, is_small in found)
    is_spaced_small, is_spaced = 2 * sum(spaced) > small, 2 * len(spaced) > len(found)
    are_few = len(found) - small < _ENOUGH
    return Slashes(_joint(is_spaced_small, is_doubtful), _joint(is_spaced, is_doubtful or are_few))


def _joint(is_spaced: bool, is_doubtful: bool) -> Joint:
    return (SPACE if is_spaced else TIGHT)._replace(is_doubtful=is_doubtful)
