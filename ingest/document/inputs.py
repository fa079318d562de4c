"""The forms of documents that are read. Help, pages and errors name them from here, so nothing is imported."""

from __future__ import annotations

from typing import Final, NamedTuple


class InputForm(NamedTuple):
    """A form of documents: its name, the formats that editions say of it, and what is read of it."""

    name: str
    formats: tuple[str, ...]
    meaning: str


INPUT_FORMS: Final = (
    InputForm("PDF", ("pdf",), "with a layer of text; scanned pages hold none"),
    InputForm("DOCX", ("docx",), "merged cells, inserted text, automatic numbers; a .doc is to be saved as .docx"),
    InputForm("PPTX", ("pptx",), "the tables and texts of its slides, in their order"),
    InputForm("ODT and RTF", ("odt", "odg", "rtf"), "as DOCX, as far as they have the same; a PDF saved as ODT or ODG"),
    InputForm("XLSX, XLSB, XLS and ODS", ("xlsx", "xlsb", "xls", "ods"), "all sheets; formulas by their stored values"),
    InputForm("HTML", ("html",), "as browsers, Word, Confluence and Google Docs save it, in one file (MHTML) too"),
    InputForm("EPUB", ("epub",), "its pages, in their order"),
    InputForm(
        "XML", ("xml",), "of Word and Excel, DocBook, TEI, JATS and FictionBook, pieces of them too; lists of records"
    ),
    InputForm("CSV and TSV", ("csv",), "line breaks in quoted fields, several tables in one file"),
    InputForm(
        "JSON",
        ("json",),
        "lists of rows or of objects, in groups and trees, objects by their codes; what Python prints",
    ),
    InputForm("notebooks of Jupyter", ("ipynb",), "texts in Markdown, and outputs; no code"),
    InputForm("Markdown", ("markdown",), "pipe tables, tables of HTML and those that Pandoc writes"),
    InputForm(
        "wiki markup",
        ("mediawiki", "jira", "dokuwiki", "xwiki", "textile"),
        "MediaWiki, Jira and Confluence, DokuWiki, XWiki and Creole, Textile",
    ),
    InputForm(
        "AsciiDoc, reStructuredText, Org and LaTeX",
        ("asciidoc", "restructuredtext", "org", "latex"),
        "their tables, with merged cells",
    ),
    InputForm(
        "words with their places",
        ("tsv",),
        "pdftotext -tsv and -bbox, pdftohtml -xml and -c, pdfminer, pdfplumber, PyMuPDF, mutool, hOCR",
    ),
    InputForm("plain text", ("text",), "laid out by tabs or spaces, drawn with characters, or copied from a PDF"),
)
"""Every form, what people hold most first."""


def listed_inputs() -> str:
    """The names of all forms, as a sentence names them."""
    *names, last = (form.name for form in INPUT_FORMS)
    return f"{', '.join(names)} or {last}"
