"""Settled readings: what somebody who looked says of a place in doubt, for every edition in which the text stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest

from ingest import ReadOptions, ingest
from ingest.inquiry import settlement
from ingest.pipeline import read_book
from model import CodeBook, DoubtfulError, Finding, InputError, SettledReading, load_readings
from model.settled import save_readings
from tests.command import CHECKOUT, MADE_UP, Run, write
from tests.pdf.pages import drawn

HEADER: Final = "Класс\tКод\tОписание\n"
COMBINED: Final = HEADER + "1xxx\t1000\tЗанято 1001 Да\n\t1002\tНе отвечает\n"
DOUBTED: Final = sorted(CHECKOUT.glob("tests/cases/*.doubts")) + sorted(CHECKOUT.glob("tests/adversary/*.doubts"))
KEPT: Final = {"form-csv-with-words-in-a-column-without-a-heading", "form-csv-a-row-that-moved-to-the-right"}
"""Those with a column in doubt that no copy lost: its words can be said to be remarks."""

LOST: Final = [
    path
    for path in DOUBTED
    if re.search("doubtful-column|cut-text", path.read_text(encoding="utf-8")) and path.stem not in KEPT
]
BY: Final = ("somebody has looked", "me")


def document_of(doubts: Path) -> Path:
    """The document beside the file of its doubts."""
    others = {".doubts", ".csv"}
    found = [path for path in doubts.parent.glob(f"{doubts.stem}.*") if path.suffix not in others]
    return found[0] if found else doubts.with_suffix(".csv")


def doubts_in(book: CodeBook) -> list[Finding]:
    """The doubts for which a document is not published."""
    return [finding for finding in book.findings if finding.is_doubt]


def texts(book: CodeBook) -> dict[int, str | None]:
    """The codes with their descriptions."""
    return {record.code: record.description for record in book}


def reading(text: str, read: str, doubt: str, before: str = "", after: str = "") -> SettledReading:
    """A settled reading."""
    return SettledReading(before=before, text=text, after=after, doubt=doubt, read=read, reason=BY[0], by=BY[1])


def test_there_are_documents_in_doubt() -> None:
    """Most of them can be settled."""
    assert len(DOUBTED) > 30
    assert 0 < len(LOST) < len(DOUBTED) / 5


@pytest.mark.parametrize("doubts", LOST, ids=lambda path: path.stem)
def test_a_copy_that_lost_its_columns_or_ends_of_lines_cannot_be_settled(doubts: Path) -> None:
    """No words bring back what a copy lost; all other doubts of the cases can be settled."""
    found = settlement(document_of(doubts), *BY)
    assert {doubt.rule for doubt in found.left} in ({"doubtful-column"}, {"cut-text"})


@pytest.mark.parametrize("doubts", sorted({*DOUBTED} - {*LOST}), ids=lambda path: path.stem)
def test_every_doubt_can_be_settled(doubts: Path) -> None:
    """Settled as it was read, a document is read the same, and nothing is in doubt."""
    path = document_of(doubts)
    found = settlement(path, *BY)
    assert (found.left, found.changed) == ((), ())
    assert {doubt.rule for doubt, _ in found.settled} >= {line.split(",")[0] for line in doubts.read_text().split()}
    book = ingest(path, readings=[item for _, item in found.settled])
    before = ingest(path, accept_doubts=None)
    assert texts(book) == texts(before)
    assert list(book.classes) == list(before.classes)
    assert book.edition.account.unaccounted == 0


@pytest.mark.parametrize(
    ("text", "settled", "expected"),
    [
        pytest.param(
            COMBINED,
            reading("1001", "text", "doubtful-code", "1000 Занято", "Да"),
            {1000: "Занято 1001 Да", 1002: "Не отвечает"},
            id="a code is text",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято\n\t1001\tЖдать не более 1002 секунд\n\t1003\tДа\n",
            reading("1002", "code", "doubtful-number", "не более", "секунд"),
            {1000: "Занято", 1001: "Ждать не более", 1002: "секунд", 1003: "Да"},
            id="text is a code",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято\n\t\tсовсем\n\t1001\tДа\n",
            reading("совсем", "text of 1001", "doubtful-text", "Занято"),
            {1000: "Занято", 1001: "совсем Да"},
            id="a line belongs to another code",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято\n\t\tсовсем\n\t1001\tДа\n",
            reading("совсем", "furniture", "doubtful-text", "Занято"),
            {1000: "Занято", 1001: "Да"},
            id="a line is no part of the table",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято\n\t1001\tДа\nДругое 2000 раз\n\t1002\tНет\n",
            reading("Другое 2000 раз", "end of table", "doubtful-text", "Да"),
            {1000: "Занято", 1001: "Да"},
            id="the table ends",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято сотрудника-\n\t\tвладельца линии\n",
            reading("сотрудника- владельца", "joined without a hyphen", "doubtful-join"),
            {1000: "Занято сотрудникавладельца линии"},
            id="a hyphen goes",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято оператором/\n\t\tсотрудником\n",
            reading("оператором/ сотрудником", "joined with a space", "doubtful-join"),
            {1000: "Занято оператором/ сотрудником"},
            id="a space behind a slash",
        ),
        pytest.param(
            HEADER + "1xxx\t1000\tЗанято\n\t1001\tКласс 11xx занят\n\t1100\tДа\n",
            reading("11xx", "label", "doubtful-class", "Класс", "занят"),
            {1000: "Занято", 1001: "Класс занят", 1100: "Да"},
            id="a label",
        ),
    ],
)
def test_it_is_read_as_settled(text: str, settled: SettledReading, expected: dict[int, str]) -> None:
    """What somebody settles counts more than all evidence, whichever way it was read."""
    plain = read_book(text.encode(), "codes.txt")
    book = read_book(text.encode(), "codes.txt", options=ReadOptions(readings=(settled,)))
    assert texts(plain) != expected
    assert texts(book) == expected
    assert book.edition.settled == (settled,)
    assert [finding.rule for finding in book.findings].count("settled-reading") == 1


def test_a_settled_label_declares_its_class() -> None:
    """A word in a text that is settled as a label is one."""
    text = HEADER + "1xxx\t1000\tЗанято\n\t1001\tКласс 11xx занят\n\t1100\tДа\n"
    settled = reading("11xx", "label", "doubtful-class", "Класс", "занят")
    book = read_book(text.encode(), "codes.txt", options=ReadOptions(readings=(settled,)))
    assert "11xx" in book.classes
    assert book[1100].class_pattern == "11xx"


def test_it_holds_for_later_editions(run: Run) -> None:
    """Where the same text stands, on whatever line, the doubt stays settled."""
    del run
    write("2018.txt", COMBINED)
    ((_, item),) = settlement("2018.txt", *BY).settled
    write("2019.txt", "Новое издание\n" + COMBINED + "\t1003\tНовый\n")
    assert len(ingest("2019.txt", readings=[item])) == 4
    with pytest.raises(DoubtfulError):
        ingest("2019.txt")


@pytest.mark.parametrize("text", [COMBINED.replace("Да", "Нет"), HEADER + "1xxx\t1000\tЗанято\n"])
def test_where_it_no_longer_fits_it_is_an_error(text: str) -> None:
    """Another text there, or none, must be looked at anew: an error that names the reading."""
    settled = reading("1001", "code", "doubtful-code", "1xxx 1000 Занято", "Да 1002")
    with pytest.raises(InputError, match=r"codes\.txt: «1001» is settled as code, and does not .*\[stale-reading\]"):
        read_book(text.encode(), "codes.txt", options=ReadOptions(readings=(settled,)))


def test_words_are_found_whole() -> None:
    """A part of a longer word is no place: the digits of a code inside another number are not meant."""
    text = HEADER + "1xxx\t1000\tСчет 21001 занят\n\t1002\tДа\n"
    options = ReadOptions(readings=(reading("1001", "text", "doubtful-number"),))
    with pytest.raises(InputError, match="stale-reading"):
        read_book(text.encode(), "codes.txt", options=options)


def test_what_cannot_be_read_so_is_an_error() -> None:
    """A word that is no code cannot be settled as one; every such reading is told."""
    settled = (reading("Занято", "code", "doubtful-code"), reading("отвечает", "text of 7000", "doubtful-text"))
    with pytest.raises(InputError) as caught:
        read_book(COMBINED.encode(), "codes.txt", options=ReadOptions(readings=settled))
    assert [fault.id for fault in caught.value.faults] == ["stale-reading"] * 2


def test_both_readings_of_a_pdf_are_settled(run: Run) -> None:
    """A PDF is read twice: what is settled is settled in both, so they do not differ."""
    del run
    head = [(40.0, 60.0, "Class"), (100.0, 60.0, "Code"), (160.0, 60.0, "Description")]
    rows = [(40.0, 80.0, "1xxx"), (100.0, 80.0, "1000"), (160.0, 80.0, "Done 1001 Ended 1002 Failed")]
    Path("codes.pdf").write_bytes(drawn([*head, *rows, (100.0, 100.0, "1003"), (160.0, 100.0, "Busy")]))
    found = settlement("codes.pdf", *BY)
    assert found.left == ()
    book = ingest("codes.pdf", readings=[item for _, item in found.settled])
    other = [item.model_copy(update={"read": "text"}) for _, item in found.settled if item.text in {"1001", "1002"}]
    assert {item.text for item in other} == {"1001", "1002"}
    assert sorted(book.codes) == sorted(ingest("codes.pdf", accept_doubts=None).codes)
    assert sorted(ingest("codes.pdf", readings=other).codes) == [1000, 1003]


def test_a_file_of_readings(tmp_path: Path) -> None:
    """What is written is read again, whatever letters are in it, and what stands in the file stays."""
    path = tmp_path / "readings.toml"
    first, second = reading('"1001\\', "text", "doubtful-code", "a\tb"), reading("x\x7fy", "furniture", "doubtful-text")
    save_readings(path, [first], {first: "line 4: \x1b[31m in doubt"})
    save_readings(path, [second], {})
    assert load_readings(path) == (first, second)
    assert path.read_text(encoding="utf-8").count("# ") == 6


@pytest.mark.parametrize(
    ("content", "identifier"),
    [
        ("[[reading]]\ntext = 'x'\n", "invalid-reading"),
        ("[[reading]]\ntext = 'x'\ndoubt = 'd'\nread = 'perhaps'\nreason = 'r'\nby = 'b'\n", "invalid-reading"),
        ("[[reading]]\ntext = 'x'\ndoubt = 'd'\nread = 'code'\nreason = ''\nby = 'b'\n", "invalid-reading"),
        ("[[reading]]\ntext = ' '\ndoubt = 'd'\nread = 'code'\nreason = 'r'\nby = 'b'\n", "invalid-reading"),
        ("[reading", "unreadable-readings"),
        ("[[correction]]\n", "unreadable-readings"),
        (None, "unreadable-readings"),
    ],
)
def test_a_file_with_faults(tmp_path: Path, content: str | None, identifier: str) -> None:
    """A reading that lacks what, why or by whom is told with its place, and a file that is none too."""
    path = tmp_path / "readings.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_readings(path)
    assert {fault.id for fault in caught.value.faults} == {identifier}
    assert all(str(path) in fault.place for fault in caught.value.faults)


def test_a_reading_that_is_none_is_told_with_those_that_are(tmp_path: Path) -> None:
    """In words, and not by the pattern that it does not match."""
    path = tmp_path / "readings.toml"
    save_readings(path, [reading("1001", "code", "doubtful-code")], {})
    path.write_text(path.read_text(encoding="utf-8").replace('read = "code"', 'read = "a code"'), encoding="utf-8")
    with pytest.raises(InputError, match=r"reading 1: read: 'a code' is none of code, text, label, \"text of 3137\", "):
        load_readings(path)


def test_two_readings_of_one_place_that_differ(tmp_path: Path) -> None:
    """One place is settled once."""
    path = tmp_path / "readings.toml"
    save_readings(path, [reading("1001", read, "doubtful-code") for read in ("code", "text")], {})
    with pytest.raises(InputError, match="«1001» is settled twice"):
        load_readings(path)


def test_the_command_settles_and_publishes(run: Run) -> None:
    """Each doubt is told with what was written; the edition says so in its book, its manifest and its page."""
    write("codes.txt", COMBINED)
    refused = run("ingest", "codes.txt")
    assert refused.code == 4
    assert "say --accept-doubts 1, and no other number" in refused.err
    assert "resultcodes check --settle" in refused.err
    settled = run("check", "--settle", "codes.txt", "--reason", "The vendor said so", "--by", "A. Person")
    assert settled.code == 0
    assert "codes.txt, line 2: 1001 was read as a code" in settled.out
    assert run("check", "--settle", "codes.txt").err == "codes.txt: nothing is in doubt\n"
    (item,) = load_readings("readings.toml")
    assert (item.text, item.read, item.reason, item.by) == ("1001", "code", "The vendor said so", "A. Person")
    assert run("ingest", "codes.txt", "--readings", "readings.toml").code == 0
    told = [json.loads(Path("out/latest", name).read_text("utf-8")) for name in ("codebook.json", "manifest.json")]
    for settled_then in (told[0]["edition"]["settled"], told[1]["settled"]):
        assert [SettledReading.model_validate(each) for each in settled_then] == [item]
    page = Path("out/latest/index.html").read_text("utf-8")
    assert "Settled doubts" in page
    assert "The vendor said so (A. Person)" in page
    assert run("verify", "out").code == 0


def test_accepted_doubts_are_told(run: Run) -> None:
    """An edition that was published in spite of doubts says of how many; any other edition says nothing."""
    write("codes.txt", COMBINED)
    write("clear.txt", HEADER + "1xxx\t1000\tЗанято\n")
    assert run("ingest", "codes.txt", "--accept-doubts", "1").code == 0
    for name in ("codebook.json", "manifest.json"):
        assert '"accepted_doubts": 1' in Path("out/latest", name).read_text("utf-8")
    assert "Accepted doubts" in Path("out/latest/index.html").read_text("utf-8")
    assert run("ingest", "clear.txt", "--out", "other").code == 0
    for name in ("codebook.json", "manifest.json"):
        assert "accepted_doubts" not in Path("other/latest", name).read_text("utf-8")


def test_a_stale_reading_ends_the_command(run: Run) -> None:
    """It is an error of the input, and nothing is published."""
    write("codes.txt", COMBINED)
    assert run("check", "--settle", "codes.txt").code == 0
    write("codes.txt", COMBINED.replace("Да", "Нет"))
    result = run("ingest", "codes.txt", "--readings", "readings.toml")
    assert result.code == 3
    assert "[stale-reading]" in result.err
    assert not Path("out").exists()


def test_what_cannot_be_settled_is_told(run: Run) -> None:
    """Damage is no question of reading: the refusal says what no words can settle, and so does --settle."""
    doubts = [
        Finding(rule=rule, severity="error", about="reading", message="Lines stop", action="print it again")
        for rule in ("cut-text", "doubtful-code")
    ]
    error = DoubtfulError("codes.pdf", doubts, CodeBook.build(MADE_UP, (), ()))
    assert "check --settle (but for cut-text: get a whole document)" in str(error)
    write("codes.txt", document_of(LOST[-1]).read_text(encoding="utf-8"))
    result = run("check", "--settle", "codes.txt")
    assert result.code == 4
    assert "cannot be settled in words" in result.err
    assert "[doubtful-column]" in result.err


def test_readings_with_a_new_file_for_settle(run: Run) -> None:
    """--settle writes to the file that --readings names, which need not be there; --settle prints no JSON."""
    write("codes.txt", COMBINED)
    assert run("check", "--settle", "--readings", "mine.toml", "codes.txt").code == 0
    assert len(load_readings("mine.toml")) == 1
    assert not Path("readings.toml").exists()
    assert run("check", "--settle", "--json", "codes.txt").code == 2
    assert run("ingest", "--readings", "missing.toml", "codes.txt").code == 3


def test_what_is_read_otherwise_once_settled_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one settled place has others read otherwise, the command names the codes, and is not done."""
    write("codes.txt", COMBINED)
    found = settlement("codes.txt", *BY)
    monkeypatch.setattr("ingest.inquiry.settlement", lambda *_, **__: found._replace(changed=(1000, 1001)))
    result = run("check", "--settle", "codes.txt")
    assert result.code == 4
    assert "read otherwise than now; look at each: 1000, 1001 [settled-otherwise]" in result.err
    assert len(load_readings("readings.toml")) == 1
