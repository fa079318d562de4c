"""Why a place of a document was read as it was: a tree of values and sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement about a reading, and what it rests on.

    Parameters
    ----------
    value
        What the statement comes to: of evidence its weight, a logarithm of odds, more than 0 for what was decided and
        less than 0 against it; of a decision how it was read (`code`, `text`, `label`, and so on) or its margin, how
        much worse the best reading is that decides otherwise. None where the sentence is all.
    sentence
        What it says, in one line.
    parts
        What it is made of. Where all values are weights, they add up to that of the whole.
    """

    value: float | str | None
    sentence: str
    parts: tuple[Explanation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The tree as dictionaries and lists, as `check --explain --json` prints it."""
        return {"value": self.value, "sentence": self.sentence, "parts": [part.to_dict() for part in self.parts]}

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Explanation:
        """The tree of what `to_dict` gives.

        Examples
        --------
        >>> tree = Explanation(1.5, "speaks for it", (Explanation(None, "see page 3"),))
        >>> Explanation.from_dict(tree.to_dict()) == tree
        True
        """
        return cls(content["value"], content["sentence"], tuple(map(cls.from_dict, content["parts"])))

    def to_json(self) -> str:
        """The tree as JSON on one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False)
