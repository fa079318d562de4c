"""How the wikis write rows whose cells stand between bars: Jira, DokuWiki, Textile, XWiki and Creole, Org."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.readers.tagged import Marks, marks_of


def _paired(mark: str, meaning: str = r"\1") -> tuple[str, str]:
    """A mark of one letter before and behind words, where it stands as such: not within a word, nor escaped."""
    letter = re.escape(mark)
    return rf"(?<![\w{letter}\\]){letter}(?=\S)([^{letter}\n]*[^{letter}\s\\])?{letter}(?![\w{letter}])", meaning


@dataclass(frozen=True, slots=True)
class Dialect:
    """A way to write rows: how a header begins, what parts cells, what stands before a cell, what the marks mean."""

    form: str
    header: re.Pattern[str]
    row: re.Pattern[str]
    separator: re.Pattern[str]
    specification: re.Pattern[str]
    marks: Marks


ROW: Final = re.compile(r"\s*\|")
_BAR: Final = r"(?<!\\)\|"
_NO_SPECIFICATION: Final = re.compile("")

DIALECTS: Final = (
    Dialect(
        "jira",
        re.compile(r"\s*\|\|.*\|\|\s*|\s*\|\|[^|]+\|\|[^|].*"),
        ROW,
        re.compile(r"(?P<kept>\[[^\[\]|]*\|[^\[\]]*\]|\{\{[^{}]*\}\})|(?<!\\)\|\|?"),
        _NO_SPECIFICATION,
        marks_of(
            (r"\[([^\[\]|]*)\|[^\[\]]*\]", r"\1"),
            (r"(?<=\w)\[#[^\[\]|]*\]", ""),
            (r"^\s*bq\.(?=\s)|\{quote\}", ""),
            (r"\{nbsp\}", "\u00a0"),
            (r"\{anchor:[^{}]*\}|\{color(?::[^{}]*)?\}|\{(?:noformat|html|span|bgcolor:[^{}]*)\}", ""),
            (r"\{?\^\}?([^\s^{}]+)\{?\^\}?", r"<sup>\1</sup>"),
            (r"\{\{([^{}]+)\}\}", r"\1"),
            (r"'''(.+?)'''", r"\1"),
            _paired("-", r"<s>\1</s>"),
            _paired("*"),
            _paired("_"),
            (r"\\\\", "\n"),
            (r"\\([-!\"#$%&'()*+,./:;<=>?@\[\]^_`{|}~])", r"\1"),
        ),
    ),
    Dialect(
        "dokuwiki",
        re.compile(r"\s*\^[^^|]*[\^|].*[\^|]\s*"),
        re.compile(r"\s*[|^]"),
        re.compile(r"(?P<kept>\[\[[^\[\]]*\]\]|%%.*?%%|\{\{[^{}]*\}\})|[|^]"),
        _NO_SPECIFICATION,
        marks_of(
            (r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]", r"\1"),
            (r"\(\((?:(?!\(\().)*?\)\)|^\s*>+(?=\s)", ""),
            (r"<nowiki>([^<]*)</nowiki>|%%(.*?)%%", r"\1\2"),
            (r"\*\*(.+?)\*\*|(?<!:)//(.+?)(?<!:)//|''(.+?)''|__(.+?)__", r"\1\2\3\4"),
            (r"\\\\(?:\s|$)", "\n"),
        ),
    ),
    Dialect(
        "textile",
        re.compile(r"\s*\|[^|]*_[^|]{0,40}?\. ?[^|]*\|.*"),
        ROW,
        re.compile(rf"(?P<kept>==.*?==)|{_BAR}"),
        re.compile(
            r"(?:_|[<>=^~-]|\\(?P<columns>\d{1,3})|/(?P<rows>\d{1,4})|\([^)]*\)|\{[^}]*\}|\[[^\]]*\])+\.(?=\s|$)"
        ),
        marks_of(
            (r"^\s*bq\.(?=\s)", ""),
            (r"==(.+?)==", r"\1"),
            (r"(?<=\s)--(?=\s)", "\u2014"),
            (r"(?<=\s\s)-(?=\s\s)", "\u2013"),
            (r'"\([a-z][a-z0-9_ -]*\)([^"]*)":\S+', r"\1"),
            (r'"([^"]+)":\S+', r"\1"),
            (r"\[(\d{1,3})\]", r"<sup>\1</sup>"),
            (r"\[?\^([^\s^\[\]]+)\^\]?", r"<sup>\1</sup>"),
            _paired("-", r"<s>\1</s>"),
            _paired("@"),
            _paired("*"),
            _paired("_"),
        ),
    ),
    Dialect(
        "xwiki",
        re.compile(r"\s*\|=.*"),
        ROW,
        re.compile(r"(?P<kept>\[\[[^\[\]]*\]\]|\{\{\{[^{}]*\}\}\})|(?<!~)\|"),
        re.compile(r"="),
        marks_of(
            (r"\{\{id [^{}]*/\}\}|\{\{/?code\}\}|\({3}|\){3}", ""),
            (r"\[\[([^\[\]|>]*)(?:>>|\|\|)[^\[\]]*\]\]|\[\[[^\[\]|]*\|([^\[\]]+)\]\]|\[\[([^\[\]]+)\]\]", r"\1\2\3"),
            (r"\^\^(.+?)\^\^", r"<sup>\1</sup>"),
            (r"--(?=\S)(.+?)--", r"<s>\1</s>"),
            (r"\*\*(.+?)\*\*|(?<!:)//(.+?)(?<!:)//|##(.+?)##|\{\{\{([^{}]*)\}\}\}|__(.+?)__", r"\1\2\3\4\5"),
            (r"\\\\", "\n"),
            (r"~(.)", r"\1"),
        ),
    ),
    Dialect(
        "org",
        re.compile(r"(?!)"),
        ROW,
        re.compile(r"(?P<kept>\[\[[^\[\]]*\](?:\[[^\[\]]*\])?\])|\|"),
        _NO_SPECIFICATION,
        marks_of(
            (r"\[\[(?:[^\[\]]*\]\[)?([^\[\]]*)\]\]", r"\1"),
            (r"<<[A-Za-z][A-Za-z0-9_.:-]*>>", ""),
            (r"\[fn:[^\[\]]*\]|#\+(?:begin|end|BEGIN|END)_\w+", ""),
            (r"\^\{([^{}]+)\}", r"<sup>\1</sup>"),
            (r"\\vert\{\}|\\vert\b", "|"),
            (r"(?<!-)---(?!-)", "\u2014"),
            (r"(?<!-)--(?!-)", "\u2013"),
            _paired("+", r"<s>\1</s>"),
            *map(_paired, "*=~/"),
            (r"\\\\\s*$", "\n"),
        ),
    ),
)
