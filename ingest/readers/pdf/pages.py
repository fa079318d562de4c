"""The pages of a PDF by pypdfium2: fast enough to look at every page, to find those that can hold the code table."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

import pypdfium2

from ingest.document.cleaning import clean
from ingest.document.header import HEADINGS
from ingest.document.rows import ReadOptions
from ingest.readers.pdf.streams import check_streams
from ingest.table.heads import LABEL
from model import Fault, InputError
from model.pattern import CYRILLIC_WILDCARDS, LATIN_WILDCARDS

Box = tuple[float, float, float, float]
Result = TypeVar("Result")

_PASSWORD_ERROR: Final = 4
_ROW_BEGIN: Final = re.compile(
    rf"^[^\S\n]*[0-9](?:[0-9]{{3}}|[0-9]{{0,2}}[{LATIN_WILDCARDS}{CYRILLIC_WILDCARDS}])", re.MULTILINE
)
"""What a line of the table can begin with; pdfium may read no space between narrow columns."""

_ROW: Final = re.compile(
    rf"^[^\S\n]*({LABEL.pattern})?[^\S\n]*(?:([0-9]{{4}})(?=[^\S\n]*$|[^\S\n]+[^\W\d_a-zа-яё]))?", re.MULTILINE
)
"""What a row of the table begins with, and no sentence does: a label, or a code alone or before a capital."""

_DIGITS: Final = re.compile(r"\d+")
_EDGE_LINES: Final = 3
"""How many lines at the begin and end of a page's text can be a running head: producers write it first or last."""

_MOST_HELD: Final = 100
"""After how many pages the document is opened anew: pdfium keeps what it has parsed, 0.1 MB a page, closed or not."""

_TAIL: Final = 2048
"""How many bytes at the end of a file must hold the mark of its end: what mail and web servers append is shorter."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text of one page says about it.

    Parameters
    ----------
    number
        The number of the page, from 1.
    has_text
        Whether it has a text layer with anything in it.
    has_header
        Whether the three headings of a code table stand beside each other.
    has_rows
        Whether a line begins as a row of the table does, with a label or a code.
    labels, codes
        The labels that begin a line, and the codes that do, behind a label or not, before a description.
    """

    number: int
    has_text: bool
    has_header: bool
    has_rows: bool
    labels: frozenset[str] = frozenset()
    codes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Survey:
    """All pages of a PDF, looked at once.

    `lines` counts the lines at the edges of pages, `edges` the same, digits apart.
    """

    pages: tuple[PageText, ...]
    lines: Counter[str]
    edges: Counter[str]

    def page(self, number: int) -> PageText | None:
        """The page of a number; None beyond the pages that were looked at."""
        index = number - self.pages[0].number
        return self.pages[index] if 0 <= index < len(self.pages) else None

    def runs(self) -> Iterator[range]:
        """The numbers of pages that can hold a table: one with a header, and those after it that may go on with it."""
        end = 0
        for page in self.pages:
            if page.has_header and page.number >= end:
                end = self._run_end(page.number)
                yield range(page.number, end)

    def _run_end(self, start: int) -> int:
        """The number after the run: one page without rows may stand within it, and may be its last."""
        number, misses = start, 0
        while misses < 2 and (page := self.page(number + 1)):
            misses = 0 if page.has_rows or page.has_header else misses + 1
            number += 1
        return number + 1


class Source:
    """A PDF that is open in pypdfium2.

    Raises
    ------
    InputError
        If it is damaged (`damaged-pdf`), asks for a password (`password-needed`, `wrong-password`) or has not the
        pages that the options name (`no-such-page`); if it unpacks to more than they allow (`limit-decompressed`) or
        has more pages than that (`limit-pages`).
    """

    def __init__(self, data: bytes, name: str, options: ReadOptions) -> None:
        self.name = name
        self.data = data
        self.password = options.password
        self._require_end(data)
        self.is_damaged = check_streams(data, name, options.max_decompressed)
        self._open = partial(pypdfium2.PdfDocument, data, password=options.password)
        try:
            self._document = self._open()
        except pypdfium2.PdfiumError as error:
            raise InputError(self._opening_fault(error, options)) from error
        self.count = len(self._document)
        self.numbers = self._numbers(options)
        if len(self.numbers) > options.max_pages:
            message = f"{len(self.numbers):,} pages are more than the limit of {options.max_pages:,}"
            raise self.fault(
                "limit-pages", f"{message}; name those with the table by --pages, or raise it by --max-pages"
            )

    def close(self) -> None:
        """Give back what pdfium holds."""
        self._document.close()

    def fault(self, kind: str, message: str, page: int | None = None) -> InputError:
        """The error for a fault of this document, on a page or of the whole."""
        return InputError(Fault(kind, message, self.name if page is None else f"{self.name}, page {page}"))

    def metadata(self) -> dict[str, str]:
        """What the PDF says about itself: Title, Creator, Producer, CreationDate, ModDate."""
        return dict(self._document.get_metadata_dict(skip_empty=True))

    def survey(self) -> Survey:
        """Every wanted page, looked at once and closed again."""
        lines: Counter[str] = Counter()
        edges: Counter[str] = Counter()
        pages = []
        for index, number in enumerate(self.numbers, start=1):
            page, at_edge = self._with_text(number, partial(_look, number=number))
            pages.append(page)
            lines.update(at_edge)
            edges.update({edge_key(line) for line in at_edge})
            if index % _MOST_HELD == 0:
                self._document.close()
                self._document = self._open()
        return Survey(tuple(pages), lines, edges)

    def band(self, number: int, top: float, bottom: float) -> str:
        """The text that stands between two heights of a page, in points from its top, as pypdfium2 reads it."""
        return self._with_text(number, lambda text: _band(text, top, bottom))

    def extract(self, numbers: list[int]) -> bytes:
        """A PDF of some pages only, without encryption: what reads it need not walk through the others."""
        file = io.BytesIO()
        try:
            with pypdfium2.PdfDocument.new() as part:
                part.import_pages(self._document, [number - 1 for number in numbers])
                part.save(file)
        except pypdfium2.PdfiumError as error:
            raise self.damaged(error, numbers[0]) from error
        return file.getvalue()

    def damaged(self, error: Exception, page: int | None = None) -> InputError:
        """The error for what a PDF library could not read."""
        reason = clean(str(error)) or type(error).__name__
        return self.fault("damaged-pdf", f"the PDF is damaged ({reason}); download or export it again", page)

    def _with_text(self, number: int, use: Callable[[Any], Result]) -> Result:
        try:
            page = self._document[number - 1]
            try:
                text = page.get_textpage()
                return use(text)
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise self.damaged(error, number) from error

    def _require_end(self, data: bytes) -> None:
        """Refuse a file that stops early: pdfium would mend it, and rows could be missing without a sign."""
        if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-_TAIL:]:
            raise InputError(
                Fault("damaged-pdf", "the PDF is cut short: its end is missing; download or export it again", self.name)
            )

    def _opening_fault(self, error: pypdfium2.PdfiumError, options: ReadOptions) -> Fault:
        if getattr(error, "err_code", None) != _PASSWORD_ERROR:
            return self.damaged(error).faults[0]
        if options.password is None:
            return Fault("password-needed", "the PDF is encrypted; give its password", self.name)
        return Fault("wrong-password", "the PDF is encrypted, and the password does not open it", self.name)

    def _numbers(self, options: ReadOptions) -> range:
        every = range(1, self.count + 1)
        if options.pages is None:
            return every
        if not options.pages or options.pages[0] not in every or options.pages[-1] not in every:
            wanted = f"{options.pages.start}-{options.pages.stop - 1}"
            raise self.fault("no-such-page", f"pages {wanted} were asked for, but the PDF has pages 1-{self.count}")
        return options.pages


def _look(text: Any, number: int) -> tuple[PageText, frozenset[str]]:
    """What the text of a page says about it, and the lines at its edges."""
    content = text.get_text_bounded()
    lines = content.split("\n")
    at_edge = (clean(line) for line in lines[:_EDGE_LINES] + lines[-_EDGE_LINES:])
    page = PageText(
        number=number,
        has_text=not content.isspace() and bool(content),
        has_header=_has_header(text, content),
        has_rows=_ROW_BEGIN.search(content) is not None,
        labels=frozenset(match[1] for match in _ROW.finditer(content) if match[1]),
        codes=frozenset(int(match[2]) for match in _ROW.finditer(content) if match[2]),
    )
    return page, frozenset(line for line in at_edge if line)


def edge_key(line: str) -> str:
    """A line with its numbers made equal, so that running heads with page numbers are seen to repeat."""
    return _DIGITS.sub("#", line)


def is_unreadable(character: str) -> bool:
    """Whether a character means nothing: a font without a map to Unicode gives such ones."""
    return (
        character == "\ufffd"
        or "\ue000" <= character <= "\uf8ff"
        or ("\0" < character < " " and character not in "\t\n\r\x02")
    )


def _has_header(text: Any, content: str) -> bool:
    folded = content.casefold()
    return any(all(word in folded for word in headings) and _are_beside(text, headings) for headings in HEADINGS)


def _are_beside(text: Any, headings: frozenset[str]) -> bool:
    """Whether the headings stand on one line somewhere on the page; on a turned page lines run up or down."""
    boxes = [list(_boxes(text, heading)) for heading in headings]
    return any(
        all(any(_overlap(box, other, axis) for box in others) for others in boxes[1:])
        for axis in (0, 1)
        for other in boxes[0]
    )


def _boxes(text: Any, word: str) -> Iterator[Box]:
    search = text.search(word, match_case=False, match_whole_word=True)
    while found := search.get_next():
        yield text.get_charbox(found[0], loose=True)


def _overlap(one: Box, other: Box, axis: int) -> bool:
    """Whether two boxes share a stretch of an axis, or would if each were twice as large."""
    slack = (one[axis + 2] - one[axis] + other[axis + 2] - other[axis]) / 2
    return one[axis] - slack < other[axis + 2] and other[axis] - slack < one[axis + 2]


def _band(text: Any, top: float, bottom: float) -> str:
    page = text.page
    left, lower, right, upper = page.get_mediabox()
    match page.get_rotation():
        case 90:
            box = (left + top, lower, left + bottom, upper)
        case 180:
            box = (left, lower + top, right, lower + bottom)
        case 270:
            box = (right - bottom, lower, right - top, upper)
        case _:
            box = (left, upper - bottom, right, upper - top)
    return str(text.get_text_bounded(*box))
