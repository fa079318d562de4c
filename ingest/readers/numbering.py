"""The numbers that Word writes before paragraphs by itself (ECMA-376, part 1, section 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART: Final = re.compile(r"%([1-9])")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}")
_ROMAN: Final = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_BETWEEN: Final = {"space": " ", "nothing": ""}
_LEVELS: Final = 9


def _letters(alphabet: str, number: int) -> str:
    """The letter of a number; after the last they come again, doubled."""
    rounds, index = divmod(number - 1, len(alphabet))
    return alphabet[index] * min(rounds + 1, 100)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * min(count, 100)
    return text


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda _: "",
    "lowerLetter": lambda number: _letters(_LATIN, number),
    "upperLetter": lambda number: _letters(_LATIN, number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "russianLower": lambda number: _letters(_RUSSIAN, number),
    "russianUpper": lambda number: _letters(_RUSSIAN, number).upper(),
}


class UnknownNumberError(Exception):
    """A paragraph is numbered in a way that is not known here."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: where it starts, its format, its text with `%1` for numbers, and what stands behind it."""

    start: int
    form: str
    text: str
    between: str
    is_plain: bool

    @classmethod
    def read(cls, element: _Element) -> Level:
        """The level of an element `w:lvl`."""
        return cls(
            start=_number(_value(element, "start"), 0),
            form=_value(element, "numFmt") or "decimal",
            text=_value(element, "lvlText") or "",
            between=_BETWEEN.get(_value(element, "suff") or "tab", "\t"),
            is_plain=element.find(f"{W}isLgl") is not None,
        )


@dataclass
class _List:
    """A list of the document: its levels, and the numbers that it starts anew at."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int]


@dataclass
class Numbering:
    """The lists of a document, and how far each has come."""

    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, roots: Iterable[_Element]) -> Numbering:
        """The lists of the parts that declare them."""
        numbering = cls()
        for root in roots:
            abstracts = {item.get(f"{W}abstractNumId", ""): _levels(item) for item in root.iter(f"{W}abstractNum")}
            for item in root.iter(f"{W}num"):
                abstract = _value(item, "abstractNumId") or ""
                levels = dict(abstracts.get(abstract, {}))
                restarts: dict[int, int] = {}
                for override in item.iter(f"{W}lvlOverride"):
                    levels |= _levels(override)
                    if (start := _value(override, "startOverride")) is not None:
                        restarts[_number(override.get(f"{W}ilvl"), 0)] = _number(start, 0)
                numbering.lists[item.get(f"{W}numId", "")] = _List(abstract, levels, restarts)
        return numbering

    def text(self, identifier: str, level: int) -> str:
        """The number of the next paragraph of a list, with what stands between it and the text; empty for a bullet.

        Raises
        ------
        UnknownNumberError
            If the list is not declared, or numbered in another way.
        """
        found = self.lists.get(identifier)
        if found is None or level not in found.levels:
            raise UnknownNumberError
        counts = self._counted(identifier, found, level)
        here = found.levels[level]
        if here.form == "bullet":
            return ""
        parts = [self._part(found, number, counts, is_plain=here.is_plain) for number in range(level + 1)]
        text = _PART.sub(lambda match: parts[int(match[1]) - 1] if int(match[1]) <= level + 1 else "", here.text)
        return text + here.between if text else ""

    def _counted(self, identifier: str, found: _List, level: int) -> list[int | None]:
        """The numbers of a list after one more paragraph of a level: lists of one kind count on together."""
        counts = self.counts.setdefault(found.abstract, [None] * _LEVELS)
        if identifier not in self.used:
            self.used.add(identifier)
            for number, start in found.restarts.items():
                if number < _LEVELS:
                    counts[number] = start - 1
        before = counts[level]
        counts[level] = found.levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return counts

    def _part(self, found: _List, number: int, counts: list[int | None], *, is_plain: bool) -> str:
        level = found.levels.get(number)
        form = "decimal" if is_plain else level.form if level else ""
        count = counts[number]
        if count is None:
            count = level.start if level else 0
        if form == "bullet":
            return ""
        if form not in _FORMATS or (count < 1 and "decimal" not in form):
            raise UnknownNumberError
        return _FORMATS[form](count)


def _levels(element: _Element) -> dict[int, Level]:
    found = ((_number(item.get(f"{W}ilvl"), 0), Level.read(item)) for item in element.iter(f"{W}lvl"))
    return {number: level for number, level in found if 0 <= number < _LEVELS}


def _value(element: _Element, name: str) -> str | None:
    found = element.find(W + name)
    return None if found is None else found.get(f"{W}val")


def _number(text: str | None, missing: int) -> int:
    return int(text) if text is not None and _WHOLE.fullmatch(text) else missing
