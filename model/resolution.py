"""The fallback rule for one code: an unknown code is read as its nearest known class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.hierarchy import Defaults, fallback
from model.pattern import CODE_DIGITS, CODE_SPACE, ClassPattern
from model.records import Resolution, ResultCode


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
