"""What stands in a page and is none of its text: icons, what is spoken, elements of Confluence that show another."""

from __future__ import annotations

import re
from html import escape
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

_VALUE: Final = re.compile(r"\s*[^\W\d_]{0,3}\d[\w.-]{0,12}\s*")
"""A word with a number in it."""

_OWN: Final = re.compile(r"<ac:[a-z]")
_KEPT: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TARGETS: Final = ("ri:content-title", "ri:filename")


def is_icon(element: HtmlElement) -> bool:
    """Whether an element is the name of a picture, which a font draws in its place."""
    return any(name.startswith(_ICONS) for name in element.get("class", "").split())


def is_action(element: HtmlElement) -> bool:
    """Whether an element is a button that says what can be done; a number on one is a text that can be pressed."""
    return element.tag == "button" and _VALUE.fullmatch(element.text_content()) is None


def is_permalink(element: HtmlElement) -> bool:
    """Whether an element is a link to a place of its page that is only a sign, as ¶ and #, or the mark of a comment."""
    if not _MARKS.isdisjoint(element.get("class", "").split()):
        return True
    is_link = element.tag == "a" and element.get("href", "").startswith("#")
    return is_link and not any(map(str.isalnum, element.text_content()))


def is_unseen(element: HtmlElement) -> bool:
    """Whether an element is only read aloud, or shown only to who points at something."""
    return element.get("role") == "tooltip" or not _SPOKEN.isdisjoint(element.get("class", "").split())


def with_kept_texts(text: str) -> str:
    """A page with the texts of its sections of CDATA as any text; pages without elements of Confluence have none.

    Examples
    --------
    >>> with_kept_texts("<ac:plain-text-link-body><![CDATA[a < b]]></ac:plain-text-link-body>")
    '<ac:plain-text-link-body>a &lt; b</ac:plain-text-link-body>'
    """
    if not _OWN.search(text):
        return text
    end = text.rfind("]]>") + len("]]>")  # none is looked for behind it in vain
    return _KEPT.sub(lambda match: escape(match[1], quote=False), text[:end]) + text[end:]


def write_shown(page: HtmlElement) -> None:
    """Write what a link without a text of its own shows, the name of its target, and the title of a status."""
    for link in page.iter("ac:link"):
        names = [found for item in link for name in _TARGETS if (found := item.get(name))]
        if names and not link.text_content().strip():
            link.text = names[0]
    for macro in page.iter("ac:structured-macro"):
        for item in macro if macro.get("ac:name") == "status" else ():
            item.tag = "span" if item.get("ac:name") == "title" else item.tag
