"""The archive of a document, such as a DOCX: unpacked within limits, and checked, before it is interpreted."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ingest.document.inputs import listed_inputs
from ingest.document.options import ReadOptions
from model import Fault, InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

SAVE_ANEW: Final = "open it in Word or LibreOffice and save it as .docx anew"

MANIFEST: Final = "META-INF/manifest.xml"
"""The list of the parts of an OpenDocument: old programs declare a document type in it, and it is never parsed."""

_ENTRY: Final = b"PK\x01\x02"
_MOST_PARTS: Final = 10_000
_RATIO: Final = 200
_ALWAYS_ALLOWED: Final = 10_000_000
"""So many bytes may any document unpack to, however small it is."""

_TYPES: Final = "[Content_Types].xml"
_IWORK: Final = (".iwa", "Index.zip", "index.apxl")
_IS_XML: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml")
_DECLARES_TYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document in an archive: what faults of it are called, and what they say.

    Where its parts are pages, they declare a document type as pages do; the reader of pages looks at what is in it.
    """

    fault: str
    noun: str
    save_anew: str
    has_pages: bool = False

    def damaged(self, place: str) -> Fault:
        """The fault of a file that is no whole document of this kind."""
        # What the libraries say here is of no help, and may name addresses in memory.
        return Fault(self.fault, f"damaged, or not {self.noun}; {self.save_anew}", place)

    def unsafe(self, part: str, place: str) -> Fault:
        """The fault of a part that declares a document type or an entity."""
        return Fault("unsafe-xml", f"{part} holds a document type or entity declaration; {self.save_anew}", place)


WORD: Final = Kind("damaged-docx", "a Word document", SAVE_ANEW)


def checked_package(data: bytes, place: str, options: ReadOptions) -> bytes:
    """The parts of a Word document in a new archive, as `checked_archive` gives them.

    Raises
    ------
    InputError
        As `checked_archive`; `no-word-document` for another archive.
    """
    return checked_archive(data, place, options, WORD, _check_word)


def checked_archive(
    data: bytes,
    place: str,
    options: ReadOptions,
    kind: Kind,
    check: Callable[[Collection[str], str], None] | None = None,
) -> bytes:
    """The same parts in a new archive, not compressed: what reads it then has nothing to unpack.

    How many parts there are and how large they say they are is checked first. Then each is unpacked no further than
    that, because what an archive says of itself may be a lie; the format allows no other compression than DEFLATE
    (ECMA-376, part 2), and no document type.

    Raises
    ------
    InputError
        `encrypted`, `too-large`, the fault of the kind for a damaged one, or `unsafe-xml` for every part that is.
    """
    if (count := data.count(_ENTRY)) > _MOST_PARTS:
        raise InputError(Fault("too-large", f"holds {count:,} parts, more than the {_MOST_PARTS:,} allowed", place))
    allowed = min(max(_ALWAYS_ALLOWED, _RATIO * len(data)), options.max_decompressed)
    try:
        with ZipFile(BytesIO(data)) as archive:
            if check:
                check(archive.namelist(), place)
            _check_members(archive.infolist(), place, allowed, kind)
            return _repacked(archive, place, kind)
    except (InputError, MemoryError):
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds for a damaged archive
        raise InputError(kind.damaged(place)) from error


def root_of(archive: ZipFile, name: str, place: str, kind: Kind) -> _Element:
    """The root of a part of XML.

    Raises
    ------
    InputError
        The fault of the kind, if there is no such part or it is broken; `unsafe-xml`, if it declares a type.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(archive.read(name), parser)
    except (KeyError, etree.XMLSyntaxError) as error:
        raise InputError(kind.damaged(place)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(kind.unsafe(name, place))
    return root


def damaged(place: str) -> Fault:
    """The fault of a file that is no whole Word document."""
    return WORD.damaged(place)


def unsafe(part: str, place: str) -> Fault:
    """The fault of a part of a Word document that declares a document type or an entity."""
    return WORD.unsafe(part, place)


def _check_word(names: Collection[str], place: str) -> None:
    if any(name.endswith(_IWORK) for name in names):
        message = "a document of Apple Numbers, Pages or Keynote; export it there as XLSX, DOCX or PDF"
        raise InputError(Fault("iwork-document", message, place))
    if _TYPES not in names or not any(name.startswith("word/") for name in names):
        message = f"a ZIP archive, but none of these: {listed_inputs()}; unpack it and name the document in it"
        raise InputError(Fault("no-word-document", message, place))


def _check_members(members: Sequence[ZipInfo], place: str, allowed: int, kind: Kind) -> None:
    """Check what the directory of an archive says of its parts."""
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        message = "the archive is encrypted; unpack it and save it without a password"
        raise InputError(Fault("encrypted", message, place))
    if (size := sum(member.file_size for member in members)) > allowed:
        raise InputError(Fault("too-large", f"unpacks to {size:,} bytes, more than the {allowed:,} allowed", place))
    # Of two parts with one name, each program would read another.
    if len(names) < len(members) or any(item.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for item in members):
        raise InputError(kind.damaged(place))


def _repacked(archive: ZipFile, place: str, kind: Kind) -> bytes:
    faults: list[Fault] = []
    new = BytesIO()
    with ZipFile(new, "w", ZIP_STORED) as package:
        for member in archive.infolist():
            content = _content(archive, member)
            if not kind.has_pages and member.filename != MANIFEST and _declares_type(member.filename, content):
                faults.append(kind.unsafe(member.filename, place))
            package.writestr(member.filename, content)
    if faults:
        raise InputError(*faults)
    return new.getvalue()


def _content(archive: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of a part, unpacked no further than the archive says that they go.

    Raises
    ------
    BadZipFile
        If they go further: whoever reads the part by its name unpacks the whole, however much it is.
    """
    asked = copy(member)
    asked.file_size += 1
    with archive.open(asked) as stream:
        content = stream.read(asked.file_size)
    if len(content) > member.file_size:
        raise BadZipFile(member.filename)
    return content


def _declares_type(name: str, content: bytes) -> bool:
    # Without the zero bytes, UTF-16 and UTF-32 read as ASCII.
    plain = content.replace(b"\0", b"")
    is_xml = name.lower().endswith((".xml", ".rels")) or _IS_XML.match(plain)
    return bool(is_xml) and _DECLARES_TYPE.search(plain) is not None
