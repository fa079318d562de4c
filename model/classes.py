"""The declared classes of a code book by pattern, asked by a pattern or by its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, overload

from model.pattern import ClassPattern
from model.records import CodeClass

T = TypeVar("T")


class DeclaredClasses(Mapping[ClassPattern, CodeClass]):
    """Classes by pattern, in order. A pattern in normal form is equal to its text, and so is found by it.

    Examples
    --------
    >>> printed = CodeClass(pattern="221x", level=3, default_code=2210, title=None, parent_pattern=None)
    >>> classes = DeclaredClasses([printed])
    >>> classes["221x"].default_code, classes.get("9xxx"), list(classes)
    (2210, None, [ClassPattern('221x')])
    """

    __slots__ = ("_by_pattern",)

    def __init__(self, classes: Iterable[CodeClass]) -> None:
        self._by_pattern: dict[str, CodeClass] = {item.pattern: item for item in classes}

    def __getitem__(self, pattern: str) -> CodeClass:
        return self._by_pattern[pattern]

    @overload
    def get(self, pattern: str, /) -> CodeClass | None: ...

    @overload
    def get(self, pattern: str, /, default: T) -> CodeClass | T: ...

    def get(self, pattern: str, /, default: object = None) -> object:
        """The class of a pattern, or something else if it is not declared."""
        return self._by_pattern.get(pattern, default)

    def __contains__(self, pattern: object) -> bool:
        return pattern in self._by_pattern

    def __iter__(self) -> Iterator[ClassPattern]:
        return (item.pattern for item in self._by_pattern.values())

    def __len__(self) -> int:
        return len(self._by_pattern)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self._by_pattern.values())!r})"
