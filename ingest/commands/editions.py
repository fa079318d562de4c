"""The commands about editions: `diff`, `verify` and `history`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands import reading
from ingest.commands.completion import offer_codes_of_latest, offer_editions
from ingest.commands.display import (
    ExitCode,
    Json,
    counted,
    is_unicode,
    visible,
    write_json,
    write_line,
    write_rich,
    write_wrapped,
)
from ingest.commands.questions import code_number

if TYPE_CHECKING:
    from ingest.commands.layout import KeyedText
    from ingest.commands.shapes import Changed, Diff, Side, Told, Verified
    from ingest.document.options import ReadOptions
    from ingest.publish.history import Wording
    from model import CodeBook, DoubtfulError, Edition
    from model.changes import Change
    from model.compare import Comparison

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where editions are published.", readable=False)]


def compare_editions(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="The edition before.", show_default=False, autocompletion=offer_editions),
    ],
    new: Annotated[
        str,
        typer.Argument(metavar="NEW", help="The edition after.", show_default=False, autocompletion=offer_editions),
    ],
    *,
    out: Out = Path("out"),
    breaking: Annotated[bool, typer.Option("--breaking", help="Only the breaking changes.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if there are any changes.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, for a change log.")] = False,
    encoding: reading.Encoding = None,
    pages: reading.Pages = None,
    password: reading.Password = None,
    readings: reading.Readings = None,
    columns: reading.Columns = None,
    as_json: Json = False,
) -> ExitCode:
    """Say what changed between two editions.

    Each is a document (- is standard input), the name of an edition under --out, its directory, a directory of
    editions, of which the latest is taken, or a codebook.json. A change is breaking if what was right by the old
    edition can be wrong by the new one. What is said of how documents are read holds for those among the two.
    """
    from dataclasses import replace

    from model import DoubtfulError
    from model.compare import compare

    if markdown and as_json:
        raise typer.BadParameter("it does not go with --json", param_hint="'--markdown'")
    options = reading.read_options(encoding, pages, password, readings=readings, columns=columns)
    try:
        comparison = compare(_load(old, out, options), _load(new, out, options))
    except DoubtfulError as error:
        return _refuse(error)
    if breaking:
        comparison = replace(comparison, changes=comparison.breaking)
    if as_json:
        write_json(_as_dict(comparison))
    elif markdown:
        _write_markdown(comparison)
    else:
        _write_changes(comparison)
    return ExitCode.FINDINGS if exit_code and comparison.changes else ExitCode.DONE


def _refuse(error: DoubtfulError) -> ExitCode:
    from ingest.commands.refusals import refuse_comparison

    return refuse_comparison(error)


def _load(argument: str, out: Path, options: ReadOptions) -> CodeBook:
    """The code book of what somebody names: what is there by that path, else an edition of that name."""
    from ingest.document.source import STANDARD_INPUT
    from ingest.pipeline import ingest
    from model import CodeBook, Fault, InputError

    path = Path(argument)
    if path.is_dir() or (path.is_file() and path.suffix == ".json"):
        return CodeBook.load(path)
    if path == STANDARD_INPUT or path.exists():
        return ingest(path, options=options)
    if (out / argument).is_dir():
        return CodeBook.load(out / argument)
    raise InputError(Fault("missing-file", f"there is no such file, and no edition of that name in {out}", argument))


def _as_dict(comparison: Comparison) -> Diff:
    return {
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "changes": list(map(_change_as_dict, comparison.changes)),
    }


def _side(edition: Edition) -> Side:
    return {"edition": edition.name, "sha256": edition.sha256}


def _change_as_dict(change: Change) -> Changed:
    return {
        "rule": change.rule.id,
        "is_breaking": change.is_breaking,
        "code": change.code,
        "last": change.last,
        "pattern": change.pattern,
        "old": change.old,
        "new": change.new,
    }


def _write_markdown(comparison: Comparison) -> None:
    from ingest.publish.history import comparison_markdown

    for line in comparison_markdown(comparison).splitlines():
        write_line(line)


def _write_changes(comparison: Comparison) -> None:
    from rich.text import Text

    from ingest.commands.layout import KeyedText

    arrow = "→" if is_unicode() else "->"
    changes = counted(len(comparison.changes), "change", "changes")
    counts = f"{changes}, of them breaking: {len(comparison.breaking)}"
    heading = Text(visible(f"{comparison.old.name} {arrow} {comparison.new.name}: {counts}"))
    write_rich(KeyedText([], heading), *map(_line, comparison.changes))


def _line(change: Change) -> KeyedText:
    """A change in one line; where words of a text differ, `[-those-]` went and `{+those+}` came."""
    from rich.text import Text

    from ingest.commands.layout import KeyedText

    label = "breaking" if change.is_breaking else ""
    keys = [(f"  {label:<8}", "bold red"), (f"{change.rule.id:<18}", ""), (f"{change.subject:<9}", "bold")]
    return KeyedText(keys, Text.assemble(*_difference(change)))


def _difference(change: Change) -> list[str | tuple[str, str]]:
    from ingest.document.wording import compare_words
    from model.changes import MISPRINT_REPAIRED, RENUMBERED, RESOLUTIONS

    if change.rule in {RENUMBERED, *RESOLUTIONS}:
        return [f"{change.old or 'none'} {'→' if is_unicode() else '->'} {change.new or 'none'}"]
    if change.old is None or change.new is None:
        style = "" if change.rule is MISPRINT_REPAIRED else "red" if change.new is None else "green"
        return [(visible(change.old or change.new or ""), style)]
    marks = {"same": ("", "", ""), "old": ("[-", "-]", "red"), "new": ("{+", "+}", "green")}
    pieces: list[str | tuple[str, str]] = []
    for kind, words in compare_words(change.old, change.new):
        begin, end, style = marks[kind]
        pieces += [" " if pieces else "", (f"{begin}{visible(words)}{end}", style)]
    return pieces


def verify_editions(
    directory: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="An edition, or a directory of editions.", show_default=False, readable=False
        ),
    ],
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell only what is damaged.")] = False,
    as_json: Json = False,
) -> ExitCode:
    """Check that published files are as they were published.

    Every file of the manifest must be there with the same bytes, and no other; records, keys and counts of rows must
    hold. In a directory of editions, each must be there, as the manifest of the next says, and what stands beside them
    too. What is missing or changed is one line each.
    """
    problems = {str(path): lines for path, lines in _problems_at(directory).items() if lines or not quiet}
    if as_json:
        verified: list[Verified] = [
            {"directory": name, "is_whole": not lines, "problems": lines} for name, lines in problems.items()
        ]
        write_json(verified)
    else:
        for name, lines in problems.items():
            write_line(f"{name}: {'damaged' if lines else 'whole'}")
            for line in lines:
                write_line(f"  {line}")
    return ExitCode.INPUT if any(problems.values()) else ExitCode.DONE


def _problems_at(directory: Path) -> dict[Path, list[str]]:
    """What is wrong with the edition that a directory is, or else with those in it and what stands beside them."""
    from ingest.exports import CODEBOOK_FILE
    from ingest.publish.manifest import MANIFEST_FILE
    from ingest.publish.verification import verify, verify_all
    from model import Fault, InputError

    with readable(directory):
        if any((directory / name).exists() for name in (CODEBOOK_FILE, MANIFEST_FILE)):
            return {directory: verify(directory)}
        problems = verify_all(directory)
    if not problems:
        raise InputError(Fault("no-edition", "there is no edition, and no directory of editions", str(directory)))
    return problems


@contextmanager
def readable(directory: Path) -> Iterator[None]:
    """What the system says of a directory that cannot be read, as an error of the project."""
    from model import Fault, InputError

    try:
        yield
    except OSError as error:
        fault = Fault("unreadable-file", f"the directory cannot be read: {error.strerror}", str(directory))
        raise InputError(fault) from error


def show_history(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help="A code of any edition.",
            show_default=False,
            autocompletion=offer_codes_of_latest,
        ),
    ],
    *,
    out: Out = Path("out"),
    as_json: Json = False,
) -> ExitCode:
    """Say what became of a code in all editions.

    The first and the last edition that print it, and each wording of it. Codes that are printed no more stay known.
    """
    from ingest.publish.editions import read_editions
    from ingest.publish.history import wordings
    from model import Fault, InputError, UnknownCodeError

    with readable(out):
        books = [edition.book for edition in read_editions(out)]
    if not books:
        raise InputError(Fault("no-edition", "there is no directory of editions", str(out)))
    number = code_number(code)
    if number is None or not any(number in book for book in books):
        raise UnknownCodeError(
            f"{code} is not a code of any edition in {out}; resolve tells how it is read all the same"
        )
    found = wordings(books, number)
    if as_json:
        write_json(_history_as_dict(number, found, books[-1]))
    else:
        _write_history(number, found, books[-1])
    return ExitCode.DONE


def _history_as_dict(code: int, found: Sequence[Wording], newest: CodeBook) -> Told:
    return {
        "code": code,
        "first": found[0].first,
        "last": found[-1].last,
        "is_printed": code in newest,
        "wordings": [
            {"first": wording.first, "last": wording.last, "description": wording.description} for wording in found
        ],
    }


def _write_history(code: int, found: Sequence[Wording], newest: CodeBook) -> None:
    write_wrapped(f"{code:04d}  first in {found[0].first}, last in {found[-1].last}")
    for wording in found:
        span = wording.first if wording.first == wording.last else f"{wording.first} to {wording.last}"
        write_wrapped(f"  {span}: {wording.description or 'without a description'}")
    if code not in newest:
        answer = newest.resolve(code)
        now = "in no class" if answer.code is None else f"read as {answer.code:04d} by class {answer.matched_pattern}"
        write_wrapped(f"  {newest.edition.name}: printed no more, {now}")
