"""From what a document prints, classes and codes, to the records with their places in the hierarchy.

All of it follows from two facts: which classes are declared, and the default code of each (reading rules 5 to 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from model.errors import InvalidCodeBookError
from model.pattern import CODE_DIGITS, CODE_SPACE, ClassPattern
from model.records import CodeClass, Resolution, ResultCode, Span

Defaults = Mapping[ClassPattern, int | None]
"""The declared classes, each with its default code or None."""


class PrintedClass(NamedTuple):
    """A class as declared: its pattern, default code, title and place."""

    pattern: ClassPattern
    default_code: int | None = None
    title: str | None = None
    span: Span = Span()


class PrintedCode(NamedTuple):
    """A code as printed: its number, description and places."""

    code: int
    description: str | None = None
    label_span: Span | None = None
    code_span: Span = Span()
    description_spans: tuple[Span, ...] = ()


def holding_patterns(code: int, declared: Defaults) -> list[ClassPattern]:
    """The declared classes that hold a code, the most specific first.

    Examples
    --------
    >>> holding_patterns(2219, {ClassPattern("2xxx"): 2000, ClassPattern("221x"): 2210})
    [ClassPattern('221x'), ClassPattern('2xxx')]
    """
    if code not in CODE_SPACE:
        return []
    return [pattern for pattern in reversed(ClassPattern.all_of(code)) if pattern in declared]


def fallback(code: int, declared: Defaults) -> tuple[ClassPattern, int] | None:
    """The most specific declared class with a default code other than the code itself, and that default code.

    This is the rule of the document: an unknown code is read as the code of the nearest class that is known.

    Examples
    --------
    >>> fallback(2219, {ClassPattern("2xxx"): 2000, ClassPattern("221x"): 2210})
    (ClassPattern('221x'), 2210)
    >>> fallback(2210, {ClassPattern("2xxx"): 2000, ClassPattern("221x"): 2210})
    (ClassPattern('2xxx'), 2000)
    """
    for pattern in holding_patterns(code, declared):
        default = declared[pattern]
        if default is not None and default != code:
            return pattern, default
    return None


def ancestors_of(code: int, declared: Defaults, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """What a reader would fall back to who did not know a code, nor that, and so on up; `known` keeps it."""
    if code not in known:
        found = fallback(code, declared)
        known[code] = () if found is None else (found[1], *ancestors_of(found[1], declared, known))
    return known[code]


def place_code(printed: PrintedCode, declared: Defaults, known: dict[int, tuple[int, ...]]) -> ResultCode:
    """The record of a printed code, with its place in the hierarchy of the declared classes."""
    held_by = holding_patterns(printed.code, declared)
    levels = {pattern.level: pattern for pattern in held_by}
    ancestors = ancestors_of(printed.code, declared, known)
    return ResultCode(
        code=printed.code,
        description=printed.description,
        class_pattern=held_by[0] if held_by else None,
        parent_code=ancestors[0] if ancestors else None,
        is_default=any(declared[pattern] == printed.code for pattern in held_by),
        class_1=levels.get(1),
        class_2=levels.get(2),
        class_3=levels.get(3),
        path="/".join(f"{step:04d}" for step in (*reversed(ancestors), printed.code)),
        label_span=printed.label_span,
        code_span=printed.code_span,
        description_spans=printed.description_spans,
    )


def place_class(printed: PrintedClass, declared: Defaults) -> CodeClass:
    """The record of a declared class, with the nearest declared class that holds it."""
    parent = printed.pattern.parent
    while parent is not None and parent not in declared:
        parent = parent.parent
    return CodeClass(
        pattern=printed.pattern,
        level=printed.pattern.level,
        default_code=printed.default_code,
        title=printed.title,
        parent_pattern=parent,
        span=printed.span,
    )


def place_all(
    classes: Iterable[PrintedClass], codes: Iterable[PrintedCode]
) -> tuple[tuple[CodeClass, ...], tuple[ResultCode, ...]]:
    """The records of all classes and codes, each ordered by its number, a wider class before a narrower one.

    Raises
    ------
    InvalidCodeBookError
        If a class or a code is there twice, or a default code is not the printed zero code of its class.
    """
    printed_classes = sorted(classes, key=lambda item: (item.pattern.zero_code, item.pattern.level))
    printed_codes = sorted(codes, key=lambda item: item.code)
    _check(printed_classes, printed_codes)
    declared = {item.pattern: item.default_code for item in printed_classes}
    known: dict[int, tuple[int, ...]] = {}
    return (
        tuple(place_class(item, declared) for item in printed_classes),
        tuple(place_code(item, declared, known) for item in printed_codes),
    )


def _check(classes: Sequence[PrintedClass], codes: Sequence[PrintedCode]) -> None:
    numbers = {item.code for item in codes}
    if len(numbers) != len(codes) or len({item.pattern for item in classes}) != len(classes):
        raise InvalidCodeBookError("a code or a class stands there twice")
    for item in classes:
        if item.default_code is not None and not item.default_code == item.pattern.zero_code in numbers:
            raise InvalidCodeBookError(f"{item.pattern}: {item.default_code} cannot be its default code")


def resolve_number(number: int | None, codes: Mapping[int, ResultCode], defaults: Defaults) -> Resolution:
    """The resolution of a number by the printed codes and the default codes of the declared classes."""
    if number is None:
        return _resolution(number, None, None, None)
    if number in codes:
        return _resolution(number, number, None, codes[number])
    found = fallback(number, defaults)
    if found is None:
        return _resolution(number, None, None, None)
    pattern, default = found
    return _resolution(number, default, pattern, codes[default])


def resolve_all(codes: Mapping[int, ResultCode], defaults: Defaults) -> Iterator[tuple[int, int, ClassPattern | None]]:
    """Every number that can be resolved, in order: the number, the code it is read as, and by which class.

    The class is None for an exact match.
    """
    nearest: list[tuple[ClassPattern, int] | None] = [None] * len(CODE_SPACE)
    # A narrower class stands over the wider one that holds it.
    for pattern in sorted(defaults, key=lambda pattern: pattern.level):
        default = defaults[pattern]
        if default is not None:
            size = 10 ** (CODE_DIGITS - pattern.level)
            nearest[pattern.zero_code : pattern.zero_code + size] = [(pattern, default)] * size
    for number, found in enumerate(nearest):
        if number in codes:
            yield number, number, None
        elif found is not None:
            yield number, found[1], found[0]


def _resolution(requested: int | None, code: int | None, pattern: str | None, record: ResultCode | None) -> Resolution:
    match = "none" if code is None else "exact" if pattern is None else "class"
    # The parts are validated already.
    return Resolution.model_construct(
        requested=requested, code=code, match=match, matched_pattern=pattern, record=record
    )
