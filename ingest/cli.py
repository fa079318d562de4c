"""The command line `resultcodes`.

Heavy modules (pydantic, pyarrow, rich, the pipeline) are imported inside the commands that need them, so that `--help`
and a single ingest start fast.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

# A run makes many objects and little garbage: looking for it at every 700, from the first import on, took an eighth
# of a short one.
gc.set_threshold(250_000)

# isort: split
import typer  # noqa: E402 - what is imported from here on makes those objects

from ingest import __version__  # noqa: E402
from ingest.commands.decode import decode_calls  # noqa: E402
from ingest.commands.display import BrokenOutputError, ExitCode, complain, report, write_line  # noqa: E402
from ingest.commands.documents import check_document, ingest_documents  # noqa: E402
from ingest.commands.editions import compare_editions, show_history, verify_editions  # noqa: E402
from ingest.commands.exports import export_book  # noqa: E402
from ingest.commands.questions import resolve_codes, search_codes, show_entries  # noqa: E402
from ingest.formats import Format  # noqa: E402


def _epilog(title: str, *lines: str) -> str:
    # \b keeps the line breaks.
    return "\n  ".join((f"\b\n{title}:", *lines))


app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # Without a default for --help, typer asks pydantic to validate that there is none: 50 ms.
    context_settings={"help_option_names": ["-h", "--help"], "default_map": {"help": False}},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        write_line(__version__)
        raise typer.Exit


@app.callback(
    invoke_without_command=True, epilog=_epilog("Exit codes", *(f"{code:3}  {code.meaning}" for code in ExitCode))
)
def resultcodes(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Turn a document's list of result codes into a code book, and ask it what a code means."""
    if context.invoked_subcommand is None:
        raise typer.TyperException("a command is missing")


for name, command, examples in (
    (
        "ingest",
        ingest_documents,
        (
            "resultcodes ingest data/sources/result-codes.txt",
            "resultcodes ingest --pages 43-45 --edition 2018 --out books specification.pdf",
            "resultcodes ingest inbox",
        ),
    ),
    (
        "check",
        check_document,
        (
            "resultcodes check data/sources/result-codes.txt",
            "resultcodes check --strict --encoding windows-1251 codes.txt",
        ),
    ),
    (
        "show",
        show_entries,
        ("resultcodes show", "resultcodes show 2211", "resultcodes show 22xx --book out/latest"),
    ),
    ("resolve", resolve_codes, ("resultcodes resolve 2219 1090 7000", "resultcodes resolve --json 2219")),
    (
        "decode",
        decode_calls,
        (
            "resultcodes decode calls.csv.gz --column disconnect_reason --out decoded.csv.gz",
            "resultcodes decode 'calls/*.parquet' --column disconnect_reason --out decoded.parquet",
            "zcat calls.csv.gz | resultcodes decode - --column disconnect_reason > decoded.csv",
        ),
    ),
    ("search", search_codes, ("resultcodes search лимит кампаний", "resultcodes search 44 --book out/latest")),
    (
        "diff",
        compare_editions,
        (
            "resultcodes diff out/latest specification.pdf",
            "resultcodes diff 2018 2019 --breaking --exit-code",
            "resultcodes diff 2018 latest --markdown",
        ),
    ),
    ("verify", verify_editions, ("resultcodes verify out/latest", "resultcodes verify out --json")),
    ("history", show_history, ("resultcodes history 1110", "resultcodes history 5101 --out books --json")),
):
    app.command(name, epilog=_epilog("Examples", *examples))(command)

app.command(
    "export",
    epilog=_epilog("Formats", *(f"{name:12} {name.meaning}" for name in Format))
    + "\n\n"
    + _epilog(
        "Examples",
        "resultcodes export --format sqlite --format skos",
        "resultcodes export --book out/latest --format dbt --to seeds",
    ),
)(export_book)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code.

    Parameters
    ----------
    arguments
        What stands after `resultcodes`; by default, what this process was started with.
    """
    # pydantic would read the metadata of every installed package to look for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    _prepare_output()
    try:
        # Not by typer's own error output: it shows what was typed raw, and gives 1 for a closed pipe.
        return int(app(args=arguments, prog_name="resultcodes", standalone_mode=False))
    except typer.TyperException as error:
        complain(f"error: command line: {error.format_message().rstrip('.')}; see resultcodes --help [usage]")
        return ExitCode.USAGE
    except BrokenOutputError as error:
        if error.exit_code != ExitCode.PIPE_CLOSED:
            complain(f"error: standard output: cannot be written: {error} [output]")
        return error.exit_code
    except Exception as error:
        from model import ResultCodesError

        if isinstance(error, ResultCodesError):
            return report(error)
        raise


def _prepare_output() -> None:
    """Let no letter and no missing stream end the command."""
    if sys.stdout is None:  # so Python says that the process was started without one
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
