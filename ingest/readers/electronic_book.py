"""EPUB: the pages of an electronic book, one after another, each read as a page of HTML (EPUB 3.3, W3C)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from zipfile import ZipFile

from ingest.document.cleaning import clean
from ingest.document.edition_labels import Labels
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.readers.archive import Kind, checked_archive, root_of
from ingest.readers.joined import joined, with_text
from ingest.readers.page import read_page
from model import Fault, InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOOK: Final = Kind("damaged-epub", "an EPUB", "export it anew", has_pages=True)
_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html"})


def read_electronic_book(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """The pages of an electronic book as fragments, in the order of its spine.

    The page of a place is the number of the page that holds it, among those that show a text.

    Raises
    ------
    InputError
        `damaged-epub`, `encrypted`, `too-large`, `unsafe-xml`, `no-text`, or a fault of one of its pages.
    """
    with ZipFile(BytesIO(checked_archive(data, place, options, _BOOK))) as archive:
        package_name = _package_name(archive, place)
        package = root_of(archive, package_name, place, _BOOK)
        names = list(dict.fromkeys(_pages(package, package_name)))
        if not names or not set(names) <= set(archive.namelist()):
            raise InputError(_BOOK.damaged(place))
        if set(names) & set(_encrypted(archive, place)):
            message = "its pages are encrypted; export it without protection, or give a PDF"
            raise InputError(Fault("encrypted", message, place))
        places = [f"{place}, {name}" for name in names]
        readings = [partial(_page, archive, name, where, options) for name, where in zip(names, places, strict=True)]
        whole = joined(with_text(readings, "the book shows no text; are its pages pictures?", place), places)
    title = clean("".join(package.itertext("{*}title")))
    return replace(whole, format="epub", labels=Labels(title=title or None))


def _page(archive: ZipFile, name: str, place: str, options: ReadOptions) -> Fragments:
    return read_page(archive.read(name), place, options)


def _package_name(archive: ZipFile, place: str) -> str:
    """The name of the part that lists the pages."""
    files = root_of(archive, _CONTAINER, place, _BOOK).iter("{*}rootfile")
    return next((name for file in files if (name := file.get("full-path"))), "")


def _pages(package: _Element, name: str) -> Iterator[str]:
    """The names of the pages in their order."""
    pages = {
        item.get("id"): item.get("href", "") for item in package.iter("{*}item") if item.get("media-type") in _PAGES
    }
    for reference in package.iter("{*}itemref"):
        if (href := pages.get(reference.get("idref"))) is not None:
            yield normpath(join(dirname(name), unquote(href)))


def _encrypted(archive: ZipFile, place: str) -> Iterator[str]:
    """The names of the parts that are encrypted; many books have fonts that are."""
    if _ENCRYPTION in archive.namelist():
        for reference in root_of(archive, _ENCRYPTION, place, _BOOK).iter("{*}CipherReference"):
            yield normpath(unquote(reference.get("URI", "")))
