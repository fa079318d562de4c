"""The codes as a Python module: an IntEnum that keeps unknown codes, and reads them by the fallback rule."""

from __future__ import annotations

from typing import Final

from ingest.exports.content import Content
from ingest.exports.literals import python_literal

# Nothing of a document stands in a comment or a docstring, so nothing in it can end one.
_MODULE: Final = '''\
"""Result codes, made by `resultcodes export`: change the source, not this file."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

EDITION: Final = {name}
SHA256: Final = {sha256}

# The fixed digits of each class that has a default code.
_DEFAULTS: Final[dict[str, int]] = {{{defaults}}}


class ResultCode(IntEnum):
    """A result code. One that the document does not print is kept: `ResultCode(2219)` is a value, not an error.

    Whatever is equal to the number of a code will do, of any type: 2219.0 and integers of numpy too.
    """

    description: str | None
    """What the code means; None if it is unknown, or the document does not say."""

    is_known: bool
    """Whether the document prints the code."""

    def __new__(cls, value: int, description: str | None = None) -> ResultCode:
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        member.is_known = True
        return member

{members}

    @classmethod
    def _missing_(cls, value: Any) -> ResultCode | None:
        try:
            number = -1 if isinstance(value, bool) else int(value)
        except (TypeError, ValueError, ArithmeticError):
            return None
        if not 0 <= number <= 9999 or number != value:
            return None
        # The same object at every call, so that `is` works as with the known ones.
        if number not in _UNKNOWN:
            _UNKNOWN[number] = cls._unknown(number)
        return _UNKNOWN[number]

    @classmethod
    def _unknown(cls, number: int) -> ResultCode:
        member = int.__new__(cls, number)
        member._name_ = f"UNKNOWN_{{number:04d}}"
        member._value_ = number
        member.description = None
        member.is_known = False
        return member

    def __reduce_ex__(self, protocol: Any) -> tuple[type[ResultCode], tuple[int]]:
        # By its number: before Python 3.11.4 a member is copied by its name, which an unknown one does not have.
        return ResultCode, (int(self),)

    @property
    def resolved(self) -> ResultCode | None:
        """The code that this one is read as: itself, or the default code of the nearest known class, or None.

        Ask `is_known` too: an unknown code may be read as success.
        """
        if self.is_known:
            return self
        digits = f"{{self:04d}}"
        defaults = (_DEFAULTS.get(digits[:level]) for level in (3, 2, 1))
        return next((ResultCode(code) for code in defaults if code is not None), None)


# Not among the members: what is asked for never changes what else is one.
_UNKNOWN: Final[dict[int, ResultCode]] = {{}}
'''


def to_python(content: Content) -> bytes:
    """The module. Descriptions stand beside the constants, with corrections where they are asked for."""
    book = content.book
    defaults = {
        item.pattern.rstrip("x"): item.default_code for item in book.classes.values() if item.default_code is not None
    }
    lines = "".join(f"    {python_literal(digits)}: {code},\n" for digits, code in defaults.items())
    members = (f"    CODE_{code:04d} = {code}, {python_literal(content.described(code))}" for code in book.codes)
    return _MODULE.format(
        name=python_literal(book.edition.name),
        sha256=python_literal(book.edition.sha256),
        defaults=f"\n{lines}" if lines else "",
        members="\n".join(members),
    ).encode()
