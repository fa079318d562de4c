"""`index.html`: the review page of an edition, one file that works from disk and asks for nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ingest.document.wording import compare_words
from ingest.review.interface import as_script, plain_word, vendor, visible, word, word_forms, words
from ingest.review.marks import NO_MARKS, boxes_of, change_marks, finding_marks
from ingest.review.outline import outline, row_name
from ingest.review.pictures import MOST_PICTURES, NO_PICTURES, Picture, Pictures, pages_of
from ingest.review.sight import SourceLine, doubts_of, sight_of, source_lines
from model import CodeBook, Finding, ResultCode
from model.changes import RESOLUTIONS
from model.records import Applied, CodeClass

if TYPE_CHECKING:
    from jinja2 import Template

PAGE_FILE: Final = "index.html"
"""The name of the page in the directory of an edition."""

_HERE: Final = Path(__file__).parent


def to_page(
    book: CodeBook,
    previous: CodeBook | None = None,
    pictures: Pictures = NO_PICTURES,
    corrections: Applied = MappingProxyType({}),
) -> bytes:
    """The review page of a code book, the same bytes for the same arguments.

    Texts of the document stand in it as texts, whatever is in them; and a policy (Content Security Policy, level 3)
    lets the browser run and load nothing but what the page is made with.

    Parameters
    ----------
    book
        The code book.
    previous
        The edition before: what changed since then is marked.
    pictures
        The pages of the document, from `ingest.review.pictures.page_pictures`.
    corrections
        Corrections to show beside the texts.

    Examples
    --------
    >>> from model import CodeBook
    >>> page = to_page(CodeBook.load()).decode()
    >>> page.startswith("<!doctype html>"), 'id="2211"' in page
    (True, True)
    """
    return _page(book, previous, pictures, corrections)


def doubts_page(
    book: CodeBook, previous: CodeBook | None = None, pictures: Pictures = NO_PICTURES, lines: Sequence[str] = ()
) -> bytes:
    """The page of a document that is not published, because how it is to be read is in doubt.

    It is the review page with the doubts first, and with the marks on the print: places in doubt, furniture greyed,
    and outlined what was left out.

    Parameters
    ----------
    book
        The code book as it would be. Its doubts are its findings about the reading that are errors.
    previous
        The edition published last.
    pictures
        The pages of a PDF.
    lines
        The lines of a text, to show beside the records in place of pictures.
    """
    return _page(book, previous, pictures, MappingProxyType({}), doubts_of(book), source_lines(book, lines))


def _page(
    book: CodeBook,
    previous: CodeBook | None,
    pictures: Pictures,
    corrections: Applied,
    doubts: Sequence[Finding] = (),
    lines: Sequence[SourceLine] = (),
) -> bytes:
    others = {about: finding_marks(book, about, but=doubts) for about in ("reading", "document")}
    return (
        _template()
        .render(
            book=book,
            edition=book.edition,
            is_paged=book.edition.format == "pdf",
            branches=outline(book),
            findings=finding_marks(book),
            findings_about=others,
            doubts=doubts,
            doubted=frozenset(finding_marks(book, "reading").by_row),
            lines=lines,
            sight=sight_of(book, pictures),
            changes=NO_MARKS if previous is None else change_marks(book, previous),
            previous=previous and previous.edition,
            pages=pages_of(book),
            pictures=pictures,
            most_pictures=MOST_PICTURES,
            boxes=boxes_of(book) if pictures else {},
            forms=as_script(word_forms(book, corrections)),
            corrections={row_name(book, code=code): item for code, item in corrections.items()},
        )
        .encode()
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    # Compiling takes half of the time of the first page, so it is kept where Python keeps its compiled modules.
    kept = _HERE / "__pycache__"
    is_kept = os.access(kept, os.W_OK) and not sys.dont_write_bytecode
    style, script = _inline("page.css"), _inline("page.js") + _inline("forms.js")
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        bytecode_cache=FileSystemBytecodeCache(str(kept)) if is_kept else None,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals |= {
        "style": style,
        "script": script,
        "policy": _policy(style, script),
        "words": as_script(words()),
        "known_words": words()["en"],
        "RESOLUTIONS": RESOLUTIONS,
        "place_name": _place_name,
        "t": word,
        "plain": plain_word,
        "vendor": vendor,
        "visible": visible,
        "is_codes": _is_codes,
        "place": _place,
        "row_name": row_name,
        "compare_words": compare_words,
        "data_uri": _data_uri,
    }
    return environment.get_template("page.html.jinja")


def _inline(name: str) -> Markup:
    """A file of the package as it stands between the tags."""
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - a part of this package


def _policy(style: str, script: str) -> str:
    """Nothing from anywhere, but these two blocks by their hashes and pictures within the page."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _is_codes(part: object) -> bool:
    """Whether a part of a class is codes in a row; else it is a class."""
    return isinstance(part, tuple)


def _place(record: ResultCode | CodeClass, is_paged: bool) -> int | None:
    """Where a record stands: the page of a PDF, else the line."""
    return record.page if is_paged else record.line


def _place_name(finding: Finding, is_paged: bool) -> str | None:
    """The name of the place on the print that a finding is about, as links to it have it."""
    if is_paged:
        return None if finding.page is None else f"page-{finding.page}"
    return None if finding.line is None else f"line-{finding.line}"


def _data_uri(picture: Picture) -> str:
    return f"data:image/webp;base64,{base64.b64encode(picture.content).decode()}"
