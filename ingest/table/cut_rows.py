"""Whether the last row of a source that ends within it is cut."""

from __future__ import annotations

import re
from typing import Final

from ingest.table.scene.lines import Line, text_of
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import WILDCARD, code_shape
from ingest.table.scene.wording import wants_more

CUT_HEAD: Final = re.compile(rf"[0-9]{{1,3}}{WILDCARD}{{0,3}}")
"""The begin of a code or a label."""


def is_cut(scene: Scene, line: Line) -> bool:
    """Whether a line ends as no row does: without a text, within brackets or quotes, or with a word that wants more."""
    text = text_of(
        [
            scene.words[index]
            for index in line.indices
            if index not in scene.label_at and code_shape(scene.words[index].text) is None
        ]
    )
    if not text or CUT_HEAD.fullmatch(text):
        return True
    whole = text_of(scene.words[line.begin : line.end])  # a bracket may be closed behind a number as codes are
    is_open = whole.count("(") > whole.count(")") or whole.count("«") > whole.count("»") or whole.count('"') % 2 == 1
    return is_open or wants_more(text.rsplit(" ", 1)[-1])
