"""Everything that evidence is asked of: the words and lines of a document, its headings, furniture and candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.asides import Asides
from ingest.table.scene.beside_codes import separators
from ingest.table.scene.candidates import Candidate, LabelMark, candidates_of
from ingest.table.scene.echoes import echoes_of
from ingest.table.scene.edges import in_column, shared_edge
from ingest.table.scene.heading_words import Role
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import APART, BARS, SAME_EDGE, Line, are_barred, is_bar
from ingest.table.scene.notes import Notes, notes_of
from ingest.table.scene.sections import foreign_parts, stands_elsewhere
from ingest.table.scene.settled import UNSETTLED, Decisions
from ingest.table.scene.shapes import label_shapes, row_number
from ingest.table.scene.wording import begins_small
from model import ClassPattern


@dataclass(frozen=True)
class Scene:
    """A document with what is known of it before codes are chosen.

    Parameters
    ----------
    fragments, lines
        The document and its lines.
    headings
        The headings of code tables in it.
    furniture
        What is furniture: the name of it by the number of the line.
    roles
        The role of the column of each word, None where it is not known.
    decisions
        What somebody settled.
    """

    fragments: Fragments
    lines: tuple[Line, ...]
    headings: tuple[Headings, ...]
    furniture: dict[int, str]
    roles: Sequence[Role | None]
    decisions: Decisions = UNSETTLED
    _cell_begins: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the document."""
        return self.fragments.words

    @cached_property
    def texts(self) -> list[str]:
        """The words of each line: many things about the whole document are asked of them."""
        return [line.text for line in self.lines]

    @cached_property
    def line_of(self) -> list[int]:
        """The number of the line of each word."""
        return [number for line in self.lines for number in [line.number] * (line.end - line.begin)]

    @cached_property
    def pages(self) -> list[int | None]:
        """The page of each line; a copied text has some where form feeds part it."""
        return [self.words[line.begin].place.page for line in self.lines]

    @cached_property
    def headed(self) -> frozenset[int]:
        """The numbers of the lines of headings."""
        return frozenset(number for item in self.headings for number in range(item.begin, item.end))

    @cached_property
    def heading_begins(self) -> list[int]:
        """The first words of the headings."""
        return [self.lines[item.begin].begin for item in self.headings]

    @property
    def table_begin(self) -> int:
        """The first word of the first headings, 0 if there are none."""
        return next(iter(self.heading_begins), 0)

    @property
    def first_headings(self) -> int:
        """The number of the first line of headings, -1 if there are none."""
        return self.headings[0].begin if self.headings else -1

    @cached_property
    def left_out(self) -> list[bool]:
        """For each word whether it is furniture, a heading, or aside: no text of the table."""
        marks = self.notes.behind_codes
        known = (self.words, self.lines, self.line_of, self.roles)
        asides = Asides(*known, self.apart, marks, self.headed, has_bars=self.has_bars)
        echoes = separators(self.words, self.lines) | (echoes_of(self.words) if self.fragments.holds_cells else set())
        return asides.left_out(self.furniture.keys() | self.headed, echoes, self.fragments)

    @cached_property
    def has_bars(self) -> bool:
        """Whether columns are parted by lines that are drawn with letters."""
        if self.fragments.layout == "grid" or self.fragments.letters.isdisjoint(BARS):
            return False
        return are_barred(self.words, self.lines, self.texts)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The numbers that can be codes."""
        able = [index for index in self.notes.codes if self._is_read(index)]
        return list(candidates_of(self.words, able, self.line_of, self.notes))

    @cached_property
    def candidate_at(self) -> dict[int, Candidate]:
        """The candidates by the index of their word."""
        return {item.index: item for item in self.candidates}

    @cached_property
    def notes(self) -> Notes:
        """The footnotes of the document, and their marks behind codes."""
        return notes_of(self.fragments, self.lines, self.line_of, self.apart)

    @cached_property
    def foreign(self) -> list[str | None]:
        """For each line what it stands below since the last headings of its own: `table` or `section`, or None."""
        return foreign_parts(self.words, self.lines, self.headed, self.furniture, self.roles)

    @cached_property
    def elsewhere(self) -> list[bool]:
        """For each word whether it stands in no part of the code table, where a format has cells."""
        return stands_elsewhere(self.words, self.lines, self.headings, self.roles, self.left_out)

    @cached_property
    def labels(self) -> list[LabelMark]:
        """The words that can be labels."""
        able = filter(self._is_read, self.fragments.saying(filter(label_shapes, self.fragments.said)))
        return [LabelMark(index, label_shapes(self.words[index].text), self.line_of[index]) for index in able]

    def _is_read(self, index: int) -> bool:
        """Whether a word may be read as a code or a label: it is not left out, nor settled to be text."""
        return not self.left_out[index] and index not in self.decisions.texts

    @cached_property
    def label_at(self) -> dict[int, LabelMark]:
        """The labels by the index of their word."""
        return {label.index: label for label in self.labels}

    @cached_property
    def declared(self) -> frozenset[ClassPattern]:
        """The patterns of the labels that begin or end a cell or a line below the first headings."""
        start = self.table_begin
        return frozenset(
            pattern
            for label in self.labels
            if label.index > start and (self.begins(label.index) or self.ends(label.index))
            for pattern in label.patterns
        )

    def before(self, index: int) -> int | None:
        """The word before a word on its line, None at the begin of the line."""
        index -= 1
        while index >= 0 and self.line_of[index] == self.line_of[index + 1] and self.left_out[index]:
            index -= 1
        return index if index >= 0 and index >= self.lines[self.line_of[index + 1]].begin else None

    def after(self, index: int) -> int | None:
        """The word after a word on its line, None at the end of the line."""
        end = self.lines[self.line_of[index]].end
        index += 1
        while index < end and self.left_out[index]:
            index += 1
        return index if index < end else None

    def begins(self, index: int) -> bool:
        """Whether a word begins a line or a cell, or stands apart from the word before it."""
        if self.words[index].gap >= self.apart or (self.has_bars and is_bar(self.words[index - 1])):
            return True
        before = self.before(index)  # where a cell begins with what is left out, the next word begins it
        return before is None or index in self._in_column or self.words[before].cell != self.words[index].cell

    @cached_property
    def _in_column(self) -> frozenset[int]:
        return in_column(self.words, self.notes.codes, self.apart, self.fragments.layout)

    def ends(self, index: int) -> bool:
        """Whether a word ends a line or a cell, or stands apart from the word after it."""
        return (after := self.after(index)) is None or self.begins(after)

    def cell_begin(self, index: int) -> int:
        """The first word of the cell or stretch that a word stands in."""
        passed = []
        while index not in self._cell_begins and not self.begins(index):
            passed.append(index)
            if (before := self.before(index)) is None:
                break
            index = before
        first = self._cell_begins.get(index, index)
        # A cell may hold thousands of numbers: each walks back to the one before it only.
        self._cell_begins.update(dict.fromkeys(passed, first))
        return first

    @cached_property
    def has_cells(self) -> bool:
        """Whether most numbers at the begin of a line or cell stand apart from what follows: in cells of their own."""
        beginning = [item for item in self.candidates if self.begins(item.index) and self.after(item.index) is not None]
        return sum(self.ends(item.index) for item in beginning) > 0.6 * len(beginning)

    @cached_property
    def is_small(self) -> bool:
        """Whether most texts behind a number at the begin of a line or cell begin with a small letter."""
        firsts = [self.after(item.index) for item in self.candidates if self.begins(item.index)]
        small = [begins_small(self.words[index].text) for index in firsts if index is not None]
        return 2 * sum(small) > len(small)

    @cached_property
    def apart(self) -> float:
        """The room that sets two texts on a line apart, in letter heights."""
        return 0.5 if self.fragments.layout == "text" else APART

    def edge(self, index: int) -> tuple[float, ...]:
        """Where a word stands across the page: in which column of cells, or at which edge."""
        word = self.words[index]
        if word.cell is not None:
            return (float(word.cell.column), -1.0)
        return (word.x0,) if self.fragments.layout == "text" else (round(word.x0 / SAME_EDGE),)

    @cached_property
    def edges(self) -> Counter[tuple[float, ...]]:
        """How many candidates that begin a line or a cell share each edge."""
        return Counter(self.edge(item.index) for item in self.candidates if self.begins(item.index))

    @cached_property
    def most_at_an_edge(self) -> int:
        """How many candidates share the edge that most of them stand at."""
        return max(self.edges.values(), default=0)

    @cached_property
    def text_edge(self) -> float | None:
        """Where most texts begin across the page, behind the codes; where too few do, where their heading begins."""
        if self.fragments.layout == "grid":
            return None
        is_page = self.fragments.layout == "page"
        after = [index for item in self.candidates if self.begins(item.index) and (index := self.after(item.index))]
        begun = [self.words[index].x0 for index in after if is_page or self.begins(index)]
        shared = shared_edge(begun, self._same_edge)
        return self.headings[0].text_edge if shared is None and is_page and self.headings else shared

    @property
    def _same_edge(self) -> float:
        return 1.0 if self.fragments.layout == "text" else SAME_EDGE

    def is_at_text_edge(self, index: int) -> bool:
        """Whether a word stands where the texts begin, and hardly any code does."""
        if self.text_edge is None or abs(self.words[index].x0 - self.text_edge) > self._same_edge:
            return False
        return self.edges_near(index) < self.most_at_an_edge / 4

    @cached_property
    def _label_edges(self) -> Counter[tuple[float, ...]]:
        """How many labels that begin a line or a cell stand at each edge."""
        return Counter(self.edge(label.index) for label in self.labels if self.begins(label.index))

    def is_at_label_edge(self, index: int) -> bool:
        """Whether a word stands where labels stand, and hardly any code does; the indents of a copy slip."""
        if self.fragments.layout == "text":
            return False
        near = self.edges_near(index) + 1
        return 2 * near < self._near(self._label_edges, index) and near < self.most_at_an_edge / 4

    def edges_near(self, index: int) -> int:
        """How many other candidates stand at the edge of one, or beside it, where edges are measured."""
        return max(0, self._near(self.edges, index) - self.begins(index))

    def _near(self, edges: Counter[tuple[float, ...]], index: int) -> int:
        edge = self.edge(index)
        is_measured = self.fragments.layout == "page" and len(edge) == 1
        near = [(edge[0] + step,) for step in (-1, 0, 1)] if is_measured else [edge]
        return sum(edges[place] for place in near)

    def is_alone(self, index: int) -> bool:
        """Whether a word is all of its line."""
        return self.before(index) is None and self.after(index) is None

    def is_row_number(self, index: int) -> bool:
        """Whether a word is the number of its row: small, alone at the begin of its line."""
        return self.has_row_numbers and self._could_be_row_number(index)

    @cached_property
    def has_row_numbers(self) -> bool:
        """Whether rows are numbered: a heading says so, or most lines with a number of four digits begin with one."""
        if any("number" in item.roles for item in self.headings):
            return True
        firsts = [self.lines[item.line].begin for item in self.candidates if self.begins(item.index)]
        return sum(self._could_be_row_number(index) for index in firsts) > 0.6 * len(firsts)

    def _could_be_row_number(self, index: int) -> bool:
        """Whether a word is a small number alone at the begin of its line."""
        return row_number(self.words[index].text) is not None and self.before(index) is None and self.ends(index)
