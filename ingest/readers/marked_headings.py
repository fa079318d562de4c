"""Headings of a text in marks: what makes them such is no part of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.cleaning import visible
from ingest.readers.source_lines import Found, SourceLine
from ingest.readers.tagged import TAGS

_SIGNS: Final = r"(={1,6}[ \t]+)\S.*?((?<![ \t])[ \t]+=+[ \t]*)?"
_NUMBERED: Final = r"(h[1-6]\.[ \t]+)\S.*?()"
_HEADINGS: Final = {
    "markdown": re.compile(r"(#{1,6}[ \t]+)\S.*?((?<![ \t])[ \t]+#+[ \t]*|(?<![ \t])[ \t]*\{[^{}]*\}[ \t]*)?"),
    "latex": re.compile(r"(\\(?:sub)*section\*?\{)\S.*?(\}[ \t]*)"),
    "restructuredtext": re.compile(r"([=~^\"'#*+`-]{3,}[ \t]*)()"),
    "org": re.compile(r"(\*+[ \t]+)\S.*?()"),
    **dict.fromkeys(("mediawiki", "asciidoc", "dokuwiki", "creole"), re.compile(_SIGNS)),
    **dict.fromkeys(("jira", "textile"), re.compile(_NUMBERED)),
}
"""A heading in the form of the tables around it: what is before its text, and behind it; or what is below it."""

_TAG: Final = re.compile(rf"</?(?:{TAGS}|section|article|details|summary)(?:\s[^<>]*)?>|^[ \t]*:{{3}}.*", re.IGNORECASE)
_TAGGED: Final = frozenset({"markdown", "mediawiki"})
"""Forms that may hold tags of HTML, and fences of blocks, beside their own marks."""


def without_marks_of_headings(
    lines: list[SourceLine], found: Sequence[Found], markup: Counter[int]
) -> list[SourceLine]:
    """The lines of a text, its headings without their marks, which `markup` counts and blanks stand for."""
    forms = {item.form for item in found} & _HEADINGS.keys()
    inside = {index for item in found for index in range(item.begin, item.end)}
    shown = list(lines)
    for index in [index for index in range(len(lines)) if forms and index not in inside]:
        line = _without_tags(lines[index], markup) if forms & _TAGGED else lines[index]
        headings = filter(None, (_HEADINGS[form].fullmatch(line.text) for form in forms))
        before, behind = next(((heading[1], heading[2] or "") for heading in headings), ("", ""))
        markup[line.number] += visible(before) + visible(behind)
        shown[index] = line._replace(text=" " * len(before) + line.text[len(before) : len(line.text) - len(behind)])
    return shown


def _without_tags(line: SourceLine, markup: Counter[int]) -> SourceLine:
    """A line without the tags of HTML in it, and without the fence of a block; blanks stand for them."""
    for match in _TAG.finditer(line.text):
        markup[line.number] += visible(match[0])
    return line._replace(text=_TAG.sub(lambda match: " " * len(match[0]), line.text))
