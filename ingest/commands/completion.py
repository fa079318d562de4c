"""What a shell offers for the values of arguments and options, each with a help text where there is one.

A shell script takes in what is offered here, and some evaluate it; so nothing of a document or of the disk gets there
but letters, digits and plain punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from ingest.commands.display import complain
from ingest.document.formats import Format

if TYPE_CHECKING:
    from model import CodeBook

Offer = tuple[str, str]
"""A value and its help."""

VARIABLE: Final = "_RESULTCODES_COMPLETE"
"""What the completion scripts of typer say to the command in its environment."""

_ENCODINGS: Final = ("utf-8", "utf-16", "windows-1251", "koi8-r", "cp866", "iso8859-5")
_PLAIN_NAME: Final = re.compile(r"[\w.+-]+")
_NOT_PLAIN: Final = re.compile(r"[^\w .,;()«»/%-]")


SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")


def set_up(option: str, shell: str) -> None:
    """Show or install the script for a shell that is named: by themselves, the options take the one they run in.

    Raises
    ------
    typer.BadParameter
        If it is none of `SHELLS`.
    OSError
        If a file cannot be written.
    """
    from typer.completion import get_completion_script, install  # type: ignore[attr-defined]  # what its options call

    if shell not in SHELLS:
        raise typer.BadParameter(f"{shell!r} is none of the shells {', '.join(SHELLS)}", param_hint=option)
    if option == "--show-completion":
        typer.echo(get_completion_script(prog_name="resultcodes", complete_var=VARIABLE, shell=shell))
    else:
        complain(f"{shell} completion installed in {install(shell, 'resultcodes', VARIABLE)[1]}")


def offer_encodings() -> list[str]:
    """Encodings that documents come in."""
    return list(_ENCODINGS)


def offer_formats() -> list[Offer]:
    """Formats of an export."""
    return [(form.value, _plain(form.meaning)) for form in Format]


def offer_editions(context: typer.Context) -> list[str]:
    """The editions under `--out`, `latest` too. Documents, which may be named as well, the shell offers itself."""
    names = (path.parent.name for path in Path(context.params.get("out") or "out").glob("*/codebook.json"))
    return sorted(filter(_PLAIN_NAME.fullmatch, names))


def offer_codes(context: typer.Context) -> list[Offer]:
    """The codes of the code book at `--book`, or of the bundled one."""
    return list(_codes(_book(context.params.get("book"))))


def offer_codes_and_classes(context: typer.Context) -> list[Offer]:
    """The codes and classes of the code book at `--book`, or of the bundled one."""
    book = _book(context.params.get("book"))
    return [*_codes(book), *_classes(book)]


def offer_codes_of_latest(context: typer.Context) -> list[Offer]:
    """The codes of the edition under `--out` that was published last."""
    return list(_codes(_book(Path(context.params.get("out") or "out") / "latest")))


def _book(path: Path | None) -> CodeBook | None:
    from model import CodeBook, InvalidCodeBookError

    try:
        return CodeBook.load(path)
    except InvalidCodeBookError:
        return None


def _codes(book: CodeBook | None) -> Iterator[Offer]:
    for record in book or ():
        yield f"{record.code:04d}", _plain(record.description or "")


def _classes(book: CodeBook | None) -> Iterator[Offer]:
    if book is None:
        return
    for item in book.classes.values():
        text = item.title if item.default_code is None else book[item.default_code].description
        yield str(item.pattern), _plain(text or "")


def _plain(text: str) -> str:
    r"""A help text that no shell acts on.

    Examples
    --------
    >>> _plain(r"Счет \$(reboot) `x` 'закрыт' \u202e")
    'Счет (reboot) x закрыт u202e'
    """
    return _NOT_PLAIN.sub("", text)
