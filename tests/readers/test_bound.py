"""Documents bound of several pages or texts: electronic books, and notebooks of Jupyter."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas
import pytest

from ingest.pipeline import ingest
from model import DoubtfulError, InputError
from tests.readers.seen import lines, read, tables

HEADER = ["Класс", "Код", "Описание"]
ROWS = [["1xxx", "1000", "Действие выполнено"], ["11xx", "1100", "Вызов завершен"], ["", "1101", "Нет ответа"]]
SEEN = [dict(enumerate(HEADER)), *({n: cell for n, cell in enumerate(row) if cell} for row in ROWS)]
CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
TABLE = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADER, *ROWS])


def page(content: str) -> str:
    """A page of XHTML, with the document type that most books declare."""
    kind = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{kind}<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>x</title></head><body>{content}</body></html>"
    )


def bound(pages: Mapping[str, str], spine: str, more: Mapping[str, str] | None = None) -> bytes:
    """An electronic book by hand: its pages by their names, and their order."""
    items = "".join(f'<item id="{name[0]}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    references = "".join(f'<itemref idref="{name}"/>' for name in spine)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata><title xmlns="http://purl.org/dc/elements/1.1/">Коды'
        f"</title></metadata><manifest>{items}</manifest><spine>{references}</spine></package>"
    )
    parts = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package} | dict(more or {})
    parts |= {f"OEBPS/{name.replace('%20', ' ')}": text for name, text in pages.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_the_pages_of_a_book_are_read_in_their_order() -> None:
    """That of the spine, not of the archive; pages that show nothing are passed over."""
    pages = {
        "b%20b.xhtml": page(f"<table>{TABLE}</table>"),
        "a.xhtml": page("<p>До</p>"),
        "c.xhtml": page("<p>После</p>"),
        "d.xhtml": page("<img src='cover.png'/>"),
    }
    found = read(bound(pages, "dabca"))
    assert (found.format, found.labels.title) == ("epub", "Коды")
    assert lines(found) == ["До", "После"]
    assert tables(found) == [SEEN]
    assert {word.span.page for word in found.words if word.cell} == {2}


@pytest.mark.parametrize("version", ["epub2", "epub3"])
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")
def test_a_book_of_pandoc(version: str, tmp_path: Path) -> None:
    """A table in the second of three chapters gives its code book."""
    table = "\n".join("| " + " | ".join(row) + " |" for row in [HEADER, ["---"] * 3, *ROWS])
    text = f"# До\n\nТекст.\n\n# Коды\n\n{table}\n\n# После\n\nДругое.\n"
    path = tmp_path / "codes.epub"
    command = ["pandoc", "-f", "markdown", "-t", version, "--metadata", "title=Коды", "-o", str(path)]
    subprocess.run(command, input=text, text=True, check=True, capture_output=True)
    book = ingest(path, limits=None)
    assert {code: record.description for code, record in book.codes.items()} == {int(row[1]): row[2] for row in ROWS}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bound({}, ""), r"damaged, or not an EPUB.*\[damaged-epub\]"),
        (bound({"a.xhtml": page("<p>a</p>")}, "b"), r"\[damaged-epub\]"),
        (bound({"a.xhtml": page("")}, "a"), r"the book shows no text.*\[no-text\]"),
        (
            bound(
                {"a.xhtml": page("<p>a</p>")},
                "a",
                {"META-INF/encryption.xml": '<encryption><CipherReference URI="OEBPS/a.xhtml"/></encryption>'},
            ),
            r"its pages are encrypted.*\[encrypted\]",
        ),
        (
            bound(
                {"a.xhtml": page("<p>a</p>")}, "a", {"META-INF/container.xml": f"<!DOCTYPE container []>{CONTAINER}"}
            ),
            r"container.xml holds a document type.*\[unsafe-xml\]",
        ),
        (bound({"a.xhtml": f"<!DOCTYPE html [<!ENTITY a 'b'>]>{TABLE}"}, "a"), r"a.xhtml: .*\[unsafe-xml\]"),
    ],
    ids=["no pages", "unknown page", "empty", "encrypted", "type of the container", "type of a page"],
)
def test_a_book_that_cannot_be_read_is_told(data: bytes, message: str) -> None:
    """Each in a line that says what to do."""
    with pytest.raises(InputError, match=message):
        read(data)


def notebook(*cells: dict[str, Any]) -> str:
    """A notebook as Jupyter writes it."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def written(text: str) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def run(*outputs: dict[str, Any]) -> dict[str, Any]:
    """A cell of code that was run."""
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": ["show(7777)"]}


FRAME = pandas.DataFrame(ROWS, columns=HEADER)
MARKDOWN = "\n".join("| " + " | ".join(row) + " |" for row in [HEADER, ["---"] * 3, *ROWS])
NOTEBOOKS = {
    "markdown": notebook(written("# Коды"), written(MARKDOWN)),
    "html": notebook(run({"output_type": "execute_result", "data": {"text/html": FRAME.to_html(), "text/plain": "x"}})),
    "plain": notebook(run({"output_type": "display_data", "data": {"text/plain": [FRAME.to_string()]}})),
    "stream": notebook(written("Коды"), run({"output_type": "stream", "text": FRAME.to_string().splitlines(True)})),
}


@pytest.mark.parametrize("form", NOTEBOOKS)
def test_a_notebook_is_read(form: str, tmp_path: Path) -> None:
    """Its texts, and the outputs of its code, in whatever form the table is; never the code."""
    path = tmp_path / "codes.ipynb"
    path.write_text(NOTEBOOKS[form], "utf-8")
    book = ingest(path, limits=None)
    assert {code: record.description for code, record in book.codes.items()} == {int(row[1]): row[2] for row in ROWS}
    assert book.edition.format == "ipynb"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (notebook(run()), r"the notebook shows no text.*\[no-text\]"),
        (notebook(written("a"))[:-1], r"damaged.*\[damaged-notebook\]"),
        ('{"metadata": {}, "worksheets": [{"cells": [{"cell_type": "code"}]}]}', r"old format.*\[damaged-notebook\]"),
    ],
    ids=["empty", "cut", "old"],
)
def test_a_notebook_that_cannot_be_read_is_told(text: str, message: str) -> None:
    """Each in a line that says what to do."""
    with pytest.raises(InputError, match=message):
        read(text)


def test_texts_that_a_frame_shortened_are_a_doubt(tmp_path: Path) -> None:
    """Jupyter shows fifty letters of a text of a frame: what it left out is told, and nothing is published."""
    short = [[*row[:2], f"{row[2]} и все остальное, что об этом вызове известно"[:46] + " ..."] for row in ROWS]
    path = tmp_path / "frame.html"
    path.write_text("<meta charset=utf-8>" + pandas.DataFrame(short, columns=HEADER).to_html(), "utf-8")
    with pytest.raises(DoubtfulError) as raised:
        ingest(path, limits=None)
    assert ["a program shows no more of a text" in doubt.message for doubt in raised.value.doubts] == [True]


def test_dots_of_the_vendor_are_no_doubt(tmp_path: Path) -> None:
    """A text that ends with dots, where others are longer, was not shortened."""
    path = tmp_path / "codes.md"
    path.write_text(MARKDOWN.replace("Нет ответа", "Ожидайте...").replace("завершен", "завершен…"), "utf-8")
    assert ingest(path, limits=None).codes[1101].description == "Ожидайте..."


def test_a_document_of_apple_is_refused_by_name() -> None:
    """Numbers and Pages keep their documents in a form of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Index/Document.iwa", b"x")
    with pytest.raises(InputError, match=r"Apple Numbers.*export it there as XLSX.*\[iwork-document\]"):
        read(buffer.getvalue())


@pytest.mark.parametrize("count", [1, 3, 11, 12])
def test_rows_that_a_frame_counted_in_a_text(count: int, tmp_path: Path) -> None:
    """Pandas prints the number of each row before it, below no heading: it is no part of a text."""
    texts = ["Действие выполнено", *(f"Отказ узла связи АТС{letter}" for letter in "БВГДЕЖЗИКЛМ")]
    printed = [[{0: "1xxx", 10: "101x"}.get(number, ""), str(1000 + number), texts[number]] for number in range(count)]
    path = tmp_path / "frame.txt"
    path.write_text(pandas.DataFrame(printed, columns=HEADER).to_string() + "\n", "utf-8")
    book = ingest(path, limits=None)
    assert [record.description for record in book.codes.values()] == texts[:count]
