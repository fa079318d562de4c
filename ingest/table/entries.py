"""Rows to entries: what belongs together is put together, and combined cells are split (reading rules 2 to 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ingest.document.cleaning import join
from ingest.document.rows import Cell
from ingest.table.code_table import CodeTable
from ingest.table.heads import LABEL, Head, sub_cell
from ingest.table.lookalikes import look_alikes, odd_characters
from ingest.table.prose import begins_small, wants_more, wants_number
from model import ClassPattern, Finding
from model.hierarchy import holding_patterns
from model.pattern import CODE_SPACE
from model.rules import NUMBER_IN_TEXT, UNATTACHED_TEXT

_NUMBER: Final = re.compile(r"(?<!\S)[0-9]{4}(?!\S)")
_LABEL_BEFORE: Final = re.compile(rf"{LABEL.pattern}\s$")
_CONTEXT: Final = 80
"""How many characters on either side of a number are looked at."""

_TEXT_START: Final = re.compile("[^\\W\\d_]|[«\"“„']")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label, a code and a text that belong together; any of them may be missing.

    `pieces` are the parts of the text, one a cell and a line; `text` joins them by reading rule 4.
    """

    labels: tuple[Cell, ...] = ()
    code: Cell | None = None
    pieces: tuple[Cell, ...] = ()

    @property
    def number(self) -> int:
        """The code as a number, -1 without one."""
        return int(self.code.text) if self.code else -1

    @property
    def text(self) -> str | None:
        """The description or title, None if it is empty."""
        return join(piece.text for piece in self.pieces) or None

    @property
    def patterns(self) -> tuple[ClassPattern, ...]:
        """The labels as patterns."""
        return tuple(ClassPattern(label.text) for label in self.labels)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Everything in it: labels, code, pieces."""
        return (*self.labels, *((self.code,) if self.code else ()), *self.pieces)


class Entries(NamedTuple):
    """The entries of a table, in order; the texts that belong to none of them; and the findings."""

    entries: tuple[Entry, ...]
    unattached: tuple[Cell, ...]
    findings: tuple[Finding, ...]


def read_entries(table: CodeTable) -> Entries:
    """The entries of a code table."""
    grouped, unattached = _group(table)
    findings = [UNATTACHED_TEXT.finding(f"the text «{cell.text}» belongs to no code", cell.span) for cell in unattached]
    split = _Splitter(grouped, begins_small=table.begins_small)
    entries = tuple(split.run())
    printed = {entry.number for entry in entries}
    in_doubt = [*split.in_doubt, *_rejected(table.heads, printed | {int(cell.text) for cell in split.in_doubt})]
    findings += (
        NUMBER_IN_TEXT.finding(f"{cell.text} could be a code here, but reads as text", cell.span, code=int(cell.text))
        for cell in in_doubt
    )
    findings += (
        NUMBER_IN_TEXT.finding(
            f"{cell.text} could be the label of a class here, but reads as text",
            cell.span,
            pattern=ClassPattern(cell.text),
        )
        for cell in split.mentioned
    )
    findings += (
        NUMBER_IN_TEXT.finding(
            f"{cell.text} could be a code here, but reads as text: it holds {odd_characters(cell.text)}", cell.span
        )
        for cell in split.look_alikes
    )
    return Entries(entries, unattached, tuple(findings))


def _group(table: CodeTable) -> tuple[list[Entry], tuple[Cell, ...]]:
    """One entry for every row with a label or a code, the texts after it added to it."""
    groups: list[_Group] = []
    unattached: list[Cell] = []
    target: _Group | None = None
    for head in table.heads:
        if table.is_stacked and head.code and not head.labels and groups and groups[-1].is_bare_label:
            groups[-1].code = head.code
            target = groups[-1]
        elif head.labels or head.code:
            groups.append(_Group(head.labels, head.code, []))
            if target is None or not _is_beside_text(head, target, table):
                target = groups[-1]
        if target is None:
            unattached += head.text
        else:
            target.pieces += head.text
    return [Entry(group.labels, group.code, tuple(group.pieces)) for group in groups], tuple(unattached)


@dataclass(slots=True)
class _Group:
    """An entry that is being put together."""

    labels: tuple[Cell, ...]
    code: Cell | None
    pieces: list[Cell]

    @property
    def is_bare_label(self) -> bool:
        return bool(self.labels) and self.code is None and not self.pieces


def _is_beside_text(head: Head, target: _Group, table: CodeTable) -> bool:
    """Whether a label merely stands beside the second line of its default code's text, as in a merged cell."""
    if head.code or head.marks or not head.text or not target.code or table.begins_small or head.row.table is not None:
        return False
    is_own_code = int(target.code.text) == head.patterns[-1].zero_code
    return is_own_code and begins_small(head.text[0].text)


def _rejected(heads: Iterable[Head], known: set[int]) -> Iterator[Cell]:
    """The numbers before a capital at the start of a row that were read as text."""
    for head in heads:
        cell = head.rejected
        if cell and int(cell.text) not in known and not begins_small(head.row.text.removeprefix(cell.text).strip()):
            yield cell


class _LabelBefore(NamedTuple):
    """A label right before a code inside a text: its place in the piece, or in the whole piece before."""

    start: int
    end: int
    whole_piece: bool


class _Found(NamedTuple):
    """A code found inside a piece of a text, and the label before it."""

    match: re.Match[str]
    label: _LabelBefore | None

    def parts(self, entry: Entry, index: int) -> tuple[Entry, Entry]:
        """The entry before the code that was found in a piece, and the one that begins with it."""
        piece = entry.pieces[index]
        cut, kept = self.match.start(), index
        labels: tuple[Cell, ...] = ()
        if self.label and self.label.whole_piece:
            kept, labels = index - 1, (entry.pieces[index - 1],)
        elif self.label:
            cut, labels = self.label.start, (sub_cell(piece, self.label.start, self.label.end),)
        before = sub_cell(piece, 0, cut) if cut else None
        after = sub_cell(piece, self.match.end())
        first = replace(entry, pieces=(*entry.pieces[:kept], *([before] if before and before.text else [])))
        rest = (*([after] if after.text else []), *entry.pieces[index + 1 :])
        return first, Entry(labels, sub_cell(piece, *self.match.span()), rest)


class _Splitter:
    """Splits entries at numbers inside their texts that are codes there (reading rule 3).

    It keeps what the table has shown so far: the declared classes and the codes printed anywhere.
    """

    def __init__(self, entries: Sequence[Entry], *, begins_small: bool) -> None:
        self.entries = entries
        self.begins_small = begins_small
        self.printed = {entry.number for entry in entries}
        self.labelled = {pattern for entry in entries for pattern in entry.patterns}
        self.declared: dict[ClassPattern, int | None] = {}
        self.in_doubt: list[Cell] = []
        self.look_alikes: list[Cell] = []
        self.mentioned: list[Cell] = []

    def run(self) -> Iterator[Entry]:
        following = self._following_numbers()
        for entry, upper in zip(self.entries, following, strict=True):
            self.declared.update(dict.fromkeys(entry.patterns))
            yield from self._split(entry, upper)

    def _following_numbers(self) -> list[int]:
        """For each entry the next code printed after it."""
        following = []
        upper = CODE_SPACE.stop
        for entry in reversed(self.entries):
            following.append(upper)
            upper = entry.number if entry.code else upper
        return following[::-1]

    def _split(self, entry: Entry, upper: int) -> Iterator[Entry]:
        """The entries that an entry is made of: itself, if no number in its text is a code."""
        index = 0
        while index < len(entry.pieces):
            found = self._first_code(entry, index, upper)
            if found is None:
                index += 1
                continue
            before, entry = found.parts(entry, index)
            self._note(before, entry.number)
            yield before
            self.printed.add(entry.number)
            self.declared.update(dict.fromkeys(entry.patterns))
            index = 0
        self._note(entry, upper)
        yield entry

    def _note(self, entry: Entry, upper: int) -> None:
        """Note what in the text of a whole entry looks like a code or a label."""
        for piece in entry.pieces:
            self.look_alikes += (
                sub_cell(piece, *match.span())
                for match, number in look_alikes(piece.text)
                if self._can_be_code(entry, number, upper)
            )
            self.mentioned += (
                sub_cell(piece, *match.span())
                for match in LABEL.finditer(piece.text)
                if ClassPattern(match[0]) not in self.labelled
            )

    def _first_code(self, entry: Entry, index: int, upper: int) -> _Found | None:
        """The first number in a piece of a text that starts a new entry; those in doubt are noted."""
        piece = entry.pieces[index]
        for match in _NUMBER.finditer(piece.text):
            label = self._label_before(entry, index, match)
            if not self._can_be_code(entry, int(match[0]), upper, has_label=label is not None):
                continue
            if label and label.whole_piece:
                return _Found(match, label)
            cut = label.start if label else match.start()
            neighbours = [cell.text for cell in entry.pieces[max(index - 1, 0) : index]]
            before = join([*neighbours, piece.text[max(cut - _CONTEXT, 0) : cut].strip()])
            neighbours = [cell.text for cell in entry.pieces[index + 1 : index + 2]]
            after = join([piece.text[match.end() : match.end() + _CONTEXT].strip(), *neighbours])
            if self._reads_as_code(before, after):
                return _Found(match, label)
            self.in_doubt.append(sub_cell(piece, *match.span()))
        return None

    def _can_be_code(self, entry: Entry, number: int, upper: int, *, has_label: bool = False) -> bool:
        """Whether a number belongs to the class in force, keeps the order, and is not printed elsewhere."""
        if number in self.printed or not entry.number < number < upper:
            return False
        in_force = holding_patterns(entry.number, self.declared) if entry.code else list(entry.patterns[-1:])
        return has_label or (bool(in_force) and in_force[0].holds(number))

    def _label_before(self, entry: Entry, index: int, match: re.Match[str]) -> _LabelBefore | None:
        """The label that stands right before a number and holds it, if it is declared nowhere else."""
        text = entry.pieces[index].text
        found = _LABEL_BEFORE.search(text, max(match.start() - _CONTEXT, 0), match.start())
        is_whole_piece = found is None and not match.start() and index > 0
        if is_whole_piece:
            found = LABEL.fullmatch(entry.pieces[index - 1].text)
        if found is None:
            return None
        pattern = ClassPattern(found[0].strip())
        if not pattern.holds(int(match[0])) or pattern in self.labelled:
            return None
        return _LabelBefore(found.start(), found.start() + len(pattern), is_whole_piece)

    def _reads_as_code(self, before: str, after: str) -> bool:
        """Whether a text may end before a number, and a description begin after it."""
        if not before or wants_more(before) or wants_number(before) or not _TEXT_START.match(after):
            return False
        return self.begins_small or not begins_small(after)
