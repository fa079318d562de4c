"""What stands among the rows of a table and is none of it: running heads, page numbers, drawn rules (reading rule 1).

It is asked of the whole document: a line that comes again at the same place of other pages is no text of the table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final

from ingest.document.fragments import Fragments, Word
from ingest.table.scene.beside_codes import counted_rows, is_numbered_row
from ingest.table.scene.edges import is_row, text_edges
from ingest.table.scene.furniture_cells import RIGHTS, heads_in_cells, is_named_head
from ingest.table.scene.furniture_notices import notices
from ingest.table.scene.furniture_pages import DIGITS, LONGEST, Pages, turned_in_margins, without_digits
from ingest.table.scene.furniture_rows import heads_between_rows, section_titles, titles_of_classes
from ingest.table.scene.headings import Headings
from ingest.table.scene.lines import Line, goes_on_in_bracket
from ingest.table.scene.page_numbers import NAMED_PAGE, addresses_of_pages, is_continuation, is_page_number
from ingest.table.scene.shapes import code_shape
from ingest.table.scene.wording import begins_small, is_preposition, wants_more, wants_number

_DRAWN: Final = re.compile(r"[-=_+|*~\s─━═┄]{3,}")
_HEAD_SIGN: Final = re.compile(r"[|@©·•]|\d\.\d|^\w*\d|^\S+[./]\w")
"""Signs that running heads have and texts hardly: a version or a date, a first word with a number or an address."""

_APART: Final = 0.5
_ROOM: Final = 0.8
_SAME_ROOM: Final = 0.1
_OFTEN: Final = 3
"""A line that comes so often in a copy before the table is no text of it: a phrase of its texts may come again.

What the copy itself begins with may come as often in all.
"""

_SHORT: Final = 8
_MANY_ROWS: Final = 20
_NEARLY_ALL: Final = 0.9
_ROW_NUMBER: Final = "row number"
_AMID: Final = frozenset({"rule", _ROW_NUMBER})
"""Furniture that stands amid pages too."""

_IN_ROW: Final = 6
"""So many words a row has at most up to its text: a number, labels of three levels, a code."""

_OVER_CODE: Final = 2
"""How many lines below one of a text the next is at most, where its code stands between them."""

_MOST_PAGES: Final = 0.5
"""How many pages there are for each row of a table at most."""


def find_furniture(
    fragments: Fragments, lines: Sequence[Line], headings: Sequence[Headings], edge_lines: Mapping[str, int]
) -> dict[int, str]:
    """The lines of a document that are furniture, by their numbers, and what each is.

    `fragments`, `lines`: the document and its lines. `headings`: the headings in it: copied text is parted into pages
    by them, where nothing else parts it. `edge_lines`: how often each line, digits apart, stands at the edge of a page,
    of pages too that were not read whole.
    """
    texts = [line.text for line in lines]
    found = {line.number: "rule" for line in lines if _DRAWN.fullmatch(line.text)}
    found |= {line.number: "running head" for line in lines if is_continuation(line.text)}
    for line in lines:
        name = fragments.words[line.begin].furniture
        if name and all(word.furniture == name for word in fragments.words[line.begin : line.end]):
            found[line.number] = name
    headed = {number for item in headings for number in range(item.begin, item.end)}
    rest = [line for line in lines if line.number not in found and line.number not in headed]
    found |= titles_of_classes(fragments.words, lines, headed) if fragments.layout != "grid" else {}
    if fragments.layout == "page":
        columns = text_edges(fragments.words, rest, headings)
        found |= Pages(fragments.words, rest, edge_lines, columns, min(headed, default=0)).furniture()
        found |= turned_in_margins(fragments.words, rest, texts)
    elif fragments.layout == "text":
        found |= _in_text(fragments.words, lines, rest, texts, headed)
        found |= heads_between_rows(fragments.words, lines, texts, headed, found.keys())
    else:
        found |= heads_in_cells(fragments.words, lines, texts, headed) | section_titles(fragments.words, lines, headed)
        loose = [line for line in rest if fragments.words[line.begin].cell is None and is_page_number(line.text)]
        found |= _counted(loose, len(lines))
    return notices(fragments.words, lines, texts, headed) | found


def _in_text(
    words: Sequence[Word], lines: Sequence[Line], rest: Sequence[Line], texts: Sequence[str], headed: Collection[int]
) -> dict[int, str]:
    """Lines of a copied text that come again where its pages meet: at a form feed, beside a page number or headings."""
    # A copy sets blanks as the room of a line has it: with one more or less a line says the same.
    keys = without_digits("\n".join(texts)).replace(" ", "").split("\n")
    pages = [words[line.begin].place.page for line in lines]
    others = [line for line in rest if not is_row(words, line) and not is_numbered_row(words, line)]
    rows = len(rest) - len(others)
    numbers_of_rows = frozenset(counted_rows(words, rest))
    others = [line for line in others if line.begin not in numbers_of_rows and not goes_on_in_bracket(texts, line)]
    able = {line.number for line in others}
    bare = [line for line in rest if is_page_number(line.text) and line.begin not in numbers_of_rows]
    counted, of_rows = _counted(bare, rows), _numbers_of_rows(words, bare, rows)
    found = dict.fromkeys([*counted, *of_rows], _ROW_NUMBER) if of_rows else counted
    found |= _set_apart(words, rest, keys, able, headed)
    found |= addresses_of_pages({line.number: line.text for line in others})
    numbers = _page_numbers(words, [line for line in bare if line.number in able])
    unnumbered = able.difference(line.number for line in bare)
    heads = {number for number, name in found.items() if name == "running head"} & unnumbered
    waiting = [line for line in others if line.number not in heads]
    known = Counter(keys[number] for number in found)
    seldom = _seldom_below(keys, headed)
    while waiting:
        seams = [
            line
            for line in waiting
            if is_at_seam(pages, line.number, () if line.number in seldom else headed, found) and can_be_head(line.text)
        ]
        # What was found before is counted too: a line whose page number was told late is the only one left.
        counts = known + Counter(keys[line.number] for line in seams if line.number not in found)
        added = {
            line.number: "page number" if line.number in numbers else "running head"
            for line in seams
            if line.number in numbers or (counts[keys[line.number]] > 1 and line.number in unnumbered)
        }
        added |= heads_going_on(keys, able, found | added, headed)
        if added.keys() <= found.keys():
            break
        known.update(keys[number] for number in added.keys() - found.keys())
        found |= added
        waiting = [line for line in waiting if line.number not in found]
    return found


def _seldom_below(keys: Sequence[str], headed: Collection[int]) -> frozenset[int]:
    """The lines right below headings of the table that stand below few of them: texts may begin alike on two pages."""
    below = [number + 1 for number in headed if number + 1 not in headed and number + 1 < len(keys)]
    counts = Counter(keys[number] for number in below)
    return frozenset(number for number in below if 2 * counts[keys[number]] < len(below))


def _page_numbers(words: Sequence[Word], lines: Sequence[Line]) -> set[int]:
    """The numbers that can be those of pages: none that ends a text, or is bare where others say «стр. 7»."""
    named = [line for line in lines if NAMED_PAGE.fullmatch(line.text)]
    able = lines if len(named) < 2 else named
    return {line.number for line in able if not wants_more(words[line.begin - 1].text if line.begin else "")}


def can_be_head(text: str) -> bool:
    """Whether a line can be furniture: what begins small, and has no sign of running heads, may end several texts.

    Nor is «через 30 секунд» any, which begins with a word that wants one before it.
    """
    if len(text) > LONGEST or not begins_small(text) or is_page_number(text):
        return len(text) <= LONGEST
    return _HEAD_SIGN.search(text) is not None and not is_preposition(text.split(None, 1)[0])


def _set_apart(
    words: Sequence[Word], lines: Sequence[Line], keys: Sequence[str], able: Collection[int], headed: Collection[int]
) -> dict[int, str]:
    """Lines that say that they number a page, and lines of several cells that come again and are no rows (`able`)."""
    counts = Counter(keys[line.number] for line in lines)
    first = min(headed, default=0)
    outside = Counter(keys[line.number] for line in lines if line.number < first)
    again = [line for line in lines if counts[keys[line.number]] > 1 and line.number in able]
    begin = keys[lines[0].number] if lines and lines[0].number < first and can_be_head(lines[0].text) else None
    spread = {line.number for line in again if _is_spread(words, line)}
    if spread and not _spreads_texts(words, lines, keys, counts):
        spread = set()
    found: dict[int, str] = {}
    for line in again:
        text, key = line.text, keys[line.number]
        times = counts[key] if key == begin else outside[key]
        begins = text[:1].isupper() or text[:1] in RIGHTS
        comes_often = times >= _OFTEN and len(text) > _SHORT and not text[:1].isdigit()
        if (comes_often and not _is_only_text(words, line)) or (
            begins and (is_named_head(text, times) or (line.number not in spread and _has_cells(words, line)))
        ):
            found[line.number] = "running head"
    named = [line for line in lines if NAMED_PAGE.fullmatch(line.text)]
    sure = [line for line in named if not wants_more(words[line.begin - 1].text if line.begin else "")]
    return found | {line.number: "page number" for line in sure}


def _is_spread(words: Sequence[Word], line: Line) -> bool:
    """Whether all spaces of a line are wide, and alike: a copy widens them where its page spreads a text."""
    if line.end - line.begin < 2 or words[line.begin + 1].gap < _APART:
        return False
    rooms = [word.gap for word in words[line.begin + 1 : line.end]]
    return min(rooms) >= _APART and max(rooms) < min(_ROOM, min(rooms) + _SAME_ROOM)


def _spreads_texts(
    words: Sequence[Word], lines: Sequence[Line], keys: Sequence[str], counts: Mapping[str, int]
) -> bool:
    """Whether lines that do not come again are spread."""
    return sum(_is_spread(words, line) for line in lines if counts[keys[line.number]] == 1) >= _OFTEN


def _has_cells(words: Sequence[Word], line: Line) -> bool:
    """Whether a line has room between words, and is none of a text that is spread: in its column, amid its lines.

    Of such a text it may be the first line, which the next goes on with, below the line of its code.
    """
    if sum([word.gap >= _APART for word in words[line.begin : line.end]]) < 2:
        return False
    first = words[line.begin]
    behind = next((word for word in words[line.end : line.end + _IN_ROW] if word.x0 == first.x0), None)
    if line.begin == 0 or first.x0 == 0 or behind is None or behind.base - first.base > _OVER_CODE:
        return True
    return first.base - words[line.begin - 1].base > 1 and not begins_small(behind.text)


def _is_only_text(words: Sequence[Word], line: Line) -> bool:
    """Whether a line is all the text between two codes of one page: no running head, though examples quote it too."""
    if not line.begin or line.end == len(words):
        return False
    around = words[line.begin - 1], words[line.end]
    are_codes = all(code_shape(word.text) for word in around)
    pages = {word.place.page for word in (words[line.begin], *around)} if are_codes else set()
    return len(pages) == 1 and None not in pages


def _counted(lines: Sequence[Line], rows: int) -> dict[int, str]:
    """Numbers alone on their lines that count on, one by one, through a document: those of its pages or rows.

    What stands around them is the same on each: «стр. 1» is no number of a row.
    """
    runs: list[list[int]] = []
    # The runs that end with a value, the oldest first.
    ending: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for line in lines:
        kind, value = without_digits(line.text), int(DIGITS.findall(line.text)[0])
        before = ending[kind, value - 1]
        home = heappop(before) if before else len(runs)
        if home == len(runs):
            runs.append([])
        runs[home].append(line.number)
        heappush(ending[kind, value], home)
    longest = max(runs, key=len, default=[])
    name = _ROW_NUMBER if len(longest) > _MOST_PAGES * rows else "page number"
    return dict.fromkeys(longest, name) if len(longest) > 1 else {}


def _numbers_of_rows(words: Sequence[Word], lines: Sequence[Line], rows: int) -> list[int]:
    """The lines that number the rows of a copy, in whatever order it set them: nearly all from 1 on, each once.

    Pages are fewer than rows (`rows` is how many lines begin as such). No text goes on from one, or to it.
    """
    counts = Counter(line.text for line in lines if line.text.isdecimal())
    once = [line for line in lines if counts[line.text] == 1]
    last = max((int(line.text) for line in once), default=0)
    if last < max(_MANY_ROWS, _MOST_PAGES * rows) or len(once) < _NEARLY_ALL * last:
        return []
    return [line.number for line in once if not _goes_on(words, line)]


def _goes_on(words: Sequence[Word], line: Line) -> bool:
    """Whether a line stands behind a word that wants a number or another word, or before one in small letters."""
    before = words[line.begin - 1].text if line.begin else ""
    return (
        wants_number(before)
        or wants_more(before)
        or any(begins_small(word.text) for word in words[line.end : line.end + 1])
    )


def is_at_seam(pages: Sequence[int | None], number: int, headed: Collection[int], furniture: Mapping[int, str]) -> bool:
    """Whether a page begins or ends at a line: a form feed, headings, other furniture or the end stand beside it."""
    for other in (number - 1, number + 1):
        if not 0 <= other < len(pages) or pages[other] != pages[number]:
            return True
        if other in headed or furniture.get(other, "rule") not in _AMID:
            return True
    return False


def heads_going_on(
    keys: Sequence[str], numbers: Collection[int], found: Mapping[int, str], headed: Collection[int]
) -> dict[int, str]:
    """Lines right behind a running head, the same wherever that head comes, by their numbers.

    One of its places must be above the table: there no text goes on with the same words by chance. `keys` are what
    lines that come again have in common, `numbers` are those that can be furniture.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in found.items():
        if name == "running head":
            places[keys[number]].append(number)
    first = min(headed, default=0)
    added: dict[int, str] = {}
    for begins in places.values():
        following = [number + 1 for number in begins]
        is_one = len(begins) > 1 and min(begins) < first and all(number in numbers for number in following)
        if is_one and len({keys[number] for number in following}) == 1:
            added |= dict.fromkeys(following, "running head")
    return added
