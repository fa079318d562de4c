"""The options of the commands that read documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ingest.commands.completion import offer_encodings

if TYPE_CHECKING:
    from ingest.document.limits import Limits
    from ingest.document.options import ReadOptions

MOST_BYTES: Final = "100M"
MOST_PAGES: Final = 5_000
MOST_UNPACKED: Final = "500M"
"""What a document may be and hold by default, as it is typed."""

_SIZE: Final = re.compile(r"([0-9]+)((?:[KMG]I?)?)B?", re.IGNORECASE)
_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 2**10, "MI": 2**20, "GI": 2**30}
_PAGES: Final = re.compile(r"([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?")

Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="ENC",
        help="Encoding of a text document; found out if not given.",
        autocompletion=offer_encodings,
    ),
]
Pages = Annotated[
    str | None, typer.Option("--pages", metavar="FIRST-LAST", help="Read only these pages, from 1: 43-45, or 7.")
]
Password = Annotated[str | None, typer.Option("--password", metavar="PW", help="Password of an encrypted document.")]
Readings = Annotated[
    Path | None,
    typer.Option(
        "--readings",
        metavar="FILE",
        help="How places in doubt are read, as check --settle writes it.",
        readable=False,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="NAME,NAME,...",
        help="What the columns hold, from the left, headings or none: class,-,code,description; - is not wanted.",
    ),
]
MaxSize = Annotated[
    str, typer.Option("--max-size", metavar="BYTES", help="Refuse a larger document: 500K, 100M, 1G or 1GiB.")
]
MaxPages = Annotated[
    int, typer.Option("--max-pages", metavar="N", min=1, help="Refuse a document of which more pages are to be read.")
]
MaxDecompressed = Annotated[
    str, typer.Option("--max-decompressed", metavar="BYTES", help="Refuse a document that unpacks to more.")
]
MaxCpu = Annotated[
    int,
    typer.Option(
        "--max-cpu", metavar="SECONDS", min=1, max=10**6, help="Give up a document that takes more processor time."
    ),
]
MaxMemory = Annotated[
    str, typer.Option("--max-memory", metavar="BYTES", help="Give up a document that takes more memory.")
]


def read_options(
    encoding: str | None,
    pages: str | None,
    password: str | None,
    max_size: str = MOST_BYTES,
    max_pages: int = MOST_PAGES,
    max_decompressed: str = MOST_UNPACKED,
    readings: Path | None = None,
    columns: str | None = None,
) -> ReadOptions:
    """What the user says about a document, of the options as they were typed."""
    from ingest.document.options import ReadOptions
    from model import load_readings

    return ReadOptions(
        encoding=encoding,
        pages=_page_range(pages),
        password=password,
        max_bytes=byte_count(max_size, "--max-size"),
        max_pages=max_pages,
        max_decompressed=byte_count(max_decompressed, "--max-decompressed"),
        readings=() if readings is None else load_readings(readings),
        columns=column_names(columns),
    )


def column_names(text: str | None) -> tuple[str, ...]:
    """The columns that an option names; none if it was not given."""
    if text is None:
        return ()
    from ingest.document.options import wrong_columns

    names = tuple(name.strip() for name in text.split(","))
    if message := wrong_columns(names):
        raise typer.BadParameter(message, param_hint="'--columns'")
    return names


def process_limits(max_cpu: int, max_memory: str) -> Limits:
    """What the process that reads a document may take, of the options as they were typed."""
    from ingest.document.limits import Limits

    return Limits(max_cpu, byte_count(max_memory, "--max-memory"))


def byte_count(text: str, option: str) -> int:
    """How many bytes the value of an option says."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise typer.BadParameter(f"{text!r} is no size, such as 500K, 100M or 1G", param_hint=f"'{option}'")
    return int(match[1]) * _UNITS[match[2].upper()]


def _page_range(text: str | None) -> range | None:
    if text is None:
        return None
    match = _PAGES.fullmatch(text)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if last < first:
        raise typer.BadParameter(f"{text!r} are no pages, such as 43-45 or 7", param_hint="'--pages'")
    return range(first, last + 1)
