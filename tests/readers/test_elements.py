"""XML: tables by the names that several vocabularies give them, Office in one file, and records."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from ingest.document.fragments import Word
from model import InputError
from tests.readers.seen import lines, read, tables

DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'
HEAD = {0: "Класс", 1: "Код", 2: "Описание"}
FOLDER = Path(__file__).parent / "elements"
SPANNED = [HEAD, {0: "1xxx", 1: "1000 2", 2: "Одно/и другое"}, {1: "1001 Да"}]


@pytest.mark.parametrize(
    ("name", "outside", "rows"),
    [
        pytest.param("docbook", ["Коды", "Далее."], SPANNED),
        pytest.param("tei", ["Коды", "Далее."], SPANNED),
        pytest.param("excel-2003", [], [HEAD, {0: "1xxx", 1: "1000", 2: "Одно"}, {2: "Да"}]),
        pytest.param("word-2003", ["Коды"], [{0: "Класс", 1: "Код", 3: "Описание"}, {1: "1000 2", 3: "Да/Нет"}]),
    ],
)
def test_tables_by_their_names(name: str, outside: list[str], rows: list[dict[int, str]]) -> None:
    """Cells stand in their columns whatever spans them, and lines of a cell stay lines."""
    found = read(_sample(name))
    assert (found.format, found.layout, found.encoding) == ("xml", "grid", "utf-8")
    assert lines(found) == outside
    assert [[_joined(row) for row in table] for table in tables(found)] == [[_joined(row) for row in rows]]


def _sample(name: str) -> bytes:
    return FOLDER.joinpath(f"{name}.xml").read_bytes()


def _joined(row: dict[int, str]) -> dict[int, str]:
    """A mark is a word of its own, with or without a space before it."""
    return {column: text.replace(" 2", "2") for column, text in row.items()}


@pytest.mark.parametrize("name", ["docbook", "tei", "word-2003"])
def test_raised_marks_are_raised(name: str) -> None:
    """What is raised at a code is known as such, and is not a part of it."""
    assert [word.text for word in read(_sample(name)).words if word.style.is_raised] == ["2"]


def test_struck_text_is_struck() -> None:
    """By the properties of a run, unless they say that it is not."""
    assert [word.text for word in read(_sample("word-2003")).words if word.style.is_struck] == ["Нет"]


ELEMENTS = (
    "<codes><code><class>1xxx</class><id>1000</id><text>Да</text></code>"
    "<code><id>1001</id><text>Нет &amp; да</text></code></codes>"
)
ATTRIBUTES = '<codes><code class="1xxx" id="1000" text="Да"/><code id="1001" text="Нет &amp; да"/></codes>'


@pytest.mark.parametrize("records", [ELEMENTS, ATTRIBUTES], ids=["elements", "attributes"])
def test_records(records: str) -> None:
    """Elements with the same values are rows below the names of these."""
    found = read(DECLARED + f"<all><note>Коды</note>{records}</all>")
    assert lines(found) == ["Коды"]
    assert tables(found) == [
        [{0: "class", 1: "id", 2: "text"}, {0: "1xxx", 1: "1000", 2: "Да"}, {1: "1001", 2: "Нет & да"}]
    ]


def _flat(package: bytes) -> str:
    """A Word document as one XML file, as Word saves it (ECMA-376, part 2, flattened)."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        kinds = {item.get("PartName") or "." + item.get("Extension", ""): item.get("ContentType") for item in types}
        for name in archive.namelist()[1:]:
            kind = kinds.get(f"/{name}") or kinds[f".{name.rpartition('.')[2]}"]
            if name.endswith((".xml", ".rels")):
                content = etree.tostring(etree.fromstring(archive.read(name)), encoding="unicode")
                data = f"<pkg:xmlData>{content}</pkg:xmlData>"
            else:
                data = "<pkg:binaryData>AA==</pkg:binaryData>"
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="{kind}">{data}</pkg:part>')
    return (
        DECLARED + '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f"{''.join(parts)}</pkg:package>"
    )


def test_a_word_document_in_one_file() -> None:
    """It is read as the DOCX that it holds."""
    document = docx.Document()
    document.add_paragraph("Коды")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), (*HEAD.values(), "", "1000", "Да"), strict=True
    ):
        cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    found, whole = read(_flat(buffer.getvalue())), read(buffer.getvalue())
    assert _seen(found.words) == _seen(whole.words)
    assert (found.format, found.layout, lines(found)) == ("docx", whole.layout, ["Коды"])


def _seen(words: tuple[Word, ...]) -> list[tuple[str, object]]:
    return [(word.text, word.cell) for word in words]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("<a><b>1000</b>\n<c>", "codes, line 3: begins as XML and is none, or is cut off;", id="cut"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "1000">]><a>&b;</a>', "declarations of its own", id="entity"),
        pytest.param("<a>" * 300 + "</a>" * 300, "begins as XML and is none", id="deep"),
        pytest.param("<a><b/></a>", "XML without text", id="empty"),
        pytest.param(
            '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>', "a ZIP archive", id="none"
        ),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    """In one line, with its place and what to do."""
    with pytest.raises(InputError, match=message):
        read(DECLARED + text)


def test_elements_within_elements() -> None:
    """As deep as the parser goes, they are read."""
    assert lines(read(DECLARED + "<a>" * 250 + "Коды" + "</a>" * 250)) == ["Коды"]


def test_records_within_a_cell() -> None:
    """They are a table of their own, behind the row of the cell."""
    found = read(f"{DECLARED}<table><tr><td>{ELEMENTS}</td><td>Коды</td></tr></table>")
    assert tables(found) == [
        [{1: "Коды"}],
        [{0: "class", 1: "id", 2: "text"}, {0: "1xxx", 1: "1000", 2: "Да"}, {1: "1001", 2: "Нет & да"}],
    ]
