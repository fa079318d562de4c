"""What becomes of an unknown code, in the ways in which programs say it.

They stand in `fates.txt`, with what a person reads in them. A case begins with `--- ENDING: FATE TEXT`; capitals stand
for a list of five codes in the manner of the language.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.audit.fallback import fate_of_unknown, places_of_words
from ingest.audit.search import LEAST, groups_in

CASE = re.compile(r"--- (\w+): (not seen|\w+)(?: ([^\n]+))?\n(.+?)(?=\n---|\n\Z)", re.DOTALL)
CASES = [match.groups() for match in CASE.finditer((Path(__file__).parent / "fates.txt").read_text(encoding="utf-8"))]
PAIRS = {
    "cs": '[{0}] = "a"',
    "java": '{0}, "a"',
    "php": "{0} => 'a'",
    "rb": "{0} => 'a'",
}
FORMS = {"CASES": "case {0}: return 'a'", "ARROWS": 'case {0} -> "a";', "ARMS": "{0} => 'a'"}


def program_of(text: str, ending: str) -> str:
    """A case, written out."""
    codes = (1000, 1100, 1110, 1120, 1121)
    for name, written in {**FORMS, "PAIRS": PAIRS.get(ending, "{0}: 'a'")}.items():
        apart = ", " if name in {"PAIRS", "ARMS"} else "\n        " if ending == "py" else "; "
        form = written.replace("'", '"') if ending == "rs" else written
        text = text.replace(name, apart.join(form.format(code) for code in codes))
    return text


def test_all_cases_are_there() -> None:
    """Each begins with a line that can be read, and each fate comes up."""
    assert len(CASES) == (Path(__file__).parent / "fates.txt").read_text(encoding="utf-8").count("---")
    assert {fate for _, fate, *_ in CASES} == {"error", "empty", "text", "class", "not seen"}


@pytest.mark.parametrize(("ending", "fate", "text", "program"), CASES)
def test_fate(ending: str, fate: str, text: str | None, program: str) -> None:
    """As a person reads it in the program."""
    groups, found = groups_in(program_of(program, ending), ending)
    (group,) = [group for group in groups if len(group.entries) >= LEAST]
    assert fate_of_unknown(found, places_of_words(found), group, ending) == (fate, text)
