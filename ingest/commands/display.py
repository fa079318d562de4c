"""How the command line shows things. Text of documents and names of files never reach a terminal raw."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import ReprEnum
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ingest.commands.streams import abandon
from ingest.document.formats import Explained

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ingest.commands.shapes import Error
    from model import CodeBook, ResultCodesError
    from model.records import Record


class ExitCode(int, ReprEnum, Explained):
    """The exit codes of the command line, each with its `meaning`."""

    DONE = 0, "done"
    FINDINGS = (
        1,
        "findings under --strict, and then nothing is published; changes, or lists that are behind, by --exit-code",
    )
    USAGE = 2, "usage: an unknown option, or a value that is none"
    INPUT = 3, "the input cannot be read, holds no code table or is damaged, or the code is not in the code book"
    PUBLICATION = 4, "publication is refused, as where the reading is in doubt, or the output cannot be written"
    INTERNAL = 70, "this program failed, which is its own fault: the message says how to report it"
    INTERRUPTED = 130, "interrupted from the keyboard"
    PIPE_CLOSED = 141, "the reader of the output went away"


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_AS_JSON: Final = ContextVar("as_json", default=False)
"""Whether errors are JSON: every command that prints JSON tells its errors so too."""

_UNLIMITED: Final = 1_000_000
_PATIENCE: Final = 1.0
"""How many seconds a person waits without a sign of life."""


class BrokenOutputError(Exception):
    """The standard output cannot be written: the exit code, and why."""

    def __init__(self, exit_code: ExitCode, reason: str) -> None:
        super().__init__(reason)
        self.exit_code = exit_code


def visible(text: str) -> str:
    r"""A text with everything that a terminal would act on, or not show, as an escape.

    Control, bidirectional, zero-width and unassigned characters, line separators, lone surrogates, and spaces other
    than the plain one.

    Examples
    --------
    >>> print(visible("Счет \x1b[31mзакрыт\u202e\u200b"))
    Счет \x1b[31mзакрыт\u202e\u200b
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def as_json(value: object, *, ascii_only: bool = False) -> str:
    r"""A value as indented JSON that is safe to show: what `visible` escapes stands there as \uXXXX.

    Examples
    --------
    >>> print(as_json(["Счет", "\x9b\u202e"]))
    [
      "Счет",
      "\u009b\u202e"
    ]
    """
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1] for letter in text)


def write(text: str) -> None:
    """Write a text to the standard output, at once.

    Raises
    ------
    BrokenOutputError
        If the reader of the output went away, or it cannot be written.
    """
    try:
        print(text, end="", flush=True)  # noqa: T201 - the only print to the standard output
    except OSError as error:
        raise broken_output(error) from error


def broken_output(error: OSError) -> BrokenOutputError:
    """The error for a standard output that cannot be written; what is left for it goes nowhere."""
    abandon(sys.stdout)
    code = ExitCode.PIPE_CLOSED if isinstance(error, BrokenPipeError) else ExitCode.PUBLICATION
    return BrokenOutputError(code, error.strerror or str(error))


def write_line(text: str = "") -> None:
    """Write one line to the standard output, escaped."""
    write(visible(text) + "\n")


def write_json(value: object) -> None:
    """Write a value to the standard output as JSON, ASCII where the output is not Unicode."""
    write(as_json(value, ascii_only=not is_unicode()) + "\n")


def complain(message: str) -> None:
    """Write one line to the standard error, escaped; where nobody can read it, it is dropped."""
    try:
        print(visible(message), file=sys.stderr, flush=True)  # noqa: T201 - the only print to the standard error
    except OSError:
        abandon(sys.stderr)


@contextmanager
def waiting(message: str) -> Iterator[None]:
    """Show on the standard error, if it is a terminal, that a block is at work, once that takes over a second."""
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    thread = Thread(target=_show_until, args=(message, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _show_until(message: str, done: Event) -> None:
    if done.wait(_PATIENCE):
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(visible(message))):
        done.wait()


def is_terminal() -> bool:
    """Whether a person reads the standard output."""
    return sys.stdout.isatty()


def is_unicode() -> bool:
    """Whether the standard output can show every character."""
    return sys.stdout.encoding.lower().startswith("utf")


def write_rich(*renderables: RenderableType) -> None:
    """Write renderables of rich: coloured and wrapped on a terminal, plain and unwrapped elsewhere.

    Plain under NO_COLOR too. Rich reads no markup in the texts.
    """
    from rich.console import Console

    # Rich has its own way with a closed pipe: it draws into memory, in the encoding of the output; `write` writes.
    drawn, encoding, on_terminal = io.BytesIO(), sys.stdout.encoding, is_terminal()
    console = Console(
        file=io.TextIOWrapper(drawn, encoding, errors="backslashreplace", newline="", write_through=True),
        force_terminal=on_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        width=None if on_terminal else _UNLIMITED,
        markup=False,
        highlight=False,
        emoji=False,
    )
    for renderable in renderables:
        console.print(renderable)
    write(drawn.getvalue().decode(encoding))


def tell_errors_as_json(wanted: bool) -> None:
    """Say whether errors are to be JSON in this process from now on."""
    _AS_JSON.set(wanted)


def are_errors_json() -> bool:
    """Whether errors are JSON in this process."""
    return _AS_JSON.get()


def complain_of(identifier: str, message: str, place: str | None = None) -> None:
    """Write an error to the standard error: one line for people, or where JSON is wanted, one object on a line."""
    if _AS_JSON.get():
        shape: Error = {"error": identifier, "place": place, "message": message}
        complain(json.dumps(shape))
    else:
        complain(f"error: {'' if place is None else f'{place}: '}{message} [{identifier}]")


def counted(count: int, one: str, many: str) -> str:
    """A number of things.

    Examples
    --------
    >>> counted(1, "class", "classes"), counted(10_000, "code", "codes")
    ('1 class', '10,000 codes')
    """
    return f"{count:,} {one if count == 1 else many}"


def counts_of(book: CodeBook) -> str:
    """How much a code book holds: `103 codes, 43 classes`."""
    return f"{counted(len(book.codes), 'code', 'codes')}, {counted(len(book.classes), 'class', 'classes')}"


def write_wrapped(text: str) -> None:
    """Write one line to the standard output, escaped; on a terminal, broken at words."""
    if not is_terminal():
        write_line(text)
        return
    from rich.text import Text

    from ingest.commands.layout import KeyedText

    write_rich(KeyedText([], Text(visible(text))))


def columns_of(record: Record, names: Iterable[str]) -> dict[str, object]:
    """The values of a record in the columns of its table, by name: how records stand in JSON output."""
    return {name: getattr(record, name) for name in names}


def report(error: ResultCodesError) -> ExitCode:
    """Write an error of the project to the standard error, every fault of it on a line, and give its exit code."""
    from model import InputError, InvalidCodeError, InvalidPatternError, PublicationError

    if isinstance(error, InputError):
        for fault in error.faults:
            complain_of(fault.id, fault.message, fault.place)
        if os.environ.get("RESULTCODES_TRACEBACK"):
            for line in "".join(getattr(error, "__notes__", ())).splitlines():
                complain(line)
    else:
        complain_of(error.id, str(error))
    if isinstance(error, InvalidCodeError | InvalidPatternError):
        return ExitCode.USAGE
    return ExitCode.PUBLICATION if isinstance(error, PublicationError) else ExitCode.INPUT
