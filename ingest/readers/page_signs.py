"""Elements of a page that stand in a text and are none of it: icons, links to places themselves, what is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ICONS: Final = ("material-icons", "material-symbols")
"""What the classes of icon fonts begin with in which a word is drawn as a picture."""

_SPOKEN: Final = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only show-for-sr assistive-text".split()
)
"""The classes by which frameworks set a text that is only read aloud: their styles are seldom in a page."""


_MARKS: Final = frozenset({"msocomanchor"})
"""The class by which Word sets the mark of a comment into a text: `[A1]`."""


def is_icon(element: HtmlElement) -> bool:
    """Whether an element is the name of a picture, which a font draws in its place."""
    return any(name.startswith(_ICONS) for name in element.get("class", "").split())


def is_permalink(element: HtmlElement) -> bool:
    """Whether an element is a link to a place of its page that is only a sign, as ¶ and #, or the mark of a comment."""
    if not _MARKS.isdisjoint(element.get("class", "").split()):
        return True
    is_link = element.tag == "a" and element.get("href", "").startswith("#")
    return is_link and not any(map(str.isalnum, element.text_content()))


def is_unseen(element: HtmlElement) -> bool:
    """Whether an element is only read aloud, or shown only to who points at something."""
    return element.get("role") == "tooltip" or not _SPOKEN.isdisjoint(element.get("class", "").split())
