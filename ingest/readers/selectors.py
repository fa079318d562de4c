"""Which elements of a page the rules of its styles are for (Selectors Level 3: names, classes, ids, combinators)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_PART: Final = re.compile(r"([.#]?)([\w-]+)|\*")
_COMPOUND: Final = re.compile(r"(?:\*|[\w-]+)?(?:[.#][\w-]+)*")
_PSEUDO: Final = re.compile(r"::?(before|after)$", re.IGNORECASE)
_COMBINATOR: Final = re.compile(r"\s*>\s*|\s+")
_CONDITION: Final = re.compile(r"\[[^\[\]]*\]|::?[\w-]+(?:\([^()]*\))?")
_LATER: Final = re.compile(r":(?:hover|focus|active|target|visited|checked)")
_MOST_STEPS: Final = 8
_LONGEST: Final = 500


class Step(NamedTuple):
    """What an element must be: its name, its id and its classes; `is_child` where the step before is its parent."""

    name: str | None
    id: str | None
    classes: frozenset[str]
    is_child: bool

    def fits(self, element: HtmlElement) -> bool:
        """Whether an element is of this name, id and classes."""
        if self.name is not None and element.tag != self.name:
            return False
        return (self.id is None or element.get("id") == self.id) and self.classes.issubset(
            element.get("class", "").split() if self.classes else ()
        )


class Selector(NamedTuple):
    """The steps from the outermost element to the one that is meant, and whether what is set before or after it is."""

    steps: tuple[Step, ...]
    pseudo: str | None

    @property
    def key(self) -> str:
        """The id, class or name without which no element fits, so that few selectors need be asked."""
        last = self.steps[-1]
        if last.id is not None:
            return f"#{last.id}"
        return f".{min(last.classes)}" if last.classes else last.name or "*"

    @property
    def specificity(self) -> tuple[int, int, int]:
        """What decides between two rules for one element."""
        steps = self.steps
        ids, names = sum(step.id is not None for step in steps), sum(step.name is not None for step in steps)
        return ids, sum(len(step.classes) for step in steps), names

    def fits(self, element: HtmlElement) -> bool:
        """Whether the rule is for an element, by it and those that it is in."""
        path: Sequence[HtmlElement] = (element, *element.iterancestors())
        places = [0] if self.steps[-1].fits(element) else []
        for step, inner in zip(self.steps[-2::-1], self.steps[:0:-1], strict=True):
            if not places:
                return False
            could_be = [place + 1 for place in places] if inner.is_child else range(places[0] + 1, len(path))
            places = [place for place in could_be if place < len(path) and step.fits(path[place])]
        return bool(places)


def selector_of(text: str) -> Selector | None:
    """A selector; None for one that asks for more than names, classes, ids and who is in whom.

    Why no library reads them stands in CONTRIBUTING.

    Examples
    --------
    >>> selector_of("tr.old > td").specificity, selector_of(".note::before").pseudo, selector_of("td:first-child")
    ((0, 1, 2), 'before', None)
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return None
    pseudo = _PSEUDO.search(text)
    text = text[: pseudo.start()] if pseudo else text
    parts = [part for part in _COMBINATOR.split(text) if part]
    signs = [sign.strip() for sign in _COMBINATOR.findall(text)]
    if not 0 < len(parts) <= _MOST_STEPS or len(signs) != len(parts) - 1:
        return None
    if not all(_COMPOUND.fullmatch(part) for part in parts):
        return None
    steps = tuple(_step(part, sign == ">") for part, sign in zip(parts, ["", *signs], strict=True))
    return Selector(steps, pseudo[1].lower() if pseudo else None)


def wider_selector(text: str) -> Selector | None:
    """A selector that fits all that another fits, and is known; None for one of what somebody does to a page.

    Examples
    --------
    >>> wider_selector("tr:nth-child(2) > td[lang]").key, wider_selector("td:hover"), wider_selector("ul ~ .old").key
    ('td', None, '.old')
    """
    if _LATER.search(text) or _PSEUDO.search(text.strip()):
        return None
    *_, last = re.split(r"[\s>+~]+", _CONDITION.sub("", text).strip())
    return selector_of(last) or selector_of("*")


def _step(part: str, is_child: bool) -> Step:
    found = [(match[1], match[2]) for match in _PART.finditer(part)]
    names = [name.lower() for sign, name in found if sign == "" and name]
    ids = [name for sign, name in found if sign == "#"]
    classes = frozenset(name for sign, name in found if sign == ".")
    return Step(names[0] if names else None, ids[0] if ids else None, classes, is_child)
