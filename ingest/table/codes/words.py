"""Evidence about the words around a number: what they say of it, and whether a text goes on there.

Each function gives an amount, as those of `ingest.table.codes.evidence` do.
"""

from __future__ import annotations

from ingest.table.codes.case import Case
from ingest.table.scene.wording import (
    begins_small,
    cannot_end,
    counts_things,
    ends_measure,
    is_name,
    is_preposition,
    is_unit,
    joins,
    names_a_kind,
    wants_more,
    wants_number,
)


def capital_follows_inside(case: Case) -> float:
    return float(case.is_inside and case.begins_as_texts_do)


def text_before_goes_on(case: Case) -> float:
    is_open = case.before is not None and (wants_more(case.before) or is_preposition(case.before))
    return float(case.is_inside and is_open)


def follows_a_governing_word(case: Case) -> float:
    if not case.is_inside or case.before is None:
        return 0.0
    # «Неверный вид номера 3137 Слишком простой» may be two texts; «при ошибке 3137 Сообщите» is one.
    is_open = not case.begins_as_texts_do or case.follows_first_word or is_preposition(case.words_before[-1])
    return float(wants_number(case.before) or (is_open and counts_things(case.before)))


def line_before_goes_on(case: Case) -> float:
    stands_as_codes_do = case.scene.has_cells and case.after is not None and case.scene.ends(case.item.index)
    if stands_as_codes_do or not case.line_before or ends_measure(case.line_before):
        return 0.0
    if case.line_before in case.habits.endings:
        return 0.0
    last = case.line_before[0]
    is_open = names_a_kind(last) or is_preposition(case.line_before[-1])
    return float(wants_number(last) or (is_open and counts_things(last)))


def line_before_may_end(case: Case) -> bool:
    """Whether the line before ends with a noun such as «лимит» that no word governs, and a text begins behind it, with
    № too.

    Or as another text surely ends.
    """
    if case.line_before in case.habits.endings:
        return True
    begins = case.begins_as_texts_do or (case.after or "").startswith("№")
    if not case.line_before or not begins:
        return False
    last, governs = case.line_before[0], case.line_before[-1]
    return names_a_kind(last) and not wants_number(last) and not is_preposition(governs)


def line_before_cannot_end(case: Case) -> float:
    is_row = case.before is not None or case.scene.has_cells or not case.line_before
    if is_row:
        return 0.0
    last = case.line_before[0]
    is_open = last.endswith(";") or is_preposition(last) or cannot_end(last)
    return float(is_open or case.item.index in case.habits.behind_dashes)


def unit_follows(case: Case) -> float:
    return float(case.after is not None and is_unit(case.after))


def text_goes_on(case: Case) -> bool:
    """Whether a word before a number or behind it says that the text around it goes on."""
    signs = (follows_a_governing_word, joining_word_follows, text_before_goes_on, unit_follows)
    return any(sign(case) for sign in signs)


def small_letter_follows(case: Case) -> float:
    is_small = case.after is not None and begins_small(case.after) and not case.begins_as_texts_do
    is_small = is_small and not is_name(case.after or "")
    return case.habits.capitals if is_small else 0.0


def joining_word_follows(case: Case) -> float:
    return float(case.after is not None and joins(case.after))


def capital_follows(case: Case) -> float:
    return float(case.begins_as_texts_do)


def no_room_follows(case: Case) -> float:
    return float(_has_no_room(case))


def _has_no_room(case: Case) -> bool:
    """Whether a text follows a number close by, where codes have room behind them; the mark of a note may take that."""
    is_close = case.begins and case.after is not None and not case.scene.ends(case.item.index)
    return is_close and case.scene.has_cells and not (case.item.shape.asks_for_note or case.precedes_label)


def reads_on(case: Case) -> float:
    is_small = case.after is not None and begins_small(case.after) and not is_name(case.after)
    return float(is_small and _has_no_room(case) and not case.is_alone_in_row)
