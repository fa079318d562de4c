"""PDFs that kill: bombs, loops, tables of objects and fonts that lie, too much of everything."""

from __future__ import annotations

import base64
import zlib

from tests.hostile.killers import BOOK, DOUBTFUL, FILE, LIMITS, URL, killer
from tests.hostile.pdf_parts import (
    FONT,
    GIB,
    MIB,
    TABLE_TEXT,
    body,
    deflated,
    good,
    lzw,
    page,
    pdf,
    stream,
    with_content,
    with_objects,
    with_tail,
)

HUGE = 2**31 - 1
FLATE = b"/Filter /FlateDecode"


# Streams that unpack to more than any page needs.


@killer("limit-decompressed")
def flate_1_gib() -> bytes:
    """A page of 1 GiB of spaces in 1 MB."""
    return with_content(deflated(b" ", GIB), FLATE)


@killer("limit-decompressed")
def flate_1_gib_of_operators() -> bytes:
    """A page of 1 GiB of operators that draw nothing."""
    return with_content(deflated(b"q Q\n", GIB), FLATE)


@killer("limit-decompressed")
def flate_twice_8_gib() -> bytes:
    """A page of 8 GiB in 8 KB."""
    return with_content(zlib.compress(deflated(b"\0", 8 * GIB)), b"/Filter [/FlateDecode /FlateDecode]")


@killer("limit-decompressed")
def flate_thrice_8_gib() -> bytes:
    """A page of 8 GiB in some hundred bytes."""
    inner = zlib.compress(zlib.compress(deflated(b"\0", 8 * GIB)))
    return with_content(inner, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")


@killer("limit-decompressed")
def flate_beside_the_table() -> bytes:
    """A page with the table, and a second content of 1 GiB."""
    contents = {3: page(contents=b"[4 0 R 6 0 R]"), 6: stream(deflated(b" ", GIB), FLATE)}
    return with_objects(contents)


@killer("limit-decompressed")
def flate_in_a_map_to_unicode() -> bytes:
    """The table in a font whose map to Unicode unpacks to 2 GiB."""
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R >>")
    return with_objects({5: font, 6: stream(deflated(b" ", 2 * GIB), FLATE)})


@killer("limit-decompressed")
def flate_in_a_font_file() -> bytes:
    """The table in a font whose program unpacks to 2 GiB."""
    return with_objects(
        {
            5: FONT.replace(b">>", b"/FontDescriptor 6 0 R >>"),
            6: b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 4 /FontFile 7 0 R >>",
            7: stream(deflated(b" ", 2 * GIB), FLATE + b" /Length1 100 /Length2 100 /Length3 0"),
        }
    )


@killer("limit-decompressed")
def lzw_1_gib() -> bytes:
    """A page of 1 GiB of zeros by LZW, packed once more."""
    return with_content(zlib.compress(lzw(0, 150), 9), b"/Filter [/FlateDecode /LZWDecode]")


@killer("limit-decompressed")
def run_length_1_gib() -> bytes:
    """A page of 1 GiB of spaces by run lengths, packed once more."""
    return with_content(deflated(b"\x81 ", GIB // 64), b"/Filter [/FlateDecode /RunLengthDecode]")


@killer("limit-decompressed")
def hexadecimal_2_gib() -> bytes:
    """A page of 2 GiB behind 4 GiB of hexadecimal digits."""
    return with_content(deflated(b"20", 4 * GIB), b"/Filter [/FlateDecode /ASCIIHexDecode]")


@killer("limit-decompressed")
def ascii_85_1_gib() -> bytes:
    """A page of 1 GiB of zeros, each four of which are one letter z."""
    return with_content(deflated(b"z", GIB // 4), b"/Filter [/FlateDecode /ASCII85Decode]")


@killer("limit-decompressed")
def lzw_alone() -> bytes:
    """A page of 44 MB of zeros by LZW alone, in 36 KB: each of them a number to read."""
    return with_content(lzw(ord("0"), 6), b"/Filter /LZWDecode")


@killer("limit-decompressed")
def lzw_of_6_kilobytes() -> bytes:
    """A page of 7 MB by LZW behind digits, by their short names."""
    return with_content(lzw(0, 1).hex().encode(), b"/Filter [/AHx /LZW]")


@killer("limit-decompressed")
def runs_of_a_megabyte() -> bytes:
    """A page of 128 MB of spaces by run lengths alone would take 2 MB; these come packed behind letters."""
    packed = zlib.compress(b"\x81 " * MIB)
    return with_content(base64.a85encode(packed) + b"~>", b"/Filter [/A85 /Fl /RL]")


@killer("no-text-layer")
def ten_thousand_filters() -> bytes:
    """A page behind ten thousand filters."""
    return with_content(b"20" * MIB, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 10_000))


@killer("damaged-pdf")
def predictor_of_2_31_columns() -> bytes:
    """A page behind a predictor with rows of 2 GiB."""
    parameters = b"/DecodeParms << /Predictor 12 /Columns %d /Colors %d /BitsPerComponent 32 >>" % (HUGE, HUGE)
    return with_content(zlib.compress(TABLE_TEXT), FLATE + parameters)


@killer(BOOK)
def length_of_2_31() -> bytes:
    """A page whose content says that it is 2 GiB long."""
    return with_objects({4: stream(TABLE_TEXT, length=b"%d" % HUGE)})


@killer(BOOK)
def length_below_zero() -> bytes:
    """A page whose content is less than empty."""
    return with_objects({4: stream(TABLE_TEXT, length=b"-1")})


# Objects that are in themselves.


@killer(BOOK)
def length_is_itself() -> bytes:
    """A content whose length is that content."""
    return with_objects({4: stream(TABLE_TEXT, length=b"4 0 R")})


@killer("damaged-pdf")
def filter_is_itself() -> bytes:
    """A content whose filter is that content."""
    return with_content(TABLE_TEXT, b"/Filter 4 0 R /DecodeParms 4 0 R")


@killer(*LIMITS)
def object_is_itself() -> bytes:
    """A content that is a reference to itself."""
    return with_objects({4: b"4 0 R"})


@killer(*LIMITS)
def objects_in_a_ring() -> bytes:
    """A content that is a reference to another, and so on, back to it."""
    return with_objects({4: b"6 0 R", 6: b"7 0 R", 7: b"4 0 R"})


@killer("engines-differ")
def chain_of_references() -> bytes:
    """A content behind ten thousand references."""
    chain = {number: b"%d 0 R" % (number + 1) for number in range(6, 10_006)}
    return with_objects({4: b"6 0 R", **chain, 10_006: stream(TABLE_TEXT)})


@killer(*LIMITS)
def form_calls_itself() -> bytes:
    """The table, and a form that draws itself."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    changes = {3: page(more=b"/XObject << /X 6 0 R >>"), 4: stream(TABLE_TEXT + b"/X Do"), 6: form}
    return with_objects(changes)


def laughing(calls: int, levels: int, last: bytes) -> bytes:
    """The table, and a form that draws the next one many times, and so on down to the last."""
    forms = {}
    for level in range(levels):
        number = 6 + level
        below = b"/XObject << /X %d 0 R >>" % (number + 1) if level + 1 < levels else b""
        content = b"/X Do " * calls if below else last
        fonts = b"/Font << /F 5 0 R >>"
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << %s %s >>" % (fonts, below)
        forms[number] = stream(content, entries)
    return with_objects({3: page(more=b"/XObject << /X 6 0 R >>"), 4: stream(TABLE_TEXT + b"/X Do"), **forms})


@killer(*LIMITS)
def billion_laughs_of_forms() -> bytes:
    """The table, and ten levels of forms, each drawing the next ten times: 10^9 words."""
    return laughing(10, 10, b"BT /F 8 Tf 200 200 Td (lol) Tj ET")


@killer(*LIMITS)
def billion_empty_forms() -> bytes:
    """The table, and thirty levels of forms, each drawing the next twice, the last one nothing."""
    return laughing(2, 30, b"")


@killer("damaged-pdf")
def forms_one_in_another() -> bytes:
    """The table, and forms two thousand deep."""
    return laughing(1, 2000, b"")


@killer(BOOK)
def pattern_and_glyphs_that_draw_themselves() -> bytes:
    """The table, a glyph that is drawn with its own font, and a pattern that is painted with itself."""
    glyph = stream(b"1000 0 0 0 750 750 d1 BT /T 1 Tf (a) Tj ET")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [.001 0 0 .001 0 0]"
        b" /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1000]"
        b" /Resources << /Font << /T 6 0 R >> >> >>"
    )
    pattern = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 1 /YStep 1"
        b" /Resources << /Pattern << /P 8 0 R >> >>",
    )
    use = b"BT /T 10 Tf 200 200 Td (a) Tj ET /Pattern cs /P scn 0 0 99 99 re f\n"
    pages = page(more=b"/Pattern << /P 8 0 R >>").replace(b"/F 5 0 R", b"/F 5 0 R /T 6 0 R")
    return with_objects({3: pages, 4: stream(TABLE_TEXT + use), 6: font, 7: glyph, 8: pattern})


# Tables of objects that lie.


@killer("damaged-pdf")
def xref_stream_of_10_9_entries() -> bytes:
    """A table of 10^9 objects, none of which takes a byte."""
    entries = b"/Type /XRef /Size 1000000000 /W [0 0 0] /Index [0 1000000000] /Root 1 0 R"
    return with_tail(b"9 0 obj\n" + stream(b"", entries) + b"\nendobj\nstartxref\n%d")


@killer("limit-decompressed")
def xref_stream_of_10_9_packed_entries() -> bytes:
    """A table of 10^9 objects that takes 3 GB, packed twice into some KB."""
    packed = zlib.compress(deflated(b"\0", 3 * 10**9))
    entries = b"/Type /XRef /Size 1000000000 /W [1 1 1] /Index [0 1000000000] /Root 1 0 R"
    tail = stream(packed, entries + b" /Filter [/FlateDecode /FlateDecode]")
    return with_tail(b"9 0 obj\n" + tail.replace(b"%d", b"% d") + b"\nendobj\nstartxref\n%d")


@killer("damaged-pdf")
def xref_stream_of_wide_fields() -> bytes:
    """A table of objects with fields of 2 GiB each."""
    entries = b"/Type /XRef /Size 9 /W [%i %i %i] /Root 1 0 R" % (HUGE, HUGE, HUGE)
    return with_tail(b"9 0 obj\n" + stream(b"abc", entries) + b"\nendobj\nstartxref\n%d")


@killer(BOOK)
def xref_table_of_10_9_entries() -> bytes:
    """A table that says it has 10^9 entries, and has none."""
    return with_tail(b"xref\n0 1000000000\ntrailer\n<< /Size 1000000000 /Root 1 0 R >>\nstartxref\n%d")


@killer("engines-differ", *LIMITS)
def xref_of_a_million_sections() -> bytes:
    """A table of objects in a million empty sections."""
    return with_tail(b"xref\n" + b"0 0\n" * 10**6 + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d")


@killer(BOOK)
def xref_before_itself() -> bytes:
    """A table of objects whose predecessor is itself."""
    return with_tail(b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d")


@killer(BOOK)
def xref_beyond_the_file() -> bytes:
    """Offsets beyond the end of the file, and below its beginning."""
    lines = b"9999999999 00000 n \n" * 3 + b"-000000001 00000 n \n" * 3
    return with_tail(b"xref\n0 6\n" + lines + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n99999999999999999999")


@killer(BOOK)
def objects_all_at_one_place() -> bytes:
    """Half a million objects, all of which are the page."""
    content, offsets = body(good())
    lines = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offsets[number] for number in range(1, 6))
    lines += b"%010d 00000 n \n" % offsets[3] * 500_000
    end = b"trailer\n<< /Size 500006 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"xref\n0 500006\n" + lines + end


@killer("no-text-layer")
def object_streams_in_each_other() -> bytes:
    """A content that stands in an object stream that stands in itself, and extends itself."""
    inner = stream(b"6 0 7 10 << >> << >>", b"/Type /ObjStm /N 2 /First 10 /Extends 6 0 R")
    entries = b"/Type /XRef /Size 10 /W [1 4 1] /Index [4 1 6 2] /Root 1 0 R"
    fields = b"\2\0\0\0\6\0" + b"\2\0\0\0\7\0" + b"\2\0\0\0\6\0"
    content, offsets = body(good() | {6: inner})
    fields = b"".join(b"\1" + offsets[number].to_bytes(4, "big") + b"\0" for number in (1, 2, 3, 5)) + fields
    entries = entries.replace(b"[4 1 6 2]", b"[1 3 5 1 4 1 6 2]")
    return content + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(fields, entries), len(content))


@killer(DOUBTFUL)
def object_stream_of_10_9_objects() -> bytes:
    """An object stream that says it holds 10^9 objects, the content of the page among them."""
    content, offsets = body(
        {number: item for number, item in good().items() if number != 5}
        | {6: stream(b"5 0 " + FONT, b"/Type /ObjStm /N 1000000000 /First 4")}
    )
    fields = b"".join(b"\1" + offsets[number].to_bytes(4, "big") + b"\0" for number in (1, 2, 3, 4))
    fields += b"\2\0\0\0\6\0" + b"\1" + offsets[6].to_bytes(4, "big") + b"\0"
    entries = b"/Type /XRef /Size 10 /W [1 4 1] /Index [1 6] /Root 1 0 R"
    return content + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(fields, entries), len(content))


# Pages.


@killer("limit-decompressed")
def page_of_200_000_contents() -> bytes:
    """A page that names its content 200,000 times."""
    return with_objects({3: page(contents=b"[%s]" % (b"4 0 R " * 200_000))})


@killer("limit-decompressed")
def page_of_200_000_contents_elsewhere() -> bytes:
    """A page whose contents stand in an array of their own, 200,000 times the same."""
    return with_objects({3: page(contents=b"6 0 R"), 6: b"[%s]" % (b"4 0 R\n" * 200_000)})


@killer(BOOK)
def page_of_a_hundred_contents() -> bytes:
    """The table, between ninety-nine times the same content, which draws nothing."""
    return with_objects({3: page(contents=b"[%s 4 0 R]" % (b"6 0 R " * 99)), 6: stream(b"q Q\n")})


@killer("engines-differ")
def page_tree_in_itself() -> bytes:
    """A page tree whose second child is the tree."""
    return with_objects({2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"})


@killer("damaged-pdf")
def page_tree_of_2_30_pages() -> bytes:
    """A page tree of thirty levels, each of which is the next one twice."""
    levels = {
        number: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count %d >>" % (number + 1, number + 1, 2 ** (36 - number))
        for number in range(6, 36)
    }
    tree = b"<< /Type /Pages /Kids [6 0 R] /Count %d >>" % 2**30
    return with_objects({2: tree, **levels, 36: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"})


@killer(BOOK)
def page_count_of_10_9() -> bytes:
    """A page tree that says it has 10^9 pages, and has one."""
    return with_objects({2: b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"})


@killer("limit-pages", *LIMITS)
def page_a_million_times() -> bytes:
    """One page, a million times."""
    return with_objects({2: b"<< /Type /Pages /Kids [%s] /Count 1000000 >>" % (b"3 0 R " * 10**6)})


@killer("damaged-pdf")
def page_tree_ten_thousand_deep() -> bytes:
    """A page under ten thousand levels of its tree."""
    levels = {
        number: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1)
        for number in range(6, 10_006)
    }
    return with_objects({2: b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>", **levels, 10_006: page()})


@killer(DOUBTFUL)
def page_is_its_parent() -> bytes:
    """A page that inherits its size and resources from itself."""
    own = b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"
    return with_objects({3: own})


@killer(*LIMITS)
def page_of_a_million_contents() -> bytes:
    """A page whose content is one stream, a million times."""
    return with_objects({3: page(contents=b"[%s]" % (b"4 0 R " * 10**6))})


@killer(*LIMITS)
def page_of_a_million_notes() -> bytes:
    """A page with a million notes on it."""
    return with_objects({3: page(b"/Annots [%s]" % (b"<< /Subtype /Text /Rect [0 0 1 1] >> " * 10**6))})


def with_box(box: bytes) -> bytes:
    """The table on a page of another size."""
    return with_objects({3: page(box=box)})


@killer(BOOK)
def page_without_end() -> bytes:
    """A page larger than any number."""
    return with_box(b"[0 0 1e39 99999999999999999999999999999999999999999999999]")


@killer(BOOK)
def page_of_no_size() -> bytes:
    """A page of no width and no height."""
    return with_box(b"[0 0 0 0]")


@killer("no-text-layer")
def page_of_no_numbers() -> bytes:
    """A page whose size is no number: PDFium reads it as an empty one."""
    return with_box(b"[NaN /Inf (a) <<>>]")


@killer("engines-differ")
def page_upside_down() -> bytes:
    """A page whose corners are the other way round, turned, in units of 10^9 points."""
    return with_box(b"[400 600 0 0] /Rotate 45 /UserUnit 1e9 /CropBox [300 300 200 200]")


# Fonts.


def with_map(content: bytes) -> bytes:
    """The table in a font with a map to Unicode."""
    return with_objects({5: FONT.replace(b">>", b"/ToUnicode 6 0 R >>"), 6: stream(content)})


@killer(*LIMITS)
def map_to_unicode_of_2_31() -> bytes:
    """The table in a font whose map to Unicode has a range of 2^31."""
    return with_map(b"begincmap 1 beginbfrange <00000000> <7fffffff> <0041> endbfrange endcmap")


@killer("unreadable-text", *LIMITS)
def map_to_unicode_of_long_texts() -> bytes:
    """The table in a font whose map to Unicode makes 10 KB of each letter."""
    lines = b"".join(b"<%02x> <%s>\n" % (code, b"0041" * 10_000) for code in range(32, 127))
    return with_map(b"begincmap 95 beginbfchar\n%sendbfchar endcmap" % lines)


def with_cid_font(entries: bytes, encoding: bytes = b"/Identity-H", *, more: bytes = b"") -> bytes:
    """The table in a font of two bytes a letter, the encoding of which is object 8."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding %s /DescendantFonts [6 0 R] >>" % encoding
    below = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor 7 0 R %s >>" % entries
    )
    descriptor = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /Ascent 800 >>"
    return with_objects({5: font, 6: below, 7: descriptor, 8: stream(more, b"/Type /CMap /CMapName /A /UseCMap 8 0 R")})


@killer(*LIMITS)
def widths_of_2_31() -> bytes:
    """A font that gives 2^31 letters one width."""
    return with_cid_font(b"/W [0 %d 500] /W2 [0 %d 500 0 0] /DW 1e30" % (HUGE, HUGE))


@killer("no-table")
def widths_from_0_to_2_31() -> bytes:
    """The table in a font with widths for 2^31 letters, of which none is there."""
    return with_objects({5: FONT.replace(b">>", b"/FirstChar 0 /LastChar %d /Widths [] >>" % HUGE)})


@killer("unreadable-text")
def cid_range_of_2_31() -> bytes:
    """A font whose encoding has a range of 2^31 letters."""
    ranges = b"begincmap 1 begincidrange <00000000> <7fffffff> 0 endcidrange endcmap"
    return with_cid_font(b"", b"8 0 R", more=b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange " + ranges)


@killer("unreadable-text")
def encoding_uses_itself() -> bytes:
    """A font whose encoding is made from itself."""
    return with_cid_font(b"", b"8 0 R", more=b"/A usecmap begincmap endcmap")


@killer("unreadable-text")
def encoding_is_a_path() -> bytes:
    """A font whose encoding is named as a file outside."""
    return with_cid_font(b"", b"/..#2f..#2f..#2f..#2f..#2f..#2fetc#2fpasswd")


@killer(BOOK, *LIMITS)
def encoding_of_a_million_names() -> bytes:
    """The table in a font with a million names of letters, the first of which is number 2^31."""
    names = b"%d /A " % HUGE + b"/u1F600 " * 10**6
    return with_objects({5: FONT.replace(b"/WinAnsiEncoding", b"<< /Differences [%s] >>" % names)})


@killer(BOOK, *LIMITS)
def a_million_fonts() -> bytes:
    """The table on a page with two hundred thousand fonts."""
    fonts = b"".join(b"/F%d 5 0 R " % number for number in range(200_000))
    return with_objects({3: page().replace(b"/F 5 0 R", b"/F 5 0 R " + fonts)})


# Contents.


@killer(BOOK, *LIMITS)
def two_million_operators() -> bytes:
    """The table after two million operators that change the graphics state."""
    return with_content(b"0 g 1 w\n" * 10**6 + TABLE_TEXT)


@killer(BOOK, *LIMITS)
def a_million_saved_states() -> bytes:
    """The table under a million graphics states, none of which is taken back."""
    return with_content(b"q " * 10**6 + TABLE_TEXT)


@killer(*LIMITS)
def a_million_lines() -> bytes:
    """The table after a million ruled lines."""
    return with_content(b"0 0 m 9 9 l S\n" * 10**6 + TABLE_TEXT)


@killer(BOOK, *LIMITS)
def a_path_of_a_million_points() -> bytes:
    """The table after one path of a million points."""
    return with_content(b"0 0 m " + b"9 9 l " * 10**6 + b"S\n" + TABLE_TEXT)


@killer(*LIMITS)
def a_million_rectangles() -> bytes:
    """The table after a million rectangles."""
    return with_content(b"0 0 9 9 re f\n" * 10**6 + TABLE_TEXT)


@killer(*LIMITS)
def a_million_words() -> bytes:
    """The table after a million words of one letter."""
    words = b"BT /F 1 Tf 1 1 Td " + b"3 0 Td (a) Tj\n" * 10**6 + b"ET\n"
    return with_content(words + TABLE_TEXT)


@killer(BOOK, *LIMITS)
def a_million_letters_in_one_place() -> bytes:
    """The table after a million letters, one on top of the other."""
    return with_content(b"BT /F 5 Tf 20 20 Td 0 Tz (" + b"a" * 10**6 + b") Tj ET\n" + b"BT 100 Tz ET\n" + TABLE_TEXT)


@killer(*LIMITS)
def a_thousand_headers() -> bytes:
    """The table after a hundred thousand times its headings."""
    heading = b"BT /F 1 Tf 1 0 0 1 10 20 Tm (Class Code Description) Tj ET\n"
    return with_content(heading * 100_000 + TABLE_TEXT)


@killer(BOOK)
def numbers_beyond_all_bounds() -> bytes:
    """The table in letters of every impossible size, in every impossible place."""
    state = b"1e400 w BT /F 1e308 Tf 1e38 1e38 1e38 1e38 1e38 1e38 Tm (a) Tj 0 0 0 0 0 0 Tm /F 0 Tf (a) Tj"
    state += b" /F -1e9 Tf (a) Tj"
    state += b" 1e30 Tz 1e30 Tc 1e30 TL T* (a) Tj 99999999999999999999999999999999999999999999999999 0 Td (a) Tj"
    return with_content(state + b" 100 Tz 0 Tc 0 TL ET\n" + TABLE_TEXT)


@killer("no-text-layer", *LIMITS)
def arrays_a_million_deep() -> bytes:
    """The table after a million open arrays."""
    return with_content(b"[" * 10**6 + b"\n" + TABLE_TEXT)


@killer("no-text-layer", *LIMITS)
def dictionaries_a_million_deep() -> bytes:
    """The table after a million open dictionaries."""
    return with_content(b"<</A" * 10**6 + b"\n" + TABLE_TEXT)


@killer("no-table", *LIMITS)
def object_a_million_deep() -> bytes:
    """A font that is a million arrays deep."""
    return with_objects({5: b"[" * 10**6 + b"]" * 10**6})


@killer(BOOK)
def image_of_10_9_points() -> bytes:
    """The table, and pictures of 10^9 points by every filter for pictures."""
    filters = (b"/JBIG2Decode", b"/JPXDecode", b"/DCTDecode", b"/CCITTFaxDecode", b"/FlateDecode")
    entries = b"/Type /XObject /Subtype /Image /Width 1000000000 /Height 1000000000 /BitsPerComponent 8"
    entries += b" /ColorSpace /DeviceRGB"
    images = {6 + index: stream(b"\xff\xd8\xff\0", entries + b" /Filter " + name) for index, name in enumerate(filters)}
    names = b"".join(b"/X%d %d 0 R " % (number, number) for number in images)
    draw = b"".join(b"/X%d Do " % number for number in images)
    inline = b"BI /W 1000000000 /H 1000000000 /BPC 8 /CS /RGB /F /DCT ID abc EI\n"
    changes = {3: page(more=b"/XObject << %s >>" % names), 4: stream(TABLE_TEXT + draw + inline), **images}
    return with_objects(changes)


@killer(*LIMITS)
def inline_image_without_end() -> bytes:
    """The table after a picture of 20 MB that does not end."""
    return with_content(TABLE_TEXT + b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b"E I " * 5 * MIB)


# Around the pages.


@killer(BOOK)
def outlines_without_end() -> bytes:
    """The table in a PDF with outlines that are their own children and followers."""
    outlines = b"<< /First 6 0 R /Last 6 0 R /Next 6 0 R /Parent 6 0 R /Title (a) /Count 1000000000 >>"
    names = b"<< /Kids [7 0 R 7 0 R] /Names [(a) 7 0 R] >>"
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Names << /Dests 7 0 R >> /PageLabels 7 0 R >>"
    return with_objects({1: catalog, 6: outlines, 7: names})


@killer(BOOK, *LIMITS)
def title_of_20_megabytes() -> bytes:
    """The table in a PDF with a title of 20 MB, and a producer that is the whole of what it says about itself."""
    return with_objects(
        {6: b"<< /Title (%s) /Producer 6 0 R /CreationDate (D:%s) >>" % (b"a" * 20 * MIB, b"9" * MIB)}, b"/Info 6 0 R"
    )


@killer("damaged-pdf", reaches=True)
def scripts_and_links_outside(url: str = URL, file: str = FILE) -> bytes:
    """The table in a PDF that wants to run, to open and to fetch what is outside."""
    place, path = url.encode(), file.encode()
    script = b"<< /S /JavaScript /JS (app.launchURL\\('%s'\\)) /Next << /S /URI /URI (%s) /Next %s >> >>"
    launch = b"<< /S /Launch /F (/bin/sh) /Next << /S /GoToR /F (%s) /D [0 /Fit] >> >>" % path
    actions = script % (place, place, launch)
    outside = b"<< /Length 0 /F (%s) >>\nstream\n\nendstream" % path
    catalog = b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s /AA << /O %s >> >>" % (actions, actions)
    return with_objects({1: catalog, 3: page(contents=b"[4 0 R 6 0 R]"), 6: outside})


def encrypted(entries: bytes) -> bytes:
    """The table in a PDF that says it is encrypted, in some way."""
    return with_objects({6: b"<< /Filter /Standard %s >>" % entries}, b"/Encrypt 6 0 R /ID [<00> <00>]")


@killer("password-needed")
def key_of_2_31_bits() -> bytes:
    """A PDF with a key of 2^31 bits."""
    return encrypted(b"/V 2 /R 3 /Length %d /P -1 /O (%s) /U (%s)" % (HUGE, b"o" * 32, b"u" * 32))


@killer("password-needed")
def encryption_of_the_future() -> bytes:
    """A PDF encrypted by version and revision 2^31."""
    return encrypted(b"/V %d /R %d /P %d /O () /U ()" % (HUGE, HUGE, HUGE))


@killer("password-needed")
def encryption_in_a_ring() -> bytes:
    """A PDF whose filter of encryption is the filter of encryption."""
    return encrypted(b"/V 5 /R 6 /Length 256 /O 6 0 R /U 6 0 R /OE 6 0 R /UE 6 0 R /CF 6 0 R /StmF /StdCF /StrF /StdCF")


@killer("password-needed", *LIMITS)
def encryption_of_long_keys() -> bytes:
    """A PDF whose keys are 20 MB long."""
    long = b"a" * 10 * MIB
    return encrypted(b"/V 5 /R 6 /Length 256 /P -1 /O (%s) /U (%s) /OE () /UE () /Perms () /StmF /X" % (long, long))


# Files that are hardly any.


def fifty_megabytes(pattern: bytes) -> bytes:
    """A PDF of nothing but a pattern."""
    return b"%PDF-1.7\n" + pattern * (50 * 10**6 // len(pattern)) + b"\nstartxref\n9\n%%EOF\n"


@killer("damaged-pdf")
def fifty_megabytes_of_zeros() -> bytes:
    """50 MB of zeros behind the mark of a PDF."""
    return fifty_megabytes(b"\0")


@killer("damaged-pdf")
def fifty_megabytes_of_parentheses() -> bytes:
    """50 MB of open strings."""
    return fifty_megabytes(b"(")


@killer("damaged-pdf")
def fifty_megabytes_of_dictionaries() -> bytes:
    """50 MB of open dictionaries."""
    return fifty_megabytes(b"<<")


@killer("damaged-pdf")
def fifty_megabytes_of_arrays() -> bytes:
    """50 MB of open arrays."""
    return fifty_megabytes(b"[")


@killer("damaged-pdf")
def fifty_megabytes_of_objects() -> bytes:
    """50 MB of objects without any content."""
    return fifty_megabytes(b"1 0 obj endobj\n")


@killer("damaged-pdf")
def fifty_megabytes_of_trailers() -> bytes:
    """50 MB of trailers, each of which says where the pages are."""
    return fifty_megabytes(b"trailer << /Root 1 0 R >>\n")


@killer("damaged-pdf")
def fifty_megabytes_of_ends() -> bytes:
    """50 MB of ends."""
    return fifty_megabytes(b"startxref\n%%EOF\n")


@killer(BOOK)
def fifty_megabytes_around_the_table() -> bytes:
    """The table between zeros, 25 MB before it and 25 MB after."""
    objects = {6: stream(b"\0" * 25 * 10**6)} | good() | {7: stream(b"\0" * 25 * 10**6)}
    return pdf(objects)
