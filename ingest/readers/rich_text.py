"""RTF (version 1.9.1): its paragraphs and tables.

Libraries that read it give plain text, in which merged cells, and the paragraphs of a cell, cannot be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ingest.document.edition_labels import Labels
from ingest.document.fragments import PLAIN, Fragments, Style
from ingest.document.laying import lay_out
from ingest.document.options import ReadOptions
from ingest.readers.flow import Break, Grid, GridCell, Piece, Stream, blocks_of, hidden_findings, layout_of
from ingest.readers.font_encodings import font_encodings, known_encoding
from ingest.readers.missing import without_missing
from model import Fault, InputError

_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,9})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+"
)
_SKIPPED: Final = frozenset(
    "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote"
    " annotation fldinst object themedata listtable listoverridetable rsidtbl xmlnstbl latentstyles datastore"
    " nonshppict filetbl revtbl bkmkstart bkmkend tc xe".split()
)
"""What holds no text that is shown; so does all that begins with `\\*`."""

_CHARACTERS: Final = {
    "tab": "\t",
    "emdash": "—",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
_SIGNS: Final = {"~": "\u00a0", "_": "-", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\"}
_DEEPEST: Final = 5_000
_SAME_EDGE: Final = 20
"""Edges of cells as close as that, in twips, are one."""


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group: the font's encoding, the style, whether text is shown, and what `\\u` skips."""

    encoding: str | None = None
    style: Style = PLAIN
    is_shown: bool = True
    is_hidden: bool = False
    is_deleted: bool = False
    skips: int = 1


_NOT_SHOWN: Final = {"v": "is_hidden", "deleted": "is_deleted"}


class _CellPlan(NamedTuple):
    """What a row says of a cell: its right edge, and whether it goes on from above or from the left."""

    right: int
    from_above: bool
    from_left: bool


class _Row(NamedTuple):
    cells: list[list[Piece | Break]]
    plan: list[_CellPlan]
    left: int
    line: int


@dataclass
class _Reading:
    """A document as far as it is read."""

    encoding: str
    fonts: dict[int, str]
    states: list[_State] = field(default_factory=lambda: [_State()])
    events: list[Piece | Break] = field(default_factory=list)
    cells: list[list[Piece | Break]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    plan: list[_CellPlan] = field(default_factory=list)
    merges: set[str] = field(default_factory=set)
    left: int = 0
    in_table: bool = False
    line: int = 1
    to_skip: int = 0
    hidden: list[tuple[str, int | None]] = field(default_factory=list)

    @property
    def state(self) -> _State:
        """The state of the innermost group."""
        return self.states[-1]

    def change(self, **changes: object) -> None:
        """Change the state of the innermost group."""
        self.states[-1] = replace(self.states[-1], **changes)  # type: ignore[arg-type]  # by name

    def add(self, text: str) -> None:
        """Take a text in, as far as it is shown."""
        if self.to_skip:
            skipped = min(self.to_skip, len(text))
            self.to_skip -= skipped
            text = text[skipped:]
        if text and self.state.is_hidden:
            self.hidden.append((text, self.line))
        elif text and self.state.is_shown and not self.state.is_deleted:
            self.events.append(Piece(text, self.line, self.state.style))


def read_rich_text(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """An RTF document as fragments: its paragraphs and tables; deleted and hidden text is not there.

    A place is the number of the paragraph or table row, counted from 1 over the whole document.

    Raises
    ------
    InputError
        `damaged-rtf`, for groups too deep or never opened; `no-text`.
    """
    del options  # the document says its encoding itself
    text = data.decode("latin-1")
    hidden: list[tuple[str, int | None]] = []
    blocks = without_missing(blocks_of(_stream(text, place, hidden)), Counter())
    if not blocks:
        raise InputError(Fault("no-text", "the document has no text; are its pages pictures?", place))
    words, rules = lay_out(blocks)
    return Fragments(words, rules, layout_of(blocks), "rtf", None, Labels(), tuple(hidden_findings(hidden)))


def _stream(text: str, place: str, hidden: list[tuple[str, int | None]]) -> Stream:
    page = re.search(r"\\ansicpg([0-9]{3,5})", text[:4096])
    reading = _Reading(known_encoding(f"cp{page[1]}" if page else "cp1252"), font_encodings(text), hidden=hidden)
    for match in _TOKEN.finditer(text):
        if match["brace"]:
            _brace(reading, match["brace"], place)
        elif match["word"]:
            yield from _word(reading, match["word"], int(match["number"]) if match["number"] else None)
        elif match["byte"]:
            encoding = reading.state.encoding or reading.encoding
            reading.add(bytes.fromhex(match["byte"]).decode(encoding, errors="replace"))
        elif match["sign"] == "*":
            reading.change(is_shown=False)
        else:
            reading.add(match["text"] or _SIGNS.get(match["sign"] or "", ""))
    yield from _paragraph(reading, is_last=True)


def _brace(reading: _Reading, brace: str, place: str) -> None:
    if brace == "{":
        reading.states.append(reading.state)
    elif len(reading.states) > 1:
        reading.states.pop()
    if len(reading.states) > _DEEPEST:
        message = "its groups are too deep in one another; open it in Word or LibreOffice and save it as .docx"
        raise InputError(Fault("damaged-rtf", message, place))


def _word(reading: _Reading, word: str, number: int | None) -> Stream:
    """Take a control word in; what it ends is given."""
    if word in _SKIPPED:
        reading.change(is_shown=False)
    elif not reading.state.is_shown:
        return
    elif word == "u" and number is not None:
        reading.add(chr(number % 65_536) if not 0xD800 <= number % 65_536 <= 0xDFFF else "\ufffd")
        reading.to_skip = reading.state.skips
    elif word in _CHARACTERS:
        reading.add(_CHARACTERS[word])
    elif word in {"par", "sect", "page"}:
        yield from _paragraph(reading)
    elif word == "line":
        reading.events.append(Break.LINE)
    elif word in _TABLE_WORDS:
        _table_word(reading, word, number or 0)
    else:
        _style_word(reading, word, number)


def _paragraph(reading: _Reading, *, is_last: bool = False) -> Stream:
    if reading.in_table and not is_last:
        reading.events.append(Break.BLOCK)
        return
    if reading.rows:
        yield Grid(list(_grid(reading.rows)))
        reading.rows = []
    yield Break.BLOCK
    yield from reading.events
    yield Break.BLOCK
    reading.events = []
    reading.line += 1


_TABLE_WORDS: Final = frozenset("trowd trleft cellx clvmrg clmrg cell nestcell row pard intbl".split())


def _table_word(reading: _Reading, word: str, number: int) -> None:
    if word == "trowd":
        reading.plan, reading.merges, reading.left = [], set(), 0
    elif word == "trleft":
        reading.left = number
    elif word == "cellx":
        reading.plan.append(_CellPlan(number, "clvmrg" in reading.merges, "clmrg" in reading.merges))
        reading.merges = set()
    elif word in {"clvmrg", "clmrg"}:
        reading.merges.add(word)
    elif word in {"pard", "intbl"}:
        reading.in_table = word == "intbl"
    elif word == "cell":
        reading.cells.append(reading.events)
        reading.events = []
    elif word == "nestcell":
        reading.events.append(Break.BLOCK)
    else:
        reading.rows.append(_Row(reading.cells, list(reading.plan), reading.left, reading.line))
        reading.cells, reading.events = [], []
        reading.line += 1


def _style_word(reading: _Reading, word: str, number: int | None) -> None:
    style = reading.state.style
    is_on = number != 0
    if word == "plain":
        reading.change(style=PLAIN, is_hidden=False, is_deleted=False)
    elif word in {"strike", "striked"}:
        reading.change(style=replace(style, is_struck=is_on))
    elif word in {"super", "up"}:
        reading.change(style=replace(style, is_raised=is_on))
    elif word == "nosupersub":
        reading.change(style=replace(style, is_raised=False))
    elif word in _NOT_SHOWN:
        reading.change(**{_NOT_SHOWN[word]: is_on})
    elif word == "uc":
        reading.change(skips=max(number or 0, 0))
    elif word == "f" and number is not None:
        reading.change(encoding=reading.fonts.get(number))


def _grid(rows: Sequence[_Row]) -> Iterator[list[GridCell]]:
    """The rows of a table, their cells in the columns that the edges of all of them make."""
    edges = _edges(rows)
    taken = [[column for column, *_ in _placed(row, edges)] for row in rows]
    for number, row in enumerate(rows):
        cells: list[GridCell] = []
        for column, columns, plan, events in _placed(row, edges):
            if plan.from_left or (plan.from_above and number):
                continue
            height = 1
            while number + height < len(rows) and _goes_on(rows[number + height], taken[number + height], column):
                height += 1
            cells.append(GridCell(events, column, columns, height))
        yield cells


def _edges(rows: Sequence[_Row]) -> list[int]:
    """The edges of all cells, those that are close to each other once."""
    found: list[int] = []
    for edge in sorted({edge for row in rows for edge in (row.left, *(plan.right for plan in row.plan))}):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _placed(row: _Row, edges: Sequence[int]) -> Iterator[tuple[int, int, _CellPlan, list[Piece | Break]]]:
    """The cells of a row: the column where each begins, how many it spans, what the row says of it, what it holds."""
    left = row.left
    for index, events in enumerate(row.cells):
        plan = row.plan[index] if index < len(row.plan) else _CellPlan(left + 1_000, False, False)
        begin, end = (sum(edge < side - _SAME_EDGE for edge in edges) for side in (left, plan.right))
        yield begin, max(end - begin, 1), plan, events
        left = plan.right


def _goes_on(row: _Row, columns: Sequence[int], column: int) -> bool:
    """Whether the cell of a row in a column goes on from above."""
    if column not in columns:
        return False
    index = columns.index(column)
    return index < len(row.plan) and row.plan[index].from_above
