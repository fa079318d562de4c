"""What the pieces of text of a document have in common: edges, steps, rules, how texts begin and end."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.table.division.amid_pages import lines_amid_page
from ingest.table.division.beside import (
    codes_above_texts,
    codes_amid_lines,
    codes_beside,
    owners_below,
    pieces_around,
    pieces_between,
    row_begin,
    usual_edge,
)
from ingest.table.division.heads import Head, Piece, code_beside
from ingest.table.division.parting import PartingLabels, RowRules, rules_across
from ingest.table.division.phrases import Said, is_note, names_in, open_brackets_in
from ingest.table.division.prose import Prose
from ingest.table.division.room import Room
from ingest.table.division.steps import Stack, Steps, stacks_of, sure_wraps, usual_step
from ingest.table.scene.candidates import LabelMark
from ingest.table.scene.scene import Scene
from ingest.table.scene.wording import OPENING_QUOTES, begins_capital, begins_small, ends_sentence, is_abbreviation

_MARGIN: Final = 1.0
_MANY: Final = 20
_PARTED: Final = 0.04  # what part of the codes of a copy may stand alone on their lines where texts stand beside codes


@dataclass(frozen=True)
class Texture:
    """What the pieces of a document have in common: edges, steps, rules, how texts begin."""

    scene: Scene
    pieces: Sequence[Piece]
    heads: Sequence[Head]
    labels: Sequence[LabelMark]

    @cached_property
    def owners(self) -> list[int | None]:
        """For each piece the index of the code on its line, None if there is none, or if a stack says nothing of it."""
        inner = {place for stack in self.stacks for place in stack.pieces[1:]}
        below = owners_below(self.codes_above_texts, self.pieces, self.code_places)
        return [None if place in inner else below.get(place, owner) for place, owner in enumerate(self._on_lines)]

    @cached_property
    def _on_lines(self) -> list[int | None]:
        return codes_beside(self.pieces, self.heads)

    @cached_property
    def stacks(self) -> list[Stack]:
        """The codes below each other in one cell, beside more lines."""
        if self.scene.fragments.layout != "page":
            return []
        return stacks_of(self.pieces, self.heads, self._on_lines, (self.leading, self.size), self.rules.part)

    @cached_property
    def stacked(self) -> frozenset[tuple[int, ...]]:
        """The pieces of stacks, but for the first of each."""
        return frozenset(self.pieces[place].indices for stack in self.stacks for place in stack.pieces[1:])

    @cached_property
    def is_beside_all(self) -> bool:
        """Whether a text stands on the line of every code, or of nearly all: then none begins above its own."""
        count = len(self.code_places)
        # The end of a page may part a code of a copy from its text.
        most = int(_PARTED * count) if self.scene.fragments.layout == "text" else 0
        return count > 2 and len(set(self.owners) - {None}) >= count - most

    @cached_property
    def codes_above_texts(self) -> dict[int, int]:
        """The words of the codes of a copy that stand alone above their text, and by how many lines."""
        return codes_above_texts(self.scene, self.heads, self.pieces)

    @cached_property
    def codes_beside_texts(self) -> frozenset[int]:
        """The words of the codes on whose line a text stands."""
        return frozenset(self.code_places[owner] for owner in self._on_lines if owner is not None)

    @cached_property
    def codes_amid_lines(self) -> dict[int, int]:
        """The words of the codes of a copy that are alone between two lines of text, each with the piece below it."""
        if self.scene.fragments.layout != "text" or not self.is_aligned:
            return {}
        beside = self.codes_beside_texts.union(self.codes_above_texts)
        return codes_amid_lines(self.scene.words, self.pieces, self.owners, (self.code_places, beside), self.leading)

    @cached_property
    def lines_below_codes(self) -> frozenset[int]:
        """The pieces right below such codes: they go on with the piece above."""
        return frozenset(self.codes_amid_lines.values())

    @cached_property
    def lonely_labels(self) -> frozenset[int]:
        """The words of the labels that have no code on their line."""
        codes, places = [head for head in self.heads if head.kind == "code"], self.code_places
        return frozenset(label.index for label in self.labels if code_beside(self.scene, codes, places, label) is None)

    @cached_property
    def parting(self) -> PartingLabels:
        """The labels that are all of their lines."""
        return PartingLabels(self.scene, self.pieces, self.code_places, self.labels)

    @cached_property
    def edge(self) -> float:
        """The left edge of the texts: where most pieces beside a code begin, or around it, where none is beside any."""
        on_lines = [piece for piece, owner in zip(self.pieces, self._on_lines, strict=True) if owner is not None]
        return usual_edge(on_lines or list(pieces_around(self.pieces, self.heads, self.leading)), self.tolerance)

    def edge_at(self, piece: Piece) -> float:
        """The left edge of the texts in the part of the table where a piece stands."""
        return self.room.lefts.get(self.room.part(piece), self.edge)

    @cached_property
    def tolerance(self) -> float:
        """How far edges that are meant to be one lie apart."""
        return 1.0 if self.scene.fragments.layout != "page" else 4.0

    @cached_property
    def _names(self) -> frozenset[str]:
        return names_in(self.scene.words, self.pieces, self.owners)

    def is_name(self, piece: Piece) -> bool:
        """Whether the capital of a piece says nothing: a name, an abbreviation, or a quote where no text begins."""
        text = piece.first.text
        if is_abbreviation(text) and not (self.is_beside_all and piece.indices in self._rows):
            return True
        return text in self._names or (self.is_beside_all and text.startswith(OPENING_QUOTES))

    @cached_property
    def _rows(self) -> frozenset[tuple[int, ...]]:
        return frozenset(piece.indices for piece in self._beside)

    @cached_property
    def _beside(self) -> list[Piece]:
        """The pieces on the line of a code."""
        return [piece for piece, owner in zip(self.pieces, self.owners, strict=True) if owner is not None]

    @cached_property
    def said(self) -> Said:
        """What the texts say elsewhere."""
        return Said(self.scene.words, self.pieces, self.amid_page)

    @cached_property
    def amid_page(self) -> frozenset[tuple[int, ...]]:
        """The lines amid a page of a copy that begin as no head of one does."""
        return lines_amid_page(self.scene, self.pieces, self.heads, self.labels)

    @cached_property
    def is_seldom_capital(self) -> bool:
        """Whether none of many lines that hang below the rows of a copy begins with a capital inside a sentence."""
        if self.scene.fragments.layout != "text" or len(self.room.hanging) < _MANY:
            return False
        inner = ((before, piece) for before, piece in self.room.hanging if not ends_sentence(before.last.text))
        return not any(begins_capital(piece.first.text) and not self.is_name(piece) for _, piece in inner)

    @cached_property
    def is_aligned(self) -> bool:
        """Whether texts go on at their own edge, right of the codes, and not at the margin."""
        if self.scene.fragments.layout == "grid":
            return True
        inner = pieces_between(self.pieces, self.owners)
        if not inner:
            return self.scene.fragments.layout == "page"
        at_edge = sum(piece.left >= self.edge - 2 * self.tolerance for piece in inner)
        return at_edge > 0.6 * len(inner)

    def is_in_column(self, piece: Piece) -> bool:
        """Whether a line begins where texts go on, right of all else; no note does, and no line of another table."""
        return piece.indices in self._in_column

    @cached_property
    def notes(self) -> frozenset[tuple[int, ...]]:
        """The pieces that are footnotes."""
        return frozenset(piece.indices for piece in self.pieces if is_note(self.scene, piece))

    @cached_property
    def _in_column(self) -> frozenset[tuple[int, ...]]:
        below = (piece for before, piece in pairwise(self.pieces) if self.is_below_row(before, piece))
        return frozenset(piece.indices for piece in (*filter(self._stands_in_column, self.pieces), *below))

    def is_below_row(self, before: Piece, piece: Piece) -> bool:
        """Whether a line of a copy begins right below the text beside a code, where that does, right of the code.

        Pages of a copy may be set off by some columns, and the last one may hold nothing but a row.
        """
        if self.scene.fragments.layout != "text" or not self.is_aligned or before.indices not in self._rows:
            return False
        is_right = before.left > self.scene.words[self.scene.lines[self.scene.line_of[before.indices[0]]].begin].x0
        return is_right and before.left == piece.left and piece.base - before.base <= self.leading

    def _stands_in_column(self, piece: Piece) -> bool:
        if piece.indices in self.notes or self.prose.is_in_other_table(piece):
            return False
        if self.scene.fragments.layout == "text" and not self.is_aligned:
            return row_begin(self.scene, self.code_places, piece) < piece.first.x0 <= self.farthest
        edge = self.edge_at(piece)
        is_there = abs(piece.first.x0 - edge) <= self.tolerance and self.scene.fragments.layout != "grid"
        return is_there and self.is_aligned and self._margin < edge - 2 * self.tolerance

    @cached_property
    def farthest(self) -> float:
        """How far to the right the text beside a code begins at most: what begins further goes on with none."""
        return max((piece.left for piece in self._beside), default=math.inf)

    @cached_property
    def code_places(self) -> list[int]:
        """The words of the codes."""
        return [head.index for head in self.heads if head.kind == "code"]

    @cached_property
    def _before_codes(self) -> list[int]:
        """How many pieces stand before each code."""
        firsts = [piece.indices[0] for piece in self.pieces]
        return [bisect_left(firsts, place) for place in self.code_places]

    @cached_property
    def _between_codes(self) -> list[int]:
        """How many pieces stand between each code of a long table and the next."""
        found = [last - first for first, last in pairwise(self._before_codes)]
        return found if len(found) >= _MANY else []

    @cached_property
    def is_of_single_lines(self) -> bool:
        """Whether no text between two codes of a long table has a second line: then the last one has none either."""
        return bool(self._between_codes) and max(self._between_codes) < 2

    @property
    def has_all_texts(self) -> bool:
        """Whether something stands between each code of a long copy and the next: then the last one has a text too."""
        return self.scene.fragments.layout == "text" and bool(self._between_codes) and min(self._between_codes) > 0

    @cached_property
    def _margin(self) -> float:
        """Where the leftmost code or label stands."""
        words = [head.word for head in self.heads] + [self.scene.words[label.index] for label in self.labels]
        return min((word.x0 for word in words), default=0.0)

    @cached_property
    def open_brackets(self) -> frozenset[tuple[int, ...]]:
        """The pieces behind which a bracket of their text is open."""
        return open_brackets_in(self.pieces, self.owners)

    @cached_property
    def room(self) -> Room:
        """The room on the lines."""
        # Where all lines of a copy begin at the margin, what they say is measured, and not where they end.
        is_placed = self.is_aligned and (self.scene.fragments.layout != "text" or self.edge > _MARGIN)
        return Room(self.scene, self.pieces, self.owners, is_placed, self.tolerance)

    @cached_property
    def prose(self) -> Prose:
        """The prose below the table."""
        return Prose(self.scene, self.pieces, self._beside, max(self.code_places, default=0))

    @cached_property
    def begins_small(self) -> bool:
        """Whether many texts begin with a small letter; a line below one that stands beside no code may go on there."""
        above = (0, *self.owners) if self.scene.fragments.layout != "grid" else self.owners
        rows = zip(self.pieces, self.owners, above, strict=False)
        begun = [piece for piece, owner, over in rows if owner is not None and over is not None] or self._beside
        return sum(begins_small(piece.first.text) for piece in begun) > 0.15 * len(begun)

    @cached_property
    def leading(self) -> float:
        """The usual step from one line of a text to the next; in a copy codes may stand on the lines between."""
        is_copy = self.scene.fragments.layout == "text"
        lines = [self.scene.words[line.begin] for line in self.scene.lines] if is_copy else []
        words = lines or [piece.first for piece in self.pieces]
        return usual_step(words, self.size, is_page=self.scene.fragments.layout == "page")

    @cached_property
    def size(self) -> float:
        """The usual height of letters."""
        sizes = Counter(round(piece.first.size, 1) for piece in self.pieces).most_common(1)
        return sizes[0][0] if sizes else 1.0

    @cached_property
    def rules(self) -> RowRules:
        """The rules that part the rows of the texts."""
        left, right = self.edge + 4 * self.size, self.edge + self.size
        return rules_across(self.scene.fragments.rules, self.heads, self.pieces, left, right)

    @cached_property
    def steps(self) -> Steps:
        """The steps from line to line."""
        is_page = self.scene.fragments.layout == "page"
        wraps = sure_wraps(self.pieces, self.owners, begin_small=self.begins_small)
        return Steps(self.pieces, self.owners, self._before_codes, wraps, self.leading, self.size, is_page)
