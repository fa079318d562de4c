"""What stands in a Word document and nobody sees on its pages, though no property hides it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.readers.numbering import W
from ingest.readers.styles import said_by

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF: Final = (None, "0", "false", "off")
_WHITE: Final = "FFFFFF"
_NO_GROUND: Final = frozenset({None, "auto", _WHITE})
_AROUND: Final = {W + "p": "pPr/shd", W + "tc": "tcPr/shd", W + "tbl": "tblPr/shd"}
_OF_TABLE: Final = frozenset({None, "TableGrid", "TableNormal"})
"""The styles of tables that give no cell a ground of its own."""


def is_prompt(control: _Element) -> bool:
    """Whether a content control shows what somebody is to write into it: no page has that when it is printed."""
    return said_by(control, "sdtPr/showingPlcHdr") not in _OFF


def is_white_on_paper(run: _Element) -> bool:
    """Whether the letters of a run are white, and nothing behind them is set in a colour."""
    if (said_by(run, "rPr/color") or "").upper() != _WHITE or _is_filled(run, "rPr/shd"):
        return False
    if said_by(run, "rPr/highlight") is not None or run.getroottree().find(f"{W}background") is not None:
        return False
    for around in run.iterancestors(*_AROUND):
        if _is_filled(around, _AROUND[str(around.tag)]) or said_by(around, "tblPr/tblStyle") not in _OF_TABLE:
            return False
    return next(run.iterancestors(W + "txbxContent"), None) is None


def _is_filled(element: _Element, path: str) -> bool:
    found = element.find("/".join(W + step for step in path.split("/")))
    return found is not None and found.get(W + "fill") not in _NO_GROUND


def instructions(paragraph: _Element) -> Iterator[_Element]:
    """The runs in the instructions of fields: the result of a field in an instruction is nowhere to be seen.

    Only fields that begin and end in the paragraph say so.
    """
    runs = [run for run in paragraph.iter(W + "r") if next(run.iterancestors(W + "p"), None) is paragraph]
    signs = [[sign.get(W + "fldCharType") for sign in run.iter(W + "fldChar")] for run in runs]
    kinds = [kind for found in signs for kind in found]
    if kinds.count("begin") < 2 or kinds.count("begin") != kinds.count("end"):
        return
    fields: list[bool] = []
    for run, found in zip(runs, signs, strict=True):
        if any(fields):
            yield run
        for kind in found:
            if kind == "begin":
                fields.append(True)
            elif fields and kind == "separate":
                fields[-1] = False
            elif fields and kind == "end":
                fields.pop()
