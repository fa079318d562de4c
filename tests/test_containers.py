"""DOCX and HTML made to do harm: nothing is unpacked beyond its limits, no entity is resolved, nothing is fetched."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from ingest.document.options import ReadOptions
from ingest.pipeline import read_book
from model import InputError

ROWS = (("Class", "Code", "Description"), ("1xxx", "1000", "Done"))
PAGE = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in ROWS) + "</table>"
SAVE_ANEW = "open it in Word or LibreOffice and save it as .docx anew"
DAMAGED = f"codes: damaged, or not a Word document; {SAVE_ANEW} [damaged-docx]"
PRIVATE = "the contents of a file beside the document"


def _document() -> bytes:
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in ROWS:
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = content
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD = _document()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, content in parts:
            package.writestr(name, content)
    return buffer.getvalue()


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """The good document with something in a part replaced."""
    parts = parts_of(GOOD)
    assert parts[name].count(old) == 1
    return packed(*(parts | {name: parts[name].replace(old, new)}).items())


def refusal(data: bytes, options: ReadOptions | None = None) -> str:
    """What a document is refused with."""
    with pytest.raises(InputError) as caught:
        read_book(data, "codes", options=options or ReadOptions())
    return str(caught.value)


@pytest.fixture(autouse=True)
def nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of this file may open a connection or look a host up."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the network was asked for")

    for name in ("socket.socket.connect", "socket.getaddrinfo", "socket.create_connection"):
        monkeypatch.setattr(name, refuse)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file on this machine that a document would like to show."""
    path = tmp_path / "secret.txt"
    path.write_text(PRIVATE, "utf-8")
    return path


def test_the_documents_are_good() -> None:
    """The document and the page that the bad ones are made from are read: these are refused for their faults."""
    for data in (GOOD, packed(*parts_of(GOOD).items()), PAGE.encode(), f"<!doctype html>{PAGE}".encode()):
        assert read_book(data, "codes")[1000].description == "Done"


def lying(content: bytes, size: int) -> bytes:
    """The good document with a part more, of which the archive says that it is shorter than it is, and no damage."""
    data = bytearray(packed(*parts_of(GOOD).items(), ("word/more.xml", content)))
    truth = struct.pack("<L", zlib.crc32(content)), struct.pack("<L", len(content))
    lie = struct.pack("<L", zlib.crc32(content[:size])), struct.pack("<L", size)
    for old, new in zip(truth, lie, strict=True):
        assert data.count(old) == 2
        data[:] = data.replace(old, new)
    return bytes(data)


def test_a_part_that_lies_of_its_size_is_not_unpacked_beyond_it() -> None:
    """A part that says 1,000 bytes and holds 200 million is refused, and takes no such memory."""
    data = lying(b"<x/>" + b" " * 200_000_000, 1000)
    tracemalloc.start()
    message = refusal(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message == DAMAGED
    assert peak < 40_000_000


def test_the_sizes_that_parts_say_are_added_up() -> None:
    """Parts that are large together are refused before any of them is unpacked."""
    parts = [(f"word/{number}.xml", b" " * 1_000_000) for number in range(30)]
    allowed = 200 * len(packed(*parts_of(GOOD).items(), *parts))
    message = f"more than the {allowed:,} allowed [too-large]"
    assert refusal(packed(*parts_of(GOOD).items(), *parts)).endswith(message)


def test_the_limit_is_an_option() -> None:
    """A document of exactly the limit is read, one byte more is refused."""
    size = sum(map(len, parts_of(GOOD).values()))
    assert read_book(GOOD, "codes", options=ReadOptions(max_decompressed=size))[1000].description == "Done"
    message = f"codes: unpacks to {size:,} bytes, more than the {size - 1:,} allowed [too-large]"
    assert refusal(GOOD, ReadOptions(max_decompressed=size - 1)) == message


def test_too_many_parts() -> None:
    """An archive of very many parts is refused before its directory is read."""
    count = 10_001
    data = packed(*((f"word/{number}", b"") for number in range(count)), compression=zipfile.ZIP_STORED)
    assert refusal(data) == f"codes: holds {count:,} parts, more than the 10,000 allowed [too-large]"


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions(compression: int) -> None:
    """What the format does not allow is not unpacked: LZMA takes what memory it is told to."""
    assert refusal(packed(*parts_of(GOOD).items(), compression=compression)) == DAMAGED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    """Two programs would read two documents."""
    assert refusal(packed(*parts_of(GOOD).items(), ("word/document.xml", b"<x/>"))) == DAMAGED


def test_parts_that_overlap() -> None:
    """Entries that share one compressed part are refused, however small they say they are."""
    data = packed(*parts_of(GOOD).items(), ("word/a.xml", b" " * 5_000_000))
    name = b"word/a.xml"
    directory = data.index(b"PK\x01\x02")
    entry = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    copies = b"".join(data[entry:end].replace(name, b"word/%c.xml" % letter) for letter in b"bcdefgh")
    fields = list(struct.unpack("<4s4H2LH", data[end:]))
    fields[3] += 7
    fields[4] += 7
    fields[5] = end - directory + len(copies)
    message = refusal(data[:end] + copies + struct.pack("<4s4H2LH", *fields))
    assert message == DAMAGED or message.endswith("[too-large]")


ENTITIES = (
    b"<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)


def declared(part: str, declaration: bytes, encoding: str = "utf-8") -> bytes:
    """The good document with a declaration before the root of a part, in an encoding."""
    parts = parts_of(GOOD)
    _, _, root = parts[part].partition(b"?>")
    text = f"<?xml version='1.0' encoding='{encoding}'?>" + declaration.decode() + root.decode()
    return packed(*(parts | {part: text.encode(encoding)}).items())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "word/settings.xml"])
def test_declarations_of_a_part(part: str, encoding: str) -> None:
    """A document type is refused in any part and any encoding; none of its entities is looked at."""
    expected = f"codes: {part} holds a document type or entity declaration; {SAVE_ANEW} [unsafe-xml]"
    assert refusal(declared(part, ENTITIES, encoding)) in {expected, DAMAGED}


def test_a_declaration_in_a_part_of_another_name() -> None:
    """The package says which part is the document, whatever it is called: its declarations are found."""
    parts = parts_of(declared("word/document.xml", ENTITIES))
    parts["word/document.dat"] = parts.pop("word/document.xml")
    parts["word/_rels/document.dat.rels"] = parts.pop("word/_rels/document.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document.dat")
    expected = f"codes: word/document.dat holds a document type or entity declaration; {SAVE_ANEW} [unsafe-xml]"
    assert refusal(packed(*parts.items())) == expected
    # Not even with nothing that says so before it.
    parts["word/document.dat"] = b"\n" + parts["word/document.dat"].partition(b"?>")[2]
    assert refusal(packed(*parts.items())) == expected


def test_files_of_this_machine_are_not_shown(secret: Path) -> None:
    """An entity that stands for a file, and a relation to one, give nothing of it."""
    external = f"<!DOCTYPE w [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>".encode()
    assert "[unsafe-xml]" in refusal(declared("word/document.xml", external))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    target = secret.as_uri().encode()
    relation = b"<Relationship Id='rId99' Type='%s' TargetMode='External' Target='%s'/></Relationships>" % (
        kind,
        target,
    )
    data = changed("word/_rels/document.xml.rels", b"</Relationships>", relation)
    data_with = packed(
        *(
            parts_of(data)
            | {
                "word/document.xml": parts_of(data)["word/document.xml"].replace(
                    b"<w:tbl>", b"<w:altChunk r:id='rId99'/><w:tbl>", 1
                )
            }
        ).items()
    )
    for document in (data, data_with):
        assert PRIVATE not in read_book(document, "codes").to_json()


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html [<!ENTITY e 'boo'>]>" + PAGE,
        "<?xml version='1.0'?>\n<!-- [ -->\n<!DOCTYPE html PUBLIC '-//X' 'http://host.invalid/x.dtd' [ ]><html>" + PAGE,
        "\ufeff<!doctype HTML\n[" + PAGE,
    ],
)
def test_declarations_of_a_page(page: str) -> None:
    """A document type with declarations of its own is refused; a plain one is how every page begins."""
    message = "codes: holds a document type with declarations of its own; save the page from a browser [unsafe-xml]"
    assert refusal(page.encode()) == message


def test_what_a_page_refers_to_is_not_read(secret: Path) -> None:
    """Frames, objects, styles, includes and document types elsewhere are not opened."""
    there = secret.as_uri()
    page = (
        f"<!DOCTYPE html SYSTEM '{there}'><html xmlns:xi='http://www.w3.org/2001/XInclude'><head><base href='{there}'>"
        f"<link rel=stylesheet href='{there}'><link rel=import href='http://host.invalid/'>"
        f"<?xml-stylesheet href='{there}'?></head><body><iframe src='{there}'></iframe><object data='{there}'></object>"
        f"<embed src='{there}'><xi:include href='{there}' parse='text'/><img src='http://host.invalid/x.png'>&secret;"
    )
    book = read_book((page + PAGE).encode(), "codes")
    assert book[1000].description == "Done"
    assert PRIVATE not in book.to_json()
