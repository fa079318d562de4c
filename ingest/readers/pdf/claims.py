"""What a PDF claims of itself, checked against its size before anything believes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

MOST_REPEATED: Final = 100
"""How often a page may name the same content: some programs share a line or two of it, none so often."""

_CROSS_REFERENCES: Final = re.compile(rb"/Type\s*/XRef\b")
_SIZE: Final = re.compile(rb"/Size\s+([0-9]+)")
_INDEX: Final = re.compile(rb"/Index\s*\[([0-9\s]+)\]")

_REFERENCES: Final = rb"\[((?:\s*[0-9]+\s+[0-9]+\s+R\b)+)\s*\]"
_CONTENTS: Final = re.compile(rb"/Contents\s*" + _REFERENCES)
_CONTENTS_ELSEWHERE: Final = re.compile(rb"/Contents\s+([0-9]+)\s+[0-9]+\s+R\b")
_ARRAY: Final = re.compile(rb"obj\s*" + _REFERENCES)
"""An object that is an array: to look for its number first, at every digit of a file, takes twenty times as long."""

_LAST_DIGITS: Final = re.compile(rb"\b[0-9]+\Z")
_NUMBERED_WITHIN: Final = 1024
"""How far before its array the number of an object is looked for."""

_NUMBER: Final = re.compile(rb"([0-9]+)\s+[0-9]+\s+R")


def claimed_entries(head: bytes) -> int:
    """How many objects a stream of cross-references says that it tells of, by its dictionary; 0 of another stream."""
    if not _CROSS_REFERENCES.search(head):
        return 0
    index, size = _INDEX.search(head), _SIZE.search(head)
    if index is not None:
        return sum(map(_as_int, index[1].split()[1::2]))
    return 0 if size is None else _as_int(size[1])


def most_repeated(data: bytes) -> int:
    """How often the content that a page names most often is named by it."""
    elsewhere = set(_CONTENTS_ELSEWHERE.findall(data))
    return max((_most_common(references) for references in _arrays(data, elsewhere)), default=0)


def _arrays(data: bytes, elsewhere: set[bytes]) -> Iterator[bytes]:
    yield from (match[1] for match in _CONTENTS.finditer(data))
    if elsewhere:
        yield from (match[1] for match in _ARRAY.finditer(data) if _number_before(data, match.start()) in elsewhere)


def _number_before(data: bytes, end: int) -> bytes:
    """The number of the object whose keyword stands at a place."""
    words = data[max(0, end - _NUMBERED_WITHIN) : end].rsplit(None, 2)
    found = _LAST_DIGITS.search(words[-2]) if len(words) > 1 else None
    return found[0] if found else b""


def _most_common(references: bytes) -> int:
    ((_, count),) = Counter(_NUMBER.findall(references)).most_common(1)
    return count


def _as_int(digits: bytes) -> int:
    # Longer numbers than any size of a file are not worth their conversion.
    return int(digits[:20])
