"""Text in the forms people have it: laid out by tabs or spaces, with tables in marks or separated values."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.document.cleaning import clean, visible
from ingest.document.encoding import decode
from ingest.document.fragments import Block, Fragments, lay_out
from ingest.document.rows import ReadOptions
from ingest.readers.asciidoc import asciidoc_tables
from ingest.readers.drawn import drawn_tables
from ingest.readers.embedded import embedded_tables
from ingest.readers.latex import latex_tables
from ingest.readers.layouts import layout_of
from ingest.readers.mediawiki import mediawiki_tables
from ingest.readers.pipes import pipe_tables
from ingest.readers.records import parsed, records_of
from ingest.readers.restructured import listed_tables, ruled_tables
from ingest.readers.separated import separated_tables
from ingest.readers.source_lines import LINE_END, Finder, Found, SourceLine, plain_lines, source_lines
from ingest.readers.wikis import wiki_tables
from model import InputError

_FINDERS: Final[tuple[Finder, ...]] = (
    mediawiki_tables,
    asciidoc_tables,
    latex_tables,
    listed_tables,
    embedded_tables,
    drawn_tables,
    ruled_tables,
    wiki_tables,
    pipe_tables,
    separated_tables,
)
"""What is looked for, in this order: what one has found the next does not see."""

_HYPHEN: Final = re.compile(rb"(?<=[\w\x80-\xff])\x02(?=[\w\x80-\xff])")
_MARKS_OF_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS: Final = ' \t\f;,|"'


def read_plain(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A text as fragments: its lines as they stand, and the tables that are drawn in it by marks or separators.

    Raises
    ------
    InputError
        If the encoding is wrong or not found (`ingest.document.encoding.decode`), or the quotes of a CSV are broken.
    """
    text, encoding = decode(_with_hyphens(data), place, options.encoding)
    if (values := parsed(text)) is not None:
        return records_of(values, place, encoding)
    lines = source_lines(text)
    found = _found(lines)
    if faults := [fault for item in found for fault in item.faults]:
        raise InputError(*(replace(fault, place=f"{place}, {fault.place}") for fault in faults))
    blocks = list(_blocks(lines, found))
    words, rules = lay_out(blocks)
    raw_lines = LINE_END.split(text)
    form = found[0].form if found else "text"
    return Fragments(
        words=words,
        rules=rules,
        layout=layout_of(blocks),
        format=form,
        encoding=encoding,
        characters={number: _characters(form, line) for number, line in enumerate(raw_lines, start=1)},
        markup={number: count for item in found for number, count in item.markup.items() if count},
        ends_open=_ends_open(form, raw_lines[-1]) or any(item.is_open for item in found[-1:]),
    )


def _with_hyphens(data: bytes) -> bytes:
    """The bytes of a text with the hyphens for which PDFium, and what copies by it, writes a control character."""
    return data if data.startswith(_MARKS_OF_WIDE) or b"\x02" not in data else _HYPHEN.sub(b"-", data)


def _found(lines: Sequence[SourceLine]) -> list[Found]:
    """What all finders find, in order."""
    found: list[Found] = []
    for finder in _FINDERS:
        begin, more = 0, []
        for taken in [*found, None]:
            end = taken.begin if taken else len(lines)
            more += [_moved(item, begin) for item in finder(lines[begin:end])]
            begin = taken.end if taken else end
        found = sorted([*found, *more], key=lambda item: item.begin)
    return found


def _moved(found: Found, offset: int) -> Found:
    return replace(found, begin=found.begin + offset, end=found.end + offset) if offset else found


def _blocks(lines: Sequence[SourceLine], found: Sequence[Found]) -> Iterator[Block]:
    index = 0
    for item in found:
        yield from plain_lines(lines, index, item.begin)
        yield from item.blocks
        index = item.end
    yield from plain_lines(lines, index, len(lines))


def _ends_open(form: str, last_line: str) -> bool:
    """Whether a text ends within a row: without a line end, and without what the format closes a row with."""
    text = clean(last_line)
    if form == "csv":
        delimiter = max(",;\t", key=text.count)
        return bool(text) and (text.count(delimiter) < 2 or text.endswith(delimiter))
    if form == "markdown":
        return text.startswith("|") and (not text.endswith("|") or text.count("|") == 3)
    return bool(text) and form == "text"


def _characters(form: str, line: str) -> int:
    """The visible characters of a line; one with nothing but marks of the format is as good as blank."""
    return 0 if form != "text" and not line.strip(_MARKS) else visible(line)
