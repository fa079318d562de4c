"""Texts that kill: lines, cells, quotes and headings without end, and encodings that are hard to tell."""

from __future__ import annotations

from tests.hostile.killers import BOOK, DOUBTFUL, LIMITS, killer

MEGABYTE = 10**6
TABLE = "Class\tCode\tDescription\n1xxx\t1000\tDone\n11xx\t1100\tCall is over\n\t1101\tNo answer\n"
DELIMITED = TABLE.replace("\t", ",")


@killer("no-table", *LIMITS)
def one_line_of_50_megabytes() -> bytes:
    """A line of 50 MB of words."""
    return b"word " * (10 * MEGABYTE)


@killer("no-table", *LIMITS)
def one_word_of_50_megabytes() -> bytes:
    """A word of 50 MB."""
    return b"a" * (50 * MEGABYTE)


@killer("no-table", *LIMITS)
def digits_of_50_megabytes() -> bytes:
    """A number of 50 million digits."""
    return b"1" * (50 * MEGABYTE)


@killer(BOOK, DOUBTFUL)
def words_without_an_end_in_texts() -> bytes:
    """Texts that end with a word of 60,000 letters each: where a word could begin was asked at each letter."""
    return TABLE.replace("Done", "Done " + "a" * 60_000).replace("over", "over " + "a" * 60_000).encode()


@killer("empty")
def tabs_of_50_megabytes() -> bytes:
    """50 MB of tabs."""
    return b"\t" * (50 * MEGABYTE)


@killer("empty")
def line_ends_of_50_megabytes() -> bytes:
    """50 MB of line ends."""
    return b"\n" * (50 * MEGABYTE)


@killer("no-table")
def spaces_where_a_dump_of_words_begins() -> bytes:
    """The beginning of the words of a PDF as pdfplumber gives them, and a megabyte of spaces."""
    return b'[{"text":' + b" " * MEGABYTE


@killer(*LIMITS)
def line_ends_after_the_table() -> bytes:
    """The table, and 50 MB of line ends."""
    return TABLE.encode() + b"\n" * (50 * MEGABYTE)


@killer(BOOK, *LIMITS)
def form_feeds_after_the_table() -> bytes:
    """The table, and 50 MB of ends of pages."""
    return TABLE.encode() + b"\f" * (50 * MEGABYTE)


@killer(*LIMITS)
def labels_of_50_megabytes() -> bytes:
    """The table, and 50 MB of labels of its class."""
    return TABLE.encode() + b"1xxx\t" * (10 * MEGABYTE)


@killer("truncated")
def labels_beside_each_other() -> bytes:
    """The table, and a row of 6,000 labels of its class: each was compared with all before it."""
    return TABLE.encode() + b"1xxx " * 6_000


@killer(BOOK, *LIMITS)
def cells_of_marks() -> bytes:
    """The table, and a row of a million cells with nothing but a dash."""
    return TABLE.encode() + b"-\t" * MEGABYTE


@killer("truncated", *LIMITS)
def row_of_a_million_cells() -> bytes:
    """The table, and a row of a million cells."""
    return TABLE.encode() + b"1102\t" + b"a\t" * MEGABYTE


@killer(*LIMITS)
def a_description_of_a_million_lines() -> bytes:
    """The table, the last description of which goes on over a million lines."""
    return TABLE.encode() + b"\t\tand so on\n" * MEGABYTE


@killer(*LIMITS)
def codes_in_a_text_of_20_megabytes() -> bytes:
    """The table, the last description of which is full of numbers that are no codes there."""
    return TABLE.encode() + b"\t\t" + b"more than 1102 " * (MEGABYTE + MEGABYTE // 3) + b"end\n"


@killer(BOOK, DOUBTFUL)
def soft_hyphens() -> bytes:
    """The table, and two million soft hyphens and spaces, then a word: it stands far from the texts."""
    return (TABLE + "\t\t" + "\u00ad \u200b" * MEGABYTE + "end\n").encode()


@killer(DOUBTFUL)
def numbers_of_one_text_by_thousands() -> bytes:
    """The table, the last description of which names four thousand numbers: each has the same cell around it."""
    return (TABLE.rstrip() + "".join(f" of {1103 + number} or" for number in range(4_000)) + "\n").encode()


@killer(BOOK, DOUBTFUL)
def rows_of_one_code() -> bytes:
    """The table, the last row of which comes again five thousand times."""
    return (TABLE + "\t1101\tNo answer\n" * 5_000).encode()


@killer(DOUBTFUL)
def codes_that_go_down() -> bytes:
    """The table, and four thousand rows in the wrong order: they end up as one text."""
    return (TABLE + "".join(f"\t{9000 - number}\tText of number {number}\n" for number in range(4_000))).encode()


@killer(BOOK, *LIMITS)
def brackets_that_do_not_close() -> bytes:
    """The table, and a hundred thousand lines that cannot end where they do."""
    return TABLE.encode() + b"\t\tof (\n" * 100_000


@killer(BOOK, *LIMITS)
def headings_by_tabs() -> bytes:
    """A hundred thousand headings by tabs, then the table."""
    return b"Class\tCode\tDescription\n" * 100_000 + TABLE.encode()


@killer(BOOK, *LIMITS)
def headings_by_commas() -> bytes:
    """A hundred thousand headings by commas, a line of prose after each, then the table."""
    return b"Class,Code,Description\nprose\n" * 100_000 + DELIMITED.encode()


@killer("code-shape", *LIMITS)
def headings_by_quoted_tabs() -> bytes:
    """Headings by tabs with a quote in the last row, a hundred thousand times."""
    return b'Class\tCode\tDescription\n"1xxx\t1000\ta\n' * 100_000 + TABLE.encode()


@killer("truncated")
def quotes_by_millions() -> bytes:
    """The table by commas, and a million quotes."""
    return DELIMITED.encode() + b'1xxx,1102,"' + b'"' * MEGABYTE + b"a\n"


@killer("malformed-quotes", *LIMITS)
def records_with_broken_quotes() -> bytes:
    """The table by commas, and two hundred thousand records with broken quotes."""
    return DELIMITED.encode() + b'1xxx,1102,"a"b\n' * 200_000


@killer(BOOK, *LIMITS)
def fields_by_millions() -> bytes:
    """The table by commas, the last record of it with five million fields."""
    return DELIMITED.encode().rstrip() + b"," * (5 * MEGABYTE) + b"\n"


@killer(BOOK, *LIMITS)
def pipes_by_millions() -> bytes:
    """The table in Markdown, and a row of a million pipes."""
    lines = (f"| {' | '.join(line.split(chr(9)))} |\n" for line in TABLE.splitlines())
    text = "".join(lines).replace("Description |\n", "Description |\n|---|---|---|\n", 1)
    return text.encode() + b"| |" * MEGABYTE + b"\n"


@killer(*LIMITS)
def rules_by_millions() -> bytes:
    """The table in Markdown, and a rule of ten million dashes and pipes, and two hundred thousand short ones."""
    return (
        b"|Class|Code|Description|\n|---|---|---|\n"
        + b"".join(b"|" + b"|".join(line.split(b"\t")) + b"|\n" for line in TABLE.encode().splitlines()[1:])
        + b"|-" * (5 * MEGABYTE)
        + b"\n"
        + b"|---|\n" * 200_000
    )


@killer("no-table")
def versions_without_end() -> bytes:
    """A number of a version of twenty megabytes."""
    return b"API v1" + b".1" * (10 * MEGABYTE)


@killer("undetected-encoding", *LIMITS)
def letters_of_no_encoding() -> bytes:
    """4 MB of one word in letters of no encoding in which they make sense."""
    return bytes(range(0x80, 0x100)) * (4 * MEGABYTE // 128)


@killer("no-table", *LIMITS)
def one_russian_word() -> bytes:
    """4 MB of one Russian word in windows-1251."""
    return "слово".encode("windows-1251") * (4 * MEGABYTE // 5)


@killer("damaged-utf-8")
def utf_8_with_one_bad_byte() -> bytes:
    """50 MB of Russian letters in UTF-8, the last of them cut."""
    return "я".encode() * (25 * MEGABYTE) + b"\xd1"


@killer("binary")
def nul_bytes() -> bytes:
    """50 MB of NUL after the table."""
    return TABLE.encode() + bytes(50 * MEGABYTE)


@killer(BOOK, *LIMITS)
def utf_16_of_spaces() -> bytes:
    """The table in UTF-16 behind 25 million spaces of a kind that is not seen."""
    return (TABLE + "\u3000" * (20 * MEGABYTE)).encode("utf-16")


@killer("no-table")
def utf_32_of_one_letter() -> bytes:
    """10 million letters in UTF-32."""
    return ("\U0001f600" * (10 * MEGABYTE)).encode("utf-32")


@killer("wrong-encoding")
def utf_16_cut() -> bytes:
    """UTF-16 that ends within half a pair."""
    return TABLE.encode("utf-16") + b"\x00\xd8"


@killer("no-table", *LIMITS)
def markup_that_is_none() -> bytes:
    """A text that begins as a page of the web does, for a million comments."""
    return b"<!-- - -->" * MEGABYTE


@killer("too-large")
def a_long_text_beside_a_thousand_codes() -> bytes:
    """A class whose default code has a text of a megabyte: in the table of all codes it stands a thousand times."""
    return b"Class\tCode\tDescription\n1xxx\t1000\t" + b"No answer. " * 100_000 + b"\n\t1001\tBusy\n"


@killer(BOOK, DOUBTFUL)
def marks_of_a_letter_in_disorder() -> bytes:
    """A letter with 60,000 marks above and below it by turns: the normal form has those below first."""
    return (TABLE + "\t\ta" + "\u0301\u0327" * 30_000 + "\n").encode()


@killer(BOOK, DOUBTFUL)
def digits_of_a_fraction() -> bytes:
    """Whole numbers written with a point, and one of 50,000 digits behind it that ends in a letter."""
    return (TABLE + "a  1101.0\nb  1102.0\nc  1111." + "1" * 50_000 + "a\n").encode()


def latex(text: str) -> bytes:
    """The table in LaTeX, one text in it another."""
    rows = (" & ".join(line.split("\t")) + " \\\\\n" for line in TABLE.replace("No answer", text).splitlines())
    return ("\\begin{tabular}{lll}\n" + "".join(rows) + "\\end{tabular}\n").encode()


@killer(BOOK, DOUBTFUL)
def percents_in_latex() -> bytes:
    """A row of signs of percent: each could begin a comment, if the row did not end behind it."""
    return latex("%" * 60_000)


@killer(BOOK, DOUBTFUL)
def marks_of_notes_in_latex() -> bytes:
    """Marks of notes by ten thousands, each with the bracket before its number, and none behind one."""
    return latex("\\footnotemark[" * 15_000)


def mediawiki(cell: str) -> bytes:
    """The table in MediaWiki, and what stands in one cell more."""
    rows = ("|-\n|" + "||".join(line.split("\t")) + "\n" for line in TABLE.splitlines())
    return ("{|\n" + "".join(rows) + "|-\n|" + cell + "\n|}\n").encode()


@killer(BOOK, DOUBTFUL)
def spaces_in_an_attribute_of_a_wiki() -> bytes:
    """The rows that a cell spans are not said: there are 50,000 spaces instead."""
    return mediawiki("rowspan=" + " " * 50_000 + "a |")


@killer(BOOK, DOUBTFUL)
def roles_of_restructured_text() -> bytes:
    """A role whose text ends with 30,000 spaces of a kind that does not break, and no address."""
    lines = TABLE.replace("No answer", ":ref:`a" + "\u00a0" * 30_000 + "b").splitlines()
    rows = "\n".join("   * - " + "\n     - ".join(line.split("\t")) for line in lines)
    return f".. list-table::\n\n{rows}\n".encode()
