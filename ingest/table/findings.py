"""What a reader should know of the table of a document, and of how it was read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from ingest.document.fragments import Word
from ingest.table.codes.evidence import class_holds_it
from ingest.table.entries import Entry
from ingest.table.parts import printed_again
from ingest.table.reading import Reading
from ingest.table.scene.candidates import Candidate
from ingest.table.scene.furniture_notices import NOTICE
from ingest.table.scene.furniture_rows import LIKELY_HEAD, SECTION_TITLE
from ingest.table.scene.lines import is_mark
from ingest.table.scene.lookalikes import look_alikes, odd_characters
from ingest.table.scene.wording import ends_sentence
from model import ClassPattern, Finding
from model.pattern import CODE_SPACE
from model.reading_rules import DOUBTFUL_JOIN, LIKELY_RUNNING_HEAD, NUMBER_IN_TEXT, UNATTACHED_TEXT
from model.rules import CODE_MARK, NOTE_MARK, STRUCK_OUT

_SELDOM: Final = 0.25
_MARKS_OF_FORMAT = "*_`~.,:;)\"'«»–—-"
"""Marks at a code that a format sets, or that close a cell: nobody needs to be told of them."""


def table_findings(reading: Reading) -> list[Finding]:
    """The findings about the table of a document, but for doubts."""
    return [
        *_texts_apart(reading),
        *_marks(reading),
        *_struck(reading),
        *_numbers(reading),
        *_joins(reading),
        *_printed_again(reading),
    ]


def _texts_apart(reading: Reading) -> Iterator[Finding]:
    for piece in reading.unattached:
        text = piece.text
        yield UNATTACHED_TEXT.finding(f"the text «{text}» belongs to no code", piece.first.span)
    for piece in reading.interrupting:
        if reading.is_over_headings(piece):
            continue
        yield _likely_head(piece.text, piece.first)
    for number, name in reading.scene.furniture.items():
        if name in {LIKELY_HEAD, NOTICE, SECTION_TITLE}:
            yield _likely_head(reading.scene.texts[number], reading.scene.words[reading.scene.lines[number].begin])


def _likely_head(text: str, first: Word) -> Finding:
    return LIKELY_RUNNING_HEAD.finding(f"the line «{text}» was taken as furniture", first.span)


def _marks(reading: Reading) -> Iterator[Finding]:
    words = reading.scene.words
    for item in reading.chain.codes:
        marks = item.shape.marks
        if marks := marks if reading.scene.notes.are_printed(marks) else marks.strip(_MARKS_OF_FORMAT):
            message = f"«{marks}» stands at the code {item.number:04d}"
            yield CODE_MARK.finding(message, words[item.index].span, code=item.number)
    for index in reading.region:
        if not reading.scene.left_out[index]:
            continue  # a mark stands aside
        if is_mark(words, index):
            yield NOTE_MARK.finding(f"the raised «{words[index].text}» is the mark of a footnote", words[index].span)
        elif index in reading.scene.notes.behind_codes:
            yield NOTE_MARK.finding(f"«{words[index].text}» is the mark of a footnote", words[index].span)


def _struck(reading: Reading) -> Iterator[Finding]:
    words = reading.scene.words
    for entry in reading.entries:
        indices = [index for part in entry.all_parts for index in part.indices]
        if entry.code and any(words[index].style.is_struck for index in indices):
            yield STRUCK_OUT.finding(f"{entry.number:04d} is struck out", entry.code.span, code=entry.number)


def _numbers(reading: Reading) -> Iterator[Finding]:
    """Numbers and labels in texts of the table that could be codes and classes, but read as text."""
    scene = reading.scene
    owned = {index for piece in reading.owned for index in piece.indices}
    for item, _ in reading.chain.passed:
        is_new = item.index in owned and item.number not in reading.chain.numbers
        if is_new and class_holds_it(reading.chain.weighed[item.index].case) and is_in_order(reading, item):
            message = f"{item.number:04d} could be a code here, but reads as text"
            yield NUMBER_IN_TEXT.finding(message, scene.words[item.index].span, code=item.number)
    accepted = {pattern for label in reading.labels for pattern in label.patterns}
    for label in scene.labels:
        if label.index in owned and not accepted.issuperset(label.patterns):
            pattern = ClassPattern(label.patterns[0])
            message = f"{label.shapes[0].text} could be the label of a class here, but reads as text"
            yield NUMBER_IN_TEXT.finding(message, scene.words[label.index].span, pattern=pattern)
    alike = {text for text in {scene.words[index].text for index in owned} if any(look_alikes(text))}
    for index in sorted(index for index in owned if scene.words[index].text in alike):
        for match, _ in look_alikes(scene.words[index].text):
            message = f"{match[0]} could be a code here, but reads as text: it holds {odd_characters(match[0])}"
            yield NUMBER_IN_TEXT.finding(message, scene.words[index].span)


def is_in_order(reading: Reading, item: Candidate) -> bool:
    """Whether a number lies between the codes that were read before and after it, in a class that holds the first."""
    codes = reading.chain.codes
    place = bisect_left(reading.chain.places, item.index)
    before = codes[place - 1].number if place else -1
    after = codes[place].number if place < len(codes) else CODE_SPACE.stop
    held = [pattern for pattern in ClassPattern.all_of(before) if pattern in reading.scene.declared] if place else []
    deepest = max(held, key=lambda pattern: pattern.level, default=None)
    return before < item.number < after and (deepest is None or deepest.holds(item.number))


def few_end_sentences(reading: Reading) -> bool:
    """Whether few texts end with a mark that ends a sentence: a line behind one is the next of its text."""
    texts = [run for head, run in reading.headed if head.kind == "code" and run]
    return sum(ends_sentence(run[-1].last.text) for run in texts) <= _SELDOM * len(texts)


def _joins(reading: Reading) -> Iterator[Finding]:
    for entry, before, after in reading.joining_doubts:
        if entry.code:
            yield DOUBTFUL_JOIN.finding(join_message(entry, before, after), entry.code.span, code=entry.number)


def _printed_again(reading: Reading) -> Iterator[Finding]:
    """Lines that end a page and begin the next, as programs print them that cut pages through their lines."""
    for entry in reading.entries if reading.scene.fragments.layout == "page" else ():
        for place in printed_again(entry.parts) if entry.code else ():
            part = entry.parts[place]
            text = f"«{part.text[:50]}» in the text of {entry.number:04d}"
            message = f"{text} ends a page and begins the next: it was read once"
            yield DOUBTFUL_JOIN.finding(message, part.span, code=entry.number)


def join_message(entry: Entry, before: str, after: str) -> str:
    """What is told of two words, at a line's end and the next one's begin, that may be one."""
    return f"in the text of {entry.number:04d} a line ends with «{before}» and the next begins with «{after}»"
