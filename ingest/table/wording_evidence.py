"""Evidence about the words around a number: what they say of it, and whether a text goes on there.

Each function gives an amount, as those of `ingest.table.evidence` do.
"""

from __future__ import annotations

from ingest.table.case import Case
from ingest.table.wording import begins_small, is_unit, wants_more, wants_number


def capital_follows_inside(case: Case) -> float:
    return float(case.is_inside and case.begins_as_texts_do)


def text_before_goes_on(case: Case) -> float:
    return float(case.is_inside and case.before is not None and wants_more(case.before))


def follows_a_governing_word(case: Case) -> float:
    return float(case.is_inside and case.before is not None and wants_number(case.before))


def line_before_goes_on(case: Case) -> float:
    is_first = case.before is None and case.scene.fragments.layout != "grid"
    return float(is_first and case.line_before is not None and wants_number(case.line_before))


def unit_follows(case: Case) -> float:
    return float(case.after is not None and is_unit(case.after))


def small_letter_follows(case: Case) -> float:
    return float(case.after is not None and begins_small(case.after) and not case.begins_as_texts_do)


def capital_follows(case: Case) -> float:
    return float(case.begins_as_texts_do)


def reads_on(case: Case) -> float:
    is_small = case.after is not None and begins_small(case.after)
    return float(is_small and case.begins and case.scene.has_cells and not case.scene.ends(case.item.index))
