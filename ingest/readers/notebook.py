"""Notebooks of Jupyter: their texts and the outputs of their code, each read as the form it is in (nbformat 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from ingest.document.edition_labels import Labels
from ingest.document.encoding import decode
from ingest.document.fragments import Fragments
from ingest.document.options import ReadOptions
from ingest.readers.joined import joined, with_text
from ingest.readers.page import read_page
from ingest.readers.plain import read_plain
from ingest.readers.values import Json, parsed
from model import Fault, InputError

_FORMS: Final = ("text/html", "text/markdown", "text/plain")
"""The forms of an output, the one that is shown first."""


def read_notebook(data: bytes, place: str, options: ReadOptions) -> Fragments:
    """A notebook as fragments: what is shown of it but its code.

    The page of a place is the number of the text or output that holds it, among those that show a text.

    Raises
    ------
    InputError
        `damaged-notebook`, `no-text`, or a fault of one of its texts.
    """
    values = parsed(decode(data, place, options.encoding)[0])
    cells = values.get("cells") if isinstance(values, dict) else None
    if not isinstance(cells, list):
        message = "damaged, or a notebook of an old format; open it in Jupyter, save it, and give that"
        raise InputError(Fault("damaged-notebook", message, place))
    shown = [(number, *item) for number, cell in enumerate(cells, start=1) for item in _shown(cell) if item[1].strip()]
    places = [f"{place}, cell {number}" for number, _, _ in shown]
    marked = replace(options, encoding=None)
    readings = [
        partial(read_page if form == _FORMS[0] else read_plain, text.encode("utf-8-sig"), where, marked)
        for (_, form, text), where in zip(shown, places, strict=True)
    ]
    message = "the notebook shows no text: none in Markdown, and no outputs; run it, and save it"
    return replace(joined(with_text(readings, message, place), places), format="ipynb", labels=Labels())


def _shown(cell: Json) -> Iterator[tuple[str, str]]:
    """What a cell shows: the form and the text of each of its parts."""
    if not isinstance(cell, dict):
        return
    if cell.get("cell_type") != "code":
        yield _FORMS[1], _text(cell.get("source"))
        return
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict):
            yield from _of_output(output)


def _of_output(output: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    data = output.get("data")
    if isinstance(data, dict):
        form = next((form for form in _FORMS if form in data), None)
        if form is not None:
            yield form, _text(data[form])
    elif output.get("output_type") == "stream":
        yield _FORMS[2], _text(output.get("text"))


def _text(value: Json) -> str:
    """A text of a notebook: one, or the list of its lines."""
    parts = value if isinstance(value, list) else [value]
    return "".join(part for part in parts if isinstance(part, str))
