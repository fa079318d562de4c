"""The code book as an outline: classes in classes, and their codes, in the order of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from model import ClassPattern, CodeBook, CodeClass, ResultCode

Item = CodeClass | ResultCode


@dataclass(frozen=True, slots=True)
class Branch:
    """A class with what stands in it.

    Parameters
    ----------
    item
        The class; None for the codes that no class holds.
    default
        Its default code, or None.
    is_home
        Whether the default code has its row in the heading of this class: the narrowest class that it is the default
        code of.
    parts
        What stands in it, in order: a class, or codes in a row.
    """

    item: CodeClass | None
    default: ResultCode | None
    is_home: bool
    parts: tuple[Branch | tuple[ResultCode, ...], ...]


def row_name(book: CodeBook, *, code: int | None = None, pattern: ClassPattern | None = None) -> str | None:
    """The name of the row of a code or a class, as links to it have it; None if the code book has no such row.

    Examples
    --------
    >>> from model import ClassPattern, CodeBook
    >>> book = CodeBook.load()
    >>> row_name(book, code=2211), row_name(book, pattern=ClassPattern("221x")), row_name(book, code=7000)
    ('2211', '2210', None)
    """
    if code is not None and code in book:
        return f"{code:04d}"
    if pattern is None or pattern not in book.classes:
        return None
    default = book.classes[pattern].default_code
    return f"{default:04d}" if default is not None and book[default].class_pattern == pattern else pattern


def outline(book: CodeBook) -> tuple[Branch, ...]:
    """The classes without a parent, and last, if there are any, the codes that no class holds.

    Examples
    --------
    >>> from model import CodeBook
    >>> [str(branch.item.pattern) for branch in outline(CodeBook.load())]
    ['1xxx', '2xxx', '3xxx', '4xxx', '5xxx', '6xxx']
    """
    inside: dict[ClassPattern | None, list[Item]] = {}
    for item in book.classes.values():
        inside.setdefault(item.parent_pattern, []).append(item)
    for record in book:
        inside.setdefault(record.class_pattern, []).append(record)

    def branch(item: CodeClass) -> Branch:
        default = None if item.default_code is None else book[item.default_code]
        is_home = default is not None and default.class_pattern == item.pattern
        below = [other for other in inside.get(item.pattern, ()) if not (is_home and other is default)]
        return Branch(item, default, is_home, tuple(parts(below)))

    def parts(items: Iterable[Item]) -> Iterator[Branch | tuple[ResultCode, ...]]:
        for is_class, run in groupby(sorted(items, key=_number), key=lambda item: isinstance(item, CodeClass)):
            if is_class:
                yield from (branch(item) for item in run if isinstance(item, CodeClass))
            else:
                yield tuple(item for item in run if isinstance(item, ResultCode))

    top = inside.get(None, [])
    branches = tuple(branch(item) for item in top if isinstance(item, CodeClass))
    alone = tuple(item for item in top if isinstance(item, ResultCode))
    return (*branches, Branch(None, None, False, (alone,))) if alone else branches


def _number(item: Item) -> int:
    return item.pattern.zero_code if isinstance(item, CodeClass) else item.code
