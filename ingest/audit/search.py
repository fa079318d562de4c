"""All groups of entries in the text of a file, by what kind of file it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ingest.audit.entries import Entry, Group
from ingest.audit.groups import groups
from ingest.audit.lines import groups_of_lines, groups_of_markdown, groups_of_rows
from ingest.audit.mappings import groups_of_yaml
from ingest.audit.tokens import Token, tokens

LEAST: Final = 5
"""How many codes make a list."""

_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z_.])[0-9]{4}(?![0-9A-Za-z_])")


def groups_in(text: str, ending: str) -> tuple[list[Group], list[Token]]:
    """The groups of entries in a file, in its order, and its tokens if it is a program.

    `text`: what stands in the file. `ending`: the ending of its name, such as `php`, in small letters.
    """
    if len(_NUMBER.findall(text)) < LEAST:
        return [], []
    found: list[Token] = []
    if ending in {"md", "markdown"}:
        candidates = list(groups_of_markdown(text))
    elif ending in {"txt", "properties", "rst", "adoc"}:
        candidates = list(groups_of_lines(text))
    elif ending in {"csv", "tsv"}:
        candidates = list(groups_of_rows(text))
    elif ending in {"yaml", "yml"}:
        groups_there = groups_of_yaml(text)
        candidates = list(groups_of_lines(text)) if groups_there is None else groups_there
    else:
        found = tokens(text, ending)
        candidates = list(groups(found))
    lists = (replace(group, entries=_last_of_each(group.entries)) for group in candidates)
    return sorted(lists, key=lambda group: group.entries[0].start), found


def _last_of_each(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Of a code that stands there twice, the last: it is what stays in a map."""
    kept = {entry.code: entry for entry in entries}
    return tuple(sorted(kept.values(), key=lambda entry: entry.start))
