"""What makes a table unreadable: no codes, codes of another width or other digits, a row that is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.table.cut_rows import CUT_HEAD, is_cut
from ingest.table.entries import place_of
from ingest.table.reading import Reading
from ingest.table.scene.lines import Line, text_of
from ingest.table.scene.lookalikes import DIGIT_LIKE, code_meant, odd_characters, without_marks
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import WILDCARD, code_shape, row_number
from ingest.table.scene.wording import begins_capital
from model import Fault, InputError, Span
from model.pattern import CODE_DIGITS

_MOST_FAULTS: Final = 20
_LONGEST_ODD: Final = 24
_LONGEST_LIKE_ONE: Final = 6
"""No word without a digit that was meant as a code or a label is longer."""

_HIGHEST_WITH_ONE: Final = 1999
_WIDE_LABEL: Final = re.compile(rf"[0-9]+{WILDCARD}+")
_LEADING_NUMBER: Final = re.compile(r"[0-9]+(?![\w.])")
_DIGIT: Final = f"[0-9{DIGIT_LIKE}]"
_ODD: Final = re.compile(
    rf"[-+=']?\"?\d[\d\s.,:*/–-]*\"?"
    rf"|(?=.*\d){_DIGIT}{{4}}|(?=(?:.*[\d²³¹]){{2}})[\w²³¹]{{4}}"
    rf"|\d+{WILDCARD}+|{_DIGIT}{{1,3}}{WILDCARD}{{1,3}}"
    r"|\d{1,3}[*?#×·_]{1,3}|\d{1,2}([^\W\d])\1{1,2}"  # noqa: RUF001 - signs that were meant as wildcards
)
"""What stands in the place of a code or a label and was meant as one, but is none."""

_FOUR_DIGITS: Final = re.compile(rf"(?<!\d)\d{{{CODE_DIGITS}}}(?!\d)")
_AFTER_LABEL: Final = re.compile(rf"\d{{3,}}(?!\S)|(?=\S*\d){_DIGIT}{{4}}(?!\S)|\d{{4}}[^\W\d]")
_SPOILT: Final = re.compile(rf"(?=.*[0-9])(?=.*{WILDCARD}).{{2,5}}")
_WORD: Final = re.compile(r"[^\W\d_]{4}")
"""A word, as titles of sections have them behind their number, and no part of a code."""

_GLUED: Final = re.compile(r"[0-9]{4}[^\W\d_]{2}")
_SEVERAL: Final = 3
_LOST_SPACES: Final = (
    "a copy lost the spaces between codes and texts, as in «{}»; copy it again with more room, as pdftotext -layout"
    " does, or give the document itself"
)
_CODE_AND_TEXT: Final = re.compile(r"[0-9]{4}(?: [A-ZА-ЯЁ].*)?")


def require_codes(reading: Reading, source: str) -> None:
    """The table must be sound and hold codes, of four digits each, and its last row must be whole.

    Raises
    ------
    InputError
        What the reader found broken, `code-width`, `code-digits`, `code-shape`, `no-codes` and `truncated`, all that
        apply.
    """
    broken = reading.scene.fragments.faults
    cut = _cut_row(reading)
    own = [*_odd_codes(reading, cut, source), *_truncated(reading, cut, source)]
    told = {fault.place for fault in broken}
    # What a line with broken quotes holds is a guess: that they are broken is enough.
    faults = [*broken, *(fault for fault in own if fault.place not in told)]
    if not faults and not reading.chain.codes:
        faults = [*_no_codes(reading.scene, source)]
    if faults:
        shown = faults[:_MOST_FAULTS]
        rest = len(faults) - len(shown)
        raise InputError(*shown, *([Fault("more-faults", f"and {rest} more faults", source)] if rest else []))


def _odd_codes(reading: Reading, cut: Line | None, source: str) -> Iterator[Fault]:
    """A fault for each text that stands in the place of a code or a class, and is neither; one for all that are glued.

    Nobody glues several codes to their texts by hand: a copy did.
    """
    odd = list(_odd_texts(reading, cut))
    is_copy = reading.scene.fragments.format != "pdf"
    glued = [(text, span) for text, span in odd if is_copy and _GLUED.match(text)]
    if len(glued) >= _SEVERAL:
        (text, span), *_ = glued
        yield Fault("code-shape", _LOST_SPACES.format(text), place_of(source, span))
    for text, span in odd if len(glued) < _SEVERAL else (item for item in odd if item not in glued):
        yield _odd_code(text, place_of(source, span))


def _odd_texts(reading: Reading, cut: Line | None) -> Iterator[tuple[str, Span]]:
    scene = reading.scene
    coded = {item.line for item in reading.chain.codes}
    for line in _table_lines(reading):
        if line == cut:
            continue
        found = _odd_before_code(scene, line) if line.number in coded else _odd_on(scene, line)
        if found is not None:
            text, index = found
            yield text, scene.words[index].span


def _table_lines(reading: Reading) -> list[Line]:
    """The lines of the table: from its headings to its last text, and what goes on right below."""
    scene = reading.scene
    if not scene.headings:
        return []
    begin = scene.headings[0].end
    rest = [
        line for line in scene.lines[begin:] if line.number not in scene.furniture and line.number not in scene.headed
    ]
    if not reading.chain.codes:
        return rest
    if scene.headings[-1].begin > reading.chain.codes[-1].line:
        # Below headings that come again another table may stand, with headings of its own.
        return [line for line in rest if line.number <= scene.headings[-1].begin or scene.foreign[line.number] is None]
    last = max(
        [item.line for item in reading.chain.codes] + [scene.line_of[piece.indices[-1]] for piece in reading.owned]
    )
    return [line for line in rest if line.number <= last + 1]


def _odd_on(scene: Scene, line: Line) -> tuple[str, int] | None:
    """What stands in the place of a code on a line, and the index of its word."""
    indices = [index for index in line.indices if not scene.left_out[index]]
    labels = [index for index in indices if index in scene.label_at]
    rest = [index for index in indices if index not in scene.label_at]
    if labels and rest and rest[0] < labels[0] and row_number(scene.words[rest[0]].text) is not None:
        rest = rest[1:]  # the number of the row
    if not rest or (labels and labels[0] > rest[0] and scene.fragments.layout != "text"):
        return None
    place = rest[0]
    if not labels and _begins_with_a_word(scene, line, place):
        return None
    if place in scene.candidate_at or place in scene.decisions.texts or not _is_place_of_code(scene, place, labels):
        return None
    first, *others = [text_of([scene.words[index] for index in cell]) for cell in _cells(scene, rest)]
    if (others or scene.roles[place] == "code") and _holds_code(scene, first):
        return first, place
    is_short = len(first) <= _LONGEST_ODD and _WORD.search(first) is None
    if is_short and _is_cell_of_codes(scene, place) and any(map(str.isdigit, first)):
        return first, place  # a part of a code: its mark was cut by the end of a line
    odd = _odd(first, others, has_label=bool(labels))
    return None if odd is None else (odd, place)


def _begins_with_a_word(scene: Scene, line: Line, index: int) -> bool:
    """Whether a line begins with a word longer than any code, in no cell, and holds no four digits: nearly all do."""
    word = scene.words[index]
    is_word = word.cell is None and word.text.isalpha() and len(word.text) > _LONGEST_LIKE_ONE
    return is_word and _FOUR_DIGITS.search(line.text) is None


def _is_cell_of_codes(scene: Scene, index: int) -> bool:
    """Whether a word stands in a cell of the column of codes alone, and of none that is headed as that of texts too."""
    cell = scene.words[index].cell
    if cell is None or cell.columns > 1 or scene.roles[index] != "code":
        return False
    headed = (column for part in scene.headings for column in part.columns if column.role == "description")
    return all(column.cell != cell.column for column in headed)


def _holds_code(scene: Scene, text: str) -> bool:
    """Whether a cell holds four digits among signs or, where columns are sure, words: `[1102](#x)`, `code 1102`."""
    is_short = len(text) <= _LONGEST_ODD and (scene.fragments.layout != "text" or " " not in text)
    return is_short and _FOUR_DIGITS.search(text) is not None


def _odd_before_code(scene: Scene, line: Line) -> tuple[str, int] | None:
    """What stands in the place of a label before a code, and the index of its word."""
    indices = [index for index in line.indices if not scene.left_out[index]]
    first = next((place for place, index in enumerate(indices) if code_shape(scene.words[index].text)), 0)
    is_page = scene.fragments.layout == "page"
    for place, index in enumerate(indices[:first]):
        text = scene.words[index].text
        is_alone = scene.begins(index) and scene.ends(index) and index not in scene.label_at
        # Between words of a text that is spread to its width a number stands alone too.
        is_inside = is_page and not all(before in scene.label_at for before in indices[:place])
        if (
            is_alone
            and (not is_inside or scene.is_at_label_edge(index))
            and not scene.is_row_number(index)
            and (_ODD.fullmatch(text) or _SPOILT.fullmatch(text))
        ):
            return text, index
    return None


def _is_place_of_code(scene: Scene, index: int, labels: Sequence[int]) -> bool:
    """Whether a word stands where codes or labels do: at their edge, in their column, or first on a line of text."""
    if scene.fragments.layout == "grid":
        return scene.roles[index] in {"code", "class"}
    if scene.is_at_text_edge(index):
        return False
    if scene.fragments.layout == "text":
        return True
    return bool(labels) or (scene.begins(index) and scene.edges_near(index) > 0)


def _cells(scene: Scene, indices: Sequence[int]) -> list[list[int]]:
    cells: list[list[int]] = []
    for index in indices:
        if cells and not scene.begins(index):
            cells[-1].append(index)
        else:
            cells.append([index])
    return cells


def _odd(first: str, others: Sequence[str], *, has_label: bool) -> str | None:
    """What of the first cell was meant as a code or a label, and is none."""
    if others and len(first) <= _LONGEST_ODD:
        is_before_code = _CODE_AND_TEXT.fullmatch(others[0]) is not None and _SPOILT.fullmatch(first) is not None
        if is_before_code or _ODD.fullmatch(without_marks(first).strip("*_`~")) or _ODD.fullmatch(first):
            return first
    if has_label and (match := _AFTER_LABEL.match(first)):
        return match[0] if match[0][-1].isdigit() else first.split(None, 1)[0]
    word, _, rest = first.partition(" ")
    is_there = has_label or not rest or begins_capital(rest)
    return word if is_there and code_meant(word) is not None else None


def _odd_code(text: str, place: str) -> Fault:
    if (text.isascii() and text.isdigit()) or _WIDE_LABEL.fullmatch(text):
        message = f"«{text}» stands in the place of a code but is not four characters wide; correct it there"
        return Fault("code-width", message, place)
    if _looks_like_one(text):
        holds = f"holds what is no ASCII digit: {odd_characters(text)}"
        message = f"«{text}» stands in the place of a code but {holds}; correct it there"
        return Fault("code-digits", message, place)
    message = f"«{text}» stands in the place of a class or a code but is neither; correct it there"
    return Fault("code-shape", message, place)


def _looks_like_one(text: str) -> bool:
    """Whether a text is as wide as a code or a class, but for marks, and of letters and digits."""
    seen = without_marks(text)
    is_cut = seen == text and CUT_HEAD.fullmatch(text) is not None
    return code_meant(text) is not None or (len(seen) == CODE_DIGITS and seen.isalnum() and not is_cut)


def _cut_row(reading: Reading) -> Line | None:
    """The last row of a source that ends within it."""
    scene = reading.scene
    lines = _table_lines(reading)
    lines += [line for line in _page_number_at_the_end(scene, lines) if _could_be_cut(reading, line)]
    if not scene.fragments.ends_open or not lines or lines[-1].number != len(scene.lines) - 1:
        return None
    words = scene.words[lines[-1].begin : lines[-1].end]
    is_unclosed = scene.fragments.format == "markdown" and words[0].cell is not None
    return lines[-1] if is_unclosed or is_cut(scene, lines[-1]) else None


def _page_number_at_the_end(scene: Scene, lines: Sequence[Line]) -> list[Line]:
    """The last line, right after those of the table, if it numbers a page in a document with no other such line."""
    last = len(scene.lines) - 1
    pages = [number for number, name in scene.furniture.items() if name == "page number"]
    end = max([line.number + 1 for line in lines[-1:]] + [headings.end for headings in scene.headings], default=last)
    is_next = all(number in scene.furniture for number in range(end, last))
    return [scene.lines[last]] if pages == [last] and is_next else []


def _could_be_cut(reading: Reading, line: Line) -> bool:
    """Whether the number of a page may be the begin of a row: bare, and no 1 of an only page behind greater codes."""
    text = text_of(reading.scene.words[line.begin : line.end])
    is_only_page = text == "1" and max(reading.chain.numbers, default=0) > _HIGHEST_WITH_ONE
    return text.isdigit() and not is_only_page


def _truncated(reading: Reading, cut: Line | None, source: str) -> Iterator[Fault]:
    if cut is not None:
        words = reading.scene.words[cut.begin : cut.end]
        message = f"the document ends within this row («{text_of(words)[:40]}»); get the whole document"
        yield Fault("truncated", message, place_of(source, words[0].span))


def _no_codes(scene: Scene, source: str) -> Iterator[Fault]:
    """Faults for headings without a single code below: of numbers in its place, or of the headings alone."""
    for number, headings in enumerate(scene.headings):
        end = scene.headings[number + 1].begin if number + 1 < len(scene.headings) else len(scene.lines)
        place = place_of(source, scene.words[scene.lines[headings.begin].begin].span)
        texts = scene.texts[headings.end : end]
        numbers = [match[0] for match in map(_LEADING_NUMBER.match, texts) if match and len(match[0]) != CODE_DIGITS]
        if numbers:
            message = f"the codes of this table are not four digits wide: {', '.join(numbers[:3])}"
            yield Fault("code-width", message, place)
        else:
            yield Fault("no-codes", "a header, and no code of four digits under it", place)
