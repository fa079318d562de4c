"""The codes as a Python module: an IntEnum that keeps unknown codes, and reads them by the fallback rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.exports.literals import python_literal

if TYPE_CHECKING:
    from ingest.exports.content import Content

# Nothing of a document stands in a comment or a docstring, so nothing in it can end one.
_MODULE: Final = '''\
"""Result codes, made by `resultcodes export`: change the source, not this file."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

EDITION: Final = {name}
SHA256: Final = {sha256}

# The fixed digits of each class that has a default code.
_DEFAULTS: Final[dict[str, int]] = {{{defaults}}}


class ResultCode(IntEnum):
    """A result code. One that the document does not print is kept: `ResultCode(2219)` is a value, not an error."""

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
    def _missing_(cls, value: object) -> ResultCode | None:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 9999:
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{{value:04d}}"
        member._value_ = value
        member.description = None
        member.is_known = False
        # The same object at every call, so that `is` works as with the known ones.
        known: ResultCode = cls._value2member_map_.setdefault(value, member)  # type: ignore[assignment]
        return known

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
