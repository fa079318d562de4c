"""Evidence that a number stands beside the code table: before it, in another table, below a section.

Each function gives an amount, as those of `ingest.table.codes.evidence` do.
"""

from __future__ import annotations

from ingest.table.codes.case import Case


def before_the_headings(case: Case) -> float:
    headings = case.scene.headings
    return float(bool(headings) and case.item.line < headings[0].begin)


def stands_below_other_headings(case: Case) -> float:
    return float(case.scene.foreign[case.item.line] == "table")


def stands_in_another_table(case: Case) -> float:
    return float(case.scene.elsewhere[case.item.index])


def stands_below_a_section(case: Case) -> float:
    return float(case.scene.foreign[case.item.line] == "section" and case.item.line > case.scene.first_headings)
