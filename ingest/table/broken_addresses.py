"""Addresses of the net that a line broke: programs break them behind their signs, narrow columns anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ingest.table.joints import SPACE, TIGHT, Joint

_SCHEMES: Final = frozenset("http https ftp ftps sftp sip sips ws wss mailto".split())
_BEGUN: Final = re.compile(r"\w{1,8}://|www\.")
_REST_OF_SCHEME: Final = re.compile(r"([a-z]{0,5}):(?://)?")
_LIKELY: Final = Joint("", is_doubtful=True)
_SIGNS: Final = ("?", "&", "=", "#", "%", "_", "+", "-", "//", "~")
"""What hardly an address ends with: more follows."""

_OF_WRAPS: Final = "\u2010"
"""The hyphen that programs set at the ends of lines; no address has it."""

_REST: Final = re.compile(r"[^\s(«]*?[\w%][/?=&#_%~]\w|\.\w|[/?=&#~]\w")
"""How a part of an address begins that is no word: a sign of addresses stands inside it."""

_REST_OF_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+/")
_WORD: Final = re.compile(r"[^\W\d_]+(?=[\s,;:.!?)»]|$)")


def address_joint(before: str, after: str, *, is_full: bool, knows: Callable[[str], bool]) -> Joint | None:
    """How two lines are joined where an address stands at the end of the first; None, if there is none.

    `is_full` says that the line before is; `knows` whether a dictionary has a word.

    Examples
    --------
    >>> def joined(before, after):
    ...     joint = address_joint(before, after, is_full=True, knows=lambda word: word == "или")
    ...     return joint and before + joint.between + after + "?" * joint.is_doubtful
    >>> joined("См. a://a.ru/?", "lang=ru"), joined("См. a://a.ru/do", "cs/err"), joined("Далее: ht", "tps://a.ru")
    ('См. a://a.ru/?lang=ru', 'См. a://a.ru/docs/err', 'Далее: https://a.ru')
    >>> joined("См. a://a.ru/", "docs"), joined("См. a://a.ru", "или позже"), joined("См. a", "b")
    ('См. a://a.ru/docs?', 'См. a://a.ru или позже', None)
    """
    last = before.rsplit(" ", 1)[-1]
    if is_inside_address(before, after, is_full=is_full):
        return TIGHT
    if not _BEGUN.search(last) or last.endswith(_OF_WRAPS):
        return None
    word = _WORD.match(after)
    is_whole = word is not None and (knows(word[0].casefold()) or word[0][0].isupper() or not word[0].isascii())
    is_open = last[-1] in "/." or (is_full and last[-1].isalnum())
    return _LIKELY if is_open and not is_whole and after[:1].isalnum() else SPACE


def is_inside_address(before: str, after: str, *, is_full: bool) -> bool:
    """Whether a line surely ends inside an address: its signs stand on both sides, or its scheme is broken."""
    last = before.rsplit(" ", 1)[-1]
    if last.endswith(_OF_WRAPS):
        return False
    scheme = _REST_OF_SCHEME.match(after)
    if scheme and scheme[1] not in _SCHEMES and last + scheme[1] in _SCHEMES:
        return True
    is_cut = is_full or last.endswith("/") or _REST_OF_HOST.match(after) is not None
    goes_on = last.endswith(_SIGNS) or (is_cut and _REST.match(after) and not _BEGUN.match(after))
    return bool(goes_on and _BEGUN.search(last))
