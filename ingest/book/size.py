"""How large what is written of a code book becomes: the text of a default code stands beside each code of its class."""

from __future__ import annotations

from typing import Final

from ingest.book.hierarchy import Hierarchy
from model import Fault, InputError
from model.pattern import CODE_DIGITS

_MOST: Final = 100_000_000
"""The most characters that texts may have in the table of all codes; in that of a real document they have a million."""


def require_size(hierarchy: Hierarchy, source: str) -> None:
    """Refuse texts so long that the table of all codes, where most have that of the default of a class, has no end."""
    texts = {code.code: len(code.description or "") for code in hierarchy.codes}
    shares = dict.fromkeys(texts, 1)
    for printed in hierarchy.classes:
        code = printed.default_code
        if code in shares:
            shares[code] = max(shares[code], 10 ** (CODE_DIGITS - printed.pattern.level))
    sizes = {code: length * shares[code] for code, length in texts.items()}
    if sum(sizes.values()) > _MOST:
        longest = max(sizes, key=sizes.__getitem__)
        message = f"the text of {longest:04d} has {texts[longest]:,} characters: no description is so long"
        raise InputError(Fault("too-large", message, source))
