"""What a value is as a code: the one definition, which `CodeBook.resolve` and whole columns share."""

from __future__ import annotations

import operator
import re
import sys
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Final

from model.errors import InvalidCodeError

DIGITS: Final = 18
"""How many digits a number that is written out may have: as many as any integer of 64 bits holds."""

WHITE_SPACE: Final = " \t\r\n"
"""What may stand around digits."""

WRITTEN: Final = rf"(-?[0-9]{{1,{DIGITS}}})(?:\.0+)?"
"""A number that is written out, as a regular expression that every engine understands; its group is the number."""

_WRITTEN: Final = re.compile(WRITTEN)
_ADVICE: Final = "give an integer such as 2219, its digits, or None"


def as_number(value: object) -> int | None:
    """The number that a value stands for; None for a missing value.

    Missing are None, NaN of any type, `pandas.NA` and NaT. An integer of any type is its number. A float, a Decimal or
    a fraction is one if it is whole to the last digit: nothing is rounded. A text is one if it holds up to 18 ASCII
    digits, with white space around them, a minus before them, or a point and zeros behind them: pandas writes 2219 as
    `2219.0` in a column with gaps. Nothing else is a number: truth values, bytes, times.

    Raises
    ------
    InvalidCodeError
        If the value is neither missing nor a number.

    Examples
    --------
    >>> as_number(2219), as_number(" 2219 "), as_number("2219.0"), as_number(float("nan"))
    (2219, 2219, 2219, None)
    >>> as_number(Decimal("2219.0001"))
    Traceback (most recent call last):
    ...
    model.errors.InvalidCodeError: Decimal('2219.0001') is not a whole number; give an integer such as 2219, its \
digits, or None
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool):
        raise InvalidCodeError(f"{value!r} is a truth value, not a code; {_ADVICE}")
    if isinstance(value, (int, Integral)):
        return int(value)
    if isinstance(value, Decimal):
        return _of_decimal(value)
    if isinstance(value, (float, Real)):
        return _of_real(value)
    return _of_other(value)


def _of_text(text: str) -> int:
    written = _WRITTEN.fullmatch(text.strip(WHITE_SPACE))
    if written is None:
        raise InvalidCodeError(f"{text!r} is not a code; {_ADVICE}")
    return int(written[1])


def _of_decimal(value: Decimal) -> int | None:
    if value.is_nan():
        return None
    # Not by arithmetic, which rounds to the precision of the context. A large exponent would be as many digits.
    if value.is_infinite() or value.adjusted() >= DIGITS or value != value.to_integral_value():
        raise InvalidCodeError(f"{value!r} is not a whole number; {_ADVICE}")
    return int(value)


def _of_real(value: Any) -> int | None:
    if value != value:  # noqa: PLR0124 - finds NaN of every type
        return None
    try:
        number = int(value)
    except OverflowError:
        number = None
    if number != value:
        raise InvalidCodeError(f"{value!r} is not a whole number; {_ADVICE}")
    return number


def _of_other(value: Any) -> int | None:
    # Whoever holds NA has imported pandas; it cannot be asked whether it is equal to anything.
    if value is getattr(sys.modules.get("pandas"), "NA", None) or _is_no_time(value):
        return None
    try:
        return operator.index(value)
    except TypeError:
        raise InvalidCodeError(f"{type(value).__name__} is not a code; {_ADVICE}") from None


def _is_no_time(value: Any) -> bool:
    """Whether a value is NaT of pandas or numpy, which like NaN is not equal to itself."""
    return type(value).__name__ in {"NaTType", "datetime64", "timedelta64"} and bool(value != value)  # noqa: PLR0124
