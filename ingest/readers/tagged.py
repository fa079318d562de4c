"""Text with tags: what the marks of every markup are turned into, and how that becomes runs and cells.

A dialect says what its marks mean by a few tags (`<sup>`, `<s>`) and entities; so one reader of runs serves all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import Final, NamedTuple, TypeAlias

from ingest.document.cleaning import visible
from ingest.document.fragments import PLAIN, Cell, Line, Run, Style
from ingest.readers.flow import joined_runs, without_empty_end
from ingest.readers.source_lines import SourceLine

TAGS: Final = (
    "sup|sub|s|strike|del|ins|a|b|strong|i|em|u|span|font|small|big|code|kbd|tt|nobr|mark|p|div|center|label|blockquote"
)
BREAK: Final = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)

_TOKEN: Final = re.compile(
    rf"(?P<entity>&#?\w{{1,32}};)|<(?P<end>/)?(?P<tag>{TAGS})(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE
)
_EMPHASIS: Final = re.compile(
    r"(?P<before>\s*)(?P<mark>\*{1,3}|_{2,3}|'{2,3})(?=[^\s*_'])(?P<text>.*[^\s*_'])(?P=mark)(?P<after>\s*)", re.DOTALL
)
_FENCE: Final = re.compile(r"\s*(?:_{4,}\s*)?")
_RAISED: Final = frozenset({"sup"})
_STRUCK: Final = frozenset({"s", "strike", "del"})

RunsOf: TypeAlias = Callable[[str], tuple[Run, ...]]
"""Gives the runs of a piece of one line."""

Marks: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
"""What the marks of a dialect mean: text, tags and entities, in the order in which they are replaced."""


class Part(NamedTuple):
    """What a line of the source holds of a cell, and where that begins in the line."""

    text: str
    line: SourceLine
    offset: int = 0


class RawCell(NamedTuple):
    """A cell as it stands in the source, with the marks of its text. More lines may be added to its parts."""

    parts: list[Part]
    columns: int = 1
    rows: int = 1


def tagged_runs(text: str) -> tuple[Run, ...]:
    """The runs of a text with tags and entities.

    Examples
    --------
    >>> [(run.text, run.style.is_raised) for run in tagged_runs("1102<sup>2)</sup>&nbsp;<b>x</b> <y>")]
    [('1102', False), ('2)', True), ('\\xa0x <y>', False)]
    """
    if "<" not in text and "&" not in text:
        return (Run(text),)
    return joined_runs(_pieces(text))


def marks_of(*pairs: tuple[str, str]) -> Marks:
    """The marks that patterns find."""
    return tuple((re.compile(pattern), meaning) for pattern, meaning in pairs)


def marked_runs(marks: Marks, text: str) -> tuple[Run, ...]:
    """The runs of a text with the marks of a dialect."""
    for pattern, meaning in marks:
        text = pattern.sub(meaning, text)
    return tagged_runs(text)


def _pieces(text: str) -> Iterator[Run]:
    style, end = PLAIN, 0
    for match in _TOKEN.finditer(text):
        yield Run(text[end : match.start()], style)
        end = match.end()
        if match["tag"]:
            style = within(style, match["tag"].lower(), is_open=not match["end"])
        elif match["entity"]:
            yield Run(unescape(match["entity"]), style)
    yield Run(text[end:], style)


def within(style: Style, tag: str, *, is_open: bool) -> Style:
    """The style behind a tag."""
    if tag in _RAISED:
        return replace(style, is_raised=is_open)
    return replace(style, is_struck=is_open) if tag in _STRUCK else style


def without_links(link: re.Pattern[str], lines: Sequence[str]) -> list[str]:
    """The lines of a cell with what links show, its group `text`, in their place: one may go on over several lines.

    Examples
    --------
    >>> without_links(re.compile(r"https?://\\S+?\\[(?P<text>[^]]*)\\]"), ["Да, https://a.ru/1[не", "более] 5"])
    ['Да, не', 'более 5']
    """

    def shown(match: re.Match[str]) -> str:
        return match["text"] + "\n" * (match[0].count("\n") - match["text"].count("\n"))

    return link.sub(shown, "\n".join(lines)).split("\n") if lines else []


def read_cell(
    raw: RawCell, column: int, runs_of: RunsOf, markup: Counter[int], link: re.Pattern[str] | None = None
) -> Cell:
    """A cell, its marks taken off: a line for each line of the source and each `<br>`. `markup` counts what went.

    `link` finds links that may go on over several lines.
    """
    lines: list[Line] = []
    pieces: list[tuple[Part, int, str]] = []
    for part in raw.parts:
        if not part.text.strip():  # a line of the source is none of the text
            continue
        position = part.offset
        markup[part.line.number] += visible(part.text)
        for piece in BREAK.split(part.text):
            pieces.append((part, position + len(piece) - len(piece.lstrip()), piece))
            position += len(piece)
    texts = [piece for *_, piece in pieces]
    texts = texts if link is None else without_links(link, texts)
    for (part, position, _), text in zip(pieces, without_emphasis(texts), strict=True):
        # What a dialect turns into a break was none in the source.
        for broken in _broken(runs_of(text)):
            markup[part.line.number] -= sum(visible(run.text) for run in broken)
            shown = broken if any(run.text.strip() for run in broken) else ()
            lines.append(Line(shown, part.line.span(position)))
    return Cell(without_empty_end(lines), column, raw.columns, raw.rows)


def without_emphasis(lines: Sequence[str], fewest: int = 2) -> list[str]:
    """The lines of a cell without the emphasis that holds all of them; blanks stand in the place of its marks.

    One line is left to its dialect, unless `fewest` says otherwise. Fences of a block are no lines of its text.

    Examples
    --------
    >>> without_emphasis(["**Не более", "10 минут** "])
    ['  Не более', '10 минут   ']
    >>> without_emphasis(["**Не** более", "10 минут"])
    ['**Не** более', '10 минут']
    """
    inner = [index for index, line in enumerate(lines) if not _FENCE.fullmatch(line)]
    begin, end = (inner[0], inner[-1] + 1) if inner else (0, 0)
    match = _EMPHASIS.fullmatch("\n".join(lines[begin:end]))
    if end - begin < fewest or match is None or match["mark"] in match["text"]:
        return list(lines)
    blank = " " * len(match["mark"])
    text = f"{match['before']}{blank}{match['text']}{blank}{match['after']}"
    return [*lines[:begin], *text.split("\n"), *lines[end:]]


def _broken(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    """The runs of each line, where line feeds stand in them."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(Run(first, run.style))
        for other in others:
            yield tuple(line)
            line = [Run(other, run.style)]
    yield tuple(line)
