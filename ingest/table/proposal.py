"""What to name the columns of a table without headings that say it: by what stands in them, to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from ingest.document.fragments import Word
from ingest.table.scene.heading_words import role_of_word
from ingest.table.scene.scene import Scene
from ingest.table.scene.shapes import code_shape, heads_row, label_shapes
from ingest.table.scene.unnamed_codes import columns_below

_Asked: TypeAlias = Callable[[Sequence[Word]], bool]

_FEWEST: Final = 3
_MOSTLY: Final = 0.8
_MOST_COLUMNS: Final = 30


def proposed_columns(scene: Scene) -> str:
    """The names of the columns of a table with codes, as `--columns` takes them; empty if its content does not tell.

    Of a table in cells that is what stands in each; elsewhere, whether codes begin lines, behind labels or not.
    """
    coded = [word.cell.table for word in scene.words if word.cell is not None and code_shape(word.text)]
    if not coded:
        return _of_lines(scene)
    (table, _), *_ = Counter(coded).most_common(1)
    begin = next(place for place, word in enumerate(scene.words) if word.cell is not None and word.cell.table == table)
    cells = columns_below(scene.words, begin, table)
    labels = {at for at, rows in cells.items() if _mostly(rows, _is_label)}
    codes = [at for at, rows in cells.items() if at not in labels and _mostly(rows, _is_head)]
    named = [at for at in codes if role_of_word(next(iter(cells[at].values()))[0].text) == "code"]
    codes = named or codes
    others = {at: _letters(rows) for at, rows in cells.items() if at not in labels and at not in codes}
    if len(codes) != 1 or not others or max(cells) >= _MOST_COLUMNS:
        return ""
    names = {**dict.fromkeys(labels, "class"), codes[0]: "code", max(others, key=others.__getitem__): "description"}
    return ",".join(names.get(at, "-") for at in range(max(cells) + 1))


def _mostly(rows: Mapping[int, Sequence[Word]], is_one: _Asked) -> bool:
    return len(rows) >= _FEWEST and sum(map(is_one, rows.values())) > _MOSTLY * len(rows)


def _is_label(cell: Sequence[Word]) -> bool:
    return len(cell) == 1 and bool(label_shapes(cell[0].text))


def _is_head(cell: Sequence[Word]) -> bool:
    """Whether a cell is a code, or a label in its place."""
    return len(cell) == 1 and heads_row(cell[0].text)


def _letters(rows: Mapping[int, Sequence[Word]]) -> int:
    return sum(len(word.text) for cell in rows.values() for word in cell)


def _of_lines(scene: Scene) -> str:
    """Of lines that begin with codes, and none with a label."""
    first = [scene.words[line.begin] for line in scene.lines if line.end - line.begin > 1]
    coded = sum(code_shape(word.text) is not None for word in first)
    has_labels = any(label_shapes(word.text) for word in first)
    return "code,description" if coded >= _FEWEST and 2 * coded > len(first) and not has_labels else ""
