"""A PDF that is open in pypdfium2, within the limits of the options."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, TypeVar

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.document.cleaning import clean
from ingest.document.options import ReadOptions
from ingest.readers.pdf.streams import check_streams
from model import Fault, InputError

Result = TypeVar("Result")

_PASSWORD_ERROR: Final = 4

_NEAR: Final = 100
"""After how many pages the document is opened anew: pdfium keeps what it has parsed, closed or not, 0.1 MB a page and
the fonts of each."""

_MOST_OPEN: Final = 120_000
"""How many letters and things drawn the pages hold that stay open, at 0.1 kB each."""

_LONGEST_LINE: Final = 200
"""No line of a page is longer: within the bounds of the page, pdfium leaves out the line ends of turned text."""

_TAIL: Final = 2048
"""How many bytes at the end of a file must hold the mark of its end: what mail and web servers append is shorter."""


class Source:
    """A PDF that is open in pypdfium2.

    `is_checked` says that what its streams unpack to was looked at before.

    Raises
    ------
    InputError
        If it is damaged (`damaged-pdf`), asks for a password (`password-needed`, `wrong-password`) or has not the
        pages that the options name (`no-such-page`); if it unpacks to more than they allow (`limit-decompressed`) or
        has more pages than that (`limit-pages`).
    """

    def __init__(self, data: bytes, name: str, options: ReadOptions, *, is_checked: bool = False) -> None:
        self.name = name
        self.data = data
        self.password = options.password
        self._require_end(data)
        self._require_objects(data)
        self.is_damaged = not is_checked and check_streams(data, name, options.max_decompressed)
        self._open = partial(pypdfium2.PdfDocument, data, password=options.password)
        try:
            self._document = self._open()
        except pypdfium2.PdfiumError as error:
            raise InputError(self._opening_fault(error, options)) from error
        self._near = range(1, 1 + _NEAR)
        self._pages: dict[int, tuple[Any, Any]] = {}
        self._room = _MOST_OPEN
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

    def damaged(self, error: Exception, page: int | None = None) -> InputError:
        """The error for what a PDF library could not read."""
        reason = clean(str(error)) or type(error).__name__
        return self.fault("damaged-pdf", f"the PDF is damaged ({reason}); download or export it again", page)

    def metadata(self) -> dict[str, str]:
        """What the PDF says about itself: Title, Creator, Producer, CreationDate, ModDate."""
        return dict(self._document.get_metadata_dict(skip_empty=True))

    def texts(self) -> Iterator[str]:
        """The plain text of each wanted page, its lines ended by line feeds."""
        for number in self.numbers:
            yield self.with_page(number, _plain_text)

    def with_page(self, number: int, use: Callable[[Any, Any], Result]) -> Result:
        """What a function makes of a page and its text. They stay open for a while: those of the table come again."""
        try:
            if number not in self._pages:
                self._make_room(number)
                page = self._document[number - 1]
                text = page.get_textpage()
                self._pages[number] = page, text
                self._room -= pdfium.FPDFPage_CountObjects(page.raw) + text.count_chars()
            return use(*self._pages[number])
        except pypdfium2.PdfiumError as error:
            raise self.damaged(error, number) from error

    def _make_room(self, number: int) -> None:
        """Close the pages that are open where they hold much, and the document where a page is far from them."""
        if number not in self._near:
            self._document.close()
            self._document, self._near = self._open(), range(number, number + _NEAR)
        elif self._room > 0:
            return
        for page, _ in self._pages.values():
            page.close()
        self._pages, self._room = {}, _MOST_OPEN

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

    def _require_end(self, data: bytes) -> None:
        """Refuse a file that stops early: pdfium would mend it, and rows could be missing without a sign."""
        end = data.rfind(b"%%EOF")
        if end < 0 or len(data[end:].rstrip(b"\0 \t\r\n")) > _TAIL:
            raise InputError(
                Fault("damaged-pdf", "the PDF is cut short: its end is missing; download or export it again", self.name)
            )

    def _require_objects(self, data: bytes) -> None:
        """Refuse a file without any object: pdfium takes seconds over each 50 MB of brackets before it does."""
        if b"obj" not in data:
            raise self.fault("damaged-pdf", "the PDF is damaged: it holds no objects; download or export it again")

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


def _plain_text(_: Any, text: Any) -> str:
    plain = str(text.get_text_bounded())
    if max(map(len, plain.splitlines()), default=0) > _LONGEST_LINE:
        plain = str(text.get_text_range())
    return plain.replace("\r\n", "\n")
