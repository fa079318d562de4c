"""Characters that are not what they look like, in every format: a code is ASCII digits, and nothing hides silently."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from ingest.table.scene.lookalikes import code_meant, named, odd_characters
from model import CodeBook, InputError
from tests.pdf.pages import drawn, with_letters

Rows = Sequence[Sequence[str]]
HEAD = (("Class", "Code", "Description"), ("1xxx", "1000", "Done"))
SPARE = "QZJW"
"""Letters that a PDF draws instead of the characters of a hazard, with a map that says what they mean."""


def text(rows: Rows) -> bytes:
    """Cells between tabs."""
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def one_cell(rows: Rows) -> bytes:
    """The code and the description in one cell."""
    return "".join(
        f"{row[0]}\t{row[1]} {row[2]}\n" if row[1] != "Code" else "\t".join(row) + "\n" for row in rows
    ).encode()


def single_spaced(rows: Rows) -> bytes:
    """No cells at all."""
    return "".join(" ".join(filter(None, row)) + "\n" for row in rows).encode()


def utf16(rows: Rows) -> bytes:
    """Another encoding of Unicode."""
    return text(rows).decode().encode("utf-16")


def separated(rows: Rows) -> bytes:
    """Comma separated values, the texts quoted."""
    return "".join(f'{row[0]},{row[1]},"{row[2]}"\n' for row in rows).encode()


def markdown(rows: Rows) -> bytes:
    """A pipe table."""
    first, *others = ("| " + " | ".join(row) + " |\n" for row in rows)
    return "".join([first, "|---|---|---|\n", *others]).encode()


def web(rows: Rows) -> bytes:
    """A table of HTML, with what is not ASCII as references."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    page = "<!doctype html><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    return page.encode("ascii", "xmlcharrefreplace")


def word(rows: Rows) -> bytes:
    """A table of Word."""
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in rows:
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = content
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(rows: Rows) -> bytes:
    """A table drawn in a PDF, whose font says of some letters that they are the characters of the hazard."""
    strange = dict.fromkeys(letter for row in rows for cell in row for letter in cell if not letter.isascii())
    letters = dict(zip(SPARE, strange, strict=False))
    as_drawn = str.maketrans({meant: letter for letter, meant in letters.items()})
    words = [
        (left, 60 + 20 * number, cell.translate(as_drawn))
        for number, row in enumerate(rows)
        for left, cell in zip((40, 100, 150), row, strict=True)
        if cell
    ]
    return with_letters(drawn(words), letters)


TABLES = (text, utf16, separated, markdown, web, word, pdf)


def read(form: Callable[[Rows], bytes], *rows: Sequence[str]) -> CodeBook:
    """The code book of a table of two good rows and some others."""
    return read_book(form([*HEAD, *rows, ("", "1009", "Last")]), "codes")


def refusal(form: Callable[[Rows], bytes], *rows: Sequence[str]) -> list[tuple[str, str]]:
    """The ids and messages of the faults that a table is refused for."""
    with pytest.raises(InputError) as caught:
        read(form, *rows)
    return [(fault.id, fault.message) for fault in caught.value.faults]


CODES = [
    ("10О1", "U+041E CYRILLIC CAPITAL LETTER O"),
    ("1З01", "U+0417 CYRILLIC CAPITAL LETTER ZE"),
    ("1001".translate({ord("1"): "１"}), "U+FF11 FULLWIDTH DIGIT ONE"),
    ("10\u0660\u0661", "U+0660 ARABIC-INDIC DIGIT ZERO, U+0661 ARABIC-INDIC DIGIT ONE"),
    ("10\u0966\u0967", "U+0966 DEVANAGARI DIGIT ZERO, U+0967 DEVANAGARI DIGIT ONE"),
    ("1\u0336001", "U+0336 COMBINING LONG STROKE OVERLAY"),
    ("\u202e1001", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("1001\u2069", "U+2069 POP DIRECTIONAL ISOLATE"),
]


@pytest.mark.parametrize(("code", "names"), CODES, ids=[names for _, names in CODES])
@pytest.mark.parametrize("form", [*TABLES, one_cell, single_spaced])
def test_a_code_of_other_than_ascii_digits_is_refused(form: Callable[[Rows], bytes], code: str, names: str) -> None:
    """What looks like a code in the place of one is an error that names the code points, in every format."""
    message = f"«{code}» stands in the place of a code but holds what is no ASCII digit: {names}; correct it there"
    assert refusal(form, ("", code, "No answer")) == [("code-digits", message)]


@pytest.mark.parametrize("form", TABLES)
def test_all_of_them_are_told_at_once(form: Callable[[Rows], bytes]) -> None:
    """A document with several such rows is refused for all of them."""
    rows = [("", "10О1", "No answer"), ("", "1З02", "Busy"), ("", "1004", "Gone"), ("", "100б", "Held")]
    assert [id_ for id_, _ in refusal(form, *rows)] == ["code-digits"] * 3


@pytest.mark.parametrize("form", TABLES)
def test_a_class_of_other_than_ascii_digits_is_refused(form: Callable[[Rows], bytes]) -> None:
    """So is a label."""
    [(id_, message)] = refusal(form, ("1Оxx", "1008", "No answer"))
    assert (id_, "U+041E CYRILLIC CAPITAL LETTER O" in message) == ("code-digits", True)


def test_inside_a_text_it_is_a_finding() -> None:
    """Where a text could go on, the text stays whole, and a finding says what stands there."""
    book = read(text, ("", "1001", "No answer 10О2 Busy 1003 Gone"))
    assert (book[1001].description, book[1003].description) == ("No answer 10О2 Busy", "Gone")
    finding, doubt = book.findings
    assert (doubt.rule, doubt.code) == ("doubtful-code", 1003)  # as the number before it is text
    assert (finding.rule, finding.line, finding.span.column) == ("number-in-text", 3, 17)
    assert finding.message == (
        "10О2 could be a code here, but reads as text: it holds U+041E CYRILLIC CAPITAL LETTER O"
    )


@pytest.mark.parametrize("words", ["5000 л и 100В тока", "до 10О2 раз", "ISO1 и З110", "１００１ раз"])
def test_a_number_that_can_be_no_code_there_is_text(words: str) -> None:
    """Words with digits that are no code in that place, or after which the text must go on, are text without a word."""
    book = read(text, ("", "1005", "Предел"), ("", "1006", f"Предел {words}"))
    assert book[1006].description == f"Предел {words}"


DESCRIPTIONS = [
    ("and\u200bso", "andso", "invisible-character", "U+200B ZERO WIDTH SPACE"),
    ("andи\u0306so", "andйso", "composed-letter", "U+0439 CYRILLIC SMALL LETTER SHORT I"),
    ("and\u202eso", "and\u202eso", "special-character", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("and\u2066so", "and\u2066so", "special-character", "U+2066 LEFT-TO-RIGHT ISOLATE"),
    ("and\ufdd0so", "and\ufdd0so", "special-character", "U+FDD0 (no character of Unicode)"),
    ("and\u0378so", "and\u0378so", "special-character", "U+0378 (no character of Unicode)"),
]


@pytest.mark.parametrize(("printed", "description", "rule", "name"), DESCRIPTIONS)
@pytest.mark.parametrize("form", TABLES)
def test_hidden_characters_of_a_description_are_findings(
    form: Callable[[Rows], bytes], printed: str, description: str, rule: str, name: str
) -> None:
    """What cannot be seen is taken away, letters are composed, all else stays to the letter; each is a finding."""
    book = read(form, ("", "1001", f"Now {printed}"), ("", "1002", f"Then {printed}"))
    assert (book[1001].description, book[1002].description) == (f"Now {description}", f"Then {description}")
    assert [(item.rule, item.message) for item in book.findings] == [(rule, f"{name} stands in the table 2 times")]
    assert (book.findings[0].page, book.findings[0].line) == (book[1001].page, book[1001].line)
    assert book.edition.account.unaccounted == 0


@pytest.mark.parametrize("form", [text, separated, markdown, web, word])
def test_private_and_replaced_characters(form: Callable[[Rows], bytes]) -> None:
    """A character for private use and the sign for damage are kept and told. In a PDF such a font is an error."""
    book = read(form, ("", "1001", "Now \ue000 and \ufffd"))
    assert book[1001].description == "Now \ue000 and \ufffd"
    assert [item.message for item in book.findings] == [
        "U+E000 (a character for private use) stands in the table once",
        "U+FFFD REPLACEMENT CHARACTER stands in the table once",
    ]


@pytest.mark.parametrize("form", TABLES)
def test_an_invisible_character_in_a_code_is_a_finding(form: Callable[[Rows], bytes]) -> None:
    """A zero-width space within a code is taken away as anywhere, and told."""
    book = read(form, ("", "10\u200b01", "No answer"))
    assert book[1001].description == "No answer"
    assert [item.rule for item in book.findings] == ["invisible-character"]


def test_spaces_and_soft_hyphens_are_layout() -> None:
    """Of spaces of any kind and soft hyphens nobody is told: they are how a document sets its lines."""
    book = read(text, ("", "1001", "Now\u00a0and\u2003so\u00adon"))
    assert (book[1001].description, book.findings) == ("Now and soon", ())


def test_what_changes_only_the_order_of_marks_is_told() -> None:
    """Marks in another order are another text, and equal in NFC."""
    one, other = (read(text, ("", "1001", f"a{marks}")) for marks in ("\u0323\u0307", "\u0307\u0323"))
    assert one.content() == other.content()
    assert {item.rule for item in other.findings} == {"composed-letter"}


# From Python 3.13 on the codec says where.
NO_PUNYCODE = (
    "its bytes mean nothing there" if sys.version_info < (3, 13) else "Invalid extended code point '9' at byte offset 5"
)


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (text([*HEAD, ("", "1001", "\0")]), None, "a binary file, not text: byte 0x00 at offset 44; if"),
        (utf16([*HEAD, ("", "1001", "\0")]), None, "a binary file, not text: U+0000 at character 45; if"),
        (text(HEAD) + b"\t1001\t\xed\xa0\x80\n", None, "damaged UTF-8 at byte offset 44: invalid continuation byte"),
        (
            b"\xff\xfe" + "Class\ud800".encode("utf-16-le", "surrogatepass"),
            None,
            "not utf-16: unexpected end of data at byte offset 12",
        ),
        (text(HEAD) + b"\t1001\t+2AA-\n", "utf-7", "not utf-7: character 45 is U+D800, half of a character"),
        (text(HEAD) + b"\t1001\t\\ud800\n", "unicode_escape", "not unicode-escape: character 45 is U+D800"),
        (text(HEAD), "punycode", f"not punycode: {NO_PUNYCODE}"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, encoding: str | None, message: str) -> None:
    """NUL and halves of characters are refused in every encoding, with their place."""
    with pytest.raises(InputError) as caught:
        read_book(data, "codes", options=ReadOptions(encoding=encoding))
    assert f"codes: {message}" in str(caught.value)


@given(st.text(st.characters(), min_size=1, max_size=6))
def test_no_word_is_read_as_a_code_that_is_not_one(word: str) -> None:
    """Whatever stands in the place of a code, the only codes in the book are those of ASCII digits."""
    try:
        book = read_book(f"Class\tCode\tDescription\n1xxx\t1000\tDone\n\t{word}\tNo answer\n".encode(), "codes")
    except (InputError, UnicodeEncodeError):
        return
    printed = {1000, *([int(word)] if word.isascii() and word.isdigit() and len(word) == 4 else [])}
    assert set(book.codes) <= printed or any(item.rule == "invisible-character" for item in book.findings)


@given(st.characters())
def test_every_character_has_a_name(character: str) -> None:
    """Whatever stands there can be named in one line of what a terminal shows."""
    assert named(character).startswith(f"U+{ord(character):04X} ")
    assert named(character).isprintable()
    assert code_meant(character) is None
    assert odd_characters(f"1{character}01").isprintable()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "1001", "No\ud800answer"), ("unreadable-text", "letters of the text have no meaning")),
        (
            ("", "10\ud80001", "No answer"),
            ("code-digits", "holds what is no ASCII digit: U+FFFD REPLACEMENT CHARACTER"),
        ),
    ],
    ids=["text", "code"],
)
def test_half_of_a_character_in_a_pdf(row: tuple[str, str, str], reason: tuple[str, str]) -> None:
    """A letter that its font says to be half of a character is a letter without a meaning."""
    [(id_, message)] = refusal(pdf, row)
    assert (id_, reason[1] in message) == (reason[0], True)


def test_rows_of_a_pdf_behind_something_else_are_told() -> None:
    """What is neither label nor code left of a code of a PDF could belong to its text, or to none: it is in doubt."""
    book = read(pdf, ("Note", "1008", "No answer"))
    assert [(item.rule, item.code, item.severity) for item in book.findings] == [("doubtful-text", 1008, "error")]
