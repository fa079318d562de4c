"""What the tests of exports share: hostile texts, and code books that hold them."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from ingest.exports.content import Content
from model import ClassPattern, CodeBook, Correction, Edition, PrintedClass, PrintedCode

HOSTILE = [
    'Получен ответ "занято"',
    "it's",
    "\\",
    "\\\\",
    'ends in a backslash\\"',
    '"""',
    "'''",
    '""" + __import__("os").getcwd() + """',
    "*/ alert(1) /*",
    "// -->",
    "<!-- --> ]]>",
    "</script>",
    "${process.exit(3)}",
    "`",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{0} {name} }",
    "%s %(name)s",
    "'); DROP TABLE codes; --",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "a;=1+1",
    'a",=1+1',
    "\uff1d1+1",
    "a\nb",
    "a\r\nb",
    "\r",
    "\x85",
    "\u2028\u2029",
    "\u202eback",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "😀",
    "\U000e0001",
    " spaces ",
    ": yaml",
    "- yaml",
    "# yaml",
    "no",
    "null",
    "0123",
    "1e5",
    "@ru .",
]

EDITION = Edition(name="made-up", sha256="ab" * 32, source="made-up.txt", format="text")


def hostile_texts() -> st.SearchStrategy[str]:
    """Texts that end the strings, comments and cells of careless writers."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    marks = st.text("\"'\\/*`${}<>-=+@;,\t\r\n\0\u2028:#& ab", min_size=1, max_size=12)
    return st.one_of(st.sampled_from(HOSTILE), marks, anything)


def book_of(texts: Iterable[str | None], *, edition: Edition = EDITION, title: str | None = None) -> CodeBook:
    """A code book of classes 1xxx, 11xx (without a default code) and 111x, with the texts as descriptions from 1000."""
    descriptions = dict(enumerate(texts, start=1000))
    descriptions.setdefault(1000, "Busy")
    classes = [
        PrintedClass(ClassPattern("1xxx"), 1000),
        PrintedClass(ClassPattern("10xx"), None, title),
        PrintedClass(ClassPattern("100x"), 1000),
    ]
    return CodeBook.build(edition, classes, [PrintedCode(code, text) for code, text in descriptions.items()])


def correction_of(book: CodeBook, code: int, after: str) -> Correction:
    """A correction of a description of a code book."""
    table = {"field": "description", "reason": "A misprint", "source": "The other edition", "edition": "ab" * 32}
    return Correction.model_validate({"code": code, "from": book[code].description, "to": after, **table})


def content_of(*texts: str | None) -> Content:
    """The content of an export without corrections."""
    return Content(book_of(texts))


def corrected_content(book: CodeBook, code: int, after: str) -> Content:
    """The content of an export with one correction."""
    return Content(book, {code: correction_of(book, code, after)})
