"""What every command prints with `--json` has the shape that is documented, and so have errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from ingest.cli import COMMANDS
from ingest.commands.shapes import SHAPES, Columns, Error
from model.tables import CORRECTION_COLUMNS
from tests.command import Run, write

HEADER = "Класс\tКод\tОписание\n7xxx\t7000\tЗанято\n\t7001\tЗанято\n"
CORRECTIONS = {column.name for column in CORRECTION_COLUMNS}


def faults(shape: Any, value: object, place: str = "") -> Iterator[str]:
    """Where a value is not of a shape: each field must be there, no other, and of its type."""
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is Annotated and isinstance(arguments[1], Columns):
        yield from _faults_of_row(arguments[1], value, place)
    elif origin is Annotated:
        yield from faults(arguments[0], value, place)
    elif is_typeddict(shape):
        yield from _faults_of_object(get_type_hints(shape, include_extras=True), value, place)
    elif origin is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(arguments[0], item, f"{place}[{number}]")
    elif not _is_of(shape, origin, arguments, value):
        yield f"{place}: {value!r} is not of {shape}"


def _faults_of_object(hints: dict[str, Any], value: object, place: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.keys() != hints.keys():
        yield f"{place}: {sorted(value) if isinstance(value, dict) else value!r} and not {sorted(hints)}"
        return
    for name, hint in hints.items():
        yield from faults(hint, value[name], f"{place}.{name}")


def _faults_of_row(columns: Columns, value: object, place: str) -> Iterator[str]:
    known = [set(table.names) for table in columns.tables]
    if not isinstance(value, dict) or set(value) - CORRECTIONS not in known:
        yield f"{place}: {value!r} has not the columns of {[table.name for table in columns.tables]}"


def _is_of(shape: Any, origin: Any, arguments: tuple[Any, ...], value: object) -> bool:
    if origin is Union or isinstance(shape, UnionType):
        return any(not list(faults(argument, value)) for argument in arguments)
    if origin is Literal:
        return value in arguments
    if origin is dict:
        return isinstance(value, dict)
    return type(value) is (NoneType if shape is None else shape)


@pytest.fixture
def place(run: Run) -> Run:
    """The command, where a document, two editions of it, calls and a list of codes are."""
    write("a.txt", HEADER)
    write("b.txt", HEADER + "\t7002\tНовый\n")
    write("calls.csv", "code\n7001\n7009\n8000\n\n")
    Path("src").mkdir()
    write("src/codes.py", "CODES = {7000: 'Занято', 7001: 'Free', 7002: 'Новый'}\n")
    assert run("ingest", "a.txt", "--edition", "2018").code == 0
    assert run("ingest", "b.txt", "--edition", "2019").code == 0
    return run


@pytest.mark.parametrize(
    ("shape", "arguments"),
    [
        ("ingest", ["ingest", "a.txt", "b.txt"]),
        ("check", ["check", "a.txt"]),
        ("check --explain", ["check", "a.txt", "--explain", "7001"]),
        ("show", ["show", "--book", "out/latest"]),
        ("show", ["show", "--corrected"]),
        ("show CODE", ["show", "7001", "--book", "out/latest"]),
        ("show CODE", ["show", "7xxx", "--book", "out/latest"]),
        ("resolve", ["resolve", "7001", "7009", "8000", "--book", "out/latest"]),
        ("search", ["search", "занято", "--book", "out/latest"]),
        ("decode", ["decode", "calls.csv", "--column", "code", "--book", "out/latest", "--out", "decoded.csv"]),
        ("diff", ["diff", "2018", "2019"]),
        ("verify", ["verify", "out"]),
        ("history", ["history", "7000"]),
        ("export", ["export", "--format", "csv", "--book", "out/latest"]),
        ("audit", ["audit", "src", "--book", "out/latest"]),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value[:2]),
)
def test_commands_print_their_shapes(place: Run, shape: str, arguments: list[str]) -> None:
    """Each field of the definition is there, no other, and of its type."""
    result = place(*arguments, "--json")
    assert result.code == 0
    assert list(faults(SHAPES[shape], json.loads(result.out))) == []


def test_answers_with_corrections(run: Run) -> None:
    """Where corrections are asked for, their columns are added, and nothing else."""
    (answer,) = json.loads(run("resolve", "1110", "--corrected", "--json").out)
    assert {name for name in answer if name not in get_type_hints(SHAPES["resolve"].__args__[0])} == CORRECTIONS


def test_every_command_has_a_shape() -> None:
    """No command is left out of the definition, and so of the documentation."""
    assert {name.split()[0].rstrip(",") for name in SHAPES} == {*COMMANDS, "any"}


@pytest.mark.parametrize(
    ("arguments", "identifiers"),
    [
        (["check", "missing.txt"], ["missing-file"]),
        (["ingest", "prose.txt", "missing.txt"], ["no-table", "missing-file"]),
        (["ingest", "empty"], ["no-documents"]),
        (["ingest", "c.txt", "--edition", "2020"], ["publication-refused"]),
        (["show", "1234"], ["unknown-code"]),
        (["resolve", "22x9"], ["invalid-code"]),
        (["resolve"], ["usage"]),
        (["verify", "nowhere"], ["no-edition"]),
        (["diff", "2018", "2017"], ["missing-file"]),
        (["export", "--format", "xml"], ["usage"]),
    ],
    ids=" ".join,
)
def test_errors_are_json_too(place: Run, arguments: list[str], identifiers: list[str]) -> None:
    """One object a line, with the id that the line for people has, on the standard error."""
    write("prose.txt", "Only prose\n")
    write("c.txt", HEADER.replace("7001", "7005"))
    Path("empty").mkdir()
    plain = place(*arguments)
    result = place(*arguments, "--json")
    assert result.code == plain.code != 0
    told = [json.loads(line) for line in result.err.splitlines() if line.startswith("{")]
    assert [fault for item in told for fault in faults(Error, item)] == []
    assert [item["error"] for item in told] == identifiers
    lines = [line for line in plain.err.splitlines() if line.startswith("error: ")]
    assert [f"error: {item['place']}: " if item["place"] else "error: " for item in told] == [
        line[: len(f"error: {item['place']}: ") if item["place"] else len("error: ")]
        for item, line in zip(told, lines, strict=True)
    ]
    assert [line.endswith(f"{item['message']} [{item['error']}]") for item, line in zip(told, lines, strict=True)] == [
        True
    ] * len(told)


def test_findings_that_are_not_allowed_are_objects_too(place: Run) -> None:
    """Under --strict, each finding and then the refusal."""
    result = place("ingest", "a.txt", "--strict", "--out", "other", "--json")
    told = [json.loads(line) for line in result.err.splitlines()]
    assert [(item["error"], item["place"]) for item in told] == [
        ("repeated-description", "a.txt, line 3"),
        ("strict", "a.txt"),
    ]
    assert [fault for item in told for fault in faults(Error, item)] == []


def test_what_does_not_go_with_json_is_told_in_json(run: Run) -> None:
    """An error in the command line is an object too."""
    result = run("diff", "a", "b", "--json", "--markdown")
    assert (result.code, json.loads(result.err)) == (
        2,
        {
            "error": "usage",
            "place": "command line",
            "message": "Invalid value for '--markdown': it does not go with --json; see resultcodes diff --help",
        },
    )


def test_a_word_that_looks_like_the_option(run: Run) -> None:
    """What stands behind -- is no option: the error is for people."""
    assert run("check", "--", "--json").err == "error: --json: there is no such file [missing-file]\n"
