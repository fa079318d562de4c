"""What the styles of a page do that changes its texts: some are hidden by them, and some stand in them alone.

Only rules that hold for whoever looks at the page count, and whose selectors say surely which elements they are for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lxml import etree

from ingest.readers.declarations import added, declared, ground, hides, is_white
from ingest.readers.laid_rows import set_roles
from ingest.readers.selectors import Selector, selector_of, wider_selector

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMMENT: Final = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_BLOCK: Final = r"\{((?:[^{}]*+\{[^{}]*+\})*+)[^{}]*+\}"
_SCREEN: Final = re.compile(rf"@media\s++(?:only\s++)?(?:screen|all)\s*+{_BLOCK}", re.IGNORECASE)
_GROUP: Final = re.compile(rf"@[^{{}};@]{{0,500}}+{_BLOCK}")
"""Rules for some media only, and what else has a block of its own."""

_MAY_HOLD: Final = re.compile(r"@(?:media|supports|layer|container)(?![^{]*(?:print|speech|max-width))", re.IGNORECASE)
"""What stands before a block of rules that may hold for whoever looks at the page."""

_SHOWING: Final = frozenset("display visibility color background background-color font-size opacity position".split())
"""What a rule sets that shows what another hides."""

MAY_BE_SHOWN: Final = "may be shown"
"""What is noted of a hidden element that a rule shows which is not understood."""

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

    def __init__(self, elements: Sequence[HtmlElement], rules: Sequence[_Rule], unsure: Sequence[_Rule]) -> None:
        self._kinds = _kinds(elements)
        self._unsure = unsure
        self._shown: dict[int, bool] = {}
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

    def may_be_shown(self, element: HtmlElement) -> bool:
        """Whether a rule that is not understood may show an element that others hide."""
        kind = self._kinds.get(element, -1)
        if kind not in self._shown:
            said = self._by_rules(element, None)
            fitting = (rule for rule in self._unsure if rule.selector.fits(element))
            self._shown[kind] = any(not _hides(_overruled(said, rule)) for rule in fitting) and _hides(said)
        return self._shown[kind]

    def _by_rules(self, element: HtmlElement, pseudo: str | None) -> _Declared:
        kind = (self._kinds.get(element, -1), pseudo)
        if kind not in self._known:
            found: _Declared = {}
            for rule in self._for(element, pseudo):
                found = _overruled(found, rule)
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


def _overruled(said: _Declared, rule: _Rule) -> _Declared:
    """What holds where a rule comes after what was said: what is important stays, unless the rule is."""
    held = {
        name for name, (_, is_important) in said.items() if is_important and not rule.declared.get(name, ("", True))[1]
    }
    return {**said, **{name: value for name, value in rule.declared.items() if name not in held}}


def _hides(said: _Declared) -> bool:
    return hides({name: value for name, (value, _) in said.items()})


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


def apply_styles(page: HtmlElement) -> None:
    """Mark the elements of a page as hidden that its styles hide, and as rows that they lay out as such, and put the
    texts of its styles into it.
    """
    rules, unsure, are_known = _rules(page)
    elements = list(page.iter(etree.Element))
    styles = _Styles(elements, rules, unsure)
    if any(hides(rule.values) for rule in rules):
        for element in elements:
            if hides(styles.of(element)):
                element.set("hidden", MAY_BE_SHOWN if styles.may_be_shown(element) else "")
    set_roles(elements, styles.of)
    if are_known:
        _hide_white(elements, styles, any(is_white(rule.values.get("color")) for rule in rules))
    pseudos = {rule.selector.pseudo for rule in rules if "content" in rule.declared}
    for pseudo in sorted(pseudo for pseudo in pseudos if pseudo is not None):
        for element in elements:
            if text := added(styles.of(element, pseudo).get("content", "")):
                _add(element, pseudo, text)


def _rules(page: HtmlElement) -> tuple[list[_Rule], list[_Rule], bool]:
    """The rules of a page that count, those that may, and whether all are known that could give elements a ground."""
    found: list[_Rule] = []
    unsure: list[_Rule] = []
    are_known = not any(_LINKED in link.get("rel", "").lower() for link in page.iter("link"))
    for style in page.iter("style"):
        text = _SCREEN.sub(r"\1", _COMMENT.sub("", style.text or ""))
        are_known = are_known and "@import" not in text
        for selector, values in _rules_in(_GROUP.sub("", text)):
            if (known := selector_of(selector)) is not None:
                found.append(_Rule(known, values))
                continue
            are_known = are_known and not any(name.startswith("background") for name in values)
            unsure += _wider(selector, values)
        for group in filter(_MAY_HOLD.match, (match[0] for match in _GROUP.finditer(text))):
            for selector, values in _rules_in(group.partition("{")[2]):
                unsure += _wider(selector, values)
    return found, unsure, are_known


def _rules_in(text: str) -> Iterator[tuple[str, _Declared]]:
    """Each selector of a text without groups, and what is declared of what it fits."""
    for rule in text.split("}"):
        selectors, _, declarations = rule.partition("{")
        if values := declared(declarations):
            yield from ((selector, values) for selector in selectors.split(","))


def _wider(selector: str, values: _Declared) -> list[_Rule]:
    """A rule for all that a selector may fit, if it could show anything."""
    wider = None if _SHOWING.isdisjoint(values) else wider_selector(selector)
    return [] if wider is None else [_Rule(wider, values)]


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
