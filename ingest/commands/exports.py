"""The command `export`: a code book in the formats of catalogues and of other programs."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ingest.commands.completion import offer_formats
from ingest.commands.display import ExitCode, Json, write_json, write_line
from ingest.commands.questions import Book, Corrected, load_book
from ingest.document.formats import Format

if TYPE_CHECKING:
    from ingest.commands.shapes import Exported
    from ingest.exports.catalogues import Files

# What Turtle allows in an IRI, after a scheme. Nothing in it needs an escape.
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|^`\\]+")


def export_book(
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            metavar="NAME",
            help="A format; may be repeated.",
            show_default=False,
            autocompletion=offer_formats,
        ),
    ],
    *,
    to: Annotated[
        Path,
        typer.Option("--to", metavar="DIR", help="Where the files go, each format in its own folder.", readable=False),
    ] = Path("export"),
    book: Book = None,
    corrected: Corrected = False,
    base_iri: Annotated[
        str | None,
        typer.Option("--base-iri", metavar="IRI", help="Start of the IRIs of skos; by default from the document."),
    ] = None,
    as_json: Json = False,
) -> ExitCode:
    """Write a code book for catalogues and programs.

    A file that stands there already is replaced.
    """
    from ingest.exports.catalogues import export_format
    from ingest.exports.content import Content, write_files

    if base_iri is not None and _IRI.fullmatch(base_iri) is None:
        raise typer.BadParameter(
            f"{base_iri!r} is no IRI, such as https://example.org/codes/", param_hint="'--base-iri'"
        )
    names = dict.fromkeys(map(_format, formats))
    content = Content(*load_book(book, corrected=corrected), base_iri)
    made = {name: export_format(content, name) for name in names}
    for name, files in made.items():
        write_files(to / name, files)
    _tell(to, made, as_json=as_json)
    return ExitCode.DONE


def _format(text: str) -> Format:
    found = next((name for name in Format if name == text), None)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no format; there are {', '.join(Format)}", param_hint="'--format'")
    return found


def _tell(to: Path, made: dict[Format, Files], *, as_json: bool) -> None:
    rows: list[Exported] = [
        {
            "format": name.value,
            "path": str(to / name / file),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, files in made.items()
        for file, content in files.items()
    ]
    if as_json:
        write_json(rows)
    else:
        for row in rows:
            write_line(str(row["path"]))
