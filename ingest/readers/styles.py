"""What the styles of a Word document say, and the properties of its elements (ECMA-376, part 1, section 17.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.readers.numbering import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_PROPERTIES: Final = (
    *("rPr/vanish", "rPr/strike", "rPr/dstrike", "rPr/vertAlign", "rPr/position"),
    *("pPr/numPr/numId", "pPr/numPr/ilvl"),
)


@dataclass(frozen=True, slots=True)
class Styles:
    """What the styles of a document say, by their id, by themselves or by the style that they build on."""

    properties: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, roots: Iterable[_Element]) -> Styles:
        """The styles of the parts that declare them."""
        styles = [style for root in roots for style in root.iter(W + "style")]
        bases = {style.get(W + "styleId", ""): said_by(style, "basedOn") for style in styles}
        properties: dict[str, dict[str, str]] = {}
        for name in _PROPERTIES:
            own = {style.get(W + "styleId", ""): said_by(style, name) for style in styles}
            for style, value in _inherited(bases, own).items():
                if value is not None:
                    properties.setdefault(style, {})[name] = value
        return cls(properties)

    def of_run(self, run: _Element, name: str) -> str | None:
        """A property of a run: its own, else that of its style or of its paragraph's; None if nothing says it."""
        own = said_by(run, name)
        if own is not None or not self.properties:
            return own
        paragraph = next(run.iterancestors(W + "p"), run)
        styles = (said_by(run, "rPr/rStyle"), said_by(paragraph, "pPr/pStyle"))
        return next((found for style in styles if style and (found := self.of_style(style, name)) is not None), None)

    def of_style(self, style: str, name: str) -> str | None:
        """A property of a style."""
        return self.properties.get(style, {}).get(name)


def _inherited(bases: Mapping[str, str | None], values: Mapping[str, str | None]) -> dict[str, str | None]:
    """The value of each style: its own, or that of the nearest of those that it builds on; None in a ring of them."""
    found: dict[str, str | None] = {style: value for style, value in values.items() if value is not None}
    for start in bases:
        path: list[str] = []
        style = start
        while style in bases and style not in found:
            found[style] = None
            path.append(style)
            style = bases[style] or ""
        found.update(dict.fromkeys(path, found.get(style)))
    return found


def said_by(element: _Element, path: str) -> str | None:
    """The value of a property, `on` where it has none; None if there is no such property."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val", "on")
