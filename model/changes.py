"""The catalogue of changes: what can be other in a new edition, and whether it breaks who relied on the old one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from model.pattern import ClassPattern


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """A kind of change.

    Parameters
    ----------
    id
        Stable id, kebab-case.
    is_breaking
        Whether a program or a report that was right by the old edition can be wrong by the new one.
    meaning
        What differs.
    reason
        Why that is breaking, or is not.
    """

    id: str
    is_breaking: bool
    meaning: str
    reason: str


EXACT: Final = "exact"
"""How a number that is read as itself stands in a change of resolution."""

CODE_REMOVED: Final = ChangeRule(
    "code-removed", True, "A code is printed no more", "what was known is unknown, and at best read as its class"
)
CODE_ADDED: Final = ChangeRule(
    "code-added", False, "A code is printed that was not", "nobody relied on it; how it was read stands apart"
)
RENUMBERED: Final = ChangeRule(
    "renumbered",
    True,
    "The text of a code stands at another code",
    "who asks for the old code no longer finds what it was",
)
REWORDED: Final = ChangeRule(
    "reworded", True, "Words of a description differ", "the code may mean something else: one word says who hung up"
)
RESPELLED: Final = ChangeRule(
    "respelled", False, "A description differs in case, punctuation, spaces or ё only", "every word is the same"
)
DESCRIPTION_LOST: Final = ChangeRule(
    "description-lost", True, "A code has no description any more", "what it means is not told"
)
DESCRIPTION_GAINED: Final = ChangeRule(
    "description-gained", False, "A code has a description that had none", "nothing was told before"
)
MOVED: Final = ChangeRule(
    "moved",
    True,
    "A code stands in another class, or under another parent code",
    "counts by class change, and who does not know the code reads another one",
)
CLASS_REMOVED: Final = ChangeRule(
    "class-removed", True, "A class is declared no more", "joins and counts by its pattern come out empty"
)
CLASS_ADDED: Final = ChangeRule(
    "class-added", False, "A class is declared that was not", "which codes it takes in stands apart"
)
DEFAULT_LOST: Final = ChangeRule(
    "default-lost", True, "A class has no default code any more", "its unknown codes fall back further, or to nothing"
)
DEFAULT_GAINED: Final = ChangeRule(
    "default-gained", False, "A class has a default code that had none", "which codes it is read for stands apart"
)
RETITLED: Final = ChangeRule(
    "class-retitled", False, "The title of a class differs", "titles are for people; no code is read by them"
)
RESOLUTION_LOST: Final = ChangeRule(
    "resolution-lost", True, "Numbers that could be read are in no class with a default code", "they are read as none"
)
RESOLUTION_CHANGED: Final = ChangeRule(
    "resolution-changed", True, "Numbers are read as a code that does not stand below the old one", "they mean another"
)
RESOLUTION_REFINED: Final = ChangeRule(
    "resolution-refined",
    False,
    "Numbers are read as a code below the one that they were read as",
    "the old answer is still right, only wider",
)
RESOLUTION_GAINED: Final = ChangeRule(
    "resolution-gained", False, "Numbers can be read that could not", "there was no answer before"
)
MISPRINT_REPAIRED: Final = ChangeRule(
    "misprint-repaired", False, "A misprint of the old edition is gone", "what changed by it stands apart"
)

CHANGE_RULES: Final = {
    rule.id: rule
    for rule in (
        CODE_REMOVED,
        CODE_ADDED,
        RENUMBERED,
        REWORDED,
        RESPELLED,
        DESCRIPTION_LOST,
        DESCRIPTION_GAINED,
        MOVED,
        CLASS_REMOVED,
        CLASS_ADDED,
        DEFAULT_LOST,
        DEFAULT_GAINED,
        RETITLED,
        RESOLUTION_LOST,
        RESOLUTION_CHANGED,
        RESOLUTION_REFINED,
        RESOLUTION_GAINED,
        MISPRINT_REPAIRED,
    )
}
"""Every kind of change by its id, in the order in which changes are told."""

RESOLUTIONS: Final = {RESOLUTION_LOST, RESOLUTION_CHANGED, RESOLUTION_REFINED, RESOLUTION_GAINED}
"""The kinds of change in how numbers are read."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed in a new edition.

    Parameters
    ----------
    rule
        The kind of change.
    code
        The code concerned, or the first number of a range; None for a class without a default code.
    pattern
        The class concerned, for a change of a class.
    last
        The last number of a range whose resolution changed; None for all other changes.
    old, new
        What stood there and what stands there now: a description, title, pattern and parent, the code of a text, or
        the code that numbers are read as (`exact` where each is read as itself). None where nothing did.
    """

    rule: ChangeRule
    code: int | None = None
    pattern: ClassPattern | None = None
    last: int | None = None
    old: str | None = None
    new: str | None = None

    @property
    def is_breaking(self) -> bool:
        """Whether it can make wrong what was right by the old edition."""
        return self.rule.is_breaking

    @property
    def subject(self) -> str:
        """What changed: a code, a class, or a range of numbers.

        Examples
        --------
        >>> Change(RESOLUTION_LOST, code=5101, last=5103).subject, Change(CODE_ADDED, code=5101).subject
        ('5101-5103', '5101')
        """
        if self.pattern is not None:
            return self.pattern
        if self.last in {None, self.code}:
            return f"{self.code:04d}"
        return f"{self.code:04d}-{self.last:04d}"
