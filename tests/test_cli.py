"""The commands that read documents, `ingest` and `check`: what they print, where, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.document.limits import Limits
from ingest.document.options import ReadOptions
from model import CodeBook, Fault, InputError
from model.tables import FINDINGS
from tests.command import MADE_UP, Run, write

HEADER = "Класс\tКод\tОписание\n"
CLEAN = HEADER + "1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
REPEATED = CLEAN + "\t1002\tВызов завершен\n"
CONFLICT = CLEAN + "\t1001\tВызов отклонен\n"


def test_ingest_publishes_and_sums_up(run: Run) -> None:
    """An ingest says where the files are, and counts codes, classes, findings and characters."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--edition", "first")
    assert result == (
        0,
        (
            "out/first (published), also out/latest\n"
            "  codes       3\n"
            "  classes     1\n"
            "  findings    1 (0 error, 1 warning, 0 info), shown by: resultcodes check codes.txt\n"
            "  characters  75 in the table, 0 unaccounted for\n"
        ),
        "",
    )
    assert CodeBook.load("out/latest")[1002].description == "Вызов завершен"


def test_ingest_again_changes_nothing(run: Run) -> None:
    """A second ingest of the same document says that nothing changed, and a clean one names no way to its findings."""
    write("codes.txt", CLEAN)
    run("ingest", "codes.txt", "--edition", "first", "--out", "books")
    result = run("ingest", "codes.txt", "--edition", "first", "--out", "books")
    assert result.out.splitlines()[0] == "books/first (unchanged), also books/latest"
    assert result.out.splitlines()[3] == "  findings    0 (0 error, 0 warning, 0 info)"


def test_ingest_json(run: Run) -> None:
    """The JSON of an ingest is a list with an object for each edition."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--edition", "first", "--json")
    assert result.code == 0
    assert json.loads(result.out) == [
        {
            "edition": "first",
            "directory": "out/first",
            "latest": "out/latest",
            "changed": True,
            "codes": 3,
            "classes": 1,
            "findings": {"error": 0, "warning": 1, "info": 0},
            "about_reading": {"error": 0, "warning": 0, "info": 0},
            "characters": 75,
            "unaccounted": 0,
        }
    ]


def test_ingest_goes_on_after_a_failure(run: Run) -> None:
    """A document that fails does not stop the others, and every fault is shown."""
    write("codes.txt", CLEAN)
    result = run("ingest", "missing.txt", "codes.txt", "also-missing.txt")
    assert result.code == 3
    assert result.err.splitlines() == [
        "error: missing.txt: there is no such file [missing-file]",
        "error: also-missing.txt: there is no such file [missing-file]",
    ]
    assert CodeBook.load("out/latest")[1001].description == "Вызов завершен"


def test_ingest_shows_every_fault_of_a_document(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error with several faults is shown as one line for each, with its place and id."""

    def unreadable(source: Path, **_: object) -> CodeBook:
        raise InputError(Fault("one", "is wrong", f"{source}, line 2"), Fault("two", "is too", f"{source}, line 9"))

    monkeypatch.setattr("ingest.pipeline.ingest", unreadable)
    result = run("ingest", "codes.txt")
    assert result == (3, "", "error: codes.txt, line 2: is wrong [one]\nerror: codes.txt, line 9: is too [two]\n")


def test_strict_publishes_nothing_with_findings(run: Run) -> None:
    """Under --strict a document with any finding is not published, and the findings are shown as messages."""
    write("codes.txt", REPEATED)
    result = run("ingest", "codes.txt", "--strict")
    assert result == (
        1,
        "",
        (
            "warning: codes.txt, line 4: 1002 has the same description as 1001: «Вызов завершен»; "
            "both were kept as printed [repeated-description]\n"
            "error: codes.txt: not published: --strict allows no findings, and it has 1 [strict]\n"
        ),
    )
    assert not Path("out").exists()


def test_conflict_is_published_only_without_strict(run: Run) -> None:
    """Even an error finding is published, with its count, unless --strict is given."""
    write("codes.txt", CONFLICT)
    assert run("ingest", "codes.txt", "--strict").code == 1
    assert not Path("out").exists()
    result = run("ingest", "codes.txt", "--json")
    assert (result.code, json.loads(result.out)[0]["findings"]["error"]) == (0, 1)


def test_strict_publishes_a_clean_document(run: Run) -> None:
    """Without findings --strict changes nothing."""
    write("codes.txt", CLEAN)
    assert run("ingest", "codes.txt", "--strict").code == 0
    assert Path("out/latest/codebook.json").is_file()


def test_refused_publication(run: Run) -> None:
    """A publication that is refused gives exit code 4 and says why."""
    write("codes.txt", CLEAN)
    write("out", "a file")
    assert run("ingest", "codes.txt") == (
        4,
        "",
        "error: out: is a file, not a directory; choose another --out [publication-refused]\n",
    )


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (["clean.txt", "missing.txt", "refused.txt", "findings.txt"], 3),
        (["findings.txt", "refused.txt", "clean.txt"], 4),
        (["findings.txt", "clean.txt"], 1),
        (["clean.txt"], 0),
    ],
)
def test_gravest_failure_is_the_exit_code(run: Run, sources: list[str], code: int) -> None:
    """Of several documents, one that cannot be read counts before a refusal, and that before findings."""
    write("clean.txt", CLEAN)
    write("findings.txt", REPEATED)
    write("refused.txt", CLEAN.replace("1001", "1009"))
    write("latest.txt", CLEAN + "\n")
    assert run("ingest", "latest.txt").code == 0
    result = run("ingest", "--strict", "--json", *sources)
    assert result.code == code
    assert [Path(item["directory"]).name.split("-")[0] for item in json.loads(result.out)] == ["clean"]


def test_reading_options_reach_the_pipeline(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoding, limits, pages, password and edition are passed on as they were given."""
    seen = []

    def read(source: Path, *, accept_doubts: int | None, edition: str | None = None, **given: Any) -> CodeBook:
        seen.append((source, edition, given["options"], given["limits"], accept_doubts))
        return CodeBook.build(MADE_UP, [], [])

    monkeypatch.setattr("ingest.pipeline.ingest", read)
    options = (
        *("--encoding", "koi8-r", "--pages", "43-45", "--password", "secret", "--max-size", "2M", "--max-pages", "9"),
        *("--max-decompressed", "3M", "--max-cpu", "5", "--max-memory", "1G"),
    )
    assert run("ingest", "a.pdf", "--edition", "made-up", "--accept-doubts", "7", *options).code == 0
    assert run("check", "a.pdf", *options).code == 0
    given = ReadOptions(
        encoding="koi8-r",
        pages=range(43, 46),
        password="secret",
        max_bytes=2_000_000,
        max_pages=9,
        max_decompressed=3_000_000,
    )
    limits = Limits(max_cpu=5, max_memory=1_000_000_000)
    # A check shows all doubts, and so lets them through.
    assert seen == [(Path("a.pdf"), "made-up", given, limits, 7), (Path("a.pdf"), None, given, limits, None)]


def test_defaults_are_those_of_the_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without options, the command reads as `ingest` does: 60 seconds, 1 GiB, 5,000 pages, 500 MB unpacked."""
    seen = []

    def read(_: Path, *, accept_doubts: int | None, edition: str | None = None, **given: Any) -> CodeBook:
        seen.append((edition, given["options"], given["limits"], accept_doubts))
        return CodeBook.build(MADE_UP, [], [])

    monkeypatch.setattr("ingest.pipeline.ingest", read)
    assert run("ingest", "a.pdf").code == 0
    assert run("check", "a.pdf").code == 0
    assert seen == [(None, ReadOptions(), Limits(), 0), (None, ReadOptions(), Limits(), None)]
    assert (Limits().max_cpu, Limits().max_memory) == (60, 2**30)
    assert (ReadOptions().max_pages, ReadOptions().max_decompressed) == (5_000, 500_000_000)


@pytest.mark.parametrize(
    ("text", "size"),
    [("7", 7), ("500K", 500_000), ("1g", 1_000_000_000), ("100MB", 100_000_000), ("1GiB", 2**30), ("3ki", 3072)],
)
def test_sizes(run: Run, monkeypatch: pytest.MonkeyPatch, text: str, size: int) -> None:
    """A size is a number of bytes, of thousands, millions or thousands of millions of them, or of powers of 1,024."""
    seen = []

    def read(_: Path, *, options: ReadOptions, **_given: object) -> CodeBook:
        seen.append(options)
        return CodeBook.build(MADE_UP, [], [])

    monkeypatch.setattr("ingest.pipeline.ingest", read)
    assert run("check", "a.txt", "--max-size", text, "--pages", "7").code == 0
    assert seen == [ReadOptions(max_bytes=size, pages=range(7, 8))]


def test_check_shows_findings_and_publishes_nothing(run: Run) -> None:
    """A check prints a line for each finding, counts on the standard error, and writes no file."""
    write("codes.txt", REPEATED)
    result = run("check", "codes.txt")
    assert result == (
        0,
        (
            "warning: codes.txt, line 4: 1002 has the same description as 1001: «Вызов завершен»; "
            "both were kept as printed [repeated-description]\n"
        ),
        "codes.txt: 3 codes, 1 class, findings: 0 error, 1 warning, 0 info\n",
    )
    assert [path.name for path in Path().iterdir()] == ["codes.txt"]


def test_check_tells_doubts_about_the_reading_apart(run: Run) -> None:
    """What may have been read wrong comes last, says so in its line and in JSON, and is counted by itself."""
    write("codes.txt", REPEATED.replace("Код\tОписание\n", "Код\tОписание\n\t\tТекст ничей\n"))
    result = run("check", "codes.txt")
    *others, doubt = result.out.splitlines()
    assert [line.split(":")[0] for line in others] == ["warning"]
    assert doubt.startswith("warning about the reading: codes.txt, line 2: ")
    assert doubt.endswith(" [unattached-text]")
    assert result.err == ("codes.txt: 3 codes, 1 class, findings: 0 error, 2 warning, 0 info, about the reading 1\n")
    told = {item["rule"]: item["about"] for item in json.loads(run("check", "codes.txt", "--json").out)}
    assert told == {"repeated-description": "document", "unattached-text": "reading"}
    (summary,) = json.loads(run("ingest", "codes.txt", "--json").out)
    assert (summary["findings"]["warning"], summary["about_reading"]["warning"]) == (2, 1)
    assert "findings    2 (0 error, 2 warning, 0 info), about the reading 1, shown by" in run("ingest", "codes.txt").out


def test_check_json_has_the_columns_of_findings(run: Run) -> None:
    """The JSON of a check is a list of findings with the columns of the table `findings`."""
    write("codes.txt", REPEATED)
    result = run("check", "codes.txt", "--json")
    (finding,) = json.loads(result.out)
    assert tuple(finding) == FINDINGS.names
    assert (finding["rule"], finding["severity"], finding["code"], finding["line"]) == (
        "repeated-description",
        "warning",
        1002,
        4,
    )
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(("text", "code"), [(REPEATED, 1), (CLEAN, 0)])
def test_check_strict(run: Run, text: str, code: int) -> None:
    """A strict check fails exactly if there is a finding."""
    write("codes.txt", text)
    assert run("check", "codes.txt", "--strict").code == code


def test_check_of_an_unreadable_document(run: Run) -> None:
    """A check of what is no document gives exit code 3 and one line."""
    assert run("check", "missing.txt") == (3, "", "error: missing.txt: there is no such file [missing-file]\n")
