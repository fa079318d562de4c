"""Marks inside a line of Markdown: escapes, entities, links, notes, struck and raised text (CommonMark 0.31, GFM)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Final

from ingest.document.fragments import PLAIN, Run
from ingest.readers.tagged import TAGS, within

_ATTRIBUTES: Final = r"\{[#.][\w:.-][^{}]{0,500}\}"
"""What Pandoc says of a link, or of words in brackets, behind them."""

_TOKEN: Final = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|\\(?P<mark>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&#?\w{1,32};)"
    rf"|!?\[(?P<linked>[^\[\]]{{0,2000}})\](?:\([^()\s]{{0,2000}}(?:\s+\"[^\"]{{0,2000}}\")?\)(?:{_ATTRIBUTES})?|{_ATTRIBUTES})"
    r"|\[\^(?P<note>[\w-]{1,20})\]"
    rf"|<(?P<end>/)?(?P<tag>{TAGS})(?:\s[^<>]*)?/?>"
    r"|(?<=\w)\^\{?(?P<raised>\w{1,3}[)*]?)[\^}]"
    r"|(?P<struck>~~)",
    re.IGNORECASE,
)
"""What is no plain text: code, in which nothing is escaped, an escaped mark, an entity, a link, a note, a tag."""

DASHES: Final = ((r"(?<![-\\])---(?!-)", "\u2014"), (r"(?<!\S)--(?!\S)|(?<=\d)--(?=\d)", "\u2013"))
"""How Pandoc writes dashes, and RST and Markdown with them."""

_SMART: Final = tuple((re.compile(pattern), meaning) for pattern, meaning in DASHES)
_HARD_BREAK: Final = re.compile(r"\\\s*$")
_WHOLE: Final = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}|`++)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)(?P<note>(?:\^\w{1,3}\)?\^|\[\^[\w-]{1,20}\])?)"
)
_WIKI_LINK: Final = re.compile(r"\s*\[\[(?:[^\[\]|\\]{1,200}\\?\|)?([^\[\]|]{1,200})\]\]\s*")
"""A link as Obsidian and other wikis of Markdown write it, which is the whole of a cell."""

_SPECIAL: Final = frozenset("\\&[<~`*_^")


def inline_runs(text: str) -> tuple[Run, ...]:
    r"""The runs of a piece of Markdown, without what only the format needs.

    Emphasis that holds the whole of it goes; emphasis of a part stays, since what looks like it may be the text's own.

    Examples
    --------
    >>> [run.text for run in inline_runs("**[1101](#r1101)**")]
    ['1101']
    >>> [(run.text, run.style.is_raised) for run in inline_runs(r"a\|b[^1]")]
    [('a|b', False), ('1', True)]
    >>> [run.text for run in inline_runs(r"[[codes#1101\|1101]]")]
    ['1101']
    """
    if _SPECIAL.isdisjoint(text):
        return (Run(text),)
    link = _WIKI_LINK.fullmatch(text)
    return tuple(run for run in _joined(_pieces(_bare(link[1] if link else text))) if run.text)


def pandoc_runs(text: str) -> tuple[Run, ...]:
    """The runs of a line of Pandoc, which writes a backslash where it breaks one."""
    return inline_runs(_HARD_BREAK.sub("", text))


def smart_runs(text: str) -> tuple[Run, ...]:
    """The runs of Markdown in which hyphens stand for dashes, since there is no other dash."""
    for pattern, meaning in _SMART:
        text = pattern.sub(meaning, text)
    return pandoc_runs(text)


def _bare(text: str) -> str:
    """A text without the emphasis that holds the whole of it, but for the mark of a note behind it."""
    stripped = text.strip()
    match = _WHOLE.fullmatch(stripped)
    return text.replace(stripped, match["text"] + match["note"]) if match and match["text"].strip() else text


def _pieces(text: str) -> Iterator[Run]:
    style, end = PLAIN, 0
    has_struck = text.count("~~") > 1
    for match in _TOKEN.finditer(text):
        yield Run(text[end : match.start()], style)
        end = match.end()
        if match["tag"]:
            style = within(style, match["tag"].lower(), is_open=not match["end"])
        elif match["struck"] and has_struck:
            style = replace(style, is_struck=not style.is_struck)
        elif match["note"] or match["raised"]:
            yield Run(match["note"] or match["raised"], replace(style, is_raised=True))
        else:
            yield Run(_plain(match), style)
    yield Run(text[end:], style)


def _plain(match: re.Match[str]) -> str:
    if match["code"]:
        return match["code"].replace("\\|", "|")
    if match["linked"] is not None:
        return "".join(run.text for run in inline_runs(match["linked"]))
    return match["mark"] or unescape(match["entity"] or match[0])


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """The runs, those of one style that follow each other put together, each without emphasis of the whole."""
    text, style = "", PLAIN
    for run in runs:
        if run.style != style:
            yield Run(_bare(text), style)
            text, style = "", run.style
        text += run.text
    yield Run(_bare(text), style)
