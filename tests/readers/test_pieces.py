"""Pieces copied out of a document, without its root, are read as they are in it."""

from __future__ import annotations

import re

import pytest

from model import InputError
from tests.readers.seen import lines, read, tables

TABLE = [{0: "Класс", 1: "Код", 2: "Описание"}, {0: "1xxx", 1: "1000", 2: "Да & нет"}]
OPEN = ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'


def _rows(row: str, begin: str, end: str) -> str:
    """The table in elements of such names."""
    texts = ([text.replace("&", "&amp;") for text in said.values()] for said in TABLE)
    return "\n".join(f"<{row}>{''.join(begin + text + end for text in cells)}</{row}>" for cells in texts)


DOCBOOK = _rows("row", "<entry>", "</entry>")
TEI = _rows("row", "<cell>", "</cell>")
PAGE = _rows("tr", "<td>", "</td>")
ODF = _rows("table:table-row", "<table:table-cell><text:p>", "</text:p></table:table-cell>")
WORD = _rows("w:tr", "<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>")
PIECES = {
    "rows of DocBook": DOCBOOK,
    "a table of DocBook": f"<informaltable><tgroup cols='3'><tbody>{DOCBOOK}</tbody></tgroup></informaltable>",
    "a section of DocBook": f"<section><table><title>&nbsp;</title><tgroup>{DOCBOOK}</tgroup></table></section>",
    "a table of TEI": f"<!-- < --><table rows='2'>{TEI}</table>",
    "a table of DITA": f"<simpletable>{_rows('strow', '<stentry>', '</stentry>')}</simpletable>",
    "a section of JATS": f"<sec><table-wrap><table>{PAGE}</table></table-wrap></sec>",
    "rows of a page": PAGE,
    "the body of a table": f"<tbody>{PAGE}</tbody>",
    "a figure": f"<figure><table>{PAGE}</table></figure>",
    "a table of an OpenDocument": f"<table:table table:name='Т'>{ODF}</table:table>",
    "one that says what its prefix is": f"<?xml version='1.0'?><table:table{OPEN}>{ODF}</table:table>",
    "a table of Word": f"<w:tbl><w:tblPr w14:x='1'/>{WORD}</w:tbl>",
    "rows of RTF": _rows("", "{", "\\cell}")
    .replace("<>", r"{\trowd\cellx900\cellx1800\cellx9000 ")
    .replace("</>", r"\row}"),
}


def _in_rich_text(piece: str) -> str:
    """Letters as RTF writes them, whatever a document says of its encoding."""
    return re.sub("[а-яА-Я]", lambda letter: f"\\u{ord(letter[0])}?", piece.replace("&amp;", "&"))


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_a_piece_is_read_as_in_its_document(piece: str) -> None:
    """One table with its cells, and nothing beside it, whoever wrote the document around it."""
    found = read(_in_rich_text(piece) if piece.startswith("{") else piece)
    assert tables(found) == [TABLE]
    assert not lines(found)


def test_a_piece_keeps_its_lines_and_says_how_it_is_encoded() -> None:
    """Places are those of the piece, not of what is put around it."""
    found = read(DOCBOOK.encode("cp1251"))
    assert (found.encoding, found.words[-1].span.line) == ("windows-1251", 2)


def test_a_piece_that_is_cut_is_an_error_that_says_what_to_do() -> None:
    """Nobody guesses what stood behind the cut."""
    with pytest.raises(InputError, match="cut off; save it anew"):
        read(DOCBOOK[:-8])


def test_marks_of_a_piece_amid_other_text_are_no_piece() -> None:
    """A text that says how rows are written is a text."""
    assert lines(read(f"Так: {DOCBOOK}"))
