"""Evidence about a number that can be a code: each function says one thing, `weights.toml` says how much it counts.

Nothing else decides. A function gives an amount: 0 where it does not apply, 1 where it does, or how strongly.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from ingest.table.codes.case import Case
from ingest.table.codes.weights import weights
from ingest.table.codes.words import (
    capital_follows,
    capital_follows_inside,
    follows_a_governing_word,
    joining_word_follows,
    line_before_cannot_end,
    line_before_goes_on,
    no_room_follows,
    reads_on,
    small_letter_follows,
    text_before_goes_on,
    unit_follows,
)

_MOST_EDGES: Final = 11
_MANY: Final = 4


def shares_an_edge(case: Case) -> float:
    return math.log1p(min(case.near, _MOST_EDGES)) if case.begins else 0.0


def begins_a_line(case: Case) -> float:
    return float(case.before is None)


def begins_a_cell(case: Case) -> float:
    return float(case.begins and case.before is not None)


def follows_a_label(case: Case) -> float:
    return float(case.follows_label)


def default_of_its_label(case: Case) -> float:
    return float(case.is_default_of_label)


def stands_in_the_column_of_codes(case: Case) -> float:
    return float(case.role == "code" and case.begins)


def stands_in_another_column(case: Case) -> float:
    return float(case.role in {"description", "other", "number"} and case.begins)


def column_stands_elsewhere(case: Case) -> float:
    if not case.begins or case.near > 1 or case.follows_label:  # nearly all
        return 0.0
    most = case.scene.most_at_an_edge
    return math.log1p(min(most, _MOST_EDGES)) - math.log1p(case.near) if most >= _MANY else 0.0


def stands_where_texts_begin(case: Case) -> float:
    return float(case.begins and not case.follows_label and case.scene.is_at_text_edge(case.item.index))


def stands_where_labels_stand(case: Case) -> float:
    return float(case.begins and not case.follows_label and case.scene.is_at_label_edge(case.item.index))


def quotes_its_class(case: Case) -> float:
    index = case.scene.after(case.item.index)
    if index is None and case.scene.fragments.layout == "text":  # a copy may set each cell on a line of its own
        index = case.item.index + 1
    return float(index in case.scene.label_at and case.scene.words[index].text.endswith(","))


def alone_in_its_row(case: Case) -> float:
    return float(case.is_alone_in_row)


def stands_inside_a_text(case: Case) -> float:
    return float(case.is_inside)


def rows_begin_otherwise(case: Case) -> float:
    is_apart = case.is_inside and not its_cell_begins_with_a_code(case)
    return case.habits.rows_begin if is_apart else 0.0


def room_follows(case: Case) -> float:
    return float(case.after is not None and case.scene.ends(case.item.index))


def nothing_follows(case: Case) -> float:
    return float(case.after is None)


def class_holds_it(case: Case) -> float:
    return float(bool(case.held_by))


def no_class_holds_it(case: Case) -> float:
    return float(bool(case.scene.declared) and not case.held_by)


def default_of_a_class(case: Case) -> float:
    return float(any(pattern.zero_code == case.item.number for pattern in case.held_by))


def printed_once(case: Case) -> float:
    return float(case.printed[case.item.number] == 1)


def printed_again(case: Case) -> float:
    return float(case.printed[case.item.number] > 1)


def listed_again(case: Case) -> float:
    return float(case.item.index in case.habits.listed_again)


def has_marks(case: Case) -> float:
    return float(bool(case.item.shape.marks))


def has_a_digit_too_many(case: Case) -> float:
    return float(case.item.shape.asks_for_note)


def its_cell_begins_with_a_code(case: Case) -> float:
    return float(case.is_inside and case.scene.has_cells and case.shares_a_cell)


def its_cell_begins_with_a_text(case: Case) -> float:
    has_column = case.scene.has_cells or case.role == "description"
    return float(case.is_inside and has_column and not case.shares_a_cell)


def before_the_headings(case: Case) -> float:
    headings = case.scene.headings
    return float(bool(headings) and case.item.line < headings[0].begin)


def stands_below_other_headings(case: Case) -> float:
    return float(case.scene.foreign[case.item.line] == "table")


def stands_in_another_table(case: Case) -> float:
    return float(case.scene.elsewhere[case.item.index])


def stands_below_a_section(case: Case) -> float:
    return float(case.scene.foreign[case.item.line] == "section" and case.item.line > case.scene.first_headings)


def to_begin_with(_: Case) -> float:
    return 1.0


ALL: Final[tuple[Callable[[Case], float], ...]] = (
    to_begin_with,
    shares_an_edge,
    begins_a_line,
    begins_a_cell,
    follows_a_label,
    default_of_its_label,
    stands_in_the_column_of_codes,
    stands_in_another_column,
    column_stands_elsewhere,
    stands_where_texts_begin,
    stands_where_labels_stand,
    quotes_its_class,
    alone_in_its_row,
    stands_inside_a_text,
    rows_begin_otherwise,
    capital_follows_inside,
    text_before_goes_on,
    follows_a_governing_word,
    line_before_goes_on,
    line_before_cannot_end,
    unit_follows,
    small_letter_follows,
    joining_word_follows,
    capital_follows,
    no_room_follows,
    reads_on,
    room_follows,
    nothing_follows,
    class_holds_it,
    no_class_holds_it,
    default_of_a_class,
    printed_once,
    printed_again,
    listed_again,
    before_the_headings,
    stands_below_other_headings,
    stands_in_another_table,
    stands_below_a_section,
    has_marks,
    has_a_digit_too_many,
    its_cell_begins_with_a_code,
    its_cell_begins_with_a_text,
)


class Evidence(NamedTuple):
    """A piece of evidence that applies: its name, how much it adds, and the sentence that says it."""

    name: str
    weight: float
    sentence: str


def weigh(case: Case) -> list[Evidence]:
    """All evidence about a candidate."""
    table = weights("code")
    found = ((function.__name__, function(case)) for function in ALL)
    return [Evidence(name, amount * table[name].weight, table[name].sentence) for name, amount in found if amount]


def score(case: Case) -> float:
    """What all evidence about a candidate adds up to."""
    return sum([weight * function(case) for function, weight in _weighted()])


@cache
def _weighted() -> list[tuple[Callable[[Case], float], float]]:
    table = weights("code")
    return [(function, table[function.__name__].weight) for function in ALL]
