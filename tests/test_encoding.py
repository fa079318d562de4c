"""Encodings: a byte order mark, strict UTF-8, then detection; damage is named by its byte and never re-guessed."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document.binary_kinds import advice_on
from ingest.document.damaged_letters import damage_of
from ingest.document.encoding import decode
from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from model import InputError

Damage = Callable[[bytes, bytes], bytes]
PLACE = "codes.txt"
RUSSIAN = ("windows-1251", "koi8-r", "cp866", "iso8859-5")
MARKED = [
    ("utf-8", codecs.BOM_UTF8, "utf-8"),
    ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
    ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
    ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
    ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32"),
]
ENGLISH_HEADER = "Class\tCode\tDescription\n1xxx\t1000\t"
RUSSIAN_ROWS = "Действие выполнено\n\t1001\tВызов завершен\n"
UNDETECTED = "codes.txt: neither UTF-8 nor any other encoding in which it reads as Russian; say --encoding"


@pytest.fixture(scope="module")
def text(checkout: Path) -> str:
    """The user's document."""
    return (checkout / "data/sources/result-codes.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def table(text: str) -> str:
    """The table of the user's document, with nothing before it."""
    return text[text.index("Класс\t") :]


@pytest.fixture(params=["whole", "table"])
def document(request: pytest.FixtureRequest, text: str, table: str) -> str:
    """The user's document, and its table alone."""
    return text if request.param == "whole" else table


def plain(text: str) -> str:
    """A text with typographic signs as people type them, which the encodings before Unicode lack."""
    return text.translate({ord(sign): '"' for sign in "«»„“”"} | {ord("—"): "-", ord("–"): "-"})


def fault(data: bytes, encoding: str | None = None) -> str:
    """The one line of the error that decoding gives."""
    with pytest.raises(InputError) as raised:
        decode(data, PLACE, encoding)
    assert len(raised.value.faults) == 1
    return str(raised.value)


def first_bad_byte(data: bytes) -> int:
    """Where Python's own strict decoder stops."""
    with pytest.raises(UnicodeDecodeError) as raised:
        data.decode("utf-8")
    return raised.value.start


# Read right without being told


@pytest.mark.parametrize(("codec", "mark", "name"), MARKED)
def test_byte_order_marks(document: str, codec: str, mark: bytes, name: str) -> None:
    """A byte order mark decides, in either order of bytes, and is no part of the text."""
    assert decode(mark + document.encode(codec), PLACE) == (document, name)


def test_utf8_without_a_mark(document: str) -> None:
    """UTF-8 needs no mark."""
    assert decode(document.encode(), PLACE) == (document, "utf-8")


def test_ascii_is_utf8() -> None:
    """A text of ASCII alone is read as UTF-8, and nothing is detected."""
    assert decode(b"Class\tCode\tDescription\n", PLACE) == ("Class\tCode\tDescription\n", "utf-8")


def test_windows_1251_holds_the_document_as_it_is(document: str) -> None:
    """The user's document in Windows-1251, quotes and dashes included, is read to the letter."""
    assert decode(document.encode("windows-1251"), PLACE) == (document, "windows-1251")


@pytest.mark.parametrize("encoding", RUSSIAN)
def test_russian_encodings_are_detected(document: str, encoding: str) -> None:
    """Each encoding of Russian is told from the others, with prose around the table or without."""
    assert decode(plain(document).encode(encoding), PLACE) == (plain(document), encoding)


@pytest.mark.parametrize("encoding", RUSSIAN)
def test_russian_encodings_are_detected_by_descriptions(table: str, encoding: str) -> None:
    """Under an English header, any ten rows of descriptions are enough to tell the encoding."""
    rows = plain(table).splitlines(keepends=True)[1:]
    for start in range(0, len(rows) - 10, 5):
        part = "Class\tCode\tDescription\n" + "".join(rows[start : start + 10])
        assert decode(part.encode(encoding), PLACE) == (part, encoding)


@pytest.mark.parametrize("encoding", [*RUSSIAN, "utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_encoding_is_part_of_the_edition(text: str, encoding: str) -> None:
    """The code book is the same in any encoding, and says which it was."""
    book = read_book(plain(text).encode(encoding), PLACE)
    assert book.edition.encoding == encoding
    assert book.content() == read_book(plain(text).encode(), PLACE).content()


def test_text_in_another_language_is_not_taken_for_russian() -> None:
    """Western text that is no UTF-8 is not turned into Cyrillic letters inside Latin words."""
    data = "Class\tCode\tDescription\n1xxx\t1000\tCafé, être, naïve\n".encode("latin-1")
    assert fault(data) == f"{UNDETECTED} [undetected-encoding]"


@pytest.mark.parametrize("encoding", ["mac-cyrillic", "cp855"])
def test_encodings_that_are_not_detected(document: str, encoding: str) -> None:
    """An encoding that is not tried is an error that says what to do, not a wrong reading; told, it is read."""
    data = plain(document).encode(encoding)
    assert fault(data) == f"{UNDETECTED} [undetected-encoding]"
    assert decode(data, PLACE, encoding) == (plain(document), encoding)


# Damaged UTF-8


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    ("damage", "at", "reason"),
    [
        (lambda before, after: before + after[1:], 0, "invalid start byte"),
        (lambda before, after: before + after[:1] + after[2:], 0, "invalid continuation byte"),
        (lambda before, after: before + after[:3], 2, "unexpected end of data"),
        (lambda before, after: before + b"\xc0\xaf" + after, 0, "invalid start byte"),
        (lambda before, after: before + b"\xe0\x80\xaf" + after, 0, "invalid continuation byte"),
        (lambda before, after: before + b"\x80" + after, 0, "invalid start byte"),
        (lambda before, after: before + b"\xed\xa0\x80" + after, 0, "invalid continuation byte"),
        (lambda before, after: before + b"\xf4\x90\x80\x80" + after, 0, "invalid continuation byte"),
        (lambda before, after: before + b"\xff" + after, 0, "invalid start byte"),
    ],
    ids=[
        "first byte of a letter lost",
        "second byte of a letter lost",
        "cut within a letter",
        "overlong of two bytes",
        "overlong of three bytes",
        "lone continuation",
        "surrogate",
        "beyond Unicode",
        "byte of no UTF-8",
    ],
)
def test_damaged_utf8_names_the_byte(text: str, mark: bytes, damage: Damage, at: int, reason: str) -> None:
    """Damage of any kind is named by its offset in the file, a mark included, and never re-guessed."""
    data = text.encode()
    begin = data.index("Класс\t".encode())
    damaged = mark + damage(data[:begin], data[begin:])
    offset = len(mark) + begin + at
    assert fault(damaged) == f"codes.txt: damaged UTF-8 at byte offset {offset}: {reason} [damaged-utf-8]"
    assert fault(damaged, "utf-8") == fault(damaged)


def test_any_lost_byte_is_named(table: str) -> None:
    """Whichever byte of a letter is lost, the error names the offset at which Python's decoder stops."""
    data = table.encode()
    for lost in [index for index, byte in enumerate(data) if byte >= 0x80][::5]:
        damaged = data[:lost] + data[lost + 1 :]
        assert fault(damaged).startswith(f"codes.txt: damaged UTF-8 at byte offset {first_bad_byte(damaged)}: ")


def test_damage_in_short_texts_is_not_guessed_away() -> None:
    """A description of a few letters is enough to see that a damaged text was UTF-8."""
    for description in ("Вызов завершен", "Номер занят", "Сбой №5"):
        data = (ENGLISH_HEADER + description).encode()
        for lost in [index for index, byte in enumerate(data) if byte >= 0x80]:
            damaged = data[:lost] + data[lost + 1 :]
            assert fault(damaged).endswith("[damaged-utf-8]")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (codecs.BOM_UTF16_LE + "Код".encode("utf-16-le") + b"1", "not utf-16: truncated data at byte offset 8"),
        (codecs.BOM_UTF16_BE + b"\xdc\x00\x04\x1a", "not utf-16: illegal encoding at byte offset 2"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", "not utf-16: illegal UTF-16 surrogate at byte offset 2"),
        (codecs.BOM_UTF32_LE + b"\xff" * 4, "not utf-32: code point not in range(0x110000) at byte offset 4"),
    ],
)
def test_damage_after_a_wide_mark(data: bytes, message: str) -> None:
    """What a mark of UTF-16 or UTF-32 promises and the bytes do not hold is named by its offset in the file."""
    assert fault(data) == f"codes.txt: {message} [wrong-encoding]"


# Told


@pytest.mark.parametrize(
    ("told", "name"),
    [("cp1251", "windows-1251"), ("Windows-1251", "windows-1251"), ("KOI8_R", "koi8-r"), ("866", "cp866")],
)
def test_told_encodings_by_any_name(text: str, told: str, name: str) -> None:
    """An encoding may be told by any name that Python knows; the edition has the standard one."""
    assert decode(plain(text).encode(name), PLACE, told) == (plain(text), name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_told_unicode_with_and_without_a_mark(text: str, encoding: str) -> None:
    """Told encodings of Unicode are read with a mark or without; the mark is no part of the text."""
    for mark in ("", "\ufeff"):
        assert decode((mark + text).encode(encoding), PLACE, encoding) == (text, encoding)


def test_told_wide_encoding_in_the_order_that_the_mark_says(text: str) -> None:
    """UTF-16 told without an order of bytes takes the order of the mark."""
    for codec, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        assert decode(mark + text.encode(codec), PLACE, "utf-16") == (text, "utf-16")


LEAVE_OUT = "leave --encoding out to have it detected [wrong-encoding]"
NO_WORDS = f"read so, its letters make no words; {LEAVE_OUT}"


@pytest.mark.parametrize(
    ("encoding", "told", "message"),
    [
        ("utf-8", "windows-1251", f"not windows-1251: its bytes are UTF-8; {LEAVE_OUT}"),
        ("utf-8", "latin-1", f"not latin-1: its bytes are UTF-8; {LEAVE_OUT}"),
        ("utf-8-sig", "cp1251", f"not cp1251: its byte order mark says utf-8; {LEAVE_OUT}"),
        ("utf-8-sig", "utf-16", f"not utf-16: its byte order mark says utf-8; {LEAVE_OUT}"),
        ("utf-16", "utf-8", f"not utf-8: its byte order mark says utf-16; {LEAVE_OUT}"),
        ("utf-32", "utf-16", f"not utf-16: its byte order mark says utf-32; {LEAVE_OUT}"),
        ("koi8-r", "windows-1251", f"not windows-1251: {NO_WORDS}"),
        ("windows-1251", "koi8-r", f"not koi8-r: {NO_WORDS}"),
        ("windows-1251", "cp866", f"not cp866: {NO_WORDS}"),
        ("windows-1251", "iso8859-5", f"not iso8859-5: {NO_WORDS}"),
        ("cp866", "koi8-r", f"not koi8-r: {NO_WORDS}"),
        ("iso8859-5", "windows-1251", f"not windows-1251: {NO_WORDS}"),
        (
            "windows-1251",
            "utf-8",
            "damaged UTF-8 at byte offset {first_letter}: invalid continuation byte [damaged-utf-8]",
        ),
        ("utf-8", "ascii", "not ascii: ordinal not in range(128) at byte offset {first_letter} [wrong-encoding]"),
        ("utf-8", "utf-32", "not utf-32: code point not in range(0x110000) at byte offset 0 [wrong-encoding]"),
    ],
)
def test_another_encoding_than_told(document: str, encoding: str, told: str, message: str) -> None:
    """An encoding other than the one told is an error that says why; no other is tried."""
    data = plain(document).encode(encoding)
    first_letter = next(index for index, byte in enumerate(data) if byte >= 0x80)
    assert fault(data, told) == f"codes.txt: {message.format(first_letter=first_letter)}"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("windows-1251", "latin-1"),
        ("koi8-r", "cp1252"),
        ("windows-1251", "cp1253"),
        ("koi8-r", "mac-greek"),
        ("windows-1251", "cp1256"),
    ],
)
def test_another_encoding_than_told_under_an_english_header(encoding: str, told: str) -> None:
    """Russian descriptions do not become Western letters where only the header is the same in both encodings."""
    data = (ENGLISH_HEADER + RUSSIAN_ROWS).encode(encoding)
    with pytest.raises(InputError, match=rf"^codes\.txt: not {told}: .*\[wrong-encoding\]$"):
        read_book(data, PLACE, options=ReadOptions(encoding=told))


@pytest.mark.parametrize("told", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
def test_told_utf16_of_what_is_not(text: str, encoding: str, told: str) -> None:
    """Bytes that make no text when read as UTF-16 are an error of the encoding, not a document without a table."""
    data = text.encode(encoding)
    data += b"\n" * (len(data) % 2)
    assert fault(data, told).startswith(f"codes.txt: not {told}: ")


def test_a_third_alphabet_that_is_right() -> None:
    """Greek descriptions under an English header are read as told: in no other encoding are they Russian words."""
    text = "Δεν υπάρχει απάντηση από τον συνδρομητή"
    data = f"{ENGLISH_HEADER}Τέλος\n\t1001\t{text}\n".encode("cp1253")
    assert read_book(data, PLACE, options=ReadOptions(encoding="cp1253"))[1001].description == text


@pytest.mark.parametrize("told", ["klingon", "", "base64", "rot13", "hex", "undefined", "utf-9", "a\0b", "кои8"])
def test_unknown_encodings(text: str, told: str) -> None:
    """A name of no encoding of text is an error that suggests two."""
    message = f"codes.txt: no encoding is called {told!r}; try utf-8 or windows-1251 [unknown-encoding]"
    assert fault(text.encode(), told) == message


# No text at all


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b" \t\r\n\f\n",
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + b"\r\n",
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE + b"\0\n",
        codecs.BOM_UTF32_LE,
    ],
)
def test_empty(data: bytes) -> None:
    """Nothing, white space and a lone byte order mark are an empty file."""
    assert fault(data) == "codes.txt: the file is empty [empty]"


@pytest.mark.parametrize(
    ("data", "byte", "offset"),
    [
        (b"\0" * 4096, 0x00, 0),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 0x1A, 6),
        (b"\x7fELF\x02\x01\x01\0", 0x7F, 0),
        (b"GIF89a\x10\0\x10\0", 0x10, 6),
        ("Класс".encode("utf-16-le"), 0x1A, 0),
        ("Class\tCo\x01de".encode("utf-16-le"), 0x00, 1),
        ("Класс\tКод\tОписание\n1xxx\t1000\tДа\0\n".encode(), 0x00, 49),
    ],
)
def test_binary(data: bytes, byte: int, offset: int) -> None:
    """A control character that stands in no text is named with its offset: the file is binary, not text."""
    message = f"codes.txt: a binary file, not text: byte 0x{byte:02x} at offset {offset}; {advice_on(data)} [binary]"
    assert fault(data) == message


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_signs_in_place_of_letters(encoding: str | None) -> None:
    """What a copy wrote for letters of no meaning, as Ghostscript does, is told as that: the file is a text."""
    data = "Класс Код Описание\n1xxx 1000 \x16ействие выполнено\n".encode()
    message = fault(data, encoding)
    assert message.startswith("codes.txt: a text with signs that mean nothing: ")
    assert "give the document itself, or copy it by another program" in message


@pytest.mark.parametrize(
    ("sign", "advice"),
    [
        (b"\x89PNG\r\n\x1a\n", "it is a picture, which holds no text: give the document itself"),
        (b"RIFF\0\0\0\0WEBP", "it is a picture"),
        (b"\x1f\x8b\x08\0", "it is packed: unpack it"),
        (b"SQLite format 3\0", "it is a table for programs: write it as CSV"),
        (b"AT&TFORM\0", "it is a DjVu document: convert it to a PDF with its text"),
        (bytes(60) + b"BOOKMOBI", "it is a book for Kindle: convert it to EPUB"),
        (b"\0\1", "if it is text, take it out or say --encoding; else give the document in a form that"),
    ],
)
def test_what_is_no_text_is_told_what_to_do(sign: bytes, advice: str) -> None:
    """By its first bytes, whatever its name is."""
    assert f"; {advice}" in fault(sign + bytes(20))


RIGHTLY_READ = "Команда выполнена успешно, вызов завершен. Абонент не отвечает — попробуйте позже"


@pytest.mark.parametrize("written", ["utf-8", "cp1251", "koi8_r", "cp866", "iso8859_5"])
@pytest.mark.parametrize("taken", ["cp1251", "cp1252", "koi8_r", "cp866", "ascii"])
def test_letters_that_were_read_in_a_wrong_encoding(written: str, taken: str) -> None:
    """Some program has read them so, and written down what it saw: every pair of usual encodings is known."""
    seen = RIGHTLY_READ.encode(written, "replace").decode(taken, "replace")
    assert (damage_of(seen) == "") == (written == taken)
