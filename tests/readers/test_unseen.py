"""What nobody sees on the pages of a Word document is told and not read; what everybody sees is read."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.readers.package import read_package

WHITE = "<w:color w:val='FFFFFF'/>"
DARK = "<w:shd w:val='clear' w:fill='203040'/>"


def run(text: str, properties: str = "") -> str:
    """A run of letters."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def field(instruction: str, result: str) -> str:
    """A field with its instruction and its result, both runs."""
    signs = [f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")]
    return f"{signs[0]}{instruction}{signs[1]}{result}{signs[2]}"


def read(paragraph: str, cell: str = "", table: str = "") -> Fragments:
    """A document of one table with one cell."""
    document = docx.Document()
    inside = f"<w:tr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{paragraph}</w:p></w:tc></w:tr>"
    body = f"<w:tbl {nsdecls('w')}><w:tblPr>{table}</w:tblPr><w:tblGrid/>{inside}</w:tbl>"
    document.element.body.insert_element_before(parse_xml(body), "w:sectPr")
    buffer = io.BytesIO()
    document.save(buffer)
    return read_package(buffer.getvalue(), "x.docx", ReadOptions())


def text_of(found: Fragments) -> str:
    """The words of fragments."""
    return " ".join(word.text for word in found.words)


@pytest.mark.parametrize(
    ("paragraph", "hidden"),
    [
        (run("Готово") + run(" давно", WHITE), "давно"),
        (
            f"{run('Готово')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Место')}</w:sdtContent></w:sdt>",
            "Место",
        ),
        (f"{run('Готово')}<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "Wingdings F0FC"),
    ],
)
def test_what_nobody_sees_is_told(paragraph: str, hidden: str) -> None:
    """White letters on white paper, the prompt of a form; a picture of a font is no letter."""
    found = read(paragraph)
    assert text_of(found) == "Готово"
    assert [finding.message for finding in found.findings] == [f"«{hidden}» is hidden"]


@pytest.mark.parametrize(
    ("paragraph", "cell", "table"),
    [
        (run("Готово", WHITE), DARK, ""),
        (run("Готово", WHITE + DARK), "", ""),
        (run("Готово", WHITE), "", "<w:tblStyle w:val='DarkList'/>"),
        (run("Готово", WHITE), "", DARK),
        (run("Готово", WHITE + "<w:highlight w:val='black'/>"), "", ""),
    ],
)
def test_white_letters_on_a_ground_are_read(paragraph: str, cell: str, table: str) -> None:
    """Headings are often set so."""
    assert text_of(read(paragraph, cell, table)) == "Готово"


def test_a_field_in_the_instruction_of_another_is_not_read() -> None:
    """Only the result of the outer one is on the page; where fields do not end, nothing is left out."""
    condition = "<w:r><w:instrText>IF </w:instrText></w:r>" + field(run(""), run("7"))
    assert text_of(read(field(condition, run("Готово")))) == "Готово"
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    assert text_of(read(begin + begin + run("Готово"))) == "Готово"


def test_signs_of_fonts_are_letters() -> None:
    """Symbol has an encoding of its own; other fonts give the letter itself."""
    signs = "".join(f"<w:r><w:sym w:font='{font}' w:char='{char}'/></w:r>" for font, char in SIGNS)
    assert text_of(read(signs)) == "≥≤°"


SIGNS = (("Symbol", "F0B3"), ("Symbol", "A3"), ("Arial", "00B0"))
