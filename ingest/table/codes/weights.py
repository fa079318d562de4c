"""The weights of evidence: data, in `weights.toml` beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Weight(NamedTuple):
    """How much a piece of evidence counts, as a logarithm of odds, and the sentence that says what it is."""

    weight: float
    sentence: str


@cache
def weights(kind: str) -> dict[str, Weight]:
    """The weights of one kind of decision: `code`, `step`, `line` or `text`, by the names of the evidence."""
    return {name: Weight(float(item["weight"]), item["sentence"]) for name, item in _tables()[kind].items()}


@cache
def amounts(kind: str) -> dict[str, float]:
    """The weights of one kind of decision without their sentences, by the names of the evidence."""
    return {name: item.weight for name, item in weights(kind).items()}


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("weights.toml").read_text("utf-8"))
