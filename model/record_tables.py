"""Files of TOML that hold one kind of tables, such as corrections: read, with every fault told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from model.errors import Fault, InputError

if TYPE_CHECKING:
    from pydantic import ValidationError


class Kind(NamedTuple):
    """A kind of tables: the name of each, that of all together, and the ids of the faults of files and of tables.

    `choices` says of a field what it can be.
    """

    name: str
    plural: str
    unreadable: str
    invalid: str
    choices: Mapping[str, str] = MappingProxyType({})

    def tables(self, file: Path) -> list[object]:
        """The tables of a file, in its order.

        Raises
        ------
        InputError
            If the file cannot be read, is no TOML, or holds anything else.
        """
        import tomllib

        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise self._unreadable(f"no {self.plural} can be read there: {error.strerror}", file) from error
        except ValueError as error:  # TOMLDecodeError, or bytes that are not UTF-8
            raise self._unreadable(f"is no TOML: {error}", file) from error
        unknown = sorted(content.keys() - {self.name})
        tables = content.get(self.name, [])
        if unknown or not isinstance(tables, list):
            raise self._unreadable(f"only [[{self.name}]] tables may stand there", file)
        return tables

    def fault(self, message: str, place: str) -> Fault:
        """What is wrong with a table."""
        return Fault(self.invalid, message, place)

    def faults(self, error: ValidationError, place: str) -> Iterator[Fault]:
        """What a table lacks, or holds that cannot be."""
        for fault in error.errors(include_url=False):
            where = ".".join(map(str, fault["loc"]))
            is_other = fault["type"] == "string_pattern_mismatch" and where in self.choices
            said = f"{fault['input']!r} is none of {self.choices[where]}" if is_other else fault["msg"]
            yield self.fault(f"{where}: {said}" if where else said, place)

    def _unreadable(self, message: str, file: Path) -> InputError:
        return InputError(Fault(self.unreadable, message, str(file)))
