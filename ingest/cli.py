"""The command line `resultcodes`.

Heavy modules (pydantic, pyarrow, rich, the pipeline) are imported inside the commands that need them, so that `--help`
and a single ingest start fast.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import takewhile
from shutil import get_terminal_size
from textwrap import wrap
from typing import Annotated, Final, NamedTuple

# A run makes many objects and little garbage: looking for it at every 700, from the first import on, took an eighth
# of a short one.
gc.set_threshold(250_000)

# isort: split
import typer  # noqa: E402 - what is imported from here on makes those objects
from typer.core import TyperArgument  # noqa: E402

from ingest.commands.completion import VARIABLE, set_up  # noqa: E402
from ingest.commands.display import ExitCode, complain, complain_of, tell_errors_as_json, write_line  # noqa: E402
from ingest.commands.streams import prepare_streams  # noqa: E402
from ingest.version import __version__  # noqa: E402


class Command(NamedTuple):
    """A command: the module and name of its function, and examples of its use."""

    module: str
    function: str
    examples: tuple[str, ...]


COMMANDS: Final = {
    "ingest": Command(
        "documents",
        "ingest_documents",
        (
            "resultcodes ingest data/sources/result-codes.txt",
            "resultcodes ingest --pages 43-45 --out books specification.pdf",
            "resultcodes ingest inbox",
            "resultcodes ingest --join page-1.md page-2.md --out pages",
        ),
    ),
    "check": Command(
        "checking",
        "check_document",
        (
            "resultcodes check data/sources/result-codes.txt",
            "resultcodes check --strict --encoding windows-1251 codes.txt",
            "resultcodes check --explain 1101 specification.pdf",
        ),
    ),
    "show": Command(
        "questions",
        "show_entries",
        ("resultcodes show", "resultcodes show 2211", "resultcodes show 22xx --book out/latest"),
    ),
    "resolve": Command(
        "questions", "resolve_codes", ("resultcodes resolve 2219 1090 7000", "resultcodes resolve --json 2219")
    ),
    "decode": Command(
        "decode",
        "decode_calls",
        (
            "resultcodes decode calls.csv.gz --column disconnect_reason --out decoded.csv.gz",
            "resultcodes decode 'calls/*.parquet' --column disconnect_reason --out decoded.parquet",
            "zcat calls.csv.gz | resultcodes decode - --column disconnect_reason > decoded.csv",
        ),
    ),
    "search": Command(
        "questions",
        "search_codes",
        ("resultcodes search лимит кампаний", "resultcodes search 44 --book out/latest"),
    ),
    "audit": Command(
        "audit",
        "audit_lists",
        (
            "resultcodes audit src docs",
            "resultcodes audit --markdown --book out/latest src",
            "resultcodes audit --exit-code docs",
        ),
    ),
    "diff": Command(
        "editions",
        "compare_editions",
        (
            "resultcodes diff out/latest specification.pdf",
            "resultcodes diff 2018 2019 --breaking --exit-code",
            "resultcodes diff 2018 latest --markdown",
        ),
    ),
    "verify": Command(
        "editions", "verify_editions", ("resultcodes verify out/latest", "resultcodes verify out --json")
    ),
    "history": Command("editions", "show_history", ("resultcodes history 1110", "resultcodes history 5101 --json")),
    "export": Command(
        "exports",
        "export_book",
        (
            "resultcodes export --format sqlite --format skos",
            "resultcodes export --book out/latest --format dbt --to seeds",
        ),
    ),
}
"""The commands by name, in the order of the help."""

_READS_TOO: Final = ("check", "diff")
_READS_SAME: Final = "A document may have any form that resultcodes ingest --help lists."

_SET_UP: Final = ("--install-completion", "--show-completion")


def _epilog(title: str, lines: Iterable[str]) -> str:
    # typer indents each line by two; \b keeps the line breaks.
    return "\n  ".join((f"\b\n{title}:", *lines))


def _help_width() -> int:
    """How wide help is: as the terminal, but no line is longer than one reads with ease."""
    return max(min(get_terminal_size().columns, 80) - 2, 30)


def _explanation(key: str, text: str) -> str:
    """A key and its meaning, broken within the help."""
    return _broken(f"{key}  {text}", _help_width(), len(key) + 2, "")


def _example(command: str) -> str:
    """A command, broken within the help as a shell takes it, an option not from its value."""
    together = re.sub(r"(?<= )(--[a-z-]+) (?!-)", "\\1\xa0", command)
    return _broken(together, _help_width() - 2, 4, " \\").replace("\xa0", " ")


def _broken(text: str, width: int, indent: int, continuation: str) -> str:
    lines = wrap(text, width - 4, subsequent_indent=" " * indent, break_on_hyphens=False, break_long_words=False)
    return f"{continuation}\n  ".join(lines)


def _print_version(wanted: bool) -> None:
    if wanted:
        write_line(__version__)
        raise typer.Exit


def resultcodes(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Turn a document's list of result codes into a code book, and ask it what a code means."""
    if context.invoked_subcommand is None:
        raise typer.TyperException(f"a command is missing, one of {', '.join(COMMANDS)}")


def command_line(names: Iterable[str], *, completes: bool = False) -> typer.Typer:
    """The command line with some of its commands: to make all of them takes longer than most of them run.

    `names`: those commands. `completes`: whether it can help a shell to complete what is typed, and has the options
    that set this up.
    """
    # typer names the types of Python, such as <list[Path]>, which say nothing to who reads the help.
    TyperArgument.display_type_rich = lambda *_, **__: None  # type: ignore[method-assign]
    app = typer.Typer(
        add_completion=completes,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        # Without a default for --help, typer asks pydantic to validate that there is none: 50 ms.
        context_settings={
            "help_option_names": ["-h", "--help"],
            "default_map": {"help": False},
            "terminal_width": _help_width(),
        },
    )
    exit_codes = _epilog("Exit codes", (_explanation(f"{code:3}", code.meaning) for code in ExitCode))
    app.callback(invoke_without_command=True, epilog=exit_codes)(resultcodes)
    for name in names:
        command = COMMANDS[name]
        function = getattr(import_module(f"{__package__}.commands.{command.module}"), command.function)
        app.command(name, epilog=_formats(name) + _epilog("Examples", map(_example, command.examples)))(function)
    return app


def _formats(name: str) -> str:
    if name in _READS_TOO:
        return _broken(_READS_SAME, _help_width(), 0, "") + "\n\n"
    if name == "ingest":
        from ingest.document.inputs import INPUT_FORMS

        forms = (_broken(f"{form.name}: {form.meaning}", _help_width(), 2, "") for form in INPUT_FORMS)
        return _epilog("Reads", forms) + "\n\n"
    if name != "export":
        return ""
    from ingest.document.formats import Format

    return _epilog("Formats", (_explanation(f"{form:11}", form.meaning) for form in Format)) + "\n\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code.

    `arguments`: what stands after `resultcodes`; by default, what this process was started with.
    """
    # pydantic would read the metadata of every installed package to look for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    prepare_streams()
    warnings.showwarning = lambda message, *_: complain(f"warning: {message}")
    arguments = sys.argv[1:] if arguments is None else arguments
    tell_errors_as_json("--json" in takewhile(lambda argument: argument != "--", arguments))
    is_completion = VARIABLE in os.environ
    first = _completed_command() if is_completion else next(iter(arguments), "")
    names = [first] if first in COMMANDS else list(COMMANDS)
    app = command_line(names, completes=is_completion or first not in COMMANDS)
    try:
        if first in _SET_UP and len(arguments) > 1 and not arguments[1].startswith("-"):
            set_up(first, " ".join(arguments[1:]))
            return ExitCode.DONE
        # Not by typer's own error output: it shows what was typed raw, and gives 1 for a closed pipe.
        status = int(app(args=list(arguments), prog_name="resultcodes", standalone_mode=False))
        # typer ends with 1 if it knows no completion for the shell, and has said so.
        return ExitCode.USAGE if status and first in _SET_UP else status
    except Exception as error:  # noqa: BLE001 - the net: whatever ends a command is told in one line
        from ingest.commands.failures import tell

        if isinstance(error, OSError) and error.filename is not None and first in _SET_UP:
            complain_of("output", f"cannot be installed: {error.filename}: {error.strerror}", "completion")
            return ExitCode.PUBLICATION
        return tell(error, f"resultcodes {first}" if first in COMMANDS else "resultcodes")


def _completed_command() -> str:
    """The command in the words that a shell asks to complete; empty if there is none yet."""
    words = os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()
    return words[1] if len(words) > 1 else ""
