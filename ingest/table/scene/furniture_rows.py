"""Lines between the rows of a copy where each row is a line: what stands there only where pages meet is no text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from ingest.document.fragments import Word
from ingest.table.scene.lines import Line
from ingest.table.scene.text_edges import is_row
from ingest.table.scene.wording import begins_capital, is_phrase, wants_more

_MANY: Final = 20
"""So many rows say that no text has a second line."""


LIKELY_HEAD: Final = "likely running head"
"""What furniture a line is that comes but once, and stands where running heads do."""


def heads_between_rows(
    words: Sequence[Word],
    lines: Sequence[Line],
    texts: Sequence[str],
    headed: Collection[int],
    furniture: Collection[int],
) -> dict[int, str]:
    """The lines between rows, by their numbers, if all of them stand where pages meet and say what running heads say.

    `texts` are the words of the lines, `furniture` the numbers of those that are known as such.
    """
    rows = [line.number for line in lines if line.number not in headed and is_row(words, line)]
    if len(rows) < _MANY:
        return {}
    inside = lines[rows[0] : rows[-1] + 1]
    runs = [list(run) for is_other, run in groupby(inside, key=lambda line: not is_row(words, line)) if is_other]
    odd = [[line for line in run if line.number not in furniture and line.number not in headed] for run in runs]
    found = [line for run in odd for line in run]
    are_heads = all(begins_capital(words[line.begin].text) and not is_phrase(texts[line.number]) for line in found)
    meet = all(_meets(words, lines, run, headed, furniture) for run, other in zip(runs, odd, strict=True) if other)
    return {line.number: LIKELY_HEAD for line in found} if are_heads and meet else {}


def _meets(
    words: Sequence[Word],
    lines: Sequence[Line],
    run: Sequence[Line],
    headed: Collection[int],
    furniture: Collection[int],
) -> bool:
    """Whether pages meet at lines between two rows: at a form feed, known furniture or headings; no text goes on."""
    before = words[run[0].begin - 1]
    is_known = any(line.number in headed or line.number in furniture for line in run)
    pages = set(_pages(words, [*run, lines[run[-1].number + 1]])) | {before.place.page}
    return (is_known or len(pages) > 1) and not wants_more(before.text)


def _pages(words: Sequence[Word], lines: Sequence[Line]) -> Iterator[int | None]:
    return (words[line.begin].place.page for line in lines)
