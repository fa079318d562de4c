"""Each way of writing a list down, in the languages that people use: the file, and what a person reads there.

A file stands here as `NAME.ENDING.case`, so that no tool takes it for a part of this project.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.audit.fallback import fate_of_unknown, places_of_words
from ingest.audit.parts import joined
from ingest.audit.search import LEAST, groups_in

CASES = sorted((Path(__file__).parent / "cases").glob("*.case"))
LANGUAGES = {"cs", "go", "java", "js", "json", "md", "php", "py", "sql", "ts", "yaml"}


def test_every_language_has_a_case() -> None:
    """Those that the command promises."""
    assert {Path(path.stem).suffix.removeprefix(".") for path in CASES} >= LANGUAGES


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_case(path: Path, line_end: str) -> None:
    """The lists of a file: their names, places, entries, and what becomes of an unknown code."""
    text = path.read_text(encoding="utf-8").replace("\n", line_end)
    ending = Path(path.stem).suffix.removeprefix(".")
    groups, tokens = groups_in(text, ending)
    read = []
    for group in joined(groups, tokens, text, lambda _: True):
        if len(group.entries) >= LEAST:
            unknown = fate_of_unknown(tokens, places_of_words(tokens), group, ending)
            first, last = group.entries[0], group.entries[-1]
            read.append(
                {
                    "name": group.name,
                    "first_line": 1 + text.count("\n", 0, first.start),
                    "last_line": 1 + text.count("\n", 0, last.end),
                    "unknown": unknown.fate,
                    **({} if unknown.text is None else {"unknown_text": unknown.text}),
                    "entries": {str(entry.code): entry.text for entry in group.entries},
                }
            )
    assert read == json.loads(path.with_suffix(".expected").read_text(encoding="utf-8"))
