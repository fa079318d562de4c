"""Every error that the project raises on purpose: one base, a few leaves, each with a stable id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ResultCodesError(Exception):
    """Base of all errors of the project.

    Each leaf has an `id`, which is stable and may be matched by programs, and a message of one line that a person
    can act on.
    """

    id = "error"


class InvalidCodeError(ResultCodesError, ValueError):
    """A value that is neither a number nor its decimal digits was given as a code."""

    id = "invalid-code"


class InvalidPatternError(ResultCodesError, ValueError):
    """A text that is no class pattern was given as one."""

    id = "invalid-pattern"


class UnknownCodeError(ResultCodesError, KeyError):
    """A code was asked for that the code book does not print."""

    id = "unknown-code"

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; ours is a sentence.
        return str(self.args[0])


class UnknownTableError(ResultCodesError, KeyError):
    """A table was asked for that a code book does not have."""

    id = "unknown-table"

    def __str__(self) -> str:
        return str(self.args[0])


class InvalidCodeBookError(ResultCodesError, ValueError):
    """A code book cannot be loaded, or contradicts itself."""

    id = "invalid-code-book"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input.

    Parameters
    ----------
    id
        Stable id of the kind of fault, such as `no-table`.
    message
        What is wrong, in one line, and what to do.
    place
        Where: `file`, `file, line 12` or `file, page 3, line 12`.
    """

    id: str
    message: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.id}]"


class InputError(ResultCodesError):
    """A document cannot be read, or holds no code table. It carries every fault that was found, not the first."""

    id = "invalid-input"

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ColumnError(ResultCodesError, ValueError):
    """A column cannot be decoded: it is not there, holds no codes, or a column of the answer would replace another."""

    id = "column"


class UndecodableError(ResultCodesError, ValueError):
    """Under `strict`, a column holds values that the code book has no answer to.

    Attributes
    ----------
    count
        How many rows hold such a value.
    values
        The first distinct ones, at most ten, as they stand in the column.
    """

    id = "undecodable"

    def __init__(self, count: int, values: Sequence[object]) -> None:
        rows = "1 value is" if count == 1 else f"{count:,} values are"
        super().__init__(f"{rows} read as no code; the first distinct: {', '.join(map(repr, values))}")
        self.count = count
        self.values = tuple(values)

    def __reduce__(self) -> tuple[type[UndecodableError], tuple[int, tuple[object, ...]]]:
        return type(self), (self.count, self.values)


class PublicationError(ResultCodesError):
    """An edition was read but is refused publication."""

    id = "publication-refused"


class MissingPackageError(PublicationError):
    """A format was asked for that needs a package which is not installed."""

    id = "missing-package"
