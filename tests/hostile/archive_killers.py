"""Word documents and web pages that kill: archives that unpack without end, entities, tables without bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx

from tests.hostile.killers import BOOK, FILE, LIMITS, URL, killer
from tests.hostile.pdf_parts import GIB, MIB, deflated
from tests.hostile.text_killers import TABLE as TEXT_TABLE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TABLE = tuple(tuple(line.split("\t")) for line in TEXT_TABLE.splitlines())


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(rows: tuple[tuple[str, ...], ...] = TABLE, properties: str = "") -> str:
    """A table; the properties are those of each cell."""
    cells = ("".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def main_part(content: str, before: str = "") -> bytes:
    """The XML of a document."""
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>'.encode()


def word(changes: Mapping[str, bytes | None]) -> bytes:
    """A Word document with the table, some members of which are replaced, added, or (None) taken out."""
    buffer, changed = io.BytesIO(), io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as old:
        members: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    members |= {"word/document.xml": main_part(word_table())} | dict(changes)
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return changed.getvalue()


def with_body(content: str) -> bytes:
    """A Word document with the table, and something after it."""
    return word({"word/document.xml": main_part(word_table() + content)})


def archive(members: Mapping[str, tuple[bytes, int, int]], *, shared: bool = False) -> bytes:
    """A ZIP archive written by hand: each member packed, with the size and checksum that it claims.

    Where the members are shared, all of them say that they begin where the first one does.
    """
    content, directory, begin = io.BytesIO(), io.BytesIO(), 0
    for number, (name, (packed, size, checksum)) in enumerate(members.items()):
        fields = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, checksum, len(packed), size, len(name), 0)
        if number == 0 or not shared:
            begin = content.tell()
            content.write(b"PK\x03\x04" + fields + name.encode() + packed)
        place = struct.pack("<HHHLL", 0, 0, 0, 0, begin)
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + fields + place + name.encode())
    count = len(members)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, directory.tell(), content.tell(), 0)
    return content.getvalue() + directory.getvalue() + b"PK\x05\x06" + end


def member(content: bytes) -> tuple[bytes, int, int]:
    """A member of an archive, told as it is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), len(content), zlib.crc32(content)


TYPES = member(b"<Types/>")


@killer("too-large")
def word_of_1_gib() -> bytes:
    """A Word document of 1 GiB of spaces, as its archive says."""
    bomb = deflated(b" ", GIB)[2:-4]
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": (bomb, GIB, 0)})


@killer("damaged-docx")
def word_of_1_gib_that_says_100() -> bytes:
    """A Word document of 1 GiB of spaces, 100 bytes of which its archive admits."""
    bomb = deflated(b" ", GIB)[2:-4]
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": (bomb, 100, zlib.crc32(b" " * 100))})


@killer("too-large")
def word_within_the_ratio() -> bytes:
    """A Word document that unpacks to 95 MB, all of it empty paragraphs."""
    return with_body("<w:p/>" * (15 * 10**6))


@killer("too-large")
def members_in_one_place() -> bytes:
    """An archive of sixty thousand members that are all the same 1 MB."""
    bomb = member(b" " * MIB)
    return archive(
        {"[Content_Types].xml": bomb} | {f"word/{number}.xml": bomb for number in range(60_000)}, shared=True
    )


@killer(BOOK)
def archive_in_an_archive() -> bytes:
    """The table in a Word document that holds archives, one in the other."""
    inner = b""
    for _ in range(20):
        inner = word({"word/embeddings/inner.docx": inner})
    return inner


@killer("too-large")
def archive_of_fifty_thousand_members() -> bytes:
    """The table in a Word document of fifty thousand empty members: more parts than any has."""
    return word({f"word/{number}.xml": b"" for number in range(50_000)})


LAUGHS = (
    "<!DOCTYPE w ["
    '<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def entity(place: str, element: str = "w") -> str:
    """A document type with an entity that is elsewhere."""
    return f'<!DOCTYPE {element} [<!ENTITY j SYSTEM "{place}">]>'


def with_type(declaration: str) -> bytes:
    """A Word document with a document type, and an entity of it used in the table."""
    return main_part(word_table().replace("Done", "&j;"), declaration)


@killer("unsafe-xml")
def entities_of_10_9_words() -> bytes:
    """A Word document with entities that become 10^9 words."""
    return word({"word/document.xml": with_type(LAUGHS)})


@killer("unsafe-xml")
def entities_in_utf_16() -> bytes:
    """A Word document in UTF-16 with entities that become 10^9 words."""
    return word({"word/document.xml": with_type(LAUGHS).decode().encode("utf-16")})


@killer("damaged-docx")
def entities_in_ebcdic() -> bytes:
    """A Word document in an encoding in which no declaration looks like one."""
    text = with_type(entity("file:///etc/passwd")).decode().replace('version="1.0"', 'version="1.0" encoding="cp037"')
    return word({"word/document.xml": text.encode("cp037")})


@killer("unsafe-xml", reaches=True)
def entity_of_a_file(_url: str = URL, file: str = FILE) -> bytes:
    """A Word document with an entity that is a file of the machine."""
    return word({"word/document.xml": with_type(entity(f"file://{file}"))})


@killer("unsafe-xml", reaches=True)
def entity_of_the_net(url: str = URL, _file: str = FILE) -> bytes:
    """Entities that are to be fetched, in every part of a Word document."""
    parts = ("word/document.xml", "word/styles.xml", "docProps/core.xml", "_rels/.rels", "[Content_Types].xml")
    parameter = entity(url).replace("ENTITY", "ENTITY %").replace("]", " %j;]")
    return word({part: with_type(entity(url) if number % 2 else parameter) for number, part in enumerate(parts)})


@killer("unsafe-xml")
def entities_in_a_part_of_another_name() -> bytes:
    """Entities in a part that is XML by its type only, not by its name."""
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        b' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="dat"'
        b' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        b' Target="word/a.dat"/>'
        b"</Relationships>"
    )
    changes = {"word/document.xml": None, "word/a.dat": with_type(LAUGHS), "[Content_Types].xml": types}
    return word(changes | {"_rels/.rels": relations, "word/b.xml": b"<a/>"})


@killer(BOOK, reaches=True)
def parts_outside(url: str = URL, file: str = FILE) -> bytes:
    """The table in a Word document whose template, pictures and styles are elsewhere."""
    kinds = ("attachedTemplate", "image", "styles", "aFChunk", "subDocument", "oleObject", "header")
    targets = (url, f"file://{file}", f"../../../../../../../..{file}", r"\\127.0.0.1\share")
    relations = "".join(
        f'<Relationship Id="r{number}" TargetMode="External" Target="{targets[number % len(targets)]}"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        for number, kind in enumerate(kinds)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r3"/>'
    return word(
        {
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{relations}</Relationships>'.encode(),
            "word/document.xml": main_part(word_table() + chunk),
        }
    )


@killer("damaged-docx")
def parts_that_are_not_there() -> bytes:
    """A Word document whose styles, settings and headers are not in it."""
    missing = (
        "word/styles.xml",
        "word/settings.xml",
        "word/theme/theme1.xml",
        "word/fontTable.xml",
        "docProps/core.xml",
    )
    return word(dict.fromkeys(missing))


@killer("damaged-docx")
def document_that_is_not_there() -> bytes:
    """A Word document without its document."""
    return word({"word/document.xml": None})


@killer(BOOK, *LIMITS)
def word_table_of_a_million_cells() -> bytes:
    """The table, and another of a million cells."""
    return with_body(
        word_table((("a",) * 10,)).replace("<w:tr>", "<w:tr>", 1).replace("</w:tr>", "</w:tr>")[:-8]
        + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 10 + "</w:tr>") * 100_000
        + "</w:tbl>"
    )


@killer(BOOK)
def cells_of_10_9_columns() -> bytes:
    """The table with cells that are merged over 10^9 columns."""
    spans = "<w:gridSpan w:val='1000000000'/>"
    before = "<w:trPr><w:gridBefore w:val='1000000000'/><w:gridAfter w:val='1000000000'/></w:trPr>"
    return word({"word/document.xml": main_part(word_table(properties=spans).replace("<w:tr>", "<w:tr>" + before))})


@killer(BOOK, *LIMITS)
def cell_merged_down_a_hundred_thousand_rows() -> bytes:
    """The table, and a cell over a hundred thousand rows."""
    rows = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('a')}</w:tc></w:tr>" * 100_000
    return with_body(f"<w:p/><w:tbl>{rows}</w:tbl>")


@killer("damaged-docx")
def tables_a_hundred_thousand_deep() -> bytes:
    """The table, and a hundred thousand tables, one in the other."""
    return with_body("<w:tbl><w:tr><w:tc>" * 100_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 100_000)


@killer(BOOK)
def tables_eighty_deep() -> bytes:
    """The table, and as many tables, one in the other, as the parser takes, twenty thousand paragraphs in the last."""
    inner = "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 20_000
    return with_body("<w:p/>" + "<w:tbl><w:tr><w:tc>" * 80 + inner + "</w:tc></w:tr></w:tbl>" * 80)


@killer(BOOK)
def styles_in_a_chain() -> bytes:
    """The table in a Word document of fifty thousand styles, each based on the next, and the last on the first."""
    styles = "".join(
        f"<w:style w:styleId='s{number}'><w:basedOn w:val='s{(number + 1) % 50_000}'/></w:style>"
        for number in range(50_000)
    )
    return word({"word/styles.xml": f"<w:styles xmlns:w='{W}'>{styles}</w:styles>".encode()})


@killer(BOOK, *LIMITS)
def paragraph_of_a_million_runs() -> bytes:
    """The table, and a paragraph of a million runs."""
    return with_body("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 10**6 + "</w:p>")


# Web pages.


def web(content: str, head: str = "") -> bytes:
    """A page with the table, and something after it."""
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in TABLE)
    return f"<!doctype html><html><head>{head}</head><body><table>{rows}</table>{content}</body></html>".encode()


@killer(BOOK)
def web_cells_of_10_9_columns() -> bytes:
    """The table with cells over 10^9 columns and rows."""
    return web("<p>").replace(b"<td>", b"<td colspan=1000000000 rowspan=1000000000>")


@killer("deep-html")
def a_million_divisions() -> bytes:
    """The table, and a million divisions, one in the other."""
    return web("<div>" * 10**6)


@killer("deep-html")
def a_million_tables() -> bytes:
    """The table, and a million tables, one in the other."""
    return web("<table><tr><td>" * 10**6)


@killer(*LIMITS)
def a_hundred_thousand_headings_in_web_tables() -> bytes:
    """The table, and a hundred thousand tables of nothing but the headings."""
    return web("<table><tr><td>Class<td>Code<td>Description</table>" * 100_000)


@killer(*LIMITS)
def a_million_web_cells() -> bytes:
    """The table, and another of a million cells."""
    return web("<p>x</p><table>" + ("<tr>" + "<td>a" * 10) * 100_000 + "</table>")


@killer("deep-html")
def a_million_broken_marks() -> bytes:
    """The table, and a million marks of a kind that were never opened, or never closed."""
    return web("</b><i><a></td><p></p></table>" * 200_000)


@killer("unsafe-xml")
def web_entities() -> bytes:
    """The table in a page with entities that become 10^9 words, and five million that browsers know."""
    return web("<p>&j; &amp;" + "&lt;" * 5 * 10**6).replace(
        b"<!doctype html>", LAUGHS.replace(" w ", " html ").encode()
    )


@killer("unsafe-xml", reaches=True)
def web_entity_of_a_file(_url: str = URL, file: str = FILE) -> bytes:
    """The table in a page with an entity that is a file of the machine."""
    return web("<p>&j;</p>").replace(b"<!doctype html>", entity(f"file://{file}", "html").encode())


@killer("deep-html")
def attribute_of_50_megabytes() -> bytes:
    """The table, and an attribute of 50 MB."""
    return web(f"<p style='{'display:' * (6 * 10**6)}'>")


@killer("deep-html")
def comment_of_50_megabytes() -> bytes:
    """The table, and a comment of 50 MB."""
    return web(f"<!--{'- ' * (25 * 10**6)}-->")


@killer("deep-html")
def style_sheet_of_50_megabytes() -> bytes:
    """The table, and a style sheet of 50 MB."""
    return web("", f"<style>{'content:' * (6 * 10**6)}</style>")


@killer(BOOK, reaches=True)
def links_outside(url: str = URL, file: str = FILE) -> bytes:
    """The table in a page that wants to fetch what is outside, by every element that can."""
    names = "img script iframe embed audio video source track frame".split()
    elements = "".join(f"<{name} src='{url}'></{name}>" for name in names)
    head = (
        f"<base href='{url}'><meta http-equiv=refresh content='0;url={url}'><link rel=stylesheet href='{url}'>"
        f"<style>@import '{url}';</style>"
    )
    return web(elements + f"<object data='file://{file}'></object><form action='{url}'></form>", head)


@killer(BOOK)
def charset_that_is_slow() -> bytes:
    """The table in a page of 2 MB whose charset is one that takes the square of its length to read."""
    return web("<p>" + "a-" * MIB, "<meta charset=punycode>")


@killer(BOOK)
def charset_that_runs_code() -> bytes:
    """The table in a page whose charset names a codec that is none for texts."""
    return web("<p>a", "<meta charset=zlib_codec>")
