"""Class patterns: `1xxx`, `22xx`, `221x`: fixed digits, then wildcards."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from model.errors import InvalidPatternError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

CODE_DIGITS: Final = 4
"""How many digits a code has."""

CODE_SPACE: Final = range(10**CODE_DIGITS)
"""Every number that can be a code: 0000 to 9999."""

LATIN_WILDCARDS: Final = "xX"
CYRILLIC_WILDCARDS: Final = "хХ"  # noqa: RUF001 - the Cyrillic letter is what documents print
Level = Literal[1, 2, 3]
"""The level of a class: how many of its digits are fixed."""

_LEVELS: Final[dict[int, Level]] = {1: 1, 2: 2, 3: 3}
_SHAPE: Final = re.compile(rf"([0-9]{{1,3}})([{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}]{{1,3}})")


class ClassPattern(str):
    """The pattern of a class of codes: a `str` in normal form, with Latin `x` as the wildcard.

    Documents print the wildcard as Latin x or Cyrillic х, upper or lower, mixed even within one column; all of them
    are the same pattern.

    Raises
    ------
    InvalidPatternError
        If the text is not one to three digits followed by wildcards, four characters in all.

    Examples
    --------
    >>> ClassPattern("221Х")
    ClassPattern('221x')
    >>> ClassPattern("221x").holds(2219), ClassPattern("221x").level, ClassPattern("221x").zero_code
    (True, 3, 2210)
    >>> ClassPattern("221x").parent
    ClassPattern('22xx')
    """

    __slots__ = ()

    def __new__(cls, text: str) -> ClassPattern:
        """Parse a pattern; a pattern is given back as it is."""
        if isinstance(text, ClassPattern):
            return text
        shape = _SHAPE.fullmatch(text) if isinstance(text, str) else None
        if shape is None or len(text) != CODE_DIGITS:
            raise InvalidPatternError(
                f"{text!r} is no class pattern: one to three digits, then x to a width of four, such as 22xx"
            )
        return super().__new__(cls, shape[1] + "x" * len(shape[2]))

    @classmethod
    def of(cls, code: int, level: int) -> ClassPattern:
        """The pattern of a level (1 to 3) that holds a code, declared or not.

        Examples
        --------
        >>> ClassPattern.of(2219, 2)
        ClassPattern('22xx')
        """
        return _patterns_of(code)[level - 1]

    @classmethod
    def all_of(cls, code: int) -> tuple[ClassPattern, ...]:
        """The patterns of all levels that hold a code, declared or not.

        Examples
        --------
        >>> ClassPattern.all_of(2219)
        (ClassPattern('2xxx'), ClassPattern('22xx'), ClassPattern('221x'))
        """
        return _patterns_of(code)

    @property
    def level(self) -> Level:
        """How many digits are fixed: 1, 2 or 3."""
        return _LEVELS[CODE_DIGITS - self.count("x")]

    @property
    def zero_code(self) -> int:
        """The pattern with zeros for wildcards: the only code that can be the default code of the class."""
        return int(self.replace("x", "0"))

    @property
    def parent(self) -> ClassPattern | None:
        """The pattern one level up, declared or not; None at level 1."""
        return ClassPattern.of(self.zero_code, self.level - 1) if self.level > 1 else None

    def holds(self, code: int) -> bool:
        """Whether a code is in the class."""
        return code in CODE_SPACE and f"{code:04d}".startswith(self.rstrip("x"))

    def __repr__(self) -> str:
        return f"ClassPattern({str.__repr__(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, handler(str))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"pattern": "^([0-9]xxx|[0-9]{2}xx|[0-9]{3}x)$"}


@lru_cache(maxsize=CODE_SPACE.stop)
def _patterns_of(code: int) -> tuple[ClassPattern, ...]:
    """What `ClassPattern.all_of` gives: a reading asks it of each code again and again."""
    digits = f"{code:04d}"
    # Known to be in normal form: not parsed again.
    return tuple(
        str.__new__(ClassPattern, digits[:level] + "x" * (CODE_DIGITS - level)) for level in range(1, CODE_DIGITS)
    )
