"""How a document is read: furniture, columns, candidates, the chain of codes, the division of texts, entries."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Final

from ingest.table.broken_addresses import is_inside_address
from ingest.table.codes.chain import Chain
from ingest.table.division.costs import Division
from ingest.table.division.heads import (
    Head,
    Piece,
    breaks_of,
    code_beside,
    coded_tables,
    heads_of,
    pieces_of,
    title_marks,
)
from ingest.table.division.labels import accepted_labels, labels_before
from ingest.table.division.owners import with_owners
from ingest.table.division.seams import Seam, seams_of
from ingest.table.division.texture import Texture
from ingest.table.entries import Entry, Part
from ingest.table.parts import code_part, label_parts, printed_again, text_part, whole_words
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.own_edges import own_edges
from ingest.table.scene.scene import Scene
from ingest.table.texts import Knows, Vocabulary, join_lines, vocabulary_of, words_at_edges
from model import ClassPattern

_FILLED: Final = frozenset({"text", "markdown", "restructuredtext", "asciidoc", "mediawiki", "textile"})
"""Formats in which a program fills the lines of a cell: a copy of the lines of a page is none of them."""


@dataclass(frozen=True)
class Reading:
    """One reading of a document: everything that was decided.

    `seams` are those before each of the pieces. `entries` are in the order of the document. `joining_doubts` are the
    places where it is not sure how two lines of a text are joined: the entry, and the words before and after the line
    end.
    """

    scene: Scene
    chain: Chain
    labels: tuple[LabelMark, ...]
    heads: tuple[Head, ...]
    pieces: tuple[Piece, ...]
    divisions: tuple[Division, ...]
    texture: Texture
    seams: Sequence[Seam]
    entries: tuple[Entry, ...]
    joining_doubts: tuple[tuple[Entry, str, str], ...] = ()

    @property
    def division(self) -> Division:
        """The division that was chosen."""
        return self.divisions[0]

    @cached_property
    def declared(self) -> frozenset[ClassPattern]:
        """The classes that labels declare."""
        return frozenset(pattern for label in self.labels for pattern in label.patterns)

    @cached_property
    def own_edges(self) -> frozenset[tuple[float, ...]]:
        """The edges where codes begin, and texts begin none."""
        return own_edges(self.scene)

    @cached_property
    def runs(self) -> tuple[tuple[Piece, ...], ...]:
        """The pieces of text of each head."""
        return tuple(
            tuple(self.pieces[place] for place in self.division.run(index)) for index in range(len(self.heads))
        )

    @cached_property
    def headed(self) -> tuple[tuple[Head, tuple[Piece, ...]], ...]:
        """Each head with its pieces of text."""
        return tuple(zip(self.heads, self.runs, strict=True))

    @cached_property
    def coded(self) -> tuple[tuple[Head, tuple[Piece, ...]], ...]:
        """Each code with its pieces of text."""
        return tuple((head, run) for head, run in self.headed if head.kind == "code")

    @cached_property
    def share_of_ending_codes(self) -> float:
        """What part of the codes ends their lines."""
        ending = sum(item.index + 1 == self.scene.lines[item.line].end for item in self.chain.codes)
        return ending / max(1, len(self.chain.codes))

    @cached_property
    def owned(self) -> tuple[Piece, ...]:
        """The pieces of text that belong to a head."""
        return tuple(piece for run in self.runs for piece in run)

    @cached_property
    def unattached(self) -> tuple[Piece, ...]:
        """The pieces that stand before the first code."""
        return self.pieces[: self.division.borders[0].begin] if self.divisions else ()

    @cached_property
    def interrupting(self) -> tuple[Piece, ...]:
        """The pieces that stand inside the table and are no part of it."""
        if not self.divisions:
            return ()
        *inner, last = self.division.borders[1:]
        kept = {label.index for label in self.labels}
        end = max(
            head.index if head.label is None else head.label.index
            for head in self.heads
            if head.label is None or head.label.index in kept
        )
        behind = [piece for piece in self.pieces[last.end :] if piece.indices[0] < end]
        return (*(piece for border in inner for piece in self.pieces[border.end : border.begin]), *behind)

    def is_over_headings(self, piece: Piece) -> bool:
        """Whether headings of the table stand below a piece, with no code between: it ends the part before."""
        place = bisect_left([item.begin for item in self.scene.headings], self.scene.line_of[piece.indices[-1]])
        if place == len(self.scene.headings):
            return False
        start = self.scene.heading_begins[place]
        return not any(piece.indices[-1] < item.index < start for item in self.chain.codes)

    @cached_property
    def region(self) -> range:
        """The indices of the words from the headings to the end of the table."""
        if not self.heads or not self.scene.headings:
            return range(0)
        begin = self.scene.table_begin
        lasts = [piece.indices[-1] for piece in (*self.owned, *self.unattached, *self.interrupting)]
        end = max([*lasts, self.chain.codes[-1].index, *(label.index for label in self.labels)])
        return range(begin, end + 1)

    @cached_property
    def furniture_indices(self) -> tuple[int, ...]:
        """The words in the region of the table that are headings, furniture, set aside, or marks of the format."""
        tables = coded_tables(self.heads)
        words = self.scene.words
        outside = [
            index
            for index in self.region
            if not self.scene.left_out[index]
            and tables
            and ((cell := words[index].cell) is None or cell.table not in tables)
        ]
        aside = [index for index in self.region if self.scene.left_out[index]]
        marks = [index for run in self.runs_of_titles for index in title_marks(self.scene, run)]
        interrupting = [index for piece in self.interrupting for index in piece.indices]
        return (*outside, *aside, *marks, *interrupting)

    @property
    def runs_of_titles(self) -> list[tuple[Piece, ...]]:
        """The pieces of text of the titles."""
        return [run for head, run in self.headed if head.kind == "title" and run]


def read(scene: Scene, knows: Knows) -> Reading:
    """The best reading of a document."""
    # They import numpy, which nobody needs who only imports this package.
    from ingest.table.codes.choice import choose_codes
    from ingest.table.division.division import divide

    chain = choose_codes(scene)
    labels = accepted_labels(scene, chain)
    heads = heads_of(scene, chain, labels)
    begin = scene.lines[scene.headings[0].end - 1].end if scene.headings else 0
    pieces = pieces_of(scene, heads, labels, begin)
    texture = Texture(scene, pieces, heads, labels)
    breaks = breaks_of(scene, heads)
    seams = seams_of(texture)
    divisions = divide(texture, seams, breaks) if heads else ()
    divisions = with_owners(divisions, heads, pieces, scene.decisions.owned)
    inside = labels_before(labels, pieces[divisions[0].borders[-1].end :]) if divisions else labels
    reading = Reading(scene, chain, tuple(inside), tuple(heads), tuple(pieces), divisions, texture, seams, entries=())
    return _with_entries(reading, knows) if heads else reading


def _with_entries(reading: Reading, knows: Knows) -> Reading:
    runs = reading.runs
    texts = [[piece.text for piece in run] for run in runs]
    pairs = [pair for lines in texts for pair in pairwise(lines)]
    edges = [word for lines in texts for word in words_at_edges(lines)]
    vocabulary = vocabulary_of(whole_words(reading.scene), pairs, knows, edges)
    at = _labels_at(reading)
    entries: list[Entry] = []
    doubts: list[tuple[Entry, str, str]] = []
    for index, (head, run) in enumerate(zip(reading.heads, runs, strict=True)):
        entries += [Entry(labels=label_parts(reading.scene, label)) for label in at.get(("before", index), [])]
        if head.kind == "title" and not run:
            continue
        entry, unsure = _entry(reading, head, run, at.get(("at", index), []), vocabulary)
        entries.append(entry)
        doubts += [(entry, before, after) for before, after in unsure]
    entries += [Entry(labels=label_parts(reading.scene, label)) for label in at.get(("before", len(runs)), [])]
    return replace(reading, entries=tuple(entries), joining_doubts=tuple(doubts))


def _entry(
    reading: Reading, head: Head, run: Sequence[Piece], labels: Sequence[LabelMark], vocabulary: Vocabulary
) -> tuple[Entry, tuple[tuple[str, str], ...]]:
    scene = reading.scene
    marks = [*labels, *([head.label] if head.label else [])]
    marks_before = set(title_marks(scene, run)) if head.kind == "title" else set()
    kept = [tuple([index for index in piece.indices if index not in marks_before]) for piece in run]
    parts = tuple(text_part(scene, piece, indices) for piece, indices in zip(run, kept, strict=True) if indices)
    full = [reading.texture.room.fills(piece) for piece, indices in zip(run, kept, strict=True) if indices]
    again = printed_again(parts) if scene.fragments.layout == "page" else frozenset()
    read = [place for place in range(len(parts)) if place not in again]
    lines = [(parts[place].text, full[place]) for place in read]
    joined = join_lines(lines, vocabulary, {**_filled_slashes(scene, parts), **scene.decisions.joins})
    code = code_part(scene, head) if head.kind == "code" else None
    return Entry(
        tuple(part for mark in marks for part in label_parts(scene, mark)), code, parts, joined.text or None
    ), joined.doubts


def _filled_slashes(scene: Scene, parts: Sequence[Part]) -> dict[tuple[str, str], str]:
    """The lines that end with a slash where a program filled the lines of a cell: it breaks them at blanks alone."""
    if scene.fragments.layout != "grid" or scene.fragments.format not in _FILLED:
        return {}
    return {
        (before.text.rsplit(" ", 1)[-1], part.text.split(" ", 1)[0]): "joined with a space"
        for before, part in pairwise(parts)
        if before.text.endswith("/") and before.span.line != part.span.line
        if not is_inside_address(before.text, part.text, is_full=False)
    }


def _labels_at(reading: Reading) -> dict[tuple[str, int], list[LabelMark]]:
    """Where the labels go that are no titles: to the code on their line, or by themselves before a head."""
    codes = [(index, head) for index, head in enumerate(reading.heads) if head.kind == "code"]
    heads, numbers = [head for _, head in codes], {head.number: index for index, head in codes}
    places = [head.index for head in heads]
    titled = {head.label.index for head, run in reading.headed if head.label and run and not head.is_apart}
    found: defaultdict[tuple[str, int], list[LabelMark]] = defaultdict(list)
    strays = _strays(reading)
    for label in reading.labels:
        if label.index in titled:
            continue
        beside = code_beside(reading.scene, heads, places, label)
        zero = numbers.get(label.patterns[-1].zero_code)
        if (
            zero is not None
            and strays
            and _can_stray(reading, label, zero)
            and label.patterns[-1].holds(beside.number if beside else label.patterns[-1].zero_code)
        ) or (beside is None and zero is not None and _is_next_line(reading, label, zero)):
            found["at", zero].append(label)
        elif beside is not None:
            found["at", codes[bisect_left(places, beside.index)][0]].append(label)
        else:
            found["before", bisect_left(reading.heads, label.index, key=attrgetter("index"))].append(label)
    return found


def _can_stray(reading: Reading, label: LabelMark, zero: int) -> bool:
    """Whether the cell of a label, where it spans several rows, spans that of its default code."""
    cell, other = reading.scene.words[label.index].cell, reading.heads[zero].word.cell
    if cell is None or other is None or cell.rows == 1:
        return True
    return cell.table == other.table and cell.row <= other.row < cell.row + cell.rows


def _is_next_line(reading: Reading, label: LabelMark, zero: int) -> bool:
    """Whether a label and its default code stand alone on lines after each other, as in a copy with a cell a line."""
    are_alone = all(map(reading.scene.is_alone, (label.index, reading.heads[zero].index)))
    return are_alone and bisect_right(reading.heads, label.index, key=attrgetter("index")) == zero


def _strays(reading: Reading) -> bool:
    """Whether labels stand in merged cells: away from their default codes more often than not."""
    codes = [head for head in reading.heads if head.kind == "code"]
    places = [head.index for head in codes]
    by_number = {head.number for head in codes}
    known = [label for label in reading.labels if label.patterns[-1].zero_code in by_number]
    beside = [code_beside(reading.scene, codes, places, label) for label in known]
    if reading.scene.fragments.layout == "text":
        # A label that slipped stands on the row of another code; in a stacked copy labels stand by themselves.
        return len(known) > 1 and sum(head is None for head in beside) > 0.6 * len(known)
    away = sum(
        head is None or head.number != label.patterns[-1].zero_code for head, label in zip(beside, known, strict=True)
    )
    return away > 0.3 * len(known)
