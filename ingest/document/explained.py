"""Enumerations whose members say what they mean. The command line shows them, so nothing heavy is imported here."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Explained(Enum):
    """Base of an enumeration whose members are a value and its `meaning`.

    Examples
    --------
    >>> from enum import ReprEnum
    >>> class Answer(int, ReprEnum, Explained):
    ...     YES = 1, "do it"
    >>> Answer(1).meaning, Answer.YES + 1, f"{Answer.YES}"
    ('do it', 2, '1')
    """

    meaning: str

    def __new__(cls, value: object, meaning: str) -> Self:  # noqa: D102 - the constructor of the members
        # The type of the values is an attribute of every enumeration that mypy does not know.
        member = cls._member_type_.__new__(cls, value)  # type: ignore[attr-defined]
        member._value_ = value
        member.meaning = meaning
        return member  # type: ignore[no-any-return]
