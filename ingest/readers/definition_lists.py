"""Lists of definitions of a page as the rows that they are: terms with what is said of each, or cards in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

from lxml import html

from ingest.document.cleaning import clean
from ingest.readers.laid_rows import set_rows

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TERM: Final = "dt"
_MEMBERS: Final = frozenset({_TERM, "dd"})
_FEWEST: Final = 4
"""So many terms or cards are a table, as for other plain elements."""

_FEWEST_NAMES: Final = 3

_Group = list["HtmlElement"]
"""A term, and what stands below it."""


def part_definitions(page: HtmlElement) -> None:
    """Make of each list of definitions a row for each term, or a list for each card where the same terms come again."""
    lists = [(item, _groups(item)) for item in page.iter("dl") if item.get("role") is None]
    said = [tuple(clean(group[0].text_content()) for group in groups) for _, groups in lists]
    counts = Counter(said)
    for (definitions, groups), names in zip(lists, said, strict=True):
        if len(groups) < _FEWEST or definitions.find(".//dl") is not None or counts[names] > 1:
            continue
        size = names.index(names[0], 1) if names[0] in names[1:] else 0
        if size >= _FEWEST_NAMES and len(groups) >= _FEWEST * size and names == names[:size] * (len(names) // size):
            _part(definitions, [list(chain(*groups[at : at + size])) for at in range(0, len(groups), size)])
        elif size == 0 and len({len(group) for group in groups}) == 1:
            _set_rows(definitions, groups)


def _groups(definitions: HtmlElement) -> list[_Group]:
    """The terms of a list, each with what stands below it; none, if anything else stands in the list."""
    members = [item for child in definitions for item in (child if child.tag == "div" else [child])]
    between = [definitions.text, *(item.tail for item in (*definitions, *members))]
    if any(item.tag not in _MEMBERS for item in members) or any(clean(text or "") for text in between):
        return []
    if not members or members[0].tag != _TERM:
        return []
    groups: list[_Group] = []
    for item in members:
        if item.tag == _TERM:
            groups.append([])
        groups[-1].append(item)
    return groups if all(len(group) > 1 for group in groups) else []


def _part(definitions: HtmlElement, cards: Sequence[_Group]) -> None:
    for card in cards:
        part = html.Element("dl")
        definitions.addprevious(part)
        part.extend(card)
    definitions.drop_tree()


def _set_rows(definitions: HtmlElement, groups: Sequence[_Group]) -> None:
    rows = [html.Element("div") for _ in groups]
    for row, group in zip(rows, groups, strict=True):
        row.extend(group)
    definitions.clear()
    definitions.tag = "div"
    definitions.set("role", "table")
    definitions.extend(rows)
    set_rows(rows)
