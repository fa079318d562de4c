"""The storage format of Confluence: what its own elements show in a text, written as HTML shows it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OWN: Final = re.compile(r"<ac:[a-z]")
_KEPT: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TARGETS: Final = ("ri:content-title", "ri:filename")


def with_kept_texts(text: str) -> str:
    """A page with the texts of its sections of CDATA as any text; pages without elements of Confluence have none.

    Examples
    --------
    >>> with_kept_texts("<ac:plain-text-link-body><![CDATA[a < b]]></ac:plain-text-link-body>")
    '<ac:plain-text-link-body>a &lt; b</ac:plain-text-link-body>'
    """
    return _KEPT.sub(lambda match: escape(match[1], quote=False), text) if _OWN.search(text) else text


def write_shown(page: HtmlElement) -> None:
    """Write what a link without a text of its own shows, the name of its target, and the title of a status."""
    for link in page.iter("ac:link"):
        names = [found for item in link for name in _TARGETS if (found := item.get(name))]
        if names and not link.text_content().strip():
            link.text = names[0]
    for macro in page.iter("ac:structured-macro"):
        for item in macro if macro.get("ac:name") == "status" else ():
            item.tag = "span" if item.get("ac:name") == "title" else item.tag
