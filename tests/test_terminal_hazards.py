"""Nothing of a document, its name, an argument or an exception reaches a terminal raw, whatever the command."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode
from tests.command import Run, pseudo_terminal, save, shown_on, started

HOSTILE = "\x1b]0;owned\x07\x1b[2J \x9b2J \u202egnirts\u2066 \u200e\u061c\u2028 \ufdd0\ue000 \U000e0041"
NAME = f"codes{HOSTILE}\n\t"
ROWS = f"Класс\tКод\tОписание\n1xxx\t1000\tДело {HOSTILE}\n\t1001\tОтказ\n\t1001\tОтказ {HOSTILE}\n"
DOCUMENT = ROWS.replace("\x07", "")  # which no text may hold
DOUBTFUL = DOCUMENT + f"Поле {HOSTILE}\tТип\n".replace("\x07", "")
BAD = DOCUMENT + f"Класс\tКод\tОписание\n1xxx\t10\u202eО2\tЗанято\n\t1003{HOSTILE}\tСвободно\n".replace("\x07", "")

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
"""What this program itself sends to a terminal."""


@pytest.fixture
def hostile_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Hostile documents under hostile names in the current directory, and command lines that name them."""
    monkeypatch.chdir(tmp_path)
    # Some bytes of the name are no text: the system allows any but NUL and the slash.
    name = os.fsdecode(os.fsencode(NAME) + b"\xff")
    Path(f"{name}.txt").write_text(DOCUMENT, "utf-8")
    Path(f"{name}-bad.txt").write_text(BAD, "utf-8")
    Path(f"{name}-doubtful.txt").write_text(DOUBTFUL, "utf-8")
    head = f"<title>{HOSTILE}</title><header>{HOSTILE} API v1.9</header><p>a".replace("\x07", "")
    Path(f"{name}.html").write_text(head, "utf-8")
    Path(f"{name}.docx").write_bytes(b"PK\x03\x04" + HOSTILE.encode())
    Path(f"{name}.pdf").write_bytes(b"%PDF-1.4\n" + HOSTILE.encode())
    Path(name).mkdir()
    Path(f"{name}.csv").write_text(f"code,{HOSTILE}\n1000,a\n{HOSTILE},b\n", "utf-8")
    edition = Edition(name=HOSTILE, sha256="0" * 64, source=HOSTILE, format=HOSTILE, printed_version=HOSTILE)
    codes = [PrintedCode(1000, HOSTILE), PrintedCode(1001, "Отказ")]
    book = CodeBook.build(edition, [PrintedClass(ClassPattern("1xxx"), 1000, None), *titled()], codes)
    save(book, tmp_path)
    Path("other").mkdir()
    save(CodeBook.build(edition, [], [PrintedCode(1000, f"{HOSTILE} x"), PrintedCode(1002, HOSTILE)]), Path("other"))
    Path("broken.json").write_text(json.dumps({"schema_version": HOSTILE, HOSTILE: HOSTILE}), "utf-8")
    return command_lines(name)


def titled() -> list[PrintedClass]:
    """A class with a hostile title."""
    return [PrintedClass(ClassPattern("11xx"), None, HOSTILE)]


def command_lines(name: str) -> list[list[str]]:
    """Every command with everything hostile that it takes."""
    text, bad, doubtful, book = f"{name}.txt", f"{name}-bad.txt", f"{name}-doubtful.txt", "codebook.json"
    documents = [[command, name + form] for command in ("ingest", "check") for form in (".html", ".docx", ".pdf", "")]
    asked = [
        ["show", "--book", book],
        ["show", "1000", "--book", book],
        ["show", "11xx", "--book", book],
        ["resolve", "1009", "1000", "--book", book],
        ["search", "gnirts", "--book", book],
        ["diff", book, "other"],
        ["diff", book, "other", "--markdown"],
        ["audit", ".", "--book", book],
        ["audit", ".", "--book", book, "--markdown"],
    ]
    return [
        ["ingest", text],
        ["ingest", text, "--strict"],
        ["ingest", text, "--edition", HOSTILE],
        ["ingest", text, "--out", f"{name}.txt"],
        ["ingest", text, "--out", name],
        ["ingest", bad, text, "nothing" + name],
        ["check", text],
        ["check", text, "--json"],
        ["check", bad],
        ["ingest", doubtful],
        ["ingest", doubtful, "--json"],
        ["check", doubtful],
        ["diff", text, doubtful],
        *documents,
        *asked,
        *([*line, "--json"] for line in asked[:-1]),
        ["show", HOSTILE, "--book", book],
        ["show", "--book", f"{name}.html"],
        ["show", "--book", "broken.json"],
        ["resolve", HOSTILE, "--book", book],
        ["search", HOSTILE, "nothing", "--book", book],
        ["diff", text, name],
        ["diff", "nothing" + name, HOSTILE],
        ["verify", name],
        ["verify", "out"],
        ["verify", "nothing" + name],
        ["history", "1001", "--out", "out"],
        ["history", HOSTILE, "--out", "out"],
        ["history", "1001", "--out", name],
        ["export", "--format", HOSTILE],
        ["export", "--format", "csv", "--book", book, "--to", name],
        ["export", "--format", "csv", "--to", text],
        ["export", "--format", "skos", "--base-iri", HOSTILE],
        ["decode", f"{name}.csv", "--column", "code", "--book", book, "--out", f"{name}/decoded.csv"],
        ["decode", f"{name}.csv", "--column", "code", "--json", "--book", book, "--out", f"{name}/decoded.csv"],
        ["decode", f"{name}.csv", "--column", "code", "--strict", "--out", f"{name}/decoded.csv"],
        ["decode", f"{name}.csv", "--column", HOSTILE, "--out", "decoded.csv"],
        ["decode", f"{name}.csv", "--column", "code", "--format", HOSTILE],
        ["decode", f"{name}.csv", "--column", "code", "--columns", HOSTILE],
        ["decode", f"{name}.csv", "--column", "code", "--prefix", HOSTILE, "--out", f"{name}.csv/decoded.csv"],
        ["decode", f"nothing{name}", "--column", "code"],
        ["decode", text, "--column", "code"],
        *([command, f"--{HOSTILE}"] for command in ("ingest", "check", "show", "decode", "export", "history")),
        *([command, "a", "b", "c", HOSTILE] for command in ("check", "show", "verify", "diff", "history", "decode")),
        *(["check", text, option, HOSTILE] for option in ("--encoding", "--max-size", "--pages", "--max-pages")),
        [HOSTILE],
    ]


def raw(output: str) -> str:
    """The characters of an output that a terminal would act on or hide."""
    return "".join(letter for letter in output if not letter.isprintable() and letter != "\n")


def test_every_command_escapes_what_it_shows(hostile_files: list[list[str]], run: Run) -> None:
    """On both outputs of every command, everything that acts on a terminal is an escape, and nothing ends in a bug."""
    for line in hostile_files:
        result = run(*line)
        assert (raw(result.out), raw(result.err)) == ("", ""), line
        assert result.code in {0, 1, 2, 3, 4}, line
        if result.code > 1:
            assert result.out == "" or line[0] in {"verify", "ingest"}, line
            told = result.err.splitlines()
            if "--json" in line:
                assert all(json.loads(part) for part in told), line
            else:
                assert all(part.startswith(("error: ", "error about the reading: ", "note: ")) for part in told), line


def test_every_command_is_tried(hostile_files: list[list[str]]) -> None:
    """No command is left out."""
    from ingest.cli import COMMANDS

    assert {line[0] for line in hostile_files} - {HOSTILE} == set(COMMANDS)


def test_a_document_under_any_name_is_published(hostile_files: list[list[str]], run: Run) -> None:
    """A name that is no text is no hindrance: the edition has it with its bytes as escapes."""
    assert run(*hostile_files[0]).code == 0
    book = CodeBook.load(Path("out/latest"))
    assert book.edition.source == f"{NAME}\\xff.txt"
    assert "special-character" in {finding.rule for finding in book.findings}
    assert run("verify", "out/latest").code == 0


def test_nothing_raw_on_a_terminal(hostile_files: list[list[str]], tmp_path: Path, checkout: Path) -> None:
    """On a terminal, colours apart, it is the same; a process of its own takes the bytes of names as they are."""
    (tmp_path / "lines.json").write_text(json.dumps(hostile_files), "utf-8")
    script = (
        "import json, sys\nfrom ingest.cli import main\nfrom ingest.commands import display\n"
        "display._PATIENCE = 1000\n"  # on a busy machine the sign of life, which moves about, would come in between
        "for line in json.load(open('lines.json')):\n    main(line)\n    print('done', flush=True)\n"
    )
    surroundings = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "PYTHONPATH": str(checkout), "TERM": "xterm"}
    with (
        pseudo_terminal() as (ours, theirs),
        started([sys.executable, "-c", script], env=surroundings, stdout=theirs, stderr=theirs) as process,
    ):
        shown = shown_on(ours, theirs)
        assert process.wait() == 0
    assert shown.count("done\n") >= len(hostile_files)
    assert "\x1b[1m" in shown
    assert raw(COLOUR.sub("", shown)) == ""
