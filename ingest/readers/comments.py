"""Comments of Markdown, written as in HTML: nobody who looks at the page reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.document.cleaning import visible
from ingest.readers.source_lines import LINE_END

_COMMENT: Final = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


def without_comments(text: str) -> tuple[str, list[tuple[str, int]]]:
    """A text without its comments, its lines where they were, and each line of these with its number.

    Examples
    --------
    >>> without_comments("| 1000 | Да <!-- или\\nнет --> |")
    ('| 1000 | Да \\n |', [('<!-- или', 1), ('нет -->', 2)])
    """
    if "<!--" not in text or _FENCE.search(text):  # what is fenced is shown as it is written
        return text, []
    found: list[tuple[str, int]] = []
    kept: list[str] = []
    end, line = 0, 1
    for match in _COMMENT.finditer(text, 0, text.rfind("-->") + len("-->")):  # none is looked for to the end in vain
        line += len(LINE_END.findall(text[end : match.start()]))
        ends = LINE_END.findall(match[0])
        found += [(part, line + offset) for offset, part in enumerate(LINE_END.split(match[0]))]
        kept += [text[end : match.start()], *ends]
        line += len(ends)
        end = match.end()
    return "".join([*kept, text[end:]]), found


def marks_of(comments: Sequence[tuple[str, int]]) -> Counter[int]:
    """How many visible characters comments have, by the numbers of their lines."""
    counts: Counter[int] = Counter()
    for text, line in comments:
        counts[line] += visible(text)
    return counts
