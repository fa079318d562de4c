"""Documents without a code table, and copies that set its columns apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from ingest.document.damaged_letters import damage_of
from ingest.document.header import WANTED
from ingest.table.proposal import proposed_columns
from ingest.table.scene.class_headings import heads_codes
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.lines import text_of
from ingest.table.scene.scene import Scene
from model import Fault, InputError
from model.pattern import CODE_DIGITS

_NAME_THEM: Final = "if a table has others or none, name its columns: --columns class,code,description"
_NAME_TWO: Final = (
    "a table heads codes and descriptions alone, and no heading right above it names their class; name its columns:"
    " --columns class,code,description, or without classes {}"
)
_NAME_THESE: Final = "a table holds codes without them; if these are its columns, say: --columns {}"
_NO_CLASSES: Final = " (no column names classes, so that no code falls back to one)"
_OF_A_PROGRAM: Final = re.compile(
    r"""["']?[A-Za-z_][\w.-]*["']?\s*(?::|=(?!=))(?:\s|$|["']).*|[\w.]+\s*=(?!=).*"""
    r"""|(?:case|when|#define|msgid|msgstr|const)\b.*"""
    r"""|.*(?:[{}\[\]]|["')\]}][,;])|(?://|/\*|#:|-\s\[|-\s\{).*""",
    re.IGNORECASE,
)
"""A line of source code, of YAML, or of settings."""

_MOSTLY: Final = 0.6
_WRITE_IT_OUT: Final = (
    "it reads as source code or settings; write its list as CSV or JSON, or compare it with an edition: resultcodes"
    " audit"
)
_CODE_ALONE: Final = re.compile(rf"\d{{{CODE_DIGITS}}}")
_BEGUN: Final = re.compile(rf"\d{{{CODE_DIGITS}}} ")
_CODES_BELOW_EACH_OTHER: Final = 4
_COPY_AGAIN: Final = "give the document itself, or copy it with its columns, as pdftotext -layout does"
_FAR: Final = 20
"""Within so many lines all headings stand."""

_LOOKED_AT: Final = 1000
"""So many lines tell whether letters are damaged."""

_HEADINGS: Final = ("class", "code", "description")


def require_table(scene: Scene, source: str, pages: PagesSeen | None = None) -> None:
    """A document must hold the headings of a code table. `pages` are those that were looked at, if it has pages.

    Raises
    ------
    InputError
        `no-table`, or what the reader found broken where the table may be.
    """
    if not scene.headings:
        if scene.fragments.faults:
            raise InputError(*scene.fragments.faults)
        where, beside = ("", "") if pages is None else (pages.range, pages.without_text)
        looked = f"looked for a row with the headings {WANTED}; {_what_to_name(scene)}"
        damage = damage_of(" ".join(scene.texts[:_LOOKED_AT]))
        lost = f"{damage}; give the document from before that" if damage else _lost(scene)
        advice = lost or looked
        message = f"no code table{where}: {advice}{beside}"
        raise InputError(Fault("no-table", message, source))


def _what_to_name(scene: Scene) -> str:
    """Which columns can be named by hand."""
    names, are_two = proposed_columns(scene), any(heads_codes(scene.words, [line]) for line in scene.lines)
    if are_two and "class" not in names:
        return _NAME_TWO.format(names or "code,description")
    return _NAME_THESE.format(names) + ("" if "class" in names else _NO_CLASSES) if names else _NAME_THEM


def _lost(scene: Scene) -> str:
    """What a copy lost of a table that a person may see in it, and what to do; empty for a PDF, and if unknown."""
    if scene.fragments.format == "pdf":
        return ""
    texts = [text_of(scene.words[line.begin : line.end]) for line in scene.lines]
    if any(_holds_headings(text.split(" ")) for text in texts):
        return f"the headings stand on one line with the rows: a copy lost where rows begin; {_COPY_AGAIN}"
    if sum(_OF_A_PROGRAM.fullmatch(text) is not None for text in texts) > _MOSTLY * len(texts):
        return _WRITE_IT_OUT
    runs = (sum(1 for _ in run) for is_code, run in groupby(texts, key=_is_code_alone) if is_code)
    if max(runs, default=0) >= _CODES_BELOW_EACH_OTHER:
        return f"codes stand below each other, and their texts elsewhere: a copy lost which is whose; {_COPY_AGAIN}"
    if _are_headings_apart(texts):
        return f"the headings stand on lines of their own, and rows among them: a copy lost its columns; {_COPY_AGAIN}"
    return ""


def _are_headings_apart(texts: Sequence[str]) -> bool:
    """Whether each heading stands alone on a line, none far from the others, and codes begin lines among them."""
    last: dict[str, int] = {}
    for number, text in enumerate(texts):
        role = role_of_word(text) if " " not in text else None
        if role in _HEADINGS:
            last[role] = number
            begin = min(last.values())
            if len(last) == len(_HEADINGS) and number - begin < _FAR and any(map(_BEGUN.match, texts[begin:number])):
                return True
    return False


def _holds_headings(words: Sequence[str]) -> bool:
    """Whether headings of all columns stand one behind the other in a line, and codes follow on it."""
    roles = [role_of_word(word) for word in words]
    begins = (at for at in range(len(words)) if tuple(roles[at : at + len(_HEADINGS)]) == _HEADINGS)
    first = next(begins, len(words))
    return sum(map(_is_code_alone, words[first:])) >= _CODES_BELOW_EACH_OTHER


def _is_code_alone(text: str) -> bool:
    """Whether a line or a word is a code and nothing else."""
    return _CODE_ALONE.fullmatch(text) is not None


class PagesSeen(NamedTuple):
    """The pages of a document that were looked at: the number of the first, and which of them have no text."""

    first: int
    total: int
    empty: tuple[int, ...]

    @property
    def range(self) -> str:
        """The numbers of the pages, as errors name them."""
        return f" on pages {self.first}-{self.first + self.total - 1}"

    @property
    def without_text(self) -> str:
        """How many pages have no text layer, if there are any: the table may be on one of them."""
        if not self.empty:
            return ""
        have = "page has" if len(self.empty) == 1 else "pages have"
        return f"; {len(self.empty)} {have} no text layer (the first is page {self.empty[0]})"
