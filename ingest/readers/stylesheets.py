"""What the styles of a page hide: taken out, or in the colour of their ground (CSS 2.2, 9.2.4, 11.2 and 14).

Only rules for one class of elements, or for the cells in it, count: what selects otherwise may not hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMMENT: Final = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_GROUP: Final = re.compile(r"@[^{};@]{0,500}+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}")
"""Rules for some media only, and what else has a block of its own."""

_CLASS: Final = re.compile(r"(?:table|tbody|tr|td|th|div|p|span)?\.([\w-]+)(?:\s*[\s>]\s*(?:td|th|\*))?")
_SHOWS: Final = re.compile(r"(?:^|;)\s*(?:display|visibility|color)\s*:", re.IGNORECASE)
_TAKEN_OUT: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_COLOR: Final = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND: Final = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)


def hides(declarations: str) -> bool:
    """Whether declarations take an element out, or set it in the colour of its ground.

    Examples
    --------
    >>> [hides(text) for text in ("display: none", "color: #fff; background: #FFF", "color: red; background: #fff")]
    [True, True, False]
    """
    color, ground = _COLOR.search(declarations), _GROUND.search(declarations)
    is_unseen = color is not None and ground is not None and _plain(color[1]) == _plain(ground[1])
    return is_unseen or _TAKEN_OUT.search(declarations) is not None


def _plain(color: str) -> str:
    return color.strip().casefold()


def hide_by_styles(page: HtmlElement) -> None:
    """Mark the elements of a page as hidden whose class its styles hide."""
    found: dict[str, bool] = {}
    for style in page.iter("style"):
        text = _GROUP.sub("", _COMMENT.sub("", style.text or ""))
        for rule in text.split("}"):
            selectors, _, declarations = rule.partition("{")
            for selector in selectors.split(","):
                match = _CLASS.fullmatch(selector.strip())
                if match is not None and _SHOWS.search(declarations):
                    found[match[1]] = hides(declarations)
    hidden = {name for name, is_hidden in found.items() if is_hidden}
    for element in page.iter() if hidden else ():
        if isinstance(element.tag, str) and hidden.intersection(element.get("class", "").split()):
            element.set("hidden", "")
