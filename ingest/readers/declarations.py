"""What declarations of a style do: take an element out, set it where or so that nobody sees it, or add a text to it.

See CSS 2.2, 9.2.4, 11.1, 11.2, 12.2 and 14.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_DECLARATION: Final = re.compile(r"""(?<![\w-])([\w-]++)\s*+:\s*+((?:"[^"]*+"|'[^']*+'|\([^()]*+\)|[^;"'()])*+)""")
_IMPORTANT: Final = re.compile(r"(?<!\s)\s*+!\s*+important\s*$", re.IGNORECASE)
_NOTHING: Final = re.compile(r"[+-]?0*(?:\.0+)?(?:px|pt|em|rem|%|ex|vw)?")
_FAR_OUT: Final = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|ex)|-\d{2,}(?:\.\d+)?(?:em|rem)")
_NO_CLIP: Final = re.compile(r"rect\(\s*([01](?:px)?)(?:[\s,]+[01](?:px)?){3}\s*\)|inset\(\s*(?:50|100)%\s*\)")
_STRING: Final = re.compile(r""""([^"]*)"|'([^']*)'""")
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_WHITE: Final = frozenset("white #fff #ffff #ffffff #ffffffff rgb(255,255,255) rgba(255,255,255,1)".split())
_NO_GROUND: Final = frozenset({"none", "transparent", "inherit", "initial", "unset"})
_LAST: Final = 0x10FFFF


def declared(text: str) -> dict[str, tuple[str, bool]]:
    """The value of each property that declarations name, in small letters, and whether it is said to be important.

    Examples
    --------
    >>> declared("color: Red; display:none !important")
    {'color': ('red', False), 'display': ('none', True)}
    """
    found: dict[str, tuple[str, bool]] = {}
    for match in _DECLARATION.finditer(text) if ":" in text else ():
        name, value = match[1].lower(), _IMPORTANT.sub("", match[2]).strip()
        found[name] = (value if name == "content" else value.lower(), _IMPORTANT.search(match[2]) is not None)
    return found


def values_of(text: str) -> dict[str, str]:
    """The values alone."""
    return {name: value for name, (value, _) in declared(text).items()}


def hides(values: Mapping[str, str]) -> bool:
    """Whether values take an element out, or set it in the colour of its ground, of no size, or outside of the page.

    Examples
    --------
    >>> texts = ("display: none", "color: #fff; background: #FFF", "color: red; background: #fff", "font-size: 0px")
    >>> [hides(values_of(text)) for text in texts]
    [True, True, False, True]
    """
    if values.get("display") == "none" or values.get("visibility") in {"hidden", "collapse"}:
        return True
    if "color" in values and values["color"] == ground(values):
        return True
    if any(_NOTHING.fullmatch(values[name]) for name in ("font-size", "opacity") if values.get(name)):
        return True
    places = ["text-indent"]
    if values.get("position") in {"absolute", "fixed"}:
        if any(_NO_CLIP.match(values.get(name, "")) for name in ("clip", "clip-path")):
            return True
        places += ["left", "right", "top"]
    return any(_FAR_OUT.fullmatch(values.get(name, "")) for name in places)


def ground(values: Mapping[str, str]) -> str | None:
    """The colour behind an element, None if nothing says it."""
    said = values.get("background-color") or values.get("background")
    return None if said in _NO_GROUND else said


def is_white(color: str | None) -> bool:
    """Whether a colour is that of the paper.

    Examples
    --------
    >>> is_white("#fff"), is_white("rgb(255, 255, 255)"), is_white("red")
    (True, True, False)
    """
    return color is not None and color.replace(" ", "") in _WHITE


def added(content: str) -> str:
    """The text that is set before or after an element; "" for what is no text, such as a picture or an arrow.

    Examples
    --------
    >>> added('" (old)"'), added(r'"\\2192"'), added("url(new.png)")
    (' (old)', '', '')
    """
    strings = [match[1] or match[2] or "" for match in _STRING.finditer(content)]
    if _STRING.sub("", content).strip() or not strings:
        return ""
    text = _ESCAPE.sub(_unescaped, "".join(strings))
    return text if any(map(str.isalnum, text)) else ""


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 0 < number <= _LAST and not 0xD800 <= number <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"
