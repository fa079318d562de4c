"""HTML: what a page shows, as fragments. No scripts, no network; styles count only where they hide what they set."""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels
from ingest.document.encoding import decode
from ingest.document.fragments import Block, Fragments, Line
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.div_grids import mark_grids
from ingest.readers.flow import blocks_of, hidden_findings, layout_of, printed_version
from ingest.readers.frames import without_indices
from ingest.readers.hypertext import buttons, hidden_texts, notes_above, visible_stream
from ingest.readers.missing import without_missing
from ingest.readers.page_signs import with_kept_texts, write_shown
from ingest.readers.placed import fragments_of
from ingest.readers.positioned import holds_letters, placed_texts
from ingest.readers.preformatted import with_drawn_tables
from ingest.readers.stylesheets import apply_styles
from ingest.readers.swallowed import HIDES_CELLS, first_stray_row, first_swallowed
from model import Fault, Finding, InputError, Span
from model.reading_rules import UNACCOUNTED_TEXT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_SUBSET: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<!doctype[^>\[]*\[", re.IGNORECASE | re.DOTALL)
"""A document type with declarations of its own, before the page; `<!doctype html>` has none."""

_DRAWN_BY_SCRIPTS: Final = "if scripts draw it, save it from a browser as a complete page"
_SHOWN: Final = 60
_MARGIN_TEXT: Final = re.compile(r"""content\s*:\s*["']([^"']+)""")


def read_page(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """An HTML page as fragments: every line that it shows, in tables and outside.

    The encoding is the one of `options`, a byte order mark, the declared charset where the bytes bear it out, or what
    `ingest.document.encoding.decode` finds. The place of a text is the line of the file that its element starts on.

    Raises
    ------
    InputError
        `no-text` (nothing to be seen), `deep-html` (elements nested too deep to be read whole), `unsafe-xml` (a
        document type with declarations of its own), `damaged-html` (marks so damaged that cells are not seen), or a
        fault of the encoding.
    """
    text, encoding = _decode(data, place, options)
    if _SUBSET.match(text):
        message = "holds a document type with declarations of its own; save the page from a browser"
        raise InputError(Fault("unsafe-xml", message, place))
    page = _parse(text, place)
    if (line := first_swallowed(text)) is not None:
        raise InputError(Fault("damaged-html", HIDES_CELLS, f"{place}, line {line}"))
    if page is not None and (row := first_stray_row(page)) is not None:
        message = "a row stands outside of any table; save the page again, or its table alone"
        raise InputError(Fault("damaged-html", message, f"{place}, line {row.sourceline}"))
    if page is not None and holds_letters(page):
        from ingest.readers.letters import read_letters

        return read_letters(page, encoding, place)
    if page is not None and (texts := placed_texts(page, place)):
        return fragments_of(texts, "html", encoding, _labels(page, ()))
    if page is not None:
        apply_styles(page)
        mark_grids(page)
    shown = without_indices(with_drawn_tables(blocks_of(visible_stream(page))), Counter()) if page is not None else ()
    blocks = _with_pages(without_missing(shown, Counter()), page) if page is not None else []
    if page is None or not blocks:
        files = [] if page is None else [item.get("src", "") for item in page.iter("frame") if item.get("src")]
        advice = f"it only frames others; give these: {', '.join(files[:5])}" if files else _DRAWN_BY_SCRIPTS
        raise InputError(Fault("no-text", f"the page shows no text; {advice}", place))
    words, rules = lay_out(blocks)
    return Fragments(words, rules, layout_of(blocks), "html", encoding, _labels(page, blocks), tuple(_unread(page)))


def _unread(page: HtmlElement) -> Iterator[Finding]:
    """What stands in tables of a page and is not read."""
    for piece in hidden_texts(page):
        yield from hidden_findings([piece])
    for text, line in hidden_texts(page, may_be_shown=True):
        message = (
            f"«{text[:_SHOWN]}» is hidden by a style, and another that is not understood may show it: it was not read"
        )
        yield UNACCOUNTED_TEXT.finding(message, Span(line=line))
    for piece in buttons(page):
        yield from hidden_findings([piece], "a button")
    for piece in notes_above(page):
        yield from hidden_findings([piece], "a note above a word")


def page_blocks(text: str) -> list[Block]:
    """The blocks of a piece of HTML, each with its line in it; none where it cannot be read whole."""
    with contextlib.suppress(InputError):
        page = _parse(text, "")
        return [] if page is None else list(blocks_of(visible_stream(page)))
    return []


def _with_pages(blocks: list[Block], page: HtmlElement) -> list[Block]:
    """The lines of what pdftohtml made of a document, each with its page: an anchor with its number begins one."""
    anchors = [element for element in page.iter("a") if element.get("name", "").isdecimal()]
    begins = [element.sourceline or 0 for element in anchors]
    numbers = [element.get("name") for element in anchors]
    are_known = all(isinstance(block, Line) and block.span.line is not None for block in blocks)
    if len(begins) < 2 or numbers != [str(number + 1) for number in range(len(begins))] or not are_known:
        return blocks
    return [
        block._replace(span=replace(block.span, page=max(1, bisect_right(begins, block.span.line or 0))))
        for block in blocks
        if isinstance(block, Line)
    ]


def _decode(data: bytes, place: str, options: ReadOptions) -> tuple[str, str]:
    declared = _DECLARED.search(data[:4096])
    # A charset can only be declared as UTF-16 by mistake: the declaration itself could be read as ASCII.
    if options.encoding is None and declared and not declared[1].lower().startswith(b"utf"):
        with contextlib.suppress(InputError, UnicodeError):
            return decode(data, place, declared[1].decode("ascii"))
    return decode(data, place, options.encoding)


def _parse(text: str, place: str) -> HtmlElement | None:
    """The tree of a page, None if it has no element at all."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(with_kept_texts(text).encode(), parser=parser)
    except etree.ParserError:
        return None
    # The parser gives up silently there, and what follows would be lost.
    if any(error.level_name == "FATAL" for error in parser.error_log):
        error = next(error for error in parser.error_log if error.level_name == "FATAL")
        advice = "save the page from a browser, or its table alone"
        raise InputError(Fault("deep-html", f"{error.message.split(',')[0]}; {advice}", f"{place}, line {error.line}"))
    _join_pages(page)
    _drop_outline(page)
    write_shown(page)
    return page


def _join_pages(page: HtmlElement) -> None:
    """Put what stands behind the end of a page into it: the parser makes pages of it that nobody would ask for."""
    for other in list(page.itersiblings("html")):
        other.tag = "div"
        page.append(other)


def _drop_outline(page: HtmlElement) -> None:
    """Take away the bookmarks that pdftohtml writes behind the pages, with a heading of its own: no page has them."""
    is_copy = page.xpath("//meta[@name='generator'][starts-with(@content, 'pdftohtml')]")
    for anchor in page.xpath("//a[@name='outline']") if is_copy else ():
        for element in takewhile(lambda item: item.tag in {"h1", "ul"}, list(anchor.itersiblings())):
            element.drop_tree()


def _labels(page: HtmlElement, blocks: Sequence[Block]) -> Labels:
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): clean(meta.get("content", ""))
        for meta in page.iter("meta")
    }
    margins = [match for style in page.iter("style") for match in _MARGIN_TEXT.findall(style.text or "")]
    lines = (block for block in blocks if isinstance(block, Line) and block.furniture)
    running_heads = ["".join(run.text for run in line.runs) for line in lines]
    return Labels(
        printed_version=printed_version([*running_heads, *margins]),
        title=clean(page.findtext(".//title") or "") or None,
        author_tool=metas.get("generator") or metas.get("author") or None,
        created=metas.get("dcterms.created") or metas.get("article:published_time") or metas.get("date") or None,
        modified=metas.get("dcterms.modified") or metas.get("article:modified_time") or None,
    )
