"""The list of forms that are read: it is that of the readers."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from ingest.document.inputs import INPUT_FORMS, listed_inputs
from ingest.document.source import packed_parts
from model import InputError
from tests.command import Run
from tests.readers.seen import read, tables
from tests.readers.test_bound import bound, notebook, page, written
from tests.readers.test_markup import MARKS
from tests.readers.test_office import _opendocument, _workbook, drawing
from tests.readers.test_presentation import FIRST, presentation
from tests.readers.test_tools import RTF, _tsv


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("Коды")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


SAMPLES: dict[str, bytes | str] = {
    **MARKS,
    "docx": _docx(),
    "pptx": presentation(FIRST),
    "odt": _opendocument("<office:text><text:p>Коды</text:p></office:text>"),
    "ods": _opendocument(
        "<office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>Код</text:p></table:table-cell>"
        "</table:table-row></table:table></office:spreadsheet>"
    ),
    "odg": drawing(),
    "xlsx": _workbook(),
    "rtf": RTF,
    "html": "<p>Коды",
    "xml": '<?xml version="1.0"?><table><tr><td>Коды</td></tr></table>',
    "epub": bound({"a.xhtml": page("<p>Коды</p>")}, "a"),
    "ipynb": notebook(written("Коды")),
    "csv": "Класс;Код\n1xxx;1000\n",
    "json": '[["Класс", "Код"], ["1xxx", 1000]]',
    "markdown": "| Класс | Код |\n|---|---|\n| 1xxx | 1000 |\n",
    "restructuredtext": "==== ====\nКл.  Код\n==== ====\n1xxx 1000\n==== ====\n",
    "xwiki": "|=Класс|=Код\n|1xxx|1000\n",
    "tsv": _tsv(),
    "text": "Класс\tКод\n",
}
"""A document of each format, but for those that only other programs write."""

BY_OTHERS = {"pdf", "xls", "xlsb"}


def test_every_reader_is_listed_once() -> None:
    """What editions say of their format stands in the list, and nothing else does."""
    listed = [name for form in INPUT_FORMS for name in form.formats]
    assert sorted(listed) == sorted({*SAMPLES, *BY_OTHERS})


@pytest.mark.parametrize("name", SAMPLES)
def test_each_is_told_by_its_content(name: str) -> None:
    """The reader of each says its format."""
    assert read(SAMPLES[name]).format == name


def test_pages_name_all_forms() -> None:
    """The README says it in a sentence."""
    readme = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")
    assert f"reads your document: {listed_inputs()}" in re.sub(r"\s+", " ", readme)


def test_parts_of_a_document_are_read_as_one() -> None:
    """Each by its own reader, and errors name the part."""
    csv = "Класс;Код;Описание\n1xxx;1000;Да\n"
    page = "<table><tr><td><td>1001<td>Нет</table>"
    found = read(packed_parts([csv.encode(), page.encode()]))
    assert [row for table in tables(found) for row in table][1:] == [
        {0: "1xxx", 1: "1000", 2: "Да"},
        {1: "1001", 2: "Нет"},
    ]
    with pytest.raises(InputError, match="codes, part 2: the file is empty"):
        read(packed_parts([csv.encode(), b""]))


def test_help_names_all_forms(run: Run) -> None:
    """Of those that take documents one says which, and the others say where."""
    shown = {name: re.sub(r"\s+", " ", run(name, "--help").out) for name in ("ingest", "check", "diff")}
    for form in INPUT_FORMS:
        assert f"{form.name}: {form.meaning}" in shown["ingest"]
    for name in ("check", "diff"):
        assert "any form that resultcodes ingest --help lists" in shown[name]


def test_an_archive_of_something_else_is_told_what_is_read() -> None:
    """With the names of all forms."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(InputError, match=re.escape(f"none of these: {listed_inputs()};")):
        read(buffer.getvalue())
