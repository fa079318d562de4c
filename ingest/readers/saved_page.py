"""Pages saved with what belongs to them in one file (MHTML, RFC 2557), by browsers, by wikis as "Word"; mails."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from typing import Final

from ingest.document.encoding import encoding_called
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.readers.page import read_page
from ingest.readers.plain import read_plain
from model import Fault, InputError

_MOST_PARTS: Final = 10_000
_PAGE_AND_PARTS: Final = "multipart/related"
"""What a saved page is; a mail is something else, and may hold plain text alone."""


def read_saved_page(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """The page that such a file holds, as fragments, else its plain text; nothing else in it is looked at.

    Raises
    ------
    InputError
        `no-page`, if it holds none; `too-large`, for more parts than any page has; what `read_page` raises.
    """
    if data.count(b"\nContent-Type:") > _MOST_PARTS:
        raise InputError(Fault("too-large", f"holds more than the {_MOST_PARTS:,} parts allowed", place))
    message = message_from_bytes(data)
    reading = {"text/html": read_page, "text/plain": read_plain}
    if message.get_content_type() == _PAGE_AND_PARTS:
        del reading["text/plain"]
    kinds = [(kind, part) for kind in reading for part in message.walk() if part.get_content_type() == kind]
    kind, part = next(iter(kinds), ("", message))
    content = part.get_payload(decode=True)
    if not kind or not isinstance(content, bytes):
        told = "a saved page (MHTML) without a page in it; save it from a browser as HTML, or as .docx from Word"
        raise InputError(Fault("no-page", told, place))
    return reading[kind](content, place, replace(options, encoding=options.encoding or _charset(part)))


def _charset(part: Message) -> str | None:
    """The encoding that a part declares, if there is one of that name."""
    declared = part.get_content_charset()
    return encoding_called(declared) if declared else None
