"""Corrections: an overlay that is shown beside the vendor's text, and an error where that text is gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest.document.options import ReadOptions
from ingest.pipeline import ingest
from model import (
    ClassPattern,
    CodeBook,
    Correction,
    Edition,
    InputError,
    PrintedClass,
    PrintedCode,
    apply_corrections,
    load_corrections,
)
from tests.command import Run, save

SHA256 = "ab" * 32
VALID = {
    "code": 7000,
    "field": "description",
    "from": "Busi",
    "to": "Busy",
    "reason": "A misprint",
    "source": "The other edition",
    "edition": SHA256,
}
REASON = "A misprint: 1120 has the same text, so nothing would tell who ended the call"
WRONG, RIGHT = "Вызов завершен вызываемым абонентом", "Вызов завершен вызывающим абонентом"


def book_of(text: str | None, *, code: int = 7000, sha256: str = SHA256) -> CodeBook:
    """A code book of one code in a class."""
    edition = Edition(name="made-up", sha256=sha256, source="made-up.txt", format="text")
    return CodeBook.build(edition, [PrintedClass(ClassPattern.of(code, 1))], [PrintedCode(code, text)])


def faults_of(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    """Every line of an error."""
    return [str(fault) for fault in error.value.faults]


def write_toml(path: Path, *corrections: dict[str, object]) -> Path:
    """A file of corrections."""
    tables = ("".join(f"{key} = {json.dumps(value)}\n" for key, value in item.items()) for item in corrections)
    path.write_text("".join(f"[[correction]]\n{table}" for table in tables), encoding="utf-8")
    return path


def test_bundled_correction_stands_in_the_document(bundled: CodeBook) -> None:
    """1110 of the bundled code book is corrected, and the code book is as it was."""
    before = bundled.to_json()
    applied = apply_corrections(bundled, load_corrections())
    assert {code: (item.before, item.after) for code, item in applied.items()} == {1110: (WRONG, RIGHT)}
    assert applied[1110].edition == bundled.edition.sha256
    assert bundled[1110].description == WRONG
    assert bundled.to_json() == before


def test_the_2018_edition_needs_no_correction(shared: Path) -> None:
    """The edition that is named as the source has the corrected text, so nothing of it is corrected."""
    book = ingest(shared / "documents" / "vpbx-api-2018.pdf", options=ReadOptions(pages=range(43, 46)))
    assert book[1110].description == RIGHT
    assert apply_corrections(book, load_corrections()) == {}


def test_records_do_not_change() -> None:
    """A correction is frozen, as every record."""
    item = Correction.model_validate(VALID)
    with pytest.raises(ValidationError, match="frozen"):
        item.after = "Free"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.text(min_size=1, max_size=5))
def test_a_correction_applies_only_to_its_text(text: str, other: str) -> None:
    """It applies to its own text to the letter, needs not apply to the corrected one, and is stale on any other."""
    item = Correction.model_validate({**VALID, "from": text, "to": text + "!", "edition": "cd" * 32})
    assert apply_corrections(book_of(text), [item]) == {7000: item}
    assert apply_corrections(book_of(text + "!"), [item]) == {}
    if other not in {text, text + "!"}:
        with pytest.raises(InputError):
            apply_corrections(book_of(other), [item])


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        (book_of("Very busy"), "7000 reads «Very busy»"),
        (book_of(None), "7000 reads nothing"),
        (book_of("Busi", code=7001), "7000 is not printed"),
        (book_of("Busy"), "7000 reads «Busy»"),
    ],
)
def test_a_stale_correction_is_an_error(book: CodeBook, reason: str) -> None:
    """Where the text is gone, somebody must look; in its own edition, the corrected text is as wrong as any other."""
    with pytest.raises(InputError) as error:
        apply_corrections(book, [Correction.model_validate(VALID)])
    assert faults_of(error) == [
        f"edition made-up: {reason}, and its correction expects «Busi»; change or remove it [stale-correction]"
    ]


def test_every_stale_correction_is_told() -> None:
    """All that are stale are in one error."""
    items = [Correction.model_validate({**VALID, "code": code}) for code in (7001, 7002)]
    with pytest.raises(InputError) as error:
        apply_corrections(book_of("Busi"), items)
    assert [fault.split(" is")[0] for fault in faults_of(error)] == ["edition made-up: 7001", "edition made-up: 7002"]


def test_a_file_is_loaded_in_its_order(tmp_path: Path) -> None:
    """The corrections of a file, each with its fields; a file of none is no error."""
    file = write_toml(tmp_path / "corrections.toml", VALID, {**VALID, "code": 5})
    assert [(item.code, item.field, item.before, item.after) for item in load_corrections(file)] == [
        (7000, "description", "Busi", "Busy"),
        (5, "description", "Busi", "Busy"),
    ]
    assert load_corrections(write_toml(tmp_path / "empty.toml")) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": 10_000}, "code: Input should be less than or equal to 9999"),
        ({"code": "7000"}, "code: Input should be a valid integer"),
        ({"field": "title"}, "field: Input should be 'description'"),
        ({"from": ""}, "from: String should have at least 1 character"),
        ({"reason": ""}, "reason: String should have at least 1 character"),
        ({"edition": "2018"}, "edition: String should match pattern '^[0-9a-f]{64}$'"),
        ({"author": "me"}, "author: Extra inputs are not permitted"),
        ({"to": "Busi"}, "`from` and `to` are the same; say what is to be changed"),
    ],
)
def test_a_faulty_correction_is_told(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """The error names the file, the correction by its number, the field, and what is wrong."""
    file = write_toml(tmp_path / "corrections.toml", {**VALID, "code": 1}, VALID | change)
    with pytest.raises(InputError) as error:
        load_corrections(file)
    assert faults_of(error) == [f"{file}, correction 2: {message} [invalid-correction]"]


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    """Missing fields, and a code that is corrected twice, are all in one error."""
    without = {key: value for key, value in VALID.items() if key not in {"reason", "source"}}
    file = write_toml(tmp_path / "corrections.toml", VALID, VALID, without)
    with pytest.raises(InputError) as error:
        load_corrections(file)
    assert faults_of(error) == [
        f"{file}, correction 2: 7000 is corrected twice; keep one of the two [invalid-correction]",
        f"{file}, correction 3: reason: Field required [invalid-correction]",
        f"{file}, correction 3: source: Field required [invalid-correction]",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code = ", "is no TOML: Invalid value (at end of document)"),
        (b"\xff", "is no TOML: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"[[corrections]]", "only [[correction]] tables may stand there"),
        (b"correction = 1", "only [[correction]] tables may stand there"),
        (None, "no corrections can be read there: No such file or directory"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, content: bytes | None, message: str) -> None:
    """What is no file of corrections is one line."""
    file = tmp_path / "corrections.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError) as error:
        load_corrections(file)
    assert faults_of(error) == [f"{file}: {message} [unreadable-corrections]"]


def test_show_has_both_texts(run: Run) -> None:
    """The correction stands after the vendor's text, where it is asked for and nowhere else."""
    plain, corrected = run("show", "1110").out, run("show", "1110", "--corrected").out
    assert f"1110  {WRONG}\n" in plain
    assert corrected == plain.replace(f"1110  {WRONG}\n", f"1110  {WRONG}  [corrected: {RIGHT}; {REASON}]\n")
    assert run("show", "--corrected").out.count("[corrected: ") == 1


def test_resolve_has_both_texts(run: Run) -> None:
    """A fallback to a corrected code has its correction too."""
    assert run("resolve", "1119", "1120", "7000", "--corrected").out == (
        f"1119 → 1110  by class 111x  {WRONG}  [corrected: {RIGHT}; {REASON}]\n"
        f"1120 → 1120  exact  {WRONG}\n"
        "7000 → none  in no known class\n"
    )


def test_search_looks_into_both_texts(run: Run) -> None:
    """A word of the corrected text finds the code only where corrections are asked for; one of the vendor's, always."""
    assert RIGHT not in run("search", "завершен", "вызывающим").out
    assert run("search", "завершен", "вызывающим", "--corrected").out.startswith(
        f"1110  {WRONG}  [corrected: {RIGHT}; {REASON}]\n"
    )
    assert run("search", "завершен", "вызываемым", "--corrected").out.count("\n") == 2


@pytest.mark.parametrize(
    "command", [["resolve", "1110", "7000", "1120"], ["search", "завершен"], ["show", "1110"], ["show"]]
)
def test_json_has_columns_of_corrections(run: Run, command: list[str]) -> None:
    """The JSON has the same columns as the export, for every code, and without --corrected none of them."""
    assert "correct" not in run(*command, "--json").out
    found = json.loads(run(*command, "--json", "--corrected").out)
    rows = found if isinstance(found, list) else found.get("codes") or [found["entry"], *found["ancestors"]]
    values = {row["code"]: (row["description"], row["corrected_description"], row["correction_reason"]) for row in rows}
    assert values.pop(1110) == (WRONG, RIGHT, REASON)
    assert {value[1:] for value in values.values()} == {(None, None)}


@pytest.mark.parametrize("command", [["show"], ["resolve", "1110"], ["search", "busy"], ["export", "--format", "csv"]])
def test_commands_refuse_a_stale_correction(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A book in which the text of 1110 is another one is refused where corrections are asked for, and only there."""
    book = save(book_of("Busy", code=1110), tmp_path)
    assert run(*command, "--book", book).code == 0
    assert run(*command, "--book", book, "--corrected") == (
        3,
        "",
        (
            f"error: edition made-up: 1110 reads «Busy», and its correction expects «{WRONG}»; change or remove it "
            "[stale-correction]\n"
        ),
    )
