"""What a person sees on a terminal: within its width, coloured or not, with the place of each finding marked."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from rich.console import Console

from ingest import ingest
from ingest.cli import COMMANDS
from ingest.commands import excerpts
from ingest.commands.display import visible
from ingest.commands.excerpts import findings_with_excerpts
from model import CodeBook, Finding, PrintedClass, PrintedCode, Span
from model.pattern import ClassPattern
from model.reading_rules import UNACCOUNTED_TEXT
from model.rules import CONFLICTING_CODE, DUPLICATE_CODE, LABEL_MISFIT, MIXED_WILDCARDS
from tests.command import CHECKOUT, COLOUR, MADE_UP, shell, terminal, write

HEADER = "Класс\tКод\tОписание\n"
OLD = HEADER + "1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n\t1002\tНомер занят\n"
NEW = (
    HEADER
    + "1xxx\t1000\tДействие выполнено\n\t1001\tВызов отклонен\n\t1003\tВызов отклонен\n"
    + "\t1004\t漢字\u202e漢字\x1b[31m 😀 e\u0301 "
    + "очень длинное описание " * 20
    + "\n\t1004\tДругое описание\n"
    + "".join(f"\t{code}\tТекст{'длинноеслово' * 30}\n" for code in (1005, 1006))
)
LIMIT = 1_000_000


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two editions of a document: the second one has findings, wide letters and what terminals act on."""
    monkeypatch.chdir(tmp_path)
    write("old.txt", OLD)
    write("new.txt", NEW)
    return tmp_path


SHOWN = [
    ["check", "new.txt"],
    ["diff", "old.txt", "new.txt"],
    ["show"],
    ["show", "44xx"],
    ["search", "лимит"],
    ["resolve", "2219", "1090", "7000"],
    ["history", "1110", "--out", str(CHECKOUT / "data" / "editions")],
]
HELP = [["--help"], *([name, "--help"] for name in COMMANDS)]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_everything_is_within_the_width(documents: Path, width: int) -> None:
    """No line of any command or help is wider than the terminal, and but for colours there is nothing it acts on."""
    for output in terminal([*SHOWN, *HELP], documents, width):
        lines = COLOUR.sub("", output).splitlines()
        assert lines
        assert [line for line in lines if cell_len(line) > width or not line.isprintable()] == []
        assert [line for line in lines if line != line.rstrip() and not line.startswith("Usage")] == []


def test_what_is_not_broken_is_what_a_pipe_gets(documents: Path) -> None:
    """On a wide terminal colours are all that is added to what a pipe gets: they carry no meaning of their own."""
    commands = [["diff", "new.txt", "old.txt"], ["show", "44xx"], ["search", "лимит"], ["resolve", "2219", "7000"]]
    for command, output in zip(commands, terminal(commands, documents, 2000), strict=True):
        assert "\x1b[" in output
        assert COLOUR.sub("", output) == shell(*command, cwd=documents, PYTHONPATH=str(CHECKOUT)).stdout


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_only_colour_is_missing(documents: Path, setting: dict[str, str]) -> None:
    """NO_COLOR and a dumb terminal take the colours away, and nothing else."""
    plain = terminal(SHOWN, documents, 60, **setting)
    assert "\x1b" not in "".join(plain)
    assert plain == [COLOUR.sub("", output) for output in terminal(SHOWN, documents, 60)]


def test_changes_are_coloured_by_what_they_do(documents: Path) -> None:
    """What came is green, what went is red, and so are the words of a text that is other."""
    (output,) = terminal([["diff", "old.txt", "new.txt"]], documents, 200)
    assert "\x1b[31mНомер занят\x1b[0m" in output
    assert "\x1b[31m[-завершен-]\x1b[0m \x1b[32m{+отклонен+}\x1b[0m" in output
    assert "\x1b[32mВызов отклонен\x1b[0m" in output
    assert "\x1b[1;31m  breaking\x1b[0m  code-removed" in output


def drawn(source: Path, book: CodeBook, width: int) -> str:
    """The findings of a code book as a terminal of a width without colours shows them."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    for part in findings_with_excerpts(source, book, LIMIT):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_findings_of_a_text_show_its_line(documents: Path) -> None:
    """Each rule is told once, the gravest first; under each finding stand its line and carets below the place."""
    del documents
    path = write("codes.txt", OLD + "\t1003\tНомер занят\n\t1001\t漢字\tДругое\n\t1003\tНомер занят\n")
    assert drawn(path, ingest(path), 78) == (
        "error[conflicting-code]: A code is printed more than once, with different\n"
        "    texts; the first text was kept\n"
        "\n"
        "1001 is printed with two texts: «Вызов завершен» and «漢字 Другое»\n"
        "  --> codes.txt:6:2\n"
        "   |\n"
        " 6 |     1001    漢字    Другое\n"
        "   |     ^^^^\n"
        "\n"
        "warning[duplicate-code]: A code is printed more than once, with the same text;\n"
        "    kept once\n"
        "\n"
        "1003 is printed again with the same text\n"
        "  --> codes.txt:7:2\n"
        "   |\n"
        " 7 |     1003    Номер занят\n"
        "   |     ^^^^\n"
        "\n"
        "warning[repeated-description]: Two codes have the same description: a misprint\n"
        "    there changes what a code means; both were kept as printed\n"
        "\n"
        "1003 has the same description as 1002: «Номер занят»\n"
        "  --> codes.txt:5:2\n"
        "   |\n"
        " 5 |     1003    Номер занят\n"
        "   |     ^^^^\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("line", "span", "shown"),
    [
        ("漢字\u202e 1001 Busy", Span(line=1, column=5), " 1 | 漢字\\u202e 1001 Busy\n   |            ^^^^\n"),
        ("\t漢字\tlost  words", Span(line=1, column=2), " 1 |     漢字    lost  words\n   |     ^^^^\n"),
        ("| 10xх | 1000 |", Span(line=1, column=3), " 1 | | 10xх | 1000 |\n   |   ^^^^\n"),  # noqa: RUF001 - printed so
        (" 1001 Busy", Span(line=1, column=1), " 1 |  1001 Busy\n   |  ^^^^\n"),
        ("  lost words ", Span(line=1), " 1 |   lost words\n   |   ^^^^^^^^^^\n"),
        (
            "a" * 60 + "  1001 Busy",
            Span(line=1, column=63),
            " 1 | …" + "a" * 22 + "  1001 Busy\n   |  " + " " * 24 + "^^^^\n",
        ),
        ("1001 " + "б" * 60, Span(line=1, column=1), " 1 | 1001 " + "б" * 28 + "…\n   | ^^^^\n"),
    ],
)
def test_carets_stand_under_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, span: Span, shown: str
) -> None:
    """Carets stand under a code, label or cell, whatever is escaped, wide or a tab before it; long lines are cut."""
    monkeypatch.chdir(tmp_path)
    path = write("codes.txt", line + "\n")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    edition = MADE_UP.model_copy(update={"encoding": "utf-8", "sha256": sha256})
    finding = UNACCOUNTED_TEXT.finding("made up", span)
    assert drawn(path, CodeBook.build(edition, [], [], [finding]), 40).split("   |\n")[1] == shown + "\n"


def test_findings_of_other_formats_show_their_row(tmp_path: Path) -> None:
    """Of a document that is no text, the row is shown as it was read, with its page and carets under what is meant."""
    row, again, elsewhere = (Span(page=2, line=number) for number in (4, 5, 6))
    classes = [PrintedClass(ClassPattern("7xxx"), default_code=7000, span=row)]
    findings: list[Finding] = [
        MIXED_WILDCARDS.finding("made up", row, pattern=ClassPattern("7xxx")),
        LABEL_MISFIT.finding("made up", row, code=8000),
        DUPLICATE_CODE.finding("made up", again, code=7000),
        CONFLICTING_CODE.finding("made up", elsewhere, code=7000),
    ]
    edition = MADE_UP.model_copy(update={"format": "pdf"})
    book = CodeBook.build(edition, classes, [PrintedCode(7000, "Busy", code_span=row)], findings)
    blocks = drawn(tmp_path / "a.pdf", book, 200).replace(str(tmp_path), "").split("made up\n")
    assert [block.split("\n\n")[0] for block in blocks[1:]] == [
        "  --> /a.pdf, page 2, line 6",
        "  --> /a.pdf, page 2, line 4\n   |\n 4 | 7xxx  7000  Busy\n   | ^^^^^^^^^^^^^^^^",
        "  --> /a.pdf, page 2, line 5\n   |\n 5 | 7000  Busy\n   | ^^^^",
        "  --> /a.pdf, page 2, line 4\n   |\n 4 | 7xxx  7000  Busy\n   | ^^^^",
    ]


def test_a_text_that_changed_is_not_shown(documents: Path) -> None:
    """Where the document changed or went away after it was read, its findings are shown without its lines."""
    edition = MADE_UP.model_copy(update={"encoding": "utf-8"})
    book = CodeBook.build(edition, [], [], [UNACCOUNTED_TEXT.finding("made up", Span(line=3))])
    for name in ("gone.txt", "old.txt"):
        path = documents / name
        assert drawn(path, book, 200).endswith(f"made up\n  --> {path}, line 3\n\n")


@given(
    st.text(st.characters(exclude_categories=["Mn", "Me"]), min_size=1),
    st.integers(0, 99),
    st.integers(1, 9),
    st.integers(16, 99),
)
def test_a_cut_line_keeps_its_place(line: str, begin: int, length: int, room: int) -> None:
    """Any line fits into any room, nothing in it acts on a terminal, and what is meant begins where the carets do."""
    begin %= len(line)
    cut = excerpts._cut(excerpts.Excerpt(line, begin, begin + length), room)
    assert cell_len(cut.text) <= room
    assert cut.text.isprintable()
    meant = "    " if line[begin] == "\t" else visible(line[begin])
    before = set_cell_size(cut.text, cut.before)
    assert cut.text.startswith(before)
    assert cut.text[len(before) :].startswith(meant)
    assert cut.before + cut.width <= room
