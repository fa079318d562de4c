"""Bad input: one clear line for every fault, exit code 3, nothing written, and what was published before untouched.

The documents are files: `bad/NAME.txt` beside `bad/NAME.error`, which holds what the command prints on the standard
error, to the letter.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.cli import main
from ingest.pipeline import read_book
from model import CodeBook, InputError
from tests.command import Run

BAD = Path(__file__).parent / "bad"
GOOD = "Класс\tКод\tОписание\n1xxx\t1000\tДействие выполнено\n\t1001\tВызов завершен\n"
CONFLICT = GOOD + "\t1001\tВызов отклонен\n"
NO_TABLE = (
    "no code table: looked for a row with the headings Класс, Код, Описание or Class, Code, Description; "
    "if a table has others or none, name its columns: --columns class,code,description [no-table]"
)

Refused = Callable[..., str]


def load_cases(folder: Path) -> list[str]:
    """The names of the bad documents of a folder.

    Raises
    ------
    ValueError
        If there is none, a file lacks its other half, or an error says nothing.
    """
    documents = {path.stem for path in folder.glob("*.txt")}
    errors = {path.stem for path in folder.glob("*.error")}
    if not documents:
        raise ValueError(f"{folder} holds no bad documents")
    if documents != errors:
        raise ValueError(f"{folder} holds only one of document and error of {sorted(documents ^ errors)}")
    if silent := [name for name in documents if not (folder / f"{name}.error").read_text("utf-8").strip()]:
        raise ValueError(f"{folder} expects no message of {sorted(silent)}")
    return sorted(documents)


def write(name: str, text: str | bytes) -> str:
    """A file in the current directory, the name of which it gives."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def files(folder: Path) -> dict[str, bytes | None]:
    """Every path under a folder, as seen from it: the bytes of files, the targets of links, None for folders."""
    found: dict[str, bytes | None] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output directory in which a good document is published."""
    folder = tmp_path_factory.mktemp("published")
    document = folder / "good.txt"
    document.write_text(GOOD, "utf-8")
    assert main(["ingest", str(document), "--out", str(folder / "out")]) == 0
    assert len(files(folder / "out")) > 5
    return folder / "out"


@pytest.fixture
def refused(run: Run, published: Path) -> Refused:
    """What a document is refused with, after checks that hold for every refused one.

    Nothing is written where nothing was, what was published before stays to the byte, and `check` says the same.
    """

    def run_all(source: str, *options: str) -> str:
        before = sorted(path.name for path in Path().iterdir())
        first = run("ingest", source, *options)
        assert (first.code, first.out) == (3, "")
        assert sorted(path.name for path in Path().iterdir()) == before
        shutil.copytree(published, "out", symlinks=True)
        assert run("ingest", source, *options) == first
        assert files(Path("out")) == files(published)
        assert run("check", source, *options) == first
        return first.err

    return run_all


@pytest.mark.parametrize("name", load_cases(BAD))
def test_bad_document(refused: Refused, name: str) -> None:
    """A bad document is refused with the lines that stand beside it, every fault of it in one run."""
    shutil.copy(BAD / f"{name}.txt", ".")
    assert refused(f"{name}.txt") == (BAD / f"{name}.error").read_text("utf-8")


def test_bad_documents_are_checked_out_as_they_are() -> None:
    """Line ends and missing ones at the end are part of the documents: no checkout may change them."""
    assert not (BAD / "cut-after-code.txt").read_bytes().endswith(b"\n")
    assert (BAD / "empty-byte-order-mark.txt").read_bytes() == b"\xef\xbb\xbf\r\n"


def test_no_bad_documents_is_an_error(tmp_path: Path) -> None:
    """An empty folder, a document without its error, an error without its document or words: none passes as tested."""
    with pytest.raises(ValueError, match="holds no bad documents"):
        load_cases(tmp_path)
    (tmp_path / "a.txt").write_text("", "utf-8")
    with pytest.raises(ValueError, match=r"holds only one of document and error of \['a'\]"):
        load_cases(tmp_path)
    (tmp_path / "a.error").write_text("\n", "utf-8")
    with pytest.raises(ValueError, match=r"expects no message of \['a'\]"):
        load_cases(tmp_path)
    (tmp_path / "a.error").write_text("error: a.txt: the file is empty [empty]\n", "utf-8")
    assert load_cases(tmp_path) == ["a"]
    (tmp_path / "b.error").write_text("error: b.txt: the file is empty [empty]\n", "utf-8")
    with pytest.raises(ValueError, match=r"holds only one of document and error of \['b'\]"):
        load_cases(tmp_path)


# Sources that are no documents


def test_missing_file(refused: Refused) -> None:
    """A path at which nothing is."""
    assert refused("codes.txt") == "error: codes.txt: there is no such file [missing-file]\n"


def test_address(refused: Refused) -> None:
    """Nothing is fetched: who gives an address is told so."""
    message = (
        "error: https:/vendor.ru/codes.pdf: there is no such file; download it, and give its path [missing-file]\n"
    )
    assert refused("https://vendor.ru/codes.pdf") == message


def test_link_to_nothing(refused: Refused) -> None:
    """A link whose file is gone is a missing file."""
    Path("codes.txt").symlink_to("gone.txt")
    assert refused("codes.txt") == "error: codes.txt: there is no such file [missing-file]\n"


def test_folder(run: Run) -> None:
    """A folder without documents; one with some is ingested for what is new in it, and is no document itself."""
    Path("documents").mkdir()
    assert run("ingest", "documents") == (3, "", "error: documents: a folder with no documents in it [no-documents]\n")
    assert not Path("out").exists()
    message = "error: documents: a folder, not a document; name the files in it [not-a-file]\n"
    assert run("check", "documents") == (3, "", message)


def test_name_that_no_file_can_have(refused: Refused) -> None:
    """A name longer than the file system allows is one line, not a traceback."""
    name = "a" * 5000
    assert refused(name) == f"error: {name}: the file cannot be read: File name too long [unreadable-file]\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any file")
def test_unreadable_permissions(refused: Refused) -> None:
    """A file that this user may not read."""
    Path(write("codes.txt", GOOD)).chmod(0)
    message = "error: codes.txt: the file cannot be read: Permission denied [unreadable-file]\n"
    assert refused("codes.txt") == message


@pytest.mark.parametrize(
    "command",
    [
        "ingest codes.txt",
        "check codes.txt",
        "verify out/latest",
        "show --book out/latest",
        "history 1000 --out out",
        "export --format csv --to out",
        "audit codes.txt --out out",
    ],
)
def test_what_may_be_read_is_found_by_reading(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """No path is refused as usage because it looks as if this user may not read it: that is told when it is read."""
    write("codes.txt", GOOD)
    assert run("ingest", "codes.txt").code == 0
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert run(*command.split()).code != 2


def test_unreadable_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says when a file is read is the reason in the one line."""

    def fail(_: Path) -> bytes:
        raise OSError(5, "Input/output error")

    write("codes.txt", GOOD)
    monkeypatch.setattr(Path, "read_bytes", fail)
    message = "error: codes.txt: the file cannot be read: Input/output error [unreadable-file]\n"
    assert run("ingest", "codes.txt") == (3, "", message)
    assert not Path("out").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_named_pipe(tmp_path: Path) -> None:
    """A named pipe is refused at once: nobody writes into it, so a read would wait for ever."""
    os.mkfifo(tmp_path / "codes.txt")
    process = subprocess.run(
        [sys.executable, "-m", "ingest", "ingest", "codes.txt"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stdout) == (3, "")
    assert process.stderr == "error: codes.txt: not a regular file [not-a-file]\n"
    assert [path.name for path in tmp_path.iterdir()] == ["codes.txt"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_device(refused: Refused) -> None:
    """A device without an end is refused and not read."""
    assert refused("/dev/zero") == "error: /dev/zero: not a regular file [not-a-file]\n"


def test_gigabyte_of_zeros_is_not_read(run: Run) -> None:
    """A file over the size limit is refused by its size: its bytes never come into memory."""
    write("codes.txt", b"")
    os.truncate("codes.txt", 2**30)
    tracemalloc.start()
    result = run("ingest", "codes.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    message = "1,073,741,824 bytes are more than the limit of 100,000,000; raise it with --max-size [too-large]"
    assert result == (3, "", f"error: codes.txt: {message}\n")
    assert peak < 50_000_000
    assert not Path("out").exists()


def test_size_limit_is_an_option(run: Run, refused: Refused) -> None:
    """A document of exactly the limit is read, one byte more is refused."""
    write("codes.txt", GOOD)
    size = len(GOOD.encode())
    message = f"{size} bytes are more than the limit of {size - 1}; raise it with --max-size [too-large]"
    assert refused("codes.txt", "--max-size", str(size - 1)) == f"error: codes.txt: {message}\n"
    assert run("check", "codes.txt", "--max-size", str(size)).code == 0


def test_zeros_within_the_limit(refused: Refused) -> None:
    """Zeros that the limit lets through are refused as binary."""
    write("codes.txt", b"\0" * 2_000_000)
    message = "error: codes.txt: a binary file, not text: byte 0x00 at offset 0; if it is text,"
    assert refused("codes.txt", "--max-size", "2M").startswith(message)


# Another encoding than told


@pytest.mark.parametrize(
    ("encoding", "told", "message"),
    [
        ("utf-8", "windows-1251", "not windows-1251: its bytes are UTF-8; leave --encoding out to have it detected"),
        (
            "windows-1251",
            "koi8-r",
            "not koi8-r: read so, its letters make no words; leave --encoding out to have it detected",
        ),
        ("utf-16", "utf-8", "not utf-8: its byte order mark says utf-16; leave --encoding out to have it detected"),
    ],
)
def test_another_encoding_than_told(run: Run, refused: Refused, encoding: str, told: str, message: str) -> None:
    """A document in another encoding than told is refused, though it would be read right without being told."""
    write("codes.txt", GOOD.encode(encoding))
    assert refused("codes.txt", "--encoding", told) == f"error: codes.txt: {message} [wrong-encoding]\n"
    assert run("check", "codes.txt").code == 0


def test_unknown_encoding(refused: Refused) -> None:
    """A name of no encoding is refused before anything is read as text."""
    write("codes.txt", GOOD)
    message = "error: codes.txt: no encoding is called 'klingon'; try utf-8 or windows-1251 [unknown-encoding]\n"
    assert refused("codes.txt", "--encoding", "klingon") == message


# Truncation, wherever it falls


ROWS = [
    (1000, "1xxx\t1000\t", "Действие успешно выполнено"),
    (1001, "\t1001\t", "Запрос принят"),
    (1100, "\t11xx\t1100 ", "Вызов завершен в нормальном режиме"),
    (1120, "112x\t1120\t", "Номер недоступен (30)"),
]


WANTS_MORE = {"в", "за", "не", "при"}
"""Words that the cuts below leave at the end, and after which no text ends."""


def cut_tables(newline: str) -> Iterator[tuple[str, int, dict[int, str] | None]]:
    """A table cut at every letter of its rows: what is left, the number of its last line, and what it must be read as.

    That is None where the cut must be told: a row has begun, and its text has not, or has an open bracket, or ends
    with a word after which no text ends.
    """
    table, complete = f"Класс\tКод\tОписание{newline}", dict[int, str]()
    for number, (code, head, text) in enumerate(ROWS, start=2):
        for end in range(1, len(head + text) + 1):
            left = (head + text)[:end]
            if not left.strip():
                yield table + left, number, dict(complete)
            elif end <= len(head) or ("(" in left and ")" not in left) or left.split()[-1].casefold() in WANTS_MORE:
                yield table + left, number, None
            else:
                yield table + left, number, complete | {code: left[len(head) :].strip()}
        table += head + text + newline
        complete[code] = text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_cut_within_a_row_is_told(newline: str) -> None:
    """Cut within a label or a code, before a text or within its brackets, a table is refused with the line."""
    told = [(part, number) for part, number, expected in cut_tables(newline) if expected is None]
    assert len(told) > 30
    for part, number in told:
        with pytest.raises(InputError) as raised:
            read_book(part.encode(), "codes.txt")
        assert {fault.place for fault in raised.value.faults} == {f"codes.txt, line {number}"}
        assert "truncated" in {fault.id for fault in raised.value.faults}


def test_cut_within_a_row_is_one_fault() -> None:
    """A cut is told once: what it left of a code is no fault of its own."""
    for part, _ in [(part, number) for part, number, expected in cut_tables("\n") if expected is None]:
        with pytest.raises(InputError) as raised:
            read_book(part.encode(), "codes.txt")
        assert [fault.id for fault in raised.value.faults] == ["truncated"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_cut_within_a_text_makes_nothing_up(newline: str) -> None:
    """Cut within a text, which nothing in the document tells, a table loses what is cut and nothing else."""
    untold = [(part, expected) for part, _, expected in cut_tables(newline) if expected is not None]
    assert len(untold) > 80
    for part, expected in untold:
        assert {code.code: code.description for code in read_book(part.encode(), "codes.txt")} == expected


# One bad document among others


def test_bad_documents_do_not_stop_the_others(run: Run) -> None:
    """Every good document is published and every bad one told, in the order given, with exit code 3."""
    write("first.txt", GOOD)
    write("prose.txt", "Протокол встречи\n")
    write("second.txt", GOOD + "\t1002\tНомер занят\n")
    write("empty.txt", b"")
    write("third.txt", GOOD + "\t1002\tНомер занят\n\t1003\tНомер закрыт\n")
    result = run("ingest", "first.txt", "prose.txt", "second.txt", "empty.txt", "third.txt", "missing.txt")
    assert result.code == 3
    assert result.err.splitlines() == [
        f"error: prose.txt: {NO_TABLE}",
        "error: empty.txt: the file is empty [empty]",
        "error: missing.txt: there is no such file [missing-file]",
    ]
    editions = [
        path.name.rsplit("-", 1)[0] for path in Path("out").iterdir() if path.is_dir() and not path.is_symlink()
    ]
    assert sorted(editions) == ["first", "second", "third"]
    assert list(CodeBook.load("out/latest").codes) == [1000, 1001, 1002, 1003]


# A conflict is a finding, not a fault


def test_conflict_is_published_with_both_texts(run: Run) -> None:
    """One code with two texts is published with the first; the finding holds both."""
    write("codes.txt", CONFLICT)
    result = run("ingest", "codes.txt")
    assert (result.code, result.err) == (0, "")
    assert CodeBook.load("out/latest")[1001].description == "Вызов завершен"
    with Path("out/latest/findings.csv").open(encoding="utf-8", newline="") as file:
        (finding,) = csv.DictReader(file)
    assert (finding["rule"], finding["severity"], finding["code"]) == ("conflicting-code", "error", "1001")
    assert "«Вызов завершен»" in finding["message"]
    assert "«Вызов отклонен»" in finding["message"]


def test_conflict_is_refused_when_strict(run: Run, published: Path) -> None:
    """Under --strict the same document is exit code 1, and nothing is written."""
    write("codes.txt", CONFLICT)
    assert run("ingest", "codes.txt", "--strict") == (
        1,
        "",
        (
            "error: codes.txt, line 4: 1001 is printed with two texts: «Вызов завершен» and «Вызов отклонен»; "
            "the first text was kept [conflicting-code]\n"
            "error: codes.txt: not published: --strict allows no findings, and it has 1 [strict]\n"
        ),
    )
    assert list(files(Path())) == ["codes.txt"]
    shutil.copytree(published, "out", symlinks=True)
    assert run("ingest", "codes.txt", "--strict").code == 1
    assert files(Path("out")) == files(published)


def test_strict_does_not_hide_a_bad_document(run: Run) -> None:
    """A document that cannot be read is exit code 3 under --strict too, whatever findings another has."""
    write("codes.txt", CONFLICT)
    write("prose.txt", "Протокол встречи\n")
    result = run("ingest", "codes.txt", "prose.txt", "--strict")
    assert (result.code, result.err.splitlines()[-1]) == (3, f"error: prose.txt: {NO_TABLE}")
    assert not Path("out").exists()
