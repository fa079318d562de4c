"""Text in the forms people have it: laid out by tabs or spaces, with tables in marks or separated values."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final, NamedTuple

from ingest.document.cleaning import SOFT_HYPHEN, clean, visible
from ingest.document.encoding import decode
from ingest.document.fragments import Block, Fragments
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.document.soft_hyphens import with_hyphens_meant
from ingest.readers.boxes import are_words, boxed_in, lines_in, read_boxes
from ingest.readers.bullets import without_bullets
from ingest.readers.comments import marks_of, without_comments
from ingest.readers.flow import hidden_findings, layout_of
from ingest.readers.frames import without_indices
from ingest.readers.half_drawn import without_bars
from ingest.readers.marked_headings import without_marks_of_headings
from ingest.readers.missing import without_missing
from ingest.readers.records import records_of, text_in
from ingest.readers.source_lines import (
    Finder,
    Found,
    SourceLine,
    found_by,
    lines_of,
    plain_lines,
    source_lines,
    with_blanks,
)
from ingest.readers.values import is_printed_too_long, parsed
from model import Fault, InputError


class _Form(NamedTuple):
    """A form of tables in a text: the module and name of its finder, and signs of which each has one."""

    module: str
    finder: str
    signs: tuple[re.Pattern[str], ...]


# A sign that begins with one character is found in a long text at once, one that begins with any of several is not.
_FORMS: Final = tuple(
    _Form(module, finder, tuple(map(re.compile, signs)))
    for module, finder, *signs in (
        ("mediawiki", "mediawiki_tables", r"\{\|"),
        ("asciidoc", "asciidoc_tables", r"===(?<=[|,:]===)"),
        ("latex", "latex_tables", r"\\begin"),
        ("restructured", "listed_tables", r"-table::"),
        ("embedded", "embedded_tables", r"<(?i:table)"),
        ("drawn", "drawn_tables", "[+\u250c-\u257f][-=+:\u2500-\u257f]{2}"),
        ("restructured", "ruled_tables", r"==\s+==", r"--\s+--"),
        ("wikis", "wiki_tables", r"\|", r"\^"),
        ("pipes", "pipe_tables", r"\|"),
        ("separated", "separated_tables", r"[,;\t|^~:#$¦§=]"),
    )
)
"""What is looked for, in this order: what one has found the next does not see."""

_BROKEN: Final = re.compile(rf"(?<=[^\W\d_]) ?{SOFT_HYPHEN} (?=[a-zа-яё])")
"""Where a line ended within a word that a copy set on one line: one blank is no room between two columns."""

_HYPHEN: Final = re.compile(rb"(?<=[\w\x80-\xff])(?:\x02|\xef\xbf\xbe)(?=[\w\x80-\xff])")
_SIGNS_OF_HYPHENS: Final = (b"\x02", b"\xef\xbf\xbe")
_SIGNS_OF_CELLS: Final = (b"\t", b"|", b'"')
_MARKS_OF_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ESCAPED: Final = re.compile(r"\\([-.()!#+_*\[\]{}~<>`\"'$@^|&])")
_IN_NAME: Final = re.compile(r"[^\W\d_]\\_[^\W\d_]")
"""An escape within a name, which says by itself that the text is Markdown."""

_SEVERAL: Final = 2
_BARS_OF_TWO: Final = 3
_MARKS: Final = ' \t\f;,|"'


def read_plain(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A text as fragments: its lines as they stand, and the tables that are drawn in it by marks or separators.

    Raises
    ------
    InputError
        If the encoding is wrong or not found (`ingest.document.encoding.decode`).
    """
    text, encoding = decode(_with_hyphens(data), place, options.encoding)
    text = with_hyphens_meant(_BROKEN.sub("", text)) if SOFT_HYPHEN in text else text
    if (values := parsed(text)) is not None:
        boxed = boxed_in(values)
        if are_words(boxed):
            return read_boxes(boxed, "json", encoding)
        text = lines_in(boxed) if boxed else text_in(values)
        if not text:
            return records_of(values, place, encoding)
    elif is_printed_too_long(text):
        raise InputError(Fault("no-text", "a list as Python prints it, too long to be read; write it as JSON", place))
    text = with_blanks(text)
    raw_lines = lines_of(text)
    shown, comments = without_comments(text)
    lines = source_lines(shown)
    found = found_by(lines, finders_of(shown))
    if comments and {item.form for item in found} != {"markdown"}:
        comments, lines = [], source_lines(text)
        found = found_by(lines, finders_of(text))
    markup = _markup(found)
    lines, found = without_bars(lines, found, markup)
    markup += marks_of(comments)
    lines = without_bullets(without_marks_of_headings(lines, found, markup), found, markup)
    if all(item.form == "markdown" for item in found):
        lines = _unescaped(lines, found, markup)
    blocks = without_missing(without_indices(_blocks(lines, found), markup), markup)
    words, rules = lay_out(blocks)
    form = found[0].form if found else "text"
    return Fragments(
        words=words,
        rules=rules,
        layout=layout_of(blocks),
        format=form,
        encoding=encoding,
        characters={number: _characters(form, line) for number, line in enumerate(raw_lines, start=1)},
        markup=markup,
        ends_open=_ends_open(form, raw_lines) or any(item.is_open for item in found[-1:]),
        findings=tuple(hidden_findings(comments)),
        faults=tuple(replace(fault, place=f"{place}, {fault.place}") for item in found for fault in item.faults),
    )


def _with_hyphens(data: bytes) -> bytes:
    """The bytes of a text with the hyphens for which PDFium, and what copies by it, writes a control character, or one
    that is none (U+FFFE): a line ended there, whether or not the hyphen belongs to the word. A row of cells stays one.
    """
    if data.startswith(_MARKS_OF_WIDE) or not any(sign in data for sign in _SIGNS_OF_HYPHENS):
        return data
    lines = data.split(b"\n")
    return b"\n".join(
        _HYPHEN.sub(b"-" if any(sign in line for sign in _SIGNS_OF_CELLS) else b"-\n", line) for line in lines
    )


def finders_of(text: str) -> list[Finder]:
    """The finders of the forms of which there is a sign in a text, in their order; their modules are imported then."""
    return [
        getattr(import_module(f"{__package__}.{form.module}"), form.finder)
        for form in _FORMS
        if any(sign.search(text) for sign in form.signs)
    ]


def _unescaped(lines: list[SourceLine], found: Sequence[Found], markup: Counter[int]) -> list[SourceLine]:
    """Lines of Markdown, those outside its tables without escapes; a paragraph may stand there for each cell or row."""
    inside = {index for item in found for index in range(item.begin, item.end)}
    escapes = {
        index: len(_ESCAPED.findall(line.text))
        for index, line in enumerate(lines)
        if "\\" in line.text and index not in inside
    }
    if sum(escapes.values()) < _SEVERAL and not any(_IN_NAME.search(lines[index].text) for index in escapes):
        return lines
    for index, count in escapes.items():
        markup[lines[index].number] += count
    return [
        line._replace(text=_ESCAPED.sub(r"\1", line.text)) if index in escapes else line
        for index, line in enumerate(lines)
    ]


def _blocks(lines: Sequence[SourceLine], found: Sequence[Found]) -> Iterator[Block]:
    index = 0
    for item in found:
        yield from plain_lines(lines, index, item.begin)
        yield from item.blocks
        index = item.end
    yield from plain_lines(lines, index, len(lines))


def _markup(found: Iterable[Found]) -> Counter[int]:
    """The marks on each line; form feeds may set several tables on one."""
    counts: Counter[int] = Counter()
    for item in found:
        counts.update(item.markup)
    return counts


def _ends_open(form: str, lines: Sequence[str]) -> bool:
    """Whether a text ends within a row: without a line end, and without what the format closes a row with."""
    text = clean(lines[-1])
    if form == "csv":
        delimiter = max(",;\t|", key=text.count)
        return bool(text) and (text.count(delimiter) < 2 or text.endswith(delimiter))
    if form == "markdown":
        return text.startswith("|") and _is_open_row(text, lines[:-1])
    return bool(text) and form == "text"


def _is_open_row(text: str, before: Sequence[str]) -> bool:
    """Whether a row between bars is cut: other rows are closed by a bar, and none has as few cells."""
    others = [line.strip() for line in before if "|" in line]
    if not text.endswith("|"):
        return all(line.startswith("|") for line in others)
    return text.count("|") == _BARS_OF_TWO and not any(line.count("|") == _BARS_OF_TWO for line in others)


def _characters(form: str, line: str) -> int:
    """The visible characters of a line; one with nothing but marks of the format is as good as blank."""
    return 0 if form != "text" and not line.strip(_MARKS) else visible(line)
