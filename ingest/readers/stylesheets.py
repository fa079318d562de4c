"""What the styles of a page do that changes its texts: some are hidden by them, and some stand in them alone.

Only rules that hold for whoever looks at the page count, and whose selectors say surely which elements they are for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lxml import etree

from ingest.readers.declarations import added, declared, ground, hides, is_white
from ingest.readers.selectors import Selector, selector_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMMENT: Final = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_BLOCK: Final = r"\{((?:[^{}]*+\{[^{}]*+\})*+)[^{}]*+\}"
_SCREEN: Final = re.compile(rf"@media\s++(?:only\s++)?(?:screen|all)\s*+{_BLOCK}", re.IGNORECASE)
_GROUP: Final = re.compile(rf"@[^{{}};@]{{0,500}}+{_BLOCK}")
"""Rules for some media only, and what else has a block of its own."""

_LINKED: Final = "stylesheet"
_Declared: TypeAlias = Mapping[str, tuple[str, bool]]


class _Rule(NamedTuple):
    selector: Selector
    declared: _Declared

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, (value, _) in self.declared.items()}


class _Styles:
    """What the rules of a page say, asked once for all elements that are alike, and are so in all that they are in."""

    def __init__(self, elements: Sequence[HtmlElement], rules: Sequence[_Rule]) -> None:
        self._kinds = _kinds(elements)
        self._rules: defaultdict[str, list[tuple[int, _Rule]]] = defaultdict(list)
        for number, rule in enumerate(rules):
            self._rules[rule.selector.key].append((number, rule))
        self._known: dict[tuple[int, str | None], _Declared] = {}

    def of(self, element: HtmlElement, pseudo: str | None = None) -> dict[str, str]:
        """What holds for an element, or for what is set before or after it."""
        said = self._by_rules(element, pseudo)
        own = element.get("style") if pseudo is None else None
        found = {name: value for name, (value, _) in said.items()}
        for name, (value, is_important) in declared(own).items() if own else ():
            if is_important or not said.get(name, ("", False))[1]:
                found[name] = value
        return found

    def _by_rules(self, element: HtmlElement, pseudo: str | None) -> _Declared:
        kind = (self._kinds.get(element, -1), pseudo)
        if kind not in self._known:
            found: dict[str, tuple[str, bool]] = {}
            for rule in self._for(element, pseudo):
                found |= {
                    name: said for name, said in rule.declared.items() if said[1] or not found.get(name, ("", False))[1]
                }
            self._known[kind] = found
        return self._known[kind]

    def _for(self, element: HtmlElement, pseudo: str | None) -> list[_Rule]:
        """The rules for an element, those that come before others last."""
        keys = [str(element.tag), "*", f"#{element.get('id')}"]
        keys += [f".{name}" for name in set(element.get("class", "").split())]
        found = [
            (rule.selector.specificity, number, rule)
            for key in keys
            for number, rule in self._rules.get(key, ())
            if rule.selector.pseudo == pseudo and rule.selector.fits(element)
        ]
        return [rule for _, _, rule in sorted(found, key=lambda item: item[:2])]


def _kinds(elements: Sequence[HtmlElement]) -> dict[HtmlElement, int]:
    """A number for each element, the same for those that are alike, and so in all that they are in, for selectors."""
    kinds: dict[HtmlElement, int] = {}
    numbers: dict[tuple[int, str, str, str], int] = {}
    for element in elements:
        parent = element.getparent()
        around = -1 if parent is None else kinds.get(parent, -1)
        own = (around, str(element.tag), element.get("class", ""), element.get("id", ""))
        kinds[element] = numbers.setdefault(own, len(numbers))
    return kinds


def hide_by_styles(page: HtmlElement) -> None:
    """Mark the elements of a page as hidden that its styles hide, and put the texts of its styles into it."""
    rules, are_known = _rules(page)
    elements = list(page.iter(etree.Element))
    styles = _Styles(elements, rules)
    if any(hides(rule.values) for rule in rules):
        for element in elements:
            if hides(styles.of(element)):
                element.set("hidden", "")
    if are_known:
        _hide_white(elements, styles, any(is_white(rule.values.get("color")) for rule in rules))
    pseudos = {rule.selector.pseudo for rule in rules if "content" in rule.declared}
    for pseudo in sorted(pseudo for pseudo in pseudos if pseudo is not None):
        for element in elements:
            if text := added(styles.of(element, pseudo).get("content", "")):
                _add(element, pseudo, text)


def _rules(page: HtmlElement) -> tuple[list[_Rule], bool]:
    """The rules of a page that count, and whether they are all that could give its elements a ground."""
    found: list[_Rule] = []
    are_known = not any(_LINKED in link.get("rel", "").lower() for link in page.iter("link"))
    for style in page.iter("style"):
        text = _COMMENT.sub("", style.text or "")
        are_known = are_known and "@import" not in text
        for rule in _GROUP.sub("", _SCREEN.sub(r"\1", text)).split("}"):
            selectors, _, declarations = rule.partition("{")
            values = declared(declarations)
            for selector in (selector_of(part) for part in selectors.split(",")) if values else ():
                if selector is not None:
                    found.append(_Rule(selector, values))
                elif "background" in declarations:
                    are_known = False
    return found, are_known


def _hide_white(elements: Sequence[HtmlElement], styles: _Styles, are_rules_white: bool) -> None:
    """Mark the elements whose letters are white, and on white paper, as hidden."""
    for element in elements:
        could_be = are_rules_white or element.tag == "font" or "color" in element.get("style", "").lower()
        if could_be and is_white(_color(element, styles)) and _is_on_paper(element, styles):
            element.set("hidden", "")


def _color(element: HtmlElement, styles: _Styles) -> str | None:
    return styles.of(element).get("color") or (element.get("color", "").lower() if element.tag == "font" else None)


def _is_on_paper(element: HtmlElement, styles: _Styles) -> bool:
    """Whether nothing gives an element another ground than that of the paper."""
    for around in (element, *element.iterancestors()):
        said = styles.of(around)
        behind = ground(said) or around.get("bgcolor", "").lower() or around.get("background")
        if behind or "background-image" in said:
            return is_white(behind)
    return True


def _add(element: HtmlElement, pseudo: str, text: str) -> None:
    """Put a text before all that stands in an element, or behind it."""
    if pseudo == "before":
        element.text = text + (element.text or "")
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
