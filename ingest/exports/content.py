"""What is exported of a code book, and the folder that its files go to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from model import CodeBook, PublicationError
from model.frames import Value, table_rows
from model.records import Applied
from model.tables import TABLES, Table, with_corrections


@dataclass(frozen=True, slots=True)
class Content:
    """A code book, and the corrections that apply to it by code; None where they are not asked for.

    `base_iri` starts the IRIs of the formats that name things so; without it they are made of the edition's sha256.
    """

    book: CodeBook
    corrections: Applied | None = None
    base_iri: str | None = None

    def tables(self) -> Iterator[tuple[Table, Iterator[tuple[Value, ...]]]]:
        """Every table with its rows; where corrections are asked for, with their columns at the end."""
        for table in TABLES.values():
            rows = table_rows(self.book, table.name)
            if self.corrections is None:
                yield table, rows
            else:
                corrected = with_corrections(table)
                yield corrected, (rows if corrected is table else self._corrected_rows(table, rows))

    def corrected(self, code: int) -> str | None:
        """The corrected description of a code; None if there is none or it was not asked for."""
        return self._correction(code)[0]

    def described(self, code: int) -> str | None:
        """The description of a code in one text, the correction beside the vendor's words."""
        text, (corrected, reason) = self.book[code].description, self._correction(code)
        return text if corrected is None else f"{text} [corrected: {corrected}; {reason}]"

    def _correction(self, code: int) -> tuple[str | None, str | None]:
        item = (self.corrections or {}).get(code)
        return (None, None) if item is None else (item.after, item.reason)

    def _corrected_rows(self, table: Table, rows: Iterator[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
        place = table.names.index("resolved_code" if "resolved_code" in table.names else "code")
        for row in rows:
            code = row[place]
            assert isinstance(code, int)
            yield (*row, *self._correction(code))


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, which is made where it is missing; other files in it stay.

    All are written before the first takes its place, so that a full disk leaves what was there. A link that stands
    under the name of a file is replaced; nothing is written to where it leads.

    Raises
    ------
    PublicationError
        If they cannot be written, or the folder is a link.
    """
    if folder.is_symlink():
        raise PublicationError(f"{folder}: is a link; remove it or choose another --to")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".export-", dir=folder) as staging:
            for name, content in files.items():
                with (Path(staging) / name).open("xb") as file:
                    file.write(content)
            for name in files:
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        raise PublicationError(f"{folder}: nothing can be exported there: {error.strerror or error}") from error
