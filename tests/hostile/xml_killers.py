"""XML that kills: entities, depth, spans and names without end, and Word documents in one file that are none."""

from __future__ import annotations

from tests.hostile.killers import BOOK, DOUBTFUL, FILE, LIMITS, URL, killer

MEGABYTE = 10**6
DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'
ROWS = (
    "<row><cell>Class</cell><cell>Code</cell><cell>Description</cell></row>"
    "<row><cell>1xxx</cell><cell>1000</cell><cell>Done</cell></row>"
    "<row><cell>11xx</cell><cell>1100</cell><cell>Call is over</cell></row>"
    "<row><cell/><cell>1101</cell><cell>No answer</cell></row>"
)
FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"


def document(rows: str = "", declared: str = "", after: str = "") -> bytes:
    """A table as TEI, with more rows, a document type, and what follows."""
    return f"{DECLARED}{declared}<TEI><table>{ROWS}{rows}</table>{after}</TEI>".encode()


@killer("unsafe-xml", "damaged-xml")
def a_billion_laughs() -> bytes:
    """Entities of entities, ten of each."""
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return document("<row><cell/><cell>1102</cell><cell>&e9;</cell></row>", f'<!DOCTYPE a [<!ENTITY e0 "x">{more}]>')


@killer("unsafe-xml", reaches=True)
def an_entity_from_outside(url: str = URL, file: str = FILE) -> bytes:
    """Entities that name a file and an address."""
    declared = f'<!DOCTYPE a [<!ENTITY f SYSTEM "{file}"><!ENTITY u SYSTEM "{url}">]>'
    return document("<row><cell/><cell>1102</cell><cell>&f;&u;</cell></row>", declared)


@killer(BOOK, reaches=True)
def a_document_type_from_outside(url: str = URL, file: str = FILE) -> bytes:
    """A document type that names an address, as DocBook has one, and an instruction that names a file."""
    return document(declared=f'<?xml-stylesheet href="{file}"?><!DOCTYPE TEI PUBLIC "-//TEI//EN" "{url}">')


@killer("damaged-xml")
def elements_within_elements() -> bytes:
    """A hundred thousand elements, each in the one before."""
    return document(after="<a>" * 100_000 + "</a>" * 100_000)


@killer(BOOK, DOUBTFUL, *LIMITS)
def cells_that_span_all_there_is() -> bytes:
    """Thousands of rows of cells that say they span 999 columns and rows."""
    row = '<row><cell cols="999" rows="999"/><cell cols="999" rows="999">x</cell></row>'
    return document(row * 5_000)


@killer(BOOK, DOUBTFUL, *LIMITS)
def rows_of_a_million_cells() -> bytes:
    """A row with a million cells."""
    return document("<row>" + "<cell/>" * MEGABYTE + "</row>")


@killer(BOOK, DOUBTFUL, *LIMITS)
def records_of_all_names() -> bytes:
    """Records, each with names that no other has."""
    records = "".join(f'<record a{n}="x" b{n}="y"/>' for n in range(20_000))
    return document(after=f"<records>{records}</records>")


@killer(BOOK, DOUBTFUL, *LIMITS)
def texts_between_elements() -> bytes:
    """Half a million elements with a text behind each."""
    return document(after="<p>" + "<hi/>x" * (MEGABYTE // 2) + "</p>")


@killer("damaged-docx", "no-word-document", *LIMITS)
def a_word_document_of_parts_without_end() -> bytes:
    """Twenty thousand parts of one name, and as many of none."""
    part = '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><a/></pkg:xmlData></pkg:part><pkg:part/>'
    return f'{DECLARED}<pkg:package xmlns:pkg="{FLAT}">{part * 20_000}</pkg:package>'.encode()


@killer("damaged-docx", "no-word-document")
def a_word_document_whose_parts_point_outside() -> bytes:
    """Parts whose names lead out of the archive."""
    part = '<pkg:part pkg:name="/../../etc/word/x"><pkg:xmlData><a/></pkg:xmlData></pkg:part>'
    return f'{DECLARED}<pkg:package xmlns:pkg="{FLAT}">{part}</pkg:package>'.encode()


@killer("damaged-xml")
def a_piece_of_many_names() -> bytes:
    """A piece without a root, in which each of 100,000 elements has a prefix of its own."""
    names = "".join(f"<p{number}:a/>" for number in range(10**5))
    return f"<table>{ROWS}<row><cell/><cell>1102</cell><cell>{names}</cell></row></table>".encode()


@killer(BOOK, *LIMITS)
def a_piece_of_many_entities() -> bytes:
    """A piece with 250,000 characters that are named."""
    return f"<table>{ROWS}<row><cell/><cell/><cell>{'&nbsp;' * (MEGABYTE // 4)}</cell></row></table>".encode()


@killer("no-table")
def a_piece_with_a_document_type() -> bytes:
    """A piece behind a document type with entities of its own."""
    return f'<!DOCTYPE a [<!ENTITY e "x">]><table>{ROWS}<row><cell/><cell/><cell>&e;</cell></row></table>'.encode()
