"""Code books that the tests of the review page look at."""

from __future__ import annotations

from ingest.pipeline import read_book
from ingest.review.page import to_page
from ingest.review.pictures import page_pictures, pages_of
from model import ClassPattern, CodeBook, Edition, PrintedClass, PrintedCode

HOSTILE = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 2">',
    "</script><script>window.hacked = 3</script>",
    "</style><style>body { display: none }</style>",
    "javascript:window.hacked=4",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "<!-- --> ]]> <![CDATA[",
    "<svg onload=window.hacked=5>",
    "&lt;b&gt; &#60; &amp;",
    "abc\u202egnp.exe",
    "\u2066\u2067\u2068\u2069\u200f",
    "\u2028\u2029",
    "\x1b[31m",
)
"""Descriptions that would be active, or not seen, on the page of a careless writer."""

CLASSES = (
    PrintedClass(ClassPattern("0xxx"), 0),
    PrintedClass(ClassPattern("1xxx"), 1000),
    PrintedClass(ClassPattern("10xx"), 1000),
    PrintedClass(ClassPattern("100x"), 1000),
    PrintedClass(ClassPattern("11xx"), title="Кампании"),
    PrintedClass(ClassPattern("112x"), 1120),
    PrintedClass(ClassPattern("33xx")),
)
CODES = {0: "Zero", 1000: "Done", 1001: None, 1100: "Ordinary", 1120: "Limit", 1121: "Ещё лимит", 3301: "A", 7000: "No"}


def made_up(name: str, codes: dict[int, str | None]) -> CodeBook:
    """A code book without findings: the classes, each with its default code if that is among the codes."""
    edition = Edition(name=name, sha256=name.encode().hex().ljust(64, "0")[:64], source="made-up.txt", format="text")
    classes = [item if item.default_code in codes else item._replace(default_code=None) for item in CLASSES]
    return CodeBook.build(edition, classes, [PrintedCode(*item) for item in codes.items()])


def odd_book() -> CodeBook:
    """Classes in every relation: one default code of three, none, a title only, no class above, a code in no class."""
    return made_up("odd", CODES)


def changed_book() -> CodeBook:
    """The odd one a year later: a code is new, one is gone, one is reworded, one lost its description."""
    codes = CODES | {1002: "New", 1100: "Quite ordinary", 1121: None}
    return made_up("later", {code: text for code, text in codes.items() if code != 3301})


def page_of_pdf(data: bytes, previous: CodeBook | None = None) -> bytes:
    """The review page of a PDF, pictures and all."""
    book = read_book(data, "document.pdf")
    return to_page(book, previous, page_pictures(data, None, pages_of(book)))
